package shivir.logic.sync

import java.io.File
import java.io.IOException
import shivir.bindings.PhoneException
import shivir.core.SyncOut
import shivir.core.SyncReport
import shivir.core.SyncState
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.FileChosen
import shivir.logic.kit.FileKept
import shivir.logic.kit.FileOffered
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
import shivir.logic.kit.TurnedBack
import shivir.logic.kit.Work
import shivir.logic.kit.said
import shivir.logic.kit.say

/** Sync without a network: a sealed file for whoever goes to the district, and the file that comes back. */
object Courier : Screen<Courier.Model> {
    /** What came of the last touch. */
    sealed interface Done {
        /** A file was made and the person says where it goes. */
        data class Making(val facts: ULong, val more: Boolean) : Done

        data class Kept(val name: String, val facts: ULong, val more: Boolean) : Done

        /** Offered for another phone; it arrived where that one says so. */
        data class Offered(val name: String, val facts: ULong, val more: Boolean) : Done

        data object NotKept : Done

        data class Taken(val report: SyncReport) : Done

        /** A file was no answer for this phone; what is safe and what to do is in the sentence. */
        data class NotTaken(val why: Say) : Done
    }

    /** `send`: the file that is being made goes to another phone, else where the person says. */
    data class Model(val state: SyncState? = null, val done: Done? = null, val send: Boolean = false)

    data class Read(val state: SyncState) : Event
    data object MakeTouched : Event
    data object SendTouched : Event
    data object TakeTouched : Event
    data object EnrolTouched : Event
    class Made(val out: SyncOut) : Event
    data class TakenIn(val report: SyncReport) : Event
    data object Unreadable : Event

    data object ReadState : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event = Read(desk.phone.syncState())
    }

    data object Make : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Made(desk.phone.courierOut())
    }

    /** Takes the file in; the copy goes whatever comes of it, for the person has the file itself. */
    data class TakeIn(val path: String) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val file = File(path)
            return try {
                if (file.length() > MOST_BYTES) Unreadable else TakenIn(desk.phone.courierIn(file.readBytes()))
            } catch (_: IOException) {
                Unreadable
            } finally {
                file.delete()
            }
        }
    }

    override val id = ScreenId.COURIER

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Model(), ReadState)

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Read -> Next(model.copy(state = event.state))
        MakeTouched -> Next(model.copy(done = null, send = false), Make)
        SendTouched -> Next(model.copy(done = null, send = true), Make)
        is Made -> Next(model.copy(done = Done.Making(event.out.facts, event.out.more)), out(seat, model, event.out))
        is FileKept -> Next(made(model) { Done.Kept(event.name, it.facts, it.more) }, ReadState)
        is FileOffered -> Next(made(model) { Done.Offered(event.name, it.facts, it.more) }, ReadState)
        TakeTouched -> Next(model.copy(done = null), Outside.ChooseFile)
        is FileChosen -> Next(model, TakeIn(event.path))
        is TakenIn -> Next(model.copy(done = Done.Taken(event.report)), ReadState)
        Unreadable -> Next(model.copy(done = Done.NotTaken(say(CourierWords.COURIER_UNREADABLE))))
        TurnedBack -> Next(model.copy(done = Done.NotKept.takeIf { model.done is Done.Making }))
        EnrolTouched -> Next(model, Move.Go(Route(ScreenId.ENROL)))
        Shown -> Next(model, ReadState)
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = CourierPage.of(seat, model)

    /** Trying the same file again is of no use: another one is chosen. */
    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? =
        if (work is TakeIn) Next(model.copy(done = Done.NotTaken(Say.Both(why.said())))) else null

    private fun out(seat: Seat, model: Model, out: SyncOut): Outside {
        val name = "shivir-${seat.today}-${out.counter}.shivir"
        return if (model.send) Outside.SendFile(say(CourierWords.COURIER_SEND), name, out.bytes) else Outside.KeepFile(name, out.bytes)
    }

    private fun made(model: Model, done: (Done.Making) -> Done): Model {
        val making = model.done as? Done.Making ?: return model
        return model.copy(done = done(making))
    }

    /** No answer of the district is as large as this: what is larger is another file. */
    private const val MOST_BYTES = 64L shl 20
}
