package shivir.logic.home

import java.time.LocalDate
import shivir.bindings.CampView
import shivir.bindings.PhoneException
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
import shivir.logic.kit.Event
import shivir.logic.kit.Lock
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Sit
import shivir.logic.kit.Work
import shivir.logic.kit.name
import shivir.logic.kit.said
import shivir.logic.people.Refs

/** Where the day begins: the camp of today, how far her areas are, what is due, what waits to be sent. */
object Home : Screen<Home.Model> {
    data class Model(
        /** None until it was read. */
        val seen: Seen? = null,
        /** She says that she is in another camp of today's. */
        val choosing: Boolean = false,
        /** Why nothing could be read. */
        val broken: Say? = null,
    )

    data class Loaded(val seen: Seen) : Event
    data class CampChosen(val camp: CampView) : Event
    data object OtherCamp : Event
    data class Went(val to: ScreenId) : Event
    data class Resumed(val draft: Long) : Event
    data object ChangeWorker : Event

    override val id = ScreenId.HOME

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> = Next(Model(), Look(seat.camp))

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Loaded -> loaded(seat, model, event.seen)
        is CampChosen -> Next(model.copy(choosing = false), at(event.camp), Look(event.camp.camp.id))
        OtherCamp -> Next(model.copy(choosing = !model.choosing))
        is Went -> Next(model, Move.Go(Route(event.to)))
        is Resumed -> Next(model, Move.Go(Route(ScreenId.REGISTER, Refs.draft(event.draft))))
        ChangeWorker -> Next(model, Lock)
        Shown -> Next(model, Look(seat.camp))
        is Carried -> if (event.state is Carrying.Finished) Next(model, Look(seat.camp)) else Next(model)
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = HomePage.of(seat, model)

    /** Whatever cannot be read, the ways to all other screens are there: one of them may mend it. */
    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? =
        if (work is Look) Next(model.copy(broken = Say.Both(why.said()))) else null

    /** The only camp of today in her areas is hers without asking; one of another day is hers no more. */
    private fun loaded(seat: Seat, model: Model, seen: Seen): Next<Model> {
        val next = model.copy(seen = seen, broken = null)
        val today = seen.camps
        val over = seen.camp?.camp?.date?.let { it != seat.today } ?: (seat.camp != null && seen.camp == null)
        val only = today.singleOrNull()
        return when {
            // The camp of a sheet is of another day, and stays until the sheet is put away.
            seat.sheet != null -> Next(next)
            (seat.camp == null || over) && only != null -> Next(next, at(only), Look(only.camp.id))
            over -> Next(next, nowhere, Look(null))
            else -> Next(next)
        }
    }

    private fun at(camp: CampView) = Sit { seat ->
        val areas = camp.area?.let(::listOf) ?: seat.areas
        val name = seat.lang.name(camp.place.hi, camp.place.en)
        seat.copy(camp = camp.camp.id, campName = name, campDay = camp.camp.date, areas = areas)
    }

    private val nowhere = Sit { it.copy(camp = null, campName = null, campDay = null, areas = it.worker?.areas ?: it.areas) }

    /** Cards a day that are needed until the last day, that one among them; none where it is past or not known. */
    internal fun pace(left: Long, today: LocalDate, last: LocalDate?): Pace? {
        val days = (last ?: return null).toEpochDay() - today.toEpochDay() + 1
        return if (days < 1 || left < 1) null else Pace(days, (left + days - 1) / days)
    }

    internal data class Pace(val days: Long, val daily: Long)
}
