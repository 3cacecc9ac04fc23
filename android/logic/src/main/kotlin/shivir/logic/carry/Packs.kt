package shivir.logic.carry

import java.io.IOException
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.core.ImportProgress
import shivir.core.WantedPack
import shivir.logic.kit.Carrying
import shivir.logic.kit.Stage
import shivir.logic.kit.say
import shivir.logic.roster.fromFile
import shivir.logic.roster.list

/** The packs of the list: fetched by ranges, kept piece by piece, made the list in use once all of them are here. */
internal class Packs(
    private val phone: Phone,
    private val wire: Wire,
    private val patience: Patience,
    private val pause: Pause,
    private val told: (Carrying) -> Unit,
) {
    private val watch = object : ImportWatch {
        override fun progress(progress: ImportProgress): Boolean {
            told(Carrying.Going(Stage.INSTALLING, progress.bytesRead.toLong(), progress.bytesTotal.toLong()))
            return !wire.stopped
        }
    }

    /**
     * What broke it off; what came by then is here. None where the list is the district's now, where none is offered, or where
     * all of it is here beside one that was loaded from a file.
     */
    fun run(): Carrying.Failed? {
        val wanted = phone.packsWanted()
        if (wanted.isEmpty()) return null
        val all = wanted.sumOf { it.bytes.toLong() }
        var tries = 0
        while (true) {
            val now = phone.packsWanted()
            val next = now.firstOrNull { !it.whole } ?: break
            // Those of her own areas are here: she can search in them while the others come.
            if (!next.own) phone.installFirst(watch)
            val before = now.sumOf { it.here.toLong() }
            val moved = fetch(next, before, all)
            if (wire.stopped) return stopped()
            tries = if (moved) 0 else tries + 1
            if (tries >= patience.tries) return Carrying.Failed(say(CarryWords.CARRY_LIST_LATER), LATER_MS)
            if (tries > 0 && !pause.wait(minOf(FIRST_PAUSE_MS shl tries, patience.pause))) return stopped()
        }
        // A list that she loaded from a file is hers to give up: the list's own screen asks her.
        if (phone.list()?.fromFile != true) phone.installOffered(false, watch)
        return null
    }

    /** Whether anything of it came. */
    private fun fetch(pack: WantedPack, before: Long, all: Long): Boolean {
        val ask = phone.packRequest(pack.address)
        val from = ask.from.toLong()
        var here = from
        try {
            wire.pack(ask.path, ask.authorization, from) { at, piece ->
                val kept = phone.keepPackPart(pack.address, at.toULong(), piece)
                here = kept.bytes.toLong()
                told(Carrying.Going(Stage.PACKS, before + here - from, all))
                here == at + piece.size && !kept.whole
            }
        } catch (_: IOException) {
            // What came before is kept, and the next request begins there.
        }
        return here > from
    }

    private companion object {
        const val FIRST_PAUSE_MS = 500L

        /** When the rest of the list is tried by itself. */
        const val LATER_MS = 15 * 60_000L
    }
}
