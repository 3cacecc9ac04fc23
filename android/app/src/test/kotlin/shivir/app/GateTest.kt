package shivir.app

import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import java.io.File
import java.time.Duration
import java.util.concurrent.CountDownLatch
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.shadows.ShadowLooper
import shivir.app.gate.Gate
import shivir.app.key.KeyVault
import shivir.bindings.Phone
import shivir.logic.kit.FileChosen
import shivir.logic.kit.Lane

/** What is on the screen when the store does not open; every store here is a real one. */
@RunWith(RobolectricTestRunner::class)
class GateTest {
    private val files = RuntimeEnvironment.getApplication().filesDir
    private val store = File(files, "store")

    /** A store with work in it, and the process that made it gone. */
    private fun worked() = OnScreen().close()

    @Test
    fun `a lost key is said, nothing is begun anew, and the district's key file opens it`() {
        worked()
        val app = RuntimeEnvironment.getApplication() as TestShivirApp
        val vault = KeyVault(File(files, "store.key"), app.keys)
        val key = (vault.look() as KeyVault.Held.Key).bytes
        val before = File(store, "camp.db").readBytes()
        app.keys.lose()
        OnScreen().use { screen ->
            assertTrue("${screen.words()}", screen.says("चाबी नहीं मिली") && screen.says("सुरक्षित"))
            assertFalse(screen.secure)
            assertTrue(before.contentEquals(File(store, "camp.db").readBytes()))
            for (wrong in listOf("no key", "0".repeat(96))) {
                screen.tell(FileChosen(keyFile(wrong), "key"))
                assertFalse("पहला पन्ना" in screen.words())
            }
            screen.tell(FileChosen(keyFile(key.joinToString("") { "%02x".format(it) } + "\n"), "key"))
            assertTrue("${screen.words()}", "पहला पन्ना" in screen.words())
            assertEquals("फूलबाई साहू", app.worker.name)
        }
        // It is kept: the next start needs no file.
        OnScreen().use { assertTrue("पहला पन्ना" in it.words()) }
    }

    @Test
    fun `another phone's key opens nothing and nothing is changed`() {
        worked()
        File(files, "store.key").delete()
        val app = RuntimeEnvironment.getApplication() as TestShivirApp
        KeyVault(File(files, "store.key"), app.keys).draw().fill(0)
        OnScreen().use { screen ->
            assertTrue("${screen.words()}", screen.says("सुरक्षित") && screen.says("चाबी की फ़ाइल चुनें"))
        }
    }

    @Test
    fun `a store without its key's file is no new phone`() {
        worked()
        File(files, "store.key").delete()
        OnScreen().use { assertTrue(it.says("चाबी नहीं मिली")) }
        assertFalse(File(files, "store.key").exists())
    }

    @Test
    fun `a damaged store is said, saved as far as it can be, and opens then`() {
        worked()
        val file = File(store, "camp.db")
        // From its second page on; the first one still says whose it is.
        file.writeBytes(file.readBytes().apply { fill(7, 4096) })
        File(store, "camp.db-wal").delete()
        OnScreen().use { screen ->
            assertTrue("${screen.words()}", screen.says("जो बचे उसे बचाएँ"))
            screen.tell(Gate.Salvage)
            assertTrue("${screen.words()}", screen.says("काम बचाने का नतीजा"))
            screen.tell(Gate.TryAgain)
            assertTrue("${screen.words()}", "पहला पन्ना" in screen.words())
        }
        assertTrue(store.list().orEmpty().any { it.startsWith("camp.db.damaged-") })
    }

    @Test
    fun `a storage that takes no folder is said, and tried again`() {
        store.parentFile?.mkdirs()
        store.writeText("in the way")
        OnScreen().use { screen ->
            assertTrue("${screen.words()}", screen.says("फोन में जगह बनाएँ"))
            store.delete()
            screen.tell(Gate.TryAgain)
            assertTrue("${screen.words()}", "पहला पन्ना" in screen.words())
        }
    }

    @Test
    fun `a store that another process has open is waited for`() {
        worked()
        val app = RuntimeEnvironment.getApplication() as TestShivirApp
        val key = (KeyVault(File(files, "store.key"), app.keys).look() as KeyVault.Held.Key).bytes
        val other = Phone.open(store.path, key)
        OnScreen().use { screen ->
            assertTrue(screen.says("फिर कोशिश करें"))
            other.closeStore()
            screen.tell(Gate.TryAgain)
            assertTrue("${screen.words()}", "पहला पन्ना" in screen.words())
        }
    }

    @Test
    fun `a store that opens slowly is said to, and one that opens at once is not`() {
        worked()
        val app = RuntimeEnvironment.getApplication() as TestShivirApp
        val busy = CountDownLatch(1)
        // Whatever keeps the storage busy comes before the opening.
        app.shell.lanes.run(Lane.WRITE) { busy.await() }
        val control = Robolectric.buildActivity(MainActivity::class.java).setup()
        val says = { word: String -> texts(control.get().window.decorView).any { word in it } }
        val main = ShadowLooper.shadowMainLooper()
        assertEquals(emptyList<String>(), texts(control.get().window.decorView))
        main.idleFor(Duration.ofMillis(Shell.SLOW_MS))
        assertTrue(says("खुल रहा है"))
        busy.countDown()
        app.settle()
        assertTrue(says("पहला पन्ना"))
        control.pause().stop().destroy()
        app.die()
    }

    private fun texts(view: View): List<String> = when (view) {
        is TextView -> listOf(view.text.toString()).filter(String::isNotEmpty)
        is ViewGroup -> (0 until view.childCount).flatMap { texts(view.getChildAt(it)) }
        else -> emptyList()
    }

    private fun keyFile(text: String) = File(files, "chosen").apply { writeText(text) }.path

    @Test
    fun `a file that was chosen before the process was gone keeps nobody out, and no copy of it stays`() {
        worked()
        val app = RuntimeEnvironment.getApplication() as TestShivirApp
        val chosen = keyFile("a list")
        val control = Robolectric.buildActivity(MainActivity::class.java).create()
        app.shell.tell(FileChosen(chosen, "list.csv"))
        control.start().postCreate(null).resume().visible()
        app.settle()
        assertNotNull("the work is open", app.shell.kept())
        assertFalse(File(chosen).exists())
        control.pause().stop().destroy()
        app.die()
    }

    @Test
    fun `a practice that does not open keeps nobody from the work`() {
        worked()
        val app = RuntimeEnvironment.getApplication() as TestShivirApp
        Prefs(app).practice = true
        File(files, "practice").apply { deleteRecursively() }.writeText("no folder")
        OnScreen().use { assertTrue("${it.words()}", "पहला पन्ना" in it.words()) }
        assertFalse(Prefs(app).practice)
    }
}
