// Stand-ins for androidx.test:monitor, which Google's repository alone has. Robolectric calls these, and nothing else of
// it, as it starts an activity; our tests ask Robolectric itself, so that nothing has to be kept here.
package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

/** Takes note of the instrumentation, for Espresso, which is not used here. */
@Suppress("UNUSED_PARAMETER")
object InstrumentationRegistry {
    @JvmStatic
    fun registerInstance(instrumentation: Instrumentation?, arguments: Bundle) = Unit
}
