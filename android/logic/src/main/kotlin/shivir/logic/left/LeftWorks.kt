package shivir.logic.left

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.Answer
import shivir.core.DraftView
import shivir.core.LeftHousehold
import shivir.core.Sitting
import shivir.core.Step
import shivir.core.Whom
import shivir.domain.AreaId
import shivir.domain.CallHow
import shivir.domain.CampId
import shivir.domain.FactId
import shivir.domain.Outcome
import shivir.domain.PersonId
import shivir.domain.Text
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Work

/** The list of an area, and what was noted of its people today. */
data class Listed(
    val area: Text?,
    val households: List<LeftHousehold>,
    /** There are more than a phone shows at once. */
    val cut: Boolean,
    val today: Map<PersonId, Outcome>,
)

/** Reads the left-out people of an area whole: a panchayat's list is read aloud, so all of it has to be here. */
data class Look(val area: AreaId?, val camp: CampId?) : Work {
    override val lane = Lane.READ

    override fun run(desk: Desk): Event {
        val households = mutableListOf<LeftHousehold>()
        var next: Long? = 0
        while (next != null && households.size < MOST) {
            val page = desk.phone.leftOut(area, next, STRIDE)
            households += page.households
            next = page.next
        }
        val today = desk.phone.registrations(desk.seat.today, null, MOST.toUInt())
        val outcomes = today.mapNotNull { entry -> entry.outcome?.let { entry.person to it } }
        // The latest comes first, and it is the one that counts.
        return LeftOut.Loaded(Listed(name(desk.phone), households, next != null, outcomes.asReversed().toMap()))
    }

    private fun name(phone: Phone): Text? =
        area?.let { phone.pathTo(it).lastOrNull() }?.let { Text(it.nameHi, it.nameEn) }

    private companion object {
        const val MOST = 2000
        const val STRIDE = 200u
    }
}

/** Notes of these members of one household that they did not come: all of them or none. */
data class Absent(val sitting: Sitting, val people: List<PersonId>) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        val phone = desk.phone
        val draft = phone.begin(sitting, Whom.Household(people.first()))
        try {
            for (at in draft.members.indices) answer(phone, draft, at)
            return LeftOut.Noted(phone.confirm(draft.no).people.map { it.fact })
        } catch (error: PhoneException) {
            // Nothing of it was asked of the worker: nothing of it is to wait on home.
            phone.cancel(draft.no)
            throw error
        }
    }

    private fun answer(phone: Phone, draft: DraftView, at: Int) {
        val (no, index) = draft.no to at.toUInt()
        val member = draft.members[at]
        val absent = member.person in people
        if (member.leftOut == absent) phone.leaveOut(no, index, !absent)
        if (!absent) return
        if (member.step == Step.WARNINGS) phone.answer(no, index, Answer.GoOn(member.warnings))
        phone.answer(no, index, Answer.NotMet(Outcome.Absent))
    }
}

/** Notes of these members of one household how they were called to the camp: all of them or none. */
data class Call(val sitting: Sitting, val people: List<PersonId>, val how: CallHow) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event = LeftOut.Noted(desk.phone.call(sitting, people, how), how)
}

/** Takes back what was noted just now. */
data class Undo(val sitting: Sitting, val noted: LeftOut.Noted) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        if (noted.call == null) noted.facts.forEach { desk.phone.withdraw(sitting, it) }
        else desk.phone.takeBackCalls(sitting, noted.facts)
        return LeftOut.Undone
    }
}
