package shivir.logic.pin

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.core.PinAnswer
import shivir.core.PinState
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.rig.District
import shivir.logic.rig.Hand
import shivir.logic.rig.Rest
import shivir.logic.rig.Village
import shivir.logic.rig.digits
import shivir.logic.rig.plain
import shivir.logic.workers.Workers

class PinTest {
    private val screens = listOf(Workers, Pin, Rest(ScreenId.HOME))

    /** The worker's hand before her own name, with this PIN chosen already; none: no PIN yet. */
    private fun before(pin: String?, work: (Hand, Village) -> Unit) = Village().use { village ->
        pin?.let { village.phone.setPin(village.worker.id, it) }
        Hand(village, screens, Route(ScreenId.WORKERS)).use { hand ->
            hand.lock()
            hand.touch("फूलबाई साहू")
            work(hand, village)
        }
    }

    private fun Hand.tryPin(pin: String) {
        digits(pin)
        touch(PinWords.PIN_OPEN)
    }

    private fun Hand.typed() = page.body.filterIsInstance<Block.Keypad>().single().typed

    @Test
    fun theFirstPinIsChosenTwiceAndOpens() = before(null) { hand, _ ->
        hand.digits("8264")
        hand.touch(PinWords.PIN_ONWARD)
        hand.digits("8265")
        hand.touch(PinWords.PIN_KEEP)
        assertTrue(hand.heard(), "pin_differ" in hand.heard())
        for (words in listOf(PinWords.PIN_ONWARD, PinWords.PIN_KEEP)) {
            hand.digits("8264")
            hand.touch(words)
        }
        assertEquals(ScreenId.HOME, hand.at)
        assertEquals("फूलबाई साहू", hand.seat.worker?.name)
    }

    @Test
    fun aWeakPinIsRefusedWithWhyAndChosenAgain() = before(null) { hand, _ ->
        for (words in listOf(PinWords.PIN_ONWARD, PinWords.PIN_KEEP)) {
            hand.digits("1111")
            hand.touch(words)
        }
        assertTrue(hand.heard(), "सब अंक एक जैसे हैं" in hand.heard())
        assertEquals(0, hand.typed())
        assertEquals(ScreenId.PIN, hand.at)
    }

    @Test
    fun theRightPinOpensAndAShortOneCannotBeTried() = before("8264") { hand, _ ->
        hand.digits("826")
        assertFalse(hand.page.foot.last().on)
        hand.tell(Pin.Wipe)
        assertEquals(2, hand.typed())
        hand.tryPin("64")
        assertEquals(ScreenId.HOME, hand.at)
    }

    @Test
    fun twentyWrongPinsAreStillAPlainScreenThatSaysHowLongToWait() = before("8264") { hand, village ->
        repeat(20) { time ->
            if (time < 5) {
                hand.tryPin("7777")
            } else {
                hand.touch(PinWords.PIN_ASK_AGAIN)
                village.phone.unlock(village.worker.id, "7777")
            }
            val said = when (time) {
                in 0..2 -> "pin_wrong(${4 - time})"
                3 -> "pin_wrong_last"
                else -> "pin_wait("
            }
            assertTrue(hand.heard(), said in hand.heard())
        }
        assertTrue("pin_safe" in hand.heard())
        // The right one is not looked at either, nor after a restart.
        assertTrue(village.phone.unlock(village.worker.id, "8264") is PinAnswer.Wait)
        village.restart()
        assertTrue(village.phone.pinState(village.worker.id) is PinState.Wait)
    }

    @Test
    fun whoForgotHerPinOnAPhoneThatIsNotEnrolledIsToldWhatToDo() = before("8264") { hand, _ ->
        hand.touch(PinWords.PIN_FORGOTTEN)
        assertTrue(hand.heard(), "पहले फ़ोन ज़िले से जोड़ें" in hand.heard())
    }

