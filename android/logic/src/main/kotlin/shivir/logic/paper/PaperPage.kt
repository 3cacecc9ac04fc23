package shivir.logic.paper

import java.time.LocalDate
import shivir.bindings.CampView
import shivir.domain.Cadre
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.paper.Paper.Model
import shivir.logic.paper.Paper.Place
import shivir.logic.paper.Paper.Step
import shivir.logic.workers.Cadres

enum class PaperWords : Words {
    PAPER_TITLE, PAPER_WHO, PAPER_NOBODY, PAPER_NOBODY_HELP, PAPER_NOT_HERE, PAPER_NAME, PAPER_NAME_HINT, PAPER_CADRE,
    PAPER_ADD, PAPER_DAY, PAPER_TODAY, PAPER_YESTERDAY, PAPER_OTHER, PAPER_OLDER, PAPER_CAMP, PAPER_NO_CAMP,
    PAPER_BEGIN, PAPER_OPEN, PAPER_OPEN_HELP, PAPER_OF, PAPER_OF_DAY, PAPER_OF_CAMP, PAPER_SEARCH, PAPER_CLOSE,
    PAPER_SAFE,
}

internal object PaperPage {
    /** Who most often fills paper, where she is not on this phone. */
    private val CADRES = listOf(Cadre.Mitanin, Cadre.Aww, Cadre.Awh, Cadre.Rho, Cadre.Sachiv)

    fun of(seat: Seat, model: Model): Page {
        val page = Page(
            title = say(PaperWords.PAPER_TITLE),
            under = under(seat, model),
            icon = Icon.PAPER,
            steps = steps(model.step),
            body = emptyList(),
        )
        return when (model.step) {
            Step.WHO -> page.copy(
                body = who(seat, model),
                foot = listOf(Button(say(PaperWords.PAPER_NOT_HERE), Paper.NotHere, Icon.PLUS)),
            )
            Step.NAME -> page.copy(body = name(model), foot = foot(PaperWords.PAPER_ADD, model.name.isNotBlank()))
            Step.DAY -> page.copy(body = days(seat, model), foot = listOf(back()))
            Step.CAMP -> page.copy(body = camps(seat, model), foot = foot(PaperWords.PAPER_BEGIN, model.camp != null))
            Step.OPEN -> page.copy(
                body = open(seat, model),
                foot = listOf(
                    Button(say(PaperWords.PAPER_CLOSE), Paper.Close, Icon.TICK),
                    Button(say(PaperWords.PAPER_SEARCH), Paper.Onward, Icon.SEARCH),
                ),
            )
        }
    }

    private fun steps(step: Step): Steps? = when (step) {
        Step.WHO, Step.NAME -> Steps(0, 3)
        Step.DAY -> Steps(1, 3)
        Step.CAMP -> Steps(2, 3)
        Step.OPEN -> null
    }

    private fun under(seat: Seat, model: Model): Say? = when (model.step) {
        Step.WHO, Step.NAME, Step.OPEN -> null
        Step.DAY -> model.writer?.let { say(it.name) }
        Step.CAMP -> joined(model.writer?.let { say(it.name) }, model.day?.let { Say.Day(it, seat.today) })
    }

    private fun back() = Button(say(KitWords.KIT_BACK), BackTouched, Icon.BACK)

    private fun foot(words: PaperWords, on: Boolean) =
        listOf(back(), Button(say(words), Paper.Onward.takeIf { on }, Icon.TICK))

    private fun who(seat: Seat, model: Model): List<Block> {
        // Her own work she enters as herself.
        val others = model.workers?.filter { it.id != seat.worker?.id } ?: return emptyList()
        val none = Block.Notice(
            say(PaperWords.PAPER_NOBODY),
            Icon.INFO,
            Tone.PLAIN,
            say(PaperWords.PAPER_NOBODY_HELP),
        )
        val rows = others.map { worker ->
            Block.Row(
                key = worker.id,
                name = say(worker.name),
                under = Cadres.word(worker.cadre),
                icon = Cadres.icon(worker.cadre),
                event = Paper.AuthorPicked(worker.id),
            )
        }
        return listOf(Block.Heading(say(PaperWords.PAPER_WHO))) + rows.ifEmpty { listOf(none) }
    }

