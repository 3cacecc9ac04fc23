package shivir.app.draw

import android.graphics.Canvas
import android.graphics.Paint
import android.widget.LinearLayout
import shivir.logic.kit.Block
import shivir.logic.kit.Icon
import shivir.logic.kit.Say
import shivir.logic.kit.Station
import shivir.logic.kit.StationState
import shivir.logic.kit.Tone

/** The stations of a case from first to last, one below the other on a line: ticked, filled, empty. */
internal class TrailPart(private val style: Style) : Part<Block.Trail> {
    override val view: LinearLayout = style.column()

    init {
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.SMALL))
        view.background = style.box(style.palette.paper, style.palette.line, Sizes.HAIR)
        view.screenReaderFocusable(true)
    }

    override fun show(now: Block.Trail, before: Block.Trail?) {
        while (view.childCount > now.stations.size) view.removeViewAt(view.childCount - 1)
        while (view.childCount < now.stations.size) view.put(StationView(style), FULL)
        now.stations.forEachIndexed { at, station ->
            (view.getChildAt(at) as? StationView)?.show(station, first = at == 0, last = at == now.stations.lastIndex)
        }
        view.contentDescription = style.text(Say.Joined(now.spoken(), ", "))
    }
}

private class StationView(private val style: Style) : LinearLayout(style.context) {
    private val label = style.words(Sizes.BODY, 0)
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private val side = style.sign(Sizes.SMALL_SIGN + Sizes.TINY)
    private var station: Station? = null
    private var first = false
    private var last = false

    init {
        setWillNotDraw(false)
        gravity = android.view.Gravity.CENTER_VERTICAL
        minimumHeight = style.px(HIGH)
        setPaddingRelative(side + style.px(Sizes.GAP), style.px(Sizes.TINY), 0, style.px(Sizes.TINY))
        put(label, FULL)
    }

    fun show(station: Station, first: Boolean, last: Boolean) {
        this.station = station
        this.first = first
        this.last = last
        val here = station.state == StationState.HERE
        val colour = if (here) style.palette.of(tone(station)).text else style.palette.soft
        style.letter(label, if (here) Sizes.NAME else Sizes.BODY, colour, here)
        label.text = style.text(station.label)
        invalidate()
    }

    private fun tone(station: Station) = if (station.tone == Tone.PLAIN) Tone.ACT else station.tone

    override fun onDraw(canvas: Canvas) {
        val station = station ?: return
        val palette = style.palette
        val x = side / 2f
        val y = height / 2f
        val stroke = style.px(Sizes.STROKE).toFloat()
        paint.style = Paint.Style.STROKE
        paint.strokeWidth = stroke
        paint.color = palette.edge
        if (!first) canvas.drawLine(x, 0f, x, y - side / 2f, paint)
        if (!last) canvas.drawLine(x, y + side / 2f, x, height.toFloat(), paint)
        val tone = if (station.state == StationState.BEHIND) palette.done else palette.of(tone(station))
        val ahead = station.state == StationState.AHEAD
        if (!ahead) {
            paint.style = Paint.Style.FILL_AND_STROKE
            paint.color = if (station.state == StationState.BEHIND) tone.wash else tone.mark
            canvas.drawCircle(x, y, side / 2f - stroke, paint)
            paint.style = Paint.Style.STROKE
            paint.color = tone.mark
        }
        canvas.drawCircle(x, y, side / 2f - stroke, paint)
        if (station.state == StationState.BEHIND) tick(canvas, tone.mark, y)
        if (station.state == StationState.HERE) {
            paint.style = Paint.Style.FILL
            paint.color = palette.paper
            canvas.drawCircle(x, y, side / DOT, paint)
        }
    }

    private fun tick(canvas: Canvas, colour: Int, y: Float) {
        val inset = side / 4
        val top = y.toInt() - side / 2
        style.drawable(Icon.TICK, colour, side)?.apply {
            setBounds(inset, top + inset, side - inset, top + side - inset)
            draw(canvas)
        }
    }

    private companion object {
        const val HIGH = 44
        const val DOT = 7f
    }
}
