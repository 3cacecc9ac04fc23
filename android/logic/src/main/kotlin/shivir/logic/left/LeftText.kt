package shivir.logic.left

import shivir.core.LeftHousehold
import shivir.core.LeftPerson
import shivir.domain.Lang
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.PeopleWords

/** The list as it is read aloud in the village and sent on: name, relation, para and no more. */
internal object LeftText {
    fun of(seat: Seat, model: LeftOut.Model): Say {
        val title = joined(say(LeftWords.LEFT_TITLE), model.list?.area?.let { Say.Both(it) }, model.para?.let(::say))
        val lines = model.fitting.mapIndexed { at, household ->
            Say.Joined(listOf(say(at + 1), line(household, seat.lang)), ". ")
        }
        return Say.Joined(listOf(title) + lines, "\n")
    }

    fun line(household: LeftHousehold, lang: Lang): Say {
        val people = household.members.map { person(it, lang) }
        return joined(Say.Joined(people, ", "), household.para?.let(::say))
    }

    fun person(person: LeftPerson, lang: Lang): Say {
        val relative = person.relative?.let { say(PeopleWords.PEOPLE_OF, say(it)) }
        return Say.Joined(listOfNotNull(say(lang.name(person.nameHi, person.nameEn)), relative), " ")
    }
}
