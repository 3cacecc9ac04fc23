package shivir.logic.roster

import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.ImportProgress
import shivir.core.ImportStage
import shivir.core.WantedPack
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.FileChosen
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Stage
import shivir.logic.rig.Elsewhere
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class RosterTest {
    private fun roster(work: (Village, Hand) -> Unit) = Village().use { village ->
        Hand(village, listOf(Roster, Elsewhere(ScreenId.ENROL)), Route(ScreenId.ROSTER)).use { work(village, it) }
    }

    private fun list(rows: Int) = File.createTempFile("list", ".csv").apply {
        val header = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)"
        val people = (1..rows).map { "$it,R$it,दुखिया बाई,Dukhiya Bai,रामसिंह,महिला,01/01/1960,डभरा,सपोस,बांसपाली,नहीं" }
        writeText((listOf(header) + people).joinToString("\n"))
    }

    @Test
    fun theListInUseIsShownWithItsDayAndSourceAndEnrolmentIsOffered() = roster { village, hand ->
        val heard = hand.heard()
        assertTrue(heard, listOf("roster_people\n10", "roster_from_file", "${village.seat.today}").all { it in heard })
        assertTrue("no names", "सीता" !in heard && !hand.page.personal)
        hand.touch(RosterWords.ROSTER_ENROL)
        assertEquals(ScreenId.ENROL, hand.at)
    }

    @Test
    fun aListFromAFileIsAskedForOnceTakenAndCounted() = roster { village, hand ->
        hand.touch(RosterWords.ROSTER_CHOOSE)
        assertEquals(Outside.ChooseFile, hand.asked.last())
        val chosen = list(30)
        hand.tell(FileChosen(chosen.path, "नई सूची.csv"))
        assertTrue(hand.heard(), "roster_ask_under" in hand.heard())
        hand.touch(RosterWords.ROSTER_BACK)
        assertEquals(10uL, village.phone.rosterSummary().people)
        assertFalse("names lie open in no copy that was not taken", chosen.exists())
        hand.tell(FileChosen(list(30).path, "नई सूची.csv"))
        hand.touch(RosterWords.ROSTER_SURE)
        assertTrue(hand.heard(), "roster_loaded" in hand.heard() && "roster_people\n30" in hand.heard())
        assertEquals(30uL, village.phone.rosterSummary().people)
        assertFalse("the copy goes", chosen.exists())
    }

    @Test
    fun aFileThatIsNoListIsRefusedWithASentenceAndTheListStays() = roster { village, hand ->
        val wrong = File.createTempFile("wrong", ".csv").apply { writeText("a,b\n1,2\n") }
        hand.tell(FileChosen(wrong.path, "wrong.csv"))
        hand.touch(RosterWords.ROSTER_SURE)
        assertTrue(hand.heard(), "roster_not_taken" in hand.heard() && "roster_in_use" in hand.heard())
        assertEquals(10uL, village.phone.rosterSummary().people)
    }

    @Test
    fun loadingShowsHowFarItIsAndWhatIsStoppedLeavesTheListAsItWas() = Village().use { village ->
        val told = mutableListOf<Event>()
        val load = Roster.Load(Roster.Source.ListFile(list(30).path, "list.csv"))
        var model = Roster.update(village.seat, Roster.Model(asks = load.source), Roster.Sure).model
        assertEquals(load.source, model.loading?.source)
        val stop = Roster.update(village.seat, model, Roster.StopTouched).effects.single() as Roster.Stop
        assertEquals(Roster.Stopping, stop.run(Desk(village.phone, village.seat, told::add)))
        val end = checkNotNull(model.loading).run(Desk(village.phone, village.seat, told::add))
        assertEquals(Roster.Stopped, end)
        assertTrue("it told how far it was", told.any { it is Roster.Progress })
        assertEquals(10uL, village.phone.rosterSummary().people)

        val standing = Roster.Standing(village.phone.rosterSummary(), emptyList(), false)
        model = model.copy(standing = standing)
        val half = Roster.Progress(ImportProgress(ImportStage.READING, 5uL, 10uL, 7uL))
        model = Roster.update(village.seat, model, half).model
        val busy = Roster.page(village.seat, model).body.filterIsInstance<Block.Busy>().single()
        assertEquals(listOf(5L, 10L), listOf(busy.done, busy.of))
        assertTrue(busy.stop != null)
        model = Roster.update(village.seat, model, end).model
        assertTrue(Roster.page(village.seat, model).body.any { it.key == "stopped" })
    }

    @Test
    fun whatTheDistrictOffersIsFetchedAndAskedForWhereAFileListGoes() = Village().use { village ->
        val pack = WantedPack("ab".repeat(32), "डभरा", 4_299_161uL, 1_024uL, whole = false, own = true)
        var model = Roster.Model(Roster.Standing(village.phone.rosterSummary(), listOf(pack), true))
        fun shown() = Roster.page(village.seat, model)
        val row = shown().body.filterIsInstance<Block.Row>().single()
        assertEquals("roster_own · roster_mb(4.0) · roster_here(roster_kb(1))", row.under?.let(::plain))
        fun last() = Roster.update(village.seat, model, checkNotNull(shown().foot.last().event))
        assertEquals(listOf(Outside.Carry), last().effects)
        model = Roster.update(village.seat, model, Carried(Carrying.Going(Stage.PACKS, 10, 20))).model
        assertEquals(20L, shown().body.filterIsInstance<Block.Busy>().single().of)
        assertEquals(listOf(Outside.StopCarrying), last().effects)

        model = Roster.Model(model.standing?.copy(wanted = listOf(pack.copy(whole = true))))
        val asked = last().model
        assertEquals(Roster.Source.Packs(replaces = true), asked.asks)
        assertEquals(null, Roster.update(Seat(), asked, BackTouched).model.asks)
    }

    @Test
    fun theScreenComesBackAfterTheProcessIsGone() = Village().use { village ->
        val screens = listOf(Roster, Elsewhere(ScreenId.ENROL))
        val kept = Hand(village, screens, Route(ScreenId.ROSTER)).use { it.kept() }
        village.restart()
        Hand(village, screens, Route(ScreenId.ROSTER), kept).use { assertTrue("roster_in_use" in it.heard()) }
    }
}
