package shivir.app.draw

import android.content.Context
import android.content.res.Configuration
import android.os.Build
import android.view.View
import android.view.ViewGroup
import android.view.Window
import android.widget.EditText
import android.widget.ScrollView
import shivir.domain.Lang
import shivir.logic.kit.Block
import shivir.logic.kit.Event
import shivir.logic.kit.Look
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Seat

/**
 * Draws pages: the bar at the top, what stays in place, what is scrolled, and the buttons at the thumb. From page to
 * page a view whose block has the same kind and key is kept: its cursor, the keyboard and the reader's place stay.
 *
 * Thread: the one that draws.
 */
class PageView(context: Context) : ViewGroup(context) {
    private var drawn: Drawn? = null

    /** What was last told to whoever does not see the page. */
    private var told: String? = null
    private var send: (Event) -> Unit = {}
    private var listen: (List<Say>) -> Unit = {}

    /** Everything that one style has made. */
    private inner class Drawn(val lang: Lang, val look: Look, val night: Boolean, val fontScale: Float) {
        val style = Style(context, lang, look) { send(it) }
        val head = HeadBar(style) { page?.let { listen(it.spoken()) } }
        val top = Column(style)
        val body = Column(style)
        val scroll = ScrollView(style.context)
        val foot = FootBar(style)
        var screen: Route? = null
        var page: Page? = null

        init {
            val gap = style.px(Sizes.GAP)
            top.setPadding(0, gap, 0, 0)
            body.setPadding(0, style.px(Sizes.SIDE), 0, style.px(Sizes.SIDE))
            scroll.isVerticalScrollBarEnabled = true
            scroll.addView(body, LayoutParams(FULL, WRAP))
            // The order in which a screen reader goes through them.
            listOf(head, top, scroll, foot).forEach { addView(it) }
            this@PageView.setBackgroundColor(style.palette.paper)
        }
    }

    init {
        // Touching beside a field leaves it; and no field takes the focus, and opens the keyboard, by itself.
        isFocusableInTouchMode = true
        descendantFocusability = FOCUS_BEFORE_DESCENDANTS
    }

    /** For the sayings of what is on the screen, and for what is read aloud of it; none before the first page. */
    val sayings: Sayings? get() = drawn?.style?.sayings

    /**
     * Draws a page.
     *
     * @param screen whose page it is; a new one is shown from its top
     * @param send what is touched and typed
     * @param listen the loudspeaker was touched: what there is to be read aloud
     */
    fun render(screen: Route, page: Page, seat: Seat, send: (Event) -> Unit, listen: (List<Say>) -> Unit) {
        this.send = send
        this.listen = listen
        val before = drawn
        val now = fitting(before, seat)
        val typing = if (now !== before && before?.screen == screen) Typing.of(this) else null
        val scrolled = if (before?.screen == screen) before.scroll.scrollY else 0
        if (now !== before) {
            drawn = now
            before?.let { old -> listOf(old.head, old.top, old.scroll, old.foot).forEach(::removeView) }
        }
        show(now, screen, page)
        if (now !== before) {
            now.scroll.post { now.scroll.scrollTo(0, scrolled) }
            typing?.restore(this)
        }
    }

    private fun show(now: Drawn, screen: Route, page: Page) {
        val other = now.screen != screen
        if (now.page == page && !other) return
        now.screen = screen
        now.page = page
        now.head.show(page)
        if (other) {
            // Two screens may have blocks of the same key: they are different things all the same.
            now.top.show(emptyList())
            now.body.show(emptyList())
        }
        now.top.show(page.top)
        now.top.visibility = if (page.top.isEmpty()) View.GONE else View.VISIBLE
        now.body.show(page.body)
        now.foot.show(page.foot)
        tell(now, page)
        if (other) {
            now.scroll.scrollTo(0, 0)
            if (now.top.findFocus() == null && now.body.findFocus() == null) requestFocus()
        }
    }

