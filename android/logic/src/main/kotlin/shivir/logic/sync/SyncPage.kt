package shivir.logic.sync

import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZoneId
import java.util.Locale
import shivir.bindings.factKindWord
import shivir.domain.Lang
import shivir.domain.Text
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Carrying
import shivir.logic.kit.Icon
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Stage
import shivir.logic.kit.Tile
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.sync.Sync.Aside
import shivir.logic.sync.Sync.Mend
import shivir.logic.sync.Sync.Model
import shivir.logic.sync.Sync.Standing

enum class SyncWords : Words {
    SYNC_TITLE, SYNC_SEND, SYNC_STOP, SYNC_WAITING, SYNC_ARRIVED, SYNC_OLDEST, SYNC_LAST, SYNC_NEVER, SYNC_SAFE,
    SYNC_CONNECTING, SYNC_FACTS, SYNC_PACKS, SYNC_INSTALLING, SYNC_CAMPAIGN, SYNC_DONE, SYNC_DONE_UNDER, SYNC_LEFT,
    SYNC_AGAIN_IN, SYNC_FAILED_SAFE, SYNC_ASIDE, SYNC_MEND_REGISTER, SYNC_MEND_LOOK, SYNC_MEND_ENROL, SYNC_MORE,
    SYNC_COURIER, SYNC_COURIER_UNDER, SYNC_NOT_ENROLLED, SYNC_NOT_ENROLLED_UNDER, SYNC_ENROL, SYNC_REVOKED,
    SYNC_REVOKED_UNDER, SYNC_PRACTICE, SYNC_PRACTICE_UNDER, SYNC_LISTS, SYNC_LISTS_UNDER, SYNC_CAMPAIGN_NEW,
}

/** A moment of the phone's clock, in India: the day and the hour. */
internal fun moment(ms: ULong, today: LocalDate): Say {
    val time = LocalDateTime.ofInstant(Instant.ofEpochMilli(ms.toLong()), ZoneId.of("Asia/Kolkata"))
    val hour = String.format(Locale.ROOT, "%d:%02d", time.hour, time.minute)
    return joined(Say.Day(time.toLocalDate(), today), say(hour))
}

internal object SyncPage {
    fun of(seat: Seat, model: Model): Page {
        val standing = model.standing
        return Page(
            title = say(SyncWords.SYNC_TITLE),
            icon = Icon.SEND,
            body = when {
                standing == null -> emptyList()
                seat.practice -> listOf(practice())
                else -> body(seat, model, standing)
            },
            foot = foot(seat, model),
        )
    }

    private fun practice(): Block {
        val under = say(SyncWords.SYNC_PRACTICE_UNDER)
        return Block.Notice(say(SyncWords.SYNC_PRACTICE), Icon.PRACTICE, Tone.WAIT, under, key = "practice")
    }

    private fun body(seat: Seat, model: Model, standing: Standing): List<Block> {
        val state = standing.state
        val tiles = Block.Tiles(
            listOf(
                Tile(Icon.SEND, Tone.WAIT, state.waiting.toLong(), say(SyncWords.SYNC_WAITING), null, "waiting"),
                Tile(Icon.TICK, Tone.DONE, state.acknowledged.toLong(), say(SyncWords.SYNC_ARRIVED), null, "arrived"),
            ),
        )
        val oldest = standing.outbox.oldest?.let { say(SyncWords.SYNC_OLDEST, moment(it.writtenMs, seat.today)) }
        val last = when (state.syncedMs) {
            0uL -> say(SyncWords.SYNC_NEVER)
            else -> say(SyncWords.SYNC_LAST, moment(state.syncedMs, seat.today))
        }
        return standing(standing) + listOfNotNull(going(model.carrying), tiles) +
            listOfNotNull(oldest?.let { Block.Words(it, key = "oldest") }) +
            Block.Words(last, quiet = true, key = "last") + asides(seat, model, standing) +
            offers(standing) + courier(standing)
    }

    private fun standing(standing: Standing): List<Block> {
        val state = standing.state
        val enrol = Button(say(SyncWords.SYNC_ENROL), Sync.EnrolTouched, Icon.KEY)
        return when {
            !state.enrolled -> {
                val under = say(SyncWords.SYNC_NOT_ENROLLED_UNDER)
                listOf(Block.Notice(say(SyncWords.SYNC_NOT_ENROLLED), Icon.KEY, Tone.WAIT, under, enrol, "enrol"))
            }
            state.revoked -> {
                val under = say(SyncWords.SYNC_REVOKED_UNDER)
                listOf(Block.Notice(say(SyncWords.SYNC_REVOKED), Icon.LOCK, Tone.BLOCK, under, enrol, "revoked"))
            }
            else -> emptyList()
        }
    }

