package shivir.app

import java.io.File
import java.nio.file.Files
import java.security.GeneralSecurityException
import java.security.ProviderException
import javax.crypto.SecretKey
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.app.key.KeyVault
import shivir.app.key.KeyVault.Held
import shivir.app.key.Wrapper

/** A real cipher with a real key; only the place of the key is software. */
class KeyVaultTest {
    private val dir = Files.createTempDirectory("shivir-vault").toFile().apply { deleteOnExit() }
    private val file = File(dir, "store.key")
    private val keys = SoftWrapper()
    private val vault = KeyVault(file, keys)

    @Test
    fun `a key is drawn once, comes back, and stands in the file nowhere`() {
        assertEquals(Held.None, vault.look())
        val key = vault.draw()
        assertEquals(48, key.size)
        assertArrayEquals(key, (KeyVault(file, keys).look() as Held.Key).bytes)
        val bytes = file.readBytes().toList()
        assertFalse(bytes.windowed(8).any { it == key.toList().take(8) })
        assertFalse(key.contentEquals(KeyVault(File(dir, "other"), keys).draw()))
    }

    @Test
    fun `another phone's key, an altered file and a cut one are a lost key`() {
        vault.draw()
        assertEquals(Held.Lost, KeyVault(file, SoftWrapper().apply { make() }).look())
        val whole = file.readBytes()
        for (at in whole.indices) {
            file.writeBytes(whole.clone().apply { this[at] = (this[at] + 1).toByte() })
            assertEquals("byte $at", Held.Lost, vault.look())
            file.writeBytes(whole.copyOf(at))
            assertEquals("cut at $at", Held.Lost, vault.look())
        }
        file.writeBytes(whole)
        assertTrue(vault.look() is Held.Key)
        keys.lose()
        assertEquals(Held.Lost, vault.look())
    }

    @Test
    fun `a key that came back is kept under a new wrapping, and the file before is not deleted`() {
        val key = vault.draw()
        val before = file.readBytes()
        keys.lose()
        vault.keep(key)
        assertArrayEquals(key, (vault.look() as Held.Key).bytes)
        assertArrayEquals(before, File(file.path + ".before").readBytes())
    }

    @Test
    fun `a key file has ninety-six digits and nothing else`() {
        assertNotNull(KeyVault.read("0f".repeat(48) + "\n"))
        assertEquals(0x0f.toByte(), KeyVault.read("0f".repeat(48))?.first())
        for (wrong in listOf("", "0f".repeat(47), "0f".repeat(49), "0g" + "0f".repeat(47), "०".repeat(96))) {
            assertNull(wrong, KeyVault.read(wrong))
        }
    }

    @Test
    fun `a key store that breaks in its maker's way is an error, and nothing is kept`() {
        val broken = object : Wrapper {
            override fun find(): SecretKey? = null

            override fun make(): SecretKey = throw ProviderException("the hardware does not answer")
        }
        assertThrows(GeneralSecurityException::class.java) { KeyVault(file, broken).draw() }
        assertFalse(file.exists())
    }
}
