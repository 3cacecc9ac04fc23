package shivir.logic.register

import java.time.LocalDate
import shivir.bindings.cardKindWord
import shivir.bindings.outcomeWord
import shivir.bindings.warningSentence
import shivir.core.MemberView
import shivir.core.Step
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Steps as Bar
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.Shown
import shivir.logic.people.Signs
import shivir.logic.register.Register.Model
import shivir.logic.register.Register.Part

enum class RegisterWords : Words {
    REGISTER_TITLE, REGISTER_LOADING, REGISTER_BACK, REGISTER_ONWARD, REGISTER_CONFIRM, REGISTER_STOP, REGISTER_CORRECTS,
    REGISTER_MEMBERS, REGISTER_MEMBERS_HELP, REGISTER_FAMILY, REGISTER_OF_MEMBERS,
    REGISTER_LIKELY, REGISTER_IT_IS, REGISTER_ANOTHER, REGISTER_WARNINGS,
    REGISTER_CONSENT, REGISTER_NO_NOTICE, REGISTER_NOTICE_MORE, REGISTER_NOTICE_LESS, REGISTER_HEAR, REGISTER_UNREVIEWED,
    REGISTER_THUMB, REGISTER_SIGNED, REGISTER_SPOKEN, REGISTER_SAYS_NO, REGISTER_NOT_MET, REGISTER_NOT_MET_WHY,
    REGISTER_SIGNED_BY, REGISTER_GUARDIAN, REGISTER_GUARDIAN_NAME, REGISTER_SPOKEN_WHO, REGISTER_READER, REGISTER_WITNESS,
    REGISTER_DOCUMENTS, REGISTER_ALL_SHOWN, REGISTER_TICK, REGISTER_TICK_HELP, REGISTER_NONE_SHOWN, REGISTER_CHECK_PAPER,
    REGISTER_OUTCOME, REGISTER_CARD_PASSED, REGISTER_READY_FOR_CARD,
    REGISTER_AADHAAR, REGISTER_TRIED, REGISTER_TRIED_HELP, REGISTER_TRIED_YES, REGISTER_TRIED_NO, REGISTER_LAST4,
    REGISTER_LAST4_FIELD, REGISTER_LAST4_HELP, REGISTER_SKIP, REGISTER_RATION, REGISTER_LEAVE, REGISTER_BACK_IN, REGISTER_MONTH_UNKNOWN,
    REGISTER_READY, REGISTER_READY_HELP, REGISTER_SUM, REGISTER_NOT_DONE,
}

/** What stands on the pages of the flow. */
internal object RegisterPage {
    fun of(seat: Seat, model: Model): Page {
        val member = model.member
        if (member == null) return Page(say(RegisterWords.REGISTER_TITLE), body = listOf(Block.Busy(say(RegisterWords.REGISTER_LOADING))))
        val pages = Pages(seat.lang, seat.today, model, member)
        return when (model.part) {
            Part.MEMBERS -> MemberPages.list(seat.lang, model)
            Part.SUM -> MemberPages.sum(seat.lang, model)
            Part.NOT_MET -> pages.notMet()
            Part.SIGNED_BY -> ConsentPages.signedBy(pages)
            Part.GUARDIAN -> ConsentPages.guardian(pages)
            Part.SPOKEN -> ConsentPages.spoken(pages)
            Part.TICK -> PaperPages.tick(pages)
            Part.TRIED -> pages.tried()
            Part.LAST4 -> pages.last4()
            Part.START -> step(pages)
        }
    }

    private fun step(pages: Pages): Page = when (pages.member.step) {
        Step.LIKELY -> pages.likely()
        Step.WARNINGS -> pages.warnings()
        Step.CONSENT -> ConsentPages.ask(pages)
        Step.DOCUMENTS -> PaperPages.ask(pages)
        Step.OUTCOME -> pages.outcome()
        Step.FOLLOW -> FollowPages.of(pages)
        Step.READY -> pages.ready()
    }
}

/** What every page of one member has: her name above, the way back below. */
internal class Pages(val lang: Lang, val today: LocalDate, val model: Model, val member: MemberView) {
    /** `about`: of what several are asked one after the other. */
    fun page(question: Words, body: List<Block>, vararg foot: Button, about: Say? = null): Page = Page(
        title = say(member.name),
        under = under(),
        steps = Bar(member.step.ordinal - 1, Step.READY.ordinal),
        body = listOf(Block.Heading(if (about == null) say(question) else joined(about, say(question)))) + body,
        foot = listOf(back()) + foot,
    )

    private fun under(): Say? {
        val members = model.taking
        val of = members.indexOfFirst { it.index == model.at }.takeIf { members.size > 1 }
        return joined(
            of?.let { say(RegisterWords.REGISTER_OF_MEMBERS, say(it + 1), say(members.size)) },
            model.draft?.corrects?.let { say(RegisterWords.REGISTER_CORRECTS) },
        ).takeIf { (it as Say.Joined).parts.isNotEmpty() }
    }

