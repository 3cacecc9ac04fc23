package shivir.logic.pin

import shivir.bindings.Phone
import shivir.domain.Text
import shivir.domain.WorkerId

/** The rules of PINs without a store: 5 wrong ones, then a minute of waiting that [pass] lets go by. */
class PinsInMemory : Pins {
    private class Held(var pin: String?, var wrong: Int = 0, var waits: Long = 0)

    private val held = mutableMapOf<WorkerId, Held>()

    private fun of(worker: WorkerId) = held.getOrPut(worker) { Held(null) }

    fun pass() = held.values.forEach { it.waits = 0 }

    override fun state(phone: Phone, worker: WorkerId): PinState {
        val held = of(worker)
        return when {
            held.pin == null -> PinState.None
            held.waits > 0 -> PinState.Waiting(held.waits)
            else -> PinState.Ready
        }
    }

    override fun unlock(phone: Phone, worker: WorkerId, pin: Digits): Tried {
        val held = of(worker)
        return when {
            held.pin == null -> Tried.NoPin
            held.waits > 0 -> Tried.Wait(held.waits)
            held.pin == pin.open() -> Tried.Right.also { held.wrong = 0 }
            ++held.wrong % 5 == 0 -> Tried.Wait(60_000L * held.wrong).also { held.waits = it.ms }
            else -> Tried.Wrong(5 - held.wrong % 5)
        }
    }

    override fun choose(phone: Phone, worker: WorkerId, pin: Digits): Text? =
        weak(pin) ?: null.also { of(worker).pin = pin.open() }

    override fun change(phone: Phone, worker: WorkerId, old: Digits, new: Digits): Changed {
        val tried = unlock(phone, worker, old)
        val weak = weak(new)
        return when {
            tried != Tried.Right -> Changed.Not(tried)
            weak != null -> Changed.Weak(weak)
            else -> Changed.Done.also { of(worker).pin = new.open() }
        }
    }

    override fun challenge(phone: Phone, worker: WorkerId) = "4821 7730"

    override fun reset(phone: Phone, worker: WorkerId, answer: String, new: Digits): Reset {
        val weak = weak(new)
        return when {
            answer != "1234 5678" -> Reset.WrongAnswer
            weak != null -> Reset.Weak(weak)
            else -> Reset.Done.also { held[worker] = Held(new.open()) }
        }
    }

    private fun weak(pin: Digits): Text? =
        Text("यह PIN सबको सूझता है", "This PIN is easily guessed").takeIf { pin.open().toSet().size == 1 }
}
