package shivir.logic.search

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.logic.kit.Block
import shivir.logic.kit.Denied
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.Scanned
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class SearchTest {
    private fun searching(work: (Hand) -> Unit) = Village().use { village ->
        Hand(village, listOf(Search), Route(ScreenId.SEARCH)).use(work)
    }

    private fun Hand.names() = page.body.filterIsInstance<Block.Row>().map { plain(it.name) }

    @Test
    fun aNameIsFoundInBothScriptsWithTheLettersThatMatchedLit() = searching { hand ->
        for (typed in listOf("सीता", "Sita", "seeta")) {
            hand.tell(Search.Typed(typed))
            assertEquals(typed, listOf("सीता बाई यादव", "सीता देवी साहू"), hand.names().take(2).map { it.substringAfter("(").substringBefore(",") })
            val row = hand.page.body.filterIsInstance<Block.Row>().first()
            assertEquals(typed, "सीता", "सीता बाई यादव".substring(row.lit[0].from, row.lit[0].from + row.lit[0].length))
        }
    }

    @Test
    fun whatNobodyIsCalledSaysWhatToDoAndNothingTypedShowsNobody() = searching { hand ->
        hand.tell(Search.Typed("qqqqzzzz"))
        assertTrue(hand.heard(), "search_none_help" in hand.heard())
        hand.tell(Search.Typed(""))
        assertEquals(emptyList<String>(), hand.names())
        assertTrue("search_help" in hand.heard())
    }

    @Test
    fun facetsNarrowAndTheTwoAgesExcludeOneAnother() = searching { hand ->
        hand.tell(Search.Typed("kanwar"))
        hand.touch(SearchWords.SEARCH_ELDERLY)
        assertEquals(2, hand.names().size)
        hand.touch(SearchWords.SEARCH_UNDER_FIVE)
        assertEquals(emptyList<String>(), hand.names())
        val chips = hand.page.top.filterIsInstance<Block.Chips>().single().chips
        assertEquals(1, chips.count { it.chosen })
    }

    @Test
    fun anAnswerToWhatIsNotAskedAnyMoreIsNotShown() {
        val model = Search.Model("sit", hits = emptyList())
        val late = Search.Found(Search.Find("si", emptySet(), Search.PAGE), emptyList())
        assertEquals(Next(model), Search.update(Seat(), model, late))
    }

    @Test
    fun aScannedSlipIsSearchedForByItsCode() = searching { hand ->
        hand.touch(SearchWords.SEARCH_SCAN)
        assertEquals(listOf<Outside>(Outside.Scan), hand.asked)
        hand.tell(Scanned("shivir:s?07-046-K"))
        assertEquals("07-046-K", hand.page.top.filterIsInstance<Block.Field>().single().value)
    }

    @Test
    fun whatWasTypedComesBackAfterTheProcessIsGone() = Village().use { village ->
        val kept = Hand(village, listOf(Search), Route(ScreenId.SEARCH)).use {
            it.type("query", "sita")
            it.touch(SearchWords.SEARCH_LEFT)
            it.kept()
        }
        village.restart()
        Hand(village, listOf(Search), Route(ScreenId.SEARCH), kept).use {
            assertEquals("sita", it.page.top.filterIsInstance<Block.Field>().single().value)
            assertTrue(it.page.top.filterIsInstance<Block.Chips>().single().chips.first().chosen)
            assertTrue("सीता बाई" in it.names().toString())
        }
    }

    @Test
    fun aCameraThatIsRefusedIsSaidWithAWayOn() = searching { hand ->
        hand.touch(SearchWords.SEARCH_SCAN)
        hand.tell(Denied(forever = false))
        assertTrue(hand.heard(), "search_camera_help" in hand.heard())
        hand.touch(SearchWords.SEARCH_SCAN)
        hand.tell(Denied(forever = true))
        hand.touch(SearchWords.SEARCH_SETTINGS)
        assertEquals(Outside.PhoneSettings, hand.asked.last())
    }

    @Test
    fun aWholeNumberThatWasTypedIsKeptNowhere() = searching { hand ->
        hand.tell(Search.Typed("2341 2341 2346"))
        assertTrue(hand.kept(), "2341" !in hand.kept())
    }
}
