package shivir.app

import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.nio.file.Files
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.logic.kit.KitWords
import shivir.logic.register.RegisterWords
import shivir.logic.token.TokenWords

/** The application whose files lie on a disk of a few megabytes. */
class SmallApp : DayApp() {
    private val small = File(checkNotNull(System.getProperty("shivir.small")) { "run by FullDiskTest" })
    private val files by lazy { Files.createTempDirectory(small.toPath(), "phone").toFile() }

    override fun getFilesDir(): File = files
}

/** What a worker sees of a disk that fills up under her hands, and that nothing she confirmed is lost. Run by [FullDiskTest]. */
@RunWith(RobolectricTestRunner::class)
@Config(application = SmallApp::class)
class OnSmallDisk {
    private val photos = File(RuntimeEnvironment.getApplication().filesDir.parentFile, "photos")

    /** Somebody's photos take all that is left, to the last byte. */
    private fun fill() {
        var piece = 1 shl 20
        FileOutputStream(photos).use { file ->
            while (piece > 0) {
                try {
                    file.write(ByteArray(piece))
                } catch (_: IOException) {
                    piece /= 2
                }
            }
        }
        assertEquals(0L, photos.usableSpace)
    }

    private fun OnScreen.registered(letters: String, name: String) {
        find(letters, name)
        touch(RegisterWords.REGISTER_THUMB)
        finish()
    }

    /** From the papers to the slip. */
    private fun OnScreen.finish() {
        papers()
        outcome()
    }

    private fun OnScreen.outcome() {
        touch("आधार अपडेट")
        touch("मोबाइल")
        type("9012")
        touch(RegisterWords.REGISTER_ONWARD)
        touch(RegisterWords.REGISTER_CONFIRM)
        assertTrue("${words()}", says(TokenWords.TOKEN_DONE))
    }

    private fun DayApp.confirmed(): Int = ask { it.registrations(it.today(), null, 10u).size }

    @Test
    fun `a disk that fills up in the middle of a registration is said, loses nothing, and she goes on when there is room`() {
        inUse()
        OnScreen().use { screen ->
            val app = screen.app as DayApp
            screen.unlock()
            screen.registered("raml", "रामलाल यादव")
            screen.back()
            assertEquals(1, app.confirmed())

            screen.find("sita", "सीता बाई यादव")
            screen.touch(RegisterWords.REGISTER_THUMB)
            fill()
            screen.papers()
            assertTrue("${screen.words()}", screen.says("जगह नहीं बची") && screen.says("पहले का सब कुछ सुरक्षित है"))
            assertTrue("${screen.words()}", screen.can(KitWords.KIT_TRY_AGAIN))
            assertFalse(screen.waits())
            // It is said again as long as it is so, and what was confirmed is there.
            screen.touch(KitWords.KIT_TRY_AGAIN)
            assertTrue("${screen.words()}", screen.says("जगह नहीं बची"))
            assertEquals(1, app.confirmed())

            // The application is killed on the full disk: it opens, and what was confirmed is there.
            screen.killed()
            screen.unlock()
            assertEquals(1, app.confirmed())
            assertEquals("the draft is as it was", 1, app.ask { it.drafts() }.single().members.single().answers.size)

            assertTrue(photos.delete())
            screen.finish()
            assertEquals(2, app.confirmed())
        }
    }

    @Test
    fun `on a full disk no new registration is begun, and she is told to make room`() {
        inUse()
        OnScreen().use { screen ->
            screen.unlock()
            fill()
            screen.find("sita", "सीता बाई यादव")
            assertTrue("${screen.words()}", screen.says("जगह"))
            assertFalse(screen.waits())
            assertTrue(photos.delete())
            screen.touch(KitWords.KIT_TRY_AGAIN)
            screen.touch(RegisterWords.REGISTER_THUMB)
            screen.finish()
        }
    }
}
