package shivir.logic.carry

import java.io.InputStream
import java.net.Socket
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.SearchOptions
import shivir.logic.kit.Carrying
import shivir.logic.kit.Say
import shivir.logic.kit.Stage
import shivir.logic.rig.Patient
import shivir.logic.rig.Village
import shivir.logic.rig.plain

/** The real core and the real hub as a process of its own; what no hub does, a bare socket does. */
class CarrierTest {
    /** The area of the list's people, as the phone itself names it. */
    private val area = Village().use { it.phone.search("सीता", SearchOptions()).first().area }

    private fun enrolled(work: (Office, NewPhone) -> Unit) = Office().use { office ->
        office.serve()
        NewPhone().use { phone ->
            assertTrue(phone.enrol(office.invite(area)) is Enrolling.Done)
            work(office, phone)
        }
    }

    @Test
    fun aPhoneIsEnrolledFetchesItsListRegistersAndNothingWaitsAfterASync() = enrolled { office, phone ->
        assertEquals(office.url, phone.phone.enrolment()?.url)
        assertTrue(phone.sync(office.url) is Carrying.Finished)
        val stages = phone.states.filterIsInstance<Carrying.Going>().map { it.stage }.distinct()
        assertEquals(listOf(Stage.CONNECTING, Stage.FACTS), stages.take(2))
        assertTrue("$stages", stages.containsAll(listOf(Stage.PACKS, Stage.INSTALLING)))
        phone.notAtHome("सीता")
        assertTrue(phone.phone.outbox().waiting > 0uL)
        val end = phone.sync(office.url) as Carrying.Finished
        assertEquals(0L, end.left)
        assertTrue(end.sent > 0)
        assertEquals(0uL, phone.phone.outbox().waiting)
        assertTrue(office.facts() >= end.sent)
        assertEquals(end, phone.states.last())
    }

    @Test
    fun aListThatCameFromAFileStaysUntilSheGivesItUpAndTheSyncEndsWell() = enrolled { office, phone ->
        phone.phone.importRoster(office.list.path, null, Patient)
        repeat(2) {
            phone.notAtHome("सीता")
            val end = phone.sync(office.url) as Carrying.Finished
            assertTrue(end.sent > 0)
            assertTrue("the list from the file is in use", phone.phone.rosterSummary().packs.isEmpty())
            assertTrue("the district's is here", phone.phone.packsWanted().all { it.whole })
        }
        phone.phone.installOffered(true, Patient)
        assertEquals(1, phone.phone.rosterSummary().packs.size)
        assertEquals(0, phone.phone.packsWanted().size)
    }

    @Test
    fun aHubThatIsKilledInMidSyncCostsNothingAndTheNextSyncBringsTheRest() = enrolled { office, phone ->
        phone.sync(office.url)
        phone.notAtHome("सीता")
        val waiting = phone.phone.outbox().waiting
        // The request has reached a hub that dies before it answers.
        val end = Wrong { socket ->
            Wrong.asked(socket)
            office.kill()
            socket.close()
        }.use { phone.sync(it.url) } as Carrying.Failed
        assertEquals("carry_no_answer", plain(end.why))
        assertTrue((end.again ?: 0) > 0)
        assertEquals(waiting, phone.phone.outbox().waiting)
        val down = phone.sync(office.url) as Carrying.Failed
        assertEquals("carry_no_answer", plain(down.why))
        office.serve()
        assertEquals(0L, (phone.sync(office.url) as Carrying.Finished).left)
        assertEquals(0uL, phone.phone.outbox().waiting)
    }

    @Test
    fun anAnswerThatWasLostOnTheWayIsNoLossAndNothingIsSentTwice() = enrolled { office, phone ->
        phone.sync(office.url)
        phone.notAtHome("सीता")
        // The hub takes the facts; what it answers never comes.
        val end = Wrong { socket -> Relay(socket, office.url).passOnAndBreak() }.use { phone.sync(it.url) }
        assertTrue(end is Carrying.Failed)
        val facts = office.facts()
        assertEquals(0L, (phone.sync(office.url) as Carrying.Finished).left)
        assertEquals(facts, office.facts())
    }

