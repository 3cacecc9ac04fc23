package shivir.logic.search

import shivir.core.Ages
import shivir.core.Facets
import shivir.core.Hit
import shivir.core.Left
import shivir.core.SearchOptions
import shivir.domain.PersonId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Denied
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Scanned
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Work

/** Search as the worker types: names in both scripts, numbers, slips. */
object Search : Screen<Search.Model> {
    /** Hits that are asked for at first, and how many more each time. */
    const val PAGE = 20
    private const val AADHAAR_DIGITS = 12

    data class Model(
        val query: String = "",
        val narrowed: Set<Narrow> = emptySet(),
        /** What was found; none before anything was asked. */
        val hits: List<Hit>? = null,
        val limit: Int = PAGE,
        /** The camera was refused. */
        val denied: Denied? = null,
    ) {
        val asks: Boolean get() = query.isNotBlank()
    }

    /** Facets: what the search is narrowed to. */
    enum class Narrow { LEFT, UNDER_FIVE, ELDERLY, AADHAAR }

    data class Typed(val query: String) : Event
    data class Toggled(val narrow: Narrow) : Event
    data class Found(val asked: Find, val hits: List<Hit>) : Event
    data class Picked(val person: PersonId) : Event
    data class About(val person: PersonId) : Event
    data object More : Event
    data object NotOnList : Event
    data object ScanTouched : Event
    data object SettingsTouched : Event

    data class Find(val query: String, val narrowed: Set<Narrow>, val limit: Int) : Work {
        override val lane = Lane.SEARCH

        override fun run(desk: Desk): Event {
            val ages = when {
                Narrow.UNDER_FIVE in narrowed -> Ages.UNDER_FIVE
                Narrow.ELDERLY in narrowed -> Ages.ELDERLY
                else -> null
            }
            val facets = Facets(Left.ANY.takeIf { Narrow.LEFT in narrowed }, ages, Narrow.AADHAAR in narrowed)
            val options = SearchOptions(limit = limit.toUInt(), near = desk.seat.areas, facets = facets)
            return Found(this, desk.phone.search(query, options))
        }
    }

    override val id = ScreenId.SEARCH

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val (narrowed, query) = kept?.split('\n', limit = 2)?.takeIf { it.size == 2 } ?: listOf("", about.orEmpty())
        val model = Model(query, Narrow.entries.filter { it.name in narrowed.split(' ') }.toSet())
        return asked(model)
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Typed -> asked(model.copy(query = event.query, limit = PAGE))
        is Toggled -> asked(model.copy(narrowed = toggled(model.narrowed, event.narrow), limit = PAGE))
        // An answer to what is not asked any more is none.
        is Found -> if (event.asked == find(model)) Next(model.copy(hits = event.hits)) else Next(model)
        is Picked -> Next(model, Move.Go(Route(ScreenId.REGISTER, event.person)))
        is About -> Next(model, Move.Go(Route(ScreenId.PERSON, event.person)))
        More -> asked(model.copy(limit = model.limit + PAGE))
        NotOnList -> Next(model, Move.Go(Route(ScreenId.NEW_PERSON, model.query.takeUnless(::whole).orEmpty())))
        ScanTouched -> Next(model.copy(denied = null), Outside.Scan)
        is Scanned -> asked(model.copy(query = slip(event.text), limit = PAGE, denied = null))
        is Denied -> Next(model.copy(denied = event))
        SettingsTouched -> Next(model, Outside.PhoneSettings)
        Shown -> asked(model)
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = SearchPage.of(seat, model)

    override fun kept(model: Model) =
        model.narrowed.joinToString(" ") { it.name } + "\n" + model.query.takeUnless(::whole).orEmpty()

    /** As many digits as an Aadhaar number has: such a query is searched for and kept nowhere. */
    private fun whole(query: String) = query.count(Char::isDigit) >= AADHAAR_DIGITS

    private fun find(model: Model) = Find(model.query, model.narrowed, model.limit)

    private fun asked(model: Model): Next<Model> =
        if (model.asks) Next(model, find(model)) else Next(model.copy(hits = null))

    /** The two age groups exclude one another. */
    private fun toggled(narrowed: Set<Narrow>, narrow: Narrow): Set<Narrow> {
        val ages = setOf(Narrow.UNDER_FIVE, Narrow.ELDERLY)
        val others = if (narrow in ages) narrowed - (ages - narrow) else narrowed
        return if (narrow in others) others - narrow else others + narrow
    }

    /** The code of a slip that was scanned, as it is searched for. */
    private fun slip(text: String) = text.removePrefix("shivir:s?")
}
