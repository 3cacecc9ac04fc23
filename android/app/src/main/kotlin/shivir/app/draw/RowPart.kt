package shivir.app.draw

import android.graphics.Canvas
import android.graphics.Paint
import android.text.SpannableString
import android.text.Spanned
import android.text.style.BackgroundColorSpan
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import shivir.logic.kit.Block
import shivir.logic.kit.Lit
import shivir.logic.kit.Mark
import shivir.logic.kit.Say

/** A row of a list: sign, name, mark, small buttons. Where the name needs the room the rest goes below. */
internal class RowPart(private val style: Style) : Part<Block.Row> {
    private val sign = style.signView(style.sign(Sizes.SIGN))
    private val name = style.words(Sizes.NAME, style.palette.ink, bold = true)
    private val under = style.words(Sizes.BODY, style.palette.soft)
    private val mark = MarkView(style)
    private val named = Sides(style.context, share(), style.px(Sizes.SMALL), style.px(Sizes.TINY))
    private val also = style.line()
    private val buttons = mutableListOf<ButtonView>()
    private val all = Sides(style.context, share(), style.px(Sizes.SMALL), 0)
    private var block: Block.Row? = null
    override val view: LinearLayout = Ruled(style)

    init {
        val words = style.column()
        words.put(name, FULL)
        words.put(under, FULL)
        named.addView(words)
        named.addView(mark)
        all.addView(named)
        all.addView(also)
        view.minimumHeight = style.px(Sizes.ROW)
        view.pad(0, style.px(Sizes.SMALL))
        view.put(sign, sign.minimumWidth, sign.minimumHeight)
        view.put(all, 0, WRAP, 1f, start = style.px(Sizes.GAP))
    }

    override fun show(now: Block.Row, before: Block.Row?) {
        block = now
        name.text = lit(style.text(now.name), now.lit)
        under.text = now.under?.let(style::text)
        under.visibility = if (now.under == null) View.GONE else View.VISIBLE
        mark.visibility = if (now.mark == null) View.GONE else View.VISIBLE
        now.mark?.let(mark::show)
        sign.setImageDrawable(now.icon?.let { style.drawable(it, style.palette.act.mark, sign.minimumWidth) })
        sign.visibility = if (now.icon == null) View.GONE else View.VISIBLE
        (all.layoutParams as LinearLayout.LayoutParams).marginStart = if (now.icon == null) 0 else style.px(Sizes.GAP)
        buttons(now)
        view.contentDescription = style.text(Say.Joined(listOfNotNull(now.name, now.under, now.mark?.label), ", "))
        view.background = if (now.event == null) null else style.touch(null, round = 0)
        view.accessibilityDelegate = if (now.event == null) null else Roles(Role.BUTTON)
        view.screenReaderFocusable(true)
        view.touched(now.event != null) { block?.event?.let(style.send) }
        view.isEnabled = true
    }

    private fun share() = if (style.large) 1f else SHARE

    private fun buttons(now: Block.Row) {
        also.visibility = if (now.also.isEmpty()) View.GONE else View.VISIBLE
        while (buttons.size > now.also.size) also.removeView(buttons.removeAt(buttons.lastIndex))
        while (buttons.size < now.also.size) buttons += ButtonView(style).also { this.also.put(it) }
        now.also.forEachIndexed { at, it -> buttons[at].show(it, Weight.BARE, Sizes.TOUCH) }
    }

    private fun lit(text: String, spans: List<Lit>): CharSequence {
        if (spans.isEmpty()) return text
        val shown = SpannableString(text)
        for (span in spans) {
            val from = span.from.coerceIn(0, text.length)
            val to = (span.from + span.length).coerceIn(from, text.length)
            shown.setSpan(BackgroundColorSpan(style.palette.lit), from, to, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        }
        return shown
    }

    private companion object {
        /** What the name keeps of the width before the mark goes below. */
        const val SHARE = 0.55f
    }
}

/** A line with a rule under it. */
private class Ruled(style: Style) : LinearLayout(style.context) {
    private val rule = Paint().also { it.color = style.palette.line }
    private val thick = style.px(Sizes.HAIR).toFloat()

    init {
        gravity = android.view.Gravity.CENTER_VERTICAL
        isBaselineAligned = false
        setWillNotDraw(false)
    }

    override fun onDraw(canvas: Canvas) = canvas.drawRect(0f, height - thick, width.toFloat(), height.toFloat(), rule)
}

/** A word with a sign on a pale wash. */
internal class MarkView(private val style: Style) : LinearLayout(style.context) {
    private val sign = style.signView(style.sign(Sizes.SMALL_SIGN))
    private val label: TextView = style.words(Sizes.BODY - 1, 0, bold = true)

    init {
        gravity = android.view.Gravity.CENTER_VERTICAL
        isBaselineAligned = false
        setPaddingRelative(style.px(Sizes.SMALL), style.px(Sizes.TINY), style.px(Sizes.SMALL), style.px(Sizes.TINY))
        put(sign, sign.minimumWidth, sign.minimumHeight)
        put(label, start = style.px(Sizes.TINY))
    }

    fun show(mark: Mark) {
        val tone = style.palette.of(mark.tone)
        sign.setImageDrawable(style.drawable(mark.icon, tone.mark, sign.minimumWidth))
        label.text = style.text(mark.label)
        label.setTextColor(tone.text)
        val edge = if (tone.wash == style.palette.paper) tone.edge else null
        background = style.box(tone.wash, edge, Sizes.HAIR, Sizes.SMALL)
    }
}
