package shivir.app.effects

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.view.View
import shivir.app.Shown
import shivir.app.draw.PageView
import shivir.logic.kit.Block
import shivir.logic.kit.Look
import shivir.logic.kit.Theme

/** A page as a picture: all of it, also what is scrolled away, by day, without its buttons. On the main thread. */
internal object PagePicture {
    private const val WIDTH = 720

    /** Pixels at most, for a small phone's memory: what is longer is drawn smaller, never cut. */
    private const val MOST_HIGH = 6_000

    fun draw(activity: Activity, shown: Shown): Bitmap {
        val view = PageView(activity)
        val body = shown.page.body.filterNot { it is Block.Buttons }
        val page = shown.page.copy(body = body, foot = emptyList(), back = false)
        view.render(shown.screen, page, shown.seat.copy(look = Look(theme = Theme.DAY)), {}, {})
        val wide = View.MeasureSpec.makeMeasureSpec(WIDTH, View.MeasureSpec.EXACTLY)
        view.measure(wide, View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED))
        view.layout(0, 0, view.measuredWidth, view.measuredHeight)
        val scale = minOf(1f, MOST_HIGH.toFloat() / view.measuredHeight.coerceAtLeast(1))
        val (width, height) = listOf(WIDTH, view.measuredHeight).map { (it * scale).toInt().coerceAtLeast(1) }
        val picture = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
        picture.eraseColor(Color.WHITE)
        view.draw(Canvas(picture).apply { scale(scale, scale) })
        return picture
    }
}
