package shivir.app.draw

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import shivir.logic.kit.Block
import shivir.logic.kit.Icon
import shivir.logic.kit.Say
import shivir.logic.kit.say

/** Digits to touch, in three columns; dots for what was typed. */
internal class KeypadPart(private val style: Style) : Part<Block.Keypad> {
    private val dots = DotsView(style.context, style)
    private val grid = Grid(style.context, COLUMNS, style.px(Sizes.SMALL))
    private var block: Block.Keypad? = null
    override val view: LinearLayout = style.column()

    init {
        view.put(dots, FULL, style.px(Sizes.TOUCH))
        view.put(grid, FULL, top = style.px(Sizes.GAP))
        for (digit in 1..NINE) grid.addView(key(digit))
        grid.addView(View(style.context).apply { importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO })
        grid.addView(key(0))
        grid.addView(wipe())
    }

    override fun show(now: Block.Keypad, before: Block.Keypad?) {
        block = now
        dots.show(now.typed)
    }

    private fun key(digit: Int): TextView = style.words(Sizes.DIGIT, style.palette.ink, bold = true).apply {
        text = digit.toString()
        gravity = Gravity.CENTER
        minimumHeight = style.px(Sizes.KEY)
        background = style.touch(style.box(style.palette.paper, style.palette.edge, Sizes.HAIR))
        accessibilityDelegate = Roles(Role.BUTTON)
        touched(true) { block?.let { style.send(it.digit(digit)) } }
    }

    private fun wipe(): View {
        val button = shivir.logic.kit.Button(say(DrawWords.DRAW_WIPE), null, Icon.BACK, small = true)
        return ButtonView(style).apply {
            show(button, Weight.BARE, Sizes.KEY)
            touched(true) { block?.let { style.send(it.wipe) } }
        }
    }

    private companion object {
        const val COLUMNS = 3
        const val NINE = 9
    }
}

/** A full dot for each digit typed, an empty one for each that is still missing from the shortest PIN. */
private class DotsView(context: Context, private val style: Style) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).also { it.strokeWidth = style.px(Sizes.STROKE).toFloat() }
    private var typed = 0

    init {
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
    }

    fun show(typed: Int) {
        this.typed = typed
        contentDescription = style.text(say(DrawWords.DRAW_TYPED, Say.Number(typed.toLong())))
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val count = maxOf(typed, LEAST)
        val step = minOf(style.px(STEP), width / count)
        val left = (width - step * (count - 1)) / 2f
        paint.color = style.palette.act.mark
        for (at in 0 until count) {
            paint.style = if (at < typed) Paint.Style.FILL_AND_STROKE else Paint.Style.STROKE
            canvas.drawCircle(left + at * step, height / 2f, style.px(RADIUS).toFloat(), paint)
        }
    }

    private companion object {
        const val LEAST = 4
        const val STEP = 36
        const val RADIUS = 8
    }
}
