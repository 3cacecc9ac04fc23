package shivir.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import shivir.logic.home.HomeWords
import shivir.logic.register.RegisterWords
import shivir.logic.token.TokenWords

/** The registration on its real screens: whatever befalls the activity or the process, she goes on where she was. */
@RunWith(RobolectricTestRunner::class)
@Config(application = DayApp::class)
class EveryStepTest {
    private class Step(val name: String, val goes: (OnScreen) -> Unit)

    /** From consent to the slip; with each a page, or letters on it, that was not there before. */
    private val blocked = listOf(
        Step("search") { it.touch(HomeWords.HOME_SEARCH) },
        Step("letters") { it.type("raml") },
        Step("consent") { it.touch("रामलाल यादव") },
        Step("documents") { it.touch(RegisterWords.REGISTER_THUMB) },
        Step("outcome", OnScreen::papers),
        Step("reason") { it.touch("आधार अपडेट") },
        Step("last four") { it.touch("मोबाइल") },
        Step("four digits") { it.type("9012") },
        Step("ready") { it.touch(RegisterWords.REGISTER_ONWARD) },
        Step("slip") { it.touch(RegisterWords.REGISTER_CONFIRM) },
    )

    private val child = listOf(
        Step("search") { it.touch(HomeWords.HOME_SEARCH) },
        Step("letters") { it.type("aryan") },
        Step("consent") { it.touch("आर्यन यादव") },
        Step("who consents") { it.touch(RegisterWords.REGISTER_THUMB) },
        Step("her name") { it.touch("माता") },
        Step("letters of her name") { it.type("सीता") },
    )

    private val spoken = listOf(
        Step("search") { it.touch(HomeWords.HOME_SEARCH) },
        Step("letters") { it.type("sita") },
        Step("consent") { it.touch("सीता बाई यादव") },
        Step("who read it") { it.touch(RegisterWords.REGISTER_SPOKEN) },
        Step("the reader") { it.type("मोहन") },
        Step("the witness") { it.type("हरि", nth = 1) },
    )

    private fun day(work: (OnScreen) -> Unit) {
        inUse()
        OnScreen().use { screen ->
            screen.unlock()
            work(screen)
        }
    }

    private fun after(steps: List<Step>, what: (OnScreen) -> Unit) = day { screen ->
        for (step in steps) {
            step.goes(screen)
            val before = screen.words()
            what(screen)
            assertEquals(step.name, before, screen.words())
        }
    }

    @Test
    fun `a rotation at every step leaves the page and the letters`() = after(blocked) { it.rotate() }

    @Test
    fun `the end of the process at every step leaves the page and the letters behind the PIN`() = after(blocked) {
        it.killed()
        it.unlock()
    }

    @Test
    fun `a child's consent comes back with its guardian's name`() = after(child) {
        it.killed()
        it.unlock()
    }

    @Test
    fun `a spoken consent comes back with both names`() = after(spoken) {
        it.rotate()
        it.killed()
        it.unlock()
    }

    @Test
    fun `larger letters, night and another language of the phone in mid-flow change no page and lose no letter`() = day { screen ->
        for (step in blocked) {
            step.goes(screen)
            val before = screen.words()
            val letters = screen.typedAll()
            val changes = listOf<() -> Unit>(
                { RuntimeEnvironment.setFontScale(2f) },
                { RuntimeEnvironment.setQualifiers("+night") },
                // Her language is hers, whatever the phone's is.
                { RuntimeEnvironment.setQualifiers("+en-rIN") },
                { RuntimeEnvironment.setQualifiers("+land") },
            )
            for (change in changes) {
                change()
                screen.rotate()
                // Where letters are large a bar leaves room to the page: the question and what is typed stay.
                assertEquals(step.name, before.first(), screen.words().first())
                assertEquals(step.name, letters, screen.typedAll())
            }
            RuntimeEnvironment.setQualifiers("+hi-rIN-port-notnight")
            RuntimeEnvironment.setFontScale(1f)
            screen.rotate()
            assertEquals(step.name, before, screen.words())
        }
    }

    @Test
    fun `a listed person with nothing unusual has her slip within six taps and five letters`() = day { screen ->
        screen.count()
        screen.touch(HomeWords.HOME_SEARCH)
        screen.type("sita")
        screen.touch("सीता बाई यादव")
        screen.touch(RegisterWords.REGISTER_THUMB)
        screen.papers()
        screen.touch("विवरण दर्ज")
        screen.touch(RegisterWords.REGISTER_CONFIRM)
        assertTrue("${screen.words()}", screen.says(TokenWords.TOKEN_SLIP) && screen.words().any { it.matches(SLIP) })
        assertTrue("${screen.taps} taps, ${screen.letters} letters", screen.taps <= 6 && screen.letters <= 5)
        assertEquals(1, (screen.app as DayApp).ask { it.registrations(it.today(), null, 10u) }.size)
    }

    private companion object {
        val SLIP = Regex("\\d+-\\d+-[A-Z0-9]")
    }
}
