package shivir.app

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.search.Search

/** The screens that there are, and the one that comes first. */
open class Screens {
    open val all: List<Screen<*>> = listOf(Search)

    /** After the store was opened: enrolment on a new phone, else who is working. Not on the thread that draws. */
    open fun first(phone: Phone, seat: Seat): Pair<Route, Seat> = try {
        phone.sealToDistrict()
        val to = if (phone.enrolment() == null) ScreenId.ENROL else ScreenId.WORKERS
        Route(to) to seat.copy(today = phone.today())
    } catch (_: PhoneException) {
        // The screens themselves say what is wrong with the store.
        Route(ScreenId.WORKERS) to seat
    }
}
