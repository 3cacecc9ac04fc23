package shivir.logic.cases

import shivir.bindings.allAadhaarReasons
import shivir.core.CaseRow
import shivir.core.ReadyFor
import shivir.core.ReadyRow
import shivir.core.Who
import shivir.logic.cases.Cases.By
import shivir.logic.cases.Cases.Item
import shivir.logic.cases.Cases.Model
import shivir.logic.cases.Cases.Part
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.Refs
import shivir.logic.people.Shown

enum class CasesWords : Words {
    CASES_TITLE, CASES_DUE, CASES_OPEN, CASES_READY, CASES_BY_PANCHAYAT, CASES_BY_REASON, CASES_TODAY, CASES_LATER,
    CASES_SINCE, CASES_SINCE_TODAY, CASES_NEXT, CASES_MAKE_CARD, CASES_UPDATED, CASES_ON_RATION, CASES_ABOUT,
    CASES_SHOWN, CASES_MORE,
    CASES_SEARCH, CASES_NONE_DUE, CASES_NONE_OPEN, CASES_NONE_READY, CASES_NONE_HELP, CASES_NONE_READY_HELP,
}

internal object CasesPage {
    fun of(seat: Seat, model: Model) = Page(
        title = say(CasesWords.CASES_TITLE),
        under = seat.campName?.let(::say),
        icon = Icon.THUMB,
        top = listOf(parts(model)) + listOfNotNull(choices(model)),
        body = body(seat, model),
        foot = listOf(Button(say(CasesWords.CASES_SEARCH), Cases.SearchTouched, Icon.SEARCH)),
    )

    private fun parts(model: Model): Block {
        val (part, area, reason) = model.narrowed
        fun chip(words: Words, of: Part, icon: Icon) = Chip(say(words), part == of, Cases.PartTouched(of), icon)
        val parts = listOf(
            chip(CasesWords.CASES_DUE, Part.DUE, Icon.CALENDAR),
            chip(CasesWords.CASES_OPEN, Part.OPEN, Icon.LIST),
            chip(CasesWords.CASES_READY, Part.READY, Icon.CARD),
        )
        val named = model.areas.find { it.area == area }?.name
        val where = Chip(
            named?.let(::say) ?: say(CasesWords.CASES_BY_PANCHAYAT),
            area != null || model.by == By.PANCHAYAT,
            Cases.ByTouched(By.PANCHAYAT),
            Icon.PLACE,
        ).takeIf { model.areas.isNotEmpty() }
        val why = Chip(
            reason?.let(CaseShown::word) ?: say(CasesWords.CASES_BY_REASON),
            reason != null || model.by == By.REASON,
            Cases.ByTouched(By.REASON),
            Icon.THUMB,
        ).takeIf { part != Part.READY }
        return Block.Chips(parts + listOfNotNull(where, why), "parts")
    }

    private fun choices(model: Model): Block? = when (model.by) {
        By.PANCHAYAT -> model.areas.map {
            Chip(say(it.name), it.area == model.narrowed.area, Cases.AreaTouched(it.area))
        }
        By.REASON -> allAadhaarReasons().map {
            Chip(CaseShown.word(it), it == model.narrowed.reason, Cases.ReasonTouched(it))
        }.takeIf { model.narrowed.part != Part.READY }
        null -> null
    }?.takeIf { it.isNotEmpty() }?.let { Block.Chips(it, "choices") }

    private fun body(seat: Seat, model: Model): List<Block> {
        val items = model.items ?: return emptyList()
        if (items.isEmpty()) return listOf(none(model.narrowed.part))
        val (first, rest) = items.partition { it !is Item.Case || it.row.due }
        val later = Block.Heading(say(CasesWords.CASES_LATER), "later").takeIf { rest.isNotEmpty() }
        val today = Block.Heading(say(CasesWords.CASES_TODAY), "today").takeIf { later != null && first.isNotEmpty() }
        val rows = listOfNotNull(today) + first.map { row(seat, it) } +
            listOfNotNull(later) + rest.map { row(seat, it) }
        val more = Block.Buttons(listOf(Button(say(CasesWords.CASES_MORE), Cases.More, Icon.MORE)), "more")
        val count = Block.Words(say(CasesWords.CASES_SHOWN, say(items.size)), quiet = true, key = "count")
        return rows + count + listOfNotNull(more.takeIf { model.more })
    }

    private fun none(part: Part): Block {
        val text = when (part) {
            Part.DUE -> CasesWords.CASES_NONE_DUE
            Part.OPEN -> CasesWords.CASES_NONE_OPEN
            Part.READY -> CasesWords.CASES_NONE_READY
        }
        val help = if (part == Part.READY) CasesWords.CASES_NONE_READY_HELP else CasesWords.CASES_NONE_HELP
        return Block.Notice(say(text), Icon.TICK, Tone.DONE, say(help), key = "none")
    }

    private fun row(seat: Seat, item: Item): Block.Row = when (item) {
        is Item.Case -> row(seat, item.row)
        is Item.Ready -> row(seat, item.row)
    }

    private fun row(seat: Seat, row: CaseRow) = Block.Row(
        key = Refs.text(row.case),
        name = name(seat, row.who),
        under = joined(
            row.reason?.let(CaseShown::word),
            if (row.days == 0u) say(CasesWords.CASES_SINCE_TODAY) else say(CasesWords.CASES_SINCE, say(row.days)),
            row.next?.let { say(CasesWords.CASES_NEXT, Say.Day(it, seat.today)) },
        ),
        mark = CaseShown.mark(row.state),
        event = Cases.Picked(row.case),
    )

    private fun row(seat: Seat, row: ReadyRow): Block.Row {
        val why = when (row.ready) {
            is ReadyFor.Aadhaar -> CasesWords.CASES_UPDATED
            ReadyFor.Ration -> CasesWords.CASES_ON_RATION
        }
        return Block.Row(
            key = row.who.person,
            name = name(seat, row.who),
            under = joined(say(why, Say.Day(row.since, seat.today)), row.who.village?.let(::say)),
            mark = Mark(say(CasesWords.CASES_MAKE_CARD), Icon.CARD, Tone.DONE),
            event = Cases.Ready(row.who.person),
            also = listOf(Button(say(CasesWords.CASES_ABOUT), Cases.About(row.who.person), Icon.INFO, small = true)),
        )
    }

    private fun name(seat: Seat, who: Who) = Shown.nameAge(seat.lang.name(who.name, who.nameEn), who.age)
}
