package shivir.logic.pin

import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.say
import shivir.logic.pin.Pin.Model
import shivir.logic.pin.Pin.Said
import shivir.logic.pin.Pin.Step
import shivir.logic.workers.Cadres

enum class PinWords : Words {
    PIN_TITLE, PIN_ENTER, PIN_OLD, PIN_CHOOSE, PIN_CHOOSE_HELP, PIN_REPEAT, PIN_OPEN, PIN_ONWARD, PIN_KEEP,
    PIN_WRONG, PIN_WRONG_LAST, PIN_DIFFER, PIN_TRY_ANOTHER, PIN_WAIT, PIN_WAIT_HELP, PIN_ASK_AGAIN,
    PIN_FORGOTTEN, PIN_FORGOTTEN_TITLE, PIN_CODE, PIN_CODE_HELP, PIN_ANSWER, PIN_ANSWER_HINT, PIN_ANSWER_WRONG,
    PIN_SAFE,
}

internal object PinPage {
    fun of(model: Model): Page {
        val worker = model.worker
        val page = Page(
            title = if (worker == null) say(PinWords.PIN_TITLE) else say(worker.name),
            under = worker?.let { Cadres.word(it.cadre) },
            icon = Icon.KEY,
            body = emptyList(),
        )
        return when (model.step) {
            null -> page
            Step.UNLOCK -> page.copy(body = keys(model, PinWords.PIN_ENTER), foot = unlock(model))
            Step.OLD -> page.copy(body = keys(model, PinWords.PIN_OLD), foot = onward(model, PinWords.PIN_ONWARD))
            Step.CHOOSE -> page.copy(
                steps = Steps(0, 2),
                body = keys(model, PinWords.PIN_CHOOSE) +
                    Block.Words(say(PinWords.PIN_CHOOSE_HELP, say(Digits.LEAST)), quiet = true),
                foot = onward(model, PinWords.PIN_ONWARD),
            )
            Step.REPEAT -> page.copy(
                steps = Steps(1, 2),
                body = keys(model, PinWords.PIN_REPEAT),
                foot = onward(model, PinWords.PIN_KEEP),
            )
            Step.WAIT -> page.copy(
                tone = Tone.BLOCK,
                body = waiting(model),
                foot = listOf(forgotten(), Button(say(PinWords.PIN_ASK_AGAIN), Pin.AskAgain, Icon.CLOCK)),
            )
            Step.FORGOTTEN -> page.copy(
                title = say(PinWords.PIN_FORGOTTEN_TITLE),
                body = code(model),
                foot = listOf(
                    Button(say(KitWords.KIT_BACK), BackTouched, Icon.BACK),
                    Button(say(PinWords.PIN_ONWARD), Pin.Onward.takeIf { model.answer.isNotBlank() }, Icon.TICK),
                ),
            )
        }
    }

    private fun keys(model: Model, ask: PinWords): List<Block> = listOfNotNull(
        Block.Heading(say(ask)),
        model.said?.let(::notice),
        Block.Keypad(model.typed.size, Pin::Digit, Pin.Wipe),
    )

    private fun unlock(model: Model) =
        listOf(forgotten(), Button(say(PinWords.PIN_OPEN), typed(model), Icon.TICK))

    private fun onward(model: Model, words: PinWords) = listOf(
        Button(say(KitWords.KIT_BACK), BackTouched, Icon.BACK),
        Button(say(words), typed(model), Icon.TICK),
    )

    private fun typed(model: Model) = Pin.Onward.takeIf { model.typed.size >= Digits.LEAST }

    private fun forgotten() = Button(say(PinWords.PIN_FORGOTTEN), Pin.Forgotten, Icon.INFO)

    private fun notice(said: Said): Block.Notice = when (said) {
        is Said.Wrong ->
            block(if (said.left > 1u) say(PinWords.PIN_WRONG, say(said.left)) else say(PinWords.PIN_WRONG_LAST), null)
        is Said.Wait -> block(say(PinWords.PIN_WAIT, waited(said.ms)), say(PinWords.PIN_WAIT_HELP))
        is Said.Refused -> block(Say.Both(said.why), null)
        Said.Differ -> block(say(PinWords.PIN_DIFFER), say(PinWords.PIN_TRY_ANOTHER))
        Said.WrongCode -> block(say(PinWords.PIN_ANSWER_WRONG), null)
    }

    private fun block(text: Say, under: Say?) = Block.Notice(text, Icon.CROSS, Tone.BLOCK, under)

    private fun waiting(model: Model): List<Block> = listOfNotNull(
        Block.Picture(Icon.CLOCK, say(PinWords.PIN_TITLE), Tone.BLOCK),
        model.said?.let { notice(it).copy(icon = Icon.CLOCK, tone = Tone.WAIT) },
        Block.Notice(say(PinWords.PIN_SAFE), Icon.TICK, Tone.DONE, key = "safe"),
    )

    private fun code(model: Model): List<Block> = listOfNotNull(
        model.challenge?.let { Block.Big(say(PinWords.PIN_CODE), say(it)) },
        model.said?.let(::notice),
        Block.Words(say(PinWords.PIN_CODE_HELP)),
        Block.Field(
            key = "answer",
            label = say(PinWords.PIN_ANSWER),
            value = model.answer,
            kind = FieldKind.CODE,
            hint = say(PinWords.PIN_ANSWER_HINT),
            typed = Pin::AnswerTyped,
            done = Pin.Onward.takeIf { model.answer.isNotBlank() },
        ),
        Block.Notice(say(PinWords.PIN_SAFE), Icon.TICK, Tone.DONE, key = "safe"),
    )
}
