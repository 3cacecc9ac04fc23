package shivir.logic.register

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Event
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.say
import shivir.logic.newperson.NewPerson
import shivir.logic.newperson.NewPersonWords
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain
import shivir.logic.search.Search
import shivir.logic.search.SearchWords
import shivir.logic.token.Token
import shivir.logic.token.TokenWords

private val SCREENS = listOf(Search, Register, Token, NewPerson, Bare)

/** A home with nothing on it, so that the way home can be gone without what belongs there. */
private object Bare : Screen<Unit> {
    override val id = ScreenId.HOME

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Unit)

    override fun update(seat: Seat, model: Unit, event: Event) = Next(Unit)

    override fun page(seat: Seat, model: Unit) = Page(say("home"), body = emptyList())
}

class RegisterTest {
    private fun at(screen: ScreenId, about: String? = null, work: (Hand, Village) -> Unit) = Village().use { village ->
        Hand(village, SCREENS, Route(screen, about)).use { work(it, village) }
    }

    private fun Hand.slip() = page.body.filterIsInstance<Block.Big>().map { shivir.logic.rig.plain(it.text) }

    @Test
    fun whoHasNoPanchayatAtHandIsToldSoAndNothingIsBegun() = at(ScreenId.SEARCH) { hand, village ->
        hand.sit { it.copy(areas = emptyList(), worker = it.worker?.copy(areas = emptyList())) }
        hand.type("query", "sita")
        hand.touch("सीता बाई यादव")
        assertTrue(hand.heard(), "kit_unseated" in hand.heard())
        assertEquals(0, village.phone.drafts().size)
    }

    @Test
    fun aListedPersonWithNothingUnusualHasHerSlipWithinFiveTapsAndFiveLetters() = at(ScreenId.SEARCH) { hand, village ->
        // The sixth tap is the one from home to the search.
        hand.type("query", "sita")
        hand.touch("सीता बाई यादव")
        hand.touch(RegisterWords.REGISTER_THUMB)
        hand.touch(if (hand.heard().contains("register_tick_help")) RegisterWords.REGISTER_NONE_SHOWN else RegisterWords.REGISTER_ALL_SHOWN)
        hand.touch("विवरण दर्ज")
        hand.touch(RegisterWords.REGISTER_CONFIRM)
        assertEquals(ScreenId.TOKEN, hand.at)
        assertTrue(hand.slip().toString(), hand.slip().single().matches(Regex("\\d+-\\d+-[A-Z0-9]")))
        assertTrue(hand.heard(), "token_safe" in hand.heard())
        assertTrue("${hand.taps} taps, ${hand.letters} letters", hand.taps <= 5 && hand.letters <= 5)
        assertEquals(1, village.phone.registrations(village.phone.today(), null, 10u).size)
    }

    @Test
    fun aBlockedAadhaarAsksWhyAndForTheLastFourAndOpensACase() = at(ScreenId.REGISTER) { hand, village ->
        hand.tell(BackTouched)
        village.person("Ramlal Yadav").let { person ->
            Hand(village, SCREENS, Route(ScreenId.REGISTER, person)).use {
                it.touch(RegisterWords.REGISTER_SIGNED)
                it.papers()
                it.touch("आधार अपडेट")
                it.touch("मोबाइल")
                it.type("last4", "123456789012")
                assertEquals("9012", it.page.body.filterIsInstance<Block.Field>().single().value)
                it.touch(RegisterWords.REGISTER_ONWARD)
                it.touch(RegisterWords.REGISTER_CONFIRM)
                assertEquals(ScreenId.TOKEN, it.at)
            }
            assertEquals(1, village.phone.person(person).fold.cases.size)
        }
    }

    private fun Hand.papers() =
        touch(if (heard().contains("register_tick_help")) RegisterWords.REGISTER_NONE_SHOWN else RegisterWords.REGISTER_ALL_SHOWN)

