package shivir.logic.newperson

import java.time.LocalDate
import shivir.bindings.sexWord
import shivir.core.Whom
import shivir.domain.BirthDate
import shivir.domain.BirthSource
import shivir.domain.Details
import shivir.domain.Precision
import shivir.domain.Sex
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Lane
import shivir.logic.kit.Line
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.Work
import shivir.logic.kit.say

enum class NewPersonWords : Words {
    NEW_TITLE, NEW_WHO, NEW_NAME, NEW_RELATIVE, NEW_NAME_HELP, NEW_SEX, NEW_AGE, NEW_AGE_FIELD, NEW_AGE_WRONG,
    NEW_WHERE, NEW_VILLAGE, NEW_PARA, NEW_GUEST, NEW_GUEST_FROM, NEW_LIVES_HERE, NEW_MORE, NEW_MOBILE, NEW_MOBILE_WRONG,
    NEW_RATION, NEW_CHECK, NEW_CHECK_HELP, NEW_ONWARD, NEW_BACK, NEW_SKIP,
}

/** Someone who is on no list, question by question. About: what was searched for. Likely duplicates are asked in the flow. */
object NewPerson : Screen<NewPerson.Model> {
    enum class Part { WHO, SEX, AGE, WHERE, MORE, CHECK }

    data class Model(
        val part: Part = Part.WHO,
        val name: String = "",
        val relative: String = "",
        val sex: Sex? = null,
        val age: String = "",
        val village: String = "",
        val para: String = "",
        /** Lives elsewhere: then `village` is where she comes from. */
        val guest: Boolean = false,
        val mobile: String = "",
        val ration: String = "",
    ) {
        val years: Int? get() = age.toIntOrNull()?.takeIf { it in 0..120 }
        val mobileFits: Boolean get() = mobile.isEmpty() || (mobile.length == 10 && mobile.first() in '6'..'9')

        fun complete(): Boolean = when (part) {
            Part.WHO -> name.isNotBlank()
            Part.SEX -> sex != null
            Part.AGE -> years != null
            Part.WHERE -> village.isNotBlank()
            Part.MORE -> mobileFits
            Part.CHECK -> true
        }
    }

    data class Typed(val change: (Model) -> Model) : Event
    data class Is(val sex: Sex) : Event
    data class Guest(val guest: Boolean) : Event
    data object Onward : Event
    data class Begun(val draft: Long) : Event

