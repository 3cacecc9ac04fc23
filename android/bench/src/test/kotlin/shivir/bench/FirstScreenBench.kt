package shivir.bench

import android.app.Activity
import android.os.Bundle
import android.widget.TextView
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import shivir.app.MainActivity

/**
 * How long it takes from the start of the activity until a page is drawn, against an activity with nothing but one line of
 * text. Both by the same Robolectric, with its native graphics, in turns, each warmed up; the median of [ROUNDS].
 *
 * Each start is that of a new process: the store is closed before, and opened with its key within. `first_frame` is the first
 * picture that she sees, which says that the store is opened; `first_screen` is home with all its numbers.
 */
@RunWith(RobolectricTestRunner::class)
@Config(application = BenchApp::class)
class FirstScreenBench {
    class EmptyActivity : Activity() {
        override fun onCreate(state: Bundle?) {
            super.onCreate(state)
            setContentView(TextView(this).apply { text = "शिविर साथी" })
        }
    }

    private val app = RuntimeEnvironment.getApplication() as BenchApp
    private val frames = mutableListOf<Double>()
    private val homes = mutableListOf<Double>()
    private val empty = mutableListOf<Double>()

    @Test
    fun `the first screen beside an empty activity`() {
        repeat(WARMING + ROUNDS) {
            main()
            blank()
        }
        val floor = median(empty)
        Figures.add("empty_activity_ms", floor, "ms")
        Figures.add("first_frame_ms", median(frames), "ms")
        Figures.add("first_frame_over_empty_activity", median(frames) / floor, "x")
        Figures.add("first_screen_ms", median(homes), "ms")
        Figures.add("first_screen_over_empty_activity", median(homes) / floor, "x")
    }

    private fun main() {
        val start = System.nanoTime()
        val control = Robolectric.buildActivity(MainActivity::class.java)
        up(control)
        val glass = OnGlass(control.get())
        glass.draw()
        frames += since(start)
        app.settle()
        glass.draw()
        homes += since(start)
        assertTrue("home is not drawn", glass.shows("नाम खोजें") && glass.shows("छूटे हुए लोग"))
        down(control)
        app.die()
    }

    private fun blank() {
        val start = System.nanoTime()
        val control = Robolectric.buildActivity(EmptyActivity::class.java)
        up(control)
        OnGlass(control.get()).draw()
        empty += since(start)
        down(control)
    }

    private fun up(control: ActivityController<*>) {
        control.create().start().postCreate(null).resume().visible()
    }

    private fun down(control: ActivityController<*>) {
        control.pause().stop().destroy()
    }

    private fun median(times: List<Double>) = Figures.percentile(times.drop(WARMING), 50)

    private fun since(start: Long) = (System.nanoTime() - start) / 1e6

    private companion object {
        const val WARMING = 30
        const val ROUNDS = 60
    }
}
