package shivir.app.post

import android.content.Context
import android.os.SystemClock
import java.util.concurrent.CopyOnWriteArrayList
import shivir.app.OffMain
import shivir.bindings.PhoneException
import shivir.logic.carry.Carrier
import shivir.logic.kit.Carrying
import shivir.logic.kit.KitWords
import shivir.logic.kit.Lane
import shivir.logic.kit.Lanes
import shivir.logic.kit.Say
import shivir.logic.kit.said
import shivir.logic.kit.say

/** What goes to the district and comes from it: one sync at a time, whoever asked for it. Any thread. */
class Post(
    private val context: Context,
    private val lanes: Lanes,
    private val phone: OffMain,
    private val told: (Carrying) -> Unit,
) {
    private val listeners = CopyOnWriteArrayList<(Carrying) -> Unit>()
    private val lock = Any()
    private var carrier: Carrier? = null
    private var running = false
    private var stopped = false

    /** How many asked for what is under way. */
    private var asked = 0

    /** How far it is. */
    @Volatile
    var now: Carrying = Carrying.Idle
        private set

    /** Listens until it ends; what is under way is not begun twice. */
    fun start(listener: ((Carrying) -> Unit)? = null) {
        synchronized(lock) {
            listener?.let { listeners += it }
            asked++
            if (running) return
            running = true
            stopped = false
        }
        lanes.run(Lane.NET, ::carry)
    }

    /** Listens to what is under way until it ends. False where nothing is. */
    fun listen(listener: (Carrying) -> Unit): Boolean = synchronized(lock) {
        if (running) listeners += listener
        running
    }

    fun stop() = synchronized(lock) {
        stopped = true
        carrier?.stop()
    }

    /** Who asked for it needs it no more: it is stopped, unless somebody else asked too. Nothing after its end. */
    fun letGo(listener: (Carrying) -> Unit) = synchronized(lock) {
        if (listeners.remove(listener) && --asked == 0) stop()
    }

    fun forget(listener: (Carrying) -> Unit) {
        listeners -= listener
    }

    private fun carry() {
        var said: Carrying.Going? = null
        var saidMs = 0L
        val end = try {
            val core = phone.core()
            val one = Carrier(core, core.enrolment()?.url.orEmpty()) { state ->
                // A picture a moment is enough for who looks on; the end is told once all is put away.
                val ms = SystemClock.elapsedRealtime()
                if (state is Carrying.Going && (state.stage != said?.stage || ms - saidMs > MOMENT_MS)) {
                    said = state
                    saidMs = ms
                    tell(state)
                }
            }
            val before = synchronized(lock) {
                carrier = one
                stopped
            }
            if (before) one.stop()
            one.run()
        } catch (why: PhoneException) {
            Carrying.Failed(Say.Both(why.said()), null)
        } catch (_: Exception) {
            // A fault of ours: it ends, so that the next one can begin. Its message may name people: nobody reads it.
            Carrying.Failed(say(KitWords.KIT_FAULT), null)
        }
        if (end is Carrying.Failed && end.again != null) Jobs.once(context, end.again ?: 0)
        if (end is Carrying.Finished && end.left == 0L) Jobs.noMore(context)
        val last = synchronized(lock) {
            carrier = null
            running = false
            asked = 0
            listeners.toList().also { listeners.clear() }
        }
        now = end
        told(end)
        last.forEach { it(end) }
    }

    private fun tell(state: Carrying) {
        now = state
        told(state)
        listeners.forEach { it(state) }
    }

    private companion object {
        const val MOMENT_MS = 100L
    }
}
