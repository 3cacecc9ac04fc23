package shivir.app.draw

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Typeface
import android.view.View
import android.widget.LinearLayout
import shivir.logic.kit.Bar
import shivir.logic.kit.Block
import shivir.logic.kit.Say

/** A card with bars and their numbers; read aloud it is a list of them. */
internal class ChartPart(private val style: Style) : Part<Block.Chart> {
    private val title = style.words(Sizes.BODY, style.palette.soft).apply { heading() }
    private val bars = BarsView(style.context, style)
    override val view: LinearLayout = style.column()

    init {
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.GAP))
        view.background = style.box(style.palette.paper, style.palette.line, Sizes.HAIR)
        view.put(title, FULL)
        view.put(bars, FULL, top = style.px(Sizes.SMALL))
    }

    override fun show(now: Block.Chart, before: Block.Chart?) {
        title.text = style.text(now.title)
        bars.show(now.bars)
    }
}

/** Upright bars; where their words do not fit below them, lying ones with a line each. */
private class BarsView(context: Context, private val style: Style) : View(context) {
    private class Shown(val label: String, val number: String, val value: Long)

    private var bars: List<Shown> = emptyList()
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG).also { it.color = style.palette.act.mark }
    private val numbers = letters(style.palette.ink, Typeface.DEFAULT_BOLD)
    private val labels = letters(style.palette.soft, Typeface.DEFAULT)
    private val gap = style.px(Sizes.SMALL).toFloat()
    private val high = numbers.fontSpacing
    private var lying = false

    /** Lying, and the words over the bars: they take more than half of the width. */
    private var over = false

    fun show(items: List<Bar>) {
        bars = items.map { Shown(style.text(it.label), style.text(Say.Number(it.value)), it.value) }
        contentDescription = bars.joinToString(", ") { "${it.label}: ${it.number}" }
        requestLayout()
        invalidate()
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val wide = MeasureSpec.getSize(widthSpec)
        val step = if (bars.isEmpty()) 0f else wide.toFloat() / bars.size
        lying = bars.any { maxOf(labels.measureText(it.label), numbers.measureText(it.number)) > step - gap / 2 }
        over = lying && bars.any { labels.measureText(it.label) > wide * MOST_LABEL }
        val tall = if (lying) bars.size * step() else style.px(TALL) + 2 * high + gap
        setMeasuredDimension(wide, tall.toInt())
    }

    override fun onDraw(canvas: Canvas) = if (lying) lying(canvas) else upright(canvas)

    private fun step() = if (over) 2 * high + gap else high + gap

    private val most get() = (bars.maxOfOrNull { it.value } ?: 0L).coerceAtLeast(1L)

    private fun upright(canvas: Canvas) {
        numbers.textAlign = Paint.Align.CENTER
        labels.textAlign = Paint.Align.CENTER
        val step = width.toFloat() / bars.size
        val bottom = height - high - gap / 2
        val room = bottom - high - gap / 2
        val half = minOf(step * FULLNESS, style.px(MOST_WIDE).toFloat()) / 2
        bars.forEachIndexed { at, bar ->
            val x = (at + 0.5f) * step
            val top = bottom - tall(bar.value, room)
            round(canvas, x - half, top, x + half, bottom)
            canvas.drawText(bar.number, x, top - numbers.descent() - 2, numbers)
            canvas.drawText(bar.label, x, height - labels.descent(), labels)
        }
        canvas.drawRect(0f, bottom, width.toFloat(), bottom + style.px(Sizes.HAIR), labels)
    }

    private fun lying(canvas: Canvas) {
        numbers.textAlign = Paint.Align.RIGHT
        labels.textAlign = Paint.Align.LEFT
        val wideNumber = bars.maxOf { numbers.measureText(it.number) }
        val left = if (over) 0f else bars.maxOf { labels.measureText(it.label) } + gap
        val room = width - left - wideNumber - gap
        bars.forEachIndexed { at, bar ->
            val first = at * step()
            val top = if (over) first + high else first
            canvas.drawText(bar.label, 0f, first + high - labels.descent(), labels)
            round(canvas, left, top + high / 4, left + tall(bar.value, room), top + high)
            canvas.drawText(bar.number, width.toFloat(), top + high - labels.descent(), numbers)
        }
    }

    private fun tall(value: Long, room: Float): Float = (value.coerceAtLeast(0L).toDouble() / most * room).toFloat()

    private fun round(canvas: Canvas, left: Float, top: Float, right: Float, bottom: Float) {
        val round = style.px(ROUND).toFloat()
        if (right > left && bottom > top) canvas.drawRoundRect(left, top, right, bottom, round, round, fill)
    }

    private fun letters(colour: Int, face: Typeface) = Paint(Paint.ANTI_ALIAS_FLAG).also {
        it.color = colour
        it.typeface = face
        it.textSize = style.spx(Sizes.BODY - 1)
    }

    private companion object {
        const val TALL = 96
        const val MOST_WIDE = 40
        const val FULLNESS = 0.7f
        const val MOST_LABEL = 0.5f
        const val ROUND = 3
    }
}
