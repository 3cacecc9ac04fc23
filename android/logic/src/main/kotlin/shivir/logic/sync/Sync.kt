package shivir.logic.sync

import shivir.bindings.PhoneException
import shivir.bindings.RefusedWords
import shivir.bindings.refusedWords
import shivir.core.Outbox
import shivir.core.Refused
import shivir.core.SyncState
import shivir.domain.FactKind
import shivir.domain.PersonId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
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
import shivir.logic.kit.Shown
import shivir.logic.kit.Work
import shivir.logic.people.Shown as PeopleShown

/** Sending to the district and fetching from it: what waits, what went, what is kept aside and how it is mended. */
object Sync : Screen<Sync.Model> {
    /** How a record that the district keeps aside is mended. */
    enum class Mend { REGISTER_AGAIN, ENROL_AGAIN, LOOK }

    /** A record that the district keeps aside, with the one of whom it is, where she is known. */
    data class Aside(
        val refused: Refused,
        val words: RefusedWords,
        val person: PersonId?,
        val name: String?,
    ) {
        /** What the worker can do about it; none where the district alone can. */
        val mend: Mend? get() = when {
            refused.advice == ENROL_AGAIN -> Mend.ENROL_AGAIN
            person == null -> null
            refused.advice == WRITE_AGAIN -> Mend.REGISTER_AGAIN
            else -> Mend.LOOK
        }
    }

    data class Standing(val state: SyncState, val outbox: Outbox, val asides: List<Aside>)

    data class Model(
        /** None before it was read. */
        val standing: Standing? = null,
        val carrying: Carrying = Carrying.Idle,
        /** Records kept aside that are shown. */
        val limit: Int = PAGE,
    )

    data class Read(val standing: Standing) : Event
    data object SendTouched : Event
    data object StopTouched : Event
    data class MendTouched(val aside: Aside) : Event
    data object CourierTouched : Event
    data object EnrolTouched : Event
    data object RosterTouched : Event
    data object More : Event

    data class ReadStanding(val limit: Int) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val outbox = desk.phone.outbox()
            return Read(Standing(desk.phone.syncState(), outbox, outbox.refused.take(limit).map { aside(desk, it) }))
        }

        private fun aside(desk: Desk, refused: Refused): Aside {
            val person = person(desk, refused)
            val name = person?.let { PeopleShown.name(desk.phone.person(it), desk.seat.lang) }
            return Aside(refused, refusedWords(refused), person, name)
        }

        /** Of whom it is: a registration or a case says so; of others the core does not tell. */
        private fun person(desk: Desk, refused: Refused): PersonId? = try {
            when (refused.kind) {
                FactKind.Visit -> desk.phone.registration(refused.fact).person
                FactKind.CaseOpened, FactKind.CaseStep -> desk.phone.case(refused.fact).row.who.person
                else -> null
            }
        } catch (_: PhoneException.NotFound) {
            // What was taken back or wiped since is nobody's any more: the record is shown without a name.
            null
        }
    }

    override val id = ScreenId.SYNC

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Model(), ReadStanding(PAGE))

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Read -> Next(model.copy(standing = event.standing))
        is Carried -> carried(model, event.state)
        SendTouched -> if (seat.practice) Next(model) else Next(model.copy(carrying = Carrying.Idle), Outside.Carry)
        StopTouched -> Next(model, Outside.StopCarrying)
        is MendTouched -> Next(model, listOfNotNull(mended(event.aside)?.let(Move::Go)))
        CourierTouched -> Next(model, Move.Go(Route(ScreenId.COURIER)))
        EnrolTouched -> Next(model, Move.Go(Route(ScreenId.ENROL)))
        RosterTouched -> Next(model, Move.Go(Route(ScreenId.ROSTER)))
        More -> read(model.copy(limit = model.limit + PAGE))
        Shown -> read(model)
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = SyncPage.of(seat, model)

    private fun read(model: Model) = Next(model, ReadStanding(model.limit))

    /** What waits changes with each round trip; the rest is read at the end. */
    private fun carried(model: Model, state: Carrying): Next<Model> {
        val now = model.copy(carrying = state)
        return if (state is Carrying.Going) Next(now) else read(now)
    }

    private fun mended(aside: Aside): Route? = when (aside.mend) {
        Mend.REGISTER_AGAIN -> Route(ScreenId.REGISTER, corrected(aside) ?: aside.person)
        Mend.LOOK -> Route(ScreenId.PERSON, aside.person)
        Mend.ENROL_AGAIN -> Route(ScreenId.ENROL)
        null -> null
    }

    /** A registration is corrected, so that the one kept aside and the new one are not two. */
    private fun corrected(aside: Aside): String? {
        val (fact, kind) = aside.refused
        return "correct:${fact.stream}:${fact.seq}".takeIf { kind == FactKind.Visit }
    }

    private const val PAGE = 20

    /** The hub's codes of advice (PROTOCOL.md) that the worker follows herself. */
    private const val WRITE_AGAIN = "WRITE_AGAIN"
    private const val ENROL_AGAIN = "ENROL_AGAIN"
}
