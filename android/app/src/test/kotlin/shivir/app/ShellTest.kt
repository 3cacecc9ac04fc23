package shivir.app

import android.content.res.Configuration
import android.os.Bundle
import java.io.File
import java.time.Duration
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertSame
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.shadows.ShadowLooper
import shivir.bindings.Phone
import shivir.logic.search.Search

@RunWith(RobolectricTestRunner::class)
class ShellTest {
    private fun OnScreen.searching(): OnScreen = apply {
        tell(Asking.Search)
        tell(Search.Typed("sita"))
    }

    private fun OnScreen.locked() = "कौन काम कर रहा है" in words()

    private fun pass(time: Duration) = ShadowLooper.shadowMainLooper().idleFor(time)

    @Test
    fun `a rotation keeps the screen, what was typed and the program`() = OnScreen().use { screen ->
        screen.searching()
        val shell = screen.app.shell
        val before = screen.activity
        screen.control.recreate()
        screen.app.settle()
        assertFalse(before === screen.control.get())
        assertSame(shell, screen.app.shell)
        assertEquals("sita", screen.typed())
        screen.control.configurationChange(Configuration(screen.activity.resources.configuration).apply { fontScale = 2f })
        screen.app.settle()
        assertEquals("sita", screen.typed())
    }

    @Test
    fun `after the process is gone the screen comes back with what was typed, behind the door`() {
        val state = Bundle()
        val first = OnScreen().searching()
        first.control.pause().saveInstanceState(state).stop().destroy()
        first.app.die()
        OnScreen(state).use { screen ->
            // This test's first screen stands before what was kept, as the door does.
            assertTrue("पहला पन्ना" in screen.words())
            screen.back()
            assertEquals("sita", screen.typed())
        }
    }

    @Test
    fun `back goes one screen back, and from the first one out of the application`() = OnScreen().use { screen ->
        screen.searching()
        screen.back()
        assertTrue("पहला पन्ना" in screen.words())
        screen.back()
        assertFalse(screen.activity.isFinishing)
        assertTrue("पहला पन्ना" in screen.words())
    }

    @Test
    fun `nobody touched it for five minutes and it locks, and the same worker finds her screen again`() = OnScreen().use { screen ->
        screen.searching()
        pass(Duration.ofMinutes(4))
        screen.activity.onUserInteraction()
        pass(Duration.ofMinutes(4))
        screen.app.settle()
        assertFalse(screen.locked())
        pass(Duration.ofMinutes(1))
        screen.app.settle()
        assertTrue(screen.locked())
        screen.tell(Doors.Open(screen.app.worker))
        assertEquals("sita", screen.typed())
    }

    @Test
    fun `away for two minutes and it is locked when it comes back, away for one and it is not`() = OnScreen().use { screen ->
        screen.searching()
        screen.control.pause().stop()
        pass(Duration.ofMinutes(1))
        screen.comeBack()
        assertFalse(screen.locked())
        screen.control.pause().stop()
        pass(Duration.ofMinutes(2))
        screen.comeBack()
        assertTrue(screen.locked())
    }

    @Test
    fun `no picture is taken of a screen that names people`() = OnScreen().use { screen ->
        assertFalse(screen.secure)
        screen.searching()
        assertTrue(screen.secure)
        screen.back()
        assertFalse(screen.secure)
    }

    @Test
    fun `the core is called by no one on the thread that draws`() {
        val dir = File.createTempFile("shivir", "main").apply { delete() }
        val phone = Phone.open(dir.path, ByteArray(48))
        assertThrows(IllegalStateException::class.java) { OffMain(phone).core() }
        phone.closeStore()
        dir.deleteRecursively()
        // Who may know the core at all: those who use it on lanes alone, or hand it to the program, which does.
        // What they do there over a whole day is watched by WholeDayTest.
        val may = setOf("Store", "OffMain", "Screens", "Shell", "Post", "Looked")
        val path = checkNotNull(System.getProperty("java.class.path")).split(File.pathSeparator)
        val classes = File(path.first { File(it, "shivir/app/MainActivity.class").isFile })
        val know = classes.walk().filter { it.extension == "class" && "shivir/app" in it.path }
            .filter { "shivir/bindings/" in String(it.readBytes(), Charsets.ISO_8859_1).replace("shivir/bindings/PhoneException", "") }
            .map { it.name.substringBefore('.').substringBefore('$') }.toSet()
        assertTrue("$know", know.isNotEmpty() && may.containsAll(know))
    }
}
