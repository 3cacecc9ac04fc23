package shivir.app.draw

import android.annotation.SuppressLint
import android.content.res.ColorStateList
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.drawable.ClipDrawable
import android.graphics.drawable.LayerDrawable
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.TextView
import shivir.logic.kit.Block
import shivir.logic.kit.KitWords
import shivir.logic.kit.Say
import shivir.logic.kit.say

private const val PARTS = 1000

/** A bar that fills, of [PARTS]. Its numbers stand beside it and are read there. */
internal fun Style.progress(colour: Int): ProgressBar {
    val bar = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal)
    val round = Sizes.BAR / 2
    val track = box(palette.plain.wash, palette.edge, Sizes.HAIR, round)
    val filled = ClipDrawable(box(colour, round = round), Gravity.START, ClipDrawable.HORIZONTAL)
    val layers = LayerDrawable(arrayOf(track, filled))
    layers.setId(0, android.R.id.background)
    layers.setId(1, android.R.id.progress)
    bar.progressDrawable = layers
    bar.indeterminateTintList = ColorStateList.valueOf(colour)
    bar.max = PARTS
    bar.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    return bar
}

/** Fills it to done / of. */
internal fun ProgressBar.fill(done: Long, of: Long) {
    progress = if (of <= 0) 0 else (done.coerceIn(0, of).toDouble() / of * PARTS).toInt()
}

/** "683 / 1,074" over the bar and the percentage at the end of the line. */
private class Count(private val style: Style) {
    private val number = style.words(Sizes.NUMBER, style.palette.ink, bold = true)
    private val percent = style.words(Sizes.NUMBER, style.palette.ink, bold = true)
    val view = Sides(style.context, 1f, style.px(Sizes.GAP), 0)

    init {
        view.addView(number)
        view.addView(percent)
    }

    fun show(done: Long, of: Long, colour: Int) {
        number.text = style.text(Say.Joined(listOf(Say.Number(done), Say.Number(of)), " / "))
        percent.text = Sayings.percent(done, of)
        percent.visibility = if (of > 0) View.VISIBLE else View.GONE
        percent.setTextColor(colour)
    }
}

/** A card with a number of how many, a percentage and a bar. */
internal class MeterPart(private val style: Style) : Part<Block.Meter> {
    private val label = style.words(Sizes.BODY, style.palette.soft)
    private val count = Count(style)
    private val note = style.words(Sizes.BODY, style.palette.soft)
    private val bar = BarView(style)
    private var block: Block.Meter? = null
    override val view: LinearLayout = style.column()

    init {
        val side = style.px(Sizes.SIDE)
        view.pad(side, style.px(Sizes.GAP))
        view.put(label, FULL)
        view.put(count.view, FULL)
        view.addView(bar, style.barParams())
        view.put(note, FULL, top = style.px(Sizes.SMALL))
    }

    override fun show(now: Block.Meter, before: Block.Meter?) {
        block = now
        val tone = style.palette.of(now.tone)
        label.text = style.text(now.label)
        count.show(now.done, now.of, tone.text)
        note.text = now.note?.let(style::text)
        note.visibility = if (now.note == null) View.GONE else View.VISIBLE
        bar.show(now.done, now.of, tone.mark)
        val ground = style.box(style.palette.paper, style.palette.line, Sizes.HAIR)
        view.background = if (now.event != null) style.touch(ground) else ground
        val of = say(KitWords.KIT_OF, Say.Number(now.done), Say.Number(now.of))
        val percent = Sayings.percent(now.done, now.of)?.let(Say::Data)
        view.contentDescription = style.text(Say.Joined(listOfNotNull(now.label, of, percent, now.note), ", "))
        view.accessibilityDelegate = if (now.event != null) Roles(Role.BUTTON) else null
        view.isFocusable = now.event != null
        view.screenReaderFocusable(true)
        view.touched(now.event != null) { block?.event?.let(style.send) }
        view.isEnabled = true
    }
}

/** The filled part of a whole, where nothing moves. Its numbers stand beside it and are read there. */
@SuppressLint("ViewConstructor")
private class BarView(private val style: Style) : View(style.context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private var part = 0f
    private var colour = 0

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    fun show(done: Long, of: Long, colour: Int) {
        part = if (of <= 0) 0f else (done.coerceIn(0, of).toDouble() / of).toFloat()
        this.colour = colour
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val hair = style.px(Sizes.HAIR) / 2f
        val round = height / 2f
        paint.style = Paint.Style.FILL
        paint.color = style.palette.plain.wash
        canvas.drawRoundRect(hair, hair, width - hair, height - hair, round, round, paint)
        canvas.save()
        canvas.clipRect(0f, 0f, width * part, height.toFloat())
        paint.color = colour
        canvas.drawRoundRect(0f, 0f, width.toFloat(), height.toFloat(), round, round, paint)
        canvas.restore()
        paint.style = Paint.Style.STROKE
        paint.strokeWidth = hair * 2
        paint.color = style.palette.edge
        canvas.clipRect(width * part, 0f, width.toFloat(), height.toFloat())
        canvas.drawRoundRect(hair, hair, width - hair, height - hair, round, round, paint)
    }
}

internal fun Style.barParams() = LinearLayout.LayoutParams(FULL, px(Sizes.BAR)).apply { topMargin = px(Sizes.SMALL) }

/** Work that goes on, with its number and the way to stop it. */
internal class BusyPart(private val style: Style) : Part<Block.Busy> {
    private val text: TextView = style.words(Sizes.NAME, style.palette.ink, bold = true)
    private val count = Count(style)
    private val bar = style.progress(style.palette.act.mark)
    private val stop = ButtonView(style)
    override val view: LinearLayout = style.column()

    init {
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.GAP), style.px(Sizes.SIDE))
        view.background = style.box(style.palette.paper, style.palette.line, Sizes.HAIR)
        view.put(text, FULL)
        view.put(count.view, FULL)
        view.addView(bar, style.barParams())
        view.put(stop, FULL, top = style.px(Sizes.GAP))
        text.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    }

    override fun show(now: Block.Busy, before: Block.Busy?) {
        text.text = style.text(now.text)
        val done = now.done
        val of = now.of ?: 0
        val known = done != null && of > 0
        count.view.visibility = if (known) View.VISIBLE else View.GONE
        if (done != null && known) {
            count.show(done, of, style.palette.act.text)
            bar.fill(done, of)
        }
        if (bar.isIndeterminate == known) bar.isIndeterminate = !known
        val button = now.stop
        stop.visibility = if (button == null) View.GONE else View.VISIBLE
        if (button != null) stop.show(button, Weight.OUTLINED, Sizes.BUTTON)
    }
}
