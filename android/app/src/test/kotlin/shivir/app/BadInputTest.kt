package shivir.app

import android.app.Activity
import android.content.Intent
import java.io.File
import javax.crypto.Cipher
import javax.crypto.Mac
import javax.crypto.spec.IvParameterSpec
import javax.crypto.spec.SecretKeySpec
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import shivir.app.key.KeyVault
import shivir.logic.enrol.EnrolWords
import shivir.logic.home.HomeWords
import shivir.logic.kit.KitWords
import shivir.logic.pin.PinWords

/** What goes wrong ends in a page with a sentence and a way on: never a crash, never a sign of waiting without an end. */
@RunWith(RobolectricTestRunner::class)
@Config(application = DayApp::class)
class BadInputTest {
    private val files = RuntimeEnvironment.getApplication().filesDir
    private val store = File(files, "store")

    private fun denied(forever: Boolean) = Intent().putExtra("forever", forever)

    @Test
    fun `a camera that is refused leaves typing, and for ever the phone's settings too`() = OnScreen().use { screen ->
        screen.touch(EnrolWords.ENROL_SCAN)
        screen.came(Activity.RESULT_FIRST_USER, denied(forever = false))
        assertTrue("${screen.words()}", screen.says(EnrolWords.ENROL_CAMERA_HELP))
        screen.touch(EnrolWords.ENROL_SCAN)
        screen.came(Activity.RESULT_FIRST_USER, denied(forever = true))
        assertTrue("${screen.words()}", screen.says(EnrolWords.ENROL_CAMERA_FOREVER))
        screen.touch(EnrolWords.ENROL_SETTINGS)
        assertTrue(shadowOf(screen.activity).nextStartedActivity.action.orEmpty().endsWith("APPLICATION_DETAILS_SETTINGS"))
        screen.touch(EnrolWords.ENROL_TYPE)
        assertTrue("${screen.words()}", screen.says(EnrolWords.ENROL_DISTRICT_ASK))
    }

    @Test
    fun `codes that are no invitation are each told from the others, and nothing of them is kept`() = OnScreen().use { screen ->
        val codes = mapOf(
            "shivir:1?k=00ff&d=762&c=ABC" to EnrolWords.ENROL_TORN,
            "shivir:s?07-046-K" to EnrolWords.ENROL_SLIP,
            "2341 2341 2346" to EnrolWords.ENROL_AADHAAR,
            "\u0000\uFFFF".repeat(4_000) to EnrolWords.ENROL_FOREIGN,
            "shivir:1?" + "&".repeat(20_000) to EnrolWords.ENROL_TORN,
        )
        for ((code, words) in codes) {
            screen.scan(code)
            assertTrue("$words: ${screen.words()}", screen.says(words))
            assertFalse(screen.waits())
        }
        assertFalse("2341" in screen.app.shell.kept().orEmpty())
    }

    @Test
    fun `a wrong PIN twenty times makes her wait and nobody else, over a restart too`() {
        inUse()
        OnScreen().use { screen ->
            screen.touch(WORKER)
            var tries = 0
            while (screen.can(PinWords.PIN_FORGOTTEN) && tries < 20) {
                if (screen.can(PinWords.PIN_ASK_AGAIN)) {
                    screen.touch(PinWords.PIN_ASK_AGAIN)
                } else {
                    screen.digits("1111")
                    screen.touch(PinWords.PIN_OPEN)
                }
                tries++
            }
            assertTrue("${screen.words()}", screen.says(PinWords.PIN_WAIT_HELP) && screen.says(PinWords.PIN_SAFE))
            screen.killed()
            screen.touch(WORKER)
            assertTrue("${screen.words()}", screen.says(PinWords.PIN_WAIT_HELP) && screen.can(PinWords.PIN_FORGOTTEN))
        }
    }

    @Test
    fun `a damaged list is said where it is needed, and the work goes on without it`() {
        inUse()
        val list = store.listFiles().orEmpty().first { it.name.startsWith("roster-") && it.name.endsWith(".db") }
        list.writeBytes(list.readBytes().apply { fill(7, 4096) })
        OnScreen().use { screen ->
            screen.unlock()
            assertTrue("${screen.words()}", screen.can(HomeWords.HOME_SEARCH))
            screen.touch(HomeWords.HOME_SEARCH)
            screen.type("sita")
            assertTrue("${screen.words()}", screen.says("सूची की फ़ाइल खराब है") && screen.says("सुरक्षित"))
            assertTrue(screen.can(KitWords.KIT_TRY_AGAIN))
            assertFalse(screen.waits())
            screen.back()
            assertTrue(screen.can(HomeWords.HOME_SEARCH))
        }
    }

    @Test
    fun `a store of a newer application says to update, is not touched, and is tried again`() {
        inUse()
        val app = RuntimeEnvironment.getApplication() as DayApp
        val key = (KeyVault(File(files, "store.key"), app.keys).look() as KeyVault.Held.Key).bytes
        val camp = File(store, "camp.db")
        camp.writeBytes(newer(camp.readBytes(), key))
        val before = camp.readBytes()
        OnScreen().use { screen ->
            assertTrue("${screen.words()}", screen.says("अपडेट") && screen.says("सुरक्षित"))
            screen.touch(AppWords.APP_TRY_AGAIN)
            assertTrue("${screen.words()}", screen.says("अपडेट"))
            assertFalse(screen.waits())
        }
        assertTrue(before.contentEquals(camp.readBytes()))
    }

    /** The store with the highest version of its schema, as SQLCipher 4 writes its first page: AES-256-CBC, HMAC-SHA-512. */
    private fun newer(file: ByteArray, key: ByteArray): ByteArray {
        val salt = file.copyOf(16)
        val aes = SecretKeySpec(key, 0, 32, "AES")
        val iv = IvParameterSpec(file, 4016, 16)
        val open = Cipher.getInstance("AES/CBC/NoPadding").apply { init(Cipher.DECRYPT_MODE, aes, iv) }
        val plain = open.doFinal(file, 16, 4000)
        // The version stands at byte 60 of the file, four bytes, high first.
        plain[60 - 16] = 0x7f
        val seal = Cipher.getInstance("AES/CBC/NoPadding").apply { init(Cipher.ENCRYPT_MODE, aes, iv) }
        seal.doFinal(plain).copyInto(file, 16)
        val masked = ByteArray(16) { (salt[it].toInt() xor 0x3a).toByte() }
        val first = hmac(key.copyOf(32), masked + byteArrayOf(0, 0, 0, 1))
        val second = hmac(key.copyOf(32), first)
        val of = ByteArray(32) { (first[it].toInt() xor second[it].toInt()).toByte() }
        hmac(of, file.copyOfRange(16, 4032) + byteArrayOf(1, 0, 0, 0)).copyInto(file, 4032)
        return file
    }

    private fun hmac(key: ByteArray, of: ByteArray): ByteArray =
        Mac.getInstance("HmacSHA512").apply { init(SecretKeySpec(key, "HmacSHA512")) }.doFinal(of)
}
