package shivir.logic.notices

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.domain.Outcome
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Silent
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.newcomer
import shivir.logic.rig.plain
import shivir.logic.rig.registered

class NoticesTest {
    private fun at(village: Village, about: String? = null, kept: String? = null) =
        Hand(village, listOf(Notices), Route(ScreenId.NOTICES, about), kept)

    @Test
    fun theConsentNoticeIsReadAndHeardAndTheHelplinesAreCalled() = Village().use { village ->
        at(village).use { hand ->
            assertTrue("आपकी जानकारी और आपकी सहमति" in hand.heard())
            hand.touch(NoticesWords.NOTICES_READ)
            val said = (hand.asked.last() as Outside.Speak).what.map(::plain)
            assertTrue(said.any { "पूरा आधार नंबर" in it })
            hand.tell(Silent)
            hand.touch(NoticesWords.NOTICES_READ)
            hand.touch(NoticesWords.NOTICES_HUSH)
            hand.touch("14555")
            assertEquals(Outside.Dial("14555"), hand.asked.last())
            assertFalse(hand.page.personal)
        }
    }

    @Test
    fun anUncheckedWordingSaysSoAndHasTheHindiOneBesideIt() = Village().use { village ->
        at(village).use { hand ->
            hand.touch("छत्तीसगढ़ी")
            assertTrue("notices_unchecked" in hand.heard())
            assertTrue("काबर:" in hand.heard() && "क्यों:" in hand.heard())
            hand.touch(NoticesWords.NOTICES_WITHDRAW)
            assertTrue("सहमति वापिस लेना" in hand.heard())
        }
    }

    @Test
    fun takingConsentBackSaysThatItIsForGoodAsksOnceAndSaysWhatIsGoneAndWhatStays() = Village().use { village ->
        village.registered("सीता बाई", Outcome.BlockedAadhaar)
        val id = village.person("सीता बाई")
        at(village, id).use { hand ->
            assertTrue("दोबारा पंजीयन करा सकते हैं" in hand.heard())
            assertTrue(hand.heard(), "notices_given" in hand.heard())
            hand.touch(NoticesWords.NOTICES_TAKE_BACK)
            assertTrue("notices_ask_help" in hand.heard())
            hand.tell(BackTouched)
            assertFalse("notices_ask" in hand.heard())
            assertEquals(1, village.phone.person(id).fold.visits.size)
            hand.touch(NoticesWords.NOTICES_TAKE_BACK)
            hand.touch(NoticesWords.NOTICES_YES)
            assertTrue("notices_done_help(ज़िला कलेक्टर कार्यालय, सक्ती · 104)" in hand.heard())
            assertEquals(listOf("notices_removed_registrations 1", "notices_removed_cases 1"), facts(hand, "removed"))
            val today = village.seat.today.toString()
            val stays = listOf("notices_given $today", "notices_taken_back $today", "notices_stays_list")
            assertEquals(stays, facts(hand, "stays"))
            assertEquals(listOf("notices_read"), hand.page.foot.map { plain(it.label) })
            val fold = village.phone.person(id).fold
            assertTrue(fold.visits.isEmpty() && fold.cases.isEmpty())
        }
        // Whoever comes later sees that it was taken back, and when, and no more.
        at(village, id).use { hand ->
            assertEquals(2, facts(hand, "taken-back").size)
            assertTrue("notices_not_given" in hand.heard())
        }
    }

    @Test
    fun ofSomebodyOnNoListNothingIsLeftToRead() = Village().use { village ->
        val id = village.newcomer("झुमरीबाई")
        at(village, id).use { hand ->
            assertTrue("झुमरीबाई" in hand.heard())
            hand.touch(NoticesWords.NOTICES_TAKE_BACK)
            hand.touch(NoticesWords.NOTICES_YES)
            assertEquals(listOf("notices_removed_registrations 1", "notices_removed_details"), facts(hand, "removed"))
            assertEquals(2, facts(hand, "stays").size)
            assertFalse("झुमरीबाई" in hand.heard())
        }
        at(village, id).use { assertFalse("झुमरीबाई" in it.heard()) }
    }

    /** The lines of a card: label and value. */
    private fun facts(hand: Hand, key: String): List<String> {
        val card = hand.page.body.filterIsInstance<Block.Facts>().single { it.key == key }
        return card.lines.map { line -> listOfNotNull(line.label, line.value).joinToString(" ", transform = ::plain) }
    }

    @Test
    fun whoGaveNoneHasNothingToTakeBack() = Village().use { village ->
        at(village, village.person("सीता बाई")).use { hand ->
            assertTrue("notices_not_given" in hand.heard())
            assertEquals(listOf("notices_read"), hand.page.foot.map { plain(it.label) })
        }
    }

    @Test
    fun kindAndLanguageComeBackAfterTheProcessIsGone() = Village().use { village ->
        val kept = at(village).use {
            it.touch(NoticesWords.NOTICES_WITHDRAW)
            it.touch("छत्तीसगढ़ी")
            it.kept()
        }
        village.restart()
        at(village, null, kept).use { assertTrue("सहमति वापिस लेना" in it.heard()) }
    }
}
