package shivir.logic.cases

import java.io.File
import java.time.LocalDate
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.Opening
import shivir.domain.AadhaarReason
import shivir.domain.CaseState
import shivir.domain.FactId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.people.Refs
import shivir.logic.rig.Elsewhere
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class CaseTest {
    private val screens =
        listOf(Cases, CaseScreen) + listOf(ScreenId.REGISTER, ScreenId.PERSON, ScreenId.SEARCH).map(::Elsewhere)

    private fun queue(work: (Village, Hand) -> Unit) = Village().use { village ->
        Hand(village, screens, Route(ScreenId.CASES)).use { work(village, it) }
    }

    private fun Hand.rows() = page.body.filterIsInstance<Block.Row>()

    private fun Hand.here() = page.body.filterIsInstance<Block.Trail>().single().spoken().map(::plain)

    private fun Village.opens(name: String, reason: AadhaarReason) =
        phone.openCase(checkNotNull(seat.sitting()), person(name), Opening(reason)).case

    @Test
    fun anEmptyQueueSaysWhatToDoAndLeadsToTheSearch() = queue { _, hand ->
        assertTrue(hand.heard(), "cases_none_due" in hand.heard() && "cases_none_help" in hand.heard())
        hand.touch(CasesWords.CASES_READY)
        assertTrue("cases_none_ready_help" in hand.heard())
        hand.touch(CasesWords.CASES_SEARCH)
        assertEquals(ScreenId.SEARCH, hand.at)
    }

    @Test
    fun aCaseIsOpenedForSomeoneWalksThroughItsStepsAndIsSafeAfterEach() = Village().use { village ->
        val sita = village.person("सीता बाई यादव")
        Hand(village, screens, CaseShown.route(sita)).use { hand ->
            assertNull("a reason is chosen first", hand.page.foot.last().event)
            hand.touch("नाम में अंतर")
            hand.touch(CaseWords.CASE_OPEN)
            assertTrue(hand.heard(), "case_safe" in hand.heard())
            assertEquals(listOf("प्रतीक्षा में"), hand.here())
            assertTrue("what to bring", hand.page.body.map { it.key }.containsAll(listOf("papers", "fee")))

            hand.touch(CaseWords.CASE_GO_REFERRED)
            hand.touch(CaseWords.CASE_TOMORROW)
            hand.touch(CaseWords.CASE_WRITE)
            assertEquals(listOf("केंद्र भेजा गया"), hand.here())
            assertTrue(hand.heard(), "case_next(${village.seat.today.plusDays(1)})" in hand.heard())

            hand.touch(CaseWords.CASE_GO_SUBMITTED)
            hand.tell(CaseScreen.TrackingTyped("2341 2341 2346"))
            hand.touch(CaseWords.CASE_NEXT_PAGE)
            hand.touch(CaseWords.CASE_WRITE)
            assertTrue("the sentence of the core", "पूरा आधार" in hand.heard())
            assertEquals(CaseState.Referred, village.phone.person(sita).fold.cases.single().state)
            hand.tell(BackTouched)
            hand.tell(CaseScreen.TrackingTyped("URN 0042"))
            hand.tell(CaseScreen.FeeTyped("₹75"))
            hand.touch(CaseWords.CASE_NEXT_PAGE)
            hand.touch(CaseWords.CASE_WRITE)
            val case = village.phone.person(sita).fold.cases.single()
            assertEquals(CaseState.Submitted to "URN 0042", case.state to case.tracking)
            assertEquals(7500u, case.history.last().fee)

            hand.touch(CaseWords.CASE_GO_UPDATED)
            hand.touch(CaseWords.CASE_WRITE)
            hand.touch(CaseWords.CASE_REGISTER)
            assertEquals(ScreenId.REGISTER, hand.at)
        }
    }

    @Test
    fun onlyLegalStepsAreOfferedAndWhatEndsACaseAsksFirst() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            val offered = (hand.page.body.filterIsInstance<Block.Buttons>().flatMap { it.buttons } + hand.page.foot)
                .mapNotNull { (it.event as? CaseScreen.StepTouched)?.to }.toSet()
            assertEquals(shivir.bindings.nextCaseStates(CaseState.Queued).toSet(), offered)
            hand.touch(CaseWords.CASE_GO_REFUSED)
            assertTrue(hand.heard(), "case_sure_ends" in hand.heard())
            hand.touch(CaseWords.CASE_BACK)
            assertEquals(CaseState.Queued, village.phone.case(case).row.state)
            hand.touch(CaseWords.CASE_GO_REFUSED)
            hand.touch(CaseWords.CASE_WRITE)
            assertTrue(hand.heard(), "case_ended" in hand.heard())
        }
    }

    @Test
    fun wornFingersAskWhatWasTriedAndTheCoreHasTheLastWord() = Village().use { village ->
        Hand(village, screens, CaseShown.route(village.person("फूलबाई"))).use { hand ->
            hand.touch("उंगलियों के निशान")
            hand.touch(CaseWords.CASE_OPEN)
            assertTrue("refused: ${hand.heard()}", hand.page.body.any { it.key == "trouble" })
            hand.touch(CaseWords.CASE_TRIED)
            hand.touch(CaseWords.CASE_OPEN)
            assertTrue(hand.heard(), "case_safe" in hand.heard())
        }
    }

    @Test
    fun aCentreWithItsDaysIsShownAndChosen() = Village().use { village ->
        val pack = File("../../domain/campaigns/sakti-2023.json").readText()
        val centre = """{"id": 1, "name": {"hi": "आधार सेवा केन्द्र, सक्ती", "en": "Aadhaar Seva Kendra, Sakti"},
            "place": 762000001, "services": ["demographic", "mobile"], "days": {"hi": "सोम–शनि", "en": "Mon–Sat"}}"""
        val with = pack.replace("\"centres\": []", "\"centres\": [$centre]")
        val campaign = village.phone.loadCampaign(with, 2023.toUShort())
        assertEquals(1, campaign.centres.size)
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            assertTrue(hand.heard(), "आधार सेवा केन्द्र, सक्ती" in hand.heard() && "सोम–शनि" in hand.heard())
            hand.touch(CaseWords.CASE_GO_REFERRED)
            assertEquals(2, hand.page.steps?.of)
            hand.touch("आधार सेवा केन्द्र")
            hand.touch(CaseWords.CASE_NEXT_PAGE)
            hand.touch(CaseWords.CASE_WRITE)
            assertEquals(1u, village.phone.case(case).row.centre)
        }
    }

    @Test
    fun theQueueShowsWhoIsDueByReasonAndPanchayatAndWhoseCardCanBeMade() = queue { village, hand ->
        val mohan = village.opens("मोहन", AadhaarReason.Mobile)
        village.opens("सीता देवी", AadhaarReason.Name)
        hand.touch(CasesWords.CASES_DUE)
        assertEquals(2, hand.rows().size)
        assertTrue(hand.heard(), "cases_since_today" in hand.heard())
        hand.touch(CasesWords.CASES_BY_REASON)
        hand.touch("नाम में अंतर")
        assertTrue(hand.heard(), hand.rows().single().let { "सीता देवी साहू" in plain(it.name) })
        hand.tell(Cases.ReasonTouched(AadhaarReason.Name))
        hand.touch(CasesWords.CASES_BY_PANCHAYAT)
        hand.touch("सपोस")
        assertEquals(2, hand.rows().size)

        hand.touch("मोहन")
        assertEquals(ScreenId.CASE, hand.at)
        for (to in listOf(CaseState.Referred, CaseState.Submitted, CaseState.Updated)) {
            hand.tell(CaseScreen.StepTouched(to))
            while (hand.page.foot.last().event == CaseScreen.GoOn) hand.tell(CaseScreen.GoOn)
        }
        assertEquals(CaseState.Updated, village.phone.case(mohan).row.state)
        hand.tell(BackTouched)
        hand.touch(CasesWords.CASES_READY)
        hand.touch("मोहन")
        assertEquals(ScreenId.REGISTER, hand.at)
    }

    @Test
    fun theQueueGoesOnPageByPageAndAnOldAnswerChangesNothing() {
        val model = Cases.Model(items = emptyList())
        val old = Cases.Read(Cases.Narrowed(Cases.Part.READY), null, Cases.PAGE)
        assertEquals(model, Cases.update(Seat(), model, Cases.Found(old, emptyList())).model)
        Village().use { village ->
            for (name in listOf("सीता बाई यादव", "रामलाल", "सीता देवी", "मोहन")) village.opens(name, AadhaarReason.Name)
            Hand(village, screens, Route(ScreenId.CASES)).use { hand ->
                val all = hand.rows().map { it.key }
                val first = village.phone.cases(shivir.core.CaseFilter(openOnly = true), shivir.core.Page(null, 2u))
                val part = Cases.Read(Cases.Narrowed(), null, 2)
                hand.tell(Cases.Found(part, first.map(Cases.Item::Case)))
                assertEquals(2, hand.rows().size)
                hand.touch(CasesWords.CASES_MORE)
                assertEquals(all, hand.rows().map { it.key })
            }
        }
    }

    @Test
    fun aStepThatWasBegunComesBackAfterTheProcessIsGoneWithoutWhatWasTypedFromASlip() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        val kept = Hand(village, screens, Route(ScreenId.CASES)).use { hand ->
            hand.touch("मोहन")
            hand.touch(CaseWords.CASE_GO_SUBMITTED)
            hand.tell(CaseScreen.TrackingTyped("234123412346"))
            hand.kept().also { assertFalse(it, "2346" in it) }
        }
        village.restart()
        Hand(village, screens, Route(ScreenId.CASE, Refs.text(case)), kept).use { hand ->
            assertTrue(hand.heard(), "case_ask_slip" in hand.heard())
            assertEquals("", hand.page.body.filterIsInstance<Block.Field>().first().value)
            hand.touch(CaseWords.CASE_BACK)
            hand.tell(BackTouched)
            assertEquals(ScreenId.CASES, hand.at)
        }
    }

    @Test
    fun aCaseIsNamedInARouteAndAPersonIsNone() {
        val case = FactId("5f2b0c1e-0000-4000-8000-000000000001", 42u)
        assertEquals(case, Refs.fact(Refs.text(case)))
        assertNull(Refs.fact("5f2b0c1e-0000-4000-8000-000000000001"))
        assertNull(Refs.fact("5f2b0c1e-0000-4000-8000-000000000001:x"))
    }

    @Test
    fun theNextCampIsOfferedWhereOneIsDated() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            val seat = village.seat
            val whole = checkNotNull(read(village, case))
            val camp: LocalDate = seat.today.plusDays(3)
            hand.tell(CaseScreen.Read(whole.copy(camp = camp)))
            hand.touch(CaseWords.CASE_GO_REFERRED)
            hand.touch(CaseWords.CASE_CAMP)
            hand.touch(CaseWords.CASE_WRITE)
            assertEquals(camp, village.phone.case(case).row.next)
        }
    }

    @Test
    fun aDayToLookAgainIsSetWithOneTouchAndCanBeSetAnew() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            for ((words, days) in listOf(
                CaseWords.CASE_TWO_WEEKS to 14L, CaseWords.CASE_TOMORROW to 1L, CaseWords.CASE_THREE_DAYS to 3L,
                CaseWords.CASE_WEEK to 7L,
            )) {
                val before = hand.taps
                hand.touch(CaseWords.CASE_LOOK_AGAIN)
                hand.touch(words.key)
                assertEquals(2, hand.taps - before)
                val day = village.seat.today.plusDays(days)
                assertEquals(day, village.phone.case(case).row.next)
                assertTrue(hand.heard(), "case_safe" in hand.heard() && "case_next($day)" in hand.heard())
            }
            val row = village.phone.case(case).row
            assertEquals("no step was taken", CaseState.Queued, row.state)
        }
        village.restart()
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            assertTrue(hand.heard(), "case_next(${village.seat.today.plusDays(7)})" in hand.heard())
        }
    }

    @Test
    fun theDayIsChosenOrNotAndTheArrowFirstClosesTheChoice() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            hand.touch(CaseWords.CASE_LOOK_AGAIN)
            hand.tell(BackTouched)
            assertFalse("case_ask_date" in hand.heard())
            hand.touch(CaseWords.CASE_LOOK_AGAIN)
            hand.touch(CaseWords.CASE_BACK)
            assertFalse("case_ask_date" in hand.heard())
            assertNull(village.phone.case(case).row.next)
        }
    }

    @Test
    fun aCaseThatEndedOffersNoDayAndOneThatEndedMeanwhileSaysSo() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            hand.touch(CaseWords.CASE_LOOK_AGAIN)
            val end = shivir.core.NextStep(CaseState.Refused)
            village.phone.stepCase(checkNotNull(village.seat.sitting()), case, end)
            hand.touch(CaseWords.CASE_WEEK.key)
            assertTrue(hand.heard(), "बंद हो चुका है" in hand.heard())
            assertNull(village.phone.case(case).row.next)
        }
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            assertFalse(hand.page.body.any { it.key == "again" })
        }
    }

    @Test
    fun sheOrHerHouseholdIsCalledAndTheSlipIsPrinted() = Village().use { village ->
        val case = village.opens("मोहन", AadhaarReason.Mobile)
        Hand(village, screens, CaseShown.route(case)).use { hand ->
            val whole = checkNotNull(read(village, case))
            val wife = Call(village.person("सीता देवी"), "सीता देवी साहू", own = false, number = "9876543210")
            hand.tell(CaseScreen.Read(whole.copy(calls = listOf(wife))))
            hand.touch("सीता देवी")
            hand.touch(CaseWords.CASE_SLIP)
            assertEquals(Outside.Dial("9876543210"), hand.asked.first())
            assertTrue((hand.asked.last() as Outside.SharePage).print)
        }
    }

    private fun read(village: Village, case: FactId): Whole? {
        val desk = shivir.logic.kit.Desk(village.phone, village.seat) {}
        return (ReadCase(case).run(desk) as? CaseScreen.Read)?.whole
    }

    @Test
    fun aCaseThatIsNotHereSaysSo() = Village().use { village ->
        Hand(village, screens, Route(ScreenId.CASE, "5f2b0c1e-0000-4000-8000-000000000001:1")).use { hand ->
            assertTrue(hand.page.body.any { it.key == "trouble" })
            hand.tell(BackTouched)
            assertTrue(hand.left)
        }
    }
}
