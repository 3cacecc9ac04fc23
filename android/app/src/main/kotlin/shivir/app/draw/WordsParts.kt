package shivir.app.draw

import android.annotation.SuppressLint
import android.content.Context
import android.text.TextPaint
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.TextView
import shivir.logic.kit.Block

/** A heading over what follows. */
internal class HeadingPart(private val style: Style) : Part<Block.Heading> {
    override val view: TextView = style.words(Sizes.HEADING, style.palette.ink, bold = true).apply { heading() }

    override fun show(now: Block.Heading, before: Block.Heading?) {
        view.text = style.text(now.text)
    }
}

/** Plain words. */
internal class WordsPart(private val style: Style) : Part<Block.Words> {
    override val view: TextView = style.words(Sizes.BODY, style.palette.ink).apply { setLineSpacing(0f, LINES) }

    override fun show(now: Block.Words, before: Block.Words?) {
        view.text = style.text(now.text)
        view.setTextColor(if (now.quiet) style.palette.soft else style.palette.ink)
    }

    private companion object {
        const val LINES = 1.1f
    }
}

/** A large sign on a round ground. */
internal class PicturePart(private val style: Style) : Part<Block.Picture> {
    private val side = style.px(Sizes.PICTURE)
    private val sign = style.signView(side / 2)
    override val view = FrameLayout(style.context)
    private val ground = FrameLayout(style.context)

    init {
        ground.addView(sign, FrameLayout.LayoutParams(side / 2, side / 2, Gravity.CENTER))
        view.addView(ground, FrameLayout.LayoutParams(side, side, Gravity.CENTER_HORIZONTAL))
    }

    override fun show(now: Block.Picture, before: Block.Picture?) {
        val tone = style.palette.of(now.tone)
        sign.setImageDrawable(style.drawable(now.icon, tone.mark, side / 2))
        ground.background = style.box(tone.wash, tone.edge, round = Sizes.PICTURE / 2)
        view.contentDescription = style.text(now.about)
    }
}

/** A code to be read aloud or copied, as large as fits in a line. */
internal class BigPart(private val style: Style) : Part<Block.Big> {
    private val label = style.words(Sizes.BODY, style.palette.soft)
    private val code = style.plain(FitText(style.context, style.spx(Sizes.TOKEN_LEAST), style.spx(Sizes.TOKEN)))
    override val view: LinearLayout = style.column()

    init {
        label.gravity = Gravity.CENTER
        style.letter(code, Sizes.TOKEN, style.palette.ink, bold = true)
        code.gravity = Gravity.CENTER
        code.letterSpacing = SPACING
        view.put(label, FULL)
        view.put(code, FULL)
    }

    override fun show(now: Block.Big, before: Block.Big?) {
        label.text = now.label?.let(style::text)
        label.visibility = if (now.label == null) View.GONE else View.VISIBLE
        code.text = style.text(now.text)
    }

    private companion object {
        const val SPACING = 0.03f
    }
}

/** Text between two sizes (pixels): the largest at which all of it fits in a line, else the least. */
@SuppressLint("ViewConstructor")
internal class FitText(context: Context, private val least: Float, private val most: Float) :
    TextView(context, null, 0) {
    private val probe = TextPaint()

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val room = View.MeasureSpec.getSize(widthSpec) - paddingLeft - paddingRight
        probe.set(paint)
        probe.textSize = most
        val wide = probe.measureText(text.toString())
        val size = if (wide <= room || room <= 0) most else (most * room / wide * MARGIN).coerceIn(least, most)
        if (size != textSize) setTextSize(TypedValue.COMPLEX_UNIT_PX, size)
        super.onMeasure(widthSpec, heightSpec)
    }

    private companion object {
        /** Widths of letters do not grow quite evenly. */
        const val MARGIN = 0.98f
    }
}
