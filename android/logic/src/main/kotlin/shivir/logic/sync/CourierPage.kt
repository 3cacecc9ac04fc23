package shivir.logic.sync

import shivir.core.SyncState
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.sync.Courier.Done
import shivir.logic.sync.Courier.Model

enum class CourierWords : Words {
    COURIER_TITLE, COURIER_SEALED, COURIER_SEALED_UNDER, COURIER_STEPS, COURIER_STEP_MAKE, COURIER_STEP_CARRY,
    COURIER_STEP_BACK, COURIER_WAITING, COURIER_OPEN, COURIER_MAKE, COURIER_TAKE, COURIER_KEPT, COURIER_KEPT_UNDER,
    COURIER_MORE, COURIER_NOT_KEPT, COURIER_NOT_KEPT_UNDER, COURIER_TAKEN, COURIER_TAKEN_UP, COURIER_TAKEN_DOWN,
    COURIER_TAKEN_LEFT, COURIER_TAKEN_ASIDE, COURIER_NOT_TAKEN, COURIER_UNREADABLE, COURIER_NOT_ENROLLED,
    COURIER_NOT_ENROLLED_UNDER, COURIER_ENROL, COURIER_PRACTICE, COURIER_PRACTICE_UNDER, COURIER_SEND,
    COURIER_OFFERED, COURIER_OFFERED_UNDER,
}

internal object CourierPage {
    fun of(seat: Seat, model: Model): Page {
        val state = model.state
        val may = state != null && state.enrolled && !seat.practice
        return Page(
            title = say(CourierWords.COURIER_TITLE),
            icon = Icon.COURIER,
            body = if (state == null) emptyList() else body(seat, model, state),
            foot = listOf(
                Button(say(CourierWords.COURIER_TAKE), Courier.TakeTouched, Icon.DOWNLOAD),
                Button(say(CourierWords.COURIER_SEND), Courier.SendTouched, Icon.SHARE),
                Button(say(CourierWords.COURIER_MAKE), Courier.MakeTouched, Icon.COURIER),
            ).takeIf { may }.orEmpty(),
            personal = false,
        )
    }

    private fun body(seat: Seat, model: Model, state: SyncState): List<Block> {
        if (seat.practice) {
            val under = say(CourierWords.COURIER_PRACTICE_UNDER)
            val text = say(CourierWords.COURIER_PRACTICE)
            return listOf(Block.Notice(text, Icon.PRACTICE, Tone.WAIT, under, key = "practice"))
        }
        if (!state.enrolled) {
            val under = say(CourierWords.COURIER_NOT_ENROLLED_UNDER)
            val enrol = Button(say(CourierWords.COURIER_ENROL), Courier.EnrolTouched, Icon.KEY)
            val text = say(CourierWords.COURIER_NOT_ENROLLED)
            return listOf(Block.Notice(text, Icon.KEY, Tone.WAIT, under, enrol, "enrol"))
        }
        val steps = listOf(
            Line(say(CourierWords.COURIER_STEP_MAKE), null, Icon.COURIER),
            Line(say(CourierWords.COURIER_STEP_CARRY), null, Icon.AWAY),
            Line(say(CourierWords.COURIER_STEP_BACK), null, Icon.DOWNLOAD),
        )
        val counts = listOf(
            Line(say(CourierWords.COURIER_WAITING), say(state.waiting), Icon.SEND, Tone.WAIT),
            Line(say(CourierWords.COURIER_OPEN), say(state.open.courier), Icon.CLOCK),
        )
        return done(model.done) + listOf(
            Block.Notice(
                say(CourierWords.COURIER_SEALED),
                Icon.LOCK,
                Tone.DONE,
                say(CourierWords.COURIER_SEALED_UNDER),
                key = "sealed",
            ),
            Block.Facts(null, counts, "counts"),
            Block.Facts(say(CourierWords.COURIER_STEPS), steps, "steps"),
        )
    }

    private fun more(more: Boolean) =
        Block.Notice(say(CourierWords.COURIER_MORE), Icon.INFO, Tone.WAIT, key = "more").takeIf { more }

    private fun done(done: Done?): List<Block> = when (done) {
        null, is Done.Making -> emptyList()
        is Done.Kept -> {
            val under = say(CourierWords.COURIER_KEPT_UNDER, say(done.name), say(done.facts))
            listOfNotNull(Block.Notice(say(CourierWords.COURIER_KEPT), Icon.TICK, Tone.DONE, under, key = "kept"), more(done.more))
        }
        is Done.Offered -> {
            val under = joined(say(CourierWords.COURIER_KEPT_UNDER, say(done.name), say(done.facts)), say(CourierWords.COURIER_OFFERED_UNDER))
            listOfNotNull(Block.Notice(say(CourierWords.COURIER_OFFERED), Icon.SHARE, Tone.WAIT, under, key = "offered"), more(done.more))
        }
        Done.NotKept -> {
            val under = say(CourierWords.COURIER_NOT_KEPT_UNDER)
            listOf(Block.Notice(say(CourierWords.COURIER_NOT_KEPT), Icon.INFO, Tone.PLAIN, under, key = "not-kept"))
        }
        is Done.Taken -> {
            val report = done.report
            val lines = listOfNotNull(
                Line(say(CourierWords.COURIER_TAKEN_UP), say(report.factsUp), Icon.TICK, Tone.DONE),
                Line(say(CourierWords.COURIER_TAKEN_DOWN), say(report.factsDown), Icon.DOWNLOAD),
                Line(say(CourierWords.COURIER_TAKEN_LEFT), say(report.waiting), Icon.SEND, Tone.WAIT),
                Line(say(CourierWords.COURIER_TAKEN_ASIDE), say(report.quarantined), Icon.CROSS, Tone.BLOCK)
                    .takeIf { report.quarantined > 0uL },
            )
            listOf(Block.Facts(say(CourierWords.COURIER_TAKEN), lines, "taken"))
        }
        is Done.NotTaken -> {
            val text = say(CourierWords.COURIER_NOT_TAKEN)
            listOf(Block.Notice(text, Icon.WARNING, Tone.BLOCK, done.why, key = "not-taken"))
        }
    }
}
