package shivir.logic.workers

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.allCadres
import shivir.core.Worker
import shivir.domain.Cadre
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.pin.Pin
import shivir.logic.pin.PinWords
import shivir.logic.rig.Hand
import shivir.logic.rig.Rest
import shivir.logic.rig.Village
import shivir.logic.rig.digits
import shivir.logic.rig.plain

class WorkersTest {
    private val screens = listOf(Workers, Pin, Rest(ScreenId.HOME))

    private fun hand(village: Village, kept: String? = null) =
        Hand(village, screens, Route(ScreenId.WORKERS), kept)

    private fun Hand.rows() = page.body.filterIsInstance<Block.Row>().map { plain(it.name) }

    @Test
    fun aWorkerIsAddedWithNameTradeAndPanchayatAndChoosesHerPinNext() = Village().use { village ->
        hand(village).use { hand ->
            hand.touch(WorkersWords.WORKERS_ADD)
            hand.type("name", "राधा")
            hand.touch(WorkersWords.WORKERS_ONWARD)
            hand.touch(WorkersWords.WORKERS_ANGANWADI)
            hand.touch("आंगनबाड़ी सहायिका")
            hand.touch(WorkersWords.WORKERS_ONWARD)
            // The panchayat of who is on this phone already is offered without a letter.
            hand.touch("सपोस")
            hand.touch(WorkersWords.WORKERS_KEEP)
            assertEquals(ScreenId.PIN, hand.at)
            val added = village.phone.workers().single { it.name == "राधा" }
            assertEquals(Cadre.Awh, added.cadre)
            assertEquals(village.worker.areas, added.areas)
            hand.tell(BackTouched)
            assertEquals(listOf("फूलबाई साहू", "राधा"), hand.rows())
        }
    }

    @Test
    fun aVillageLeadsToItsPanchayatAndAPlaceThatIsNowhereSaysWhatToDo() = Village().use { village ->
        hand(village).use { hand ->
            hand.touch(WorkersWords.WORKERS_ADD)
            hand.type("name", "राधा")
            hand.touch(WorkersWords.WORKERS_ONWARD)
            hand.touch("मितानिन प्रशिक्षक")
            hand.touch(WorkersWords.WORKERS_ONWARD)
            hand.tell(Workers.PlaceTyped("बांसपाली"))
            assertEquals(listOf("सपोस"), hand.page.body.filterIsInstance<Block.Choice>().map { plain(it.label) })
            hand.tell(Workers.PlaceTyped("qqzzqq"))
            assertTrue("workers_area_none_help" in hand.heard())
            hand.touch(WorkersWords.WORKERS_KEEP_LATER)
            assertEquals(emptyList<ULong>(), village.phone.workers().single { it.name == "राधा" }.areas)
        }
    }

    @Test
    fun whoIsLockedOutSaysHowLongAndTheOthersWorkOn() = Village().use { village ->
        val other = village.phone.addWorker("राधा", Cadre.Aww, village.worker.areas)
        village.phone.setPin(village.worker.id, "8264")
        village.phone.setPin(other.id, "9173")
        repeat(5) { village.phone.unlock(village.worker.id, "7777") }
        hand(village).use { hand ->
            assertTrue(hand.heard(), "workers_locked(pin_seconds(" in hand.heard())
            assertTrue("workers_others" in hand.heard())
            hand.touch("राधा")
            hand.digits("9173")
            hand.touch(PinWords.PIN_OPEN)
            assertEquals(ScreenId.HOME, hand.at)
            assertEquals(other.id, hand.seat.worker?.id)
        }
    }

    @Test
    fun aPhoneWithoutWorkersSaysWhatToDo() {
        val page = WorkersPage.of(Seat(), Workers.Model(emptyList()))
        assertTrue("workers_none_help" in page.spoken().joinToString(transform = ::plain))
        assertEquals("workers_add", plain(page.foot.single().label))
    }

    @Test
    fun behindALockBackLeavesTheApplication() {
        val model = Workers.Model(emptyList())
        assertEquals(Next(model, Move.Leave), Workers.update(Seat(), model, BackTouched))
        assertFalse(WorkersPage.of(Seat(), model).back)
    }

    @Test
    fun everyCadreOfTheCoreStandsInOneGroup() {
        val grouped = CadreGroup.entries.flatMap { it.cadres }
        assertEquals(allCadres().toSet(), grouped.toSet())
        assertEquals(grouped.size, grouped.toSet().size)
    }

    @Test
    fun whatWasTypedOfANewWorkerComesBackAfterTheProcessIsGone() = Village().use { village ->
        val kept = hand(village).use { hand ->
            hand.touch(WorkersWords.WORKERS_ADD)
            hand.type("name", "राधा")
            hand.touch(WorkersWords.WORKERS_ONWARD)
            hand.touch("मितानिन प्रशिक्षक")
            hand.touch(WorkersWords.WORKERS_ONWARD)
            hand.touch("सपोस")
            hand.kept()
        }
        village.restart()
        hand(village, kept).use { hand ->
            assertTrue(plain(checkNotNull(hand.page.under)), "राधा" in plain(checkNotNull(hand.page.under)))
            hand.touch(WorkersWords.WORKERS_KEEP)
            val added: Worker = village.phone.workers().single { it.name == "राधा" }
            assertEquals(Cadre.MitaninTrainer, added.cadre)
            assertEquals(village.worker.areas, added.areas)
        }
    }

    @Test
    fun whoGaveNoPinAddsNobodyOnAPhoneThatKnowsOne() = Village().use { village ->
        village.phone.setPin(village.worker.id, "8264")
        hand(village).use { hand ->
            hand.touch(WorkersWords.WORKERS_ADD)
            hand.type("name", "राधा")
            hand.lock()
            assertTrue(hand.heard(), "workers_add_locked" in hand.heard())
            assertTrue(hand.page.foot.isEmpty())
            hand.tell(Workers.Add)
            assertEquals("workers_title", plain(hand.page.title))
        }
        // Nor does what was kept of an adding open behind the lock after the process is gone.
        val rows = village.phone.workers().map { Workers.Row(it, village.phone.pinState(it.id)) }
        val kept = Workers.Model(adding = Workers.Adding(name = "राधा"))
        assertEquals(null, Workers.update(Seat(), kept, Workers.Listed(rows)).model.adding)
        assertEquals(kept.adding, Workers.update(village.seat, kept, Workers.Listed(rows)).model.adding)
    }

    @Test
    fun whereSheWorksIsToldLaterAndHoldsAtOnce() = Village().use { village ->
        Hand(village, screens, Route(ScreenId.WORKERS, Workers.PLACE)).use { hand ->
            assertEquals("workers_place_title", plain(hand.page.title))
            hand.touch("सपोस")
            hand.touch(WorkersWords.WORKERS_PLACE_KEEP)
            assertEquals(emptyList<ULong>(), hand.seat.areas)
            val nowhere = village.phone.workers().single()
            assertEquals(village.worker.copy(areas = emptyList()), nowhere)
            hand.tell(Workers.Began(Workers.Adding(Workers.Step.AREA, nowhere.id, nowhere.name, cadre = nowhere.cadre)))
            hand.tell(Workers.PlaceTyped("बांसपाली"))
            hand.touch("सपोस")
            hand.touch(WorkersWords.WORKERS_PLACE_KEEP)
            assertEquals(village.worker.areas, hand.seat.areas)
            assertEquals(village.worker, village.phone.workers().single())
        }
    }
}
