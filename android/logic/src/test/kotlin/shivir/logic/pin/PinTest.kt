package shivir.logic.pin

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.rig.Hand
import shivir.logic.rig.Rest
import shivir.logic.rig.Village
import shivir.logic.rig.digits
import shivir.logic.rig.plain
import shivir.logic.workers.Workers

class PinTest {
    private val pins = PinsInMemory()
    private val screens = listOf(Workers(pins), Pin(pins), Rest(ScreenId.HOME))

    /** The worker's hand before her own name, with this PIN chosen already; none: no PIN yet. */
    private fun before(pin: String?, work: (Hand, Village) -> Unit) = Village().use { village ->
        pin?.let { pins.set(village.phone, village.worker.id, Digits(it)) }
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
        assertTrue(hand.heard(), "यह PIN सबको सूझता है" in hand.heard())
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
    fun twentyWrongPinsAreStillAPlainScreenThatSaysHowLongToWait() = before("8264") { hand, _ ->
        repeat(20) { time ->
            hand.tryPin("7777")
            if (time % 5 == 4) {
                assertTrue(hand.heard(), "pin_wait(" in hand.heard())
                assertTrue("pin_safe" in hand.heard())
                hand.touch(PinWords.PIN_ASK_AGAIN)
                assertTrue("pin_wait(" in hand.heard())
                pins.pass()
                hand.touch(PinWords.PIN_ASK_AGAIN)
            } else {
                val said = if (time % 5 == 3) "pin_wrong_last" else "pin_wrong(${4 - time % 5})"
                assertTrue(hand.heard(), said in hand.heard())
            }
        }
        assertEquals(ScreenId.PIN, hand.at)
        hand.tryPin("8264")
        assertEquals(ScreenId.HOME, hand.at)
    }

    @Test
    fun whoForgotReadsACodeToTheSupervisorAndChoosesANewPin() = before("8264") { hand, village ->
        hand.touch(PinWords.PIN_FORGOTTEN)
        assertTrue("4821-7730" in hand.heard())
        newPin(hand, "0000-0000")
        assertTrue(hand.heard(), "pin_answer_wrong" in hand.heard())
        hand.tell(Pin.AnswerTyped(""))
        newPin(hand, "1234-5678")
        assertEquals(ScreenId.HOME, hand.at)
        assertEquals(PinAnswer.Right, pins.unlock(village.phone, village.worker.id, Digits("9173")))
    }

    private fun newPin(hand: Hand, answer: String) {
        hand.type("answer", answer)
        hand.touch(PinWords.PIN_ONWARD)
        for (words in listOf(PinWords.PIN_ONWARD, PinWords.PIN_KEEP)) {
            hand.digits("9173")
            hand.touch(words)
        }
    }

    @Test
    fun everyStepHasAWayBack() = before("8264") { hand, _ ->
        hand.touch(PinWords.PIN_FORGOTTEN)
        hand.type("answer", "1234-5678")
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
        pins.set(village.phone, village.worker.id, Digits("8264"))
        Hand(village, screens, Route(ScreenId.PIN, village.worker.id)).use { hand ->
            change(hand, "7777")
            assertTrue(hand.heard(), "pin_wrong(4)" in hand.heard())
            change(hand, "8264")
            assertTrue(hand.left)
            assertEquals(PinAnswer.Right, pins.unlock(village.phone, village.worker.id, Digits("9173")))
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
}
