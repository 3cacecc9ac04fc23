package shivir.logic.cases

import java.time.LocalDate
import java.time.temporal.ChronoUnit
import shivir.core.CaseDetail
import shivir.core.NextStep
import shivir.core.Opening
import shivir.core.Person
import shivir.domain.AadhaarReason
import shivir.domain.AgeSpan
import shivir.domain.BirthDate
import shivir.domain.CaseRef
import shivir.domain.CaseState
import shivir.domain.PersonId
import shivir.domain.Precision
import shivir.domain.ReasonRule
import shivir.domain.Text
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Work
import shivir.logic.kit.name
import shivir.logic.people.Shown

/** Who can be called about a case: the person herself first. */
data class Call(val person: PersonId, val name: String, val own: Boolean, val number: String)

/** A case with what its screen needs beside it. */
data class Whole(
    val detail: CaseDetail,
    /** In words; "ask at the centre" where it is not known. */
    val fee: Text,
    val calls: List<Call>,
    /** The reasons that fit her age, as a new one is chosen from. */
    val reasons: List<ReasonRule>,
    /** The next camp of her panchayat, where the order dates one. */
    val camp: LocalDate?,
)

/** Someone for whom a case may be opened. */
data class Fresh(val name: String, val reasons: List<ReasonRule>)

/** The case and all beside it. */
data class ReadCase(val case: CaseRef) : Work {
    override val lane = Lane.READ

    override fun run(desk: Desk): Event {
        val detail = desk.phone.case(case)
        val (_, who, area) = detail.row
        val campaign = desk.phone.campaign()
        val camps = campaign.camps.filter { it.area == area }.mapNotNull { it.camp.date }
        return CaseScreen.Read(
            Whole(
                detail,
                desk.phone.feeWords(case),
                calls(desk, desk.phone.person(who.person)),
                fitting(campaign.reasons, who.age),
                camps.filter { it > desk.seat.today }.minOrNull(),
            ),
        )
    }

    private fun calls(desk: Desk, person: Person): List<Call> {
        val others = if (person.listed == null) emptyList() else desk.phone.household(person.id)
        return (listOf(person) + others.filter { it.id != person.id }).mapNotNull { member ->
            val number = member.fold.details.mobile ?: member.listed?.mobile
            number?.let { Call(member.id, Shown.name(member, desk.seat.lang), member.id == person.id, "$it") }
        }.distinctBy(Call::number).take(MOST_CALLS)
    }

    private companion object {
        const val MOST_CALLS = 3
    }
}

/** The open case of a person, or the reasons with which one may be opened. */
data class ReadPerson(val person: PersonId) : Work {
    override val lane = Lane.READ

    override fun run(desk: Desk): Event {
        val person = desk.phone.person(person)
        val open = person.fold.cases.lastOrNull { it.state !in ENDED }
        // Where the update came through and the card failed again, a new reason sends the case back to the queue.
        if (open != null && open.state !in READY) return CaseScreen.IsOpen(open.case)
        val birth = person.fold.details.birth ?: person.listed?.birth
        val age = birth?.let { age(it, desk.seat.today) }
        val reasons = fitting(desk.phone.campaign().reasons, age)
        return CaseScreen.MayOpen(Fresh(Shown.name(person, desk.seat.lang), reasons))
    }

    private companion object {
        val ENDED = setOf(CaseState.Closed, CaseState.Moved, CaseState.Deceased, CaseState.Refused)
        val READY = setOf(CaseState.Updated, CaseState.CardRetry)
    }
}

data class OpenCase(val person: PersonId, val reason: AadhaarReason, val tried: Boolean) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        val sitting = desk.sitting()
        return CaseScreen.Written(desk.phone.openCase(sitting, person, Opening(reason, tried)).case)
    }
}

data class StepCase(val case: CaseRef, val step: NextStep) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        val sitting = desk.sitting()
        return CaseScreen.Written(desk.phone.stepCase(sitting, case, step).case)
    }
}

/** Says when to look again, without a step. */
data class DateCase(val case: CaseRef, val next: LocalDate) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        val sitting = desk.sitting()
        return CaseScreen.Written(desk.phone.dateCase(sitting, case, next).case)
    }
}

/** The rules of the campaign for an age; at an uncertain one, those of either. One for each reason. */
private fun fitting(rules: List<ReasonRule>, age: AgeSpan?): List<ReasonRule> = rules.filter { rule ->
    val below = rule.ageBelow
    age == null || rule.ageFrom <= age.most && (below == null || age.least < below)
}.distinctBy { it.reason }

/** Completed years; one less at least where the day is not known. The core judges again by its own rules. */
private fun age(birth: BirthDate, today: LocalDate): AgeSpan {
    val most = ChronoUnit.YEARS.between(birth.day, today).toInt().coerceAtLeast(0)
    val least = if (birth.precision == Precision.Day) most else (most - 1).coerceAtLeast(0)
    return AgeSpan(least.toUShort(), most.toUShort())
}
