package shivir.logic.rig

import shivir.core.Answer
import shivir.core.Follow
import shivir.core.OnPaper
import shivir.core.Registered
import shivir.core.Step
import shivir.core.Whom
import shivir.domain.AadhaarReason
import shivir.domain.CampId
import shivir.domain.CardOutcome
import shivir.domain.Consent
import shivir.domain.ConsentMode
import shivir.domain.Document
import shivir.domain.Language
import shivir.domain.Outcome
import shivir.domain.SignedBy

/**
 * Somebody of the list, registered by the core with this outcome for every card that is due to her. `minute`: as from a
 * sheet of paper of today that says when, in minutes since midnight; none: now.
 */
fun Village.registered(name: String, outcome: Outcome, minute: Int? = null, camp: CampId? = null): Registered {
    val now = checkNotNull(seat.copy(camp = camp).sitting())
    val sitting = if (minute == null) now else now.copy(on = OnPaper(seat.today, minute.toUShort()))
    var draft = phone.begin(sitting, Whom.Person(person(name)))
    while (draft.members[0].step != Step.READY) {
        val member = draft.members[0]
        val answer = when (member.step) {
            Step.WARNINGS -> Answer.GoOn(member.warnings)
            Step.CONSENT -> Answer.Consent(
                Consent(1u, Language.Hindi, ConsentMode.Thumb, null, SignedBy.Own, null, true),
            )
            Step.DOCUMENTS -> Answer.Documents(listOf(Document.Aadhaar))
            Step.OUTCOME -> Answer.Outcomes(member.due.map { CardOutcome(it.kind, outcome) })
            else -> Answer.Follow(Follow(aadhaar = AadhaarReason.Mobile))
        }
        draft = phone.answer(draft.no, 0u, answer)
    }
    return phone.confirm(draft.no).people.single()
}