    private fun name(model: Model): List<Block> {
        val field = Block.Field(
            key = "name",
            label = say(PaperWords.PAPER_NAME),
            value = model.name,
            kind = FieldKind.NAME,
            hint = say(PaperWords.PAPER_NAME_HINT),
            typed = Paper::NameTyped,
            focus = true,
        )
        return listOf(field, Block.Heading(say(PaperWords.PAPER_CADRE))) + CADRES.map { cadre ->
            val key = "cadre-${Cadres.place(cadre)}"
            Block.Choice(key, Cadres.word(cadre), Cadres.icon(cadre), cadre == model.cadre, Paper.CadrePicked(cadre))
        }
    }

    private fun days(seat: Seat, model: Model): List<Block> {
        val near = listOf(
            day(seat, model, 0, say(PaperWords.PAPER_TODAY)),
            day(seat, model, 1, say(PaperWords.PAPER_YESTERDAY)),
        )
        val others = (2L until 2L + model.older).map { day(seat, model, it, null) }
        val words = if (model.older == 0) PaperWords.PAPER_OTHER else PaperWords.PAPER_OLDER
        val more = Block.Buttons(listOf(Button(say(words), Paper.Older, Icon.CALENDAR)), "older")
        return listOf(Block.Heading(say(PaperWords.PAPER_DAY))) + near + others + more
    }

    private fun day(seat: Seat, model: Model, ago: Long, word: Say?): Block.Choice {
        val day: LocalDate = seat.today.minusDays(ago)
        val said = Say.Day(day, seat.today)
        return Block.Choice(
            key = "day-$day",
            label = word ?: said,
            icon = Icon.CALENDAR,
            chosen = day == model.day,
            event = Paper.DayPicked(day),
            under = said.takeIf { word != null },
        )
    }

    private fun camps(seat: Seat, model: Model): List<Block> {
        val camps = Paper.camps(seat, model).map { camp(seat, model, it) }
        val none = Block.Choice(
            key = "no-camp",
            label = say(PaperWords.PAPER_NO_CAMP),
            icon = Icon.HOME,
            chosen = model.camp == Place(null),
            event = Paper.CampPicked(Place(null)),
        )
        return listOf(Block.Heading(say(PaperWords.PAPER_CAMP))) + camps + none
    }

    private fun camp(seat: Seat, model: Model, camp: CampView) = Block.Choice(
        key = "camp-${camp.camp.id}",
        label = Say.Both(camp.place),
        icon = Icon.TENT,
        chosen = model.camp == Place(camp.camp.id),
        event = Paper.CampPicked(Place(camp.camp.id)),
        under = camp.camp.date?.let { Say.Day(it, seat.today) },
    )

    private fun open(seat: Seat, model: Model): List<Block> {
        val sheet = seat.sheet
        val camp = seat.campName?.let { say(it) } ?: say(PaperWords.PAPER_NO_CAMP)
        val writer = sheet?.author ?: model.writer
        return listOf(
            Block.Facts(
                title = say(PaperWords.PAPER_OPEN),
                lines = listOf(
                    Line(say(PaperWords.PAPER_OF), writer?.let { say(it.name) }, Icon.PERSON),
                    Line(say(PaperWords.PAPER_OF_DAY), sheet?.day?.let { Say.Day(it, seat.today) }, Icon.CALENDAR),
                    Line(say(PaperWords.PAPER_OF_CAMP), camp, Icon.TENT),
                ),
            ),
            Block.Words(say(PaperWords.PAPER_OPEN_HELP)),
            Block.Notice(say(PaperWords.PAPER_SAFE), Icon.TICK, Tone.DONE),
        )
    }
}
