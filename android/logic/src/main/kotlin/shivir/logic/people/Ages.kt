package shivir.logic.people

import java.time.LocalDate
import java.time.Period
import shivir.bindings.allBirthSources
import shivir.bindings.allPrecisions
import shivir.core.Person
import shivir.domain.AgeSpan
import shivir.domain.BirthDate
import shivir.domain.Precision

/** The age of a person who was read whole; rows of lists bring theirs from the core. */
internal object Ages {
    fun of(person: Person, today: LocalDate): AgeSpan? =
        held(person.fold.details.birth, person.listed?.birth)?.let { span(it, today) }

    /** As the core holds it: a weaker source never stands before a stronger one, of equal ones the more exact. */
    private fun held(told: BirthDate?, listed: BirthDate?): BirthDate? {
        if (told == null || listed == null) return told ?: listed
        val (sources, precisions) = allBirthSources() to allPrecisions()
        val rank = compareBy<BirthDate>({ place(sources, it.source) }, { place(precisions, it.precision) })
        return listOf(told, listed).minWith(rank)
    }

    /** A code of a newer version comes last. */
    private fun <T> place(list: List<T>, code: T): Int = list.indexOf(code).let { if (it < 0) list.size else it }

    private fun span(birth: BirthDate, today: LocalDate): AgeSpan? {
        val last = when (birth.precision) {
            Precision.Year -> birth.day.withDayOfYear(birth.day.lengthOfYear())
            Precision.Month -> birth.day.withDayOfMonth(birth.day.lengthOfMonth())
            else -> birth.day
        }
        if (birth.day > today) return null
        return AgeSpan(years(last, today), years(birth.day, today))
    }

    private fun years(from: LocalDate, to: LocalDate) = maxOf(0, Period.between(from, to).years).toUShort()
}
