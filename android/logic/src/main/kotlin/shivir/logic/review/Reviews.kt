package shivir.logic.review

import shivir.core.ReviewFilter
import shivir.core.ReviewView
import shivir.domain.AreaId
import shivir.domain.ReviewId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Lane
import shivir.logic.kit.Mark
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Tone
import shivir.logic.kit.Work
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.Shown as PeopleShown

/** What two people said otherwise, and the likely duplicates: waiting to be settled. */
object Reviews : Screen<Reviews.Model> {
    /** Items that are asked for at first, and how many more each time. */
    const val PAGE = 20

    data class Model(
        /** Those that are settled too. */
        val settled: Boolean = false,
        val limit: Int = PAGE,
        /** None before the first answer. */
        val items: List<ReviewView>? = null,
    )

    data class SettledTouched(val settled: Boolean) : Event
    data class Found(val asked: Read, val items: List<ReviewView>) : Event
    data class Picked(val review: ReviewId) : Event
    data object More : Event

    data class Read(val settled: Boolean, val limit: Int) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event =
            Found(this, desk.phone.reviews(ReviewFilter(openOnly = !settled, limit = limit.toUInt())))
    }

    override val id = ScreenId.REVIEWS

    override fun open(seat: Seat, about: String?, kept: String?) = read(Model(settled = kept == SETTLED))

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is SettledTouched -> read(Model(settled = event.settled))
        is Found -> Next(if (event.asked == work(model)) model.copy(items = event.items) else model)
        is Picked -> Next(model, Move.Go(Route(ScreenId.REVIEW, event.review)))
        More -> read(model.copy(limit = model.limit + PAGE))
        Shown -> read(model)
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun kept(model: Model): String? = SETTLED.takeIf { model.settled }

    override fun page(seat: Seat, model: Model) = Page(
        title = say(ReviewWords.REVIEWS_TITLE),
        icon = Icon.SPLIT,
        top = listOf(
            Block.Chips(
                listOf(
                    Chip(say(ReviewWords.REVIEWS_OPEN), !model.settled, SettledTouched(false), Icon.WARNING),
                    Chip(say(ReviewWords.REVIEWS_ALL), model.settled, SettledTouched(true), Icon.LIST),
                ),
            ),
        ),
        body = body(seat, model),
    )

    private fun body(seat: Seat, model: Model): List<Block> {
        val items = model.items ?: return emptyList()
        if (items.isEmpty()) {
            val help = say(ReviewWords.REVIEWS_NONE_HELP)
            return listOf(Block.Notice(say(ReviewWords.REVIEWS_NONE), Icon.TICK, Tone.DONE, help, key = "none"))
        }
        val more = Block.Buttons(listOf(Button(say(ReviewWords.REVIEWS_MORE), More, Icon.MORE)), "more")
        return items.map { row(seat, it) } + listOfNotNull(more.takeIf { items.size >= model.limit })
    }

    private fun row(seat: Seat, item: ReviewView): Block.Row {
        val who = item.who
        val name = who?.let { PeopleShown.nameAge(seat.lang.name(it.name, it.nameEn), it.age) }
        return Block.Row(
            key = item.review,
            name = name ?: ReviewShown.text(item.words),
            under = joined(
                name?.let { ReviewShown.text(item.words) },
                item.field?.let(ReviewShown::text),
                item.said.mapNotNull { it.day }.maxOrNull()?.let { Say.Day(it, seat.today) },
            ),
            mark = when {
                item.open -> Mark(say(ReviewWords.REVIEWS_WAITS), Icon.WARNING, Tone.WAIT)
                else -> Mark(say(ReviewWords.REVIEWS_SETTLED), Icon.TICK, Tone.DONE)
            },
            event = Picked(item.review),
        )
    }

    private fun read(model: Model) = Next(model, work(model))

    private fun work(model: Model) = Read(model.settled, model.limit)

    private const val SETTLED = "settled"
}
