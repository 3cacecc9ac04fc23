package shivir.logic.kit

import java.time.LocalDate
import shivir.domain.Lang
import shivir.domain.Text

/**
 * Words of the application in both languages. A concept has an enum of its own; the name of a constant in small letters is
 * the name of the string in `values` (English) and `values-hi`.
 */
interface Words {
    val name: String

    /** The name of the string resource. */
    val key: String get() = name.lowercase()
}

/** Something to be said to a person. What language it is in is decided where it is shown. */
sealed interface Say {
    /** Words of the application, with what is put in for `%1$s`, `%2$s`…: other sayings. */
    data class Of(val words: Words, val with: List<Say> = emptyList()) : Say

    /** A name, a code, or a sentence that is in the right language already. */
    data class Data(val text: String) : Say

    /** A sentence of the core, in both languages. */
    data class Both(val text: Text) : Say

    /** A whole number, in Indian grouping: 7,21,246. */
    data class Number(val number: Long) : Say

    /** A day: 24 नवंबर; with the year where it is not that of `now`. */
    data class Day(val day: LocalDate, val now: LocalDate? = null) : Say

    /** Several, with something between them; those that say nothing are left out. */
    data class Joined(val parts: List<Say>, val between: String = " · ") : Say
}

fun say(words: Words, vararg with: Say): Say = Say.Of(words, with.toList())

fun say(text: String): Say = Say.Data(text)

fun say(number: Int): Say = Say.Number(number.toLong())

fun say(number: Long): Say = Say.Number(number)

fun say(number: ULong): Say = Say.Number(number.toLong())

fun say(number: UInt): Say = Say.Number(number.toLong())

/** Those parts that are there, with a middle dot between them. */
fun joined(vararg parts: Say?): Say = Say.Joined(parts.filterNotNull())

/** The one of two names that suits the language, else the other. */
fun Lang.name(hindi: String?, english: String?): String = when (this) {
    Lang.HI -> hindi ?: english
    Lang.EN -> english ?: hindi
}.orEmpty()
