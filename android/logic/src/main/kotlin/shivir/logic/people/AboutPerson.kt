package shivir.logic.people

import shivir.core.Person
import shivir.core.Reach
import shivir.core.Sitting
import shivir.domain.CaseRef
import shivir.domain.FactId
import shivir.domain.PersonId
import shivir.domain.WorkerId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Work
import shivir.logic.kit.Shown as CameBack

/** All that is known of one person: cards, papers, cases, what was registered; and what can be put right. */
object AboutPerson : Screen<AboutPerson.Model> {
    data class Model(
        val id: PersonId,
        /** None until she was read. */
        val known: Known? = null,
        /** The registration that was touched: what can be done with it stands below it. */
        val opened: FactId? = null,
        /** Taking the opened one back was touched and is asked once more. */
        val asks: Boolean = false,
        /** A registration was taken back just now. */
        val tookBack: Boolean = false,
    )

    /** What was read: she, how many her household has, the workers by name, and how far each registration and call has come. */
    data class Known(
        val person: Person,
        val household: Int,
        val workers: Map<WorkerId, String>,
        val reach: Map<FactId, Reach>,
    )

    data class Loaded(val known: Known) : Event
    data class Opened(val visit: FactId) : Event
    data object AskTakeBack : Event
    data object Keep : Event
    data object TakeBackTouched : Event
    data object TakenBack : Event
    data object CorrectTouched : Event
    data object RegisterTouched : Event
    data object HouseholdTouched : Event
    data object ConsentTouched : Event
    data class CaseTouched(val case: CaseRef) : Event
    data object CallTouched : Event

    data class Look(val person: PersonId) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val person = desk.phone.person(person)
            val household = if (person.onList) desk.phone.household(person.id).size else 0
            val told = person.fold.visits.map { it.fact } + person.fold.calls.map { it.fact }
            val reach = told.associateWith { desk.phone.hasReached(it) }
            return Loaded(Known(person, household, desk.phone.workers().associate { it.id to it.name }, reach))
        }
    }

    data class TakeBack(val sitting: Sitting, val visit: FactId) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            desk.phone.withdraw(sitting, visit)
            return TakenBack
        }
    }

    override val id = ScreenId.PERSON

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val id = about.orEmpty()
        return Next(Model(id, opened = kept?.let(Refs::fact)), Look(id))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Loaded -> Next(model.copy(known = event.known))
        is Opened -> {
            val other = event.visit.takeIf { it != model.opened }
            Next(model.copy(opened = other, asks = false, tookBack = false))
        }
        AskTakeBack -> Next(model.copy(asks = true))
        Keep -> Next(model.copy(asks = false))
        TakeBackTouched -> takeBack(seat, model)
        TakenBack -> Next(model.copy(opened = null, asks = false, tookBack = true), Look(model.id))
        CorrectTouched -> go(model, model.opened?.let { Route(ScreenId.REGISTER, Refs.correct(it)) })
        RegisterTouched -> go(model, Route(ScreenId.REGISTER, model.id))
        HouseholdTouched -> go(model, Route(ScreenId.HOUSEHOLD, model.id))
        ConsentTouched -> go(model, Route(ScreenId.NOTICES, model.id))
        is CaseTouched -> go(model, Route(ScreenId.CASE, Refs.text(event.case)))
        CallTouched -> Next(model, listOfNotNull(model.known?.let { mobile(it.person) }?.let(Outside::Dial)))
        CameBack -> Next(model, Look(model.id))
        // The arrow first closes what is asked.
        BackTouched -> if (model.asks) Next(model.copy(asks = false)) else Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = AboutPersonPage.of(seat, model)

    override fun kept(model: Model): String? = model.opened?.let(Refs::text)

    /** Her number, from what was told, else from the list. */
    internal fun mobile(person: Person): String? =
        (person.fold.details.mobile ?: person.listed?.mobile)?.toString()

    private fun takeBack(seat: Seat, model: Model): Next<Model> {
        val (sitting, visit) = (seat.sitting() ?: return Next(model)) to (model.opened ?: return Next(model))
        return Next(model, TakeBack(sitting, visit))
    }

    private fun go(model: Model, to: Route?): Next<Model> = Next(model, listOfNotNull(to?.let(Move::Go)))
}
