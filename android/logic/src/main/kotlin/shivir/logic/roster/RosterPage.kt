package shivir.logic.roster

import shivir.bindings.noteWord
import shivir.core.ImportReport
import shivir.core.ImportStage
import shivir.core.RosterSummary
import shivir.core.WantedPack
import shivir.domain.Lang
import shivir.domain.Text
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Carrying
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Stage
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.roster.Roster.Model
import shivir.logic.roster.Roster.Source
import shivir.logic.roster.Roster.Standing

enum class RosterWords : Words {
    ROSTER_TITLE, ROSTER_IN_USE, ROSTER_PEOPLE, ROSTER_HOUSEHOLDS, ROSTER_MADE, ROSTER_AREAS, ROSTER_OF_DAY,
    ROSTER_SOURCE, ROSTER_FROM_FILE, ROSTER_FROM_DISTRICT, ROSTER_NONE, ROSTER_NONE_UNDER, ROSTER_OFFERED, ROSTER_OFFERED_NONE,
    ROSTER_HERE, ROSTER_WHOLE, ROSTER_MB, ROSTER_KB, ROSTER_OWN, ROSTER_FETCH, ROSTER_INSTALL, ROSTER_CHOOSE,
    ROSTER_ENROL, ROSTER_NOT_ENROLLED, ROSTER_ASK, ROSTER_ASK_UNDER, ROSTER_SURE, ROSTER_BACK, ROSTER_READING, ROSTER_INDEXING,
    ROSTER_BEGINS, ROSTER_STOP, ROSTER_STOPPED, ROSTER_STOPPED_UNDER, ROSTER_NOT_TAKEN, ROSTER_LOADED, ROSTER_UNCHANGED,
    ROSTER_REJECTED, ROSTER_DUPLICATES, ROSTER_GONE, ROSTER_CONNECTING, ROSTER_FETCHING, ROSTER_FETCHED, ROSTER_SAFE,
}

/** A size for someone who pays for it: 4.1 MB, 12 KB. */
internal fun size(bytes: ULong): Say = when {
    bytes >= MB -> say(RosterWords.ROSTER_MB, say("${bytes / MB}.${bytes % MB * 10u / MB}"))
    else -> say(RosterWords.ROSTER_KB, say((bytes + KB - 1u) / KB))
}

private const val KB = 1024uL
private const val MB = 1_048_576uL

internal object RosterPage {
    fun of(seat: Seat, model: Model): Page = Page(
        title = say(RosterWords.ROSTER_TITLE),
        icon = Icon.LIST,
        body = body(seat, model),
        foot = foot(model),
        personal = false,
    )

    private fun body(seat: Seat, model: Model): List<Block> {
        val standing = model.standing ?: return emptyList()
        if (model.loading != null) return listOf(loading(model), safe())
        if (model.asks != null) return listOf(asks(model.asks), safe())
        return listOfNotNull(stopped(model), refused(model)) + loaded(model.report) +
            listOfNotNull(going(model.carrying)) + inUse(seat, standing.list) + offered(standing)
    }

    private fun loading(model: Model): Block {
        val progress = model.progress
        val words = when (progress?.stage) {
            null -> RosterWords.ROSTER_BEGINS
            ImportStage.READING -> RosterWords.ROSTER_READING
            ImportStage.INDEXING -> RosterWords.ROSTER_INDEXING
        }
        val reads = progress?.takeIf { it.stage == ImportStage.READING && it.bytesTotal > 0uL }
        val stop = Button(say(RosterWords.ROSTER_STOP), Roster.StopTouched, Icon.STOP)
        val text = say(words, say(progress?.people ?: 0uL))
        return Block.Busy(text, reads?.bytesRead?.toLong(), reads?.bytesTotal?.toLong(), stop, "loading")
    }

    private fun asks(source: Source): Block {
        val name = (source as? Source.ListFile)?.name ?: ""
        val under = joined(name.takeIf(String::isNotEmpty)?.let(::say), say(RosterWords.ROSTER_ASK_UNDER))
        return Block.Notice(say(RosterWords.ROSTER_ASK), Icon.WARNING, Tone.WAIT, under, key = "ask")
    }

    private fun safe() = Block.Notice(say(RosterWords.ROSTER_SAFE), Icon.TICK, Tone.DONE, key = "safe")

    private fun stopped(model: Model): Block? {
        if (!model.stopped) return null
        val under = say(RosterWords.ROSTER_STOPPED_UNDER)
        return Block.Notice(say(RosterWords.ROSTER_STOPPED), Icon.STOP, Tone.WAIT, under, key = "stopped")
    }

    private fun refused(model: Model): Block? = model.refused?.let {
        Block.Notice(say(RosterWords.ROSTER_NOT_TAKEN), Icon.WARNING, Tone.BLOCK, it, key = "refused")
    }

