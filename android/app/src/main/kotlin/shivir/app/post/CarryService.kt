package shivir.app.post

import android.app.NotificationManager
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.Build
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import shivir.app.ShivirApp
import shivir.logic.kit.Carrying

/** In the foreground while a long sync goes on, with how far it is and a way to stop it; does nothing of it itself. */
class CarryService : Service() {
    private val main = Handler(Looper.getMainLooper())
    private var post: Post? = null
    private val listener = { state: Carrying -> main.post { told(state) }.let { } }

    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, id: Int): Int {
        val notice = Notices.carrying(this, post?.now ?: Carrying.Idle)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            startForeground(Notices.ID, notice, ServiceInfo.FOREGROUND_SERVICE_TYPE_DATA_SYNC)
        } else {
            startForeground(Notices.ID, notice)
        }
        (application as ShivirApp).shell.open { open ->
            // Also where the notice of a job brought its «stop» here: it ends with what it stops.
            if (open == null || post == null && !open.listen(listener)) return@open end()
            post = open
            // A line that hangs says nothing more for long.
            (open.now as? Carrying.Going)?.let(::told)
            if (intent?.action == STOP) open.stop()
        }
        return START_NOT_STICKY
    }

    override fun onDestroy() {
        post?.forget(listener)
        // No late word of it puts the notice up again.
        main.removeCallbacksAndMessages(null)
        super.onDestroy()
    }

    private fun told(state: Carrying) {
        if (state is Carrying.Going) {
            getSystemService(NotificationManager::class.java).notify(Notices.ID, Notices.carrying(this, state))
        } else {
            end()
        }
    }

    private fun end() {
        stopForeground(STOP_FOREGROUND_REMOVE)
        stopSelf()
    }

    companion object {
        internal const val STOP = "shivir.app.STOP"

        /** Where the system does not let it now, the work goes on without it for as long as the system lets that. */
        fun start(context: Context) {
            try {
                context.startForegroundService(Intent(context, CarryService::class.java))
            } catch (_: IllegalStateException) {
                // From the background Android 12 and later refuse it.
            }
        }
    }
}
