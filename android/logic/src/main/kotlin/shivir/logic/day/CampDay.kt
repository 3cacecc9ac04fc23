package shivir.logic.day

import java.time.LocalDate
import shivir.bindings.outcomeWord
import shivir.core.DayReport
import shivir.core.Tally
import shivir.domain.CampId
import shivir.domain.CardKind
import shivir.domain.Lang
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Bar
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Lane
import shivir.logic.kit.Line
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.Work
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.people.Signs

enum class DayWords : Words {
    DAY_TITLE, DAY_MET, DAY_HOURS, DAY_OUTCOMES, DAY_ELDERS, DAY_MORE, DAY_NEW, DAY_GUESTS, DAY_NOTED, DAY_CASES,
    DAY_RATION_CASES, DAY_SLIPS, DAY_MADE, DAY_LEFT, DAY_NONE, DAY_NONE_HELP, DAY_BEFORE, DAY_AFTER, DAY_TEXT,
    DAY_PICTURE, DAY_UNKNOWN_HOUR,
}

/** The figures of a camp's day, to look at and to send on. No names stand in them. */
object CampDay : Screen<CampDay.Model> {
    data class Model(
        val day: LocalDate,
        /** What was read for the day; none until then. */
        val read: Read? = null,
    )

    /** The report and the message that says the same in each language. */
    data class Read(val day: LocalDate, val report: DayReport, val text: Map<Lang, String>)

    data class Loaded(val read: Read) : Event
    data object Before : Event
    data object After : Event
    data object TextTouched : Event
    data object PictureTouched : Event

    data class Look(val day: LocalDate, val camp: CampId?) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val texts = Lang.entries.associateWith { desk.phone.dayReportText(day, camp, it) }
            return Loaded(Read(day, desk.phone.dayReport(day, camp), texts))
        }
    }

    override val id = ScreenId.DAY

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val day = kept?.toLongOrNull()?.let(LocalDate::ofEpochDay) ?: seat.today
        return Next(Model(day), Look(day, seat.camp))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        // The answer for a day that was left again is none.
        is Loaded -> Next(if (event.read.day == model.day) model.copy(read = event.read) else model)
        Before -> to(seat, model.day.minusDays(1))
        After -> if (model.day < seat.today) to(seat, model.day.plusDays(1)) else Next(model)
        TextTouched -> {
            val text = model.read?.text?.get(seat.lang)
            Next(model, listOfNotNull(text?.let { Outside.ShareText(say(DayWords.DAY_TITLE), say(it)) }))
        }
        PictureTouched -> Next(model, Outside.SharePage(say(DayWords.DAY_TITLE), print = false))
        Shown -> Next(model, Look(model.day, seat.camp))
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun kept(model: Model): String = model.day.toEpochDay().toString()

    override fun page(seat: Seat, model: Model): Page {
        val report = model.read?.report
        val shared = report?.takeIf { it.tally.served + it.tally.noted > 0uL }
        return Page(
            title = report?.let { say(DayWords.DAY_MET, say(it.tally.served)) } ?: say(DayWords.DAY_TITLE),
            under = joined(report?.let { Say.Both(it.place) }, Say.Day(model.day, seat.today)),
            icon = Icon.TENT,
            top = listOf(Block.Buttons(days(seat, model), "days")),
            body = report?.let { body(seat, it) }.orEmpty(),
            foot = listOf(
                Button(say(DayWords.DAY_PICTURE), PictureTouched.takeIf { shared != null }, Icon.CHART),
                Button(say(DayWords.DAY_TEXT), TextTouched.takeIf { shared != null }, Icon.SHARE),
            ),
            personal = false,
        )
    }

    private fun to(seat: Seat, day: LocalDate) = Next(Model(day), Look(day, seat.camp))

    private fun days(seat: Seat, model: Model) = listOf(
        Button(say(DayWords.DAY_BEFORE), Before, Icon.BACK),
        Button(say(DayWords.DAY_AFTER), After.takeIf { model.day < seat.today }, Icon.CALENDAR),
    )

    private fun body(seat: Seat, report: DayReport): List<Block> {
        val tally = report.tally
        if (tally.served + tally.noted == 0uL) {
            return listOf(Block.Notice(say(DayWords.DAY_NONE), Icon.INFO, Tone.PLAIN, say(DayWords.DAY_NONE_HELP)))
        }
        return listOfNotNull(chart(tally)) + outcomes(seat.lang, tally) + listOfNotNull(more(tally), ledger(report))
    }

    /** From the first hour to the last, those without anybody between them too. */
    private fun chart(tally: Tally): Block? {
        val known = tally.hours.mapNotNull { count -> count.of?.let { it.toInt() to count.people.toLong() } }.toMap()
        val unknown = tally.hours.find { it.of == null }?.people?.toLong()
        val hours = if (known.isEmpty()) emptyList() else (known.keys.min()..known.keys.max()).toList()
        val bars = hours.map { Bar(say(it.toString()), known[it] ?: 0) } +
            listOfNotNull(unknown?.let { Bar(say(DayWords.DAY_UNKNOWN_HOUR), it) })
        return if (bars.isEmpty()) null else Block.Chart(say(DayWords.DAY_HOURS), bars)
    }

    private fun outcomes(lang: Lang, tally: Tally): List<Block> = tally.cards.filter { it.outcomes.isNotEmpty() }.map { card ->
        val title = if (card.kind == CardKind.Family) DayWords.DAY_OUTCOMES else DayWords.DAY_ELDERS
        val lines = card.outcomes.map {
            Line(say(outcomeWord(it.of, lang)), say(it.people), Signs.icon(it.of), Signs.tone(it.of))
        }
        Block.Facts(say(title), lines, "outcomes-$title")
    }

    private fun more(tally: Tally): Block? {
        val lines = listOf(
            Triple(DayWords.DAY_NEW, tally.new, Icon.PLUS),
            Triple(DayWords.DAY_GUESTS, tally.guests, Icon.PLACE),
            Triple(DayWords.DAY_NOTED, tally.noted, Icon.HOME),
            Triple(DayWords.DAY_CASES, tally.cases, Icon.THUMB),
            Triple(DayWords.DAY_RATION_CASES, tally.rationCases, Icon.RATION),
            Triple(DayWords.DAY_SLIPS, tally.slips, Icon.SLIP),
        ).filter { it.second > 0uL }.map { (words, number, icon) -> Line(say(words), say(number), icon) }
        return if (lines.isEmpty()) null else Block.Facts(say(DayWords.DAY_MORE), lines, "more")
    }

    private fun ledger(report: DayReport): Block? = report.ledger?.let {
        val note = say(DayWords.DAY_LEFT, say(it.left))
        Block.Meter(say(DayWords.DAY_MADE), it.made.toLong(), (it.made + it.left).toLong(), note)
    }
}
