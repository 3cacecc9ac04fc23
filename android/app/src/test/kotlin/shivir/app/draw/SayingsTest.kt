package shivir.app.draw

import android.content.Context
import java.io.File
import java.time.LocalDate
import java.util.zip.ZipFile
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.domain.Lang
import shivir.domain.Text
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Say
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say

@RunWith(RobolectricTestRunner::class)
class SayingsTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val hindi = Sayings(context, Lang.HI)
    private val english = Sayings(context, Lang.EN)

    private enum class Missing : Words { NOBODY_WROTE_THIS }

    @Test
    fun `words come in the worker's language with what is put in`() {
        assertEquals("पीछे", hindi.text(say(KitWords.KIT_BACK)))
        assertEquals("1,074 में से 683", hindi.text(say(KitWords.KIT_OF, say(683), say(1074))))
        assertEquals("683 of 1,074", english.text(say(KitWords.KIT_OF, say(683), say(1074))))
    }

    @Test
    @Config(qualifiers = "en-rIN")
    fun `the phone's language does not decide`() {
        assertEquals("पीछे", Sayings(RuntimeEnvironment.getApplication(), Lang.HI).text(say(KitWords.KIT_BACK)))
    }

    @Test
    fun `numbers are grouped as in India`() {
        val shown = listOf(0L, 7, 999, 1_000, 99_999, 100_000, 721_246, 12_345_678, -45_000).map { hindi.text(say(it)) }
        val right = listOf("0", "7", "999", "1,000", "99,999", "1,00,000", "7,21,246", "1,23,45,678", "-45,000")
        assertEquals(right, shown)
    }

    @Test
    fun `a percentage is whole only where nothing is left`() {
        assertEquals("63.6%", Sayings.percent(683, 1074))
        assertEquals("99.9%", Sayings.percent(721_245, 721_246))
        assertEquals("100.0%", Sayings.percent(3, 3))
        assertEquals("0.0%", Sayings.percent(0, 3))
        assertNull(Sayings.percent(0, 0))
    }

    @Test
    fun `a day has its year only where that is another one`() {
        val day = LocalDate.of(2025, 11, 24)
        assertEquals("24 नवंबर", hindi.text(Say.Day(day)))
        assertEquals("24 November", english.text(Say.Day(day, LocalDate.of(2025, 1, 2))))
        assertEquals("24 नवंबर 2025", hindi.text(Say.Day(day, LocalDate.of(2026, 1, 2))))
    }

    @Test
    fun `sentences of the core and data are joined, and what says nothing is left out`() {
        val both = Say.Both(Text(hi = "सुरक्षित", en = "safe"))
        assertEquals("सुरक्षित · 07-046-K", hindi.text(joined(both, say(""), null, say("07-046-K"))))
        assertEquals("safe · 07-046-K", english.text(joined(both, say(""), null, say("07-046-K"))))
    }

    @Test
    fun `words without a string show their key`() {
        assertEquals("nobody_wrote_this", hindi.text(say(Missing.NOBODY_WROTE_THIS)))
    }

    @Test
    fun `all words of the application have a string in both languages`() {
        val words = classes()
            .filter { it.isEnum && Words::class.java.isAssignableFrom(it) && it != Missing::class.java }
            .flatMap { it.enumConstants.orEmpty().toList() }.filterIsInstance<Words>()
        assertTrue(words.containsAll(KitWords.entries))
        assertTrue(words.containsAll(DrawWords.entries))
        val keys = words.map { it.key }
        assertEquals("keys must differ", keys.distinct().size, keys.size)
        val without = keys.filter { context.resources.getIdentifier(it, "string", context.packageName) == 0 } +
            listOf("values", "values-hi").flatMap { folder -> (keys - strings(folder)).map { "$folder: $it" } }
        assertTrue(without.joinToString("\n"), without.isEmpty())
    }

    @Test
    fun `every sign is drawn and no drawing is left over`() {
        for (icon in Icon.entries) assertNotNull(icon.name, context.getDrawable(icon.drawable))
        val files = File(RES, "drawable").list().orEmpty().filter { it.startsWith("ic_") }
            .map { it.removeSuffix(".xml") }
        assertEquals(Icon.entries.map { "ic_${it.name.lowercase()}" }.sorted(), files.sorted())
        assertEquals(Icon.entries.size, Icon.entries.map { it.drawable }.distinct().size)
    }

    /** Names of the strings that the files of a folder have. */
    private fun strings(folder: String): Set<String> = File(RES, folder).listFiles().orEmpty()
        .flatMap { NAME.findAll(it.readText()).map { found -> found.groupValues[1] } }.toSet()

    /** All classes of ours, those in folders and those in a jar. */
    private fun classes(): List<Class<*>> = System.getProperty("java.class.path").orEmpty().split(File.pathSeparator)
        .map(::File).filter { it.exists() }.flatMap(::entries)
        .filter { it.startsWith("shivir/logic/") || it.startsWith("shivir/app/") }
        .filter { it.endsWith(".class") && !it.endsWith("Test.class") }
        .map { Class.forName(it.removeSuffix(".class").replace('/', '.'), false, javaClass.classLoader) }

    private fun entries(place: File): List<String> = when {
        place.isDirectory -> place.walk().filter { it.isFile }
            .map { it.relativeTo(place).invariantSeparatorsPath }.toList()
        place.name.matches(OURS) -> ZipFile(place).use { zip -> zip.entries().toList().map { it.name } }
        else -> emptyList()
    }

    private companion object {
        const val RES = "src/main/res"
        val NAME = Regex("<string name=\"([a-z0-9_]+)\"")
        val OURS = Regex("(logic|app).*\\.jar")
    }
}
