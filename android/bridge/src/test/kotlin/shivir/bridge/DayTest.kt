package shivir.bridge

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.PhoneException
import shivir.bindings.allOutcomes
import shivir.bindings.builtinCampaigns
import shivir.bindings.indianGrouping
import shivir.bindings.outcomeWord
import shivir.bindings.salvage
import shivir.bindings.stepWord
import shivir.core.OutcomeCount
import shivir.core.ReviewFilter
import shivir.core.Room
import shivir.core.Step
import shivir.core.Whom
import shivir.domain.Cadre
import shivir.domain.CardKind
import shivir.domain.Lang
import shivir.domain.Language
import shivir.domain.Level
import shivir.domain.NoticeKind
import shivir.domain.Outcome

/** The campaign, the day's figures, the list of the left-out, reviews, and the store's health. */
class DayTest {
    @Test
    fun theCampaignHasItsCampsNoticesAndPlaces(): Unit = TestPhone().use {
        assertThrows(PhoneException.NotFound::class.java) { it.phone.campaign() }
        val builtin = builtinCampaigns()
        assertEquals(listOf("sakti-2023", "bilaspur"), builtin.map { pack -> pack.id })
        it.import()
        val campaign = it.phone.campaign()
        assertEquals("sakti-2023", campaign.id)
        assertEquals(builtin.first().title, campaign.title)
        assertEquals(2023.toUShort(), campaign.year)
        val camp = campaign.camps.first()
        assertEquals(listOf("10:00", "17:00"), listOf(camp.camp.opens, camp.camp.closes))
        assertTrue(camp.place.hi.isNotBlank() && camp.area != null)
        val today = it.phone.today()
        val consent = it.phone.notice(NoticeKind.CONSENT, Language.Hindi, today)
        assertEquals(1u, consent?.version)
        assertTrue(campaign.notices.contains(consent))
        val kurukh = it.phone.notice(NoticeKind.CONSENT, Language.Kurukh, today)
        assertTrue(kurukh?.language == Language.Hindi || kurukh?.language == Language.Kurukh)
        val block = it.phone.places(null).first { place -> place.level == Level.BLOCK }
        val inside = it.phone.places(block.code).first()
        assertEquals(listOf(block, inside), it.phone.pathTo(inside.code))
    }

    @Test
    fun theDayIsTalliedReportedAndSentWithoutNames(): Unit = TestPhone().use {
        it.import()
        val draft = it.answerAll(it.phone.begin(it.table(), Whom.Person(it.find("सीता"))), Outcome.IntakeDone)
        it.phone.confirm(draft.no)
        val today = it.phone.today()
        val tally = it.phone.tally(today, null, Cadre.Mitanin)
        assertEquals(1uL, tally.served)
        val family = tally.cards.single { card -> card.kind == CardKind.Family }
        assertEquals(listOf(OutcomeCount(Outcome.IntakeDone, 1uL)), family.outcomes)
        assertEquals(1uL, tally.hours.single().people)
        val report = it.phone.dayReport(today, null)
        assertEquals(tally.served, report.tally.served)
        assertEquals(1uL, report.ledger?.target)
        val text = it.phone.dayReportText(today, null, Lang.HI)
        assertTrue(text, text.contains("सेवा पाने वाले लोग: 1") && !text.contains("सीता"))
        assertTrue(it.phone.dayReportCsv(today, null, Lang.EN).contains("INTAKE_DONE"))
    }

    @Test
    fun theLeftOutAreListedByHouseholdAPageAtATime(): Unit = TestPhone().use {
        it.import(others = 3, more = listOf(TestPhone.RAM))
        assertEquals(5uL, it.phone.rosterSummary().people)
        val first = it.phone.leftOut(null, 0, 2u)
        assertEquals(2, first.households.size)
        val carded = first.households.single { home -> !home.wholeFamily }
        assertEquals(1u, carded.carded)
        assertEquals("सीता बाई", carded.members.single().nameHi)
        val rest = it.phone.leftOut(null, first.next ?: 0, 10u)
        assertEquals(2, rest.households.size)
        assertNull(rest.next)
        val area = it.phone.rosterSummary().areas.single().area
        assertEquals(4, it.phone.leftOut(area, 0, 10u).households.size)
    }

    @Test
    fun nothingWaitsForReviewAndThereIsRoom(): Unit = TestPhone().use {
        assertTrue(it.phone.reviews(ReviewFilter(openOnly = true)).isEmpty())
        val nothing = "00".repeat(16)
        assertThrows(PhoneException::class.java) { it.phone.review(nothing) }
        val space = it.phone.space()
        assertTrue(space.freeBytes > 0uL)
        assertEquals(space.room == Room.ENOUGH, space.said == null)
    }

    @Test
    fun aClosedStoreIsSalvagedAndSaysWhatWasSetAside(): Unit = TestPhone().use {
        it.table()
        assertThrows(PhoneException.InUse::class.java) { salvage(it.store(), TestPhone.KEY) }
        it.phone.closeStore()
        val saved = salvage(it.store(), TestPhone.KEY)
        assertEquals(1uL, saved.report.facts)
        assertTrue(saved.report.setAside.startsWith("camp.db.damaged-"))
        assertNotEquals(saved.said.hi, saved.said.en)
    }

    @Test
    fun everyCodeOfAChoiceHasItsWordInBothLanguages() {
        for (outcome in allOutcomes()) {
            assertFalse(outcomeWord(outcome, Lang.HI) == outcomeWord(outcome, Lang.EN))
        }
        assertEquals("सहमति", stepWord(Step.CONSENT, Lang.HI))
        assertEquals("7,21,246", indianGrouping(721_246uL))
    }
}
