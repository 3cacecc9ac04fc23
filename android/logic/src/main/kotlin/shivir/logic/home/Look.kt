package shivir.logic.home

import java.time.LocalDate
import shivir.bindings.CampView
import shivir.bindings.CampaignView
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.bindings.RoomLeft
import shivir.core.CaseFilter
import shivir.core.DraftView
import shivir.core.Ledger
import shivir.core.LedgerLevel
import shivir.core.Oldest
import shivir.core.Page
import shivir.core.ReviewFilter
import shivir.domain.AreaId
import shivir.domain.CampId
import shivir.domain.Text
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Seat
import shivir.logic.kit.Work

/** What home shows. */
data class Seen(
    /** The camp at hand. */
    val camp: CampView?,
    /** The camps of today in her areas. */
    val camps: List<CampView>,
    /** The last day of the campaign. */
    val lastDay: LocalDate?,
    /** Of her areas together, else of the whole list; none where no list is here. */
    val ledger: Sum?,
    /** Of the only area, its name. */
    val areaName: Text?,
    val dueCases: Int,
    val metToday: ULong,
    val waiting: ULong,
    val oldest: Oldest?,
    /** Records that the district keeps aside. */
    val keptAside: Int,
    /** Hers, the latest first. */
    val drafts: List<DraftView>,
    val reviews: Int,
    val room: RoomLeft,
)

data class Sum(val made: Long, val left: Long) {
    operator fun plus(other: Sum) = Sum(made + other.made, left + other.left)
}

/** Reads all that home shows. `camp`: whose day is counted; without one all work on this phone. */
data class Look(val camp: CampId?) : Work {
    override val lane = Lane.READ

    override fun run(desk: Desk): Event {
        val (phone, seat) = desk.phone to desk.seat
        val campaign = found { phone.campaign() }
        val outbox = phone.outbox()
        val worker = seat.worker
        val mine = worker?.areas ?: seat.areas
        val seen = Seen(
            camp = campaign?.camps?.find { it.camp.id == camp },
            camps = campaign?.let { today(it, seat, mine) }.orEmpty(),
            lastDay = campaign?.lastDay,
            ledger = found { ledger(phone, seat.areas) },
            areaName = seat.areas.singleOrNull()?.let { area -> found { name(phone, area) } },
            dueCases = due(phone, seat),
            metToday = found { phone.dayReport(seat.today, camp).tally.served } ?: 0u,
            waiting = outbox.waiting,
            oldest = outbox.oldest,
            keptAside = outbox.refused.size,
            drafts = found { phone.drafts() }.orEmpty().filter { it.sitting.typist == worker?.id },
            reviews = reviews(phone, seat.areas),
            room = phone.space(),
        )
        return Home.Loaded(seen)
    }

    /** None before a campaign or a list is here. */
    private fun <T> found(ask: () -> T): T? = try {
        ask()
    } catch (_: PhoneException.NotFound) {
        null
    }

    private fun today(campaign: CampaignView, seat: Seat, mine: List<AreaId>) =
        campaign.camps.filter { it.camp.date == seat.today && it.area in mine }

    private fun ledger(phone: Phone, areas: List<AreaId>): Sum {
        val levels = areas.map { LedgerLevel.Area(it) }.ifEmpty { listOf(LedgerLevel.District) }
        return levels.map { sum(phone.ledger(it)) }.reduce(Sum::plus)
    }

    private fun sum(ledger: Ledger) = Sum(ledger.made.toLong(), ledger.left.toLong())

    private fun name(phone: Phone, area: AreaId): Text? =
        phone.pathTo(area).lastOrNull()?.let { Text(it.nameHi, it.nameEn) }

    private fun due(phone: Phone, seat: Seat): Int {
        val places = seat.areas.ifEmpty { listOf(null) }
        return places.sumOf { area ->
            phone.cases(CaseFilter(area = area, dueBy = seat.today, openOnly = true), Page(limit = MOST)).size
        }
    }

    private fun reviews(phone: Phone, areas: List<AreaId>): Int =
        phone.reviews(ReviewFilter(openOnly = true, limit = MOST)).count { areas.isEmpty() || it.area in areas }

    private companion object {
        /** More than these are not counted: nobody gets through as many in a day. */
        const val MOST = 500u
    }
}
