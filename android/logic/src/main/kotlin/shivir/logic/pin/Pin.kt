package shivir.logic.pin

import shivir.bindings.PhoneException
import shivir.core.PinAnswer
import shivir.core.PinState
import shivir.core.Worker
import shivir.domain.Text
import shivir.domain.WorkerId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Unlocked
import shivir.logic.kit.Work
import shivir.logic.kit.said

/**
 * The PIN of one worker: about her id. Who has none chooses one; who works already changes hers; who forgot
 * hers reads a code to the supervisor. Nothing that is typed here is kept over a restart.
 */
object Pin : Screen<Pin.Model> {
    data class Model(
        val who: WorkerId,
        /** None before she was read. */
        val worker: Worker? = null,
        val step: Step? = null,
        val typed: Digits = Digits(),
        /** What was typed before: the old PIN, the new one the first time. */
        val old: Digits? = null,
        val new: Digits? = null,
        val said: Said? = null,
        /** The code for the supervisor, where the PIN was forgotten. */
        val challenge: String? = null,
        val answer: String = "",
    )

    enum class Step { UNLOCK, WAIT, OLD, CHOOSE, REPEAT, FORGOTTEN }

    /** What is to be said of the last try. */
    sealed interface Said {
        data class Wrong(val left: UInt) : Said

        data class Wait(val ms: ULong) : Said

        /** A rule of the core does not allow it. */
        data class Refused(val why: Text) : Said

        data object Differ : Said

        data object WrongCode : Said
    }

    data class Stood(val worker: Worker, val state: PinState) : Event
    data class Digit(val digit: Int) : Event
    data object Wipe : Event
    data object Onward : Event
    data class Tried(val answer: PinAnswer) : Event
    data object Chosen : Event
    data class Changed(val answer: PinAnswer) : Event
    data class Renewed(val answer: PinAnswer) : Event
    data object Forgotten : Event
    data class Challenged(val code: String) : Event
    data class AnswerTyped(val answer: String) : Event
    data object AskAgain : Event

