package shivir.app.draw

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Paint
import android.text.SpannableString
import android.text.Spanned
import android.text.style.BackgroundColorSpan
import android.view.Gravity
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
    private var under: TextView? = null
    private var mark: MarkView? = null
    private val words = style.column()
    private val named = Sides(style.context, share(), style.px(Sizes.SMALL), style.px(Sizes.TINY))
    private var also: LinearLayout? = null
    private val buttons = mutableListOf<ButtonView>()
    private val all = Sides(style.context, share(), style.px(Sizes.SMALL), 0)
    private var block: Block.Row? = null
    override val view: LinearLayout = Ruled(style)

    init {
        words.put(name, FULL)
        named.addView(words)
        all.addView(named)
        view.minimumHeight = style.px(Sizes.ROW)
        view.pad(0, style.px(Sizes.SMALL))
        view.put(sign, sign.minimumWidth, sign.minimumHeight)
        view.put(all, 0, WRAP, 1f, start = style.px(Sizes.GAP))
    }

    override fun show(now: Block.Row, before: Block.Row?) {
        block = now
        name.text = lit(style.text(now.name), now.lit)
        under(now.under)
        mark(now.mark)
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

    // Most rows are without one or the other of these: they are made for the first row that has it.

    private fun under(now: Say?) {
        val made = under ?: if (now == null) return else underIn(words)
        made.text = now?.let(style::text)
        made.visibility = if (now == null) View.GONE else View.VISIBLE
    }

    private fun underIn(words: LinearLayout) = style.words(Sizes.BODY, style.palette.soft).also {
        words.put(it, FULL)
        under = it
    }

    private fun mark(now: Mark?) {
        if (now != null) (mark ?: MarkView(style).also { mark = it }.also(named::addView)).show(now)
        mark?.visibility = if (now == null) View.GONE else View.VISIBLE
    }

    private fun buttons(now: Block.Row) {
        val also = also ?: if (now.also.isEmpty()) return else style.line().also { also = it }.also(all::addView)
        also.visibility = if (now.also.isEmpty()) View.GONE else View.VISIBLE
        while (buttons.size > now.also.size) also.removeView(buttons.removeAt(buttons.lastIndex))
        while (buttons.size < now.also.size) buttons += ButtonView(style).also { also.put(it) }
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
        gravity = Gravity.CENTER_VERTICAL
        isBaselineAligned = false
        setWillNotDraw(false)
    }

    override fun onDraw(canvas: Canvas) = canvas.drawRect(0f, height - thick, width.toFloat(), height.toFloat(), rule)
}

/** A word with a sign on a pale wash. */
@SuppressLint("ViewConstructor")
internal class MarkView(private val style: Style) : TextView(style.context, null, 0) {
    private val side = style.sign(Sizes.SMALL_SIGN)

    init {
        gravity = Gravity.CENTER_VERTICAL
        pad(style.px(Sizes.SMALL), style.px(Sizes.TINY))
        style.plain(this)
    }

    fun show(mark: Mark) {
        val tone = style.palette.of(mark.tone)
        style.letter(this, Sizes.BODY - 1, tone.text, bold = true)
        style.front(this, style.drawable(mark.icon, tone.mark, side), style.px(Sizes.TINY))
        text = style.text(mark.label)
        val edge = if (tone.wash == style.palette.paper) tone.edge else null
        background = style.box(tone.wash, edge, Sizes.HAIR, Sizes.SMALL)
    }
}
