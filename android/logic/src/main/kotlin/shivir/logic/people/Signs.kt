package shivir.logic.people

import shivir.bindings.callHowWord
import shivir.bindings.outcomeWord
import shivir.domain.AadhaarReason
import shivir.domain.CallHow
import shivir.domain.CardKind
import shivir.domain.CardOutcome
import shivir.domain.Document
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Tone
import shivir.logic.kit.say

/** The sign and the colour of an outcome, a call, a reason, a paper: the same on every page. */
object Signs {
    fun icon(outcome: Outcome): Icon = when (outcome) {
        Outcome.Submitted, Outcome.Pending -> Icon.CLOCK
        Outcome.IntakeDone -> Icon.CARD
        Outcome.Approved, Outcome.Already -> Icon.TICK
        Outcome.Rejected -> Icon.CROSS
        Outcome.Refused -> Icon.HAND
        Outcome.BlockedAadhaar -> Icon.THUMB
        Outcome.NotInList -> Icon.PLUS
        Outcome.Absent -> Icon.HOME
        Outcome.Away, Outcome.Moved -> Icon.AWAY
        Outcome.Deceased -> Icon.MINUS
        Outcome.NoDocs -> Icon.PAPER
        is Outcome.Unknown -> Icon.INFO
    }

    fun tone(outcome: Outcome): Tone = when (outcome) {
        Outcome.IntakeDone -> Tone.ACT
        Outcome.Approved, Outcome.Already -> Tone.DONE
        Outcome.Submitted, Outcome.Pending, Outcome.NoDocs, Outcome.Away -> Tone.WAIT
        Outcome.BlockedAadhaar, Outcome.Rejected -> Tone.BLOCK
        else -> Tone.PLAIN
    }

    /** How someone was called to the camp. */
    fun icon(how: CallHow): Icon = when (how) {
        CallHow.Called -> Icon.CALL_OUT
        CallHow.SlipGiven -> Icon.SLIP
        is CallHow.Unknown -> Icon.INFO
    }

    /** What has to be mended in an Aadhaar. */
    fun icon(reason: AadhaarReason): Icon = when (reason) {
        AadhaarReason.Mbu5, AadhaarReason.Mbu15 -> Icon.CHILD
        AadhaarReason.BioWorn -> Icon.THUMB
        AadhaarReason.BioLock -> Icon.LOCK
        AadhaarReason.Name -> Icon.EDIT
        AadhaarReason.Dob -> Icon.BIRTH
        AadhaarReason.Sex -> Icon.PERSON
        AadhaarReason.Mobile -> Icon.PHONE
        AadhaarReason.Inactive -> Icon.STOP
        AadhaarReason.NoAadhaar -> Icon.PLUS
        AadhaarReason.PhotoOld -> Icon.CAMERA
        is AadhaarReason.Unknown -> Icon.INFO
    }

    /** A paper that is shown or to be brought. */
    fun icon(paper: Document): Icon = when (paper) {
        Document.Aadhaar -> Icon.THUMB
        Document.RationCard -> Icon.RATION
        Document.BirthCertificate, Document.SchoolCertificate -> Icon.BIRTH
        Document.MobileForOtp -> Icon.PHONE
        Document.AadhaarSlip -> Icon.SLIP
        Document.VoterId, Document.MgnregaCard -> Icon.CARD
        Document.PanchayatCertificate -> Icon.HOME
        else -> Icon.PAPER
    }

    fun mark(outcome: Outcome, lang: Lang): Mark = Mark(say(outcomeWord(outcome, lang)), icon(outcome), tone(outcome))

    fun mark(how: CallHow, lang: Lang): Mark = Mark(say(callHowWord(how, lang)), icon(how), Tone.ACT)

    /** The outcome by which a visit is shown: that of the family card, else the first. */
    fun first(outcomes: List<CardOutcome>): Outcome? =
        (outcomes.find { it.kind == CardKind.Family } ?: outcomes.firstOrNull())?.outcome
}
