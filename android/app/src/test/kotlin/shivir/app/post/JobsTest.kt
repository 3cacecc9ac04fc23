package shivir.app.post

import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.content.pm.PackageManager
import android.net.NetworkCapabilities.NET_CAPABILITY_INTERNET
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.app.DayApp
import shivir.app.OnScreen
import shivir.app.Town
import shivir.app.inUse
import shivir.app.waiting
import shivir.logic.rig.Village

/** When the system is asked to let the application send by itself. */
@RunWith(RobolectricTestRunner::class)
@Config(application = DayApp::class)
class JobsTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val jobs = context.getSystemService(JobScheduler::class.java)

    @Test
    fun `an open store is sent from every six hours, with a network and a good battery, also after the phone was off`() {
        inUse()
        OnScreen().use {
            val job = checkNotNull(jobs.getPendingJob(Jobs.PERIODIC))
            assertTrue(job.isPeriodic)
            assertEquals(6 * 3_600_000L, job.intervalMillis)
            assertTrue("with a network", job.requiredNetwork?.hasCapability(NET_CAPABILITY_INTERNET) == true)
            assertTrue(job.isRequireBatteryNotLow && job.isRequireStorageNotLow)
            assertTrue("kept over a restart", job.isPersisted)
            assertEquals(ComponentName(context, SyncJob::class.java), job.service)
            assertNull("nothing waits", jobs.getPendingJob(Jobs.ONCE))
        }
        // The system keeps a job over a restart, and starts it, only for who may hear of the restart and lets nobody else start it.
        val app = context.packageManager.getPackageInfo(context.packageName, PackageManager.GET_PERMISSIONS)
        assertTrue("android.permission.RECEIVE_BOOT_COMPLETED" in app.requestedPermissions.orEmpty())
        val service = context.packageManager.getServiceInfo(ComponentName(context, SyncJob::class.java), 0)
        assertEquals("android.permission.BIND_JOB_SERVICE", service.permission)
        assertFalse(service.exported)
    }

    @Test
    fun `opening the store again does not put off the sending that is due`() {
        Jobs.everySixHours(context)
        val before = jobs.getPendingJob(Jobs.PERIODIC)
        Jobs.everySixHours(context)
        assertTrue(before === jobs.getPendingJob(Jobs.PERIODIC))
    }

    @Test
    fun `who leaves the screen with something unsent leaves a job that waits for a network alone`() =
        Town(Village().use { it.worker.areas.first() }).use { town ->
            waiting(town)
            OnScreen().use { screen ->
                assertNull(jobs.getPendingJob(Jobs.ONCE))
                screen.control.pause().stop()
                screen.app.settle()
                val job = checkNotNull(jobs.getPendingJob(Jobs.ONCE))
                assertTrue("with a network", job.requiredNetwork?.hasCapability(NET_CAPABILITY_INTERNET) == true)
                assertFalse("on any battery", job.isRequireBatteryNotLow || job.isRequireStorageNotLow)
                assertTrue(job.isPersisted && !job.isPeriodic)
                assertEquals(0L, job.minLatencyMillis)
                screen.comeBack()
            }
        }
}
