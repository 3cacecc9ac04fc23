package shivir.logic.rig

import shivir.bindings.Phone
import shivir.core.Answer
import shivir.core.Follow
import shivir.core.OnPaper
import shivir.core.Registered
import shivir.core.Sitting
import shivir.core.Step
import shivir.core.Whom
import shivir.domain.AadhaarReason
import shivir.domain.CampId
import shivir.domain.CardOutcome
import shivir.domain.Consent
import shivir.domain.ConsentMode
import shivir.domain.Details
import shivir.domain.Document
import shivir.domain.Language
import shivir.domain.Outcome
import shivir.domain.PersonId
import shivir.domain.SignedBy

/**
 * Somebody of the list, registered by the core with this outcome for every card that is due to her. `minute`: as from a
 * sheet of paper of today that says when, in minutes since midnight; none: now.
 */
fun Village.registered(name: String, outcome: Outcome, minute: Int? = null, camp: CampId? = null): Registered {
    val now = checkNotNull(seat.copy(camp = camp).sitting())
    val sitting = if (minute == null) now else now.copy(on = OnPaper(seat.today, minute.toUShort()))
    return phone.registered(sitting, Whom.Person(person(name)), outcome)
}

/** Somebody who is on no list, added with a registration. Her id. */
fun Village.newcomer(name: String): PersonId {
    val whom = Whom.New(Details(nameHi = name, village = "बांसपाली"))
    return phone.registered(checkNotNull(seat.sitting()), whom, Outcome.IntakeDone).person
}

/** One person, registered with this outcome for every card that is due. */
fun Phone.registered(sitting: Sitting, whom: Whom, outcome: Outcome): Registered {
    var draft = begin(sitting, whom)
    while (draft.members[0].step != Step.READY) {
        val member = draft.members[0]
        val answer = when (member.step) {
            Step.LIKELY -> Answer.Another(member.likely.map { it.person })
            Step.WARNINGS -> Answer.GoOn(member.warnings)
            Step.CONSENT -> Answer.Consent(
                Consent(1u, Language.Hindi, ConsentMode.Thumb, null, SignedBy.Own, null, true),
            )
            Step.DOCUMENTS -> Answer.Documents(listOf(Document.Aadhaar))
            Step.OUTCOME -> Answer.Outcomes(member.due.map { CardOutcome(it.kind, outcome) })
            else -> Answer.Follow(Follow(aadhaar = AadhaarReason.Mobile))
        }
        draft = answer(draft.no, 0u, answer)
    }
    return confirm(draft.no).people.single()
}
