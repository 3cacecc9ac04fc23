package shivir.logic.cases

import java.time.LocalDate
import shivir.bindings.allAadhaarReasons
import shivir.bindings.allCaseStates
import shivir.core.NextStep
import shivir.domain.AadhaarReason
import shivir.domain.CaseRef
import shivir.domain.CaseState
import shivir.domain.PersonId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.say
import shivir.logic.people.Refs

/**
 * One Aadhaar case: what to bring, what it costs, where to go, and what happened now. About a case (`stream:seq`,
 * [CaseShown]) or about a person: then her open case, else the opening of one.
 */
object CaseScreen : Screen<CaseScreen.Model> {
    /** What is asked before a step is written, one a page. */
    enum class Ask { REASON, CENTRE, SLIP, DATE, SURE }

    /** When to look again. */
    enum class Again { TOMORROW, THREE_DAYS, WEEK, TWO_WEEKS, MONTH, CAMP }

    /** A step that is being entered; without [to], the opening of a case. */
    data class Entry(
        val to: CaseState?,
        val asks: List<Ask>,
        val at: Int = 0,
        val reason: AadhaarReason? = null,
        /** Face and one-time password were tried and failed. */
        val tried: Boolean = false,
        val centre: UInt? = null,
        val again: Again? = null,
        /** Enrolment id, URN or SRN. */
        val tracking: String = "",
        /** Rupees, as typed. */
        val fee: String = "",
    ) {
        val ask: Ask get() = asks[at]
        val last: Boolean get() = at == asks.lastIndex
    }

    data class Model(
        val person: PersonId?,
        val case: CaseRef?,
        /** None before it was read. */
        val whole: Whole? = null,
        /** Someone without a case under way. */
        val fresh: Fresh? = null,
        val entry: Entry? = null,
        /** When to look again is chosen, without a step. */
        val dating: Boolean = false,
        /** A step or a day was written just now. */
        val saved: Boolean = false,
    )

    data class Read(val whole: Whole) : Event
    data class IsOpen(val case: CaseRef) : Event
    data class MayOpen(val fresh: Fresh) : Event
    data class Written(val case: CaseRef) : Event
    data class StepTouched(val to: CaseState) : Event
    data class ReasonChosen(val reason: AadhaarReason) : Event
    data object TriedTouched : Event
    data class CentreChosen(val centre: UInt) : Event
    data class AgainChosen(val again: Again) : Event
    data class TrackingTyped(val text: String) : Event
    data class FeeTyped(val text: String) : Event
    data object GoOn : Event

    /** Another day to look again is to be chosen; once more, it is not. */
    data object DateTouched : Event
    data class DateChosen(val day: LocalDate) : Event
    data class Dial(val number: String) : Event
    data class Slip(val print: Boolean) : Event
    data object RegisterTouched : Event
    data object AboutTouched : Event

