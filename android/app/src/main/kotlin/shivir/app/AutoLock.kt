package shivir.app

import android.os.Handler
import android.os.SystemClock

/**
 * Locks the work when nobody touched it for a while, or when the application was away from the screen. On the main thread.
 * The time counts while the phone sleeps, when no timer runs: it is looked at again when the application comes back.
 */
class AutoLock(private val main: Handler, private val lock: () -> Unit) {
    private var away = false
    private var since = SystemClock.elapsedRealtime()
    private val due = Runnable { if (left() <= 0) lock() else arm() }

    fun touched() {
        since = SystemClock.elapsedRealtime()
        arm()
    }

    fun wentAway() {
        away = true
        touched()
    }

    fun cameBack() {
        if (left() <= 0) lock()
        away = false
        touched()
    }

    private fun left() = since + (if (away) AWAY_MS else IDLE_MS) - SystemClock.elapsedRealtime()

    private fun arm() {
        main.removeCallbacks(due)
        main.postDelayed(due, left().coerceAtLeast(0))
    }

    companion object {
        const val IDLE_MS = 5 * 60_000L
        const val AWAY_MS = 2 * 60_000L
    }
}
