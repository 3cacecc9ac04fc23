package shivir.app

import android.app.Activity
import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.Intent
import android.graphics.BitmapFactory
import android.graphics.Color
import android.net.Uri
import android.provider.Settings
import android.speech.tts.TextToSpeech
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.FileNotFoundException
import java.util.Locale
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper
import org.robolectric.shadows.ShadowTextToSpeech
import org.robolectric.shadows.ShadowToast
import shivir.app.effects.PagePicture
import shivir.app.effects.Voice
import shivir.app.post.Jobs
import shivir.app.scan.ScanActivity
import shivir.domain.Lang
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Denied
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Scanned
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.TurnedBack
import shivir.logic.kit.say

@RunWith(RobolectricTestRunner::class)
class EffectsTest {
    private val OnScreen.begun: Intent get() = checkNotNull(shadowOf(activity).nextStartedActivity) { "nothing was begun" }

    private fun OnScreen.came(asked: Intent, result: Int, data: Intent?) {
        shadowOf(activity).receiveResult(asked, result, data)
        app.settle()
    }

    @Suppress("DEPRECATION")
    private fun chosen(chooser: Intent): Intent = checkNotNull(chooser.getParcelableExtra(Intent.EXTRA_INTENT))

    @Suppress("DEPRECATION")
    private fun stream(send: Intent): Uri = checkNotNull(send.getParcelableExtra(Intent.EXTRA_STREAM))

    private fun content(path: String): Uri = Uri.parse("content://other.app/$path")

