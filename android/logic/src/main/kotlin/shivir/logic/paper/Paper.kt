package shivir.logic.paper

import java.time.LocalDate
import shivir.bindings.CampView
import shivir.bindings.PhoneException
import shivir.core.Worker
import shivir.domain.AreaId
import shivir.domain.Cadre
import shivir.domain.CampId
import shivir.domain.WorkerId
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
import shivir.logic.kit.Sheet
import shivir.logic.kit.Shown
import shivir.logic.kit.Sit
import shivir.logic.kit.Work
import shivir.logic.kit.name

/**
 * A sheet of paper that somebody without a phone filled is typed by another: whose, of which day and camp;
 * then names are looked for and registered as always, under her name and of that day, until the sheet is put away.
 */
object Paper : Screen<Paper.Model> {
    /** Days that are offered at a time. */
    const val DAYS = 14

    data class Model(
        val step: Step = Step.WHO,
        val workers: List<Worker>? = null,
        val camps: List<CampView> = emptyList(),
        val author: WorkerId? = null,
        val day: LocalDate? = null,
        /** Days before yesterday that are shown. */
        val older: Int = 0,
        val camp: Place? = null,
        /** Who is not on this phone yet: her name and what she is. */
        val name: String = "",
        val cadre: Cadre = Cadre.Mitanin,
    ) {
        val writer: Worker? get() = workers?.find { it.id == author }
    }

    enum class Step { WHO, NAME, DAY, CAMP, OPEN }

    /** A camp, or none: met at home. */
    data class Place(val camp: CampId?)

    data class Known(val workers: List<Worker>, val camps: List<CampView>) : Event
    data class AuthorPicked(val worker: WorkerId) : Event
    data object NotHere : Event
    data class NameTyped(val name: String) : Event
    data class CadrePicked(val cadre: Cadre) : Event
    data class Added(val worker: Worker) : Event
    data class DayPicked(val day: LocalDate) : Event
    data object Older : Event
    data class CampPicked(val place: Place) : Event
    data object Onward : Event
    data object Close : Event

    data object Read : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val camps = try {
                desk.phone.campaign().camps
            } catch (_: PhoneException.NotFound) {
                // No order yet: a sheet can still be of a visit to a house.
                emptyList()
            }
            return Known(desk.phone.workers(), camps)
        }
    }

    data class Add(val name: String, val cadre: Cadre, val areas: List<AreaId>) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Added(desk.phone.addWorker(name, cadre, areas))
    }

    override val id = ScreenId.PAPER

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val model = kept?.let(PaperKept::read) ?: Model()
        val sheet = seat.sheet
        val open = if (sheet == null) model.copy(step = if (model.step == Step.OPEN) Step.WHO else model.step)
        else model.copy(step = Step.OPEN, author = sheet.author.id, day = sheet.day)
        return Next(open, Read)
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Known -> Next(model.copy(workers = event.workers, camps = event.camps))
        Shown -> Next(model, Read)
        is AuthorPicked -> Next(model.copy(author = event.worker, step = Step.DAY))
        NotHere -> Next(model.copy(step = Step.NAME))
        is NameTyped -> Next(model.copy(name = event.name))
        is CadrePicked -> Next(model.copy(cadre = event.cadre))
        is Added -> {
            val known = model.workers.orEmpty() + event.worker
            Next(model.copy(workers = known, author = event.worker.id, name = "", step = Step.DAY))
        }
        is DayPicked -> Next(model.copy(day = event.day, camp = null, step = Step.CAMP))
        Older -> Next(model.copy(older = model.older + DAYS))
        is CampPicked -> Next(model.copy(camp = event.place))
        Onward -> onward(seat, model)
        Close -> Next(Model(workers = model.workers, camps = model.camps), Sit(Seat::withoutSheet))
        BackTouched -> back(model)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = PaperPage.of(seat, model)

    override fun kept(model: Model): String = PaperKept.write(model)

    /** Camps that the sheet may be of: those of that day first, then those of the writer's areas. */
    internal fun camps(seat: Seat, model: Model): List<CampView> {
        val areas = model.writer?.areas.orEmpty().ifEmpty { seat.areas }
        val (same, others) = model.camps.partition { it.camp.date == model.day }
        return same.sortedBy { it.area !in areas } + others.filter { it.area != null && it.area in areas }
    }

    private fun onward(seat: Seat, model: Model): Next<Model> = when (model.step) {
        Step.NAME -> if (model.name.isBlank()) Next(model) else Next(model, Add(model.name, model.cadre, seat.areas))
        Step.CAMP -> begin(seat, model)
        Step.OPEN -> Next(model, search())
        Step.WHO, Step.DAY -> Next(model)
    }

    private fun begin(seat: Seat, model: Model): Next<Model> {
        val writer = model.writer
        val day = model.day
        val place = model.camp
        if (writer == null || day == null || place == null) return Next(model)
        val camp = model.camps.find { it.camp.id == place.camp }
        val areas = (listOfNotNull(camp?.area) + writer.areas + seat.areas).distinct()
        val sit = Sit {
            val name = camp?.let { at -> it.lang.name(at.place.hi, at.place.en) }
            it.copy(sheet = Sheet(writer, day, it.table), camp = place.camp, campName = name, areas = areas)
        }
        return Next(model.copy(step = Step.OPEN), sit, search())
    }

    private fun search() = Move.Go(Route(ScreenId.SEARCH))

    private fun back(model: Model): Next<Model> = when (model.step) {
        Step.WHO, Step.OPEN -> Next(model, Move.Back)
        Step.NAME, Step.DAY -> Next(model.copy(step = Step.WHO))
        Step.CAMP -> Next(model.copy(step = Step.DAY))
    }
}
