package shivir.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import shivir.bindings.allCardKinds
import shivir.logic.cases.CasesWords
import shivir.logic.enrol.EnrolWords
import shivir.logic.home.HomeWords
import shivir.logic.pin.PinWords
import shivir.logic.register.RegisterWords
import shivir.logic.rig.Village
import shivir.logic.roster.RosterWords
import shivir.logic.sync.SyncWords
import shivir.logic.token.TokenWords

/** The application as it is, on a real store, with a real hub; only the Keystore's place is software. */
@RunWith(RobolectricTestRunner::class)
@Config(application = DayApp::class)
class WholeDayTest {
    private val area = Village().use { it.worker.areas.first() }

    @Test
    fun `a new phone's first day, from the invitation to what the hub holds, with the process killed in between`() = Town(area).use { town ->
        CoreWatch.onMain.clear()
        OnScreen().use { screen ->
            val app = screen.app as DayApp
            screen.scan(town.invitation())
            screen.touch(EnrolWords.ENROL_JOIN)
            assertTrue("${screen.words()}", screen.says(EnrolWords.ENROL_DONE))
            screen.touch(EnrolWords.ENROL_TO_WORKERS)

            screen.touch(WORKER)
            screen.digits(PIN)
            screen.touch(PinWords.PIN_ONWARD)
            screen.digits(PIN)
            screen.touch(PinWords.PIN_KEEP)
            assertTrue("${screen.words()}", screen.can(HomeWords.HOME_SEARCH))

            screen.touch(HomeWords.HOME_GET_LIST)
            screen.touch(RosterWords.ROSTER_FETCH)
            assertTrue("${screen.words()}", screen.says(RosterWords.ROSTER_FROM_DISTRICT))
            screen.back()

            screen.find("raml", "रामलाल यादव")
            screen.touch(RegisterWords.REGISTER_THUMB)
            screen.papers()
            screen.touch("आधार अपडेट")
            screen.touch("मोबाइल")
            screen.type("9012")
            screen.touch(RegisterWords.REGISTER_ONWARD)
            screen.touch(RegisterWords.REGISTER_CONFIRM)
            assertTrue("${screen.words()}", screen.says(TokenWords.TOKEN_DONE))
            screen.back()

            screen.touch(screen.text(HomeWords.HOME_DUE))
            screen.touch(CasesWords.CASES_OPEN)
            assertTrue("${screen.words()}", screen.says("रामलाल यादव"))

            screen.killed()
            assertFalse("before the PIN nobody is named", screen.says("रामलाल यादव"))
            screen.unlock()
            assertTrue("${screen.words()}", screen.says("रामलाल यादव"))
            screen.back()

            val waiting = app.ask { it.outbox().waiting }
            assertTrue("$waiting", waiting > 0uL)
            val held = town.facts()
            screen.touch(screen.text(HomeWords.HOME_WAITS_TODAY))
            screen.touch(SyncWords.SYNC_SEND)
            assertTrue("${screen.words()}", screen.says(SyncWords.SYNC_DONE))
            assertFalse(screen.waits())
            assertEquals(0uL, app.ask { it.outbox().waiting })
            assertEquals(emptyList<Any>(), app.ask { it.outbox().refused })
            assertTrue("${town.facts()} after $held", town.facts() >= held + waiting.toLong())
            assertTrue(CoreWatch.calls.get() > 100)
        }
        assertEquals("on the thread that draws", emptyList<String>(), CoreWatch.onMain.map { it.stackTraceToString() })
    }

    @Test
    fun `the watch sees a call of the core on the thread that draws`() {
        CoreWatch.onMain.clear()
        allCardKinds()
        assertTrue(CoreWatch.onMain.isNotEmpty())
    }

    @Test
    fun `a phone that the district closed is told so in a sentence, with a way on`() = Town(area).use { town ->
        OnScreen().use { screen ->
            val app = screen.app as DayApp
            screen.scan(town.invitation())
            screen.touch(EnrolWords.ENROL_JOIN)
            screen.touch(EnrolWords.ENROL_TO_WORKERS)
            screen.touch(WORKER)
            repeat(2) {
                screen.digits(PIN)
                screen.touch(if (it == 0) PinWords.PIN_ONWARD else PinWords.PIN_KEEP)
            }
            town.hub.run("revoke", "${app.ask { checkNotNull(it.enrolment()).number }}")
            screen.touch(screen.text(HomeWords.HOME_SYNC))
            screen.touch(SyncWords.SYNC_SEND)
            assertTrue("${screen.words()}", screen.says(SyncWords.SYNC_REVOKED) && screen.says(SyncWords.SYNC_REVOKED_UNDER))
            assertTrue(screen.can(SyncWords.SYNC_ENROL))
            assertFalse(screen.waits())
        }
    }
}
