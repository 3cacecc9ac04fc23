package shivir.logic.home

import shivir.bindings.cadreWord
import shivir.core.DraftView
import shivir.core.Room
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Mark
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Tile
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say

enum class HomeWords : Words {
    HOME_CAMP, HOME_NO_CAMP, HOME_WHICH_CAMP, HOME_MADE_IN, HOME_MADE, HOME_MADE_LIST, HOME_LEFT_NOTE, HOME_PACE,
    HOME_ALL_MADE, HOME_NO_LIST, HOME_NO_LIST_HELP, HOME_GET_LIST, HOME_DUE, HOME_LEFT, HOME_MET,
    HOME_WAITS_TODAY, HOME_WAITS_SINCE, HOME_SENT, HOME_SAFE, HOME_DRAFT, HOME_RESUME, HOME_REVIEWS, HOME_KEPT_ASIDE,
    HOME_PRACTICE, HOME_PRACTICE_HELP, HOME_SEARCH, HOME_CHANGE_WORKER, HOME_SYNC, HOME_DAY, HOME_ROSTER, HOME_SETTINGS,
    HOME_HELP, HOME_NOTICES, HOME_PAPER, HOME_OTHER_CAMP, HOME_OTHER_CAMP_UNDER,
}

internal object HomePage {
    /** Drafts that are shown: more of them is a matter for the list, not for home. */
    private const val DRAFTS = 3

    fun of(seat: Seat, model: Home.Model): Page {
        val seen = model.seen
        val place = seen?.camp?.let { Say.Both(it.place) } ?: seat.campName?.let(::say)
        val worker = seat.worker
        val hours = seen?.camp?.camp?.let { say("${it.opens}–${it.closes}") }
        return Page(
            title = place?.let { say(HomeWords.HOME_CAMP, it) } ?: say(HomeWords.HOME_NO_CAMP),
            under = joined(worker?.let { say(it.name) }, worker?.let { say(cadreWord(it.cadre, seat.lang)) }, hours),
            icon = Icon.TENT,
            back = false,
            body = listOfNotNull(practice(seat)) + broken(model) + (seen?.let { body(seat, it, model.choosing) }).orEmpty(),
            foot = listOf(Button(say(HomeWords.HOME_SEARCH), Home.Went(ScreenId.SEARCH), Icon.SEARCH)),
        )
    }

    private fun broken(model: Home.Model): List<Block> {
        val why = model.broken ?: return emptyList()
        val again = Button(say(KitWords.KIT_TRY_AGAIN), Shown, Icon.UNDO)
        return listOfNotNull(
            Block.Notice(why, Icon.WARNING, Tone.BLOCK, null, again, "broken"),
            links().takeIf { model.seen == null },
        )
    }

    private fun body(seat: Seat, seen: Seen, choosing: Boolean): List<Block> =
        listOfNotNull(room(seen)) +
            camps(seat, seen, choosing) +
            seen.drafts.take(DRAFTS).map(::draft) +
            listOf(ledger(seat, seen), Block.Tiles(tiles(seat, seen))) +
            listOfNotNull(keptAside(seen), reviews(seen), otherCamp(seat, seen, choosing)) +
            listOf(Block.Words(say(HomeWords.HOME_SAFE), quiet = true, key = "safe"), links())

    private fun practice(seat: Seat): Block? {
        if (!seat.practice) return null
        val help = say(HomeWords.HOME_PRACTICE_HELP)
        return Block.Notice(say(HomeWords.HOME_PRACTICE), Icon.PRACTICE, Tone.WAIT, help, key = "practice")
    }

    private fun room(seen: Seen): Block? {
        val said = seen.room.said ?: return null
        val tone = if (seen.room.room == Room.FULL) Tone.BLOCK else Tone.WAIT
        return Block.Notice(Say.Both(said), Icon.WARNING, tone, key = "room")
    }

    /** More than one camp of today in her areas: she says where she is, and may say so anew. */
    private fun camps(seat: Seat, seen: Seen, choosing: Boolean): List<Block> {
        val seated = seen.camps.any { it.camp.id == seat.camp }
        if (seat.sheet != null || seated && !choosing || seen.camps.size < 2 && !choosing) return emptyList()
        val rows = seen.camps.map { camp ->
            val hours = say("${camp.camp.opens}–${camp.camp.closes}")
            val chosen = Home.CampChosen(camp)
            Block.Row("camp-${camp.camp.id}", Say.Both(camp.place), under = hours, icon = Icon.TENT, event = chosen)
        }
        return listOf(Block.Heading(say(HomeWords.HOME_WHICH_CAMP), "which-camp")) + rows
    }

    private fun otherCamp(seat: Seat, seen: Seen, choosing: Boolean): Block? {
        val others = seat.camp != null && seen.camps.any { it.camp.id != seat.camp }
        if (!others || choosing || seat.sheet != null) return null
        val under = say(HomeWords.HOME_OTHER_CAMP_UNDER)
        return Block.Row("other-camp", say(HomeWords.HOME_OTHER_CAMP), under = under, icon = Icon.TENT, event = Home.OtherCamp)
    }

