package shivir.logic.help

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class HelpTest {
    @Test
    fun theDayIsToldStepByStepWithAPictureEachAndEndsWithTheSigns() = Village().use { village ->
        Hand(village, listOf(Help), Route(ScreenId.HELP)).use { hand ->
            val steps = checkNotNull(hand.page.steps).of
            repeat(steps - 1) {
                assertEquals(1, hand.page.body.filterIsInstance<Block.Picture>().size)
                hand.touch(HelpWords.HELP_ON)
            }
            val signs = hand.page.body.filterIsInstance<Block.Facts>().single().lines
            assertEquals("each sign once", signs.size, signs.map { it.icon }.toSet().size)
            assertTrue("help_practise" in plain(hand.page.foot.last().label))
            hand.touch(HelpWords.HELP_BACK)
            assertEquals(steps - 1, hand.page.steps?.done)
            hand.tell(BackTouched)
            assertTrue(hand.left)
        }
    }

    @Test
    fun theStepComesBackAfterTheProcessIsGone() = Village().use { village ->
        val kept = Hand(village, listOf(Help), Route(ScreenId.HELP)).use {
            it.touch(HelpWords.HELP_ON)
            it.kept()
        }
        village.restart()
        Hand(village, listOf(Help), Route(ScreenId.HELP), kept).use { assertEquals(2, it.page.steps?.done) }
    }
}
