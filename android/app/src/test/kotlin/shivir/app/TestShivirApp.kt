package shivir.app

import android.os.Looper
import java.security.KeyStore
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import kotlin.concurrent.thread
import org.robolectric.Shadows.shadowOf
import shivir.app.key.Wrapper
import shivir.bindings.Phone
import shivir.core.Worker
import shivir.domain.Cadre
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.search.Search

/** A real key in a software key store: Robolectric has no AndroidKeyStore. */
class SoftWrapper : Wrapper {
    private val keys = KeyStore.getInstance("PKCS12").apply { load(null, null) }

    override fun find(): SecretKey? = keys.getKey("key", PASSWORD) as? SecretKey

    override fun make(): SecretKey {
        val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
        keys.setEntry("key", KeyStore.SecretKeyEntry(key), KeyStore.PasswordProtection(PASSWORD))
        return key
    }

    /** As when the phone's owner takes the screen lock away, or the maker's update breaks the hardware's key. */
    fun lose() = keys.deleteEntry("key")

    private companion object {
        val PASSWORD = "test".toCharArray()
    }
}

/** The application of the tests: everything of it is real but the Keystore. Robolectric finds it by its name. */
open class TestShivirApp : ShivirApp() {
    val keys = SoftWrapper()
    lateinit var worker: Worker
        private set
    protected var phone: Phone? = null
    private var alive: Shell? = null

    /** A new process has a new shell. */
    override val shell: Shell get() = alive ?: process().also { alive = it }

    override fun wrapper(): Wrapper = keys

    override fun screens() = object : Screens("test") {
        override val all = listOf(Doors, Asking, Search)

        override fun first(phone: Phone, seat: Seat): Pair<Route, Seat> {
            this@TestShivirApp.phone = phone
            worker = phone.workers().firstOrNull() ?: phone.addWorker("फूलबाई साहू", Cadre.Mitanin, listOf(7uL))
            // As if she had opened her door and worked until now.
            val working = seat.copy(worker = worker, today = phone.today())
            Prefs(this@TestShivirApp).keep(working)
            return Route(ScreenId.HELP) to working
        }
    }

    /** Until neither the main thread nor any lane has something to do. */
    fun settle() {
        val main = shadowOf(Looper.getMainLooper())
        do {
            main.idle()
            check(shell.lanes.idle()) { "something is still under way" }
        } while (!main.isIdle)
    }

    /** What a kill leaves: the files. */
    fun die() {
        settle()
        // Not on this thread: a test may watch that nobody calls the core here.
        phone?.let { open -> thread { open.closeStore() }.join() }
        phone = null
        alive?.lanes?.close()
        alive = null
    }
}
