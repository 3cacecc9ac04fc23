package shivir.app.draw

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.Gravity
import android.view.View
import android.widget.FrameLayout
import shivir.logic.kit.Block

/** A QR code: every module a whole number of pixels, with its quiet zone in white at night too. */
internal class CodePart(private val style: Style) : Part<Block.Code> {
    private val code = CodeView(style.context, style.px(Sizes.CODE))
    override val view = FrameLayout(style.context)

    init {
        view.addView(code, FrameLayout.LayoutParams(FULL, WRAP, Gravity.CENTER))
    }

    override fun show(now: Block.Code, before: Block.Code?) {
        if (before?.dark != now.dark || before.side != now.side) code.show(now.side, now.dark)
        code.contentDescription = style.text(now.about)
    }
}

private class CodeView(context: Context, private val most: Int) : View(context) {
    private var side = 0
    private var dark: List<Boolean> = emptyList()
    private val paint = Paint().apply { isAntiAlias = false }

    /** Modules of a side with the quiet zone, and how many pixels each takes. */
    private val modules get() = side + 2 * QUIET
    private var module = 0

    fun show(side: Int, dark: List<Boolean>) {
        this.side = side
        this.dark = dark
        requestLayout()
        invalidate()
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val wide = MeasureSpec.getSize(widthSpec)
        module = (minOf(wide, most) / modules).coerceAtLeast(1)
        setMeasuredDimension(wide, module * modules)
    }

    override fun onDraw(canvas: Canvas) {
        val left = (width - module * modules) / 2
        paint.color = Color.WHITE
        canvas.drawRect(left.toFloat(), 0f, (left + module * modules).toFloat(), (module * modules).toFloat(), paint)
        paint.color = Color.BLACK
        for (at in 0 until minOf(side * side, dark.size)) {
            if (!dark[at]) continue
            val x = (left + (at % side + QUIET) * module).toFloat()
            val y = ((at / side + QUIET) * module).toFloat()
            canvas.drawRect(x, y, x + module, y + module, paint)
        }
    }

    private companion object {
        const val QUIET = 4
    }
}
