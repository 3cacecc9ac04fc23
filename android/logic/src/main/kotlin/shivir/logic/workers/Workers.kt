package shivir.logic.workers

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.SearchOptions
import shivir.core.Why
import shivir.core.PinState
import shivir.core.Worker
import shivir.domain.AreaId
import shivir.domain.Cadre
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
import shivir.logic.kit.Shown
import shivir.logic.kit.Sit
import shivir.logic.kit.Work
import shivir.logic.kit.name

/** Who is working: several on one phone, each behind a PIN of her own. One who has to wait holds up nobody else. */
object Workers : Screen<Workers.Model> {
    data class Model(
        /** None before they were read. */
        val rows: List<Row>? = null,
        /** A worker who is being added. */
        val adding: Adding? = null,
    )

    data class Row(val worker: Worker, val pin: PinState)

    /** One decision a page: name, what she is, where. */
    data class Adding(
        val step: Step = Step.NAME,
        /** A worker who is here already, and says where she works; none where one is added. */
        val of: WorkerId? = null,
        val name: String = "",
        val group: CadreGroup? = CadreGroup.VILLAGE,
        val cadre: Cadre? = null,
        /** Her areas: number and name. */
        val areas: Map<AreaId, String> = emptyMap(),
        /** What is looked for among the places. */
        val place: String = "",
        val places: Map<AreaId, String>? = null,
    )

    enum class Step { NAME, CADRE, AREA }

    data class Listed(val rows: List<Row>) : Event
    data class Picked(val worker: WorkerId) : Event
    data object Add : Event
    data class NameTyped(val name: String) : Event
    data class Opened(val group: CadreGroup) : Event
    data class CadrePicked(val cadre: Cadre) : Event
    data class PlaceTyped(val place: String) : Event
    data class PlacesFound(val asked: FindPlaces, val places: Map<AreaId, String>) : Event
    data class Ticked(val area: AreaId, val name: String) : Event
    data object Onward : Event
    data class Added(val worker: Worker) : Event
    data class Began(val adding: Adding) : Event
    data class Placed(val worker: Worker) : Event

    /** A way in for whoever is at work: a new name, or where she herself works. */
    const val ADD = "add"
    const val PLACE = "place"

    data object Read : Work {
        /** How long somebody has to wait is written down as it is read. */
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event =
            Listed(desk.phone.workers().map { Row(it, desk.phone.pinState(it.id)) })
    }

    /**
     * Areas by the villages that people name, in both scripts: who knows her village need not know its
     * panchayat. Before anything is typed: those of this phone.
     */
    data class FindPlaces(val place: String) : Work {
        override val lane = Lane.SEARCH

        override fun run(desk: Desk): Event {
            if (place.isBlank()) return PlacesFound(this, areasHere(desk.phone))
            val hits = desk.phone.search(place, SearchOptions(limit = 200u)).filter { it.why == Why.PLACE }
            return PlacesFound(this, hits.mapNotNull { hit -> hit.areaName?.let { hit.area to it } }.toMap())
        }

        private fun areasHere(phone: Phone): Map<AreaId, String> {
            val granted = phone.enrolment()?.grant?.areas.orEmpty().map { it.area }
            val here = granted.ifEmpty { phone.workers().flatMap(Worker::areas) }.toSet()
            val listed = try {
                phone.rosterSummary().areas
            } catch (_: PhoneException.NotFound) {
                // A phone without a list yet: her areas can be told later.
                emptyList()
            }
            return listed.filter { it.area in here }.associate { it.area to it.name }
        }
    }

