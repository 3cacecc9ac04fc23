package shivir.logic.enrol

import java.io.File
import java.nio.file.Files
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.Phone
import shivir.core.SearchOptions
import shivir.logic.carry.BRIEF
import shivir.logic.carry.Office
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Denied
import shivir.logic.kit.Desk
import shivir.logic.kit.Move
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.Scanned
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.rig.Hand
import shivir.logic.rig.Rest
import shivir.logic.rig.Village
import shivir.logic.rig.plain

/** The screen over the real core; the district is the real hub in a process of its own. */
class EnrolTest {
    private val screens = listOf(Enrol("test", BRIEF), Rest(ScreenId.WORKERS))

    private fun enrolling(work: (Hand, Village) -> Unit) = Village().use { village ->
        Hand(village, screens, Route(ScreenId.ENROL)).use { work(it, village) }
    }

    private fun area(village: Village) = village.phone.search("सीता", SearchOptions()).first().area

    private fun Hand.type() {
        touch(EnrolWords.ENROL_TYPE)
        touch("सक्ती")
        touch(EnrolWords.ENROL_ONWARD)
    }

    private fun Hand.field() = page.body.filterIsInstance<Block.Field>().single()

    @Test
    fun aScannedInvitationIsShownAskedForAndLeadsToTheWorkers() = Office().use { office ->
        office.serve()
        enrolling { hand, village ->
            hand.touch(EnrolWords.ENROL_SCAN)
            assertEquals(listOf<Outside>(Outside.Scan), hand.asked)
            hand.tell(Scanned(office.invite(area(village))))
            assertTrue(hand.heard(), "सक्ती" in hand.heard() && office.url in hand.heard())
            hand.touch(EnrolWords.ENROL_JOIN)
            assertEquals("enrol_done", plain(hand.page.title))
            assertTrue("सुनीता बाई" in hand.heard())
            assertEquals(office.url, village.phone.enrolment()?.url)
            hand.touch(EnrolWords.ENROL_TO_WORKERS)
            assertEquals(ScreenId.WORKERS, hand.at)
        }
    }

    @Test
    fun aTypedCodeAsksToCompareTheFiguresAndNothingIsChangedBefore() = Office().use { office ->
        office.serve()
        enrolling { hand, village ->
            val invitation = office.invite(area(village))
            val code = invitation.substringAfter("&c=").substringBefore('&')
            hand.type()
            hand.tell(Enrol.AddressTyped(office.url))
            hand.touch(EnrolWords.ENROL_ONWARD)
            hand.type("code", code.lowercase())
            assertEquals(Codes.grouped(code), hand.field().value)
            hand.touch(EnrolWords.ENROL_JOIN)
            val figures = plain(hand.page.body.filterIsInstance<Block.Big>().single().text)
            assertTrue(figures, Regex("\\d{4}( \\d{4}){4}").matches(figures))
            assertNull(village.phone.enrolment())
            hand.touch(EnrolWords.ENROL_NOT_SAME)
            assertTrue("enrol_other_figures" in hand.heard())
            assertNull(village.phone.enrolment())
            // An answer that was lost comes again with the same code.
            hand.type()
            hand.tell(Enrol.AddressTyped(office.url))
            hand.touch(EnrolWords.ENROL_ONWARD)
            hand.type("code", code)
            hand.touch(EnrolWords.ENROL_JOIN)
            hand.touch(EnrolWords.ENROL_SAME)
            assertEquals("enrol_done", plain(hand.page.title))
            assertEquals(figures, village.phone.enrolment()?.hub)
        }
    }

    @Test
    fun aRefusedCodeAndADeadHubAreSaidAndCanBeTriedAgain() = Office().use { office ->
        office.serve()
        enrolling { hand, village ->
            val invitation = office.invite(area(village))
            office.kill()
            hand.tell(Scanned(invitation))
            hand.touch(EnrolWords.ENROL_JOIN)
            assertTrue(hand.heard(), "carry_no_answer_enrol" in hand.heard())
            office.serve()
            // A code that the district never gave out.
            val never = "shivir:1?" + invitation.substringAfter('?').replace(Regex("&c=[^&]*"), "&c=22222222222")
            hand.tell(BackTouched)
            hand.tell(Scanned(never))
            hand.touch(EnrolWords.ENROL_JOIN)
            assertEquals(ScreenId.ENROL, hand.at)
            assertNotNull(hand.page.body.filterIsInstance<Block.Notice>().find { it.key == "wrong" })
            assertNull(village.phone.enrolment())
            hand.tell(BackTouched)
            hand.tell(Scanned(invitation))
            hand.touch(EnrolWords.ENROL_JOIN)
            assertNotNull(village.phone.enrolment())
        }
    }

