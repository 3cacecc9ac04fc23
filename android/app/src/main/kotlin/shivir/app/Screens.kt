package shivir.app

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.logic.cases.CaseScreen
import shivir.logic.cases.Cases
import shivir.logic.day.CampDay
import shivir.logic.enrol.Enrol
import shivir.logic.help.Help
import shivir.logic.home.Home
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.left.LeftOut
import shivir.logic.newperson.NewPerson
import shivir.logic.notices.Notices
import shivir.logic.paper.Paper
import shivir.logic.people.AboutPerson
import shivir.logic.people.Family
import shivir.logic.pin.Pin
import shivir.logic.practice.Practice
import shivir.logic.register.Register
import shivir.logic.review.Review
import shivir.logic.review.Reviews
import shivir.logic.roster.Roster
import shivir.logic.search.Search
import shivir.logic.settings.Settings
import shivir.logic.sync.Courier
import shivir.logic.sync.Sync
import shivir.logic.token.Token
import shivir.logic.workers.Workers

/** The screens that there are, and the one that comes first. `version`: of the application, as the district is told it. */
open class Screens(version: String) {
    open val all: List<Screen<*>> = listOf(
        Enrol(version), Workers, Pin, Home, Search, AboutPerson, Family, Register, Token, NewPerson, Cases, CaseScreen,
        LeftOut, CampDay, Sync, Courier, Reviews, Review, Roster, Notices, Settings, Practice, Paper, Help,
    )

    /** After the store was opened: enrolment on a new phone, else who is working. Not on the thread that draws. */
    open fun first(phone: Phone, seat: Seat): Pair<Route, Seat> = try {
        when {
            phone.isPractice() -> practising(phone, seat)
            else -> {
                phone.sealToDistrict()
                // A phone that nobody works on and no district knows is new.
                val new = phone.enrolment() == null && phone.workers().isEmpty()
                Route(if (new) ScreenId.ENROL else ScreenId.WORKERS) to seat.copy(today = phone.today())
            }
        }
    } catch (_: PhoneException) {
        // The screens themselves say what is wrong with the store.
        Route(ScreenId.WORKERS) to seat
    }

    /** Invented people need no PIN: whoever practises begins at home, as the worker of the practice. */
    private fun practising(phone: Phone, seat: Seat): Pair<Route, Seat> {
        val worker = phone.workers().first()
        return Route(ScreenId.HOME) to Seat(
            lang = seat.lang, worker = worker, areas = worker.areas, today = phone.today(), practice = true, look = seat.look,
        )
    }
}
