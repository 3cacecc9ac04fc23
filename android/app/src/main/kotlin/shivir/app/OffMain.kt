package shivir.app

import android.os.Looper
import java.time.LocalDate
import shivir.bindings.Phone
import shivir.bindings.PhoneException

/**
 * The core for whoever is not the thread that draws. On that thread it fails at once, in every build: a call that takes long
 * only on a slow phone would else be found by a worker.
 */
class OffMain(private val phone: Phone) {
    fun core(): Phone {
        check(!Looper.getMainLooper().isCurrentThread) { "the core is called on the thread that draws" }
        return phone
    }

    /** The day in India; none where the store does not say. */
    fun today(): LocalDate? = try {
        core().today()
    } catch (_: PhoneException) {
        // The day that is known stays; whatever is done next says what is wrong with the store.
        null
    }

    /** Whether facts wait to be sent; also where the store does not say. */
    fun waits(): Boolean = try {
        core().syncState().run { enrolled && waiting > 0uL }
    } catch (_: PhoneException) {
        true
    }
}