    /** Whoever does not see the page is told of each new screen and of each new question on it. */
    private fun tell(now: Drawn, page: Page) {
        val heading = page.body.filterIsInstance<Block.Heading>().firstOrNull()?.text
        val field = page.body.filterIsInstance<Block.Field>().firstOrNull()?.label
        val said = listOfNotNull(page.title, heading ?: field).joinToString(", ", transform = now.style::text)
        if (said == told) return
        told = said
        // Android 8 knows no titles of panes.
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) accessibilityPaneTitle = said else announceForAccessibility(said)
    }

    /** The bars of the system in the colours of the page. */
    // Android 8 to 10 know nothing newer for dark signs on a light bar.
    @Suppress("DEPRECATION")
    fun dress(window: Window) {
        val now = drawn ?: return
        val palette = now.style.palette
        window.statusBarColor = palette.bar(now.page?.tone ?: return)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O_MR1) {
            window.navigationBarColor = palette.paper
            val light = View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR
            val flags = window.decorView.systemUiVisibility
            window.decorView.systemUiVisibility = if (palette.night) flags and light.inv() else flags or light
        }
    }

    /** What is drawn already, where the seat looks the same and the system too; else a style of its own. */
    private fun fitting(before: Drawn?, seat: Seat): Drawn {
        val night = Style.nightIn(context)
        val fontScale = context.resources.configuration.fontScale
        val sameLook = before?.look?.copy(sound = false) == seat.look.copy(sound = false)
        val fits = sameLook && before?.lang == seat.lang && before.night == night && before.fontScale == fontScale
        return if (before != null && fits) before else Drawn(seat.lang, seat.look, night, fontScale)
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val wide = MeasureSpec.getSize(widthSpec)
        val now = drawn ?: return setMeasuredDimension(wide, MeasureSpec.getSize(heightSpec))
        val bounded = MeasureSpec.getMode(heightSpec) != MeasureSpec.UNSPECIFIED
        val high = MeasureSpec.getSize(heightSpec)
        tight(now, false)
        if (bounded && high - bars(now, wide) < now.style.px(Sizes.BODY_LEAST)) tight(now, true)
        val taken = bars(now, wide)
        val exactly = MeasureSpec.makeMeasureSpec(wide, MeasureSpec.EXACTLY)
        val rest = if (bounded) {
            MeasureSpec.makeMeasureSpec((high - taken).coerceAtLeast(0), MeasureSpec.EXACTLY)
        } else {
            MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED)
        }
        now.scroll.measure(exactly, rest)
        setMeasuredDimension(wide, if (bounded) high else taken + now.scroll.measuredHeight)
    }

    /** With the keyboard there and nothing left for the page itself, the bars make room. */
    private fun tight(now: Drawn, tight: Boolean) {
        val typing = tight && findFocus() is EditText
        now.head.tight = typing
        now.foot.tight = typing
    }

    /** Height of all that stays in place. */
    private fun bars(now: Drawn, wide: Int): Int {
        val exactly = MeasureSpec.makeMeasureSpec(wide, MeasureSpec.EXACTLY)
        val any = MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED)
        return listOf(now.head, now.top, now.foot).filter { it.visibility != View.GONE }.sumOf {
            it.measure(exactly, any)
            it.measuredHeight
        }
    }

    override fun onLayout(changed: Boolean, l: Int, t: Int, r: Int, b: Int) {
        val now = drawn ?: return
        var top = 0
        for (view in listOf(now.head, now.top, now.scroll, now.foot)) {
            if (view.visibility == View.GONE) continue
            view.layout(0, top, width, top + view.measuredHeight)
            top += view.measuredHeight
        }
    }

    override fun onConfigurationChanged(newConfig: Configuration?) {
        super.onConfigurationChanged(newConfig)
        requestLayout()
    }

    /** Where the cursor is, over a change of the look: the nth field, from, to. */
    private class Typing(private val field: Int, private val from: Int, private val to: Int) {
        fun restore(view: View) {
            val edit = fields(view).getOrNull(field) ?: return
            edit.requestFocus()
            val length = edit.text.length
            edit.setSelection(from.coerceIn(0, length), to.coerceIn(0, length))
        }

        companion object {
            fun of(view: View): Typing? {
                val all = fields(view)
                val at = all.indexOfFirst { it.isFocused }
                return if (at < 0) null else Typing(at, all[at].selectionStart, all[at].selectionEnd)
            }

            private fun fields(view: View): List<EditText> = when (view) {
                is EditText -> listOf(view)
                is ViewGroup -> (0 until view.childCount).flatMap { fields(view.getChildAt(it)) }
                else -> emptyList()
            }
        }
    }
}
