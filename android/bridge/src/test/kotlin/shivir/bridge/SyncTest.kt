package shivir.bridge

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.Invitation
import shivir.bindings.PhoneException
import shivir.core.SyncOptions

/** Enrolment and sync as bytes, without a hub: what is asked, and what is not taken for an answer. */
class SyncTest {
    @Test
    fun aScannedInvitationGivesTheRequestAndAWrongAnswerIsAnErrorValue(): Unit = TestPhone().use {
        it.import()
        assertNull(it.phone.enrolment())
        Invitation.scanned(QR).use { invited ->
            assertEquals("https://hub.example", invited.url())
            assertEquals(762u, invited.district())
            assertEquals(24, invited.fingerprint()?.length)
            val asked = it.phone.enrolRequest(invited, "0.1.0")
            assertTrue(asked.bytes.isNotEmpty())
            assertEquals("/v1/enrol", asked.path)
        }
        for (wrong in listOf(ByteArray(0), ByteArray(300) { 7 }, "<html>login</html>".toByteArray())) {
            val error = assertThrows(PhoneException.NoAnswer::class.java) { it.phone.enrolResponse(wrong, null) }
            assertTrue(error.said.hi.contains("सुरक्षित") && error.said.en.contains("safe"))
        }
        assertNull(it.phone.enrolment())
    }

    @Test
    fun aTypedCodeIsReadHoweverItIsWrittenAndAWrongOneIsRefused() {
        Invitation.typed("https://hub.example/", 762u, "2222 2222-222").use { invited ->
            assertNull(invited.fingerprint())
            assertEquals("https://hub.example", invited.url())
        }
        for (code in listOf("2222 2222 223", "", "२२२")) {
            assertThrows(PhoneException.Refused::class.java) { Invitation.typed("https://hub.example", 762u, code) }
        }
        assertThrows(PhoneException.Refused::class.java) { Invitation.typed("hub.example", 762u, "22222222222") }
        assertThrows(PhoneException.Refused::class.java) { Invitation.scanned("https://example.org") }
    }

    @Test
    fun aPhoneThatIsNotEnrolledSaysSoAndKeepsItsWork(): Unit = TestPhone().use {
        it.import()
        it.table()
        assertThrows(PhoneException.NotEnrolled::class.java) { it.phone.syncRequest(SyncOptions()) }
        assertThrows(PhoneException.NotEnrolled::class.java) { it.phone.syncResponse(ByteArray(9)) }
        assertThrows(PhoneException.NotEnrolled::class.java) { it.phone.courierOut() }
        assertThrows(PhoneException.NotEnrolled::class.java) { it.phone.courierIn(ByteArray(9)) }
        assertThrows(PhoneException.NotEnrolled::class.java) { it.phone.campaignRequest() }
        assertThrows(PhoneException.NotFound::class.java) { it.phone.packRequest("00".repeat(32)) }
        assertThrows(PhoneException.NotFound::class.java) { it.phone.packRequest("no address") }
        assertThrows(PhoneException.NotFound::class.java) { it.phone.installOffered(false, Patient()) }
        assertNull(it.phone.installFirst(Patient()))
        assertTrue(it.phone.packsWanted().isEmpty())
        it.phone.sealToDistrict()
        val state = it.phone.syncState()
        assertFalse(state.enrolled)
        assertEquals(1uL, state.waiting)
        assertEquals(1uL, it.phone.outbox().waiting)
        assertTrue(it.phone.sumsHold())
    }

    @Test
    fun eachFailureMakesTheWaitLonger(): Unit = TestPhone().use {
        val waits = List(8) { _ -> it.phone.syncFailed() }
        assertTrue(waits.first() in 2_000uL..4_000uL)
        assertTrue(waits.last() > waits.first())
        assertEquals(8u, it.phone.syncState().failures)
    }

    @Test
    fun aPieceThatIsNoPackIsNotKept(): Unit = TestPhone().use {
        val pack = "ab".repeat(32)
        assertThrows(PhoneException.Refused::class.java) { it.phone.keepPackPart(pack, 0uL, ByteArray(64) { 1 }) }
        assertEquals(0uL, it.phone.keepPackPart(pack, 5uL, ByteArray(1)).bytes)
    }

    private companion object {
        const val QR = "shivir:1?k=d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" +
            "&d=762&c=22222222222&u=https://hub.example"
    }
}
