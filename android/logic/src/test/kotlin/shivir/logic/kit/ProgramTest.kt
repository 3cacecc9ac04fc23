package shivir.logic.kit

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class ProgramTest {
    /** Asks for work that ends in a fault of the program, as a wrong id at the bridge does. */
    private object Faulty : Screen<Int> {
        data object Ask : Event

        data object Came : Event

        data object Share : Event

        private object Fault : Work {
            override val lane = Lane.WRITE

            override fun run(desk: Desk): Event = error("a name that no page may show")
        }

        override val id = ScreenId.HELP

        override fun open(seat: Seat, about: String?, kept: String?) = Next(0)

        override fun update(seat: Seat, model: Int, event: Event): Next<Int> = when (event) {
            Ask -> Next(model, Fault)
            Came -> Next(model + 1)
            Share -> Next(model, Outside.ShareText(say("title"), say("numbers")))
            else -> Next(model)
        }

        override fun page(seat: Seat, model: Int) = Page(say("$model"), body = emptyList())
    }

    @Test
    fun aFaultOfTheProgramIsSaidOverThePageAndTheScreenGoesOn() = Village().use { village ->
        Hand(village, listOf(Faulty), Route(ScreenId.HELP)).use { hand ->
            hand.tell(Faulty.Ask)
            assertTrue(hand.heard(), "kit_fault" in hand.heard() && "a name" !in hand.heard())
            hand.tell(Faulty.Came)
            assertTrue(hand.heard().startsWith("1"))
            hand.touch(KitWords.KIT_TRY_AGAIN)
            assertTrue("kit_fault" in hand.heard())
            hand.touch(KitWords.KIT_PUT_AWAY)
            assertEquals("1", hand.heard())
        }
    }

    @Test
    fun whatLeavesThePhoneAtPracticeSaysThatItsPeopleAreInvented() = Village().use { village ->
        Hand(village, listOf(Faulty), Route(ScreenId.HELP)).use { hand ->
            fun sent() = plain((hand.asked.last() as Outside.ShareText).text)
            hand.tell(Faulty.Share)
            assertEquals("numbers", sent())
            hand.sit { it.copy(practice = true) }
            // Pictures are taken of the page.
            assertTrue(hand.heard(), "kit_practice" in hand.heard())
            hand.tell(Faulty.Share)
            assertEquals("kit_practice\nnumbers", sent())
        }
    }
}
