package shivir.logic.workers

import shivir.core.PinState
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Page
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.say
import shivir.logic.pin.waited
import shivir.logic.workers.Workers.Model

enum class WorkersWords : Words {
    WORKERS_TITLE, WORKERS_ASK, WORKERS_NONE, WORKERS_NONE_HELP, WORKERS_ADD, WORKERS_NEW_PIN, WORKERS_LOCKED,
    WORKERS_WORKING, WORKERS_OTHERS, WORKERS_SAFE,
    WORKERS_ADD_TITLE, WORKERS_NAME, WORKERS_NAME_HINT, WORKERS_CADRE, WORKERS_AREA, WORKERS_AREA_HINT,
    WORKERS_AREA_HELP, WORKERS_AREA_NONE, WORKERS_AREA_NONE_HELP, WORKERS_ONWARD, WORKERS_KEEP, WORKERS_KEEP_LATER,
    WORKERS_VILLAGE, WORKERS_ANGANWADI, WORKERS_HEALTH, WORKERS_PANCHAYAT, WORKERS_CARDS, WORKERS_SCHOOL,
    WORKERS_TOWN, WORKERS_OFFICE, WORKERS_ADD_LOCKED, WORKERS_PLACE_TITLE, WORKERS_PLACE_KEEP,
}

internal object WorkersPage {
    fun of(seat: Seat, model: Model): Page {
        val rows = model.rows
        val may = Workers.mayAdd(seat, rows)
        val add = Button(say(WorkersWords.WORKERS_ADD), Workers.Add, Icon.PLUS)
        return Page(
            title = say(WorkersWords.WORKERS_TITLE),
            icon = Icon.PERSON,
            back = seat.worker != null,
            body = when {
                rows == null -> emptyList()
                rows.isEmpty() -> listOf(
                    Block.Picture(Icon.PERSON, say(WorkersWords.WORKERS_NONE)),
                    Block.Notice(
                        say(WorkersWords.WORKERS_NONE),
                        Icon.INFO,
                        Tone.PLAIN,
                        say(WorkersWords.WORKERS_NONE_HELP),
                    ),
                )
                else -> listOf(Block.Heading(say(WorkersWords.WORKERS_ASK))) + rows.map { row(seat, it) } + notes(rows, may)
            },
            foot = listOfNotNull(add.takeIf { may }),
        )
    }

    private fun row(seat: Seat, row: Workers.Row) = Block.Row(
        key = row.worker.id,
        name = say(row.worker.name),
        under = Cadres.word(row.worker.cadre),
        mark = mark(seat, row),
        icon = Cadres.icon(row.worker.cadre),
        event = Workers.Picked(row.worker.id),
    )

    private fun mark(seat: Seat, row: Workers.Row): Mark? = when (val pin = row.pin) {
        is PinState.Wait -> Mark(say(WorkersWords.WORKERS_LOCKED, waited(pin.ms)), Icon.LOCK, Tone.BLOCK)
        PinState.NoPin -> Mark(say(WorkersWords.WORKERS_NEW_PIN), Icon.KEY, Tone.WAIT)
        is PinState.Ready ->
            Mark(say(WorkersWords.WORKERS_WORKING), Icon.TICK, Tone.DONE).takeIf { row.worker.id == seat.worker?.id }
    }

    private fun notes(rows: List<Workers.Row>, may: Boolean): List<Block> {
        val locked = rows.any { it.pin is PinState.Wait } && rows.any { it.pin !is PinState.Wait }
        return listOfNotNull(
            Block.Words(say(WorkersWords.WORKERS_OTHERS), quiet = true, key = "others").takeIf { locked },
            Block.Words(say(WorkersWords.WORKERS_ADD_LOCKED), quiet = true, key = "add-locked").takeIf { !may },
            Block.Notice(say(WorkersWords.WORKERS_SAFE), Icon.TICK, Tone.DONE, key = "safe"),
        )
    }
}
