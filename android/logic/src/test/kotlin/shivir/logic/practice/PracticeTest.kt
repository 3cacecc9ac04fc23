package shivir.logic.practice

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class PracticeTest {
    private val going = Seat(practice = true)

    private fun labels(seat: Seat, model: Practice.Model = Practice.Model()) =
        Practice.page(seat, model).foot.map { plain(it.label) }

    @Test
    fun practiceIsExplainedAndBegunByThePlatform() = Village().use { village ->
        Hand(village, listOf(Practice), Route(ScreenId.PRACTICE)).use { hand ->
            assertTrue("practice_never" in hand.heard() && "practice_invented" in hand.heard())
            hand.touch(PracticeWords.PRACTICE_BEGIN)
            assertEquals(listOf<Outside>(Outside.Practise(on = true)), hand.asked)
            hand.tell(BackTouched)
            assertTrue(hand.left)
        }
    }

    @Test
    fun whoPractisesLeavesWithOneTouch() {
        assertEquals(listOf("practice_afresh", "practice_leave"), labels(going))
        val next = Practice.update(going, Practice.Model(), Practice.Leave)
        assertEquals(Outside.Practise(on = false), next.effects.single())
    }

    @Test
    fun startingOverAsksOnceAndCanBeLeft() {
        val asks = Practice.update(going, Practice.Model(), Practice.Afresh)
        assertEquals(Next(Practice.Model(asks = true)), asks)
        assertEquals(listOf("practice_keep", "practice_afresh"), labels(going, asks.model))
        assertEquals(Next(Practice.Model()), Practice.update(going, asks.model, BackTouched))
        val sure = Practice.update(going, asks.model, Practice.AfreshSure)
        assertEquals(Outside.Practise(on = true, afresh = true), sure.effects.single())
    }
}
