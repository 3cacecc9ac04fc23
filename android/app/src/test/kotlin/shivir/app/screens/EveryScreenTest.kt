package shivir.app.screens

import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.app.draw.Accessibility
import shivir.app.draw.PageView
import shivir.app.rig.Screenshot
import shivir.domain.Lang
import shivir.logic.kit.Look
import shivir.logic.kit.Route
import shivir.logic.kit.Theme

/** Every screen of the application on the real core, as a worker sees it: docs/screens holds the pictures. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "hi-rIN-w320dp-h640dp-port-notnight-tvdpi")
class EveryScreenTest {
    private val context = RuntimeEnvironment.getApplication()

    private fun drawn(scene: Scene, theme: Theme, letters: Float = 1f): PageView {
        val view = PageView(context)
        view.render(Route(scene.at, scene.name), scene.page, scene.seat.copy(look = Look(theme, letters)), {}, {})
        return view
    }

    private fun check(scene: Scene, look: String, view: PageView, heightDp: Int? = HEIGHT, wrong: MutableList<String>) {
        try {
            Screenshot.check("${scene.name}-$look", Screenshot.draw(view, WIDTH, heightDp))
        } catch (different: AssertionError) {
            wrong += different.message.orEmpty()
        }
    }

    @Test
    fun `every screen looks as it did`() {
        val wrong = mutableListOf<String>()
        for (scene in HINDI) check(scene, "hi-day", drawn(scene, Theme.DAY), wrong = wrong)
        for (scene in ENGLISH.filter { it.name in CHOSEN }) check(scene, "en-day", drawn(scene, Theme.DAY), wrong = wrong)
        for (scene in HINDI.filter { it.name in CHOSEN }) {
            check(scene, "hi-night", drawn(scene, Theme.NIGHT), wrong = wrong)
            check(scene, "hi-sun", drawn(scene, Theme.SUN), wrong = wrong)
            check(scene, "hi-large", drawn(scene, Theme.DAY, 2f), null, wrong)
        }
        assertEquals(wrong.joinToString("\n"), 0, wrong.size)
    }

    @Test
    fun `every screen can be used and read in both languages, by day and night, in normal and large letters`() {
        val wrong = mutableListOf<String>()
        for (scene in HINDI + ENGLISH) for (theme in listOf(Theme.DAY, Theme.NIGHT)) for (letters in listOf(1f, 2f)) {
            val view = drawn(scene, theme, letters)
            Screenshot.draw(view, WIDTH, HEIGHT)
            wrong += Accessibility.check(view).map { "${scene.name} ${scene.seat.lang} $theme $letters: $it" }
        }
        assertEquals(wrong.joinToString("\n"), 0, wrong.size)
    }

    private companion object {
        const val WIDTH = 320
        const val HEIGHT = 640

        /** Screens that are kept in every look. */
        val CHOSEN = setOf(
            "home", "search", "register-consent", "register-outcome", "token", "case", "left-out", "day", "sync", "pin",
            "settings", "person",
        )
        val HINDI: List<Scene> by lazy { Scenes.of(Lang.HI) }
        val ENGLISH: List<Scene> by lazy { Scenes.of(Lang.EN) }
    }
}
