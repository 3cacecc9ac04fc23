package shivir.logic.review

import shivir.bindings.PhoneException
import shivir.core.ReviewView
import shivir.domain.FactId
import shivir.domain.PersonId
import shivir.domain.ReviewId
import shivir.domain.ReviewKind
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Work
import shivir.logic.kit.said

/** One item: both sides, and which of them holds. About the id of the item. */
object Review : Screen<Review.Model> {
    /** Two entries that were joined here, as long as the screen is open. */
    data class Joined(val one: PersonId, val other: PersonId)

    data class Model(
        val id: ReviewId?,
        /** None before it was read. */
        val view: ReviewView? = null,
        /** The worker may settle it. */
        val may: Boolean = false,
        val chosen: FactId? = null,
        /** "Same person" was touched: asked once. */
        val asksSame: Boolean = false,
        val joined: Joined? = null,
        /** Settled here just now. */
        val saved: Boolean = false,
        /** Why it was not settled; the item is shown anew under it. */
        val refused: Say? = null,
    )

    data class Read(val view: ReviewView, val may: Boolean) : Event
    data class Chosen(val fact: FactId) : Event
    data object SettleTouched : Event
    data object SameTouched : Event
    data object SameSure : Event
    data object TwoTouched : Event
    data object UndoTouched : Event
    data class Settled(val view: ReviewView) : Event
    data class JoinedNow(val joined: Joined) : Event
    data object Parted : Event
    data class About(val person: PersonId) : Event

    data class ReadReview(val id: ReviewId) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val view = desk.phone.review(id)
            val worker = desk.seat.worker
            return Read(view, worker != null && view.open && desk.phone.maySettle(worker.id, view))
        }
    }

    data class Settle(val seen: ReviewView, val keep: FactId) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val sitting = desk.sitting()
            return Settled(desk.phone.settle(sitting, seen, keep))
        }
    }

    data class Join(val seen: ReviewView, val joined: Joined) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val sitting = desk.sitting()
            desk.phone.settleAsSame(sitting, seen)
            return JoinedNow(joined)
        }
    }

    data class Part(val joined: Joined) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val sitting = desk.sitting()
            desk.phone.unmergePeople(sitting, joined.one, joined.other)
            return Parted
        }
    }

    override val id = ScreenId.REVIEW

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val joined = kept?.split(' ')?.takeIf { it.size == 2 }?.let { (one, other) -> Joined(one, other) }
        return read(Model(about, joined = joined))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Read -> Next(read(model, event))
        is Chosen -> Next(model.copy(chosen = event.fact, refused = null))
        SettleTouched -> settle(model, model.chosen)
        SameTouched -> Next(model.copy(asksSame = true, refused = null))
        SameSure -> same(model)
        // To keep the finding says that it is another person.
        TwoTouched -> settle(model, model.view?.facts?.firstOrNull())
        UndoTouched -> Next(model, listOfNotNull(model.joined?.let(::Part)))
        is Settled -> Next(model.copy(view = event.view, may = false, saved = true, asksSame = false))
        is JoinedNow -> Next(model.copy(joined = event.joined, may = false, saved = true, asksSame = false))
        Parted -> read(model.copy(joined = null, saved = false))
        is About -> Next(model, Move.Go(Route(ScreenId.PERSON, event.person)))
        Shown -> read(model)
        BackTouched -> if (model.asksSame) Next(model.copy(asksSame = false)) else Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = ReviewPage.of(seat, model)

    /** The two who were joined: the item is gone with it, and the undoing needs them. */
    override fun kept(model: Model): String? = model.joined?.let { "${it.one} ${it.other}" }

    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? = when {
        // It ended with the joining.
        work is ReadReview && why is PhoneException.NotFound && model.joined != null -> Next(model)
        // Something came to it meanwhile, or it is not hers: nothing was written, and it is shown as it is now.
        (work is Settle || work is Join) && why is PhoneException.Refused ->
            read(model.copy(refused = Say.Both(why.said()), asksSame = false, chosen = null))
        else -> null
    }

    private fun read(model: Model): Next<Model> = Next(model, listOfNotNull(model.id?.let(::ReadReview)))

    private fun read(model: Model, read: Read): Model {
        val chosen = model.chosen?.takeIf { it in read.view.facts } ?: read.view.facts.singleOrNull()
        return model.copy(view = read.view, may = read.may && model.joined == null, chosen = chosen)
    }

    private fun settle(model: Model, keep: FactId?): Next<Model> {
        val view = model.view
        if (view == null || keep == null || !model.may) return Next(model)
        return Next(model.copy(refused = null), Settle(view, keep))
    }

    private fun same(model: Model): Next<Model> {
        val (one, other) = model.view?.who?.person to model.view?.other?.person
        val view = model.view?.takeIf { model.may && it.kind == ReviewKind.LikelyDuplicate }
        if (view == null || one == null || other == null) return Next(model)
        return Next(model, Join(view, Joined(one, other)))
    }
}
