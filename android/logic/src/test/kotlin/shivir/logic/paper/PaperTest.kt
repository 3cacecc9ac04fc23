package shivir.logic.paper

import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.Answer
import shivir.core.OnPaper
import shivir.core.Whom
import shivir.core.Worker
import shivir.domain.Cadre
import shivir.domain.Outcome
import shivir.logic.kit.BackTouched
import shivir.logic.home.Home
import shivir.logic.home.HomeWords
import shivir.logic.kit.Block
import shivir.logic.kit.Event
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Unlocked
import shivir.logic.kit.say
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain
import shivir.logic.search.Search

class PaperTest {
    private val screens = listOf(Paper, Search)

    private fun hand(village: Village, kept: String? = null) =
        Hand(village, screens, Route(ScreenId.PAPER), kept)

    @Test
    fun aSheetIsRegisteredUnderItsWriterOnItsDayWithTheTypistNamed() = Village().use { village ->
        val writer = village.phone.addWorker("कुंती बाई", Cadre.Mitanin, village.worker.areas)
        hand(village).use { hand ->
            // Her own name is not among them: her own work she enters as herself.
            val names = hand.page.body.filterIsInstance<Block.Row>().map { plain(it.name) }
            assertEquals(listOf("कुंती बाई"), names)
            hand.touch("कुंती बाई")
            hand.touch(PaperWords.PAPER_YESTERDAY)
            hand.touch(PaperWords.PAPER_NO_CAMP)
            hand.touch(PaperWords.PAPER_BEGIN)
            assertEquals(ScreenId.SEARCH, hand.at)
            val sitting = checkNotNull(hand.seat.sitting())
            val yesterday = village.seat.today.minusDays(1)
            assertEquals(writer.id to village.worker.id, sitting.author to sitting.typist)
            assertEquals(OnPaper(yesterday), sitting.on)
            // The core takes it: it stands on that day, under the writer.
            val draft = village.phone.begin(sitting, Whom.Person(village.person("सीता बाई")))
            village.phone.answer(draft.no, 0u, Answer.NotMet(Outcome.Absent))
            village.phone.confirm(draft.no)
            assertEquals(1, village.phone.registrations(yesterday, null, 10u).size)
            assertEquals(0, village.phone.registrations(village.seat.today, null, 10u).size)
        }
    }

    @Test
    fun whoIsNotOnThePhoneIsNamedAndAddedWithTheTypistsAreas() = Village().use { village ->
        hand(village).use { hand ->
            assertTrue("paper_nobody_help" in hand.heard())
            hand.touch(PaperWords.PAPER_NOT_HERE)
            hand.type("name", "कुंती बाई")
            hand.touch("आंगनबाड़ी कार्यकर्ता")
            hand.touch(PaperWords.PAPER_ADD)
            val added = village.phone.workers().single { it.name == "कुंती बाई" }
            assertEquals(Cadre.Aww to village.worker.areas, added.cadre to added.areas)
            assertTrue("paper_day" in hand.heard())
        }
    }

    @Test
    fun aSheetThatIsDoneLeavesTheSeatAsItWas() = Village().use { village ->
        village.phone.addWorker("कुंती बाई", Cadre.Mitanin, village.worker.areas)
        hand(village).use { hand ->
            val before = hand.seat
            hand.touch("कुंती बाई")
            hand.touch(PaperWords.PAPER_OTHER)
            hand.touch(village.seat.today.minusDays(9).toString())
            hand.touch(PaperWords.PAPER_NO_CAMP)
            hand.touch(PaperWords.PAPER_BEGIN)
            hand.tell(BackTouched)
            assertTrue(hand.heard(), "paper_open" in hand.heard() && "कुंती बाई" in hand.heard())
            hand.touch(PaperWords.PAPER_CLOSE)
            assertEquals(before, hand.seat)
            assertTrue("paper_who" in hand.heard())
        }
    }

