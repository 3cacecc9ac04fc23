package shivir.logic.cases

import shivir.bindings.hintSentence
import shivir.bindings.nextCaseStates
import shivir.core.CaseDetail
import shivir.core.Hint
import shivir.domain.CaseState
import shivir.domain.Centre
import shivir.domain.Paper
import shivir.logic.cases.CaseScreen.Again
import shivir.logic.cases.CaseScreen.Model
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Station
import shivir.logic.kit.StationState
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.Shown
import shivir.logic.people.Signs

enum class CaseWords : Words {
    CASE_TITLE, CASE_SLIP, CASE_SHARE, CASE_BRING, CASE_IF_ANY, CASE_PAPERS_UNKNOWN, CASE_FEE, CASE_FEE_ASK,
    CASE_CENTRE, CASE_NO_CENTRE, CASE_NO_CENTRE_HELP, CASE_SINCE, CASE_SINCE_TODAY, CASE_NEXT, CASE_CALL, CASE_CALL_HER,
    CASE_CALL_HOME, CASE_HISTORY,
    CASE_BY, CASE_TRACKING, CASE_OTHER, CASE_ABOUT, CASE_REGISTER, CASE_SAFE, CASE_SAFE_UNDER, CASE_ENDED,
    CASE_READY,
    CASE_GO_REFERRED, CASE_GO_SUBMITTED, CASE_GO_UPDATED, CASE_GO_REJECTED, CASE_GO_CARD_RETRY, CASE_GO_CLOSED,
    CASE_GO_QUEUED, CASE_GO_MOVED, CASE_GO_DECEASED, CASE_GO_REFUSED,
    CASE_ASK_REASON, CASE_ASK_CENTRE, CASE_ASK_SLIP, CASE_ASK_DATE, CASE_ASK_SURE, CASE_SURE_ENDS,
    CASE_FIELD_TRACKING, CASE_FIELD_TRACKING_HINT, CASE_FIELD_FEE, CASE_TRIED, CASE_TRIED_UNDER,
    CASE_TOMORROW, CASE_THREE_DAYS, CASE_WEEK, CASE_TWO_WEEKS, CASE_MONTH, CASE_CAMP, CASE_LOOK_AGAIN, CASE_NEXT_PAGE, CASE_WRITE, CASE_OPEN, CASE_BACK,
}

/** What a button for a step says: what happened, in the worker's words. */
internal fun doing(to: CaseState): Say = when (to) {
    CaseState.Queued -> say(CaseWords.CASE_GO_QUEUED)
    CaseState.Referred -> say(CaseWords.CASE_GO_REFERRED)
    CaseState.Submitted -> say(CaseWords.CASE_GO_SUBMITTED)
    CaseState.Updated -> say(CaseWords.CASE_GO_UPDATED)
    CaseState.Rejected -> say(CaseWords.CASE_GO_REJECTED)
    CaseState.CardRetry -> say(CaseWords.CASE_GO_CARD_RETRY)
    CaseState.Closed -> say(CaseWords.CASE_GO_CLOSED)
    CaseState.Moved -> say(CaseWords.CASE_GO_MOVED)
    CaseState.Deceased -> say(CaseWords.CASE_GO_DECEASED)
    CaseState.Refused -> say(CaseWords.CASE_GO_REFUSED)
    is CaseState.Unknown -> CaseShown.word(to)
}

internal object CasePage {
    fun of(seat: Seat, model: Model): Page {
        val whole = model.whole ?: return Page(say(CaseWords.CASE_TITLE), body = emptyList())
        val detail = whole.detail
        val row = detail.row
        return Page(
            title = Shown.nameAge(seat.lang.name(row.who.name, row.who.nameEn), row.who.age),
            under = joined(
                row.who.relative?.let(::say),
                row.who.village?.let(::say),
                if (row.days == 0u) say(CaseWords.CASE_SINCE_TODAY) else say(CaseWords.CASE_SINCE, say(row.days)),
            ),
            tone = if (row.state == CaseState.Closed) Tone.DONE else Tone.ACT,
            icon = Icon.THUMB,
            body = listOfNotNull(saved(model)) + state(seat, detail) + again(seat, model, detail) + needed(whole) +
                calls(whole) + more(seat, detail),
            foot = foot(whole),
        )
    }

    private fun saved(model: Model): Block? {
        val under = say(CaseWords.CASE_SAFE_UNDER)
        return Block.Notice(say(CaseWords.CASE_SAFE), Icon.TICK, Tone.DONE, under, key = "saved").takeIf { model.saved }
    }

