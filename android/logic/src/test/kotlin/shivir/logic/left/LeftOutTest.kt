package shivir.logic.left

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.outcomeWord
import shivir.core.Answer
import shivir.core.Follow
import shivir.core.OnPaper
import shivir.core.Step
import shivir.core.Whom
import shivir.domain.CallHow
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.logic.kit.Block
import shivir.logic.kit.Icon
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Silent
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain
import shivir.logic.rig.registered

class LeftOutTest {
    private fun at(village: Village, kept: String? = null) =
        Hand(village, listOf(LeftOut), Route(ScreenId.LEFT_OUT), kept)

    private fun Hand.households() =
        page.body.filterIsInstance<Block.Row>().filter { it.key.startsWith("household-") }

    @Test
    fun householdsWithLeftOutPeopleStandThereAndWholeFamiliesCanBeChosen() = Village().use { village ->
        at(village).use { hand ->
            assertEquals("left_title_in(सपोस)", plain(hand.page.title))
            assertEquals("left_count(7)", hand.page.under?.let(::plain))
            assertEquals(3, hand.households().size)
            hand.touch(LeftWords.LEFT_WHOLE)
            assertEquals(2, hand.households().size)
            assertTrue(hand.households().all { "left_of_cards" in plain(checkNotNull(it.under)) })
        }
    }

    @Test
    fun itIsReadAloudAndStoppedAndNeitherAgeNorCaseIsSaidInTheVillage() = Village().use { village ->
        at(village).use { hand ->
            hand.touch(LeftWords.LEFT_READ)
            val said = (hand.asked.single() as Outside.Speak).what.map(::plain)
            assertEquals(3, said.size)
            assertTrue(said[0], "सीता बाई यादव people_of(रामलाल)" in said[0])
            assertFalse(said.any { Regex("\\d").containsMatchIn(it) })
            hand.tell(Silent)
            hand.touch(LeftWords.LEFT_READ)
            hand.touch(LeftWords.LEFT_HUSH)
            assertEquals(Outside.Hush, hand.asked.last())
        }
    }

    @Test
    fun theListIsSentAsTextHouseholdByHousehold() = Village().use { village ->
        at(village).use { hand ->
            hand.touch(LeftWords.LEFT_SHARE)
            val lines = plain((hand.asked.single() as Outside.ShareText).text).lines()
            assertEquals(4, lines.size)
            assertTrue(lines[1], lines[1].startsWith("1. सीता बाई यादव"))
        }
    }

    @Test
    fun whoDidNotComeIsNotedForTheHouseholdAndCanBeUndone() = Village().use { village ->
        at(village).use { hand ->
            hand.touch("सीता देवी साहू")
            hand.touch(LeftWords.LEFT_ABSENT_ALL)
            assertTrue(hand.heard(), "left_noted_help" in hand.heard())
            assertEquals("left_absent", plain(checkNotNull(hand.households()[1].mark).label))
            val day = village.phone.registrations(village.seat.today, null, 10u)
            assertEquals(listOf(Outcome.Absent, Outcome.Absent), day.map { it.outcome })
            assertTrue("no draft is left behind", village.phone.drafts().isEmpty())
            hand.touch(LeftWords.LEFT_UNDO)
            assertEquals("left_left(2)", plain(checkNotNull(hand.households()[1].mark).label))
            assertTrue(village.phone.registrations(village.seat.today, null, 10u).isEmpty())
        }
    }

    private fun Hand.mark(at: Int) = plain(checkNotNull(households()[at].mark).label)

    @Test
    fun aHouseholdIsCalledAndGivenASlipAndItsMarkIsTheFurthestOfToday() = Village().use { village ->
        at(village).use { hand ->
            hand.touch("सीता देवी साहू")
            hand.touch("बुलाया")
            assertTrue(hand.heard(), "left_noted(बुलाया)" in hand.heard())
            assertEquals(listOf("बुलाया", "left_left(2)"), listOf(hand.mark(1), hand.mark(2)))
            hand.touch("सीता देवी साहू")
            hand.touch("पर्ची दी")
            assertEquals("पर्ची दी", hand.mark(1))
            // A word after the slip takes nothing from it; who did not come after all is marked so.
            hand.touch("सीता देवी साहू")
            hand.touch("बुलाया")
            assertEquals("पर्ची दी", hand.mark(1))
            hand.touch("सीता देवी साहू")
            hand.touch(LeftWords.LEFT_ABSENT_ALL)
            assertEquals("left_absent", hand.mark(1))
        }
        village.restart()
        at(village).use { assertEquals("left_absent", it.mark(1)) }
    }

