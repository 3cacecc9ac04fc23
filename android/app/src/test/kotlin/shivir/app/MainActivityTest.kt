package shivir.app

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Color
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.app.rig.Screenshot

@RunWith(RobolectricTestRunner::class)
class MainActivityTest {
    @Test
    fun `opens in Hindi and draws more than a blank page`() {
        val activity = open()
        assertEquals("शिविर साथी", activity.getString(R.string.app_name))
        val picture = Screenshot.draw(activity.window.decorView)
        assertEquals(640, picture.width)
        assertEquals(1280, picture.height)
        assertTrue("nothing was drawn", Screenshot.ink(picture) > 0.001)
    }

    @Test
    @Config(qualifiers = "en-rIN")
    fun `opens in English where the phone is in English`() {
        assertEquals("Shivir Saathi", open().getString(R.string.app_name))
    }

    @Test
    fun `Hindi is drawn with glyphs of its own, joined as it is read`() {
        // A font without Devanagari draws the same box for each letter, and one that is not shaped draws the sign for i
        // after its consonant: then these would look alike.
        assertTrue("letters are boxes", !draw("क").sameAs(draw("म")))
        val joined = width("क्ष") / width("क")
        assertTrue("a conjunct is drawn as its parts", joined < width("क\u200cष") / width("क"))
    }

    private fun open(): MainActivity = Robolectric.buildActivity(MainActivity::class.java).setup().get()

    private fun label(text: String): TextView {
        val context: Context = RuntimeEnvironment.getApplication()
        return TextView(context).apply {
            setText(text)
            setTextColor(Color.BLACK)
            textSize = 22f
        }
    }

    private fun draw(text: String): Bitmap = Screenshot.draw(label(text), 40, 40)

    private fun width(text: String): Float = label(text).paint.measureText(text)
}
