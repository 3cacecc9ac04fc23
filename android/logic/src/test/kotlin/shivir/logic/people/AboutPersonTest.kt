package shivir.logic.people

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.SearchOptions
import shivir.domain.CallHow
import shivir.domain.Outcome
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.KitWords
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain
import shivir.logic.rig.registered

class AboutPersonTest {
    private val screens = listOf(AboutPerson, Family)

    private fun about(village: Village, name: String, kept: String? = null) =
        Hand(village, screens, Route(ScreenId.PERSON, village.person(name)), kept)

    @Test
    fun aRegistrationShowsItsOutcomeDayWorkerAndThatItWaitsToBeSent() = Village().use { village ->
        val fact = village.registered("सीता बाई", Outcome.IntakeDone).fact
        about(village, "सीता बाई").use { hand ->
            assertTrue(plain(hand.page.title), "सीता बाई यादव" in plain(hand.page.title))
            val row = hand.page.body.filterIsInstance<Block.Row>().single { it.key == "visit-" + Refs.text(fact) }
            assertEquals("विवरण दर्ज, कार्ड बनना शेष", plain(row.name))
            assertTrue("person_by(फूलबाई साहू)" in plain(checkNotNull(row.under)))
            assertEquals("person_waiting", row.mark?.label?.let(::plain))
        }
    }

    @Test
    fun takingARegistrationBackAsksOnceAndLeavesHerUnregistered() = Village().use { village ->
        village.registered("सीता बाई", Outcome.IntakeDone)
        about(village, "सीता बाई").use { hand ->
            hand.touch("विवरण दर्ज")
            hand.touch(PersonWords.PERSON_TAKE_BACK)
            assertTrue("person_take_back_help" in hand.heard())
            hand.tell(BackTouched)
            assertFalse("the arrow closes what is asked", "person_take_back_ask" in hand.heard())
            hand.touch(PersonWords.PERSON_TAKE_BACK)
            hand.touch(PersonWords.PERSON_TAKE_BACK_YES)
            assertTrue("person_took_back" in hand.heard())
            val person = village.phone.person(village.person("सीता बाई"))
            assertTrue(person.fold.visits.all { it.replacedBy != null })
        }
    }

    @Test
    fun whatWasTakenBackElsewhereSaysSoWithTheCoresSentence() = Village().use { village ->
        val fact = village.registered("सीता बाई", Outcome.IntakeDone).fact
        about(village, "सीता बाई").use { hand ->
            hand.touch("विवरण दर्ज")
            hand.touch(PersonWords.PERSON_TAKE_BACK)
            village.phone.withdraw(checkNotNull(village.seat.sitting()), fact)
            hand.touch(PersonWords.PERSON_TAKE_BACK_YES)
            assertTrue(hand.page.body.any { it.key == "trouble" })
            hand.touch(KitWords.KIT_PUT_AWAY)
            assertFalse(hand.page.body.any { it.key == "trouble" })
        }
    }

    @Test
    fun ofAadhaarAndMobileNoMoreThanTheEndIsSaid() = Village().use { village ->
        about(village, "सीता बाई").use { hand ->
            assertFalse(Regex("\\d{5,}").containsMatchIn(hand.heard()))
        }
    }

    @Test
    fun aCaseAndTheRegistrationThatOpenedItStandThere() = Village().use { village ->
        village.registered("सीता बाई", Outcome.BlockedAadhaar)
        about(village, "सीता बाई").use { hand ->
            assertTrue("person_cases" in hand.heard())
            assertTrue(hand.heard(), "मोबाइल लिंक नहीं" in hand.heard())
        }
    }

    @Test
    fun callsStandInHerHistoryWithDayAndWorkerAndOneTakenBackSaysSo() = Village().use { village ->
        val sitting = checkNotNull(village.seat.sitting())
        val people = listOf(village.person("सीता बाई"))
        val word = village.phone.call(sitting, people, CallHow.Called).single()
        val slip = village.phone.call(sitting, people, CallHow.SlipGiven).single()
        village.phone.takeBackCalls(sitting, listOf(slip))
        about(village, "सीता बाई").use { hand ->
            val rows = hand.page.body.filterIsInstance<Block.Row>().filter { it.key.startsWith("call-") }
            assertEquals(listOf(slip, word).map { "call-" + Refs.text(it) }, rows.map { it.key })
            assertEquals(listOf("पर्ची दी", "बुलाया"), rows.map { plain(it.name) })
            assertTrue("person_replaced" in plain(checkNotNull(rows[0].under)))
            assertTrue("person_by(फूलबाई साहू)" in plain(checkNotNull(rows[1].under)))
            assertEquals(listOf(null, "person_waiting"), rows.map { row -> row.mark?.label?.let(::plain) })
            assertFalse("person_no_history" in hand.heard())
        }
    }

    @Test
    fun theHouseholdIsReachedAndTheWayBackLeadsToHer() = Village().use { village ->
        about(village, "सीता बाई").use { hand ->
            hand.touch(PersonWords.PERSON_HOUSEHOLD)
            assertEquals(ScreenId.HOUSEHOLD, hand.at)
            assertEquals(3, hand.page.body.filterIsInstance<Block.Row>().size)
            hand.tell(BackTouched)
            assertEquals(ScreenId.PERSON, hand.at)
        }
    }

    @Test
    fun whatWasOpenedComesBackAfterTheProcessIsGone() = Village().use { village ->
        village.registered("सीता बाई", Outcome.IntakeDone)
        val kept = about(village, "सीता बाई").use {
            it.touch("विवरण दर्ज")
            it.kept()
        }
        village.restart()
        about(village, "सीता बाई", kept).use { hand ->
            hand.touch(PersonWords.PERSON_TAKE_BACK)
            assertTrue("person_take_back_ask" in hand.heard())
        }
    }

    @Test
    fun agesAreThoseOfTheCoresOwnLists() = Village().use { village ->
        val names = listOf("sita", "yadav", "sahu", "kanwar", "patel")
        val hits = names.flatMap { village.phone.search(it, SearchOptions()) }
        assertTrue(hits.size >= 10)
        for (hit in hits) assertEquals(hit.age, Ages.of(village.phone.person(hit.person), village.seat.today))
    }
}
