package shivir.logic.rig

import shivir.logic.kit.BackTouched
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.say

/** A screen that another test is about: shows what it was opened about, and goes back. */
class Elsewhere(override val id: ScreenId) : Screen<String> {
    override fun open(seat: Seat, about: String?, kept: String?) = Next(about.orEmpty())

    override fun update(seat: Seat, model: String, event: Event): Next<String> =
        if (event == BackTouched) Next(model, Move.Back) else Next(model)

    override fun page(seat: Seat, model: String) = Page(say(model), body = emptyList())
}