    private fun going(carrying: Carrying): Block? = when (carrying) {
        Carrying.Idle -> null
        is Carrying.Going -> busy(carrying, null)
        is Carrying.Finished -> {
            val passed = say(SyncWords.SYNC_DONE_UNDER, say(carrying.sent), say(carrying.received))
            val left = say(SyncWords.SYNC_LEFT, say(carrying.left)).takeIf { carrying.left > 0 }
            Block.Notice(say(SyncWords.SYNC_DONE), Icon.TICK, Tone.DONE, joined(passed, left), key = "done")
        }
        is Carrying.Failed -> {
            val again = carrying.again?.let { say(SyncWords.SYNC_AGAIN_IN, say(minutes(it))) }
            val under = joined(say(SyncWords.SYNC_FAILED_SAFE), again)
            Block.Notice(carrying.why, Icon.WARNING, Tone.BLOCK, under, key = "failed")
        }
    }

    /** How far sending and fetching is, wherever it is shown. */
    internal fun busy(going: Carrying.Going, stop: Button?): Block.Busy {
        val words = when (going.stage) {
            Stage.CONNECTING -> SyncWords.SYNC_CONNECTING
            Stage.FACTS -> SyncWords.SYNC_FACTS
            Stage.PACKS -> SyncWords.SYNC_PACKS
            Stage.INSTALLING -> SyncWords.SYNC_INSTALLING
            Stage.CAMPAIGN -> SyncWords.SYNC_CAMPAIGN
        }
        val known = going.of > 0
        return Block.Busy(say(words), going.done.takeIf { known }, going.of.takeIf { known }, stop, "going")
    }

    private fun asides(seat: Seat, model: Model, standing: Standing): List<Block> {
        if (standing.asides.isEmpty()) return emptyList()
        val heading = Block.Heading(say(SyncWords.SYNC_ASIDE, say(standing.outbox.refused.size)), "asides")
        val more = Block.Buttons(listOf(Button(say(SyncWords.SYNC_MORE), Sync.More, Icon.MORE)), "more")
        return listOf(heading) + standing.asides.map { aside(seat, it) } +
            listOfNotNull(more.takeIf { standing.outbox.refused.size > model.limit })
    }

    private fun aside(seat: Seat, aside: Aside): Block {
        val kind = aside.refused.kind?.let { Say.Both(Text(factKindWord(it, Lang.HI), factKindWord(it, Lang.EN))) }
        val button = aside.mend?.let {
            val (words, icon) = when (it) {
                Mend.REGISTER_AGAIN -> SyncWords.SYNC_MEND_REGISTER to Icon.EDIT
                Mend.ENROL_AGAIN -> SyncWords.SYNC_MEND_ENROL to Icon.KEY
                Mend.LOOK -> SyncWords.SYNC_MEND_LOOK to Icon.PERSON
            }
            Button(say(words), Sync.MendTouched(aside), icon)
        }
        return Block.Notice(
            joined(aside.name?.let(::say), kind, moment(aside.refused.at, seat.today)),
            Icon.CROSS,
            Tone.BLOCK,
            Say.Joined(listOf(Say.Both(aside.words.why), Say.Both(aside.words.what)), ". "),
            button,
            "aside-${aside.refused.fact.stream}:${aside.refused.fact.seq}",
        )
    }

    private fun offers(standing: Standing): List<Block> {
        val state = standing.state
        val lists = Block.Row(
            "lists",
            say(SyncWords.SYNC_LISTS),
            under = say(SyncWords.SYNC_LISTS_UNDER, say(state.packs.size)),
            icon = Icon.DOWNLOAD,
            event = Sync.RosterTouched,
        ).takeIf { state.packs.isNotEmpty() }
        val campaign = Block.Words(say(SyncWords.SYNC_CAMPAIGN_NEW), quiet = true, key = "campaign")
            .takeIf { state.campaign != null }
        return listOfNotNull(lists, campaign)
    }

    private fun courier(standing: Standing): List<Block> = listOfNotNull(
        Block.Row(
            "courier",
            say(SyncWords.SYNC_COURIER),
            under = say(SyncWords.SYNC_COURIER_UNDER),
            icon = Icon.COURIER,
            event = Sync.CourierTouched,
        ).takeIf { standing.state.enrolled },
        Block.Notice(say(SyncWords.SYNC_SAFE), Icon.TICK, Tone.DONE, key = "safe"),
    )

    private fun foot(seat: Seat, model: Model): List<Button> {
        val state = model.standing?.state ?: return emptyList()
        return when {
            seat.practice || !state.enrolled -> emptyList()
            model.carrying is Carrying.Going -> listOf(Button(say(SyncWords.SYNC_STOP), Sync.StopTouched, Icon.STOP, tone = Tone.PLAIN))
            else -> listOf(Button(say(SyncWords.SYNC_SEND), Sync.SendTouched, Icon.SEND))
        }
    }

    /** Whole minutes, at least one. */
    private fun minutes(ms: Long): Long = maxOf(1, (ms + MINUTE_MS - 1) / MINUTE_MS)

    private const val MINUTE_MS = 60_000L
}
