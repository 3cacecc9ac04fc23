package shivir.logic.carry

import java.io.IOException
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.SyncOptions
import shivir.core.SyncReport
import shivir.domain.ErrorCode
import shivir.logic.kit.Carrying
import shivir.logic.kit.Say
import shivir.logic.kit.Stage
import shivir.logic.kit.said
import shivir.logic.kit.say

/**
 * One sync with the district: round trips until nothing waits on either side, then the campaign pack and the packs of the list
 * that are offered. The core gives bytes and takes bytes, each in a transaction of its own; while the network runs nothing of
 * the store is held, so that registering goes on, and a kill at any point loses nothing.
 *
 * @param url the hub's address, as the enrolment has it
 * @param told how far it is; called on the thread that runs
 */
class Carrier(
    private val phone: Phone,
    url: String,
    private val patience: Patience = Patience(),
    private val told: (Carrying) -> Unit,
) {
    private val wire = Wire(url, patience)
    private val pause = Pause()

    /** Runs to its end, on the thread of the caller, and gives how it ended: [Carrying.Finished] or [Carrying.Failed]. */
    fun run(): Carrying {
        val end = try {
            carry()
        } catch (why: PhoneException) {
            if (wire.stopped) stopped() else Carrying.Failed(Say.Both(why.said()), null)
        }
        told(end)
        return end
    }

    /** Ends it soon. What the district has acknowledged by then stays so; the rest waits. Any thread. */
    fun stop() {
        wire.stop()
        pause.end()
    }

    private fun carry(): Carrying {
        told(Carrying.Going(Stage.CONNECTING, 0, 0))
        val trips = Trips(phone.syncState().waiting.toLong())
        val broke = trips.run()
        val last = trips.last
        if (broke != null || last == null) return broke ?: unanswered(0)
        // A phone that was revoked gets nothing more, and is told so by the state of its sync.
        val rest = if (last.revoked) null else campaign() ?: Packs(phone, wire, patience, pause, told).run()
        return rest ?: Carrying.Finished(trips.sent, trips.received, last.waiting.toLong())
    }

    /** What a round trip came to. */
    private sealed interface Trip {
        data object Done : Trip

        data object More : Trip

        class Broke(val why: Carrying.Failed) : Trip
    }

    /** The round trips of the facts. */
    private inner class Trips(private val waited: Long) {
        var sent = 0L
            private set
        var received = 0L
            private set
        var last: SyncReport? = null
            private set

        /** What broke it off; none where nothing waits any more. */
        fun run(): Carrying.Failed? {
            var tries = 0
            repeat(TRIPS) {
                if (wire.stopped) return stopped()
                when (val trip = trip()) {
                    Trip.Done -> return null
                    Trip.More -> tries = 0
                    is Trip.Broke -> {
                        val again = trip.why.again
                        if (again == null || ++tries >= patience.tries || again > patience.pause) return trip.why
                        if (!pause.wait(again)) return stopped()
                    }
                }
            }
            return unanswered(phone.syncState().waitMs.toLong())
        }

        private fun trip(): Trip {
            val out = phone.syncRequest(SyncOptions())
            val answer = try {
                wire.post(out.path, out.bytes)
            } catch (_: IOException) {
                return Trip.Broke(if (wire.stopped) stopped() else unanswered(phone.syncFailed().toLong()))
            }
            val report = try {
                phone.syncResponse(answer)
            } catch (why: PhoneException.NoAnswer) {
                return Trip.Broke(Carrying.Failed(Say.Both(why.said), phone.syncState().waitMs.toLong()))
            } catch (why: PhoneException.HubRefused) {
                val again = if (why.code in PASSING) phone.syncState().waitMs.toLong() else null
                return Trip.Broke(Carrying.Failed(Say.Both(why.said), again))
            }
            last = report
            sent += report.factsUp.toLong()
            received += report.factsDown.toLong()
            // What comes down in the meantime makes no bar that goes back.
            val of = maxOf(waited, sent + report.waiting.toLong())
            told(Carrying.Going(Stage.FACTS, sent, of))
            return if (report.again) Trip.More else Trip.Done
        }
    }

    private fun campaign(): Carrying.Failed? {
        if (phone.syncState().campaign == null) return null
        told(Carrying.Going(Stage.CAMPAIGN, 0, 0))
        val out = phone.campaignRequest()
        return try {
            phone.campaignResponse(wire.post(out.path, out.bytes))
            null
        } catch (_: IOException) {
            // It is offered again at the next sync; the list may still come.
            if (wire.stopped) stopped() else null
        } catch (_: PhoneException.NoAnswer) {
            null
        } catch (_: PhoneException.HubRefused) {
            null
        }
    }

    private companion object {
        /** Round trips at most: a hub that says «more» for ever is not followed for ever. */
        const val TRIPS = 10_000

        /** Refusals that pass by themselves. */
        val PASSING =
            setOf(ErrorCode.Replayed, ErrorCode.TooBig, ErrorCode.SlowDown, ErrorCode.Busy, ErrorCode.Fault)
    }
}

internal fun stopped() = Carrying.Failed(say(CarryWords.CARRY_STOPPED), null)

private fun unanswered(again: Long) = Carrying.Failed(say(CarryWords.CARRY_NO_ANSWER), again)
