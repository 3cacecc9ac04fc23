package shivir.logic.practice

import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.say

enum class PracticeWords : Words {
    PRACTICE_TITLE, PRACTICE_WHAT, PRACTICE_INVENTED, PRACTICE_NEVER, PRACTICE_ALL, PRACTICE_BEGIN, PRACTICE_ON,
    PRACTICE_ON_HELP, PRACTICE_AFRESH, PRACTICE_AFRESH_ASK, PRACTICE_AFRESH_HELP, PRACTICE_KEEP, PRACTICE_LEAVE,
}

/**
 * Practising on invented people, in a store of its own that can never be sent. The platform changes the store; somebody
 * unlocks then and begins at home.
 */
object Practice : Screen<Practice.Model> {
    /** `asks`: whether what was practised may be forgotten is being asked. */
    data class Model(val asks: Boolean = false)

    data object Begin : Event
    data object Leave : Event
    data object Afresh : Event
    data object AfreshSure : Event

    override val id = ScreenId.PRACTICE

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Model())

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        Begin -> Next(model, Outside.Practise(on = true))
        Leave -> Next(model, Outside.Practise(on = false))
        Afresh -> Next(Model(asks = true))
        AfreshSure -> Next(Model(), Outside.Practise(on = true, afresh = true))
        BackTouched -> if (model.asks) Next(Model()) else Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page {
        val page = Page(
            title = say(PracticeWords.PRACTICE_TITLE),
            icon = Icon.PRACTICE,
            body = emptyList(),
            personal = false,
        )
        return when {
            model.asks -> page.copy(body = asking(), foot = listOf(
                Button(say(PracticeWords.PRACTICE_KEEP), BackTouched, Icon.BACK),
                Button(say(PracticeWords.PRACTICE_AFRESH), AfreshSure, Icon.DELETE, tone = Tone.BLOCK),
            ))
            seat.practice -> page.copy(tone = Tone.WAIT, body = going(), foot = listOf(
                Button(say(PracticeWords.PRACTICE_AFRESH), Afresh, Icon.UNDO),
                Button(say(PracticeWords.PRACTICE_LEAVE), Leave, Icon.HOME),
            ))
            else -> page.copy(
                body = what(),
                foot = listOf(Button(say(PracticeWords.PRACTICE_BEGIN), Begin, Icon.PRACTICE)),
            )
        }
    }

    private fun what() = listOf(
        Block.Picture(Icon.PRACTICE, say(PracticeWords.PRACTICE_TITLE)),
        Block.Heading(say(PracticeWords.PRACTICE_WHAT)),
        Block.Notice(say(PracticeWords.PRACTICE_INVENTED), Icon.FAMILY, Tone.PLAIN, key = "invented"),
        Block.Notice(say(PracticeWords.PRACTICE_NEVER), Icon.STOP, Tone.PLAIN, key = "never"),
        Block.Notice(say(PracticeWords.PRACTICE_ALL), Icon.TICK, Tone.DONE, key = "all"),
    )

    private fun going() = listOf(
        Block.Picture(Icon.PRACTICE, say(PracticeWords.PRACTICE_ON), Tone.WAIT),
        Block.Heading(say(PracticeWords.PRACTICE_ON)),
        Block.Words(say(PracticeWords.PRACTICE_ON_HELP)),
        Block.Notice(say(PracticeWords.PRACTICE_ALL), Icon.TICK, Tone.DONE, key = "all"),
    )

    private fun asking() = listOf(
        Block.Heading(say(PracticeWords.PRACTICE_AFRESH_ASK)),
        Block.Notice(say(PracticeWords.PRACTICE_AFRESH_HELP), Icon.INFO, Tone.WAIT),
    )
}
