package shivir.app.draw

import android.content.Context
import android.content.res.Configuration
import android.content.res.Resources
import java.time.LocalDate
import java.util.Locale
import java.util.concurrent.ConcurrentHashMap
import shivir.app.R
import shivir.domain.Lang
import shivir.logic.kit.Say
import shivir.logic.kit.Words

/** Words of the drawing itself: what is only read aloud. */
internal enum class DrawWords : Words { DRAW_WIPE, DRAW_TYPED, DRAW_CLEAR }

/** The locale of the worker's language, whatever the phone's is. */
internal val Lang.locale: Locale
    get() = when (this) {
        Lang.HI -> Locale("hi", "IN")
        Lang.EN -> Locale("en", "IN")
    }

/** Sayings as text in the worker's language. May be used on any thread. */
class Sayings(context: Context, private val lang: Lang) {
    private val packageName = context.packageName
    private val resources: Resources = spoken(context)
    private val months: Array<String> = resources.getStringArray(R.array.draw_months)

    /** The text. Words without a string give their key, so that the gap is seen. */
    fun text(say: Say): String = when (say) {
        is Say.Of -> of(say)
        is Say.Data -> say.text
        is Say.Both -> if (lang == Lang.HI) say.text.hi else say.text.en
        is Say.Number -> grouped(say.number)
        is Say.Day -> day(say.day, say.now)
        is Say.Joined -> say.parts.map(::text).filter { it.isNotBlank() }.joinToString(say.between)
    }

    /** The resources of the language: those of the context where it speaks it, for every other context costs its own. */
    private fun spoken(context: Context): Resources {
        val given = context.resources
        if (given.configuration.locales[0] == lang.locale) return given
        val other = Configuration(given.configuration).apply { setLocale(lang.locale) }
        return context.createConfigurationContext(other).resources
    }

    private fun of(say: Say.Of): String {
        val id = idOf(say.words)
        if (id == 0) return say.words.key
        if (say.with.isEmpty()) return resources.getString(id)
        return resources.getString(id, *say.with.map(::text).toTypedArray())
    }

    // Names of words are the same for every instance; looking one up costs a walk through the table of resources.
    private fun idOf(words: Words): Int = IDS.getOrPut(words.key) {
        resources.getIdentifier(words.key, "string", packageName)
    }

    private fun day(day: LocalDate, now: LocalDate?): String {
        val short = "${day.dayOfMonth} ${months[day.monthValue - 1]}"
        return if (now == null || now.year == day.year) short else "$short ${day.year}"
    }

    internal companion object {
        private const val ALMOST = 999L
        private val IDS = ConcurrentHashMap<String, Int>()

        /** Indian grouping: the last three digits, then two by two: 7,21,246. */
        fun grouped(number: Long): String {
            val digits = number.toString().removePrefix("-")
            val sign = if (number < 0) "-" else ""
            if (digits.length <= 3) return sign + digits
            val head = digits.dropLast(3)
            val pairs = head.reversed().chunked(2).joinToString(",").reversed()
            return "$sign$pairs,${digits.takeLast(3)}"
        }

        /** One decimal; 100.0% where nothing is left alone. None where there is nothing. */
        fun percent(done: Long, of: Long): String? {
            if (of <= 0) return null
            val near = Math.floorDiv(done * 2000 + of, of * 2)
            val tenths = if (done < of) minOf(near, ALMOST) else near
            return "${tenths / 10}.${tenths % 10}%"
        }
    }
}
