package shivir.bridge

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.bindings.warningSentence
import shivir.core.Answer
import shivir.core.OnPaper
import shivir.core.Reach
import shivir.core.Step
import shivir.core.Warning
import shivir.core.Whom
import shivir.domain.CardKind
import shivir.domain.CardOutcome
import shivir.domain.Details
import shivir.domain.Lang
import shivir.domain.Outcome

/** The registration from the first question to the slip, on the core itself. */
class RegistrationTest {
    @Test
    fun aListedPersonIsRegisteredAndWaitsInTheOutbox(): Unit = TestPhone().use {
        it.import()
        val table = it.table()
        val begun = it.phone.begin(table, Whom.Person(it.find("सीता")))
        assertEquals(Step.CONSENT, begun.members.single().step)
        val draft = it.answerAll(begun, Outcome.IntakeDone)
        val done = it.phone.confirm(draft.no).people.single()
        assertNotNull(done.slip)
        assertEquals(listOf(CardOutcome(CardKind.Family, Outcome.IntakeDone)), done.outcomes)
        assertTrue(it.phone.registration(done.fact).stands)
        val today = it.phone.today()
        assertEquals(done.fact, it.phone.registrations(today, null, 10u).single().fact)
        val outbox = it.phone.outbox()
        // The worker, and the registration.
        assertEquals(2uL, outbox.waiting)
        assertEquals(today, outbox.oldest?.day)
        assertEquals(Reach.Waiting, it.phone.hasReached(done.fact))
        assertTrue(it.phone.drafts().isEmpty())
        it.phone.withdraw(table, done.fact)
        assertFalse(it.phone.registration(done.fact).stands)
    }

    @Test
    fun aHouseholdIsRegisteredInOnePassWithoutTheOneWhoIsLeftOut(): Unit = TestPhone().use {
        it.import(more = listOf(TestPhone.RAM))
        var draft = it.phone.begin(it.table(), Whom.Household(it.find("सीता")))
        assertEquals(listOf("सीता बाई", "रामलाल साहू"), draft.members.map { her -> her.name })
        // He has his card: he is left out until somebody takes him in.
        assertEquals(listOf(false, true), draft.members.map { her -> her.leftOut })
        draft = it.phone.leaveOut(draft.no, 1u, false)
        assertEquals(Step.WARNINGS, draft.members[1].step)
        draft = it.answerAll(draft, Outcome.IntakeDone)
        assertThrows(PhoneException.Refused::class.java) { it.phone.confirm(draft.no) }
        draft = it.phone.leaveOut(draft.no, 1u, true)
        assertEquals(1, it.phone.confirm(draft.no).people.size)
        assertThrows(PhoneException.NotFound::class.java) { it.phone.confirm(draft.no) }
    }

    @Test
    fun aDraftIsThereWithItsAnswersAfterTheStoreWasOpenedAgain(): Unit = TestPhone().use {
        it.import()
        val begun = it.phone.begin(it.table(), Whom.Person(it.find("सीता")))
        val consented = it.phone.answer(begun.no, 0u, Answer.Consent(TestPhone.SIGNED))
        it.phone.closeStore()
        Phone.open(it.store(), TestPhone.KEY).use { again ->
            assertEquals(listOf(consented), again.drafts())
            assertEquals(Step.CONSENT, again.back(begun.no, 0u).members.single().step)
            again.cancel(begun.no)
            assertThrows(PhoneException.NotFound::class.java) { again.draft(begun.no) }
            again.closeStore()
        }
    }

    @Test
    fun aRefusalSaysWhyInBothLanguagesAndTheDraftIsAsItWas(): Unit = TestPhone().use {
        it.import()
        val draft = it.phone.begin(it.table(), Whom.Person(it.find("सीता")))
        val refused = assertThrows(PhoneException.Refused::class.java) {
            it.phone.answer(draft.no, 0u, Answer.Outcomes(emptyList()))
        }
        assertTrue(refused.said.hi, refused.said.hi.contains("सहमति") && refused.said.hi.contains("सुरक्षित"))
        assertTrue(refused.said.en, refused.said.en.contains("consent") && refused.said.en.contains("safe"))
        assertEquals(draft, it.phone.draft(draft.no))
        val future = it.table().copy(on = OnPaper(it.phone.today().plusDays(1)))
        assertThrows(PhoneException.Refused::class.java) {
            it.phone.begin(future, Whom.Person(it.find("सीता")))
        }
    }

    @Test
    fun whoIsRegisteredAgainIsWarnedOfWithASentence(): Unit = TestPhone().use {
        it.import()
        val first = it.answerAll(it.phone.begin(it.table(), Whom.Person(it.find("सीता"))), Outcome.IntakeDone)
        it.phone.confirm(first.no)
        val again = it.phone.begin(it.table(), Whom.Person(it.find("सीता"))).members.single()
        val warning = again.warnings.single()
        assertTrue(warning is Warning.Registered && warning.outcome == Outcome.IntakeDone)
        assertTrue(warningSentence(warning, Lang.HI).contains("पंजीयन"))
        assertTrue(warningSentence(warning, Lang.EN).startsWith("Registered before"))
    }

    @Test
    fun whoIsEnteredAsNewAndKnownAlreadyIsFoundAndSwitchedTo(): Unit = TestPhone().use {
        it.import(others = 60)
        val sita = it.find("सीता")
        val listed = it.phone.person(sita).listed
        val typed = Details(
            nameHi = "सीता बाई",
            relative = "रामलाल",
            sex = listed?.sex,
            birth = listed?.birth,
            area = listed?.area,
            village = listed?.village,
        )
        assertEquals(sita, it.phone.likelyDuplicates(typed).first().person)
        val draft = it.phone.begin(it.table(), Whom.New(typed))
        assertEquals(sita, draft.members.single().likely.first().person)
        val switched = it.phone.switchTo(draft.no, 0u, sita).members.single()
        assertEquals(sita, switched.person)
        assertFalse(switched.new)
        assertThrows(PhoneException.Refused::class.java) { it.phone.switchTo(draft.no, 0u, sita) }
    }
}
