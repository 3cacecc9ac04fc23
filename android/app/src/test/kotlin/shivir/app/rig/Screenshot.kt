package shivir.app.rig

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import android.view.View
import java.io.File
import java.util.Locale
import kotlin.math.abs

/**
 * Draws views as a phone would and compares them with the pictures kept in docs/screens. `make screens` keeps new ones
 * instead; after a difference the new picture and a third with what differs marked red lie in android/app/target/screens.
 *
 * Must run on Robolectric's main thread with graphicsMode=NATIVE.
 */
object Screenshot {
    /** How far one of a pixel's three colours may be off, of 255: edges of glyphs differ by a little between machines. */
    private const val COLOUR_TOLERANCE = 24

    /** The share of a picture's pixels that may be off by more than that. */
    private const val SHARE_TOLERANCE = 0.002

    /**
     * Lays out and draws [view] at [widthDp] × [heightDp] on [background] (as 0xAARRGGBB). A height of null takes
     * what the view asks for, so that the whole of what scrolls is seen.
     */
    fun draw(view: View, widthDp: Int = 320, heightDp: Int? = 640, background: Int = Color.WHITE): Bitmap {
        val density = view.resources.displayMetrics.density
        val exactly = { dp: Int -> View.MeasureSpec.makeMeasureSpec((dp * density).toInt(), View.MeasureSpec.EXACTLY) }
        val asked = View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED)
        view.measure(exactly(widthDp), heightDp?.let(exactly) ?: asked)
        view.layout(0, 0, view.measuredWidth, view.measuredHeight)
        val picture = Bitmap.createBitmap(view.measuredWidth, view.measuredHeight, Bitmap.Config.ARGB_8888)
        picture.eraseColor(background)
        view.draw(Canvas(picture))
        // Nothing shows through: three colours a pixel make a smaller file.
        picture.setHasAlpha(false)
        return picture
    }

    /** Fails unless [picture] looks like docs/screens/[name].png; with shivir.screens=write it becomes that file. */
    fun check(name: String, picture: Bitmap) {
        val kept = File(property("shivir.screens.kept"), "$name.png")
        if (property("shivir.screens") == "write") {
            write(picture, kept)
            return
        }
        val wrong = if (kept.isFile) compare(read(kept), picture, name) else "there is no picture to compare with"
        if (wrong != null) {
            val now = failed(name)
            write(picture, now)
            throw AssertionError("$name: $wrong. Look at $now; if it is right, run make screens.")
        }
    }

    /** Share of pixels, 0 to 1, that differ from the picture's first one: 0 when nothing was drawn. */
    fun ink(picture: Bitmap): Double {
        val pixels = pixels(picture)
        return pixels.count { it != pixels[0] }.toDouble() / pixels.size
    }

    /** What is wrong with [drawn], or null; the pixels that differ are then marked red in a picture of their own. */
    private fun compare(kept: Bitmap, drawn: Bitmap, name: String): String? {
        if (kept.width != drawn.width || kept.height != drawn.height) {
            return "${drawn.width} × ${drawn.height} pixels, was ${kept.width} × ${kept.height}"
        }
        val before = pixels(kept)
        val marked = pixels(drawn)
        var off = 0
        for (at in marked.indices) {
            if (differ(before[at], marked[at])) {
                marked[at] = Color.RED
                off++
            }
        }
        val share = off.toDouble() / marked.size
        if (share <= SHARE_TOLERANCE) {
            return null
        }
        write(Bitmap.createBitmap(marked, drawn.width, drawn.height, Bitmap.Config.ARGB_8888), failed("$name-differs"))
        return String.format(Locale.ROOT, "%.2f %% of it looks different", share * 100)
    }

    private fun differ(a: Int, b: Int): Boolean =
        a != b && (channel(a, b, 16) || channel(a, b, 8) || channel(a, b, 0))

    private fun channel(a: Int, b: Int, shift: Int): Boolean =
        abs((a shr shift and 0xff) - (b shr shift and 0xff)) > COLOUR_TOLERANCE

    private fun pixels(picture: Bitmap): IntArray {
        val pixels = IntArray(picture.width * picture.height)
        picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
        return pixels
    }

    private fun read(file: File): Bitmap {
        val bytes = file.readBytes()
        return BitmapFactory.decodeByteArray(bytes, 0, bytes.size) ?: throw AssertionError("$file is no picture")
    }

    private fun write(picture: Bitmap, file: File) {
        file.absoluteFile.parentFile?.mkdirs()
        file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    private fun failed(name: String) = File(property("shivir.screens.failed"), "$name.png")

    private fun property(name: String): String =
        System.getProperty(name) ?: throw AssertionError("$name is not set: Maven sets it (android/app/pom.xml)")
}
