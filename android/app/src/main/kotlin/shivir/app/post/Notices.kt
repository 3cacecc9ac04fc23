package shivir.app.post

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import shivir.app.MainActivity
import shivir.app.NotifyWords
import shivir.app.Prefs
import shivir.app.R
import shivir.app.draw.Sayings
import shivir.logic.kit.Carrying
import shivir.logic.kit.Stage
import shivir.logic.kit.say

/** What is shown outside the application. Says how far it is, never about whom. */
internal object Notices {
    const val ID = 1
    private const val CHANNEL = "carry"
    private const val WHOLE = 1_000

    fun carrying(context: Context, state: Carrying): Notification {
        val sayings = Sayings(context, Prefs(context).seat().lang)
        val words = { which: NotifyWords -> sayings.text(say(which)) }
        val channel = NotificationChannel(CHANNEL, words(NotifyWords.NOTIFY_CHANNEL), NotificationManager.IMPORTANCE_LOW)
        context.getSystemService(NotificationManager::class.java).createNotificationChannel(channel)
        val open = PendingIntent.getActivity(context, 0, Intent(context, MainActivity::class.java), FLAGS)
        val stop = Intent(context, CarryService::class.java).setAction(CarryService.STOP)
        val notice = Notification.Builder(context, CHANNEL)
            .setSmallIcon(R.drawable.ic_send)
            .setContentTitle(words(NotifyWords.NOTIFY_CARRYING))
            .setContentIntent(open)
            .setOngoing(true)
            .setOnlyAlertOnce(true)
            .addAction(action(words(NotifyWords.NOTIFY_STOP), PendingIntent.getService(context, 0, stop, FLAGS)))
        if (state is Carrying.Going) {
            val far = if (state.of > 0) (state.done.coerceIn(0, state.of) * WHOLE / state.of).toInt() else 0
            notice.setContentText(words(stage(state.stage))).setProgress(WHOLE, far, state.of <= 0)
        }
        return notice.build()
    }

    private fun action(title: String, does: PendingIntent) = Notification.Action.Builder(null, title, does).build()

    private fun stage(stage: Stage) = when (stage) {
        Stage.CONNECTING -> NotifyWords.NOTIFY_CONNECTING
        Stage.FACTS -> NotifyWords.NOTIFY_FACTS
        Stage.PACKS -> NotifyWords.NOTIFY_PACKS
        Stage.INSTALLING -> NotifyWords.NOTIFY_INSTALLING
        Stage.CAMPAIGN -> NotifyWords.NOTIFY_CAMPAIGN
    }

    private const val FLAGS = PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT
}
