package shivir.app

import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import shivir.app.key.KeyVault
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.bindings.salvage
import shivir.logic.kit.Say
import shivir.logic.kit.said
import shivir.logic.kit.say

/**
 * Opens the store with its key. Nothing here may run on the thread that draws.
 *
 * @param dir the store's folder; made where it is not there
 * @param practice the folder of the practice on invented people
 */
class Store(private val dir: File, private val practice: File, private val vault: KeyVault) {
    /** What opening came to. */
    sealed interface Opened {
        class Open(val phone: Phone) : Opened

        /** Nothing was changed; `said` says what happened, what is safe and what to do. */
        class Shut(val why: Why, val said: Say) : Opened
    }

    /** What can be done about it. */
    enum class Why { KEY_LOST, DAMAGED, FULL, OTHER }

    /** The store's key as it is sealed to the district; none before the phone was enrolled. */
    val sealedKey: File? get() = File(dir, "camp.key.sealed").takeIf(File::isFile)

    fun open(): Opened = opened {
        when (val held = vault.look()) {
            is KeyVault.Held.Key -> held.bytes
            // A store without a key is never begun anew beside the old one.
            KeyVault.Held.None -> if (used()) return lost() else vault.draw()
            KeyVault.Held.Lost -> return lost()
        }
    }

    /** Opens the practice, or makes it; `afresh`: what was practised before goes. */
    fun openPractice(afresh: Boolean): Opened = opened(practice, { key ->
        val again = afresh && practice.isDirectory
        if (again) Phone.resetPractice(practice.path, key) else Phone.openPractice(practice.path, key)
    }) {
        when (val held = vault.look()) {
            is KeyVault.Held.Key -> held.bytes
            KeyVault.Held.None, KeyVault.Held.Lost -> return lost()
        }
    }

    /**
     * Opens it with a key that came back from the district, and keeps the key where it is the right one.
     *
     * @param file the district's key file, as it was chosen
     */
    fun openWith(file: File): Opened {
        val key = try {
            // A key file is short; whatever else was chosen is not read whole.
            val begin = ByteArray(MOST_FILE)
            val came = file.inputStream().use { it.read(begin) }.coerceAtLeast(0)
            KeyVault.read(String(begin, 0, came))
        } catch (_: IOException) {
            null
        } finally {
            file.delete()
        }
        if (key == null) return Opened.Shut(Why.KEY_LOST, say(AppWords.APP_NO_KEY_FILE))
        val kept = key.copyOf()
        val opened = opened { key }
        try {
            if (opened is Opened.Open) vault.keep(kept)
        } catch (_: IOException) {
            return unkept(opened)
        } catch (_: GeneralSecurityException) {
            return unkept(opened)
        } finally {
            kept.fill(0)
        }
        return opened
    }

    /** Saves what can be read of a damaged store; the damaged file is set aside. Gives what it came to, as a sentence. */
    fun salvaged(): Say = try {
        when (val held = vault.look()) {
            is KeyVault.Held.Key -> held.bytes.let { key ->
                try {
                    Say.Both(salvage(dir.path, key).said)
                } finally {
                    key.fill(0)
                }
            }
            else -> say(AppWords.APP_KEY_LOST)
        }
    } catch (why: PhoneException) {
        Say.Both(why.said())
    } catch (_: IOException) {
        say(AppWords.APP_STORAGE)
    }

    private fun used() = File(dir, "camp.keyid").exists() || File(dir, "camp.db").exists()

    private fun lost() = Opened.Shut(Why.KEY_LOST, say(AppWords.APP_KEY_LOST))

    private fun unkept(opened: Opened): Opened {
        // The next start would stand before the same door: better to say so while the file is at hand.
        if (opened is Opened.Open) opened.phone.closeStore()
        return Opened.Shut(Why.KEY_LOST, say(AppWords.APP_STORAGE))
    }

    private inline fun opened(
        folder: File = dir,
        open: (ByteArray) -> Phone = { Phone.open(folder.path, it) },
        key: () -> ByteArray,
    ): Opened = try {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("no folder")
        val bytes = key()
        try {
            Opened.Open(open(bytes))
        } finally {
            bytes.fill(0)
        }
    } catch (why: PhoneException) {
        val kind = when (why) {
            is PhoneException.WrongKey -> Why.KEY_LOST
            is PhoneException.DamagedCamp -> Why.DAMAGED
            is PhoneException.StorageFull -> Why.FULL
            else -> Why.OTHER
        }
        Opened.Shut(kind, Say.Both(why.said()))
    } catch (_: IOException) {
        Opened.Shut(Why.FULL, say(AppWords.APP_STORAGE))
    } catch (_: GeneralSecurityException) {
        Opened.Shut(Why.OTHER, say(AppWords.APP_KEYSTORE))
    }

    private companion object {
        const val MOST_FILE = 512
    }
}
