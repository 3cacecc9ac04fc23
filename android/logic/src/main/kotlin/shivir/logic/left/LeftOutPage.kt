package shivir.logic.left

import shivir.bindings.callHowWord
import shivir.core.LeftHousehold
import shivir.core.LeftPerson
import shivir.domain.CallHow
import shivir.domain.LastCall
import shivir.domain.Outcome
import shivir.domain.Relation
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.Icon
import shivir.logic.kit.Mark
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.PeopleWords
import shivir.logic.people.Shown
import shivir.logic.people.Signs

enum class LeftWords : Words {
    LEFT_TITLE, LEFT_TITLE_IN, LEFT_COUNT, LEFT_CUT, LEFT_WHOLE, LEFT_FAMILY_OF, LEFT_OF_CARDS, LEFT_LEFT, LEFT_CAME,
    LEFT_ABSENT, LEFT_ABSENT_ALL, LEFT_REGISTER, LEFT_REGISTER_ALL, LEFT_NOTED, LEFT_NOTED_HELP, LEFT_UNDO, LEFT_MORE,
    LEFT_NONE, LEFT_NONE_HELP, LEFT_NONE_HERE, LEFT_READ, LEFT_HUSH, LEFT_SHARE,
}

internal object LeftOutPage {
    /** What is noted of whoever was not at the table. */
    private val GONE = setOf(Outcome.Absent, Outcome.Away, Outcome.Moved, Outcome.Deceased)

    fun of(seat: Seat, model: LeftOut.Model): Page {
        val list = model.list
        val people = model.fitting.sumOf { it.members.size }
        val area = list?.area
        val any = model.visible.isNotEmpty()
        return Page(
            title = if (area == null) say(LeftWords.LEFT_TITLE) else say(LeftWords.LEFT_TITLE_IN, Say.Both(area)),
            under = list?.let { joined(model.para?.let(::say), say(LeftWords.LEFT_COUNT, say(people))) },
            top = listOfNotNull(list?.let { chips(model, it) }),
            body = if (list == null) emptyList() else body(seat, model, list),
            foot = listOf(
                Button(say(LeftWords.LEFT_SHARE), LeftOut.ShareTouched.takeIf { any }, Icon.SHARE),
                Button(
                    label = say(if (model.aloud) LeftWords.LEFT_HUSH else LeftWords.LEFT_READ),
                    event = LeftOut.ReadAloud.takeIf { any },
                    icon = if (model.aloud) Icon.STOP else Icon.CALL_OUT,
                ),
            ),
        )
    }

    private fun chips(model: LeftOut.Model, list: Listed): Block? {
        val paras = list.households.mapNotNull { it.para }.distinct().sorted()
        val whole = Chip(say(LeftWords.LEFT_WHOLE), model.wholeOnly, LeftOut.WholeToggled, Icon.FAMILY)
        val chips = listOf(whole) + paras.map { Chip(say(it), it == model.para, LeftOut.ParaChosen(it), Icon.PLACE) }
        return Block.Chips(chips).takeIf { list.households.isNotEmpty() }
    }

    private fun body(seat: Seat, model: LeftOut.Model, list: Listed): List<Block> {
        if (list.households.isEmpty()) {
            val help = say(LeftWords.LEFT_NONE_HELP)
            return listOf(Block.Notice(say(LeftWords.LEFT_NONE), Icon.TICK, Tone.DONE, help))
        }
        if (model.fitting.isEmpty()) return listOf(Block.Notice(say(LeftWords.LEFT_NONE_HERE), Icon.INFO, Tone.PLAIN))
        val rows = model.visible.flatMap { household ->
            val members = if (household.no == model.opened) members(seat, list, household) else emptyList()
            listOf(row(seat, list, household)) + members
        }
        val more = Block.Buttons(listOf(Button(say(LeftWords.LEFT_MORE), LeftOut.More, Icon.MORE)), "more")
        val cut = Block.Words(say(LeftWords.LEFT_CUT), quiet = true, key = "cut")
        val last = listOfNotNull(more.takeIf { model.fitting.size > model.limit }, cut.takeIf { list.cut })
        return listOfNotNull(noted(seat, model)) + rows + last
    }

    private fun noted(seat: Seat, model: LeftOut.Model): Block? {
        val noted = model.noted ?: return null
        val what = noted.call?.let { say(callHowWord(it, seat.lang)) } ?: say(LeftWords.LEFT_ABSENT)
        val undo = Button(say(LeftWords.LEFT_UNDO), LeftOut.UndoTouched, Icon.UNDO)
        val help = say(LeftWords.LEFT_NOTED_HELP)
        return Block.Notice(say(LeftWords.LEFT_NOTED, what), Icon.TICK, Tone.DONE, help, undo, "noted")
    }

