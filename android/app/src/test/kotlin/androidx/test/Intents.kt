package androidx.test.runner.intent

interface IntentMonitor

@Suppress("UNUSED_PARAMETER")
object IntentMonitorRegistry {
    @JvmStatic
    fun registerInstance(monitor: IntentMonitor) = Unit
}

/** No test answers for another app. */
object IntentStubberRegistry {
    @JvmStatic
    fun isLoaded(): Boolean = false
}
