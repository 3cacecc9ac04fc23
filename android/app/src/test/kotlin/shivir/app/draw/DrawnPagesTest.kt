package shivir.app.draw

import android.view.View
import android.widget.FrameLayout
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.app.rig.Screenshot
import shivir.domain.Lang
import shivir.logic.kit.Icon
import shivir.logic.kit.Look
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Theme

@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "hi-rIN-w320dp-h640dp-port-notnight-tvdpi")
class DrawnPagesTest {
    private val context = RuntimeEnvironment.getApplication()

    private fun drawn(page: Page, lang: Lang, theme: Theme, letters: Float): PageView {
        val view = PageView(context)
        view.render(Route(ScreenId.HOME), page, Seat(lang = lang, look = Look(theme, letters)), {}, {})
        return view
    }

    @Test
    fun `every block can be used and read in both languages, all themes and sizes of letters`() {
        val wrong = mutableListOf<String>()
        for ((name, page) in Samples.all) for (lang in Lang.entries) for (theme in THEMES) for (letters in LETTERS) {
            val view = drawn(page, lang, theme, letters)
            Screenshot.draw(view, 320, 640)
            wrong += Accessibility.check(view).map { "$name $lang $theme $letters: $it" }
        }
        assertEquals(wrong.joinToString("\n"), 0, wrong.size)
    }

    @Test
    fun `pages look as they did`() {
        // Blocks that EveryScreenTest does not come across, or not in this state.
        for (name in listOf("typing", "work")) {
            val page = Samples.all.getValue(name)
            Screenshot.check("draw/$name", Screenshot.draw(drawn(page, Lang.HI, Theme.DAY, 1f), 320, 640))
        }
        other("list", "night", Lang.HI, Theme.NIGHT, 1f)
        other("question", "sun", Lang.EN, Theme.SUN, 1f)
        other("case", "large", Lang.HI, Theme.DAY, 2f)
    }

    /** The whole length of a page in another look. */
    private fun other(name: String, look: String, lang: Lang, theme: Theme, letters: Float) {
        val page = Samples.all.getValue(name)
        Screenshot.check("draw/$name-$look", Screenshot.draw(drawn(page, lang, theme, letters), 320, null))
    }

    @Test
    fun `signs look as they did`() {
        val style = Style(context, Lang.HI, Look(Theme.DAY)) {}
        val grid = Grid(context, COLUMNS, 0)
        for (icon in Icon.entries) {
            val cell = style.column()
            cell.setPadding(PAD, PAD, PAD, PAD)
            cell.gravity = android.view.Gravity.CENTER
            val sign = style.signView(style.px(Sizes.SIGN + Sizes.SIGN))
            sign.setImageDrawable(style.drawable(icon, style.palette.act.mark, sign.minimumWidth))
            cell.put(sign, sign.minimumWidth, sign.minimumWidth)
            cell.put(style.words(12f, style.palette.ink).apply { text = icon.name })
            grid.addView(cell)
        }
        val frame = FrameLayout(context)
        frame.addView(grid)
        Screenshot.check("draw/signs", Screenshot.draw(frame as View, 800, null))
    }

    private companion object {
        val THEMES = listOf(Theme.DAY, Theme.NIGHT, Theme.SUN)
        val LETTERS = listOf(1f, 2f)
        const val COLUMNS = 10
        const val PAD = 12
    }
}
