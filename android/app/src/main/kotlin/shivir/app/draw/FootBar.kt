package shivir.app.draw

import android.graphics.Canvas
import android.graphics.Paint
import android.view.View
import android.view.ViewGroup
import shivir.logic.kit.Button
import shivir.logic.kit.Icon
import shivir.logic.kit.Tone

/**
 * The buttons at the thumb. Side by side as long as every word fits in a line, else one below the other with the next
 * step lowest.
 */
internal class FootBar(private val style: Style) : ViewGroup(style.context) {
    private val views = mutableListOf<ButtonView>()
    private var lines: List<List<ButtonView>> = emptyList()
    private val gap get() = style.px(if (views.size > 2) Sizes.SMALL else Sizes.GAP)
    private val side = style.px(Sizes.SIDE)
    private val edge = Paint().also { it.color = style.palette.line }

    /** The keyboard takes the room: the next step alone is shown. */
    var tight = false
        set(value) {
            if (field != value) {
                field = value
                views.dropLast(1).forEach { it.visibility = if (value) View.GONE else View.VISIBLE }
            }
        }

    init {
        setBackgroundColor(style.palette.paper)
        setWillNotDraw(false)
    }

    fun show(buttons: List<Button>) {
        visibility = if (buttons.isEmpty()) View.GONE else View.VISIBLE
        while (views.size > buttons.size) removeView(views.removeAt(views.lastIndex))
        while (views.size < buttons.size) views += ButtonView(style).also(::addView)
        val worded = buttons.count { !it.small || it.icon == null }
        buttons.forEachIndexed { at, button ->
            val last = at == buttons.lastIndex
            // The way back, and what is beside the matter, are never the next step, even where a touch above is.
            val step = last && button.icon != Icon.BACK && button.tone != Tone.PLAIN
            val weight = if (step) Weight.FILLED else Weight.OUTLINED
            val size = if (worded == 1) Sizes.HEADING else if (buttons.size > 2) Sizes.BODY + 1 else Sizes.NAME
            views[at].show(button, weight, Sizes.ACTION, size, if (buttons.size > 2) Sizes.SMALL else Sizes.GAP)
            views[at].visibility = if (tight && !last) View.GONE else View.VISIBLE
        }
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val inner = View.MeasureSpec.getSize(widthSpec) - 2 * side
        lines = lines(inner)
        var high = style.px(Sizes.GAP) + side
        for (line in lines) {
            val widths = widths(line, inner)
            val any = View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED)
            line.forEachIndexed { at, it -> it.measure(exactly(widths[at]), any) }
            val tall = line.maxOf { it.measuredHeight }
            line.forEachIndexed { at, it -> it.measure(exactly(widths[at]), exactly(tall)) }
            high += tall
        }
        high += style.px(Sizes.SMALL) * (lines.size - 1).coerceAtLeast(0)
        setMeasuredDimension(View.MeasureSpec.getSize(widthSpec), high)
    }

    override fun onLayout(changed: Boolean, l: Int, t: Int, r: Int, b: Int) {
        var top = style.px(Sizes.GAP)
        for (line in lines) {
            var left = side
            for (view in line) {
                view.layout(left, top, left + view.measuredWidth, top + view.measuredHeight)
                left += view.measuredWidth + gap
            }
            top += line.first().measuredHeight + style.px(Sizes.SMALL)
        }
    }

    override fun onDraw(canvas: Canvas) = canvas.drawRect(0f, 0f, width.toFloat(), style.px(Sizes.HAIR).toFloat(), edge)

    private fun lines(inner: Int): List<List<ButtonView>> {
        val seen = views.filter { it.visibility != View.GONE }
        val worded = seen.filterNot { it.small }
        val fits = seen.sumOf(::natural) + gap * (seen.size - 1) <= inner
        if (seen.size <= 1 || fits && (!style.large || worded.size <= 1)) return listOf(seen).filter { it.isNotEmpty() }
        val small = seen.filter { it.small }
        // A sign alone leaves room for a word beside it, and so does one word for another; but the next step has a line of
        // its own.
        val words = if (small.isEmpty() && !style.large) worded.size - 1 else 1
        val first = small + worded.take(words)
        val shared = worded.size > 1 && first.sumOf(::natural) + gap * (first.size - 1) <= inner
        val top = if (shared) first else small
        return (listOf(top) + (worded - top.toSet()).map { listOf(it) }).filter { it.isNotEmpty() }
    }

    /** Equal parts where the words fit in those, else what each needs and a part of the rest. */
    private fun widths(line: List<ButtonView>, inner: Int): List<Int> {
        val room = inner - gap * (line.size - 1)
        val worded = line.filterNot { it.small }
        if (worded.isEmpty()) return line.map { room / line.size }
        val small = line.filter { it.small }.sumOf(::natural)
        val equal = (room - small) / worded.size
        val even = line.size == 1 || worded.all { natural(it) <= equal }
        if (even) return line.map { if (it.small) natural(it) else equal }
        val rest = (room - line.sumOf(::natural)).coerceAtLeast(0) / worded.size
        return line.map { if (it.small) natural(it) else natural(it) + rest }
    }

    private fun natural(view: View): Int {
        val any = View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED)
        view.measure(any, any)
        return view.measuredWidth
    }

    private fun exactly(size: Int) = View.MeasureSpec.makeMeasureSpec(size.coerceAtLeast(0), View.MeasureSpec.EXACTLY)
}
