package shivir.app.gate

import shivir.app.AppWords
import shivir.app.Store.Why
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Tone
import shivir.logic.kit.say

/** What is on the screen before the store is open, or when it does not open. Names nobody. */
sealed interface Gate {
    data object Opening : Gate

    data object Salvaging : Gate

    data class Shut(val why: Why, val said: Say, val sealed: Boolean) : Gate

    /** A salvage came to this. */
    data class Salvaged(val said: Say) : Gate

    data object TryAgain : Event

    data object ChooseKey : Event

    data object SendSealed : Event

    data object Salvage : Event

    data object MakeRoom : Event

    /** The screen. */
    fun page(): Page = when (this) {
        Opening -> waiting(AppWords.APP_OPENING, AppWords.APP_OPENING_HELP)
        Salvaging -> waiting(AppWords.APP_SALVAGING, AppWords.APP_SALVAGE_HELP)
        is Shut -> shut(this)
        is Salvaged -> Page(
            title = say(AppWords.APP_SALVAGED),
            tone = Tone.WAIT,
            icon = Icon.INFO,
            back = false,
            body = listOf(Block.Notice(said, Icon.INFO, Tone.WAIT)),
            foot = listOf(Button(say(AppWords.APP_GO_ON), TryAgain, Icon.TICK)),
            personal = false,
        )
    }

    private fun waiting(title: AppWords, help: AppWords) = Page(
        title = say(title),
        back = false,
        body = listOf(Block.Picture(Icon.LOCK, say(title)), Block.Busy(say(help))),
        personal = false,
    )

    private fun shut(gate: Shut): Page {
        val ways = when (gate.why) {
            Why.KEY_LOST -> listOfNotNull(
                Button(say(AppWords.APP_SEND_SEALED), SendSealed, Icon.SHARE).takeIf { gate.sealed },
                Button(say(AppWords.APP_CHOOSE_KEY), ChooseKey, Icon.KEY),
            )
            Why.DAMAGED -> listOf(Button(say(AppWords.APP_SALVAGE), Salvage, Icon.HAND))
            Why.FULL -> listOf(Button(say(AppWords.APP_MAKE_ROOM), MakeRoom, Icon.GEAR))
            Why.OTHER -> emptyList()
        }
        return Page(
            title = say(AppWords.APP_SHUT),
            tone = Tone.BLOCK,
            icon = Icon.WARNING,
            back = false,
            body = listOf(Block.Notice(gate.said, Icon.WARNING, Tone.BLOCK)) +
                listOfNotNull(Block.Buttons(ways).takeIf { ways.isNotEmpty() }),
            foot = listOf(Button(say(AppWords.APP_TRY_AGAIN), TryAgain, Icon.UNDO)),
            personal = false,
        )
    }
}
