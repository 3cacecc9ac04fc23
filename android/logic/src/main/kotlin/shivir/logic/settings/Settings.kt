package shivir.logic.settings

import shivir.domain.Lang
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Look
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Sit
import shivir.logic.kit.Theme
import shivir.logic.kit.Words
import shivir.logic.kit.say
import shivir.logic.workers.Workers

enum class SettingsWords : Words {
    SETTINGS_TITLE, SETTINGS_LANGUAGE, SETTINGS_HINDI, SETTINGS_ENGLISH, SETTINGS_LETTERS, SETTINGS_LETTERS_PLAIN,
    SETTINGS_LETTERS_LARGE, SETTINGS_LETTERS_LARGER, SETTINGS_LETTERS_LARGEST, SETTINGS_SOUND, SETTINGS_SOUND_ON,
    SETTINGS_SOUND_OFF, SETTINGS_SOUND_TRY, SETTINGS_THEME, SETTINGS_THEME_SYSTEM, SETTINGS_THEME_DAY,
    SETTINGS_THEME_NIGHT, SETTINGS_THEME_SUN, SETTINGS_MORE, SETTINGS_PRACTICE, SETTINGS_PRACTICE_UNDER, SETTINGS_HELP,
    SETTINGS_NOTICES, SETTINGS_PLACES, SETTINGS_PLACES_UNDER, SETTINGS_ADD_WORKER, SETTINGS_ABOUT, SETTINGS_ABOUT_TEXT, SETTINGS_ABOUT_SAFE,
}

/** How the worker wants to see and hear it. Every choice holds at once; there is nothing to be saved. */
object Settings : Screen<Settings.Model> {
    /** Everything that is chosen here is of the seat. */
    data object Model

    data class LanguageChosen(val lang: Lang) : Event
    data class LettersChosen(val letters: Float) : Event
    data class SoundChosen(val on: Boolean) : Event
    data class ThemeChosen(val theme: Theme) : Event
    data class Went(val to: ScreenId, val about: String? = null) : Event

    /** Sizes over the system's own, and what they are called. */
    private val sizes = listOf(
        1.0f to SettingsWords.SETTINGS_LETTERS_PLAIN,
        1.3f to SettingsWords.SETTINGS_LETTERS_LARGE,
        1.6f to SettingsWords.SETTINGS_LETTERS_LARGER,
        2.0f to SettingsWords.SETTINGS_LETTERS_LARGEST,
    )

    override val id = ScreenId.SETTINGS

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> = Next(Model)

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is LanguageChosen -> Next(model, Sit { it.copy(lang = event.lang) })
        is LettersChosen -> Next(model, looks { it.copy(letters = event.letters) })
        // Whoever turns the sound on hears at once that it works.
        is SoundChosen -> Next(
            model,
            looks { it.copy(sound = event.on) },
            if (event.on) Outside.Speak(listOf(say(SettingsWords.SETTINGS_SOUND_TRY))) else Outside.Hush,
        )
        is ThemeChosen -> Next(model, looks { it.copy(theme = event.theme) })
        is Went -> Next(model, Move.Go(Route(event.to, event.about)))
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = Page(
        title = say(SettingsWords.SETTINGS_TITLE),
        icon = Icon.GEAR,
        body = language(seat) + letters(seat.look) + sound(seat.look) + theme(seat.look) + more() + about(),
        personal = false,
    )

    private fun looks(change: (Look) -> Look) = Sit { it.copy(look = change(it.look)) }

    private fun language(seat: Seat): List<Block> = listOf(
        heading(SettingsWords.SETTINGS_LANGUAGE),
        choice("hi", say(SettingsWords.SETTINGS_HINDI), Icon.LANGUAGE, seat.lang == Lang.HI, LanguageChosen(Lang.HI)),
        choice("en", say(SettingsWords.SETTINGS_ENGLISH), Icon.LANGUAGE, seat.lang == Lang.EN, LanguageChosen(Lang.EN)),
    )

    private fun letters(look: Look): List<Block> = listOf(heading(SettingsWords.SETTINGS_LETTERS)) +
        sizes.map { (size, words) ->
            choice("letters-$size", say(words), Icon.LETTERS, look.letters == size, LettersChosen(size))
        }

    private fun sound(look: Look): List<Block> = listOf(
        heading(SettingsWords.SETTINGS_SOUND),
        choice("sound-on", say(SettingsWords.SETTINGS_SOUND_ON), Icon.SPEAKER, look.sound, SoundChosen(true)),
        choice("sound-off", say(SettingsWords.SETTINGS_SOUND_OFF), Icon.STOP, !look.sound, SoundChosen(false)),
    )

    private fun theme(look: Look): List<Block> = listOf(heading(SettingsWords.SETTINGS_THEME)) + Theme.entries.map {
        val (words, icon) = when (it) {
            Theme.SYSTEM -> SettingsWords.SETTINGS_THEME_SYSTEM to Icon.GEAR
            Theme.DAY -> SettingsWords.SETTINGS_THEME_DAY to Icon.EYE
            Theme.NIGHT -> SettingsWords.SETTINGS_THEME_NIGHT to Icon.MOON
            Theme.SUN -> SettingsWords.SETTINGS_THEME_SUN to Icon.SUN
        }
        choice("theme-${it.name}", say(words), icon, look.theme == it, ThemeChosen(it))
    }

    private fun more(): List<Block> = listOf(
        heading(SettingsWords.SETTINGS_MORE),
        Block.Row(
            key = "practice",
            name = say(SettingsWords.SETTINGS_PRACTICE),
            under = say(SettingsWords.SETTINGS_PRACTICE_UNDER),
            icon = Icon.PRACTICE,
            event = Went(ScreenId.PRACTICE),
        ),
        Block.Row(
            key = "places",
            name = say(SettingsWords.SETTINGS_PLACES),
            under = say(SettingsWords.SETTINGS_PLACES_UNDER),
            icon = Icon.PLACE,
            event = Went(ScreenId.WORKERS, Workers.PLACE),
        ),
        Block.Row("add-worker", say(SettingsWords.SETTINGS_ADD_WORKER), icon = Icon.PLUS, event = Went(ScreenId.WORKERS, Workers.ADD)),
        Block.Row("help", say(SettingsWords.SETTINGS_HELP), icon = Icon.INFO, event = Went(ScreenId.HELP)),
        Block.Row("notices", say(SettingsWords.SETTINGS_NOTICES), icon = Icon.HAND, event = Went(ScreenId.NOTICES)),
    )

    private fun about(): List<Block> = listOf(
        heading(SettingsWords.SETTINGS_ABOUT),
        Block.Words(say(SettingsWords.SETTINGS_ABOUT_TEXT), key = "about"),
        Block.Words(say(SettingsWords.SETTINGS_ABOUT_SAFE), quiet = true, key = "about-safe"),
    )

    private fun heading(words: SettingsWords) = Block.Heading(say(words), words.key)

    private fun choice(key: String, label: Say, icon: Icon, chosen: Boolean, event: Event) =
        Block.Choice(key, label, icon, chosen, event)
}
