package shivir.logic.sync

import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.RefusedWords
import shivir.core.Opening
import shivir.core.Refused
import shivir.domain.AadhaarReason
import shivir.domain.FactId
import shivir.domain.FactKind
import shivir.domain.Text
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
import shivir.logic.kit.FileChosen
import shivir.logic.kit.FileKept
import shivir.logic.kit.Move
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Stage
import shivir.logic.kit.TurnedBack
import shivir.logic.kit.say
import shivir.logic.rig.District
import shivir.logic.rig.Elsewhere
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class SyncTest {
    private val screens = listOf(Sync, Courier) +
        listOf(ScreenId.ENROL, ScreenId.PERSON, ScreenId.REGISTER, ScreenId.ROSTER).map(::Elsewhere)

    private fun hand(village: Village, kept: String? = null, at: ScreenId = ScreenId.SYNC, work: (Hand) -> Unit) =
        Hand(village, screens, Route(at), kept).use(work)

    private fun Village.opens(name: String) =
        phone.openCase(checkNotNull(seat.sitting()), person(name), Opening(AadhaarReason.Mobile)).case

    private fun Hand.waiting() = page.body.filterIsInstance<Block.Tiles>().single().tiles.map { it.number }

    @Test
    fun aPhoneThatIsNotEnrolledSaysWhatWaitsThatItIsSafeAndLeadsToEnrolment() = Village().use { village ->
        village.opens("मोहन")
        hand(village) { hand ->
            assertTrue(hand.heard(), "sync_not_enrolled_under" in hand.heard() && "sync_oldest" in hand.heard())
            assertEquals("the case, and the worker herself", listOf(2L, 0L), hand.waiting())
            assertTrue("nothing can be sent", hand.page.foot.isEmpty())
            hand.touch(SyncWords.SYNC_ENROL)
            assertEquals(ScreenId.ENROL, hand.at)
        }
        hand(village, at = ScreenId.COURIER) {
            assertTrue(it.heard(), "courier_not_enrolled" in it.heard())
        }
    }

    @Test
    fun practiceSaysThatNothingGoesAndSendsNothing() = Village().use { village ->
        hand(village) { hand ->
            val model = Sync.Model(Sync.Standing(village.phone.syncState(), village.phone.outbox(), emptyList()))
            val practice = Seat(practice = true)
            assertEquals(listOf("practice"), Sync.page(practice, model).body.map { it.key })
            assertTrue(Sync.page(practice, model).foot.isEmpty())
            assertTrue(Sync.update(practice, model, Sync.SendTouched).effects.isEmpty())
            assertTrue(hand.asked.isEmpty())
        }
    }

    @Test
    fun whatWaitsIsCarriedStepByStepStoppedAndAFailureSaysWhenItGoesOn() = District().use { district ->
        Village().use { village ->
            district.enrol(village)
            village.opens("मोहन")
            hand(village) { hand ->
                hand.touch(SyncWords.SYNC_SEND)
                assertEquals(listOf<Outside>(Outside.Carry), hand.asked)
                hand.tell(Carried(Carrying.Going(Stage.CONNECTING, 0, 0)))
                val busy = hand.page.body.filterIsInstance<Block.Busy>().single()
                assertEquals("sync_connecting" to null, plain(busy.text) to busy.of)
                hand.tell(Carried(Carrying.Going(Stage.FACTS, 1, 2)))
                assertEquals(2L, hand.page.body.filterIsInstance<Block.Busy>().single().of)
                hand.touch(SyncWords.SYNC_STOP)
                assertEquals(Outside.StopCarrying, hand.asked.last())
                hand.tell(Carried(Carrying.Failed(say("नेटवर्क नहीं"), 61_000)))
                assertTrue(hand.heard(), "sync_again_in(2)" in hand.heard() && "sync_failed_safe" in hand.heard())

                district.sync(village)
                hand.tell(Carried(Carrying.Finished(1, 0, 0)))
                assertTrue(hand.heard(), "sync_done_under(1, 0)" in hand.heard() && "sync_last" in hand.heard())
                assertEquals(0L, hand.waiting().first())
            }
        }
    }

    @Test
    fun aRecordThatTheDistrictKeepsAsideSaysWhyOfWhomAndIsMendedWhileTheRestGoesOn() = District().use { district ->
        Village().use { village ->
            district.enrol(village)
            district.revoke(village)
            village.opens("मोहन")
            district.sync(village)
            hand(village) { hand ->
                assertTrue(hand.heard(), "sync_aside(1)" in hand.heard() && "मोहन साहू" in hand.heard())
                assertTrue("why", "बंद किए गए फ़ोन का" in hand.heard())
                assertTrue("and that it was closed", "sync_revoked_under" in hand.heard())
                assertEquals("nothing is held up by it", 0L, hand.waiting().first())
                hand.touch(SyncWords.SYNC_MEND_LOOK)
                assertEquals(ScreenId.PERSON to village.person("मोहन"), hand.at to plain(hand.page.title))
                hand.tell(BackTouched)
                assertEquals(ScreenId.SYNC, hand.at)
            }
        }
    }

    @Test
    fun theAdviceOfTheDistrictDecidesHowARecordIsMended() {
        fun aside(advice: String?, person: String?): Sync.Aside {
            val fact = FactId("5f2b0c1e-0000-4000-8000-000000000001", 1u)
            val refused = Refused(fact, FactKind.Visit, "UNREADABLE", advice, 0u)
            return Sync.Aside(refused, RefusedWords(Text("", ""), Text("", "")), person, null)
        }
        fun leads(aside: Sync.Aside) = Sync.update(Seat(), Sync.Model(), Sync.MendTouched(aside)).effects
        val corrects = Route(ScreenId.REGISTER, "correct:5f2b0c1e-0000-4000-8000-000000000001:1")
        assertEquals(listOf(Move.Go(corrects)), leads(aside("WRITE_AGAIN", "p")))
        assertEquals(listOf(Move.Go(Route(ScreenId.PERSON, "p"))), leads(aside("DISTRICT_DECIDES", "p")))
        assertEquals(listOf(Move.Go(Route(ScreenId.ENROL))), leads(aside("ENROL_AGAIN", null)))
        assertEquals(emptyList<Move>(), leads(aside("NOTHING", null)))
    }

    @Test
    fun aSealedFileGoesByCourierAndItsAnswerIsTakenInAfterTheProcessWasGone() = District().use { district ->
        Village().use { village ->
            district.enrol(village)
            village.opens("मोहन")
            lateinit var kept: String
            lateinit var answer: File
            hand(village) { hand ->
                hand.touch(SyncWords.SYNC_COURIER)
                assertTrue(hand.heard(), "courier_sealed" in hand.heard())
                hand.touch(CourierWords.COURIER_MAKE)
                val file = hand.asked.last() as Outside.KeepFile
                assertFalse("nobody can read it", "मोहन" in String(file.bytes))
                hand.tell(TurnedBack)
                assertTrue(hand.heard(), "courier_not_kept_under" in hand.heard())
                hand.touch(CourierWords.COURIER_MAKE)
                val again = hand.asked.last() as Outside.KeepFile
                hand.tell(FileKept(again.name))
                assertTrue(hand.heard(), "courier_kept_under(${again.name}, 1)" in hand.heard())
                answer = district.courier(again.bytes)
                kept = hand.kept()
            }
            village.restart()
            hand(village, kept, ScreenId.COURIER) { hand ->
                hand.touch(CourierWords.COURIER_TAKE)
                assertEquals(Outside.ChooseFile, hand.asked.last())
                hand.tell(FileChosen(answer.path, answer.name))
                assertTrue(hand.heard(), "courier_taken_up\n1" in hand.heard())
                assertFalse("the copy goes", answer.exists())
                hand.tell(BackTouched)
                assertEquals(ScreenId.SYNC, hand.at)
                assertEquals(0L, hand.waiting().first())
            }
        }
    }

    @Test
    fun aFileThatIsNoAnswerIsNotTakenAndSaysWhatIsSafe() = District().use { district ->
        Village().use { village ->
            district.enrol(village)
            hand(village, at = ScreenId.COURIER) { hand ->
                val wrong = File.createTempFile("wrong", ".shivir").apply { writeText("photo") }
                hand.tell(FileChosen(wrong.path, wrong.name))
                assertTrue(hand.heard(), "courier_not_taken" in hand.heard() && "सुरक्षित" in hand.heard())
                hand.tell(FileChosen("/nowhere/at.all", "at.all"))
                assertTrue(hand.heard(), "courier_unreadable" in hand.heard())
            }
        }
    }
}
