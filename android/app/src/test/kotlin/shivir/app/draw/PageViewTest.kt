package shivir.app.draw

import android.app.Activity
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.EditText
import android.widget.ScrollView
import android.widget.TextView
import java.util.concurrent.TimeUnit
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import shivir.domain.Lang
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Event
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Look
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Theme
import shivir.logic.kit.Tone
import shivir.logic.kit.say

@RunWith(RobolectricTestRunner::class)
class PageViewTest {
    private lateinit var view: PageView
    private val sent = mutableListOf<Event>()
    private val heard = mutableListOf<List<Say>>()

    @Before
    fun open() {
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        view = PageView(activity)
        activity.setContentView(view)
    }

    private fun show(page: Page, seat: Seat = Seat(lang = Lang.EN), screen: Route = Route(ScreenId.SEARCH)) {
        view.render(screen, page, seat, sent::add) { heard += it }
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun page(value: String, vararg rows: String) = Page(
        title = say("Find"),
        top = listOf(
            Block.Field(
                "name", say("Name"), value, FieldKind.SEARCH, typed = Samples::Wrote, done = Samples.Touched("done"),
            ),
        ),
        body = rows.map { Block.Row(it, say(it), event = Samples.Touched(it)) },
    )

    private fun all(from: View = view): List<View> =
        if (from is ViewGroup) listOf(from) + (0 until from.childCount).flatMap { all(from.getChildAt(it)) } else listOf(from)

    private fun edit() = all().filterIsInstance<EditText>().single()

    private fun named(words: String) =
        all().single { it.contentDescription?.toString() == words && it.visibility == View.VISIBLE }

    @Test
    fun `a field keeps its view, its focus and its cursor from page to page`() {
        show(page("seeta"))
        val field = edit()
        field.requestFocus()
        field.setSelection(2)
        show(page("seeta", "1", "2"))
        assertSame(field, edit())
        assertTrue(field.isFocused)
        assertEquals(2, field.selectionStart)
    }

    @Test
    fun `a field keeps its focus where the blocks before it change places`() {
        val field = Block.Field("name", say("Name"), "a", typed = Samples::Wrote)
        fun of(vararg blocks: Block) = Page(say("Page"), body = blocks.toList())
        val one = Block.Words(say("1"), key = "1")
        val two = Block.Words(say("2"), key = "2")
        show(of(one, two, field))
        edit().requestFocus()
        val kept = edit()
        show(of(field, two, one))
        assertSame(kept, edit())
        assertTrue(kept.isFocused)
        show(of(two, field))
        assertTrue(kept.isFocused)
        val words = all().filterIsInstance<TextView>().map { it.text.toString() }
        assertEquals(listOf("2"), words.filter { it == "1" || it == "2" })
    }

    @Test
    fun `what is typed is told once, and what the page says is not told back`() {
        show(page(""))
        show(page("seeta"))
        assertEquals("seeta", edit().text.toString())
        assertTrue(sent.isEmpty())
        edit().append(" 45")
        assertEquals(listOf(Samples.Wrote("seeta 45")), sent)
    }

    @Test
    fun `a page from before the last letters does not take them back`() {
        show(page(""))
        edit().append("s")
        edit().append("e")
        edit().append("e")
        show(page("s"))
        assertEquals("see", edit().text.toString())
        show(page("se", "1"))
        assertEquals("see", edit().text.toString())
        show(page("see", "2"))
        assertEquals("see", edit().text.toString())
        show(page("", "2"))
        assertEquals("", edit().text.toString())
    }

    @Test
    fun `what a page never takes up is taken back in the end`() {
        show(page("98"))
        edit().append("x")
        show(page("98", "1"))
        assertEquals("98x", edit().text.toString())
        shadowOf(Looper.getMainLooper()).idleFor(3, TimeUnit.SECONDS)
        assertEquals("98", edit().text.toString())
        assertEquals(listOf(Samples.Wrote("98x")), sent)
    }

    @Test
    fun `the keyboard's own button does what the field says`() {
        show(page("a"))
        edit().onEditorAction(android.view.inputmethod.EditorInfo.IME_ACTION_SEARCH)
        assertEquals(listOf(Samples.Touched("done")), sent)
    }

    @Test
    fun `rows that stay are the same views, those that go are gone`() {
        show(page("", "1", "2", "3"))
        val two = named("2")
        show(page("", "2", "4"))
        assertSame(two, named("2"))
        assertTrue(all().none { it.contentDescription?.toString() == "1" })
        named("4").performClick()
        assertEquals(listOf(Samples.Touched("4")), sent)
    }

    @Test
    fun `the list stays where it was, and begins at its top on another screen`() {
        val rows = (1..40).map { "$it" }.toTypedArray()
        show(page("", *rows))
        val scroll = all().filterIsInstance<ScrollView>().single()
        scroll.scrollTo(0, 500)
        show(page("a", *rows))
        assertEquals(500, scroll.scrollY)
        show(page("a", *rows), screen = Route(ScreenId.PERSON, "7"))
        assertEquals(0, scroll.scrollY)
    }

    @Test
    fun `another language makes all anew and keeps the cursor`() {
        show(page("seeta", "1"))
        edit().requestFocus()
        edit().setSelection(3)
        val before = edit()
        show(page("seeta", "1"), Seat(lang = Lang.HI))
        assertNotSame(before, edit())
        assertTrue(edit().isFocused)
        assertEquals(3, edit().selectionStart)
        assertNotNull(named("सुनें"))
    }

    @Test
    fun `the arrow leads back and the loudspeaker reads the page`() {
        show(page("", "1"))
        named("Back").performClick()
        named("Listen").performClick()
        assertEquals(listOf<Event>(BackTouched), sent)
        assertEquals(listOf(listOf(say("Find"), say("Name"), say("1"))), heard)
    }

    @Test
    fun `an answer says what it is and whether it is chosen`() {
        fun of(chosen: Boolean) = Page(
            say("Question"),
            body = listOf(Block.Choice("yes", say("Yes"), Icon.TICK, chosen, Samples.Touched("yes"), Tone.DONE)),
        )
        show(of(true))
        assertEquals("android.widget.RadioButton", info().className)
        assertTrue(info().isChecked)
        assertEquals("Chosen", info().stateDescription)
        show(of(false))
        assertFalse(info().isChecked)
    }

    private fun info(): AccessibilityNodeInfo = named("Yes").createAccessibilityNodeInfo()

    @Test
    fun `letters are the system's and the worker's together, twice the size at most`() {
        val context = view.context
        assertEquals(1.3f, Style.lettersIn(context, Look(letters = 1.3f)), 0.001f)
        val large = android.content.res.Configuration(context.resources.configuration).apply { fontScale = 1.6f }
        assertEquals(2f, Style.lettersIn(context.createConfigurationContext(large), Look(letters = 1.6f)), 0.001f)
    }

    @Test
    fun `the bars of the system have the colours of the page`() {
        show(page("").copy(tone = Tone.DONE), Seat(look = Look(Theme.NIGHT)))
        val window = (view.context as Activity).window
        view.dress(window)
        assertEquals(Palette.NIGHT.barDone, window.statusBarColor)
        assertEquals(Palette.NIGHT.paper, window.navigationBarColor)
    }

    @Test
    fun `whoever does not see it is told of each new question on one screen`() {
        fun asks(question: String) = Page(say("सीता बाई"), body = listOf(Block.Heading(say(question))))
        for (question in listOf("क्या सहमति है?", "कौन से कागज़ दिखाए?")) {
            show(asks(question))
            assertEquals("सीता बाई, $question", view.accessibilityPaneTitle.toString())
        }
    }
}
