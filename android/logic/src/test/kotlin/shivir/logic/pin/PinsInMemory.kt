package shivir.logic.pin

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.domain.Text
import shivir.domain.WorkerId

/** The rules of PINs without a store: 5 wrong ones, then a minute of waiting that [pass] lets go by. */
class PinsInMemory : Pins {
    private class Held(var pin: String?, var wrong: UInt = 0u, var waits: ULong = 0u)

    private val held = mutableMapOf<WorkerId, Held>()

    private fun of(worker: WorkerId) = held.getOrPut(worker) { Held(null) }

    fun pass() = held.values.forEach { it.waits = 0u }

    override fun state(phone: Phone, worker: WorkerId): PinState {
        val held = of(worker)
        return when {
            held.pin == null -> PinState.NoPin
            held.waits > 0u -> PinState.Wait(held.waits)
            else -> PinState.Ready
        }
    }

    override fun set(phone: Phone, worker: WorkerId, pin: Digits) {
        of(worker).pin = strong(pin)
    }

    override fun unlock(phone: Phone, worker: WorkerId, pin: Digits): PinAnswer {
        val held = of(worker)
        return when {
            held.pin == null -> PinAnswer.NoPin
            held.waits > 0u -> PinAnswer.Wait(held.waits)
            held.pin == pin.open() -> PinAnswer.Right.also { held.wrong = 0u }
            ++held.wrong % FREE == 0u -> {
                held.waits = 60_000uL * held.wrong
                PinAnswer.Wrong(0u, held.waits)
            }
            else -> PinAnswer.Wrong(FREE - held.wrong % FREE, 0u)
        }
    }

    override fun change(phone: Phone, worker: WorkerId, old: Digits, new: Digits): PinAnswer {
        val pin = strong(new)
        return unlock(phone, worker, old).also { if (it == PinAnswer.Right) of(worker).pin = pin }
    }

    override fun challenge(phone: Phone, worker: WorkerId) = "4821-7730"

    override fun reset(phone: Phone, worker: WorkerId, code: String, new: Digits): PinAnswer {
        val pin = strong(new)
        if (code != "1234-5678") return PinAnswer.Wrong(4u, 0u)
        held[worker] = Held(pin)
        return PinAnswer.Right
    }

    private fun strong(pin: Digits): String {
        if (pin.open().toSet().size > 1) return pin.open()
        throw PhoneException.Refused(Text("यह PIN सबको सूझता है", "This PIN is easily guessed"))
    }

    private companion object {
        const val FREE = 5u
    }
}