    @Test
    fun aChildsConsentIsGivenByAGuardianWhoIsNamed() = Village().use { village ->
        Hand(village, SCREENS, Route(ScreenId.REGISTER, village.person("Aryan Yadav"))).use { hand ->
            hand.touch(RegisterWords.REGISTER_THUMB)
            hand.touch("माता")
            hand.type("guardian", "सीता")
            hand.touch(RegisterWords.REGISTER_ONWARD)
            assertTrue(hand.heard(), "register_documents" in hand.heard())
        }
    }

    @Test
    fun aHouseholdIsRegisteredInOnePassAndWhoIsLeftOutIsNot() = Village().use { village ->
        val sita = village.person("Sita Bai Yadav")
        Hand(village, SCREENS, Route(ScreenId.REGISTER, "household:$sita")).use { hand ->
            assertEquals(3, hand.page.body.filterIsInstance<Block.Choice>().size)
            hand.touch("आर्यन")
            hand.touch(RegisterWords.REGISTER_ONWARD)
            repeat(2) {
                hand.touch(RegisterWords.REGISTER_THUMB)
                hand.papers()
                hand.touch("विवरण दर्ज")
            }
            hand.touch(RegisterWords.REGISTER_CONFIRM)
            assertEquals(2, hand.slip().size)
        }
        assertEquals(2, village.phone.registrations(village.phone.today(), null, 10u).size)
    }

    @Test
    fun whoHasACardIsLeftOutOfTheFamilysPassUntilSheIsTakenIn() = Village().use { village ->
        val devi = village.person("Sita Devi Sahu")
        Hand(village, SCREENS, Route(ScreenId.REGISTER, "household:$devi")).use { hand ->
            val asked = { hand.page.body.filterIsInstance<Block.Choice>().associate { plain(it.label) to it.chosen } }
            assertEquals(mapOf("सीता देवी साहू" to true, "मोहन साहू" to false, "पिंकी साहू" to true), asked())
            assertTrue(hand.heard(), "बना है" in hand.heard())
            hand.touch("मोहन साहू")
            assertEquals(true, asked()["मोहन साहू"])
        }
    }

    @Test
    fun everyStepComesBackAsItWasAfterTheProcessIsGone() = Village().use { village ->
        val steps = listOf<(Hand) -> Unit>(
            { it.touch(RegisterWords.REGISTER_THUMB) },
            { it.papers() },
            { it.touch("विवरण दर्ज") },
            { it.touch(RegisterWords.REGISTER_CONFIRM) },
        )
        var kept: String? = null
        val first = Route(ScreenId.REGISTER, village.person("Sita Bai Yadav"))
        for (step in steps) {
            val heard = Hand(village, SCREENS, first, kept).use { hand ->
                step(hand)
                kept = hand.kept()
                hand.heard()
            }
            village.restart()
            val top = if (step === steps.last()) Route(ScreenId.TOKEN) else first
            Hand(village, SCREENS, top, kept).use { assertEquals(heard, it.heard()) }
        }
        assertEquals(1, village.phone.registrations(village.phone.today(), null, 10u).size)
    }

    @Test
    fun turningBackTakesAnswersBackOneByOneAndLeavesNoDraft() = Village().use { village ->
        Hand(village, SCREENS, Route(ScreenId.REGISTER, village.person("Sita Bai Yadav"))).use { hand ->
            hand.touch(RegisterWords.REGISTER_THUMB)
            hand.papers()
            hand.touch(RegisterWords.REGISTER_BACK)
            assertTrue("register_documents" in hand.heard())
            hand.touch(RegisterWords.REGISTER_BACK)
            assertTrue("register_consent" in hand.heard())
            hand.touch(RegisterWords.REGISTER_BACK)
            assertTrue(hand.left)
        }
        assertEquals(0, village.phone.drafts().size)
    }

    @Test
    fun aRefusalNeedsNobodyToReadAndIsOneTouchFromItsConfirmation() = Village().use { village ->
        Hand(village, SCREENS, Route(ScreenId.REGISTER, village.person("Sita Bai Yadav"))).use { hand ->
            hand.touch(RegisterWords.REGISTER_SAYS_NO)
            hand.touch(RegisterWords.REGISTER_CONFIRM)
            assertEquals(ScreenId.TOKEN, hand.at)
        }
    }