    private fun state(seat: Seat, detail: CaseDetail): List<Block> {
        val row = detail.row
        val ended = nextCaseStates(row.state).isEmpty()
        val mark = CaseShown.mark(row.state)
        val next = row.next?.let { say(CaseWords.CASE_NEXT, Say.Day(it, seat.today)) }.takeIf { !ended }
        val why = row.reason?.let {
            Block.Row("reason", CaseShown.word(it), under = detail.advice?.let(Say::Both))
        }
        val note = when {
            ended -> say(CaseWords.CASE_ENDED)
            row.ready -> joined(say(CaseWords.CASE_READY), next)
            else -> next
        }
        val hints = if (ended) emptyList() else detail.hints.mapIndexed { at, hint -> hint(hint, at) }
        val tracking = row.tracking?.let { Line(say(CaseWords.CASE_TRACKING), say(it), Icon.SLIP) }
        return listOfNotNull(why, Block.Trail(trail(detail))) +
            listOfNotNull(note?.let { Block.Notice(mark.label, mark.icon, mark.tone, it, key = "state") }) +
            hints + listOfNotNull(tracking?.let { Block.Facts(null, listOf(it), "tracking") })
    }

    /** The day to look again, as long as there is something to look at: chosen with one touch. */
    private fun again(seat: Seat, model: Model, detail: CaseDetail): List<Block> {
        if (nextCaseStates(detail.row.state).isEmpty()) return emptyList()
        val ask = Button(say(CaseWords.CASE_LOOK_AGAIN), CaseScreen.DateTouched, Icon.CALENDAR)
        if (!model.dating) return listOf(Block.Buttons(listOf(ask), "again"))
        val days = WITHOUT_A_STEP.mapNotNull { again ->
            val day = CaseScreen.day(seat, model, again) ?: return@mapNotNull null
            val event = CaseScreen.DateChosen(day).takeIf { seat.sitting() != null }
            Button(joined(CaseShown.word(again), Say.Day(day, seat.today)), event, Icon.CALENDAR)
        }
        val back = Button(say(CaseWords.CASE_BACK), CaseScreen.DateTouched, Icon.BACK)
        return listOf(Block.Heading(say(CaseWords.CASE_ASK_DATE), "ask-again"), Block.Buttons(days + back, "again"))
    }

    private fun hint(hint: Hint, at: Int) =
        Block.Notice(CaseShown.both { hintSentence(hint, it) }, Icon.WARNING, Tone.WAIT, key = "hint-$at")

    /** What to bring, what it costs, where to go: as long as she has to go there. */
    private fun needed(whole: Whole): List<Block> {
        val detail = whole.detail
        if (detail.row.state !in TO_GO) return emptyList()
        val papers = when {
            detail.papers.isEmpty() -> Block.Words(say(CaseWords.CASE_PAPERS_UNKNOWN), key = "papers")
            else -> Block.Facts(say(CaseWords.CASE_BRING), detail.papers.map(::paper), "papers")
        }
        val advice = detail.papersAdvice?.let { Block.Words(Say.Both(it), key = "papers-advice") }
        val fee = when {
            detail.fee == null -> Block.Words(say(CaseWords.CASE_FEE_ASK), key = "fee")
            else -> Block.Big(say(CaseWords.CASE_FEE), Say.Both(whole.fee), "fee")
        }
        val limit = detail.limit?.let { Block.Words(Say.Both(it.text), quiet = true, key = "limit") }
        return listOfNotNull(papers, advice, fee, centres(detail), limit)
    }

    private fun paper(paper: Paper) = Line(
        Say.Both(paper.text),
        say(CaseWords.CASE_IF_ANY).takeIf { paper.optional },
        paper.oneOf.firstOrNull()?.let(Signs::icon) ?: Icon.PAPER,
    )

    /** The one to which she was sent first; of the others the order of the campaign, which knows no distances. */
    private fun centres(detail: CaseDetail): Block {
        val (sent, others) = detail.centres.partition { it.id == detail.row.centre }
        val shown = (sent + others).take(MOST_CENTRES)
        if (shown.isEmpty()) {
            val help = say(CaseWords.CASE_NO_CENTRE_HELP)
            return Block.Notice(say(CaseWords.CASE_NO_CENTRE), Icon.PLACE, Tone.PLAIN, help, key = "centres")
        }
        return Block.Facts(say(CaseWords.CASE_CENTRE), shown.map(::centre), "centres")
    }

    private fun centre(centre: Centre) = Line(
        Say.Both(centre.name),
        joined(centre.address?.let(Say::Both), Say.Both(centre.days)),
        Icon.PLACE,
    )

