package shivir.logic.rig

import shivir.core.Worker
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Unlocked
import shivir.logic.kit.say

/** A screen that another test is about: shows what it was opened about, and goes back. */
class Elsewhere(override val id: ScreenId) : Screen<String> {
    /** On to another screen. */
    data class Go(val to: Route) : Event

    override fun open(seat: Seat, about: String?, kept: String?) = Next(about.orEmpty())

    override fun update(seat: Seat, model: String, event: Event): Next<String> =
        when (event) {
            is Go -> Next(model, Move.Go(event.to))
            BackTouched -> Next(model, Move.Back)
            else -> Next(model)
        }

    override fun page(seat: Seat, model: String) = Page(say(model), body = emptyList())
}

/** The door without its PIN, which another test is about: whoever comes is this worker. */
class Door(private val worker: Worker) : Screen<Unit> {
    override val id = ScreenId.WORKERS

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Unit, Unlocked(worker))

    override fun update(seat: Seat, model: Unit, event: Event): Next<Unit> = Next(model)

    override fun page(seat: Seat, model: Unit) = Page(say(""), body = emptyList())
}
