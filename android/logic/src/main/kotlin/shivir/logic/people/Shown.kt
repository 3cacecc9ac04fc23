package shivir.logic.people

import shivir.domain.AgeSpan
import shivir.core.Hit
import shivir.core.Person
import shivir.domain.CardKind
import shivir.domain.CaseState
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say

/** Words on people that several screens share. */
enum class PeopleWords : Words {
    PEOPLE_CARD_MADE, PEOPLE_AADHAAR, PEOPLE_PENDING, PEOPLE_REJECTED, PEOPLE_LEFT, PEOPLE_GONE, PEOPLE_NOT_LISTED,
    PEOPLE_OF, PEOPLE_AGES, PEOPLE_NAME_AGE,
}

/** How a person is written on a row or a header: the same everywhere. */
object Shown {
    /** Name and age: सीता बाई, 45. */
    fun nameAge(name: String, age: AgeSpan?): Say =
        if (age == null) say(name) else say(PeopleWords.PEOPLE_NAME_AGE, say(name), age(age))

    /** 45, or 44–45 where only the year is known. */
    fun age(age: AgeSpan): Say = when {
        age.least == age.most -> say(age.least.toInt())
        else -> say(PeopleWords.PEOPLE_AGES, say(age.least.toInt()), say(age.most.toInt()))
    }

    /** Whose child or wife, and where: रामलाल · स्कूलपारा, अमाली. */
    fun whence(relative: String?, para: String?, village: String?, area: String?): Say {
        val place = listOfNotNull(para, village, area?.takeIf { it != village }).joinToString(", ")
        val of = relative?.let { say(PeopleWords.PEOPLE_OF, say(it)) }
        return joined(of, place.takeIf(String::isNotEmpty)?.let(::say))
    }

    fun name(hit: Hit, lang: Lang): String = lang.name(hit.nameHi, hit.nameEn)

    fun name(person: Person, lang: Lang): String {
        val told = person.fold.details
        val listed = person.listed
        return lang.name(told.nameHi ?: listed?.nameHi, told.nameEn ?: listed?.nameEn)
    }

    fun mark(hit: Hit): Mark = when {
        hit.openCase -> mark(PeopleWords.PEOPLE_AADHAAR, Icon.THUMB, Tone.BLOCK)
        hit.made -> made()
        hit.portal != null -> mark(PeopleWords.PEOPLE_PENDING, Icon.CLOCK, Tone.WAIT)
        !hit.listed -> mark(PeopleWords.PEOPLE_NOT_LISTED, Icon.PLUS, Tone.PLAIN)
        else -> left()
    }

    /** She has her family card, by the facts, else by the list. */
    fun isMade(person: Person): Boolean {
        val card = person.fold.cards.find { it.kind == CardKind.Family }
        return card?.made ?: person.listed?.made == true
    }

    /** By the family card, as every list counts. */
    fun mark(person: Person): Mark {
        val card = person.fold.cards.find { it.kind == CardKind.Family }
        return when {
            person.fold.leave != null -> mark(PeopleWords.PEOPLE_GONE, Icon.AWAY, Tone.PLAIN)
            isMade(person) -> made()
            person.fold.cases.any { it.history.isEmpty() || !closed(it.state) } ->
                mark(PeopleWords.PEOPLE_AADHAAR, Icon.THUMB, Tone.BLOCK)
            card?.outcome == Outcome.Rejected -> mark(PeopleWords.PEOPLE_REJECTED, Icon.CROSS, Tone.BLOCK)
            card?.outcome == Outcome.Pending -> mark(PeopleWords.PEOPLE_PENDING, Icon.CLOCK, Tone.WAIT)
            person.listed == null -> mark(PeopleWords.PEOPLE_NOT_LISTED, Icon.PLUS, Tone.PLAIN)
            else -> left()
        }
    }

    /** Where she lives, from the list or from what was told. */
    fun whence(person: Person, seat: Seat): Say {
        val told = person.fold.details
        val listed = person.listed
        val area = listed?.areaName ?: seat.campName
        val (para, village) = (told.para ?: listed?.para) to (told.village ?: listed?.village)
        return whence(told.relative ?: listed?.relative, para, village, area)
    }

    /** Nothing more follows in this Aadhaar case. */
    fun closed(state: CaseState): Boolean = state == CaseState.Closed || state == CaseState.Moved ||
        state == CaseState.Deceased || state == CaseState.Refused

    private fun made() = mark(PeopleWords.PEOPLE_CARD_MADE, Icon.TICK, Tone.DONE)

    private fun left() = mark(PeopleWords.PEOPLE_LEFT, Icon.PAPER, Tone.PLAIN)

    private fun mark(words: Words, icon: Icon, tone: Tone) = Mark(say(words), icon, tone)
}
