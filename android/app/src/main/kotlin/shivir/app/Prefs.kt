package shivir.app

import android.content.Context
import android.content.SharedPreferences
import java.time.LocalDate
import java.util.Locale
import shivir.domain.Lang
import shivir.domain.WorkerId
import shivir.logic.kit.Look
import shivir.logic.kit.Seat
import shivir.logic.kit.Theme

/** What of the seat outlasts the process: language, looks, camp, who worked last. No names of people, no work. */
class Prefs(context: Context) {
    private val kept: SharedPreferences = context.getSharedPreferences("seat", Context.MODE_PRIVATE)

    /** On invented people. Kept, so that a restart does not put screens of the one store before the other. */
    var practice: Boolean
        get() = kept.getBoolean(PRACTICE, false)
        set(on) = kept.edit().putBoolean(PRACTICE, on).apply()

    val lastWorker: WorkerId? get() = kept.getString(WORKER, null)

    /** The seat as it was left; on a new phone Hindi, unless the phone itself is in English. */
    fun seat(): Seat = Seat(
        lang = named<Lang>(kept.getString(LANG, null)) ?: if (Locale.getDefault().language == "en") Lang.EN else Lang.HI,
        camp = kept.getString(CAMP, null)?.toUIntOrNull(),
        campName = kept.getString(CAMP_NAME, null),
        campDay = kept.getLong(CAMP_DAY, 0).takeIf { it != 0L }?.let(LocalDate::ofEpochDay),
        areas = kept.getString(AREAS, null).orEmpty().split(' ').mapNotNull(String::toULongOrNull),
        look = Look(
            theme = named<Theme>(kept.getString(THEME, null)) ?: Theme.SYSTEM,
            letters = kept.getFloat(LETTERS, 1f),
            sound = kept.getBoolean(SOUND, false),
        ),
    )

    /** Of a seat at practice only how it looks: its worker and her places are invented. */
    fun keep(seat: Seat) {
        val edit = kept.edit().putString(LANG, seat.lang.name)
            .putString(THEME, seat.look.theme.name)
            .putFloat(LETTERS, seat.look.letters)
            .putBoolean(SOUND, seat.look.sound)
        if (!seat.practice) {
            edit.putString(CAMP, seat.table.camp?.toString())
                .putString(CAMP_NAME, seat.table.campName)
                .putLong(CAMP_DAY, seat.table.campDay?.toEpochDay() ?: 0)
                .putString(AREAS, seat.table.areas.joinToString(" "))
                .putString(WORKER, seat.worker?.id ?: lastWorker)
        }
        edit.apply()
    }

    private inline fun <reified T : Enum<T>> named(name: String?): T? = enumValues<T>().find { it.name == name }

    private companion object {
        const val LANG = "lang"
        const val CAMP = "camp"
        const val CAMP_NAME = "camp_name"
        const val CAMP_DAY = "camp_day"
        const val AREAS = "areas"
        const val THEME = "theme"
        const val LETTERS = "letters"
        const val SOUND = "sound"
        const val WORKER = "worker"
        const val PRACTICE = "practice"
    }
}