    @Test
    fun aSheetThatIsLeftByHomeStaysOpenThereAndIsPutAwayAllTheSame() = Village().use { village ->
        village.phone.addWorker("कुंती बाई", Cadre.Mitanin, village.worker.areas)
        Hand(village, screens + Home, Route(ScreenId.HOME)).use { hand ->
            val before = hand.seat
            hand.touch(HomeWords.HOME_PAPER)
            hand.touch("कुंती बाई")
            hand.touch(PaperWords.PAPER_YESTERDAY)
            hand.touch(PaperWords.PAPER_NO_CAMP)
            hand.touch(PaperWords.PAPER_BEGIN)
            repeat(2) { hand.tell(BackTouched) }
            assertEquals(ScreenId.HOME, hand.at)
            assertEquals("कुंती बाई" to null, hand.seat.sheet?.author?.name to hand.seat.camp)
            hand.touch(HomeWords.HOME_PAPER)
            hand.touch(PaperWords.PAPER_CLOSE)
            assertEquals(before, hand.seat)
        }
    }

    @Test
    fun anotherWorkerFindsNoSheetOpenAndTheSameOneFindsHers() = Village().use { village ->
        village.phone.addWorker("कुंती बाई", Cadre.Mitanin, village.worker.areas)
        val other = village.phone.addWorker("सुमन साहू", Cadre.Aww, village.worker.areas)
        Hand(village, screens + Home + Door, Route(ScreenId.HOME)).use { hand ->
            hand.touch(HomeWords.HOME_PAPER)
            hand.touch("कुंती बाई")
            hand.touch(PaperWords.PAPER_YESTERDAY)
            hand.touch(PaperWords.PAPER_NO_CAMP)
            hand.touch(PaperWords.PAPER_BEGIN)
            hand.lock()
            hand.tell(Door.Open(village.worker))
            assertEquals("कुंती बाई", hand.seat.sheet?.author?.name)
            hand.lock()
            hand.tell(Door.Open(other))
            assertEquals(other to null, hand.seat.worker to hand.seat.sheet)
        }
    }

    /** Stands before the work as the real one does, without the PIN. */
    private object Door : Screen<Unit> {
        class Open(val worker: Worker) : Event

        override val id = ScreenId.WORKERS

        override fun open(seat: Seat, about: String?, kept: String?) = Next(Unit)

        override fun update(seat: Seat, model: Unit, event: Event) =
            if (event is Open) Next(Unit, Unlocked(event.worker)) else Next(Unit)

        override fun page(seat: Seat, model: Unit) = Page(say("door"), body = emptyList())
    }

    @Test
    fun campsOfTheDayAndOfTheWritersPanchayatAreOffered() = Village().use { village ->
        val camps = village.phone.campaign().camps
        val dated = camps.first { it.area != null }
        val writer = village.worker.copy(id = "w2", areas = listOfNotNull(dated.area))
        val model = Paper.Model(workers = listOf(writer), camps = camps, author = "w2", day = village.seat.today)
        val offered = Paper.camps(village.seat, model)
        assertTrue("${dated.place}", dated in offered)
        assertTrue(offered.all { it.area == dated.area || it.camp.date == model.day })
    }

    @Test
    fun everyStepHasAWayBackAndNothingIsSatBefore() = Village().use { village ->
        village.phone.addWorker("कुंती बाई", Cadre.Mitanin, village.worker.areas)
        hand(village).use { hand ->
            hand.touch("कुंती बाई")
            hand.touch(PaperWords.PAPER_TODAY)
            for (words in listOf("paper_day", "paper_who")) {
                hand.tell(BackTouched)
                assertTrue(words, words in hand.heard())
            }
            assertNull(hand.seat.sheet)
            hand.tell(BackTouched)
            assertTrue(hand.left)
        }
    }

    @Test
    fun whatWasToldOfASheetComesBackAfterTheProcessIsGone() = Village().use { village ->
        village.phone.addWorker("कुंती बाई", Cadre.Mitanin, village.worker.areas)
        val kept = hand(village).use { hand ->
            hand.touch("कुंती बाई")
            hand.touch(PaperWords.PAPER_YESTERDAY)
            hand.kept()
        }
        village.restart()
        hand(village, kept).use { hand ->
            assertTrue("paper_camp" in hand.heard())
            hand.touch(PaperWords.PAPER_NO_CAMP)
            hand.touch(PaperWords.PAPER_BEGIN)
            assertEquals("कुंती बाई", hand.seat.sheet?.author?.name)
            assertEquals(village.seat.today.minusDays(1), hand.seat.sheet?.day)
        }
    }
}