    @Test
    fun everyMemberOfACalledHouseholdBearsTheMarkAndTheRegisterStaysEmpty() = Village().use { village ->
        at(village).use { hand ->
            hand.touch("सीता देवी साहू")
            hand.touch("पर्ची दी")
            hand.touch("सीता देवी साहू")
            val members = hand.page.body.filterIsInstance<Block.Row>().filter { it.also.isNotEmpty() }
            val marks = members.map { plain(checkNotNull(it.mark).label) to checkNotNull(it.mark).icon }
            assertEquals(List(2) { "पर्ची दी" to Icon.SLIP }, marks)
            assertTrue(village.phone.registrations(village.seat.today, null, 10u).isEmpty())
            assertEquals("left_count(7)", hand.page.under?.let(::plain))
        }
    }

    @Test
    fun aCallThatWasASlipOfTheHandIsUndoneAndTheOneBeforeItShowsAgain() = Village().use { village ->
        at(village).use { hand ->
            for (how in listOf("बुलाया", "पर्ची दी")) {
                hand.touch("सीता देवी साहू")
                hand.touch(how)
            }
            hand.touch(LeftWords.LEFT_UNDO)
            assertFalse("left_noted" in hand.heard())
            assertEquals("बुलाया", hand.mark(1))
        }
    }

    @Test
    fun aCallOfAnEarlierDayStandsBesideTheNumberOfThoseLeft() = Village().use { village ->
        val sitting = checkNotNull(village.seat.sitting())
        val yesterday = sitting.copy(on = OnPaper(village.seat.today.minusDays(1)))
        village.phone.call(yesterday, listOf(village.person("सीता देवी")), CallHow.SlipGiven)
        at(village).use { hand ->
            assertEquals("left_left(2)", hand.mark(1))
            val under = plain(checkNotNull(hand.households()[1].under))
            assertTrue(under, "पर्ची दी" in under)
            assertFalse("पर्ची दी" in plain(checkNotNull(hand.households()[0].under)))
        }
    }

    @Test
    fun whoCameTodayIsMarkedAndWhoHasACardNowIsGone() = Village().use { village ->
        village.registered("सीता देवी", Outcome.IntakeDone)
        village.registered("फूलबाई", Outcome.Already)
        at(village).use { hand ->
            assertEquals("left_came", plain(checkNotNull(hand.households()[1].mark).label))
            assertTrue(hand.heard(), "बुधराम कंवर" in hand.heard())
            assertFalse("फूलबाई कंवर" in hand.heard())
        }
    }

    @Test
    fun whatCannotBeUndoneIsSaidWithTheCoresSentence() = Village().use { village ->
        val fact = village.registered("सीता देवी", Outcome.IntakeDone).fact
        village.phone.withdraw(checkNotNull(village.seat.sitting()), fact)
        at(village).use { hand ->
            hand.tell(LeftOut.Noted(listOf(fact)))
            hand.touch(LeftWords.LEFT_UNDO)
            assertTrue(hand.page.body.any { it.key == "trouble" })
        }
    }

    @Test
    fun filterAndOpenedHouseholdComeBackAfterTheProcessIsGone() = Village().use { village ->
        val kept = at(village).use {
            it.touch(LeftWords.LEFT_WHOLE)
            it.touch("सीता बाई यादव")
            it.kept()
        }
        village.restart()
        at(village, kept).use { hand ->
            assertEquals(2, hand.households().size)
            hand.touch(LeftWords.LEFT_ABSENT_ALL)
            assertTrue("left_noted" in hand.heard())
        }
    }

    @Test
    fun whoIsAwayHasNotComeToTheCamp() = Village().use { village ->
        var draft = village.phone.begin(checkNotNull(village.seat.sitting()), Whom.Person(village.person("Sita Bai Yadav")))
        draft = village.phone.answer(draft.no, 0u, Answer.NotMet(Outcome.Away))
        if (draft.members[0].step == Step.FOLLOW) village.phone.answer(draft.no, 0u, Answer.Follow(Follow()))
        village.phone.confirm(draft.no)
        at(village).use { hand ->
            assertEquals(outcomeWord(Outcome.Away, Lang.HI), hand.mark(0))
        }
    }
}