    private fun loaded(report: ImportReport?): List<Block> {
        if (report == null) return emptyList()
        val words = if (report.unchanged) RosterWords.ROSTER_UNCHANGED else RosterWords.ROSTER_LOADED
        val notes = report.notes.filter { it.rows > 0uL }.map { note ->
            val word = Say.Both(Text(noteWord(note.note, Lang.HI), noteWord(note.note, Lang.EN)))
            Line(word, say(note.rows), Icon.INFO, Tone.WAIT)
        }
        fun line(words: Words, number: ULong, icon: Icon, tone: Tone) =
            Line(say(words), say(number), icon, tone).takeIf { number > 0uL }
        val lines = listOfNotNull(
            Line(say(RosterWords.ROSTER_PEOPLE), say(report.people), Icon.PERSON, Tone.DONE),
            line(RosterWords.ROSTER_REJECTED, report.rejected, Icon.CROSS, Tone.BLOCK),
            line(RosterWords.ROSTER_DUPLICATES, report.duplicates, Icon.MERGE, Tone.PLAIN),
            line(RosterWords.ROSTER_GONE, report.noLongerListed.size.toULong(), Icon.AWAY, Tone.PLAIN),
        )
        return listOf(
            Block.Notice(say(words), Icon.TICK, Tone.DONE, key = "loaded"),
            Block.Facts(null, lines + notes, "report"),
        )
    }

    private fun going(carrying: Carrying): Block? = when (carrying) {
        Carrying.Idle -> null
        is Carrying.Going -> {
            val known = carrying.of > 0 && carrying.stage == Stage.PACKS
            val connects = carrying.stage == Stage.CONNECTING
            val words = if (connects) RosterWords.ROSTER_CONNECTING else RosterWords.ROSTER_FETCHING
            val stop = Button(say(RosterWords.ROSTER_STOP), Roster.StopFetching, Icon.STOP)
            Block.Busy(say(words), carrying.done.takeIf { known }, carrying.of.takeIf { known }, stop, "fetching")
        }
        is Carrying.Finished -> Block.Notice(say(RosterWords.ROSTER_FETCHED), Icon.TICK, Tone.DONE, key = "fetched")
        is Carrying.Failed -> Block.Notice(carrying.why, Icon.WARNING, Tone.BLOCK, key = "failed")
    }

    private fun inUse(seat: Seat, list: RosterSummary?): Block {
        if (list == null) {
            val under = say(RosterWords.ROSTER_NONE_UNDER)
            return Block.Notice(say(RosterWords.ROSTER_NONE), Icon.LIST, Tone.WAIT, under, key = "none")
        }
        val source = if (list.fromFile) RosterWords.ROSTER_FROM_FILE else RosterWords.ROSTER_FROM_DISTRICT
        val lines = listOf(
            Line(say(RosterWords.ROSTER_PEOPLE), say(list.people), Icon.PERSON),
            Line(say(RosterWords.ROSTER_HOUSEHOLDS), say(list.households), Icon.FAMILY),
            Line(say(RosterWords.ROSTER_MADE), say(list.made), Icon.CARD),
            Line(say(RosterWords.ROSTER_AREAS), say(list.areas.size), Icon.PLACE),
            Line(say(RosterWords.ROSTER_OF_DAY), Say.Day(list.created, seat.today), Icon.CALENDAR),
            Line(say(RosterWords.ROSTER_SOURCE), say(source), Icon.INFO),
        )
        return Block.Facts(say(RosterWords.ROSTER_IN_USE), lines, "in-use")
    }

    private fun offered(standing: Standing): List<Block> {
        if (!standing.enrolled) {
            val enrol = Button(say(RosterWords.ROSTER_ENROL), Roster.EnrolTouched, Icon.KEY)
            val text = say(RosterWords.ROSTER_NOT_ENROLLED)
            return listOf(Block.Notice(text, Icon.KEY, Tone.PLAIN, null, enrol, "enrol"))
        }
        if (standing.wanted.isEmpty()) {
            return listOf(Block.Words(say(RosterWords.ROSTER_OFFERED_NONE), quiet = true, key = "offered"))
        }
        return listOf(Block.Heading(say(RosterWords.ROSTER_OFFERED), "offered")) + standing.wanted.map(::pack)
    }

    private fun pack(pack: WantedPack): Block {
        val here = say(RosterWords.ROSTER_HERE, size(pack.here)).takeIf { pack.here > 0uL && !pack.whole }
        return Block.Row(
            "pack-${pack.address}",
            say(pack.block),
            under = joined(
                say(RosterWords.ROSTER_OWN).takeIf { pack.own },
                size(pack.bytes),
                if (pack.whole) say(RosterWords.ROSTER_WHOLE) else here,
            ),
            icon = if (pack.whole) Icon.TICK else Icon.DOWNLOAD,
        )
    }

    private fun foot(model: Model): List<Button> {
        val standing = model.standing ?: return emptyList()
        val choose = Button(say(RosterWords.ROSTER_CHOOSE), Roster.ChooseTouched, Icon.PAPER)
        val wanted = standing.wanted
        return when {
            model.loading != null -> listOf(Button(say(RosterWords.ROSTER_STOP), Roster.StopTouched, Icon.STOP))
            model.asks != null -> listOf(
                Button(say(RosterWords.ROSTER_BACK), BackTouched, Icon.BACK),
                Button(say(RosterWords.ROSTER_SURE), Roster.Sure, Icon.TICK),
            )
            model.carrying is Carrying.Going ->
                listOf(Button(say(RosterWords.ROSTER_STOP), Roster.StopFetching, Icon.STOP))
            !standing.enrolled -> listOf(choose)
            wanted.isNotEmpty() && wanted.all { it.whole } ->
                listOf(choose, Button(say(RosterWords.ROSTER_INSTALL), Roster.InstallTouched, Icon.LIST))
            else -> listOf(choose, Button(say(RosterWords.ROSTER_FETCH), Roster.FetchTouched, Icon.DOWNLOAD))
        }
    }
}