    @Test
    fun whoIsAwaySaysWhenSheIsBackAndGetsNoSlip() = Village().use { village ->
        Hand(village, SCREENS, Route(ScreenId.REGISTER, village.person("Ramlal Yadav"))).use { hand ->
            hand.touch(RegisterWords.REGISTER_NOT_MET)
            hand.touch("पलायन")
            hand.touch(RegisterWords.REGISTER_MONTH_UNKNOWN)
            hand.touch(RegisterWords.REGISTER_CONFIRM)
            assertEquals(emptyList<String>(), hand.slip())
            assertTrue("token_nobody_met" in hand.heard())
        }
    }

    @Test
    fun whoIsRegisteredAgainIsWarnedAboutAndARegistrationCanBeTakenBack() = Village().use { village ->
        val sita = village.person("Sita Bai Yadav")
        Hand(village, SCREENS, Route(ScreenId.REGISTER, sita)).use { hand ->
            hand.touch(RegisterWords.REGISTER_THUMB)
            hand.papers()
            hand.touch("विवरण दर्ज")
            hand.touch(RegisterWords.REGISTER_CONFIRM)
            Hand(village, SCREENS, Route(ScreenId.REGISTER, sita)).use { again ->
                assertTrue(again.heard(), "register_warnings" in again.heard())
                again.touch(RegisterWords.REGISTER_ONWARD)
                assertTrue("register_consent" in again.heard())
            }
            hand.touch(TokenWords.TOKEN_WRONG)
            assertTrue("token_wrong_sure" in hand.heard())
            hand.tell(Token.TakeBack((hand.page.body.filterIsInstance<Block.Notice>().first { it.button != null }.button?.event as Token.TakeBack).fact))
            assertTrue(hand.heard(), "token_taken_back" in hand.heard())
        }
        assertEquals(0, village.phone.registrations(village.phone.today(), null, 10u).size)
    }

    @Test
    fun someoneNewWhoIsLikelyListedIsAskedAboutAndCanBeTheListedOne() = Village().use { village ->
        Hand(village, SCREENS, Route(ScreenId.SEARCH)).use { hand ->
            hand.type("query", "Seeta")
            hand.touch(SearchWords.SEARCH_NOT_ON_LIST)
            hand.type("name", "Seetha Bai Yadav")
            hand.type("relative", "Ramlal")
            hand.touch(NewPersonWords.NEW_ONWARD)
            hand.touch("महिला")
            hand.type("age", "48")
            hand.touch(NewPersonWords.NEW_ONWARD)
            hand.type("village", "बांसपाली")
            hand.touch(NewPersonWords.NEW_ONWARD)
            hand.touch(NewPersonWords.NEW_SKIP)
            hand.touch(NewPersonWords.NEW_ONWARD)
            assertEquals(ScreenId.REGISTER, hand.at)
            assertTrue(hand.heard(), "register_likely" in hand.heard())
            hand.touch(RegisterWords.REGISTER_IT_IS)
            assertTrue(hand.heard(), "register_consent" in hand.heard() && "सीता बाई यादव" in hand.heard())
        }
    }

    @Test
    fun aFamilysDraftIsGoneOnWithAtTheFirstWhoIsNotThroughAndConfirmedOnlyWhole() = Village().use { village ->
        val devi = village.person("Sita Devi Sahu")
        val no = Hand(village, SCREENS, Route(ScreenId.REGISTER, "household:$devi")).use { hand ->
            hand.touch(RegisterWords.REGISTER_ONWARD)
            hand.touch(RegisterWords.REGISTER_THUMB)
            hand.papers()
            hand.touch("विवरण दर्ज")
            village.phone.drafts().single().no
        }
        Hand(village, SCREENS, Route(ScreenId.REGISTER, "draft:$no")).use { hand ->
            assertEquals("पिंकी साहू", plain(hand.page.title))
            hand.tell(Register.AtMember(0))
            val foot = hand.page.foot.map { plain(it.label) }
            assertTrue("$foot", "register_onward" in foot && "register_confirm" !in foot)
            hand.touch(RegisterWords.REGISTER_ONWARD)
            assertEquals("पिंकी साहू", plain(hand.page.title))
        }
    }
}
