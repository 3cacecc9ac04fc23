package shivir.app.draw

import android.view.View
import android.widget.LinearLayout
import shivir.logic.kit.Block
import shivir.logic.kit.Line
import shivir.logic.kit.Say
import shivir.logic.kit.Tone

/** A card with what is known, line by line: numbers and values at the end of the line. */
internal class FactsPart(private val style: Style) : Part<Block.Facts> {
    private val title = style.words(Sizes.BODY, style.palette.soft).apply { heading() }
    private val column: LinearLayout = style.column()
    private val lines = Keyed<Line>(column, { it.label }, { LinePart(style) })
    override val view: LinearLayout = style.column()

    init {
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.GAP))
        view.background = style.box(style.palette.paper, style.palette.line, Sizes.HAIR)
        view.put(title, FULL)
        view.put(column, FULL)
    }

    override fun show(now: Block.Facts, before: Block.Facts?) {
        title.text = now.title?.let(style::text)
        title.visibility = if (now.title == null) View.GONE else View.VISIBLE
        lines.show(now.lines)
    }
}

private class LinePart(private val style: Style) : Part<Line> {
    private val sign = style.signView(style.sign(Sizes.SMALL_SIGN + Sizes.TINY))
    private val label = style.words(Sizes.BODY, style.palette.soft)
    private val value = style.words(Sizes.BODY + 1, style.palette.ink, bold = true)
    private val both = Sides(style.context, HALF, style.px(Sizes.SIDE), 0)
    override val view: LinearLayout = style.line()

    init {
        view.layoutParams = LinearLayout.LayoutParams(FULL, WRAP)
        view.pad(0, style.px(PAD))
        both.addView(label)
        both.addView(value)
        view.put(sign, sign.minimumWidth, sign.minimumHeight)
        view.put(both, 0, WRAP, 1f)
        view.screenReaderFocusable(true)
    }

    override fun show(now: Line, before: Line?) {
        val tone = style.palette.of(now.tone)
        sign.setImageDrawable(now.icon?.let { style.drawable(it, tone.mark, sign.minimumWidth) })
        sign.visibility = if (now.icon == null) View.GONE else View.VISIBLE
        (both.layoutParams as LinearLayout.LayoutParams).marginStart = if (now.icon == null) 0 else style.px(Sizes.GAP)
        label.text = style.text(now.label)
        // A line without a value is the matter itself.
        val alone = now.value == null
        val colour = if (alone) style.palette.ink else style.palette.soft
        style.letter(label, if (alone) Sizes.BODY + 1 else Sizes.BODY, colour, alone)
        value.text = now.value?.let(style::text)
        value.setTextColor(if (now.tone == Tone.PLAIN) style.palette.ink else tone.text)
        value.visibility = if (alone) View.GONE else View.VISIBLE
        view.contentDescription = style.text(Say.Joined(listOfNotNull(now.label, now.value), ", "))
    }

    private companion object {
        const val HALF = 0.5f
        const val PAD = 6
    }
}
