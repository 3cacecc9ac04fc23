package shivir.logic.pin

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.domain.WorkerId

/**
 * What the core does with the PINs of this phone's workers. Every call but [state] and [unlock] refuses with a sentence
 * ([PhoneException.Refused]) what a rule does not allow: a PIN that anyone would guess, a code with a wrong
 * sign. No try is counted then and nothing is changed.
 */
interface Pins {
    /** How a worker stands. Costs no try. */
    fun state(phone: Phone, worker: WorkerId): PinState

    /** Gives a worker her first PIN. */
    fun set(phone: Phone, worker: WorkerId, pin: Digits)

    /** Tries a PIN. The count of wrong ones and the wait are on the disk before it is looked at. */
    fun unlock(phone: Phone, worker: WorkerId, pin: Digits): PinAnswer

    /** Tries the old PIN, and puts the new one in its place where it is right. */
    fun change(phone: Phone, worker: WorkerId, old: Digits, new: Digits): PinAnswer

    /** What a worker who forgot her PIN reads to the supervisor; the same one until it is answered. */
    fun challenge(phone: Phone, worker: WorkerId): String

    /** Tries the supervisor's code, and gives the worker the new PIN where it is right: both or neither. */
    fun reset(phone: Phone, worker: WorkerId, code: String, new: Digits): PinAnswer
}

/** How a worker stands, without a try. Times are in milliseconds. */
sealed interface PinState {
    data object NoPin : PinState

    data object Ready : PinState

    data class Wait(val ms: ULong) : PinState
}

/** What became of a try. */
sealed interface PinAnswer {
    data object NoPin : PinAnswer

    data object Right : PinAnswer

    /** `left`: tries before the next wait; `waitMs`: until the next one is looked at, 0 where it may come at once. */
    data class Wrong(val left: UInt, val waitMs: ULong) : PinAnswer

    /** It was not looked at. */
    data class Wait(val ms: ULong) : PinAnswer
}
