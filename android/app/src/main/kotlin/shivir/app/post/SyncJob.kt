package shivir.app.post

import android.app.job.JobParameters
import android.app.job.JobService
import android.os.Build
import android.os.Handler
import android.os.Looper
import shivir.app.Shell
import shivir.app.ShivirApp
import shivir.logic.kit.Carrying

/** Sends and fetches when the system says that it may. Also while nobody is working: a lock stops a worker, not the post. */
class SyncJob : JobService() {
    private val main = Handler(Looper.getMainLooper())
    private var post: Post? = null
    private var listener: ((Carrying) -> Unit)? = null

    override fun onStartJob(job: JobParameters): Boolean {
        (application as ShivirApp).shell.open { open ->
            // The store refuses: its screen says so, and trying on without it is of no use.
            if (open == null) jobFinished(job, false) else carry(open, job)
        }
        return true
    }

    /** The network is gone, or the time is up: what was acknowledged stays so, the rest is tried again. */
    override fun onStopJob(job: JobParameters): Boolean {
        main.removeCallbacksAndMessages(null)
        listener?.let { post?.forget(it) }
        post?.stop()
        return true
    }

    private fun carry(open: Post, job: JobParameters) {
        val listens = { state: Carrying ->
            if (state !is Carrying.Going) {
                main.post {
                    main.removeCallbacksAndMessages(null)
                    // When it is tried again says the post itself.
                    jobFinished(job, false)
                }
            }
            Unit
        }
        post = open
        listener = listens
        main.postDelayed({ long(open, job) }, Shell.LONG_MS)
        open.start(listens)
    }

    private fun long(open: Post, job: JobParameters) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            val notice = Notices.carrying(this, open.now)
            setNotification(job, Notices.ID, notice, JOB_END_NOTIFICATION_POLICY_REMOVE)
        } else {
            CarryService.start(this)
        }
    }
}
