package shivir.logic.home

import java.time.LocalDate
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.PhoneException
import shivir.core.Whom
import shivir.domain.Outcome
import shivir.logic.kit.Block
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Sit
import shivir.logic.kit.Tone
import shivir.logic.kit.say
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.camps
import shivir.logic.rig.plain
import shivir.logic.rig.registered

class HomeTest {
    /** Stands where another screen would, and says what it is about. */
    private class Elsewhere(override val id: ScreenId) : Screen<String> {
        override fun open(seat: Seat, about: String?, kept: String?) = Next(about.orEmpty())

        override fun update(seat: Seat, model: String, event: Event) = Next(model, Move.Back)

        override fun page(seat: Seat, model: String) = Page(say(model), body = emptyList())
    }

    private val screens = listOf(Home) + ScreenId.entries.filter { it != ScreenId.HOME }.map(::Elsewhere)

    private fun at(village: Village) = Hand(village, screens, Route(ScreenId.HOME))

    private fun nothing(village: Village) =
        Seen(null, emptyList(), null, null, null, 0, 0u, 0u, null, 0, emptyList(), 0, village.phone.space())

    private fun Hand.tiles() = page.body.filterIsInstance<Block.Tiles>().single().tiles

    private fun Hand.meter() = page.body.filterIsInstance<Block.Meter>().single()

    @Test
    fun theCampOfTodayInHerAreasIsHersWithoutAsking() = Village().use { village ->
        val (camp) = village.camps(1, on = village.seat.today)
        at(village).use { hand ->
            assertEquals("home_camp(सपोस)", plain(hand.page.title))
            assertEquals("फूलबाई साहू · मितानिन · 10:00–17:00", hand.page.under?.let(::plain))
            assertEquals(camp, hand.seat.camp)
        }
    }

    @Test
    fun withoutACampTodayItSaysSoAndACampOfAnotherDayIsHersNoMore() = Village().use { village ->
        val (camp) = village.camps(1, on = village.seat.today.minusDays(1))
        at(village).use { hand ->
            assertEquals("home_no_camp", plain(hand.page.title))
            val yesterday = village.phone.campaign().camps.first { it.camp.id == camp }
            val seat = hand.seat.copy(camp = camp, campName = "सपोस")
            val read = nothing(village).copy(camp = yesterday)
            val sit = Home.update(seat, Home.Model(), Home.Loaded(read)).effects.filterIsInstance<Sit>().single()
            assertNull(sit.change(seat).camp)
        }
    }

    @Test
    fun theMeterAndTheTilesCountWhatTheCoreCounts() = Village().use { village ->
        at(village).use { hand ->
            assertEquals(3L to 10L, hand.meter().done to hand.meter().of)
            assertEquals(listOf(0L, 7L, 0L), hand.tiles().take(3).map { it.number })
        }
        village.registered("सीता बाई", Outcome.BlockedAadhaar)
        at(village).use { hand ->
            assertEquals(listOf(1L, 7L, 1L), hand.tiles().take(3).map { it.number })
            val waits = hand.tiles()[3]
            assertEquals(Icon.SEND to Tone.WAIT, waits.icon to waits.tone)
            assertEquals(village.phone.outbox().waiting.toLong(), waits.number)
            assertEquals("home_waits_today", plain(waits.label))
        }
    }

    @Test
    fun theDailyNumberReachesTheLastDayAndThereIsNoneAfterIt() {
        val today = LocalDate.of(2026, 11, 22)
        assertEquals(Home.Pace(9, 44), Home.pace(391, today, LocalDate.of(2026, 11, 30)))
        assertEquals(Home.Pace(1, 391), Home.pace(391, today, today))
        assertNull(Home.pace(391, today, today.minusDays(1)))
        assertNull(Home.pace(0, today, today))
        assertNull(Home.pace(391, today, null))
    }

