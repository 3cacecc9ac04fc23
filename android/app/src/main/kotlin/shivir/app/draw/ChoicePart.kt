package shivir.app.draw

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.view.View
import android.widget.LinearLayout
import shivir.logic.kit.Block
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Say
import shivir.logic.kit.say

/** An answer: chosen it has a ground, a border and a tick, so that colour is not the only sign. */
internal class ChoicePart(private val style: Style) : Part<Block.Choice> {
    private val sign = style.signView(style.sign(Sizes.SIGN))
    private val label = style.words(Sizes.NAME, style.palette.ink, bold = true)
    private val under = style.words(Sizes.BODY, style.palette.soft)
    private val tick = TickView(style.context, style)
    private var block: Block.Choice? = null
    override val view: LinearLayout = style.line()

    init {
        view.minimumHeight = style.px(Sizes.ROW)
        view.pad(style.px(if (style.large) Sizes.GAP else Sizes.SIDE), style.px(Sizes.GAP))
        val words = style.column()
        words.put(label, FULL)
        words.put(under, FULL)
        view.put(sign, sign.minimumWidth, sign.minimumHeight)
        view.put(words, 0, WRAP, 1f, start = style.px(Sizes.GAP))
        view.put(tick, style.sign(Sizes.SIGN), style.sign(Sizes.SIGN), start = style.px(Sizes.SMALL))
    }

    override fun show(now: Block.Choice, before: Block.Choice?) {
        block = now
        val tone = style.palette.of(now.tone)
        val off = now.event == null && !now.chosen
        sign.setImageDrawable(now.icon?.let { style.drawable(it, tone.mark, sign.minimumWidth) })
        sign.visibility = if (now.icon == null) View.GONE else View.VISIBLE
        ((label.parent as View).layoutParams as LinearLayout.LayoutParams).marginStart =
            if (now.icon == null) 0 else style.px(Sizes.GAP)
        label.text = style.text(now.label)
        label.setTextColor(if (off) style.palette.soft else if (now.chosen) tone.text else style.palette.ink)
        under.text = now.under?.let(style::text)
        under.visibility = if (now.under == null) View.GONE else View.VISIBLE
        tick.show(now.chosen, now.many, tone)
        val ground = if (now.chosen) {
            style.box(tone.wash, tone.mark, Sizes.STROKE + 1)
        } else {
            style.box(if (off) style.palette.pale else style.palette.paper, style.palette.edge, Sizes.HAIR)
        }
        view.background = style.touch(ground, tone.mark)
        said(now)
        view.touched(now.event != null) { block?.event?.let(style.send) }
    }

    private fun said(now: Block.Choice) {
        val state = style.text(say(if (now.chosen) KitWords.KIT_CHOSEN else KitWords.KIT_NOT_CHOSEN))
        val role = if (now.many) Role.CHECK else Role.RADIO
        view.accessibilityDelegate = Roles(role).apply {
            chosen = now.chosen
            this.state = state
        }
        view.contentDescription = style.text(Say.Joined(listOfNotNull(now.label, now.under), ", "))
    }
}

/** Round where one is chosen, square where several can be; empty or filled with a tick. */
private class TickView(context: Context, private val style: Style) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).also { it.strokeWidth = style.px(Sizes.STROKE).toFloat() }
    private var chosen = false
    private var many = false
    private var tone = style.palette.act

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    fun show(chosen: Boolean, many: Boolean, tone: Toned) {
        this.chosen = chosen
        this.many = many
        this.tone = tone
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val inset = paint.strokeWidth
        val round = if (many) style.px(Sizes.TINY).toFloat() else width / 2f
        paint.style = if (chosen) Paint.Style.FILL_AND_STROKE else Paint.Style.STROKE
        paint.color = if (chosen) tone.mark else style.palette.edge
        canvas.drawRoundRect(inset, inset, width - inset, height - inset, round, round, paint)
        if (chosen) {
            val quarter = width / 5
            style.drawable(Icon.TICK, style.palette.paper, width)?.apply {
                setBounds(quarter, quarter, width - quarter, height - quarter)
                draw(canvas)
            }
        }
    }
}
