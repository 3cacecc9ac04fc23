package shivir.logic.kit

import java.net.URLDecoder
import java.net.URLEncoder

/**
 * The screens one behind the other, as text that the system keeps while the process is gone: a line a screen, its route and
 * what it wants kept.
 */
internal object Kept {
    fun write(screens: List<Pair<Route, String?>>): String = screens.joinToString("\n") { (route, kept) ->
        listOf(route.screen.name, route.about, kept).joinToString(" ") { it?.let(::coded) ?: NONE }
    }

    /** What cannot be read is left out: a screen that a newer version had. */
    fun read(text: String): List<Pair<Route, String?>> = text.lines().mapNotNull { line ->
        val parts = line.split(' ')
        val screen = ScreenId.entries.find { it.name == parts[0].drop(1) }
        if (screen == null || parts.size != 3) null else Route(screen, plain(parts[1])) to plain(parts[2])
    }

    private const val NONE = "-"

    private fun coded(text: String) = "=" + URLEncoder.encode(text, "UTF-8")

    private fun plain(text: String): String? = if (text == NONE) null else URLDecoder.decode(text.drop(1), "UTF-8")
}
