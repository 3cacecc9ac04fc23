package shivir.app.scan

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.View

/** A bright frame on a dark ground, over the camera's picture: hold the code in here. */
internal class FrameView(context: Context) : View(context) {
    private val density = resources.displayMetrics.density
    private val dark = Paint().apply { color = Color.argb(140, 0, 0, 0) }
    private val line = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = Color.WHITE
        style = Paint.Style.STROKE
        strokeWidth = 4 * density
        strokeCap = Paint.Cap.ROUND
    }

    init {
        // What there is to hear stands in words beside it.
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    override fun onDraw(canvas: Canvas) {
        val wide = width.toFloat()
        val high = height.toFloat()
        val side = minOf(wide, high) * SHARE
        val left = (wide - side) / 2
        val top = (high - side) / 2
        val right = left + side
        val foot = top + side
        canvas.drawRect(0f, 0f, wide, top, dark)
        canvas.drawRect(0f, foot, wide, high, dark)
        canvas.drawRect(0f, top, left, foot, dark)
        canvas.drawRect(right, top, wide, foot, dark)
        val arm = side / 5
        for ((x, to) in listOf(left to arm, right to -arm)) {
            for ((y, down) in listOf(top to arm, foot to -arm)) {
                canvas.drawLine(x, y, x + to, y, line)
                canvas.drawLine(x, y, x, y + down, line)
            }
        }
    }

    private companion object {
        const val SHARE = 0.7f
    }
}
