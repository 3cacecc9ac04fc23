package shivir.logic.cases

import shivir.bindings.aadhaarReasonWord
import shivir.bindings.caseStateWord
import shivir.domain.AadhaarReason
import shivir.domain.CaseRef
import shivir.domain.CaseState
import shivir.domain.Lang
import shivir.domain.PersonId
import shivir.domain.Text
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Tone
import shivir.logic.kit.say
import shivir.logic.people.Refs

/** How an Aadhaar case is written on a row or a header, and how it is named in a route: the same everywhere. */
object CaseShown {
    /** The screen of a case. */
    fun route(case: CaseRef) = Route(ScreenId.CASE, Refs.text(case))

    /** Where a case of this person is gone on with, or opened where she has none. */
    fun route(person: PersonId) = Route(ScreenId.CASE, person)

    fun mark(state: CaseState): Mark {
        val (icon, tone) = when (state) {
            CaseState.Queued -> Icon.THUMB to Tone.BLOCK
            CaseState.Referred -> Icon.PLACE to Tone.WAIT
            CaseState.Submitted -> Icon.CLOCK to Tone.WAIT
            CaseState.Updated -> Icon.TICK to Tone.DONE
            CaseState.Rejected -> Icon.CROSS to Tone.BLOCK
            CaseState.CardRetry -> Icon.CARD to Tone.WAIT
            CaseState.Closed -> Icon.TICK to Tone.DONE
            CaseState.Moved -> Icon.AWAY to Tone.PLAIN
            CaseState.Deceased -> Icon.MINUS to Tone.PLAIN
            CaseState.Refused -> Icon.HAND to Tone.PLAIN
            is CaseState.Unknown -> Icon.INFO to Tone.PLAIN
        }
        return Mark(word(state), icon, tone)
    }

    fun word(state: CaseState): Say = both { caseStateWord(state, it) }

    fun word(reason: AadhaarReason): Say = both { aadhaarReasonWord(reason, it) }

    fun word(again: CaseScreen.Again): Say = say(
        when (again) {
            CaseScreen.Again.TOMORROW -> CaseWords.CASE_TOMORROW
            CaseScreen.Again.THREE_DAYS -> CaseWords.CASE_THREE_DAYS
            CaseScreen.Again.WEEK -> CaseWords.CASE_WEEK
            CaseScreen.Again.TWO_WEEKS -> CaseWords.CASE_TWO_WEEKS
            CaseScreen.Again.MONTH -> CaseWords.CASE_MONTH
            CaseScreen.Again.CAMP -> CaseWords.CASE_CAMP
        },
    )

    /** A word of the core in both languages. */
    internal fun both(word: (Lang) -> String): Say = Say.Both(Text(word(Lang.HI), word(Lang.EN)))
}
