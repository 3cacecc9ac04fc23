package shivir.bench

import java.io.File
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.app.MainActivity

/**
 * A thousand registrations by hand on the screen, from home or the slip before to the slip: how long it takes from the touch
 * that confirms until the slip is drawn, durable and all, and what memory is left of them. Memory is compared from
 * a fifth of them on, when every class is loaded and every cache has its size.
 */
@RunWith(RobolectricTestRunner::class)
@Config(application = BenchApp::class)
class RegistrationBench {
    private val app = RuntimeEnvironment.getApplication() as BenchApp
    private val control = Robolectric.buildActivity(MainActivity::class.java)
    private lateinit var glass: OnGlass

    @Test
    fun `from the touch that confirms to the slip, and the memory of a thousand`() {
        control.create().start().postCreate(null).resume().visible()
        app.settle()
        glass = OnGlass(control.get())
        touch("नाम खोजें")
        val confirmed = mutableListOf<Double>()
        lateinit var before: Memory
        for ((at, name) in People.names.take(REGISTRATIONS).withIndex()) {
            confirmed += register(name)
            touch("अगला")
            if (at + 1 == SETTLED) before = Memory.now()
        }
        val after = Memory.now()
        val counted = confirmed.drop(WARMING)
        Figures.add("confirm_tap_to_drawn_p50_ms", Figures.percentile(counted, 50), "ms")
        Figures.add("confirm_tap_to_drawn_p99_ms", Figures.percentile(counted, 99), "ms")
        Figures.add("memory_heap_${SETTLED}_registrations_mb", before.heap, "MB")
        Figures.add("memory_heap_${REGISTRATIONS}_registrations_mb", after.heap, "MB")
        Figures.add("memory_rss_${SETTLED}_registrations_mb", before.rss, "MB")
        Figures.add("memory_rss_${REGISTRATIONS}_registrations_mb", after.rss, "MB")
        Figures.add("memory_growth_${REGISTRATIONS}_registrations", after.heap / before.heap, "x")
        Figures.add("memory_rss_growth_${REGISTRATIONS}_registrations", after.rss / before.rss, "x")
        control.pause().stop().destroy()
        app.die()
    }

    /** From the search to the slip; gives the milliseconds from the last touch to the drawn slip. */
    private fun register(name: String): Double {
        glass.field().setText(name)
        drawn()
        touch(name)
        touch("अँगूठा लगाया")
        touch("सब दिखाए", "कोई नहीं")
        touch("विवरण दर्ज")
        val confirm = glass.touchable("पक्का करें")
        val start = System.nanoTime()
        confirm.performClick()
        drawn()
        val took = (System.nanoTime() - start) / 1e6
        assertTrue("no slip for $name", glass.shows("दर्ज हो गया"))
        return took
    }

    private fun touch(vararg words: String) {
        glass.touchable(*words).performClick()
        drawn()
    }

    private fun drawn() {
        app.settle()
        glass.draw().recycle()
    }

    /** What is reachable on the heap, and what the process holds, in MB. */
    private class Memory(val heap: Double, val rss: Double) {
        companion object {
            fun now(): Memory {
                // What waits to be finalised is gone after a few rounds.
                repeat(GC_ROUNDS) {
                    System.gc()
                    System.runFinalization()
                }
                val runtime = Runtime.getRuntime()
                val pages = File("/proc/self/statm").readText().split(' ')[1].toLong()
                return Memory((runtime.totalMemory() - runtime.freeMemory()) / MB, pages * PAGE / MB)
            }

            private const val GC_ROUNDS = 4
            private const val PAGE = 4096
            private const val MB = 1e6
        }
    }

    private companion object {
        /** Fewer for a quick look: -Dshivir.registrations=N. */
        val REGISTRATIONS: Int = Integer.getInteger("shivir.registrations", 1_000)
        val SETTLED = REGISTRATIONS / 5
        val WARMING = REGISTRATIONS / 20
    }
}
