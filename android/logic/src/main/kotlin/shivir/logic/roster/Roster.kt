package shivir.logic.roster

import java.io.File
import java.util.concurrent.atomic.AtomicBoolean
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.ImportProgress
import shivir.core.ImportReport
import shivir.core.RosterSummary
import shivir.core.WantedPack
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.FileChosen
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Work
import shivir.logic.kit.said

/** The list in use; none where no list was loaded yet. */
internal fun Phone.list(): RosterSummary? = try {
    rosterSummary()
} catch (_: PhoneException.NotFound) {
    null
}

/** It was loaded from a file, not fetched from the district. */
internal val RosterSummary.fromFile: Boolean get() = packs.isEmpty()

/** The list of people: which one is in use, what the district offers, a list from a file. */
object Roster : Screen<Roster.Model> {
    /** Where a list comes from. */
    sealed interface Source {
        data class ListFile(val path: String, val name: String) : Source

        /** The packs that the district offers; `replaces`: a list that came from a file goes. */
        data class Packs(val replaces: Boolean) : Source
    }

    data class Standing(
        /** None where no list was loaded yet. */
        val list: RosterSummary?,
        val wanted: List<WantedPack>,
        val enrolled: Boolean,
    )

    data class Model(
        /** None before it was read. */
        val standing: Standing? = null,
        /** What is to be loaded, asked once. */
        val asks: Source? = null,
        /** What is being loaded, and how it is stopped. */
        val loading: Load? = null,
        val progress: ImportProgress? = null,
        val report: ImportReport? = null,
        val carrying: Carrying = Carrying.Idle,
        /** Loading was stopped: the list in use is as it was. */
        val stopped: Boolean = false,
        /** Why a list was not taken. */
        val refused: Say? = null,
    )

    data class Read(val standing: Standing) : Event
    data object ChooseTouched : Event
    data object FetchTouched : Event
    data object InstallTouched : Event
    data object Sure : Event
    data object StopTouched : Event
    data object StopFetching : Event
    data object EnrolTouched : Event
    data class Progress(val progress: ImportProgress) : Event
    data class Loaded(val report: ImportReport) : Event
    data object Stopping : Event
    data object Stopped : Event
    data object Forgotten : Event

    data object ReadStanding : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            return Read(Standing(desk.phone.list(), desk.phone.packsWanted(), desk.phone.syncState().enrolled))
        }
    }

    /** Makes a list the one in use: all of it or nothing. `stop` ends it between two rows. */
    data class Load(val source: Source, val stop: AtomicBoolean = AtomicBoolean()) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val watch = Watch(desk, stop)
            return try {
                when (source) {
                    is Source.Packs -> Loaded(desk.phone.installOffered(source.replaces, watch))
                    is Source.ListFile -> Loaded(desk.phone.importRoster(source.path, null, watch))
                }
            } catch (_: PhoneException.Interrupted) {
                // It was this screen that stopped it.
                Stopped
            } finally {
                // What was chosen is a copy: the person has the file itself.
                if (source is Source.ListFile) File(source.path).delete()
            }
        }
    }

    /** The copy of a file that was chosen and not taken: names lie open in it. */
    data class Forget(val path: String) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            File(path).delete()
            return Forgotten
        }
    }

    /** Ends the loading. On another thread than the loading itself. */
    data class Stop(val stop: AtomicBoolean) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            stop.set(true)
            return Stopping
        }
    }

    private class Watch(private val desk: Desk, private val stop: AtomicBoolean) : ImportWatch {
        override fun progress(progress: ImportProgress): Boolean {
            desk.tell(Progress(progress))
            return !stop.get()
        }
    }

    override val id = ScreenId.ROSTER

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Model(), ReadStanding)

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Read -> Next(model.copy(standing = event.standing))
        ChooseTouched -> Next(model.copy(report = null, stopped = false, refused = null), Outside.ChooseFile)
        is FileChosen -> Next(model.copy(asks = Source.ListFile(event.path, event.name)))
        FetchTouched -> Next(model.copy(report = null, carrying = Carrying.Idle), Outside.Carry)
        StopFetching -> Next(model, Outside.StopCarrying)
        InstallTouched -> install(model)
        Sure -> model.asks?.let { load(model, it) } ?: Next(model)
        StopTouched -> Next(model, listOfNotNull(model.loading?.let { Stop(it.stop) }))
        is Progress -> Next(if (model.loading == null) model else model.copy(progress = event.progress))
        is Loaded -> Next(model.copy(loading = null, progress = null, report = event.report), ReadStanding)
        Stopped -> Next(model.copy(loading = null, progress = null, stopped = true), ReadStanding)
        is Carried -> carried(model, event.state)
        EnrolTouched -> Next(model, Move.Go(Route(ScreenId.ENROL)))
        Shown -> Next(model, ReadStanding)
        BackTouched -> if (model.asks == null) Next(model, Move.Back) else {
            Next(model.copy(asks = null), listOfNotNull((model.asks as? Source.ListFile)?.let { Forget(it.path) }))
        }
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = RosterPage.of(seat, model)

    /** What was not loaded leaves the list in use as it was; a file is chosen again, since its copy is gone. */
    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? =
        if (work is Load) Next(model.copy(loading = null, progress = null, refused = Say.Both(why.said()))) else null

    private fun carried(model: Model, state: Carrying): Next<Model> {
        val now = model.copy(carrying = state)
        return if (state is Carrying.Going) Next(now) else Next(now, ReadStanding)
    }

    /** A list that came from a file would go: asked once. */
    private fun install(model: Model): Next<Model> {
        val fromFile = model.standing?.list?.fromFile == true
        val source = Source.Packs(replaces = fromFile)
        return if (fromFile) Next(model.copy(asks = source)) else load(model, source)
    }

    private fun load(model: Model, source: Source): Next<Model> {
        val load = Load(source)
        // Nothing of what was said of an earlier list is shown beside it.
        return Next(Model(model.standing, loading = load), load)
    }
}
