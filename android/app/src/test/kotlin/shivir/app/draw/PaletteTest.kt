package shivir.app.draw

import android.content.Context
import android.content.res.Configuration
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import shivir.app.R
import shivir.logic.kit.Theme
import shivir.logic.kit.Tone

@RunWith(RobolectricTestRunner::class)
class PaletteTest {
    private val all = mapOf("day" to Palette.DAY, "night" to Palette.NIGHT, "sun" to Palette.SUN)

    @Test
    fun `words stand 7 to 1 from their ground and marks 4,5 to 1`() {
        val weak = all.flatMap { (name, palette) ->
            below(name, palette.words, WORDS) + below(name, palette.marks, MARKS)
        }
        assertTrue(weak.joinToString("\n"), weak.isEmpty())
    }

    private fun below(name: String, pairs: List<Pair<Int, Int>>, least: Double) = pairs.mapNotNull { (on, ground) ->
        val found = contrast(on, ground)
        val text = String.format("%s: #%08X on #%08X is %.2f, not %.1f", name, on, ground, found, least)
        if (found < least) text else null
    }

    @Test
    fun `only the night is dark, and it has no pure white`() {
        assertTrue(luminance(Palette.NIGHT.paper) < 0.02)
        assertTrue(Palette.NIGHT.words.none { it.first == WHITE || it.second == WHITE })
        assertEquals(WHITE, Palette.SUN.paper)
        assertTrue(Tone.entries.all { Palette.SUN.of(it).wash == WHITE })
    }

    @Test
    fun `the system's night counts where the worker chose nothing else`() {
        assertEquals(Palette.NIGHT, Palette.of(Theme.SYSTEM, night = true))
        assertEquals(Palette.DAY, Palette.of(Theme.SYSTEM, night = false))
        assertEquals(Palette.DAY, Palette.of(Theme.DAY, night = true))
        assertEquals(Palette.NIGHT, Palette.of(Theme.NIGHT, night = false))
        assertEquals(Palette.SUN, Palette.of(Theme.SUN, night = true))
    }

    @Test
    fun `the window has the page's colours before the page is there`() {
        val app: Context = RuntimeEnvironment.getApplication()
        val modes = listOf(Configuration.UI_MODE_NIGHT_NO to Palette.DAY, Configuration.UI_MODE_NIGHT_YES to Palette.NIGHT)
        for ((mode, palette) in modes) {
            val now = Configuration(app.resources.configuration).apply { uiMode = mode }
            val context = app.createConfigurationContext(now)
            assertEquals(palette.paper, context.getColor(R.color.paper))
            assertEquals(palette.barAct, context.getColor(R.color.bar))
        }
    }

    /** WCAG 2: relative luminance of both, 0.05 added for the light of the surroundings. */
    private fun contrast(a: Int, b: Int): Double {
        val (dark, light) = listOf(luminance(a), luminance(b)).sorted()
        return (light + 0.05) / (dark + 0.05)
    }

    private fun luminance(colour: Int): Double {
        val (r, g, b) = listOf(16, 8, 0).map { linear((colour shr it and 0xff) / 255.0) }
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    private fun linear(part: Double) = if (part <= 0.03928) part / 12.92 else Math.pow((part + 0.055) / 1.055, 2.4)

    private companion object {
        const val WORDS = 7.0
        const val MARKS = 4.5
        const val WHITE = -1
    }
}
