package shivir.app.draw

import android.view.View
import android.widget.LinearLayout
import shivir.logic.kit.Block
import shivir.logic.kit.Tone

/** A boxed message, read aloud as soon as it appears or changes. */
internal class NoticePart(private val style: Style) : Part<Block.Notice> {
    private val sign = style.signView(style.sign(Sizes.SIGN))
    private val text = style.words(Sizes.BODY + 1, style.palette.ink, bold = true)
    private val under = style.words(Sizes.BODY, style.palette.soft)
    private var button: ButtonView? = null
    override val view: LinearLayout = style.column()

    init {
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.GAP))
        val words = style.column()
        words.put(text, FULL)
        words.put(under, FULL, top = style.px(Sizes.TINY))
        val line = style.line()
        line.minimumHeight = style.px(LINE)
        line.put(sign, sign.minimumWidth, sign.minimumHeight)
        line.put(words, 0, WRAP, 1f, start = style.px(Sizes.GAP))
        view.put(line, FULL)
    }

    override fun show(now: Block.Notice, before: Block.Notice?) {
        val tone = style.palette.of(now.tone)
        // What is blocked interrupts the reader; the rest waits until it has finished.
        view.accessibilityLiveRegion = when (now.tone) {
            Tone.BLOCK -> View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
            else -> View.ACCESSIBILITY_LIVE_REGION_POLITE
        }
        sign.setImageDrawable(style.drawable(now.icon, tone.mark, sign.minimumWidth))
        text.text = style.text(now.text)
        under.text = now.under?.let(style::text)
        under.visibility = if (now.under == null) View.GONE else View.VISIBLE
        view.background = style.box(tone.wash, tone.edge, Sizes.HAIR)
        now.button?.let { (button ?: begun()).show(it, Weight.OUTLINED, Sizes.BUTTON) }
        button?.visibility = if (now.button == null) View.GONE else View.VISIBLE
    }

    /** Made for the first message that has one. */
    private fun begun() = ButtonView(style).also {
        view.put(it, FULL, top = style.px(Sizes.GAP))
        button = it
    }

    private companion object {
        const val LINE = 36
    }
}
