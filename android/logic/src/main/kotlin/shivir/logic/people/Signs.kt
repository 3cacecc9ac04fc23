package shivir.logic.people

import shivir.bindings.outcomeWord
import shivir.domain.CardOutcome
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Tone
import shivir.logic.kit.say

/** The sign and the colour of what came of a visit: the same on every list. */
object Signs {
    fun icon(outcome: Outcome): Icon = when (outcome) {
        Outcome.Submitted, Outcome.Pending -> Icon.CLOCK
        Outcome.IntakeDone -> Icon.CARD
        Outcome.Approved, Outcome.Already -> Icon.TICK
        Outcome.Rejected, Outcome.Refused -> Icon.CROSS
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

    fun mark(outcome: Outcome, lang: Lang): Mark = Mark(say(outcomeWord(outcome, lang)), icon(outcome), tone(outcome))

    /** The outcome by which a visit is shown: that of the family card, else the first. */
    fun first(outcomes: List<CardOutcome>): Outcome? =
        (outcomes.find { it.kind == shivir.domain.CardKind.Family } ?: outcomes.firstOrNull())?.outcome
}