    @Test
    fun everyCodeThatIsNoInvitationHasItsOwnSentence() = enrolling { hand, _ ->
        val whole = "2".repeat(1_400)
        val said = mapOf(
            "shivir:1?k=00ff&d=762&c=ABC" to "enrol_torn",
            "shivir:s?07-046-K" to "enrol_slip",
            whole to "enrol_aadhaar",
            "<?xml version=\"1.0\"?><PrintLetterBarcodeData uid=\"234123412346\" name=\"S\"/>" to "enrol_aadhaar",
            "2341 2341 2346" to "enrol_aadhaar",
            "upi://pay?pa=shop@bank" to "enrol_foreign",
            "" to "enrol_foreign",
        )
        for ((text, words) in said) {
            hand.tell(Scanned(text))
            assertTrue(words, words in hand.heard())
            assertFalse("234123412346" in hand.kept() + hand.heard())
        }
    }

    @Test
    fun withoutTheCameraTypingIsOfferedAndForEverTheSettings() = enrolling { hand, _ ->
        hand.touch(EnrolWords.ENROL_SCAN)
        hand.tell(Denied(forever = false))
        assertTrue("enrol_camera_help" in hand.heard())
        hand.tell(Denied(forever = true))
        hand.touch(EnrolWords.ENROL_SETTINGS)
        assertEquals(Outside.PhoneSettings, hand.asked.last())
        hand.touch(EnrolWords.ENROL_TYPE)
        assertTrue("enrol_district_ask" in hand.heard())
    }

    @Test
    fun aWrongSignIsSaidAtOnceAndAWrongCodeWithItsLastSign() = enrolling { hand, _ ->
        hand.type()
        hand.tell(Enrol.AddressTyped("no address"))
        hand.touch(EnrolWords.ENROL_ONWARD)
        assertTrue("enrol_address_wrong" in hand.heard())
        hand.tell(Enrol.AddressTyped("sakti.example.in"))
        hand.touch(EnrolWords.ENROL_ONWARD)
        hand.tell(Enrol.CodeTyped("ab0"))
        assertEquals("enrol_code_sign(0)", hand.field().error?.let(::plain))
        hand.tell(Enrol.CodeTyped("abcd efgh jk"))
        assertNull(hand.field().error)
        assertFalse(hand.page.foot.last().on)
        hand.tell(Enrol.CodeTyped("ABCD-EFGH-JK2"))
        val second = hand.field().error
        hand.tell(Enrol.CodeTyped("ABCD-EFGH-JK3"))
        assertTrue(listOf(second, hand.field().error).any { it != null && plain(it) == "enrol_code_wrong" })
    }

    @Test
    fun aPhoneThatIsNotEnrolledWorksAndComesBackLater() = Village().use { village ->
        Hand(village, screens, Route(ScreenId.ENROL)).use { hand ->
            hand.touch(EnrolWords.ENROL_LATER)
            assertTrue(hand.left)
        }
        val model = Enrol.Model()
        val next = Enrol("test").update(village.seat.copy(worker = null), model, Enrol.Later)
        assertEquals(Move.Restart(Route(ScreenId.WORKERS)), next.effects.single())
    }

    @Test
    fun theAddressComesBackAfterTheProcessIsGoneAndTheCodeIsNotKept() = Village().use { village ->
        val kept = Hand(village, screens, Route(ScreenId.ENROL)).use { hand ->
            hand.type()
            hand.tell(Enrol.AddressTyped("sakti.example.in"))
            hand.touch(EnrolWords.ENROL_ONWARD)
            hand.tell(Enrol.CodeTyped("ABCDEFG"))
            hand.kept()
        }
        assertFalse("ABCDEFG" in kept)
        village.restart()
        Hand(village, screens, Route(ScreenId.ENROL), kept).use { hand ->
            assertEquals("", hand.field().value)
            hand.tell(BackTouched)
            assertEquals("sakti.example.in", hand.field().value)
        }
    }

    @Test
    fun aNewPhoneThatIsEnrolledLaterWorksByTheOrderOfTheDistrictThatIsChosen() {
        val dir = Files.createTempDirectory("shivir-enrol").toFile()
        Phone.open(File(dir, "store").path, ByteArray(48) { it.toByte() }).use { phone ->
            val (enrol, seat, desk) = Triple(Enrol("test"), Seat(), Desk(phone, Seat()) {})
            var model = enrol.update(seat, Enrol.Model(), Enrol.ReadHere.run(desk)).model
            for (event in listOf(Enrol.Later, Enrol.DistrictPicked(762u))) model = enrol.update(seat, model, event).model
            assertEquals(Enrol.Step.LATER, model.step)
            val take = enrol.update(seat, model, Enrol.Onward).effects.single() as Enrol.TakeOrder
            val taken = enrol.update(seat, model, take.run(desk))
            assertEquals(Move.Restart(Route(ScreenId.WORKERS)), taken.effects.single())
            assertEquals(762u, phone.campaign().district.code)
            // Who comes back to it is not asked again.
            assertTrue((Enrol.ReadHere.run(desk) as Enrol.Here).orders.isEmpty())
            phone.closeStore()
        }
        dir.deleteRecursively()
    }
}