    internal data class Begin(val model: Model) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            val sitting = desk.sitting()
            return Begun(desk.phone.begin(sitting, Whom.New(details(desk.seat, model))).no)
        }
    }

    override val id = ScreenId.NEW_PERSON

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> =
        Next(kept?.let(::read) ?: Model(name = about?.takeIf { text -> text.none(Char::isDigit) }.orEmpty().trim(), village = seat.campName.orEmpty()))

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Typed -> Next(event.change(model))
        is Is -> Next(model.copy(sex = event.sex, part = Part.AGE))
        is Guest -> Next(model.copy(guest = event.guest, village = if (event.guest) "" else seat.campName.orEmpty()))
        Onward -> when {
            !model.complete() -> Next(model)
            model.part == Part.CHECK -> Next(model, Begin(model))
            else -> Next(model.copy(part = Part.entries[model.part.ordinal + 1]))
        }
        is Begun -> Next(model, Move.Swap(Route(ScreenId.REGISTER, "draft:${event.draft}")))
        BackTouched ->
            if (model.part == Part.WHO) Next(model, Move.Back) else Next(model.copy(part = Part.entries[model.part.ordinal - 1]))
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = Page(
        title = say(NewPersonWords.NEW_TITLE),
        under = say(model.name).takeIf { model.part != Part.WHO && model.name.isNotBlank() },
        steps = Steps(model.part.ordinal, Part.entries.size),
        body = body(seat, model),
        foot = listOf(
            Button(say(NewPersonWords.NEW_BACK), BackTouched, Icon.BACK),
            Button(say(onward(model)), Onward.takeIf { model.complete() }, Icon.TICK),
        ),
    )

    /** What was typed, a line each, in the order of the fields. */
    override fun kept(model: Model): String = listOf(
        model.part.name, model.name, model.relative, model.sex?.let(::codeOf).orEmpty(), model.age, model.village, model.para,
        model.guest.toString(), model.mobile, model.ration,
    ).joinToString("\n") { it.replace('\n', ' ') }

    private fun read(kept: String): Model? {
        val f = kept.lines()
        val part = Part.entries.find { it.name == f.first() }
        if (f.size != 10 || part == null) return null
        return Model(part, f[1], f[2], SEXES.find { codeOf(it) == f[3] }, f[4], f[5], f[6], f[7].toBoolean(), f[8], f[9])
    }

    private fun onward(model: Model): Words {
        val empty = model.part == Part.MORE && model.mobile.isEmpty() && model.ration.isEmpty()
        return if (empty) NewPersonWords.NEW_SKIP else NewPersonWords.NEW_ONWARD
    }

    private fun body(seat: Seat, model: Model): List<Block> = when (model.part) {
        Part.WHO -> listOf(
            Block.Heading(say(NewPersonWords.NEW_WHO)),
            field("name", NewPersonWords.NEW_NAME, model.name, FieldKind.NAME, focus = true) { copy(name = it) },
            field("relative", NewPersonWords.NEW_RELATIVE, model.relative, FieldKind.NAME) { copy(relative = it) },
            Block.Words(say(NewPersonWords.NEW_NAME_HELP), quiet = true),
        )
        Part.SEX -> listOf(Block.Heading(say(NewPersonWords.NEW_SEX))) + SEXES.map {
            val icon = if (it == Sex.Female) Icon.WOMAN else if (it == Sex.Male) Icon.MAN else Icon.PERSON
            Block.Choice(codeOf(it), say(sexWord(it, seat.lang)), icon, model.sex == it, Is(it))
        }
        Part.AGE -> listOf(
            Block.Heading(say(NewPersonWords.NEW_AGE)),
            field("age", NewPersonWords.NEW_AGE_FIELD, model.age, FieldKind.NUMBER, wrong(model.age.isNotEmpty() && model.years == null, NewPersonWords.NEW_AGE_WRONG), focus = true) {
                copy(age = it.filter(Char::isDigit).take(3))
            },
        )
        Part.WHERE -> listOf(
            Block.Heading(say(NewPersonWords.NEW_WHERE)),
            Block.Choice("here", say(NewPersonWords.NEW_LIVES_HERE), Icon.HOME, !model.guest, Guest(false)),
            Block.Choice("guest", say(NewPersonWords.NEW_GUEST), Icon.AWAY, model.guest, Guest(true)),
            field("village", if (model.guest) NewPersonWords.NEW_GUEST_FROM else NewPersonWords.NEW_VILLAGE, model.village) { copy(village = it) },
            field("para", NewPersonWords.NEW_PARA, model.para) { copy(para = it) },
        )
        Part.MORE -> listOf(
            Block.Heading(say(NewPersonWords.NEW_MORE)),
            field("mobile", NewPersonWords.NEW_MOBILE, model.mobile, FieldKind.PHONE, wrong(!model.mobileFits, NewPersonWords.NEW_MOBILE_WRONG)) {
                copy(mobile = it.filter(Char::isDigit).take(10))
            },
            field("ration", NewPersonWords.NEW_RATION, model.ration, FieldKind.CODE) { copy(ration = it) },
        )
        Part.CHECK -> listOf(
            Block.Heading(say(NewPersonWords.NEW_CHECK)),
            Block.Facts(
                say(model.name),
                listOfNotNull(
                    line(NewPersonWords.NEW_RELATIVE, model.relative, Icon.FAMILY),
                    model.sex?.let { Line(say(NewPersonWords.NEW_SEX), say(sexWord(it, seat.lang)), Icon.PERSON) },
                    line(NewPersonWords.NEW_AGE_FIELD, model.age, Icon.BIRTH),
                    line(if (model.guest) NewPersonWords.NEW_GUEST_FROM else NewPersonWords.NEW_VILLAGE, model.village, Icon.PLACE),
                    line(NewPersonWords.NEW_PARA, model.para, Icon.PLACE),
                    line(NewPersonWords.NEW_MOBILE, model.mobile, Icon.PHONE),
                    line(NewPersonWords.NEW_RATION, model.ration, Icon.RATION),
                ),
            ),
            Block.Notice(say(NewPersonWords.NEW_CHECK_HELP), Icon.INFO, Tone.PLAIN),
        )
    }

    private fun line(label: Words, value: String, icon: Icon): Line? = value.takeIf(String::isNotBlank)?.let { Line(say(label), say(it), icon) }

    private fun wrong(wrong: Boolean, words: Words): Say? = if (wrong) say(words) else null

    private fun field(
        key: String,
        label: Words,
        value: String,
        kind: FieldKind = FieldKind.TEXT,
        error: Say? = null,
        focus: Boolean = false,
        change: Model.(String) -> Model,
    ) = Block.Field(key, say(label), value, kind, null, error, { text -> Typed { it.change(text) } }, Onward, focus)

    private val SEXES = listOf(Sex.Female, Sex.Male, Sex.Other)

    private fun codeOf(sex: Sex) = when (sex) {
        Sex.Female -> "F"
        Sex.Male -> "M"
        else -> "O"
    }

    /** The name goes where its letters belong; an age told by mouth is the year of birth, no more. */
    internal fun details(seat: Seat, model: Model): Details {
        val hindi = model.name.any { it in '\u0900'..'\u097f' }
        val year = seat.today.year - (model.years ?: 0)
        val text = { typed: String -> typed.trim().takeIf(String::isNotEmpty) }
        return Details(
            nameHi = text(model.name).takeIf { hindi },
            nameEn = text(model.name).takeIf { !hindi },
            relative = text(model.relative),
            sex = model.sex,
            birth = model.years?.let { BirthDate(LocalDate.of(year, 1, 1), Precision.Year, BirthSource.Stated) },
            relation = null,
            household = null,
            area = seat.areas.firstOrNull(),
            village = text(model.village).takeIf { !model.guest },
            para = text(model.para),
            mobile = model.mobile.takeIf { it.length == 10 }?.toULongOrNull(),
            last4 = null,
            groups = null,
            guestFrom = text(model.village).takeIf { model.guest },
            rationCard = text(model.ration),
        )
    }
}
