package shivir.logic.cases

import shivir.bindings.nextCaseStates
import shivir.domain.CaseState
import shivir.logic.cases.CaseScreen.Again
import shivir.logic.cases.CaseScreen.Ask
import shivir.logic.cases.CaseScreen.Entry
import shivir.logic.cases.CaseScreen.Model
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say

/** What is asked before a step of a case is written: one question a page. */
internal object EntryPage {
    fun of(seat: Seat, model: Model, entry: Entry): Page {
        val who = model.whole?.detail?.row?.who
        val name = who?.let { seat.lang.name(it.name, it.nameEn) } ?: model.fresh?.name
        val next = if (entry.last) last(entry) else Button(say(CaseWords.CASE_NEXT_PAGE), CaseScreen.GoOn)
        return Page(
            title = joined(name?.let(::say)),
            under = entry.to?.let(::doing) ?: say(CaseWords.CASE_TITLE),
            icon = Icon.THUMB,
            steps = Steps(entry.at, entry.asks.size).takeIf { entry.asks.size > 1 },
            body = body(seat, model, entry),
            foot = listOf(
                Button(say(CaseWords.CASE_BACK), BackTouched, Icon.BACK),
                // A reason has to be chosen first.
                if (entry.ask == Ask.REASON && entry.reason == null) next.copy(event = null) else next,
            ),
        )
    }

    private fun last(entry: Entry): Button {
        val words = if (entry.to == null) CaseWords.CASE_OPEN else CaseWords.CASE_WRITE
        return Button(say(words), CaseScreen.GoOn, Icon.TICK)
    }

    private fun body(seat: Seat, model: Model, entry: Entry): List<Block> = when (entry.ask) {
        Ask.REASON -> reasons(model, entry)
        Ask.CENTRE -> centres(model, entry)
        Ask.SLIP -> slip(entry)
        Ask.DATE -> dates(seat, model, entry)
        Ask.SURE -> sure(entry)
    }

    private fun reasons(model: Model, entry: Entry): List<Block> {
        val rules = model.whole?.reasons ?: model.fresh?.reasons.orEmpty()
        val choices = rules.mapIndexed { at, rule ->
            val chosen = rule.reason == entry.reason
            val under = Say.Both(rule.advice).takeIf { chosen }
            val event = CaseScreen.ReasonChosen(rule.reason)
            val label = CaseShown.word(rule.reason)
            Block.Choice("reason-$at", label, Icon.THUMB, chosen, event, Tone.BLOCK, under = under)
        }
        val tried = Block.Choice(
            "tried",
            say(CaseWords.CASE_TRIED),
            Icon.EYE,
            entry.tried,
            CaseScreen.TriedTouched,
            many = true,
            under = say(CaseWords.CASE_TRIED_UNDER),
        ).takeIf { CaseScreen.asksTried(model, entry.reason) }
        return listOf(Block.Heading(say(CaseWords.CASE_ASK_REASON))) + listOfNotNull(tried) + choices
    }

    private fun centres(model: Model, entry: Entry): List<Block> {
        val choices = model.whole?.detail?.centres.orEmpty().map {
            val under = joined(it.address?.let(Say::Both), Say.Both(it.days))
            val event = CaseScreen.CentreChosen(it.id)
            Block.Choice("centre-${it.id}", Say.Both(it.name), Icon.PLACE, it.id == entry.centre, event, under = under)
        }
        return listOf(Block.Heading(say(CaseWords.CASE_ASK_CENTRE))) + choices
    }

    private fun slip(entry: Entry): List<Block> = listOf(
        Block.Heading(say(CaseWords.CASE_ASK_SLIP)),
        Block.Field(
            key = "tracking",
            label = say(CaseWords.CASE_FIELD_TRACKING),
            value = entry.tracking,
            kind = FieldKind.CODE,
            hint = say(CaseWords.CASE_FIELD_TRACKING_HINT),
            typed = CaseScreen::TrackingTyped,
        ),
        Block.Field(
            key = "fee",
            label = say(CaseWords.CASE_FIELD_FEE),
            value = entry.fee,
            kind = FieldKind.NUMBER,
            typed = CaseScreen::FeeTyped,
        ),
    )

    private fun dates(seat: Seat, model: Model, entry: Entry): List<Block> {
        val choices = WITH_A_STEP.mapNotNull { again ->
            val day = CaseScreen.day(seat, model, again) ?: return@mapNotNull null
            val icon = if (again == Again.CAMP) Icon.TENT else Icon.CALENDAR
            val under = Say.Day(day, seat.today)
            val event = CaseScreen.AgainChosen(again)
            Block.Choice("again-$again", CaseShown.word(again), icon, again == entry.again, event, under = under)
        }
        return listOf(Block.Heading(say(CaseWords.CASE_ASK_DATE))) + choices
    }

    private fun sure(entry: Entry): List<Block> {
        val to = entry.to ?: return emptyList()
        val mark = CaseShown.mark(to)
        // What ends a case cannot be taken back.
        val ends = say(CaseWords.CASE_SURE_ENDS).takeIf { nextCaseStates(to).isEmpty() && to != CaseState.Closed }
        return listOf(
            Block.Heading(say(CaseWords.CASE_ASK_SURE)),
            Block.Notice(doing(to), mark.icon, mark.tone, ends, key = "sure"),
        )
    }

    private val WITH_A_STEP = listOf(Again.TOMORROW, Again.WEEK, Again.MONTH, Again.CAMP)
}
