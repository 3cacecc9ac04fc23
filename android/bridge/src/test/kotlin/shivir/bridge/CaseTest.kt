package shivir.bridge

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.PhoneException
import shivir.bindings.nextCaseStates
import shivir.core.CaseFilter
import shivir.core.NextRationStep
import shivir.core.NextStep
import shivir.core.Opening
import shivir.core.Page
import shivir.core.ReadyFor
import shivir.core.Whom
import shivir.domain.AadhaarReason
import shivir.domain.CaseState
import shivir.domain.Details
import shivir.domain.Outcome
import shivir.domain.RationState

/** Aadhaar updates and ration cards. */
class CaseTest {
    @Test
    fun aCaseIsOpenedSteppedAndBroughtBackToTheRegistration(): Unit = TestPhone().use {
        it.import()
        val table = it.table()
        val sita = it.find("सीता")
        val opened = it.phone.openCase(table, sita, Opening(AadhaarReason.Mobile))
        assertEquals(CaseState.Queued, opened.state)
        assertThrows(PhoneException.Refused::class.java) {
            it.phone.openCase(table, sita, Opening(AadhaarReason.Name))
        }
        assertTrue(nextCaseStates(opened.state).contains(CaseState.Submitted))
        val submitted = NextStep(CaseState.Submitted, tracking = "U123", fee = 7_500u)
        assertEquals("U123", it.phone.stepCase(table, opened.case, submitted).tracking)
        val whole = NextStep(CaseState.Updated, tracking = "2341 2341 2346")
        val refused = assertThrows(PhoneException.Refused::class.java) {
            it.phone.stepCase(table, opened.case, whole)
        }
        assertFalse(refused.said.toString().contains("2346"))
        it.phone.stepCase(table, opened.case, NextStep(CaseState.Updated))
        val detail = it.phone.case(opened.case)
        assertEquals(3, detail.history.size)
        assertEquals("कमला साहू", detail.history.last().authorName)
        assertTrue(detail.papers.isNotEmpty() || detail.advice != null)
        assertTrue(it.phone.feeWords(opened.case).hi.isNotBlank())
        val row = it.phone.cases(CaseFilter(readyOnly = true), Page()).single()
        assertEquals(detail.row.case, row.case)
        assertTrue(it.phone.cases(CaseFilter(), Page(after = row.mark)).isEmpty())
        val ready = it.phone.readyForCard(null, Page()).single()
        assertEquals(ReadyFor.Aadhaar(CaseState.Updated), ready.ready)
    }

    @Test
    fun aRegistrationOfOneWhoIsNotListedOpensARationCase(): Unit = TestPhone().use {
        it.import()
        val table = it.table()
        val newborn = Details(nameHi = "चांदनी", village = "बांसपाली")
        val draft = it.answerAll(it.phone.begin(table, Whom.New(newborn)), Outcome.NotInList)
        val done = it.phone.confirm(draft.no).people.single()
        assertEquals(done.fact, done.rationCase)
        val added = it.phone.stepRation(table, done.fact, NextRationStep(RationState.Added, number = "R9"))
        assertEquals(RationState.Added, added.state)
        assertEquals(done.person, it.phone.readyForCard(null, Page()).single().who.person)
    }
}