    private fun calls(whole: Whole): List<Block> {
        if (whole.calls.isEmpty()) return emptyList()
        val rows = whole.calls.map { call ->
            val whose = if (call.own) CaseWords.CASE_CALL_HER else CaseWords.CASE_CALL_HOME
            val under = joined(say(whose), say(call.number))
            val event = CaseScreen.Dial(call.number)
            Block.Row("call-${call.person}", say(call.name), under = under, icon = Icon.PHONE, event = event)
        }
        return listOf(Block.Heading(say(CaseWords.CASE_CALL), "calls")) + rows
    }

    private fun more(seat: Seat, detail: CaseDetail): List<Block> {
        val main = main(detail.row.state)
        val others = nextCaseStates(detail.row.state).filter { it != main }
        val steps = others.map { Button(doing(it), CaseScreen.StepTouched(it), CaseShown.mark(it).icon) }
        val history = detail.history.map { happened ->
            val step = happened.step
            val by = happened.authorName?.let { say(CaseWords.CASE_BY, say(it)) }
            val value = joined(Say.Day(step.day, seat.today), by)
            val dated = step.next.takeIf { step.onlyDated }
            if (dated == null) Line(CaseShown.word(step.to), value, CaseShown.mark(step.to).icon)
            else Line(say(CaseWords.CASE_NEXT, Say.Day(dated, seat.today)), value, Icon.CALENDAR)
        }
        return listOfNotNull(
            Block.Heading(say(CaseWords.CASE_OTHER), "other").takeIf { steps.isNotEmpty() },
            Block.Buttons(steps, "steps").takeIf { steps.isNotEmpty() },
            Block.Facts(say(CaseWords.CASE_HISTORY), history, "history"),
            Block.Buttons(
                listOf(
                    Button(say(CaseWords.CASE_ABOUT), CaseScreen.AboutTouched, Icon.PERSON),
                    Button(say(CaseWords.CASE_SHARE), CaseScreen.Slip(false), Icon.SHARE),
                ),
                "more",
            ),
        )
    }

    private fun foot(whole: Whole): List<Button> {
        val row = whole.detail.row
        val call = whole.calls.firstOrNull()?.let {
            Button(say(CaseWords.CASE_CALL), CaseScreen.Dial(it.number), Icon.PHONE, small = true)
        }
        val slip = Button(say(CaseWords.CASE_SLIP), CaseScreen.Slip(true), Icon.PRINT)
        val main = main(row.state)
        val next = when {
            row.state == CaseState.Updated ->
                Button(say(CaseWords.CASE_REGISTER), CaseScreen.RegisterTouched, Icon.CARD)
            main != null -> Button(doing(main), CaseScreen.StepTouched(main), CaseShown.mark(main).icon)
            else -> Button(say(CaseWords.CASE_ABOUT), CaseScreen.AboutTouched, Icon.PERSON)
        }
        return listOfNotNull(call, slip, next)
    }

    /** What mostly follows; after the update the person is registered again, which moves the case by itself. */
    private fun main(state: CaseState): CaseState? =
        nextCaseStates(state).firstOrNull().takeIf { state != CaseState.Updated }

    /** The usual way; where the case took another, the way that it took. */
    private fun trail(detail: CaseDetail): List<Station> {
        val here = detail.row.state
        val at = WAY.indexOf(here)
        val (behind, ahead) = when {
            at >= 0 -> WAY.take(at) to WAY.drop(at + 1)
            here == CaseState.Rejected -> WAY.partition { it in BEFORE_ANSWER }
            else -> detail.history.map { it.step.to }.distinct().filter { it != here } to emptyList()
        }
        fun stations(states: List<CaseState>, state: StationState) = states.map { Station(CaseShown.word(it), state) }
        val now = Station(CaseShown.word(here), StationState.HERE, CaseShown.mark(here).tone)
        return stations(behind, StationState.BEHIND) + now + stations(ahead, StationState.AHEAD)
    }

    private val WITHOUT_A_STEP = listOf(Again.TOMORROW, Again.THREE_DAYS, Again.WEEK, Again.TWO_WEEKS)

    private val BEFORE_ANSWER = listOf(CaseState.Queued, CaseState.Referred, CaseState.Submitted)

    private val WAY = BEFORE_ANSWER + listOf(CaseState.Updated, CaseState.CardRetry, CaseState.Closed)

    private val TO_GO = setOf(CaseState.Queued, CaseState.Referred, CaseState.Rejected)

    private const val MOST_CENTRES = 3
}
