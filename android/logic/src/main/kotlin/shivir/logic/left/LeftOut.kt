package shivir.logic.left

import shivir.core.LeftHousehold
import shivir.core.Sitting
import shivir.domain.AreaId
import shivir.domain.CallHow
import shivir.domain.FactId
import shivir.domain.PersonId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Shown
import shivir.logic.kit.Silent
import shivir.logic.kit.Work
import shivir.logic.kit.say
import shivir.logic.people.Refs

/** The left-out people of the camp's area by household: to be read aloud, sent on, and worked through. */
object LeftOut : Screen<LeftOut.Model> {
    /** Households that are shown at first, and how many more each time. */
    const val PAGE = 30

    data class Model(
        val area: AreaId?,
        /** None until the list was read. */
        val list: Listed? = null,
        val para: String? = null,
        /** Only families of whom nobody has a card. */
        val wholeOnly: Boolean = false,
        val limit: Int = PAGE,
        /** The household that was touched: its members stand below it. */
        val opened: Long? = null,
        /** It is being read aloud. */
        val aloud: Boolean = false,
        /** What was noted just now, to be undone where it was a slip of the hand. */
        val noted: Noted? = null,
    ) {
        /** What the filters leave. */
        val fitting: List<LeftHousehold> = list?.households.orEmpty().filter {
            (para == null || it.para == para) && (!wholeOnly || it.wholeFamily)
        }

        /** What is drawn of it, read aloud and sent. */
        val visible: List<LeftHousehold> get() = fitting.take(limit)
    }

    data class Loaded(val list: Listed) : Event
    data class ParaChosen(val para: String?) : Event
    data object WholeToggled : Event
    data class Opened(val household: Long) : Event
    data object More : Event
    data class Picked(val person: PersonId) : Event
    data class RegisterTouched(val person: PersonId) : Event
    data class FamilyTouched(val person: PersonId) : Event
    data class AbsentTouched(val household: LeftHousehold) : Event
    data class CallTouched(val household: LeftHousehold, val how: CallHow) : Event

    /** Of a household it was noted how it was [call]ed; that it did not come, where it was not. */
    data class Noted(val facts: List<FactId>, val call: CallHow? = null) : Event
    data object UndoTouched : Event
    data object Undone : Event
    data object ReadAloud : Event
    data object ShareTouched : Event

    override val id = ScreenId.LEFT_OUT

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val area = about?.toULongOrNull() ?: seat.areas.firstOrNull()
        val parts = kept?.split('\n').orEmpty()
        val model = Model(
            area = area,
            para = parts.getOrNull(0)?.ifEmpty { null },
            wholeOnly = parts.getOrNull(1) == "whole",
            limit = parts.getOrNull(2)?.toIntOrNull() ?: PAGE,
            opened = parts.getOrNull(3)?.toLongOrNull(),
        )
        return Next(model, Look(area, seat.camp))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Loaded -> Next(model.copy(list = event.list))
        is ParaChosen -> narrowed(model.copy(para = event.para.takeIf { it != model.para }))
        WholeToggled -> narrowed(model.copy(wholeOnly = !model.wholeOnly))
        is Opened -> Next(model.copy(opened = event.household.takeIf { it != model.opened }, noted = null))
        More -> Next(model.copy(limit = model.limit + PAGE))
        is Picked -> Next(model, Move.Go(Route(ScreenId.PERSON, event.person)))
        is RegisterTouched -> Next(model, Move.Go(Route(ScreenId.REGISTER, event.person)))
        is FamilyTouched -> Next(model, Move.Go(Route(ScreenId.REGISTER, Refs.household(event.person))))
        is AbsentTouched -> write(seat, model) { Absent(it, people(event.household)) }
        is CallTouched -> write(seat, model) { Call(it, people(event.household), event.how) }
        is Noted -> Next(model.copy(noted = event, opened = null), Look(model.area, seat.camp))
        UndoTouched -> model.noted?.let { noted -> write(seat, model) { Undo(it, noted) } } ?: Next(model)
        Undone -> Next(model.copy(noted = null), Look(model.area, seat.camp))
        ReadAloud -> readAloud(seat, model)
        Silent -> Next(model.copy(aloud = false))
        ShareTouched -> Next(model, Outside.ShareText(say(LeftWords.LEFT_TITLE), LeftText.of(seat, model)))
        Shown -> Next(model, Look(model.area, seat.camp))
        BackTouched -> Next(model, listOfNotNull(Outside.Hush.takeIf { model.aloud }, Move.Back))
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = LeftOutPage.of(seat, model)

    override fun kept(model: Model): String {
        val whole = if (model.wholeOnly) "whole" else ""
        return listOf(model.para.orEmpty(), whole, model.limit, model.opened ?: "").joinToString("\n")
    }

    private fun narrowed(model: Model) = Next(model.copy(limit = PAGE, opened = null, noted = null))

    private fun people(household: LeftHousehold) = household.members.map { it.person }

    private fun write(seat: Seat, model: Model, work: (Sitting) -> Work): Next<Model> =
        Next(model, listOfNotNull(seat.sitting()?.let(work)))

    private fun readAloud(seat: Seat, model: Model): Next<Model> =
        if (model.aloud) Next(model.copy(aloud = false), Outside.Hush)
        else Next(model.copy(aloud = true), Outside.Speak(model.visible.map { LeftText.line(it, seat.lang) }))
}
