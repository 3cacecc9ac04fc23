package shivir.app.key

import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** Where the key lies that wraps the store's key: the phone's Keystore. */
interface Wrapper {
    /**
     * The key for AES; none where there is none, or no more.
     *
     * @throws GeneralSecurityException it is there and cannot be had
     */
    fun find(): SecretKey?

    /**
     * A new one in place of the one before.
     *
     * @throws GeneralSecurityException the phone makes none
     */
    fun make(): SecretKey
}

/**
 * The store's key, 48 bytes, in a file that this phone alone can open: AES-GCM with a key that never leaves its [Wrapper].
 * The file: a version (1), the length of the nonce, the nonce, what is sealed. Whoever is given a key wipes it.
 */
class KeyVault(private val file: File, private val wrapper: Wrapper) {
    sealed interface Held {
        class Key(val bytes: ByteArray) : Held

        /** None was ever drawn. */
        data object None : Held

        /** There is one, and this phone cannot open it any more. */
        data object Lost : Held
    }

    /** @throws IOException the storage could not be read */
    fun look(): Held {
        if (!file.isFile) return Held.None
        val sealed = file.readBytes()
        return try {
            val key = wrapper.find() ?: return Held.Lost
            Held.Key(opened(sealed, key) ?: return Held.Lost)
        } catch (_: GeneralSecurityException) {
            // Which of the many ways a Keystore loses a key does not matter: the file stays as it is.
            Held.Lost
        } catch (_: ProviderException) {
            // So do those in which its hardware fails.
            Held.Lost
        }
    }

    /**
     * Draws the store's key. It is durable before it is given out, so that nothing is ever written under a key that a power
     * cut takes away.
     *
     * @throws IOException @throws GeneralSecurityException nothing was drawn
     */
    fun draw(): ByteArray {
        val key = ByteArray(BYTES)
        SecureRandom().nextBytes(key)
        keep(key)
        return key
    }

    /**
     * Keeps a key that came back from the district. What was there before is set aside, never deleted.
     *
     * @throws IOException @throws GeneralSecurityException what was there stays
     */
    fun keep(key: ByteArray) {
        require(key.size == BYTES) { "a store's key has $BYTES bytes" }
        val sealed = seal(key)
        val fresh = File(file.path + ".new")
        FileOutputStream(fresh).use {
            it.write(sealed)
            it.fd.sync()
        }
        if (file.isFile) file.copyTo(File(file.path + ".before"), overwrite = true)
        if (!fresh.renameTo(file)) throw IOException("the key's file is not put in place")
        FileChannel.open(file.absoluteFile.parentFile?.toPath() ?: return, StandardOpenOption.READ).use { it.force(true) }
    }

    private fun seal(key: ByteArray): ByteArray = try {
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.ENCRYPT_MODE, usable() ?: wrapper.make())
        val nonce = cipher.iv
        byteArrayOf(VERSION, nonce.size.toByte()) + nonce + cipher.doFinal(key)
    } catch (broken: ProviderException) {
        // Keystores of some makers say so in this way.
        throw GeneralSecurityException(broken)
    }

    /** The key that is there, where it still does what it is for. */
    private fun usable(): SecretKey? = try {
        wrapper.find()?.also { Cipher.getInstance(CIPHER).init(Cipher.ENCRYPT_MODE, it) }
    } catch (_: GeneralSecurityException) {
        // A new one takes its place.
        null
    } catch (_: ProviderException) {
        null
    }

    private fun opened(sealed: ByteArray, key: SecretKey): ByteArray? {
        val from = 2 + (sealed.getOrNull(1) ?: return null)
        if (sealed[0] != VERSION || from <= 2 || sealed.size != from + BYTES + TAG_BITS / 8) return null
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, sealed, 2, from - 2))
        return cipher.doFinal(sealed, from, sealed.size - from)
    }

    companion object {
        /** Bytes of a store's key: 32 of the key, 16 of the salt. */
        const val BYTES = 48
        private const val VERSION: Byte = 1
        private const val TAG_BITS = 128
        private const val CIPHER = "AES/GCM/NoPadding"

        /** A key file of the district: 96 hexadecimal digits. None where it is no such file. */
        fun read(text: String): ByteArray? {
            val digits = text.trim()
            if (digits.length != 2 * BYTES || digits.any { Character.digit(it, 16) < 0 || it.code > 'f'.code }) return null
            return ByteArray(BYTES) { digits.substring(2 * it, 2 * it + 2).toInt(16).toByte() }
        }
    }
}