    @Test
    fun aDraftThatWaitsIsGoneOnWith() = Village().use { village ->
        val sitting = checkNotNull(village.seat.sitting())
        val draft = village.phone.begin(sitting, Whom.Person(village.person("सीता बाई")))
        at(village).use { hand ->
            assertTrue("सीता बाई यादव" in hand.heard())
            hand.touch(HomeWords.HOME_DRAFT)
            assertEquals(ScreenId.REGISTER, hand.at)
            assertEquals("draft:${draft.no}", plain(hand.page.title))
        }
    }

    @Test
    fun everythingThatHomeLeadsToIsThere() = Village().use { village ->
        at(village).use { hand ->
            val links = hand.page.body.filterIsInstance<Block.Chips>().single { it.key == "links" }.chips
            val ways = links.map { it.event } + hand.tiles().map { it.event } + hand.page.foot.map { it.event }
            val reached = ways.filterIsInstance<Home.Went>().map { it.to }.toSet()
            val wanted = setOf(
                ScreenId.SEARCH, ScreenId.CASES, ScreenId.LEFT_OUT, ScreenId.DAY, ScreenId.SYNC, ScreenId.ROSTER,
                ScreenId.SETTINGS, ScreenId.HELP, ScreenId.NOTICES, ScreenId.PAPER,
            )
            assertEquals(wanted, reached)
            hand.touch(HomeWords.HOME_CHANGE_WORKER)
            assertEquals(ScreenId.WORKERS, hand.at)
        }
    }

    @Test
    fun ofTwoCampsOfTodaySheSaysWhichIsHersAndItsDayIsCounted() = Village().use { village ->
        village.camps(1, 2, on = village.seat.today)
        val both = village.phone.campaign().camps.take(2)
        val read = nothing(village).copy(camps = both)
        val asked = Home.update(village.seat, Home.Model(), Home.Loaded(read))
        assertEquals(emptyList<Any>(), asked.effects)
        val rows = Home.page(village.seat, asked.model).body.filterIsInstance<Block.Row>()
        assertEquals(both.map { Home.CampChosen(it) }, rows.map { it.event })
        val (sit, look) = Home.update(village.seat, asked.model, Home.CampChosen(both[1])).effects
        assertEquals(both[1].camp.id, (sit as Sit).change(village.seat).camp)
        assertEquals(Look(both[1].camp.id), look)
    }

    @Test
    fun whoTouchedTheWrongCampChoosesAnother() = Village().use { village ->
        val (first, second) = village.phone.campaign().camps
        val model = Home.Model(nothing(village).copy(camp = first, camps = listOf(first, second)))
        val seat = village.seat.copy(camp = first.camp.id)
        fun rows(model: Home.Model) = HomePage.of(seat, model).body.filterIsInstance<Block.Row>().map { it.key }
        assertEquals(listOf("other-camp"), rows(model))
        val choosing = Home.update(seat, model, Home.OtherCamp).model
        assertEquals(listOf("camp-${first.camp.id}", "camp-${second.camp.id}"), rows(choosing))
        val chosen = Home.update(seat, choosing, Home.CampChosen(second))
        assertEquals(second.camp.id, chosen.effects.filterIsInstance<Sit>().single().change(seat).camp)
        assertEquals(listOf("other-camp"), rows(chosen.model))
        // The only camp of today needs no choice.
        assertEquals(emptyList<String>(), rows(Home.Model(nothing(village).copy(camp = first, camps = listOf(first)))))
    }

    @Test
    fun whereNothingCanBeReadTheWaysToAllOtherScreensAreThere() = Village().use { village ->
        val why = assertThrows(PhoneException::class.java) { village.phone.draft(99) }
        val broken = checkNotNull(Home.failed(village.seat, Home.Model(), Look(null), why)).model
        val page = HomePage.of(village.seat, broken)
        val ways = page.body.filterIsInstance<Block.Chips>().single().chips.map { it.event }
        assertTrue("$ways", Home.Went(ScreenId.SYNC) in ways && Home.Went(ScreenId.ROSTER) in ways)
        assertEquals("broken", page.body.first().key)
        val well = Home.update(village.seat, broken, Home.Loaded(nothing(village))).model
        assertNull(well.broken)
    }
}