    override val id = ScreenId.CASE

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val parts = kept?.split('\n')?.takeIf { it.size == KEPT }
        val case = parts?.let { Refs.fact(it[0]) } ?: about?.let(Refs::fact)
        val person = about?.takeIf { Refs.fact(it) == null }
        return read(Model(person, case, entry = parts?.let(::restored)))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Read -> Next(model.copy(whole = event.whole, fresh = null))
        is IsOpen -> read(model.copy(case = event.case, fresh = null, entry = null))
        is MayOpen -> Next(
            model.copy(fresh = event.fresh, entry = model.entry ?: Entry(null, listOf(Ask.REASON))),
        )
        is Written -> read(model.copy(case = event.case, entry = null, dating = false, saved = true))
        is StepTouched -> Next(model.copy(entry = entry(event.to, model), dating = false, saved = false))
        DateTouched -> Next(model.copy(dating = !model.dating, saved = false))
        is DateChosen -> Next(model, listOfNotNull(model.case?.let { DateCase(it, event.day) }))
        is Dial -> Next(model, Outside.Dial(event.number))
        is Slip -> Next(model, Outside.SharePage(say(CaseWords.CASE_SLIP), event.print))
        RegisterTouched -> who(model)?.let { Next(model, Move.Go(Route(ScreenId.REGISTER, it))) } ?: Next(model)
        AboutTouched -> who(model)?.let { Next(model, Move.Go(Route(ScreenId.PERSON, it))) } ?: Next(model)
        Shown -> read(model)
        BackTouched -> back(model)
        else -> model.entry?.let { entered(seat, model, it, event) } ?: Next(model)
    }

    override fun page(seat: Seat, model: Model): Page =
        model.entry?.let { EntryPage.of(seat, model, it) } ?: CasePage.of(seat, model)

    /** What was typed from a slip is not kept: it may be a whole Aadhaar number, which is stored nowhere. */
    override fun kept(model: Model): String? {
        val entry = model.entry
        if (model.case == null && entry == null) return null
        return listOf(
            model.case?.let(Refs::text),
            entry?.to?.let(allCaseStates()::indexOf),
            entry?.at,
            entry?.reason?.let(allAadhaarReasons()::indexOf),
            entry?.tried,
            entry?.centre,
            entry?.again,
        ).joinToString("\n") { it?.toString().orEmpty() }
    }

    /** The days of each choice; the camp's where one is dated. */
    internal fun day(seat: Seat, model: Model, again: Again): LocalDate? = when (again) {
        Again.TOMORROW -> seat.today.plusDays(1)
        Again.THREE_DAYS -> seat.today.plusDays(3)
        Again.WEEK -> seat.today.plusDays(7)
        Again.TWO_WEEKS -> seat.today.plusDays(14)
        Again.MONTH -> seat.today.plusDays(30)
        Again.CAMP -> model.whole?.camp
    }

    /** Something must have failed before this reason is taken. */
    internal fun asksTried(model: Model, reason: AadhaarReason?): Boolean {
        val rules = model.whole?.reasons ?: model.fresh?.reasons.orEmpty()
        return rules.any { it.reason == reason && it.after.isNotEmpty() }
    }

    private fun who(model: Model) = model.whole?.detail?.row?.who?.person ?: model.person

    private fun read(model: Model): Next<Model> {
        val (person, case) = model
        return when {
            case != null -> Next(model, ReadCase(case))
            person != null -> Next(model, ReadPerson(person))
            else -> Next(model)
        }
    }

    private fun back(model: Model): Next<Model> {
        val entry = model.entry
        return when {
            // The arrow first closes what is asked.
            entry == null && model.dating -> Next(model.copy(dating = false))
            entry == null || entry.to == null -> Next(model, Move.Back)
            entry.at == 0 -> Next(model.copy(entry = null))
            else -> Next(model.copy(entry = entry.copy(at = entry.at - 1)))
        }
    }

    private fun entered(seat: Seat, model: Model, entry: Entry, event: Event): Next<Model> {
        fun with(changed: Entry) = Next(model.copy(entry = changed))
        return when (event) {
            is ReasonChosen -> with(entry.copy(reason = event.reason, tried = false))
            TriedTouched -> with(entry.copy(tried = !entry.tried))
            is CentreChosen -> with(entry.copy(centre = event.centre))
            is AgainChosen -> with(entry.copy(again = event.again))
            is TrackingTyped -> with(entry.copy(tracking = event.text))
            is FeeTyped -> with(entry.copy(fee = event.text.filter(Char::isDigit).take(FEE_DIGITS)))
            GoOn -> if (entry.last) write(seat, model, entry) else with(entry.copy(at = entry.at + 1))
            else -> Next(model)
        }
    }

    private fun write(seat: Seat, model: Model, entry: Entry): Next<Model> {
        val (person, case) = model
        val (to, reason) = entry.to to entry.reason
        val work = when {
            to == null && person != null && reason != null -> OpenCase(person, reason, entry.tried)
            to != null && case != null -> StepCase(case, step(seat, model, entry, to))
            else -> return Next(model)
        }
        return Next(model, work)
    }

    private fun step(seat: Seat, model: Model, entry: Entry, to: CaseState) = NextStep(
        to = to,
        reason = entry.reason,
        faceAndOtpFailed = entry.tried,
        tracking = entry.tracking.takeIf(String::isNotBlank),
        next = entry.again?.let { day(seat, model, it) },
        centre = entry.centre,
        fee = entry.fee.toUIntOrNull()?.let { it * PAISE },
    )

    private fun entry(to: CaseState, model: Model): Entry {
        val detail = model.whole?.detail
        val centres = detail?.centres.orEmpty()
        return when (to) {
            CaseState.Queued -> Entry(to, listOf(Ask.REASON))
            CaseState.Referred -> Entry(
                to,
                listOfNotNull(Ask.CENTRE.takeIf { centres.isNotEmpty() }, Ask.DATE),
                centre = centres.find { it.id == detail?.row?.centre }?.id ?: centres.firstOrNull()?.id,
                again = Again.WEEK,
            )
            CaseState.Submitted -> Entry(to, listOf(Ask.SLIP, Ask.DATE), again = Again.MONTH)
            CaseState.Rejected, CaseState.CardRetry -> Entry(to, listOf(Ask.DATE), again = Again.WEEK)
            else -> Entry(to, listOf(Ask.SURE))
        }
    }

    private fun restored(parts: List<String>): Entry? {
        val at = parts[2].toIntOrNull() ?: return null
        val to = parts[1].toIntOrNull()?.let(allCaseStates()::getOrNull)
        // Which pages there are is known again when the case was read; until then those of a case with centres.
        val asks = when (to) {
            CaseState.Referred -> if (parts[5].isEmpty()) listOf(Ask.DATE) else listOf(Ask.CENTRE, Ask.DATE)
            null -> listOf(Ask.REASON)
            else -> entry(to, Model(null, null)).asks
        }
        return Entry(
            to,
            asks,
            at.coerceIn(asks.indices),
            parts[3].toIntOrNull()?.let(allAadhaarReasons()::getOrNull),
            parts[4].toBoolean(),
            parts[5].toUIntOrNull(),
            Again.entries.find { it.name == parts[6] },
        )
    }

    /** Lines of what is kept. */
    private const val KEPT = 7

    private const val PAISE = 100u

    /** Rupees up to 9,99,999: more is refused by the core, and would not fit into paise. */
    private const val FEE_DIGITS = 6
}
