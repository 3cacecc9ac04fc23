package shivir.logic.review

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.NextStep
import shivir.core.Opening
import shivir.core.ReviewFilter
import shivir.core.ReviewView
import shivir.core.Said
import shivir.core.Who
import shivir.domain.AadhaarReason
import shivir.domain.Cadre
import shivir.domain.CaseState
import shivir.domain.FactId
import shivir.domain.Rank
import shivir.domain.ReviewKind
import shivir.domain.Words
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.rig.District
import shivir.logic.rig.Door
import shivir.logic.rig.Elsewhere
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class ReviewTest {
    private val screens = listOf(Reviews, Review, Elsewhere(ScreenId.PERSON))

    /** Two phones that went on with one case apart, and one of them has heard of the other. */
    private fun apart(work: (District, Village) -> Unit) = District().use { district ->
        Village().use { one ->
            Village().use { other ->
                district.enrol(one, also = "सरिता:MITANIN_TRAINER")
                district.enrol(other)
                val opening = Opening(AadhaarReason.Mobile)
                val case = one.phone.openCase(checkNotNull(one.seat.sitting()), one.person("मोहन"), opening).case
                district.sync(one)
                district.sync(other)
                one.phone.stepCase(checkNotNull(one.seat.sitting()), case, NextStep(CaseState.Refused))
                // Of two in the same millisecond chance would decide which of them comes first, and the other way round is legal.
                val first = System.currentTimeMillis()
                while (System.currentTimeMillis() == first) Thread.onSpinWait()
                other.phone.stepCase(checkNotNull(other.seat.sitting()), case, NextStep(CaseState.Referred))
                district.sync(other)
                district.sync(one)
                work(district, one)
            }
        }
    }

    private fun hand(village: Village, kept: String? = null, work: (Hand) -> Unit) =
        Hand(village, screens, Route(ScreenId.REVIEWS), kept).use(work)

    /** The trainer of the same phone takes it over. */
    private fun asTrainer(village: Village, work: (Hand) -> Unit) {
        val trainer = village.phone.workers().first { it.cadre == Cadre.MitaninTrainer }
        Hand(village, screens + Door(trainer) + Elsewhere(ScreenId.HOME), Route(ScreenId.HOME)).use { hand ->
            hand.lock()
            hand.tell(Elsewhere.Go(Route(ScreenId.REVIEWS)))
            work(hand)
        }
    }

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
    fun bothSidesAreShownOneIsChosenAndItIsSafeAndSettled() = apart { _, village ->
        asTrainer(village) { hand ->
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
    fun whoMayNotSettleIsToldWhoDoesAndTheItemComesBackAfterTheProcessIsGone() = apart { _, village ->
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

    @Test
    fun aLikelyDuplicateShowsTwoPeopleAsksOnceBeforeTheyAreOneAndTwoNeedsNoAsking() {
        fun who(id: String, name: String) = Who(id, name, name, "मोहन", null, "बांसपाली")
        val fact = FactId("5f2b0c1e-0000-4000-8000-000000000001", 7u)
        val words = Words("शायद एक ही", "perhaps one")
        val why = listOf(Words("नाम एक जैसा", "same name"))
        val said = Said(fact, null, null, null, null, null, null, null, words, why, false)
        val view = ReviewView(
            "r", ReviewKind.LikelyDuplicate, words, "p", who("p", "पिंकी साहू"), who("q", "पिंकी"), 1uL, null, true,
            null, listOf(said), listOf(fact), Rank.SUPERVISOR,
        )
        var model = Review.update(Seat(), Review.Model("r"), Review.Read(view, may = true)).model
        fun page() = Review.page(Seat(), model)
        fun foot(at: Int) = checkNotNull(page().foot[at].event)
        val sides = page().body.filterIsInstance<Block.Facts>()
        assertEquals(listOf("one", "other", "why"), sides.map { it.key })
        assertEquals(listOf(Review.Settle(view, fact)), Review.update(Seat(), model, foot(1)).effects)

        model = Review.update(Seat(), model, foot(0)).model
        assertTrue(page().body.any { it.key == "ask-same" })
        assertEquals(false, Review.update(Seat(), model, BackTouched).model.asksSame)
        val joined = Review.Joined("p", "q")
        assertEquals(listOf(Review.Join(view, joined)), Review.update(Seat(), model, foot(1)).effects)
        model = Review.update(Seat(), model, Review.JoinedNow(joined)).model
        assertEquals(listOf("saved", "joined"), page().body.map { it.key })
        assertEquals("p q", Review.kept(model))
    }

    @Test
    fun twoWhoWereJoinedAreTwoAgainEvenAfterTheProcessWasGone() = apart { _, village ->
        val (one, other) = village.person("पिंकी") to village.person("आर्यन")
        val trainer = village.phone.workers().first { it.cadre == Cadre.MitaninTrainer }
        village.phone.mergePeople(checkNotNull(village.seat.copy(worker = trainer).sitting()), one, other)
        assertEquals(one, village.phone.person(other).id)
        val route = Route(ScreenId.REVIEW, "5f2b0c1e-0000-4000-8000-000000000001")
        village.restart()
        Hand(village, screens + Elsewhere(ScreenId.HOME) + Door(trainer), Route(ScreenId.HOME)).use { hand ->
            hand.lock()
            hand.tell(Elsewhere.Go(route))
            hand.tell(Review.JoinedNow(Review.Joined(one, other)))
            val kept = hand.kept()
            assertTrue(kept, one in kept && other in kept)
            hand.touch(ReviewWords.REVIEW_UNDO)
            assertEquals(other, village.phone.person(other).id)
        }
    }

    @Test
    fun whatChangedMeanwhileIsRefusedWithItsSentenceAndShownAnew() = apart { _, village ->
        asTrainer(village) { hand ->
            hand.touch("मोहन")
            val open = village.phone.reviews(ReviewFilter(openOnly = true)).single()
            hand.tell(checkNotNull(hand.page.body.filterIsInstance<Block.Choice>().first().event))
            // Settled on the side, as by a sync that came in between.
            village.phone.settle(checkNotNull(hand.seat.sitting()), open, open.facts.first())
            hand.touch(ReviewWords.REVIEW_SETTLE)
            assertTrue(hand.heard(), hand.page.body.first().key == "refused" && "review_done" in hand.heard())
        }
    }
}
