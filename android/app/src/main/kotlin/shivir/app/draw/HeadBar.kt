package shivir.app.draw

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.view.View
import android.widget.ImageView
import android.widget.LinearLayout
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Steps
import shivir.logic.kit.say

/** The bar at the top: the way back, the title, the loudspeaker, how far a flow is. */
internal class HeadBar(private val style: Style, private val listen: () -> Unit) : LinearLayout(style.context) {
    private val colour = style.palette.onBar
    private val back = touchable(Icon.BACK, KitWords.KIT_BACK) { style.send(BackTouched) }
    private val speaker = touchable(Icon.SPEAKER, KitWords.KIT_LISTEN) { listen() }
    private val sign = style.signView(style.sign(Sizes.SIGN))
    private val title = style.words(Sizes.HEADING, colour, bold = true)
    private val under = style.words(Sizes.BODY, colour)
    private val steps = StepsView(style.context, style)

    init {
        orientation = VERTICAL
        title.heading()
        val line = style.line()
        line.minimumHeight = style.px(Sizes.ACTION)
        line.put(back, style.px(Sizes.TOUCH), style.px(Sizes.TOUCH), start = style.px(Sizes.TINY))
        line.put(sign, sign.minimumWidth, sign.minimumHeight, start = style.px(Sizes.SIDE))
        val words = style.column()
        words.pad(0, style.px(Sizes.SMALL))
        words.put(title, FULL)
        words.put(under, FULL)
        line.put(words, 0, WRAP, 1f, start = style.px(Sizes.SIDE))
        line.put(speaker, style.px(Sizes.TOUCH), style.px(Sizes.TOUCH), start = style.px(Sizes.SMALL))
        line.setPaddingRelative(0, style.px(Sizes.TINY), style.px(Sizes.GAP), style.px(Sizes.TINY))
        put(line, FULL)
        addView(steps, LayoutParams(FULL, style.px(STEPS)).apply {
            setMargins(style.px(Sizes.SIDE), 0, style.px(Sizes.SIDE), style.px(Sizes.GAP))
        })
    }

    /** The keyboard takes the room: title and way back alone. */
    var tight = false
        set(value) {
            if (field != value) {
                field = value
                shown?.let { seen(it) }
            }
        }

    private var shown: Page? = null

    fun show(page: Page) {
        shown = page
        setBackgroundColor(style.palette.bar(page.tone))
        title.text = style.text(page.title)
        under.text = page.under?.let(style::text)
        sign.setImageDrawable(page.icon?.let { style.drawable(it, colour, sign.minimumWidth) })
        steps.show(page.steps)
        seen(page)
    }

    private fun seen(page: Page) {
        back.visibility = seen(page.back)
        under.visibility = seen(page.under != null && !tight)
        steps.visibility = seen(page.steps != null && !tight)
        signed(page, page.icon != null && !(tight && page.back))
        title.maxLines = if (tight) 1 else MOST_LINES
        requestLayout()
    }

    private fun signed(page: Page, shown: Boolean) {
        sign.visibility = seen(shown)
        // The arrow has air of its own around it.
        val first = if (shown) sign else title.parent as View
        listOf(sign, title.parent as View).forEach { view ->
            val start = if (view === first && page.back) Sizes.TINY else if (view === first) Sizes.SIDE else Sizes.GAP
            // Set anew, so that the margin counts in the measuring that may be under way.
            view.layoutParams = (view.layoutParams as LayoutParams).apply { marginStart = style.px(start) }
        }
    }

    /** A title that needs the room of its sign takes it, where the arrow shows what the bar is. */
    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val page = shown
        if (page?.icon != null && page.back && !tight) {
            val air = Sizes.TOUCH + Sizes.TINY + Sizes.TINY + Sizes.GAP + Sizes.SMALL + Sizes.TOUCH + Sizes.GAP
            val room = MeasureSpec.getSize(widthSpec) - style.px(air) - sign.minimumWidth
            val fits = title.paint.measureText(title.text.toString()) <= room
            if (fits != (sign.visibility == View.VISIBLE)) signed(page, fits)
        }
        super.onMeasure(widthSpec, heightSpec)
    }

    private fun seen(yes: Boolean) = if (yes) View.VISIBLE else View.GONE

    private fun touchable(icon: Icon, words: KitWords, action: () -> Unit): View = ImageView(style.context).apply {
        scaleType = ImageView.ScaleType.FIT_CENTER
        val air = style.px(Sizes.TOUCH - Sizes.SIGN) / 2
        setPadding(air, air, air, air)
        setImageDrawable(style.drawable(icon, colour, style.px(Sizes.SIGN)))
        val ground = style.box(if (icon == Icon.SPEAKER) colour and VEIL else 0, round = Sizes.TOUCH / 2)
        background = style.touch(ground, colour, Sizes.TOUCH / 2)
        contentDescription = style.text(say(words))
        accessibilityDelegate = Roles(Role.BUTTON)
        touched(true, action)
    }

    private companion object {
        const val STEPS = 6
        const val MOST_LINES = 4
        const val VEIL = 0x26FFFFFF
    }
}

/** How many steps are done: a short bar for each. */
private class StepsView(context: Context, private val style: Style) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private var steps: Steps? = null

    fun show(steps: Steps?) {
        this.steps = steps
        contentDescription = steps?.let {
            style.text(say(KitWords.KIT_OF, Say.Number(it.done.toLong()), Say.Number(it.of.toLong())))
        }
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val of = steps?.of ?: return
        val done = steps?.done ?: return
        if (of <= 0) return
        val gap = style.px(if (of > MANY) 2 else Sizes.SMALL).toFloat()
        val wide = (width - gap * (of - 1)) / of
        for (at in 0 until of) {
            val left = at * (wide + gap)
            paint.color = style.palette.onBar
            paint.alpha = if (at < done) OPAQUE else FAINT
            canvas.drawRoundRect(left, 0f, left + wide, height.toFloat(), height / 2f, height / 2f, paint)
        }
    }

    private companion object {
        const val MANY = 8
        const val OPAQUE = 255
        const val FAINT = 90
    }
}
