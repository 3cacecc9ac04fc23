package shivir.app.post

import android.app.job.JobParameters
import android.app.job.JobService
import android.os.Build
import android.os.Handler
import android.os.Looper
import shivir.app.Shell
import shivir.app.ShivirApp
import shivir.logic.kit.Carrying

/**
 * Sends and fetches when the system says that it may. Also while nobody is working: a lock stops a worker, not the post. The
 * system may run both jobs at once, in this one service.
 */
class SyncJob : JobService() {
    private val main = Handler(Looper.getMainLooper())

    /** By the number of the job. Main thread. */
    private val running = mutableMapOf<Int, Run>()

    override fun onStartJob(job: JobParameters): Boolean {
        val run = Run(job)
        running[job.jobId] = run
        (application as ShivirApp).shell.open(run::begin)
        return true
    }

    /** The network is gone, or the time is up: what was acknowledged stays so, the rest is tried again. */
    override fun onStopJob(job: JobParameters): Boolean {
        running.remove(job.jobId)?.stopped()
        return true
    }

    /** One job, from its start to its end or until the system stops it. */
    private inner class Run(private val job: JobParameters) {
        private var post: Post? = null
        private val listener = { state: Carrying -> if (state !is Carrying.Going) main.post(::end).let { } }
        private val long = Runnable(::takesLong)

        fun begin(open: Post?) {
            when {
                // The system stopped it while the store was opened.
                running[job.jobId] !== this -> return
                // The store refuses: its screen says so, and trying on without it is of no use.
                open == null -> end()
                else -> {
                    post = open
                    main.postDelayed(long, Shell.LONG_MS)
                    open.start(listener)
                }
            }
        }

        fun stopped() {
            main.removeCallbacks(long)
            post?.letGo(listener)
        }

        private fun end() {
            if (!running.remove(job.jobId, this)) return
            main.removeCallbacks(long)
            // When it is tried again says the post itself.
            jobFinished(job, false)
        }

        private fun takesLong() {
            val open = post ?: return
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
                val notice = Notices.carrying(this@SyncJob, open.now)
                setNotification(job, Notices.ID, notice, JOB_END_NOTIFICATION_POLICY_REMOVE)
            } else {
                CarryService.start(this@SyncJob)
            }
        }
    }
}
