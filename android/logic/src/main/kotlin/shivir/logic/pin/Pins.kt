package shivir.logic.pin

import shivir.bindings.Phone
import shivir.domain.Text
import shivir.domain.WorkerId

/**
 * What the core knows of the PINs of this phone's workers. Every call may throw what the core throws of storage.
 */
interface Pins {
    /** How the worker stands, without a try being counted. */
    fun state(phone: Phone, worker: WorkerId): PinState

    /** Tries a PIN. The count of wrong ones and the time to wait are on the disk before this ends. */
    fun unlock(phone: Phone, worker: WorkerId, pin: Digits): Tried

    /** Gives a first PIN to a worker who has none. A sentence where it is too easily guessed, and nothing is changed. */
    fun choose(phone: Phone, worker: WorkerId, pin: Digits): Text?

    /** A new PIN in place of the old one, which is tried first. A sentence where the new one is too easily guessed. */
    fun change(phone: Phone, worker: WorkerId, old: Digits, new: Digits): Changed

    /** The code that a worker who forgot her PIN reads to the supervisor; the same one until it was answered. */
    fun challenge(phone: Phone, worker: WorkerId): String

    /** Takes the supervisor's answer and the new PIN, both or neither. */
    fun reset(phone: Phone, worker: WorkerId, answer: String, new: Digits): Reset
}

sealed interface PinState {
    data object None : PinState

    data object Ready : PinState

    /** Nothing can be tried for so many milliseconds. */
    data class Waiting(val ms: Long) : PinState
}

sealed interface Tried {
    data object NoPin : Tried

    data object Right : Tried

    /** `left`: tries before the next wait. */
    data class Wrong(val left: Int) : Tried

    data class Wait(val ms: Long) : Tried
}

sealed interface Changed {
    data object Done : Changed

    data class Weak(val why: Text) : Changed

    /** The old PIN did not open. */
    data class Not(val tried: Tried) : Changed
}

sealed interface Reset {
    data object Done : Reset

    data class Weak(val why: Text) : Reset

    /** The answer does not fit the challenge. */
    data object WrongAnswer : Reset
}
