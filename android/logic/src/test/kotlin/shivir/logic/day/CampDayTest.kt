package shivir.logic.day

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.domain.Outcome
import shivir.logic.kit.Block
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain
import shivir.logic.rig.registered

class CampDayTest {
    private fun at(village: Village, kept: String? = null) = Hand(village, listOf(CampDay), Route(ScreenId.DAY), kept)

    private fun worked() = Village().apply {
        registered("सीता बाई", Outcome.IntakeDone)
        registered("रामलाल", Outcome.IntakeDone)
        registered("सीता देवी", Outcome.BlockedAadhaar)
    }

    @Test
    fun theDayIsDrawnByHourAndByOutcomeWithItsSigns() = worked().use { village ->
        at(village).use { hand ->
            assertEquals("day_met(3)", plain(hand.page.title))
            val bars = hand.page.body.filterIsInstance<Block.Chart>().single().bars
            assertEquals(3L, bars.sumOf { it.value })
            val lines = hand.page.body.filterIsInstance<Block.Facts>().first().lines
            assertEquals(
                listOf("विवरण दर्ज, कार्ड बनना शेष" to "2", "आधार अपडेट आवश्यक" to "1"),
                lines.map { plain(it.label) to it.value?.let(::plain) },
            )
            assertTrue("day_cases" in hand.heard())
        }
    }

    @Test
    fun theReportIsSentAsTheCoresTextAndAsAPictureWithoutNames() = worked().use { village ->
        at(village).use { hand ->
            hand.touch(DayWords.DAY_TEXT)
            val text = plain((hand.asked.single() as Outside.ShareText).text)
            assertEquals(village.phone.dayReportText(village.seat.today, null, village.seat.lang), text)
            hand.touch(DayWords.DAY_PICTURE)
            assertTrue(hand.asked.last() is Outside.SharePage)
            assertFalse("सीता" in hand.heard())
            assertFalse(hand.page.personal)
        }
    }

    @Test
    fun theDayBeforeIsEmptyAndSaysWhatToDoAndAfterTodayIsNoDay() = worked().use { village ->
        at(village).use { hand ->
            hand.touch(DayWords.DAY_BEFORE)
            assertTrue("day_none_help" in hand.heard())
            hand.touch(DayWords.DAY_AFTER)
            assertEquals("day_met(3)", plain(hand.page.title))
            hand.tell(CampDay.After)
            assertEquals("day_met(3)", plain(hand.page.title))
        }
    }

    @Test
    fun anAnswerForADayThatWasLeftIsNotShown() = worked().use { village ->
        val today = village.seat.today
        val late = CampDay.Look(today, null).run(shivir.logic.kit.Desk(village.phone, village.seat) {})
        val model = CampDay.Model(today.minusDays(1))
        assertEquals(Next(model), CampDay.update(village.seat, model, late))
    }

    @Test
    fun theDayThatWasLookedAtComesBackAfterTheProcessIsGone() = worked().use { village ->
        val kept = at(village).use {
            it.touch(DayWords.DAY_BEFORE)
            it.kept()
        }
        village.restart()
        at(village, kept).use { assertTrue("day_none" in it.heard()) }
    }
}