    /** Where a worker works until now, with the names of the places. */
    data class Begin(val worker: Worker) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val names = worker.areas.associateWith { area ->
                val place = desk.phone.pathTo(area).lastOrNull()
                desk.seat.lang.name(place?.nameHi, place?.nameEn).ifEmpty { area.toString() }
            }
            return Began(Adding(Step.AREA, worker.id, worker.name, cadre = worker.cadre, areas = names))
        }
    }

    data class PlaceThem(val worker: WorkerId, val areas: List<AreaId>) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Placed(desk.phone.placeWorker(worker, areas))
    }

    data class Keep(val name: String, val cadre: Cadre, val areas: List<AreaId>) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Added(desk.phone.addWorker(name, cadre, areas))
    }

    override val id = ScreenId.WORKERS

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val adding = kept?.let(WorkersKept::read) ?: Adding().takeIf { about == ADD }
        val worker = seat.worker
        return if (about == PLACE && worker != null) Next(Model(), Read, Begin(worker)) else again(Model(adding = adding))
    }

    /** On a phone that knows a PIN, only whoever gave hers lets another in: a new name is a new key to everybody's data. */
    fun mayAdd(seat: Seat, rows: List<Row>?): Boolean =
        seat.worker != null || rows != null && rows.all { it.pin == PinState.NoPin }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        // What was begun before a lock is not gone on with behind it.
        is Listed -> Next(model.copy(rows = event.rows, adding = model.adding?.takeIf { mayAdd(seat, event.rows) }))
        is Picked -> Next(model, Move.Go(Route(ScreenId.PIN, event.worker)))
        Add -> if (mayAdd(seat, model.rows)) Next(model.copy(adding = Adding())) else Next(model)
        is Began -> Next(model.copy(adding = event.adding), FindPlaces(event.adding.place))
        is Placed -> Next(model.copy(adding = null), Sit { placed(it, event.worker) }, Move.Back)
        // There is no PIN of hers yet: the next page lets her choose one.
        is Added -> Next(Model(model.rows), Read, Move.Go(Route(ScreenId.PIN, event.worker.id)))
        Shown -> again(model)
        BackTouched -> back(seat, model)
        else -> model.adding?.let { adding(model, it, event) } ?: Next(model)
    }

    override fun page(seat: Seat, model: Model): Page =
        model.adding?.let { AddingPage.of(it) } ?: WorkersPage.of(seat, model)

    override fun kept(model: Model): String? = model.adding?.takeIf { it.of == null }?.let(WorkersKept::write)

    /** At a camp the camp's own place stays at hand, and so does that of a sheet. */
    private fun placed(seat: Seat, worker: Worker): Seat {
        val sheet = seat.sheet
        return when {
            sheet != null -> {
                val before = sheet.before.let { if (it.camp == null) it.copy(areas = worker.areas) else it }
                seat.copy(worker = worker, sheet = sheet.copy(before = before))
            }
            seat.camp == null -> seat.copy(worker = worker, areas = worker.areas)
            else -> seat.copy(worker = worker)
        }
    }

    private fun again(model: Model): Next<Model> {
        val find = model.adding?.takeIf { it.step == Step.AREA }?.let { FindPlaces(it.place) }
        return Next(model, listOfNotNull(Read, find))
    }

    private fun back(seat: Seat, model: Model): Next<Model> = when (model.adding?.step) {
        // Behind a lock stands what somebody was working on: only her PIN leads there, the way back leads out.
        null -> Next(model, if (seat.worker == null) Move.Leave else Move.Back)
        Step.NAME -> Next(model.copy(adding = null))
        Step.CADRE -> Next(model.copy(adding = model.adding.copy(step = Step.NAME)))
        Step.AREA ->
            if (model.adding.of != null) Next(model.copy(adding = null), Move.Back)
            else Next(model.copy(adding = model.adding.copy(step = Step.CADRE)))
    }

    private fun adding(model: Model, adding: Adding, event: Event): Next<Model> {
        fun with(now: Adding) = Next(model.copy(adding = now))
        return when (event) {
            is NameTyped -> with(adding.copy(name = event.name))
            is Opened -> with(adding.copy(group = event.group.takeIf { it != adding.group }))
            is CadrePicked -> with(adding.copy(cadre = event.cadre))
            is PlaceTyped -> Next(
                model.copy(adding = adding.copy(place = event.place, places = null)),
                FindPlaces(event.place),
            )
            is PlacesFound ->
                if (event.asked.place == adding.place) with(adding.copy(places = event.places)) else Next(model)
            is Ticked -> {
                val areas = adding.areas
                val now = if (event.area in areas) areas - event.area else areas + (event.area to event.name)
                with(adding.copy(areas = now))
            }
            Onward -> onward(model, adding)
            else -> Next(model)
        }
    }

    private fun onward(model: Model, adding: Adding): Next<Model> {
        val cadre = adding.cadre
        val areas = adding.areas.keys.toList()
        if (adding.of != null) return Next(model, PlaceThem(adding.of, areas))
        return when {
            adding.name.isBlank() -> Next(model)
            adding.step == Step.NAME -> Next(model.copy(adding = adding.copy(step = Step.CADRE)))
            cadre == null -> Next(model)
            adding.step == Step.CADRE ->
                Next(model.copy(adding = adding.copy(step = Step.AREA)), FindPlaces(adding.place))
            else -> Next(model, Keep(adding.name, cadre, areas))
        }
    }
}
