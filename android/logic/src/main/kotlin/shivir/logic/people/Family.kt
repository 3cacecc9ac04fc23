package shivir.logic.people

import shivir.bindings.relationWord
import shivir.core.Person
import shivir.domain.PersonId
import shivir.domain.Relation
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Work
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.kit.Shown as CameBack

/** The household of a person: who has a card, who has none; registered in one pass. */
object Family : Screen<Family.Model> {
    data class Model(
        val id: PersonId,
        /** In the order of the list; none until they were read. */
        val members: List<Person>? = null,
    )

    data class Loaded(val members: List<Person>) : Event
    data class Picked(val person: PersonId) : Event
    data object RegisterTouched : Event

    data class Look(val person: PersonId) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event = Loaded(desk.phone.household(person))
    }

    override val id = ScreenId.HOUSEHOLD

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> =
        about.orEmpty().let { Next(Model(it), Look(it)) }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Loaded -> Next(model.copy(members = event.members))
        is Picked -> Next(model, Move.Go(Route(ScreenId.PERSON, event.person)))
        RegisterTouched -> Next(model, Move.Go(Route(ScreenId.REGISTER, Refs.household(model.id))))
        CameBack -> Next(model, Look(model.id))
        BackTouched -> Next(model, Move.Back)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page {
        val members = model.members ?: return Page(say(PersonWords.PERSON_HOUSEHOLD), body = emptyList())
        val head = members.find { relation(it) == Relation.Head } ?: members.firstOrNull()
        val name = head?.let { say(PersonWords.FAMILY_TITLE, say(Shown.name(it, seat.lang))) }
        val made = members.count(Shown::isMade)
        val meter = Block.Meter(say(PersonWords.FAMILY_CARDS), made.toLong(), members.size.toLong())
        return Page(
            title = name ?: say(PersonWords.PERSON_HOUSEHOLD),
            under = head?.let { Shown.whence(it, seat) },
            icon = Icon.FAMILY,
            body = if (members.isEmpty()) listOf(none()) else listOf(meter) + members.map { row(it, seat) },
            foot = listOf(
                Button(say(PersonWords.FAMILY_REGISTER), RegisterTouched.takeIf { members.isNotEmpty() }, Icon.FAMILY),
            ),
        )
    }

    private fun row(person: Person, seat: Seat) = Block.Row(
        key = person.id,
        name = Shown.nameAge(Shown.name(person, seat.lang), Ages.of(person, seat.today)),
        under = joined(
            relation(person)?.let { say(relationWord(it, seat.lang)) },
            (person.fold.details.relative ?: person.listed?.relative)?.let { say(PeopleWords.PEOPLE_OF, say(it)) },
        ),
        mark = Shown.mark(person),
        event = Picked(person.id),
    )

    private fun none() = Block.Notice(say(PersonWords.FAMILY_EMPTY), Icon.INFO, Tone.PLAIN)

    private fun relation(person: Person): Relation? = person.fold.details.relation ?: person.listed?.relation
}