    data class Read(val who: WorkerId) : Work {
        /** How long she has to wait is written down as it is read. */
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val state = desk.phone.pinState(who)
            // None only where she was taken from this phone since she was touched: the screen then goes back.
            val worker = desk.phone.workers().find { it.id == who }
            return if (worker == null) BackTouched else Stood(worker, state)
        }
    }

    data class Try(val who: WorkerId, val pin: Digits) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Tried(desk.phone.unlock(who, pin.open()))
    }

    data class Choose(val who: WorkerId, val pin: Digits) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            desk.phone.setPin(who, pin.open())
            return Chosen
        }
    }

    data class Change(val who: WorkerId, val old: Digits, val new: Digits) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Changed(desk.phone.changePin(who, old.open(), new.open()))
    }

    data class Challenge(val who: WorkerId) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Challenged(desk.phone.pinChallenge(who))
    }

    data class Renew(val who: WorkerId, val answer: String, val new: Digits) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Renewed(desk.phone.resetPin(who, answer, new.open()))
    }

    override val id = ScreenId.PIN

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val who = about.orEmpty()
        return Next(Model(who), Read(who))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Stood -> stood(seat, model.copy(worker = event.worker), event.state)
        is Digit -> Next(model.copy(typed = model.typed.and(event.digit), said = null))
        Wipe -> Next(model.copy(typed = model.typed.wiped()))
        is AnswerTyped -> Next(model.copy(answer = event.answer, said = null))
        Onward -> onward(model)
        is Tried -> tried(model, event.answer)
        Chosen -> open(model)
        is Changed -> if (event.answer == PinAnswer.Right) Next(model, Move.Back) else tried(model, event.answer)
        is Renewed -> renewed(model, event.answer)
        Forgotten -> Next(model, Challenge(model.who))
        is Challenged -> Next(model.copy(step = Step.FORGOTTEN, challenge = event.code, typed = Digits(), said = null))
        AskAgain, Shown -> if (model.step in ASKED) Next(model, Read(model.who)) else Next(model)
        BackTouched -> back(model)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = PinPage.of(model)

    /** What a rule does not allow is said where it can be done otherwise; all else is shown over the page. */
    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? {
        if (why !is PhoneException.Refused) return null
        val said = Said.Refused(why.said())
        return when (work) {
            is Choose, is Change -> Next(model.copy(step = Step.CHOOSE, new = null, said = said))
            is Renew -> Next(model.copy(step = Step.FORGOTTEN, new = null, said = said))
            else -> Next(model.copy(said = said))
        }
    }

    private fun stood(seat: Seat, model: Model, state: PinState): Next<Model> = when (state) {
        PinState.NoPin -> Next(model.copy(step = Step.CHOOSE, said = null))
        is PinState.Wait -> Next(model.copy(step = Step.WAIT, typed = Digits(), said = Said.Wait(state.ms)))
        is PinState.Ready -> {
            val step = if (seat.worker?.id == model.who) Step.OLD else Step.UNLOCK
            Next(model.copy(step = step, said = model.said.takeIf { it !is Said.Wait }))
        }
    }

    private fun onward(model: Model): Next<Model> {
        val typed = model.typed
        if (model.step != Step.FORGOTTEN && typed.size < Digits.LEAST) return Next(model)
        val empty = model.copy(typed = Digits(), said = null)
        return when (model.step) {
            Step.UNLOCK -> Next(empty, Try(model.who, typed))
            Step.OLD -> Next(empty.copy(step = Step.CHOOSE, old = typed))
            Step.CHOOSE -> Next(empty.copy(step = Step.REPEAT, new = typed))
            Step.REPEAT ->
                if (typed == model.new) settled(empty, typed)
                else Next(empty.copy(step = Step.CHOOSE, new = null, said = Said.Differ))
            Step.FORGOTTEN -> if (model.answer.isBlank()) Next(model) else Next(empty.copy(step = Step.CHOOSE))
            Step.WAIT, null -> Next(model)
        }
    }

    /** The new PIN was typed twice alike. */
    private fun settled(model: Model, new: Digits): Next<Model> {
        val work = when {
            model.old != null -> Change(model.who, model.old, new)
            model.challenge != null -> Renew(model.who, model.answer, new)
            else -> Choose(model.who, new)
        }
        return Next(model, work)
    }

    private fun tried(model: Model, answer: PinAnswer): Next<Model> {
        val step = if (model.old == null) Step.UNLOCK else Step.OLD
        val again = model.copy(old = null, new = null)
        return when (answer) {
            PinAnswer.Right -> open(model)
            PinAnswer.NoPin -> Next(again.copy(step = Step.CHOOSE))
            is PinAnswer.Wait -> Next(again.copy(step = Step.WAIT, said = Said.Wait(answer.ms)))
            is PinAnswer.Wrong ->
                if (answer.waitMs > 0u) Next(again.copy(step = Step.WAIT, said = Said.Wait(answer.waitMs)))
                else Next(again.copy(step = step, said = Said.Wrong(answer.left)))
        }
    }

    /** Of the supervisor's code: wrong ones are waited for too, by a count of their own. */
    private fun renewed(model: Model, answer: PinAnswer): Next<Model> {
        fun no(said: Said) = Next(model.copy(step = Step.FORGOTTEN, new = null, said = said))
        return when (answer) {
            PinAnswer.Right -> open(model)
            PinAnswer.NoPin -> Next(model.copy(step = Step.CHOOSE, challenge = null, new = null))
            is PinAnswer.Wait -> no(Said.Wait(answer.ms))
            is PinAnswer.Wrong -> no(if (answer.waitMs > 0u) Said.Wait(answer.waitMs) else Said.WrongCode)
        }
    }

    private fun open(model: Model): Next<Model> = Next(model, listOfNotNull(model.worker?.let { Unlocked(it) }))

    private fun back(model: Model): Next<Model> = when {
        model.step == Step.REPEAT -> Next(model.copy(step = Step.CHOOSE, typed = Digits(), new = null, said = null))
        model.challenge != null && model.step == Step.CHOOSE ->
            Next(model.copy(step = Step.FORGOTTEN, typed = Digits(), said = null))
        model.step == Step.FORGOTTEN ->
            Next(model.copy(challenge = null, answer = "", said = null), Read(model.who))
        else -> Next(model, Move.Back)
    }

    /** Where time may have changed how she stands. */
    private val ASKED = setOf(Step.WAIT, Step.UNLOCK)
}
