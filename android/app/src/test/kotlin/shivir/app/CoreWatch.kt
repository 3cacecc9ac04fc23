package shivir.app

import android.os.Looper
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicLong
import org.robolectric.annotation.ClassName
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadow.api.Shadow
import org.robolectric.util.ReflectionHelpers.ClassParameter

/**
 * Sees every call of the core, of whatever object or function of the bridge, where its status comes back, and lets it through.
 * All tests have it (robolectric.properties): were it that of some alone, those would load the bridge a second time, and of two
 * in one process the core calls back to the later one alone.
 */
@Implements(className = CoreWatch.BRIDGE)
class CoreWatch {
    companion object {
        const val BRIDGE = "shivir.bindings.Shivir_bindingsKt"
        private const val HANDLER = "shivir.bindings.UniffiRustCallStatusErrorHandler"
        private const val STATUS = "shivir.bindings.UniffiRustCallStatus"

        /** Where calls were made on the thread that draws: none may be. */
        val onMain = CopyOnWriteArrayList<Throwable>()
        val calls = AtomicLong()

        @JvmStatic
        @Implementation
        fun uniffiCheckCallStatus(@ClassName(HANDLER) handler: Any, @ClassName(STATUS) status: Any) {
            calls.incrementAndGet()
            if (Looper.getMainLooper().isCurrentThread) onMain += Throwable("the core was called on the thread that draws")
            try {
                Shadow.directlyOn<Any, Any>(
                    classOf(BRIDGE),
                    "uniffiCheckCallStatus",
                    ClassParameter.from(classOf(HANDLER), handler),
                    ClassParameter.from(classOf(STATUS), status),
                )
            } catch (wrapped: RuntimeException) {
                // What the core refused comes wrapped, for it is called by reflection here.
                throw wrapped.cause ?: wrapped
            }
        }

        @Suppress("UNCHECKED_CAST")
        private fun classOf(name: String): Class<Any> = Class.forName(name) as Class<Any>
    }
}