    @Test
    fun `a text is offered to other applications, a number is dialled and not called`() = OnScreen().use { screen ->
        screen.ask(Outside.ShareText(say("दिन"), say("आज 12 कार्ड")))
        val send = chosen(screen.begun)
        assertEquals(Intent.ACTION_SEND, send.action)
        assertEquals("आज 12 कार्ड", send.getStringExtra(Intent.EXTRA_TEXT))
        screen.ask(Outside.Dial("14555"))
        val dial = screen.begun
        assertEquals(Intent.ACTION_DIAL to "tel:14555", dial.action to dial.dataString)
        screen.ask(Outside.PhoneSettings)
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, screen.begun.action)
    }

    @Test
    fun `a page is lent as a picture, to be read and not to be written`() = OnScreen().use { screen ->
        screen.ask(Outside.SharePage(say("पर्ची"), print = false))
        val send = chosen(screen.begun)
        assertEquals("image/png", send.type)
        assertTrue(send.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
        val uri = stream(send)
        val resolver = screen.app.contentResolver
        // Not closed: a JVM lets nobody but itself close what Android holds open.
        val picture = checkNotNull(BitmapFactory.decodeStream(resolver.openInputStream(uri)))
        assertEquals(720, picture.width)
        assertThrows(FileNotFoundException::class.java) { resolver.openFileDescriptor(uri, "w") }
        for (way in listOf("../store.key", "store.key", "..%2F..%2Ffiles%2Fstore.key", "")) {
            assertThrows(FileNotFoundException::class.java) {
                resolver.openFileDescriptor(Uri.parse("content://shivir.app.lent/$way"), "r")
            }
        }
    }

    @Test
    fun `a file that was chosen is copied, one that is not there turns her back with a sentence`() = OnScreen().use { screen ->
        screen.ask(Outside.ChooseFile)
        val asked = screen.begun
        assertEquals(Intent.ACTION_OPEN_DOCUMENT, asked.action)
        val uri = content("answer.shivir")
        shadowOf(screen.app.contentResolver).registerInputStream(uri, ByteArrayInputStream("bytes".toByteArray()))
        screen.came(asked, Activity.RESULT_OK, Intent().setData(uri))
        assertTrue("${screen.words()}", screen.words().any { "answer.shivir" in it })
        assertEquals("bytes", File(screen.app.cacheDir, "chosen/file").readText())
        screen.ask(Outside.ChooseFile)
        screen.came(screen.begun, Activity.RESULT_CANCELED, null)
        assertTrue("$TurnedBack" in screen.words())
        assertNull(ShadowToast.getTextOfLatestToast())
        screen.ask(Outside.ChooseFile)
        val gone = content("gone")
        shadowOf(screen.app.contentResolver).registerInputStreamSupplier(gone) { throw IllegalArgumentException("gone") }
        screen.came(screen.begun, Activity.RESULT_OK, Intent().setData(gone))
        assertTrue("नहीं" in ShadowToast.getTextOfLatestToast())
    }

    @Test
    fun `bytes are put where she says, and nothing of them is left here`() = OnScreen().use { screen ->
        screen.ask(Outside.KeepFile("दिन.csv", byteArrayOf(1, 2, 3)))
        val asked = screen.begun
        assertEquals(Intent.ACTION_CREATE_DOCUMENT to "दिन.csv", asked.action to asked.getStringExtra(Intent.EXTRA_TITLE))
        val out = ByteArrayOutputStream()
        val uri = content("card")
        shadowOf(screen.app.contentResolver).registerOutputStream(uri, out)
        screen.came(asked, Activity.RESULT_OK, Intent().setData(uri))
        assertArrayEquals(byteArrayOf(1, 2, 3), out.toByteArray())
        assertTrue(screen.words().any { "FileKept" in it })
        assertTrue(File(screen.app.cacheDir, "outgoing").list().orEmpty().isEmpty())
    }

    @Test
    fun `what the camera came to is told to the screen that asked`() = OnScreen().use { screen ->
        screen.ask(Outside.Scan)
        val asked = screen.begun
        assertEquals(ScanActivity::class.java.name, asked.component?.className)
        screen.came(asked, Activity.RESULT_OK, Intent().putExtra("text", "shivir:s?07-046-K"))
        assertTrue("${Scanned("shivir:s?07-046-K")}" in screen.words())
        screen.ask(Outside.Scan)
        screen.came(screen.begun, Activity.RESULT_FIRST_USER, Intent().putExtra("forever", true))
        assertTrue("${Denied(true)}" in screen.words())
        screen.ask(Outside.Scan)
        screen.came(screen.begun, Activity.RESULT_CANCELED, null)
        assertTrue("$TurnedBack" in screen.words())
    }

    @Test
    fun `a phone that is not enrolled is told so when it is to send, and tries by itself every six hours`() = OnScreen().use { screen ->
        screen.ask(Outside.Carry)
        assertTrue("${screen.words()}", screen.words().any { "Failed" in it })
        val job = checkNotNull(screen.app.getSystemService(JobScheduler::class.java).getPendingJob(Jobs.PERIODIC))
        assertEquals(6 * 3_600_000L, job.intervalMillis)
        assertTrue(job.isPersisted && job.isRequireBatteryNotLow)
        @Suppress("DEPRECATION")
        assertEquals(JobInfo.NETWORK_TYPE_ANY, job.networkType)
        assertNotNull(screen.app.packageManager.getServiceInfo(job.service, 0))
        assertFalse(screen.app.packageManager.getServiceInfo(job.service, 0).exported)
    }

    @Test
    fun `a voice that the phone lacks is told in words`() = OnScreen().use { screen ->
        screen.app.shell.listen(listOf(say("नमस्ते")))
        val engine = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
        engine.onInitListener.onInit(TextToSpeech.ERROR)
        ShadowLooper.idleMainLooper()
        assertTrue("आवाज़" in ShadowToast.getTextOfLatestToast())
        // It may have been put on the phone since.
        ShadowTextToSpeech.addLanguageAvailability(Locale("hi", "IN"))
        screen.app.shell.listen(listOf(say("नमस्ते"), say("दो")))
        val again = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
        again.onInitListener.onInit(TextToSpeech.SUCCESS)
        ShadowLooper.idleMainLooper()
        assertEquals(listOf("नमस्ते", "दो"), again.spokenTextList)
    }

    @Test
    fun `the end of what is read aloud is told once, and so is that nothing can be read`() {
        var ends = 0
        val voice = Voice(RuntimeEnvironment.getApplication()) { ends++ }
        ShadowTextToSpeech.addLanguageAvailability(Locale("hi", "IN"))
        voice.speak(listOf(say("एक"), say("दो")), Lang.HI)
        assertEquals(0, ends)
        shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).onInitListener.onInit(TextToSpeech.SUCCESS)
        ShadowLooper.idleMainLooper()
        assertEquals(1, ends)
        ShadowTextToSpeech.reset()
        voice.speak(listOf(say("तीन")), Lang.EN)
        assertEquals(2, ends)
    }

    @Test
    fun `where she wants to hear questions each is read once when it comes`() = OnScreen().use { screen ->
        ShadowTextToSpeech.addLanguageAvailability(Locale("hi", "IN"))
        screen.app.shell.listen(listOf(say("नमस्ते")))
        val engine = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
        engine.onInitListener.onInit(TextToSpeech.SUCCESS)
        ShadowLooper.idleMainLooper()
        fun heard(event: Event): List<String> {
            val before = engine.spokenTextList.size
            screen.tell(event)
            return engine.spokenTextList.drop(before)
        }
        assertEquals("she wants it quiet", emptyList<String>(), heard(Asking.Question("नाम क्या है?")))
        assertEquals(emptyList<String>(), heard(Asking.Loud))
        assertTrue("उम्र कितनी है?" in heard(Asking.Question("उम्र कितनी है?")))
        assertEquals("what came of a touch is no new question", emptyList<String>(), heard(TurnedBack))
        assertTrue("क्या सहमति है?" in heard(Asking.Question("क्या सहमति है?")))
    }

    @Test
    fun `a long page is drawn smaller and never cut, without what can be touched`() = OnScreen().use { screen ->
        val rows = List(120) { Block.Row("row-$it", say("नाम $it")) }
        val last = Block.Big(say("पर्ची"), say("07-046-K"), key = "last")
        val page = Page(say("पर्ची"), body = rows + last)
        fun drawn(page: Page) = PagePicture.draw(screen.activity, Shown(Route(ScreenId.TOKEN), page, Seat()))
        val whole = drawn(page)
        assertTrue("${whole.width} ${whole.height}", whole.height <= 6_000 && whole.width < 720)
        // The last line is on it: its dark letters stand in the last tenth.
        val pixels = IntArray(whole.width * whole.height / 10)
        whole.getPixels(pixels, 0, whole.width, 0, whole.height - whole.height / 10, whole.width, whole.height / 10)
        assertTrue(pixels.any { Color.red(it) < 60 && Color.green(it) < 60 && Color.blue(it) < 60 })
        val back = Block.Buttons(listOf(Button(say("वापस लें"), BackTouched, Icon.UNDO)), "back")
        assertTrue(whole.sameAs(drawn(page.copy(body = page.body + back))))
    }

    @Test
    fun `a sealed file is lent to another application, which takes it to another phone`() = OnScreen().use { screen ->
        screen.ask(Outside.SendFile(say("दूसरे फ़ोन को"), "shivir-1.shivir", byteArrayOf(1, 2, 3)))
        val send = chosen(screen.begun)
        assertEquals("application/octet-stream", send.type)
        assertEquals(listOf<Byte>(1, 2, 3), screen.app.contentResolver.openInputStream(stream(send))!!.readBytes().toList())
    }
}
