package shivir.app.post

import android.app.Notification
import android.app.job.JobParameters
import android.app.job.JobService
import android.os.Bundle
import android.os.PersistableBundle
import java.util.concurrent.CopyOnWriteArrayList
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadows.ShadowJobService

/** What jobs tell the system: which is finished, whether it asks to be run again, and what is to be shown meanwhile. */
@Implements(JobService::class)
class ToldSystem : ShadowJobService() {
    @Implementation
    public override fun jobFinished(params: JobParameters, needsReschedule: Boolean) {
        finished += params.jobId to needsReschedule
        super.jobFinished(params, needsReschedule)
    }

    @Implementation
    public override fun setNotification(params: JobParameters, id: Int, notification: Notification, policy: Int) {
        shown += notification
        super.setNotification(params, id, notification, policy)
    }

    companion object {
        val finished = CopyOnWriteArrayList<Pair<Int, Boolean>>()
        val shown = CopyOnWriteArrayList<Notification>()

        /** A job as the system hands it over. */
        fun job(id: Int) = JobParameters(
            null, null, id, PersistableBundle(), Bundle(), null, 0, false, false, false, null, null, null,
        )

        fun forget() {
            finished.clear()
            shown.clear()
        }
    }
}