    private fun row(seat: Seat, list: Listed, household: LeftHousehold): Block.Row {
        val (left, carded) = household.members.size to household.carded.toInt()
        val head = household.members.find { it.relation == Relation.Head } ?: household.members.first()
        val name = seat.lang.name(head.nameHi, head.nameEn)
        return Block.Row(
            key = "household-${household.no}",
            name = if (left == 1) Shown.nameAge(name, head.age) else say(LeftWords.LEFT_FAMILY_OF, say(name)),
            under = joined(
                say(LeftWords.LEFT_OF_CARDS, say(left + carded), say(carded)),
                head.relative?.takeIf { left == 1 }?.let { say(PeopleWords.PEOPLE_OF, say(it)) },
                say(household.para ?: household.village),
                before(seat, household.members.mapNotNull { it.call }.maxByOrNull { it.day }),
            ),
            mark = mark(seat, list, household),
            icon = if (left == 1) Icon.PERSON else Icon.FAMILY,
            event = LeftOut.Opened(household.no),
        )
    }

    /** The furthest that was noted today: one of them came, why nobody did, slip given, called; else how many are left. */
    private fun mark(seat: Seat, list: Listed, household: LeftHousehold): Mark {
        val noted = household.members.mapNotNull { list.today[it.person] }
        val called = household.members.mapNotNull { today(seat, it.call) }
        return when {
            noted.any { it !in GONE } -> Mark(say(LeftWords.LEFT_CAME), Icon.TICK, Tone.DONE)
            Outcome.Absent in noted -> Mark(say(LeftWords.LEFT_ABSENT), Icon.HOME, Tone.WAIT)
            noted.isNotEmpty() -> Signs.mark(noted.first(), seat.lang)
            CallHow.SlipGiven in called -> Signs.mark(CallHow.SlipGiven, seat.lang)
            called.isNotEmpty() -> Signs.mark(called.first(), seat.lang)
            else -> Mark(say(LeftWords.LEFT_LEFT, say(household.members.size)), Icon.PAPER, Tone.PLAIN)
        }
    }

    private fun today(seat: Seat, call: LastCall?): CallHow? = call?.takeIf { it.day == seat.today }?.how

    /** A call of an earlier day, with its day. */
    private fun before(seat: Seat, call: LastCall?): Say? {
        if (call == null || call.day == seat.today) return null
        return Say.Joined(listOf(say(callHowWord(call.how, seat.lang)), Say.Day(call.day, seat.today)), " ")
    }

    private fun members(seat: Seat, list: Listed, household: LeftHousehold): List<Block> {
        val can = seat.sitting() != null
        val first = household.members.first().person
        val all = Button(say(LeftWords.LEFT_REGISTER_ALL), LeftOut.FamilyTouched(first), Icon.FAMILY)
        val absent = Button(
            label = say(if (household.members.size > 1) LeftWords.LEFT_ABSENT_ALL else LeftWords.LEFT_ABSENT),
            event = LeftOut.AbsentTouched(household).takeIf { can },
            icon = Icon.HOME,
        )
        val calls = listOf(CallHow.Called, CallHow.SlipGiven).map { how ->
            val event = LeftOut.CallTouched(household, how).takeIf { can }
            Button(say(callHowWord(how, seat.lang)), event, Signs.icon(how))
        }
        val buttons = calls + listOfNotNull(absent, all.takeIf { household.members.size > 1 })
        return household.members.map { member(seat, list, it) } + Block.Buttons(buttons, "of-household")
    }

    private fun member(seat: Seat, list: Listed, person: LeftPerson): Block.Row {
        val left = Mark(say(PeopleWords.PEOPLE_LEFT), Icon.PAPER, Tone.PLAIN)
        val open = Mark(say(PeopleWords.PEOPLE_AADHAAR), Icon.THUMB, Tone.BLOCK)
        val noted = list.today[person.person]?.let { Signs.mark(it, seat.lang) }
        val called = today(seat, person.call)?.let { Signs.mark(it, seat.lang) }
        return Block.Row(
            key = person.person,
            name = Shown.nameAge(seat.lang.name(person.nameHi, person.nameEn), person.age),
            under = listOfNotNull(
                person.relative?.let { say(PeopleWords.PEOPLE_OF, say(it)) },
                before(seat, person.call),
            ).ifEmpty { null }?.let { Say.Joined(it) },
            mark = noted ?: open.takeIf { person.openCase } ?: called ?: left,
            event = LeftOut.Picked(person.person),
            also = listOf(
                Button(say(LeftWords.LEFT_REGISTER), LeftOut.RegisterTouched(person.person), Icon.CARD, small = true),
            ),
        )
    }
}
