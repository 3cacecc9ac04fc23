package shivir.app.post

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import shivir.app.OffMain

/** When the system lets the application send and fetch by itself. Kept over a restart of the phone. Any thread. */
object Jobs {
    const val PERIODIC = 1
    const val ONCE = 2
    private const val SIX_HOURS_MS = 6 * 3_600_000L

    /** Every six hours, wherever a network is and battery and storage are not low. */
    fun everySixHours(context: Context) {
        val jobs = jobs(context)
        if (jobs.getPendingJob(PERIODIC) != null) return
        jobs.schedule(
            JobInfo.Builder(PERIODIC, service(context))
                .setPeriodic(SIX_HOURS_MS)
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setRequiresBatteryNotLow(true)
                .setRequiresStorageNotLow(true)
                .setPersisted(true)
                .build(),
        )
    }

    /** Once a network is there, in `ms` milliseconds at the earliest. What was registered goes on any battery. */
    fun once(context: Context, ms: Long) {
        jobs(context).schedule(
            JobInfo.Builder(ONCE, service(context))
                .setMinimumLatency(ms)
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setPersisted(true)
                .build(),
        )
    }

    /** Nothing waits any more. */
    fun noMore(context: Context) = jobs(context).cancel(ONCE)

    /** The application left the screen: what waits goes as soon as there is a network. */
    fun whenAway(context: Context, phone: OffMain) {
        if (phone.waits() && jobs(context).getPendingJob(ONCE) == null) once(context, 0)
    }

    private fun jobs(context: Context) = context.getSystemService(JobScheduler::class.java)

    private fun service(context: Context) = ComponentName(context, SyncJob::class.java)
}
