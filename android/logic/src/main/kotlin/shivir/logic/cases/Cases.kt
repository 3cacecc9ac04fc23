package shivir.logic.cases

import shivir.bindings.PhoneException
import shivir.bindings.allAadhaarReasons
import shivir.core.AreaSummary
import shivir.core.CaseFilter
import shivir.core.CaseRow
import shivir.core.Mark
import shivir.core.ReadyRow
import shivir.core.Who
import shivir.domain.AadhaarReason
import shivir.domain.AreaId
import shivir.domain.CaseRef
import shivir.domain.PersonId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Work

/** The queue of Aadhaar cases: what is due today, what is open, whose card can be made now. */
object Cases : Screen<Cases.Model> {
    /** Rows that are asked for at a time. */
    const val PAGE = 20

    /** Which part of the queue. */
    enum class Part { DUE, OPEN, READY }

    /** What the queue is narrowed by; its choices stand in a line of their own. */
    enum class By { PANCHAYAT, REASON }

    /** Whose card waits for what. */
    sealed interface Item {
        val who: Who
        val mark: Mark

        data class Case(val row: CaseRow) : Item {
            override val who get() = row.who
            override val mark get() = row.mark
        }

        data class Ready(val row: ReadyRow) : Item {
            override val who get() = row.who
            override val mark get() = row.mark
        }
    }

    /** What is asked for. */
    data class Narrowed(val part: Part = Part.DUE, val area: AreaId? = null, val reason: AadhaarReason? = null)

    data class Model(
        val narrowed: Narrowed = Narrowed(),
        /** Whose choices are shown. */
        val by: By? = null,
        /** None before the first answer. */
        val items: List<Item>? = null,
        /** There may be more after them. */
        val more: Boolean = false,
        /** Gram panchayats and wards to choose from. */
        val areas: List<AreaSummary> = emptyList(),
    )

    data class PartTouched(val part: Part) : Event
    data class ByTouched(val by: By) : Event
    data class AreaTouched(val area: AreaId) : Event
    data class ReasonTouched(val reason: AadhaarReason) : Event
    data class Found(val asked: Read, val items: List<Item>) : Event
    data class AreasKnown(val areas: List<AreaSummary>) : Event
    data class Picked(val case: CaseRef) : Event
    data class Ready(val person: PersonId) : Event
    data class About(val person: PersonId) : Event
    data object More : Event
    data object SearchTouched : Event

    /** A page of the queue, after a place in it. */
    data class Read(val narrowed: Narrowed, val after: Mark?, val limit: Int) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val page = shivir.core.Page(after, limit.toUInt())
            val (part, area, reason) = narrowed
            if (part == Part.READY) return Found(this, desk.phone.readyForCard(area, page).map(Item::Ready))
            val due = desk.seat.today.takeIf { part == Part.DUE }
            val filter = CaseFilter(area = area, reason = reason, dueBy = due, openOnly = true)
            return Found(this, desk.phone.cases(filter, page).map(Item::Case))
        }
    }

    /** The worker's own areas by their names; all of the list where she has none. */
    data object ReadAreas : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val all = desk.phone.rosterSummary().areas
            val own = all.filter { it.area in desk.seat.areas }
            return AreasKnown(own.ifEmpty { all })
        }
    }

    override val id = ScreenId.CASES

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val model = Model(kept?.let(::restored) ?: Narrowed())
        return Next(model, Read(model.narrowed, null, PAGE), ReadAreas)
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is PartTouched -> narrowed(model, model.narrowed.copy(part = event.part))
        is ByTouched -> Next(model.copy(by = event.by.takeIf { it != model.by }))
        is AreaTouched -> narrowed(model, model.narrowed.copy(area = event.area.takeIf { it != model.narrowed.area }))
        is ReasonTouched ->
            narrowed(model, model.narrowed.copy(reason = event.reason.takeIf { it != model.narrowed.reason }))
        is Found -> Next(found(model, event))
        is AreasKnown -> Next(model.copy(areas = event.areas))
        is Picked -> Next(model, Move.Go(CaseShown.route(event.case)))
        is Ready -> Next(model, Move.Go(Route(ScreenId.REGISTER, event.person)))
        is About -> Next(model, Move.Go(Route(ScreenId.PERSON, event.person)))
        More -> Next(model, Read(model.narrowed, model.items?.lastOrNull()?.mark, PAGE))
        SearchTouched -> Next(model, Move.Go(Route(ScreenId.SEARCH)))
        // As many as were shown: the place in the list stays.
        Shown -> Next(model, Read(model.narrowed, null, maxOf(PAGE, model.items.orEmpty().size)))
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = CasesPage.of(seat, model)

    /** The part, the panchayat, the place of the reason among all. */
    override fun kept(model: Model): String {
        val (part, area, reason) = model.narrowed
        return listOf(part.name, area ?: "", reason?.let(allAadhaarReasons()::indexOf) ?: "").joinToString(" ")
    }

    /** Without a list there are no panchayats to choose from; the queue is there all the same. */
    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? =
        if (work == ReadAreas && why is PhoneException.NotFound) Next(model) else null

    private fun restored(kept: String): Narrowed {
        val (part, area, reason) = kept.split(' ').takeIf { it.size == 3 } ?: return Narrowed()
        return Narrowed(
            Part.entries.find { it.name == part } ?: Part.DUE,
            area.toULongOrNull(),
            reason.toIntOrNull()?.let(allAadhaarReasons()::getOrNull),
        )
    }

    private fun narrowed(model: Model, to: Narrowed) =
        Next(model.copy(narrowed = to, items = null), Read(to, null, PAGE))

    /** An answer to what is not asked any more is none. */
    private fun found(model: Model, found: Found): Model {
        val (narrowed, after, limit) = found.asked
        val shown = if (after == null) emptyList() else model.items.orEmpty()
        if (narrowed != model.narrowed || after != null && after != shown.lastOrNull()?.mark) return model
        return model.copy(items = shown + found.items, more = found.items.size >= limit)
    }
}
