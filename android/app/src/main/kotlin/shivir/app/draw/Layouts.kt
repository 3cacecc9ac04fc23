package shivir.app.draw

import android.content.Context
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout

internal const val FULL = ViewGroup.LayoutParams.MATCH_PARENT
internal const val WRAP = ViewGroup.LayoutParams.WRAP_CONTENT

/** One below the other. */
internal fun Style.column(): LinearLayout = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }

/** Side by side, in the middle of the line. */
internal fun Style.line(): LinearLayout = LinearLayout(context).apply {
    orientation = LinearLayout.HORIZONTAL
    gravity = android.view.Gravity.CENTER_VERTICAL
    isBaselineAligned = false
}

/** Adds a view; sizes and margins in pixels. */
internal fun LinearLayout.put(
    view: View,
    width: Int = WRAP,
    height: Int = WRAP,
    weight: Float = 0f,
    start: Int = 0,
    top: Int = 0,
) {
    val params = LinearLayout.LayoutParams(width, height, weight)
    params.marginStart = start
    params.topMargin = top
    addView(view, params)
}

internal fun View.pad(side: Int, top: Int, bottom: Int = top) = setPaddingRelative(side, top, side, bottom)

/**
 * Two views: the second at the end of the line as long as the first keeps `share` of the width or needs no more, else
 * below. A share of 1: the first is never broken for the second's sake.
 */
internal class Sides(
    context: Context,
    private val share: Float,
    private val gap: Int,
    private val under: Int,
) : ViewGroup(context) {
    private var beside = true

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val inner = View.MeasureSpec.getSize(widthSpec) - paddingLeft - paddingRight
        val views = seen()
        val heights = paddingTop + paddingBottom
        val most = View.MeasureSpec.makeMeasureSpec(inner.coerceAtLeast(0), View.MeasureSpec.AT_MOST)
        val any = View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED)
        for (view in views) view.measure(most, any)
        var high = views.maxOfOrNull { it.measuredHeight } ?: 0
        beside = true
        if (views.size == 2) {
            val (first, second) = views
            val left = inner - gap - second.measuredWidth
            beside = first.measuredWidth <= left || left >= inner * share
            if (beside) {
                val rest = left.coerceAtLeast(0)
                first.measure(View.MeasureSpec.makeMeasureSpec(rest, View.MeasureSpec.EXACTLY), any)
                high = maxOf(first.measuredHeight, second.measuredHeight)
            } else {
                high = first.measuredHeight + under + second.measuredHeight
            }
        }
        setMeasuredDimension(View.MeasureSpec.getSize(widthSpec), maxOf(high + heights, suggestedMinimumHeight))
    }

    override fun onLayout(changed: Boolean, l: Int, t: Int, r: Int, b: Int) {
        val views = seen()
        val inside = height - paddingTop - paddingBottom
        val heights = views.map { it.measuredHeight }
        val content = if (beside) heights.maxOrNull() ?: 0 else heights.sum() + under
        var top = paddingTop + (inside - content) / 2
        views.forEachIndexed { at, view ->
            val end = beside && at == 1
            val left = if (end) width - paddingRight - view.measuredWidth else paddingLeft
            val from = if (beside) paddingTop + (inside - view.measuredHeight) / 2 else top
            view.layout(left, from, left + view.measuredWidth, from + view.measuredHeight)
            if (!beside) top += view.measuredHeight + under
        }
    }

    private fun seen(): List<View> = (0 until childCount).map(::getChildAt).filter { it.visibility != View.GONE }
}

/** Children in lines of `columns`, all of a line as high as the highest; one alone in a line takes all of it. */
internal open class Grid(context: Context, var columns: Int, private val gap: Int) : ViewGroup(context) {
    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val inner = View.MeasureSpec.getSize(widthSpec) - paddingLeft - paddingRight
        var high = paddingTop + paddingBottom
        lines().forEachIndexed { at, line ->
            val wide = wide(inner, line.size)
            val exact = View.MeasureSpec.makeMeasureSpec(wide, View.MeasureSpec.EXACTLY)
            val any = View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED)
            line.forEach { it.measure(exact, any) }
            val tall = line.maxOf { it.measuredHeight }
            line.forEach { it.measure(exact, View.MeasureSpec.makeMeasureSpec(tall, View.MeasureSpec.EXACTLY)) }
            high += tall + if (at > 0) gap else 0
        }
        setMeasuredDimension(View.MeasureSpec.getSize(widthSpec), high)
    }

    override fun onLayout(changed: Boolean, l: Int, t: Int, r: Int, b: Int) {
        var top = paddingTop
        for (line in lines()) {
            line.forEachIndexed { at, view ->
                val left = paddingLeft + at * (view.measuredWidth + gap)
                view.layout(left, top, left + view.measuredWidth, top + view.measuredHeight)
            }
            top += line.first().measuredHeight + gap
        }
    }

    private fun lines(): List<List<View>> = (0 until childCount).map(::getChildAt).chunked(columns.coerceAtLeast(1))

    private fun wide(inner: Int, count: Int) = ((inner - gap * (count - 1)) / count).coerceAtLeast(0)
}