    fun back() = Button(say(RegisterWords.REGISTER_BACK), BackTouched, Icon.BACK)

    fun onward(on: Boolean = true) = Button(say(RegisterWords.REGISTER_ONWARD), Register.Onward.takeIf { on }, Icon.TICK)

    fun likely(): Page {
        val rows = member.likely.map { one ->
            Block.Row(
                key = one.person,
                name = Shown.nameAge(lang.name(one.nameHi, one.nameEn), one.age),
                under = Shown.whence(one.relative, one.para, one.village, one.areaName),
                event = Register.ItIs(one.person),
                icon = Icon.PERSON,
                also = listOf(Button(say(RegisterWords.REGISTER_IT_IS), Register.ItIs(one.person), Icon.TICK)),
            )
        }
        return page(RegisterWords.REGISTER_LIKELY, rows, Button(say(RegisterWords.REGISTER_ANOTHER), Register.Another, Icon.PLUS))
    }

    fun warnings(): Page {
        val notices = member.warnings.mapIndexed { n, warning ->
            Block.Notice(say(warningSentence(warning, lang)), Icon.WARNING, Tone.WAIT, key = "warning-$n")
        }
        return page(RegisterWords.REGISTER_WARNINGS, notices, onward())
    }

    fun notMet(): Page {
        val outcomes = listOf(Outcome.Absent, Outcome.Away, Outcome.Moved, Outcome.Deceased)
        return page(RegisterWords.REGISTER_NOT_MET_WHY, outcomes.map {
            Block.Choice("$it", say(outcomeWord(it, lang)), Signs.icon(it), false, Register.NotMet(it))
        })
    }

    fun outcome(): Page {
        val card = model.card ?: return ready()
        val choices = member.outcomes.sortedBy(ORDER::indexOf).map { outcome ->
            Block.Choice(
                key = "${card.kind} $outcome",
                label = say(outcomeWord(outcome, lang)),
                icon = Signs.icon(outcome),
                chosen = false,
                event = Register.Came(card.kind, outcome),
                tone = Signs.tone(outcome),
            )
        }
        val back = Block.Notice(say(RegisterWords.REGISTER_READY_FOR_CARD), Icon.TICK, Tone.DONE, key = "ready-for-card")
        val pass = Block.Choice("pass", say(RegisterWords.REGISTER_CARD_PASSED), Icon.MINUS, false, Register.Came(card.kind, null))
        return page(
            RegisterWords.REGISTER_OUTCOME,
            listOfNotNull(back.takeIf { member.readyForCard }) + choices + listOfNotNull(pass.takeIf { !card.certain }),
            about = say(cardKindWord(card.kind, lang)).takeIf { member.due.size > 1 },
        )
    }

    fun tried(): Page = page(
        RegisterWords.REGISTER_TRIED,
        listOf(Block.Words(say(RegisterWords.REGISTER_TRIED_HELP))),
        Button(say(RegisterWords.REGISTER_TRIED_NO), Register.Why(model.follow.copy(aadhaar = null)), Icon.CROSS),
        Button(say(RegisterWords.REGISTER_TRIED_YES), Register.Why(model.follow.copy(faceAndOtpFailed = true)), Icon.TICK),
    )

    fun last4(): Page {
        val typed = model.typed.last4
        val field = Block.Field(
            key = "last4",
            label = say(RegisterWords.REGISTER_LAST4_FIELD),
            value = typed,
            kind = FieldKind.NUMBER,
            hint = say("0000"),
            // No more than the last four is taken: of a whole number nothing is kept.
            typed = { text -> Register.Type { it.copy(last4 = text.filter(Char::isDigit).takeLast(4)) } },
            done = Register.Onward,
            focus = true,
        )
        val next = if (typed.length == 4) onward() else Button(say(RegisterWords.REGISTER_SKIP), Register.Onward, Icon.MORE)
        return page(RegisterWords.REGISTER_LAST4, listOf(field, Block.Words(say(RegisterWords.REGISTER_LAST4_HELP), quiet = true)), next)
    }

    fun ready(): Page = page(
        RegisterWords.REGISTER_READY,
        listOf(MemberPages.facts(lang, member), Block.Notice(say(RegisterWords.REGISTER_READY_HELP), Icon.INFO, Tone.PLAIN)),
        // Others of the household are not through yet.
        if (model.draft?.let(Register::ready) == true) Button(say(RegisterWords.REGISTER_CONFIRM), Register.Confirm, Icon.TICK) else onward(),
    )

    companion object {
        /** What a table at a camp says most often comes first; who makes cards says what came of them after that. */
        private val ORDER = listOf(
            Outcome.IntakeDone, Outcome.BlockedAadhaar, Outcome.Already, Outcome.NoDocs, Outcome.NotInList,
            Outcome.Submitted, Outcome.Approved, Outcome.Pending, Outcome.Rejected,
        )
    }
}
