package shivir.app.post

import android.app.Notification
import android.app.job.JobScheduler
import android.net.NetworkCapabilities.NET_CAPABILITY_INTERNET
import java.util.concurrent.TimeUnit
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLooper
import shivir.app.DayApp
import shivir.app.NotifyWords
import shivir.app.Shell
import shivir.app.Town
import shivir.app.WORKER
import shivir.app.draw.Sayings
import shivir.app.inUse
import shivir.app.rig.Relay
import shivir.app.waiting
import shivir.domain.Lang
import shivir.logic.kit.Outside
import shivir.logic.kit.say
import shivir.logic.rig.Village

/** The job on the real core and a real hub, as the system runs it: with nobody at the phone, and no screen. */
@RunWith(RobolectricTestRunner::class)
@Config(application = DayApp::class, shadows = [ToldSystem::class])
class SyncJobTest {
    private val app = RuntimeEnvironment.getApplication() as DayApp
    private val jobs = app.getSystemService(JobScheduler::class.java)
    private val service = Robolectric.buildService(SyncJob::class.java).create()
    private val job: SyncJob get() = service.get()

    @Before
    fun begin() = ToldSystem.forget()

    @After
    fun end() {
        service.destroy()
        app.die()
    }

    private fun town(work: (Town) -> Unit) = Town(Village().use { it.worker.areas.first() }).use(work)

    /** A hub over a way that can be held, and a phone with something to send. */
    private fun overRelay(work: (Town, Relay) -> Unit) = town { town ->
        Relay(town.hub.url).use { relay ->
            waiting(town, relay.url)
            work(town, relay)
        }
    }

    private fun start(id: Int) = assertTrue("it is under way", job.onStartJob(ToldSystem.job(id)))

    private fun unsent(): ULong = app.ask { it.outbox().waiting }

    /** The store is open and nothing else is done: what the main thread had to do is done, whatever goes over the line. */
    private fun opened() {
        app.shell.open()
        app.settle()
    }

    @Test
    fun `what waits is carried to the hub, and the job is finished and wants no other`() = town { town ->
        waiting(town)
        val held = town.facts()
        Jobs.once(app, 0)
        start(Jobs.ONCE)
        app.settle()
        assertEquals(listOf(Jobs.ONCE to false), ToldSystem.finished)
        assertEquals(0uL, unsent())
        assertTrue(town.facts() > held)
        assertNull("nothing waits any more", jobs.getPendingJob(Jobs.ONCE))
    }

    @Test
    fun `a hub that does not answer takes nothing away, and the post itself says when it is tried again`() = town { town ->
        waiting(town)
        town.hub.close()
        start(Jobs.PERIODIC)
        app.settle()
        // A periodic job comes by itself, and a time of its own is asked for once: to ask the system too would be twice.
        assertEquals(listOf(Jobs.PERIODIC to false), ToldSystem.finished)
        val again = checkNotNull(jobs.getPendingJob(Jobs.ONCE))
        assertTrue("with a network", again.requiredNetwork?.hasCapability(NET_CAPABILITY_INTERNET) == true)
        assertTrue("${again.minLatencyMillis}", again.minLatencyMillis in 1_000L..900_000L && again.isPersisted)
        assertTrue(unsent() > 0uL)
    }

    @Test
    fun `stopped by the system it loses nothing, and the next one brings all of it, once`() = overRelay { town, relay ->
        opened()
        val before = unsent()
        relay.hold()
        start(Jobs.PERIODIC)
        ShadowLooper.idleMainLooper()
        relay.awaitCall()
        assertTrue("it is to be run again", job.onStopJob(ToldSystem.job(Jobs.PERIODIC)))
        app.settle()
        assertEquals(before, unsent())
        assertTrue("a job that was stopped is not finished too", ToldSystem.finished.isEmpty())
        val held = town.facts()
        relay.letGo()
        start(Jobs.PERIODIC)
        app.settle()
        assertEquals(listOf(Jobs.PERIODIC to false), ToldSystem.finished)
        assertEquals(0uL, unsent())
        assertEquals(held + before.toLong(), town.facts())
    }

