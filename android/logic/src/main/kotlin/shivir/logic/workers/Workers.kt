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
import shivir.logic.kit.Work

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

    data class Keep(val name: String, val cadre: Cadre, val areas: List<AreaId>) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Added(desk.phone.addWorker(name, cadre, areas))
    }

    override val id = ScreenId.WORKERS

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val adding = kept?.let(WorkersKept::read)
        return again(Model(adding = adding))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Listed -> Next(model.copy(rows = event.rows))
        is Picked -> Next(model, Move.Go(Route(ScreenId.PIN, event.worker)))
        Add -> Next(model.copy(adding = Adding()))
        // There is no PIN of hers yet: the next page lets her choose one.
        is Added -> Next(Model(model.rows), Read, Move.Go(Route(ScreenId.PIN, event.worker.id)))
        Shown -> again(model)
        BackTouched -> back(seat, model)
        else -> model.adding?.let { adding(model, it, event) } ?: Next(model)
    }

    override fun page(seat: Seat, model: Model): Page =
        model.adding?.let { AddingPage.of(it) } ?: WorkersPage.of(seat, model)

    override fun kept(model: Model): String? = model.adding?.let(WorkersKept::write)

    private fun again(model: Model): Next<Model> {
        val find = model.adding?.takeIf { it.step == Step.AREA }?.let { FindPlaces(it.place) }
        return Next(model, listOfNotNull(Read, find))
    }

    private fun back(seat: Seat, model: Model): Next<Model> = when (model.adding?.step) {
        // Behind a lock stands what somebody was working on: only her PIN leads there, the way back leads out.
        null -> Next(model, if (seat.worker == null) Move.Leave else Move.Back)
        Step.NAME -> Next(model.copy(adding = null))
        Step.CADRE -> Next(model.copy(adding = model.adding.copy(step = Step.NAME)))
        Step.AREA -> Next(model.copy(adding = model.adding.copy(step = Step.CADRE)))
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
        return when {
            adding.name.isBlank() -> Next(model)
            adding.step == Step.NAME -> Next(model.copy(adding = adding.copy(step = Step.CADRE)))
            cadre == null -> Next(model)
            adding.step == Step.CADRE ->
                Next(model.copy(adding = adding.copy(step = Step.AREA)), FindPlaces(adding.place))
            else -> Next(model, Keep(adding.name, cadre, adding.areas.keys.toList()))
        }
    }
}
