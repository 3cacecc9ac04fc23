package shivir.logic.help

import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.say

enum class HelpWords : Words {
    HELP_TITLE, HELP_SEARCH, HELP_SEARCH_HOW, HELP_PERSON, HELP_PERSON_HOW, HELP_CONSENT, HELP_CONSENT_HOW,
    HELP_OUTCOME, HELP_OUTCOME_HOW, HELP_SLIP, HELP_SLIP_HOW, HELP_EVENING, HELP_EVENING_HOW, HELP_SIGNS, HELP_SIGNS_HOW,
    HELP_BACK, HELP_ON, HELP_PRACTISE, HELP_SIGN_DONE, HELP_SIGN_WAITS, HELP_SIGN_BLOCKED, HELP_SIGN_AADHAAR, HELP_SIGN_LEFT,
    HELP_SIGN_SEND, HELP_SIGN_HOME, HELP_SIGN_AWAY, HELP_SIGN_NEW, HELP_SIGN_SOUND, HELP_SIGN_FAMILY, HELP_SIGN_SLIP,
}

/** The first camp day in pictures, a step a page, and at the end what each sign means. */
object Help : Screen<Help.Model> {
    /** The step that is shown, from 0. */
    data class Model(val at: Int = 0)

    data object On : Event
    data object Before : Event
    data object PracticeTouched : Event

    private class Step(val icon: Icon, val tone: Tone, val title: Words, val how: Words)

    private val steps = listOf(
        Step(Icon.SEARCH, Tone.ACT, HelpWords.HELP_SEARCH, HelpWords.HELP_SEARCH_HOW),
        Step(Icon.PERSON, Tone.ACT, HelpWords.HELP_PERSON, HelpWords.HELP_PERSON_HOW),
        Step(Icon.HAND, Tone.ACT, HelpWords.HELP_CONSENT, HelpWords.HELP_CONSENT_HOW),
        Step(Icon.CARD, Tone.ACT, HelpWords.HELP_OUTCOME, HelpWords.HELP_OUTCOME_HOW),
        Step(Icon.SLIP, Tone.DONE, HelpWords.HELP_SLIP, HelpWords.HELP_SLIP_HOW),
        Step(Icon.SEND, Tone.WAIT, HelpWords.HELP_EVENING, HelpWords.HELP_EVENING_HOW),
        Step(Icon.EYE, Tone.ACT, HelpWords.HELP_SIGNS, HelpWords.HELP_SIGNS_HOW),
    )

    private val signs = listOf(
        Line(say(HelpWords.HELP_SIGN_DONE), null, Icon.TICK, Tone.DONE),
        Line(say(HelpWords.HELP_SIGN_WAITS), null, Icon.CLOCK, Tone.WAIT),
        Line(say(HelpWords.HELP_SIGN_BLOCKED), null, Icon.CROSS, Tone.BLOCK),
        Line(say(HelpWords.HELP_SIGN_AADHAAR), null, Icon.THUMB, Tone.BLOCK),
        Line(say(HelpWords.HELP_SIGN_LEFT), null, Icon.PAPER),
        Line(say(HelpWords.HELP_SIGN_SEND), null, Icon.SEND, Tone.WAIT),
        Line(say(HelpWords.HELP_SIGN_HOME), null, Icon.HOME),
        Line(say(HelpWords.HELP_SIGN_AWAY), null, Icon.AWAY, Tone.WAIT),
        Line(say(HelpWords.HELP_SIGN_NEW), null, Icon.PLUS),
        Line(say(HelpWords.HELP_SIGN_FAMILY), null, Icon.FAMILY, Tone.ACT),
        Line(say(HelpWords.HELP_SIGN_SLIP), null, Icon.SLIP, Tone.ACT),
        Line(say(HelpWords.HELP_SIGN_SOUND), null, Icon.SPEAKER, Tone.ACT),
    )

    override val id = ScreenId.HELP

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> =
        Next(Model(kept?.toIntOrNull()?.coerceIn(steps.indices) ?: 0))

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        On -> Next(model.copy(at = (model.at + 1).coerceAtMost(steps.lastIndex)))
        Before -> Next(model.copy(at = (model.at - 1).coerceAtLeast(0)))
        PracticeTouched -> Next(model, Move.Go(Route(ScreenId.PRACTICE)))
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page {
        val step = steps[model.at]
        val last = model.at == steps.lastIndex
        val practise = Button(say(HelpWords.HELP_PRACTISE), PracticeTouched, Icon.PRACTICE)
        val next = if (last) practise else Button(say(HelpWords.HELP_ON), On, Icon.TICK)
        return Page(
            title = say(HelpWords.HELP_TITLE),
            icon = Icon.INFO,
            steps = Steps(model.at + 1, steps.size),
            body = listOfNotNull(
                Block.Picture(step.icon, say(step.title), step.tone),
                Block.Heading(say(step.title)),
                Block.Words(say(step.how)),
                Block.Facts(null, signs, "signs").takeIf { last },
            ),
            foot = listOf(Button(say(HelpWords.HELP_BACK), Before.takeIf { model.at > 0 }, Icon.BACK), next),
            personal = false,
        )
    }

    override fun kept(model: Model): String = model.at.toString()
}