    @Test
    fun `stopped while the store is being opened it sends nothing`() = overRelay { _, relay ->
        start(Jobs.PERIODIC)
        job.onStopJob(ToldSystem.job(Jobs.PERIODIC))
        app.settle()
        assertEquals(0, relay.calls)
        assertTrue(ToldSystem.finished.isEmpty() && unsent() > 0uL)
    }

    /** The sync of two jobs has reached the line, and hangs there. */
    private fun bothHanging(relay: Relay) {
        opened()
        relay.hold()
        start(Jobs.PERIODIC)
        start(Jobs.ONCE)
        ShadowLooper.idleMainLooper()
        relay.awaitCall()
    }

    @Test
    fun `two jobs at once are one sync, and both are finished`() = overRelay { _, relay ->
        bothHanging(relay)
        relay.letGo()
        app.settle()
        assertEquals(setOf(Jobs.PERIODIC to false, Jobs.ONCE to false), ToldSystem.finished.toSet())
        assertEquals(2, ToldSystem.finished.size)
        assertEquals(0uL, unsent())
    }

    @Test
    fun `of two jobs one is stopped, and the other goes on to the end`() = overRelay { _, relay ->
        bothHanging(relay)
        job.onStopJob(ToldSystem.job(Jobs.PERIODIC))
        relay.letGo()
        app.settle()
        assertEquals(listOf(Jobs.ONCE to false), ToldSystem.finished)
        assertEquals(0uL, unsent())
    }

    @Test
    fun `a job that is stopped does not stop what a worker sends`() = overRelay { _, relay ->
        opened()
        relay.hold()
        app.shell.outside(Outside.Carry)
        ShadowLooper.idleMainLooper()
        relay.awaitCall()
        start(Jobs.PERIODIC)
        ShadowLooper.idleMainLooper()
        job.onStopJob(ToldSystem.job(Jobs.PERIODIC))
        relay.letGo()
        app.settle()
        assertEquals(0uL, unsent())
    }

    @Test
    fun `one that takes long is shown with how far it is, and says nothing about people`() = overRelay { _, relay ->
        opened()
        relay.hold()
        start(Jobs.PERIODIC)
        ShadowLooper.idleMainLooper()
        relay.awaitCall()
        assertTrue(ToldSystem.shown.isEmpty())
        ShadowLooper.idleMainLooper(Shell.LONG_MS, TimeUnit.MILLISECONDS)
        val notice = ToldSystem.shown.single()
        assertEquals(word(NotifyWords.NOTIFY_CARRYING), notice.extras.getString(Notification.EXTRA_TITLE))
        assertEquals(word(NotifyWords.NOTIFY_CONNECTING), notice.extras.getString(Notification.EXTRA_TEXT))
        namesNobody(notice)
        relay.letGo()
        app.settle()
        assertEquals(listOf(Jobs.PERIODIC to false), ToldSystem.finished)
        ShadowLooper.idleMainLooper(1, TimeUnit.MINUTES)
        assertEquals("nothing is shown after its end", 1, ToldSystem.shown.size)
    }

    @Test
    fun `a phone that is in no district has nothing to send, and the job is finished`() {
        inUse()
        start(Jobs.PERIODIC)
        app.settle()
        assertEquals(listOf(Jobs.PERIODIC to false), ToldSystem.finished)
        assertNull(jobs.getPendingJob(Jobs.ONCE))
    }

    private fun word(words: NotifyWords) = Sayings(app, Lang.HI).text(say(words))
}

/** Nobody of the list stands in a notice, nor who works here. */
internal fun namesNobody(notice: Notification) {
    val said = "${notice.extras} ${notice.actions.orEmpty().map { it.title }} $notice"
    for (word in listOf("रामलाल", "Ramlal", "यादव", "बांसपाली", WORKER)) assertFalse("$word in $said", word in said)
}