    @Test
    fun whatIsNoAnswerOfTheHubIsSaidAndChangesNothing() = enrolled { office, phone ->
        phone.sync(office.url)
        phone.notAtHome("सीता")
        val waiting = phone.phone.outbox().waiting
        val answers = mapOf(
            "a page of a network that wants a login" to Wrong.page("<html>login</html>".toByteArray()),
            "nothing at all" to Wrong.page(ByteArray(0)),
            "noise" to Wrong.page(ByteArray(4096) { (it * 31).toByte() }),
            "elsewhere" to Wrong.page(ByteArray(0), "302 Found\r\nlocation: http://127.0.0.1:1/"),
            "an error" to Wrong.page("down".toByteArray(), "502 Bad Gateway"),
            "who are you" to Wrong.page("who".toByteArray(), "401 Unauthorized"),
            "no HTTP" to ByteArray(300) { 'x'.code.toByte() },
        )
        for ((what, answer) in answers) {
            val end = Wrong { socket ->
                Wrong.asked(socket)
                socket.getOutputStream().write(answer)
                socket.close()
            }.use { phone.sync(it.url) }
            assertTrue("$what: $end", end is Carrying.Failed && (end.again ?: 0) > 0)
            assertEquals(what, waiting, phone.phone.outbox().waiting)
        }
        assertEquals(0L, (phone.sync(office.url) as Carrying.Finished).left)
    }

    @Test
    fun whoeverNeverAnswersOrNeverEndsIsNotWaitedForWithoutAnEnd() = enrolled { _, phone ->
        val begun = System.nanoTime()
        val silent = Wrong { Wrong.asked(it) }.use { phone.sync(it.url) } as Carrying.Failed
        assertEquals("carry_no_answer", plain(silent.why))
        // A byte now and then holds off the wait for a single one, but not that for the whole.
        val drips = Wrong { socket ->
            Wrong.asked(socket)
            val out = socket.getOutputStream()
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n".toByteArray())
            val never = CountDownLatch(1)
            while (!never.await(50, TimeUnit.MILLISECONDS)) out.write(1)
        }.use { phone.sync(it.url) }
        assertTrue(drips is Carrying.Failed)
        val flood = Wrong { socket ->
            Wrong.asked(socket)
            val out = socket.getOutputStream()
            out.write("HTTP/1.1 200 OK\r\n\r\n".toByteArray())
            while (true) out.write(ByteArray(64 * 1024))
        }.use { phone.sync(it.url) }
        assertTrue(flood is Carrying.Failed)
        assertTrue(System.nanoTime() - begun < 20_000_000_000)
    }

    @Test
    fun sendingIsStoppedWhileItWaitsAndSaysThatNothingIsLost() = enrolled { _, phone ->
        val asked = CountDownLatch(1)
        Wrong {
            Wrong.asked(it)
            asked.countDown()
        }.use { silent ->
            val carrier = Carrier(phone.phone, silent.url, Patience(), phone.states::add)
            val runs = thread { carrier.run() }
            assertTrue(asked.await(10, TimeUnit.SECONDS))
            carrier.stop()
            runs.join(10_000)
            assertFalse("it goes on", runs.isAlive)
        }
        assertEquals("carry_stopped", plain((phone.states.last() as Carrying.Failed).why))
    }

    @Test
    fun whoIsNotEnrolledIsToldSo() = NewPhone().use { phone ->
        val end = phone.sync("http://127.0.0.1:1") as Carrying.Failed
        assertTrue(end.why is Say.Both && end.again == null)
    }

    @Test
    fun anEnrolmentThatNobodyAnswersCostsNoCode() = Office().use { office ->
        office.serve()
        NewPhone().use { phone ->
            val invitation = office.invite(area)
            office.kill()
            assertEquals("carry_no_answer_enrol", plain((phone.enrol(invitation) as Enrolling.NoAnswer).why))
            office.serve()
            assertTrue(phone.enrol(invitation) is Enrolling.Done)
        }
    }
}

/** Passes one request on to the hub, reads what it answers, and lets nothing of it through. */
private class Relay(private val phone: Socket, private val url: String) {
    fun passOnAndBreak() = Socket("127.0.0.1", url.substringAfterLast(':').toInt()).use { hub ->
        val pipe = thread(isDaemon = true) { phone.getInputStream().copyTo(hub.getOutputStream(), phone) }
        hub.getInputStream().read(ByteArray(64 * 1024))
        phone.close()
        pipe.join()
    }

    private fun InputStream.copyTo(out: java.io.OutputStream, of: Socket) {
        val piece = ByteArray(8 * 1024)
        try {
            while (true) {
                val came = read(piece)
                if (came < 0) return
                out.write(piece, 0, came)
            }
        } catch (cut: java.net.SocketException) {
            check(of.isClosed) { cut }
        }
    }
}
