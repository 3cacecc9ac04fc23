package shivir.logic.rig

import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Block
import shivir.logic.kit.Seat
import shivir.logic.kit.say

/** A screen that is only a place to arrive at: what comes after the one that is tested. */
class Rest(override val id: ScreenId) : Screen<Unit> {
    override fun open(seat: Seat, about: String?, kept: String?) = Next(Unit)

    override fun update(seat: Seat, model: Unit, event: shivir.logic.kit.Event) = Next(Unit)

    override fun page(seat: Seat, model: Unit) = Page(title = say(id.name), body = listOf(Block.Words(say(id.name))))
}

/** Touches digits of the keypad one after the other. */
fun Hand.digits(pin: String) {
    for (digit in pin) tell(page.body.filterIsInstance<Block.Keypad>().single().digit(digit.digitToInt()))
}