    private fun draft(draft: DraftView): Block = Block.Row(
        key = "draft-${draft.no}",
        name = say(HomeWords.HOME_DRAFT),
        under = joined(*draft.members.map { say(it.name) }.toTypedArray()),
        mark = Mark(say(HomeWords.HOME_RESUME), Icon.EDIT, Tone.WAIT),
        event = Home.Resumed(draft.no),
    )

    private fun ledger(seat: Seat, seen: Seen): Block {
        val sum = seen.ledger
        if (sum == null || sum.made + sum.left == 0L) {
            return Block.Notice(
                text = say(HomeWords.HOME_NO_LIST),
                icon = Icon.LIST,
                tone = Tone.WAIT,
                under = say(HomeWords.HOME_NO_LIST_HELP),
                button = Button(say(HomeWords.HOME_GET_LIST), Home.Went(ScreenId.ROSTER), Icon.DOWNLOAD),
                key = "ledger",
            )
        }
        val name = seen.areaName
        val label = when {
            name != null -> say(HomeWords.HOME_MADE_IN, Say.Both(name))
            seat.areas.isEmpty() -> say(HomeWords.HOME_MADE_LIST)
            else -> say(HomeWords.HOME_MADE)
        }
        val pace = Home.pace(sum.left, seat.today, seen.lastDay)
        val note = when {
            sum.left == 0L -> say(HomeWords.HOME_ALL_MADE)
            pace == null -> say(HomeWords.HOME_LEFT_NOTE, say(sum.left))
            else -> say(HomeWords.HOME_PACE, say(sum.left), say(pace.days), say(pace.daily))
        }
        return Block.Meter(label, sum.made, sum.made + sum.left, note, key = "ledger")
    }

    private fun tiles(seat: Seat, seen: Seen): List<Tile> = listOf(
        tile(Icon.THUMB, Tone.BLOCK, seen.dueCases.toLong(), say(HomeWords.HOME_DUE), ScreenId.CASES),
        tile(Icon.PAPER, Tone.PLAIN, seen.ledger?.left ?: 0, say(HomeWords.HOME_LEFT), ScreenId.LEFT_OUT),
        tile(Icon.TENT, Tone.DONE, seen.metToday.toLong(), say(HomeWords.HOME_MET), ScreenId.DAY),
        waits(seat, seen),
    )

    private fun waits(seat: Seat, seen: Seen): Tile {
        if (seen.waiting == 0uL) return tile(Icon.TICK, Tone.DONE, 0, say(HomeWords.HOME_SENT), ScreenId.SYNC)
        val days = seen.oldest?.let { seat.today.toEpochDay() - it.day.toEpochDay() } ?: 0
        val since = if (days < 1) say(HomeWords.HOME_WAITS_TODAY) else say(HomeWords.HOME_WAITS_SINCE, say(days))
        return tile(Icon.SEND, Tone.WAIT, seen.waiting.toLong(), since, ScreenId.SYNC)
    }

    private fun tile(icon: Icon, tone: Tone, number: Long, label: Say, to: ScreenId) =
        Tile(icon, tone, number, label, Home.Went(to), "tile-${to.name}")

    private fun keptAside(seen: Seen): Block? {
        if (seen.keptAside == 0) return null
        val text = say(HomeWords.HOME_KEPT_ASIDE, say(seen.keptAside))
        return Block.Row("kept-aside", text, icon = Icon.CROSS, event = Home.Went(ScreenId.SYNC))
    }

    private fun reviews(seen: Seen): Block? {
        if (seen.reviews == 0) return null
        val text = say(HomeWords.HOME_REVIEWS, say(seen.reviews))
        return Block.Row("reviews", text, icon = Icon.MERGE, event = Home.Went(ScreenId.REVIEWS))
    }

    private fun links(): Block {
        fun link(words: HomeWords, icon: Icon, to: ScreenId) = Chip(say(words), false, Home.Went(to), icon)
        val chips = listOf(
            link(HomeWords.HOME_SYNC, Icon.SEND, ScreenId.SYNC),
            link(HomeWords.HOME_DAY, Icon.CHART, ScreenId.DAY),
            Chip(say(HomeWords.HOME_CHANGE_WORKER), false, Home.ChangeWorker, Icon.PERSON),
            link(HomeWords.HOME_PAPER, Icon.PAPER, ScreenId.PAPER),
            link(HomeWords.HOME_ROSTER, Icon.LIST, ScreenId.ROSTER),
            link(HomeWords.HOME_NOTICES, Icon.HAND, ScreenId.NOTICES),
            link(HomeWords.HOME_SETTINGS, Icon.GEAR, ScreenId.SETTINGS),
            link(HomeWords.HOME_HELP, Icon.INFO, ScreenId.HELP),
        )
        return Block.Chips(chips, "links")
    }
}
