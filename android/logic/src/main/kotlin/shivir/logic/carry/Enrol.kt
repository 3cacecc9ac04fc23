package shivir.logic.carry

import java.io.IOException
import shivir.bindings.Invitation
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.Enrolled
import shivir.logic.kit.Say
import shivir.logic.kit.say

/** What asking the district to let the phone in came to. */
sealed interface Enrolling {
    data class Done(val enrolled: Enrolled) : Enrolling

    /**
     * The code was typed: the worker compares `figures` with the desk's screen, and the answer is taken once more with them
     * ([compared]). Nothing is changed before.
     */
    class Compare(val said: Say, val figures: String, val answer: ByteArray) : Enrolling

    /** No answer came. The code is not spent: the same can be asked again, and an answer that was lost comes again. */
    data class NoAnswer(val why: Say) : Enrolling
}

/**
 * Asks the district to let the phone in, in one round trip. Waits for the network: on the lane of the network alone.
 *
 * @param app the app's version
 * @throws PhoneException the hub refused, the phone holds work of another district, or its storage failed; nothing is changed
 */
fun enrol(phone: Phone, invitation: Invitation, app: String, patience: Patience = Patience()): Enrolling {
    val out = phone.enrolRequest(invitation, app)
    val answer = try {
        Wire(invitation.url(), patience).post(out.path, out.bytes)
    } catch (_: IOException) {
        return Enrolling.NoAnswer(say(CarryWords.CARRY_NO_ANSWER_ENROL))
    }
    return try {
        Enrolling.Done(phone.enrolResponse(answer, null).also { begin(phone, it) })
    } catch (why: PhoneException.Compare) {
        Enrolling.Compare(Say.Both(why.said), why.fingerprint, answer)
    } catch (why: PhoneException.NoAnswer) {
        Enrolling.NoAnswer(Say.Both(why.said))
    }
}

/**
 * Takes the answer whose figures the worker found on the desk's screen.
 *
 * @throws PhoneException as [enrol]
 */
fun compared(phone: Phone, asked: Enrolling.Compare): Enrolled =
    phone.enrolResponse(asked.answer, asked.figures).also { begin(phone, it) }

/** Work begins by the order of this district that ships with the app, before the first sync brings its own. */
private fun begin(phone: Phone, enrolled: Enrolled) {
    try {
        phone.beginWithOrder(enrolled.district)
    } catch (_: PhoneException) {
        // The phone is let in all the same, and the sync brings what is missing.
    }
}
