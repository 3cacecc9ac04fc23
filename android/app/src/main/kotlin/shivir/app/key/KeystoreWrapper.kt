package shivir.app.key

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** The Android Keystore: in the phone's secure hardware where it has one. */
class KeystoreWrapper : Wrapper {
    override fun find(): SecretKey? = keystore().getKey(ALIAS, null) as? SecretKey

    override fun make(): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        // Bound to no screen lock: many of these phones have none, and taking one off would take the key away.
        val spec = KeyGenParameterSpec.Builder(ALIAS, purposes)
            .setKeySize(BITS)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).apply { init(spec) }.generateKey()
    }

    private fun keystore(): KeyStore = KeyStore.getInstance(KEYSTORE).apply {
        try {
            load(null)
        } catch (error: IOException) {
            throw GeneralSecurityException(error)
        }
    }

    private companion object {
        const val KEYSTORE = "AndroidKeyStore"
        const val ALIAS = "shivir-store"
        const val BITS = 256
    }
}
