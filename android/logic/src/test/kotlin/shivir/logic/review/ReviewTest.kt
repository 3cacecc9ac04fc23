package shivir.logic.review

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.NextStep
import shivir.core.Opening
import shivir.core.ReviewFilter
import shivir.domain.AadhaarReason
import shivir.domain.CaseState
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.rig.District
import shivir.logic.rig.Elsewhere
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class ReviewTest {
    private val screens = listOf(Reviews, Review, Elsewhere(ScreenId.PERSON))

    /** Two phones that went on with one case apart, and one of them has heard of the other. */
    private fun apart(cadre: String, work: (District, Village) -> Unit) = District().use { district ->
        Village().use { one ->
            Village().use { other ->
                district.enrol(one, cadre)
                district.enrol(other, "MITANIN")
                val case = one.phone.openCase(checkNotNull(one.seat.sitting()), one.person("मोहन"), Opening(AadhaarReason.Mobile)).case
                district.sync(one)
                district.sync(other)
                for (to in listOf(CaseState.Referred, CaseState.Submitted)) {
                    other.phone.stepCase(checkNotNull(other.seat.sitting()), case, NextStep(to))
                }
                one.phone.stepCase(checkNotNull(one.seat.sitting()), case, NextStep(CaseState.Refused))
                district.sync(other)
                district.sync(one)
                work(district, one)
            }
        }
    }

    private fun hand(village: Village, kept: String? = null, work: (Hand) -> Unit) =
        Hand(village, screens, Route(ScreenId.REVIEWS), kept).use(work)

    private fun Hand.rows() = page.body.filterIsInstance<Block.Row>()

    @Test
    fun whereNothingIsToBeSettledItSaysSoAndWhatIsGoneToo() = Village().use { village ->
        hand(village) { assertTrue(it.heard(), "reviews_none_help" in it.heard()) }
        Hand(village, screens, Route(ScreenId.REVIEW, "5f2b0c1e-0000-4000-8000-000000000001")).use { hand ->
            assertTrue(hand.page.body.any { it.key == "trouble" })
            hand.tell(BackTouched)
            assertTrue(hand.left)
        }
    }

    @Test
    fun bothSidesAreShownOneIsChosenAndItIsSafeAndSettled() = apart("MITANIN_TRAINER") { _, village ->
        hand(village) { hand ->
            assertTrue(hand.heard(), "मोहन साहू" in hand.heard())
            hand.touch("मोहन")
            val sides = hand.page.body.filterIsInstance<Block.Choice>()
            assertTrue(hand.heard(), sides.size >= 2 && "review_said_by(फूलबाई साहू)" in hand.heard())
            assertEquals("one is chosen first", null, hand.page.foot.last().event)
            hand.tell(checkNotNull(sides.first().event))
            hand.touch(ReviewWords.REVIEW_SETTLE)
            assertTrue(hand.heard(), "review_safe" in hand.heard() && "review_done" in hand.heard())
            hand.tell(BackTouched)
            assertTrue(village.phone.reviews(ReviewFilter(openOnly = true)).isEmpty())
            assertTrue(hand.heard(), "reviews_none" in hand.heard())
        }
    }

    @Test
    fun whoMayNotSettleIsToldWhoDoesAndTheItemComesBackAfterTheProcessIsGone() = apart("MITANIN") { _, village ->
        val kept = Hand(village, screens, Route(ScreenId.REVIEWS)).use { hand ->
            hand.touch(ReviewWords.REVIEWS_ALL)
            hand.rows().first().event?.let(hand::tell)
            assertTrue(hand.heard(), "review_not_hers" in hand.heard())
            assertTrue(hand.page.foot.isEmpty())
            hand.kept()
        }
        village.restart()
        Hand(village, screens, Route(ScreenId.REVIEW), kept).use { hand ->
            assertTrue(hand.heard(), "review_not_hers" in hand.heard())
            hand.tell(BackTouched)
            assertTrue("settled ones too", hand.page.top.filterIsInstance<Block.Chips>().single().chips.last().chosen)
        }
    }
}