    @Test
    fun whoForgotReadsACodeToTheSupervisorAndTheDesksAnswerOpens() = Village().use { village ->
        District().use { district ->
            district.enrol(village)
            village.phone.setPin(village.worker.id, "8264")
            Hand(village, screens, Route(ScreenId.WORKERS)).use { hand ->
                hand.lock()
                hand.touch("फूलबाई साहू")
                hand.touch(PinWords.PIN_FORGOTTEN)
                assertTrue(hand.heard(), plain(hand.page.body.filterIsInstance<Block.Big>().single().text) in hand.heard())
                newPin(hand, village.phone.pinChallenge(village.worker.id))
                assertEquals(ScreenId.PIN, hand.at)
                assertTrue(hand.heard(), "pin_answer_wrong" in hand.heard() || "कोड" in hand.heard())
                everyStepHasAWayBack(hand)
                hand.touch("फूलबाई साहू")
                hand.touch(PinWords.PIN_FORGOTTEN)
                newPin(hand, district.resetCode(village, village.phone.pinChallenge(village.worker.id)))
                assertEquals(ScreenId.HOME, hand.at)
                assertEquals(PinAnswer.Right, village.phone.unlock(village.worker.id, "9173"))
            }
        }
    }

    private fun newPin(hand: Hand, answer: String) {
        hand.type("answer", answer)
        hand.touch(PinWords.PIN_ONWARD)
        for (words in listOf(PinWords.PIN_ONWARD, PinWords.PIN_KEEP)) {
            hand.digits("9173")
            hand.touch(words)
        }
    }

    private fun everyStepHasAWayBack(hand: Hand) {
        hand.tell(Pin.AnswerTyped(""))
        hand.type("answer", "2345-6789")
        hand.touch(PinWords.PIN_ONWARD)
        hand.digits("9173")
        hand.touch(PinWords.PIN_ONWARD)
        assertTrue("pin_repeat" in hand.heard())
        hand.tell(BackTouched)
        assertTrue("pin_choose" in hand.heard())
        hand.tell(BackTouched)
        assertTrue("pin_code" in hand.heard())
        hand.tell(BackTouched)
        assertTrue("pin_enter" in hand.heard())
        hand.tell(BackTouched)
        assertEquals(ScreenId.WORKERS, hand.at)
    }

    @Test
    fun whoWorksAlreadyChangesHerPinWithTheOldOne() = Village().use { village ->
        village.phone.setPin(village.worker.id, "8264")
        Hand(village, screens, Route(ScreenId.PIN, village.worker.id)).use { hand ->
            change(hand, "7777")
            assertTrue(hand.heard(), "pin_wrong(4)" in hand.heard())
            change(hand, "8264")
            assertTrue(hand.left)
            assertEquals(PinAnswer.Right, village.phone.unlock(village.worker.id, "9173"))
        }
    }

    private fun change(hand: Hand, old: String) {
        hand.digits(old)
        hand.touch(PinWords.PIN_ONWARD)
        for (words in listOf(PinWords.PIN_ONWARD, PinWords.PIN_KEEP)) {
            hand.digits("9173")
            hand.touch(words)
        }
    }

    @Test
    fun noDigitIsKeptOrWritten() = before("8264") { hand, _ ->
        hand.digits("8264")
        assertFalse("8264" in hand.kept())
        assertFalse("8264" in Pin.Model("w", typed = Digits("8264"), new = Digits("8264")).toString())
    }

    @Test
    fun aWaitIsNeverSaidTooShort() {
        assertEquals("pin_seconds(1)", plain(waited(1u)))
        assertEquals("pin_seconds(30)", plain(waited(29_001u)))
        assertEquals("pin_minutes(2)", plain(waited(60_001u)))
        assertEquals("pin_hours(2)", plain(waited(3_600_001u)))
    }

    @Test
    fun theTableAtACampStaysBehindALockWhoeverSitsDown() = Village().use { village ->
        village.phone.setPin(village.worker.id, "8264")
        Hand(village, screens, Route(ScreenId.WORKERS)).use { hand ->
            fun again(change: (Seat) -> Seat) {
                hand.sit(change)
                hand.lock()
                hand.touch("फूलबाई साहू")
                hand.tryPin("8264")
            }
            again { it.copy(camp = 5u, campName = "नंदेली", campDay = it.today, areas = listOf(77uL)) }
            assertEquals(5u to listOf(77uL), hand.seat.camp to hand.seat.areas)
            again { it.copy(camp = null, campName = null) }
            assertEquals(null to village.worker.areas, hand.seat.camp to hand.seat.areas)
            // Yesterday's camp is over when she opens the phone in the morning.
            again { it.copy(camp = 5u, campName = "नंदेली", campDay = it.today.minusDays(1), areas = listOf(77uL)) }
            assertEquals(ScreenId.HOME, hand.at)
            assertEquals(null to village.worker.areas, hand.seat.camp to hand.seat.areas)
        }
    }
}
