package shivir.logic.register

import java.time.YearMonth
import shivir.bindings.aadhaarReasonWord
import shivir.bindings.allLeaveReasons
import shivir.bindings.allRationReasons
import shivir.bindings.allSignedBy
import shivir.bindings.cardKindWord
import shivir.bindings.documentWord
import shivir.bindings.leaveReasonWord
import shivir.bindings.outcomeWord
import shivir.bindings.rationReasonWord
import shivir.bindings.signedByWord
import shivir.bindings.warningSentence
import shivir.core.Answer
import shivir.core.Follow
import shivir.core.MemberView
import shivir.core.Warning
import shivir.domain.ConsentMode
import shivir.domain.Document
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.domain.SignedBy
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Tone
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.people.Signs
import shivir.logic.register.Register.Model
import shivir.logic.register.Register.Part

/** Consent: the notice, who gives it and how. */
internal object ConsentPages {
    fun ask(pages: Pages): Page {
        val notice = pages.model.notice
            ?: return pages.page(RegisterWords.REGISTER_CONSENT, listOf(Block.Notice(say(RegisterWords.REGISTER_NO_NOTICE), Icon.WARNING, Tone.BLOCK)))
        val reading = pages.model.reading
        val open = Button(
            say(if (reading) RegisterWords.REGISTER_NOTICE_LESS else RegisterWords.REGISTER_NOTICE_MORE), Register.Read, Icon.EYE,
        )
        val unreviewed = Block.Words(say(RegisterWords.REGISTER_UNREVIEWED), quiet = true, key = "unreviewed")
        val text = if (reading) notice.text else notice.text.lineSequence().first()
        val choice = { mode: ConsentMode, words: RegisterWords, icon: Icon ->
            Block.Choice("$mode", say(words), icon, false, Register.Consented(mode))
        }
        val family = Button(say(RegisterWords.REGISTER_FAMILY), Register.TheWholeFamily, Icon.FAMILY)
        val alone = pages.model.draft?.members?.size == 1 && !pages.member.new
        return pages.page(
            RegisterWords.REGISTER_CONSENT,
            listOfNotNull(
                Block.Words(say(text), key = "notice"),
                unreviewed.takeIf { !notice.reviewed },
                Block.Buttons(listOf(open, Button(say(RegisterWords.REGISTER_HEAR), Register.Hear, Icon.SPEAKER)), "notice-more"),
                choice(ConsentMode.Thumb, RegisterWords.REGISTER_THUMB, Icon.THUMB),
                choice(ConsentMode.Signed, RegisterWords.REGISTER_SIGNED, Icon.EDIT),
                choice(ConsentMode.Spoken, RegisterWords.REGISTER_SPOKEN, Icon.SPEAKER),
                Block.Choice("no", say(RegisterWords.REGISTER_SAYS_NO), Icon.HAND, false, Register.SaysNo, Tone.PLAIN),
                Block.Buttons(listOf(family), "family").takeIf { alone },
            ),
            Button(say(RegisterWords.REGISTER_NOT_MET), Register.Open(Part.NOT_MET), Icon.AWAY, tone = Tone.PLAIN),
        )
    }

    fun signedBy(pages: Pages): Page = pages.page(
        RegisterWords.REGISTER_SIGNED_BY,
        allSignedBy().filter { it != SignedBy.Own }.map { by ->
            val icon = when (by) {
                SignedBy.Mother -> Icon.WOMAN
                SignedBy.Father -> Icon.MAN
                SignedBy.Grandparent -> Icon.ELDER
                else -> Icon.PERSON
            }
            Block.Choice("$by", say(signedByWord(by, pages.lang)), icon, pages.model.typed.by == by, Register.By(by))
        },
    )

    fun guardian(pages: Pages): Page = pages.page(
        RegisterWords.REGISTER_GUARDIAN,
        listOf(name("guardian", RegisterWords.REGISTER_GUARDIAN_NAME, pages.model.typed.guardian) { typed, text -> typed.copy(guardian = text) }),
        pages.onward(pages.model.typed.guardian.isNotBlank()),
    )

    fun spoken(pages: Pages): Page {
        val typed = pages.model.typed
        return pages.page(
            RegisterWords.REGISTER_SPOKEN_WHO,
            listOf(
                name("reader", RegisterWords.REGISTER_READER, typed.reader) { it, text -> it.copy(reader = text) },
                name("witness", RegisterWords.REGISTER_WITNESS, typed.witness) { it, text -> it.copy(witness = text) },
            ),
            pages.onward(typed.reader.isNotBlank() && typed.witness.isNotBlank()),
        )
    }

    private fun name(key: String, label: RegisterWords, value: String, change: (Register.Typed, String) -> Register.Typed) = Block.Field(
        key = key,
        label = say(label),
        value = value,
        kind = FieldKind.NAME,
        typed = { text -> Register.Type { change(it, text) } },
        done = Register.Onward,
        focus = key != "witness",
    )
}

/** Papers: all of them at a touch where there is no choice, else ticked one by one. */
internal object PaperPages {
    fun ask(pages: Pages): Page {
        val asked = Steps.asked(pages.member)
        if (asked.isEmpty() || asked.any { it.size > 1 }) return tick(pages)
        val lines = Block.Facts(null, asked.map { Line(say(documentWord(it.single(), pages.lang)), null, Signs.icon(it.single())) }, "papers")
        return pages.page(
            RegisterWords.REGISTER_DOCUMENTS,
            listOfNotNull(checkPaper(pages), lines),
            Button(say(RegisterWords.REGISTER_TICK), Register.Open(Part.TICK), Icon.LIST),
            Button(say(RegisterWords.REGISTER_ALL_SHOWN), Register.AllShown, Icon.TICK),
        )
    }

    fun tick(pages: Pages): Page {
        val offered = pages.member.papers.flatMap { it.oneOf } + listOf(Document.MobileForOtp)
        val ticks = offered.distinct().map {
            val chosen = it in pages.model.documents
            Block.Choice("$it", say(documentWord(it, pages.lang)), Signs.icon(it), chosen, Register.Tick(it), many = true)
        }
        val none = Button(say(RegisterWords.REGISTER_NONE_SHOWN), Register.Onward, Icon.MINUS)
        return pages.page(
            RegisterWords.REGISTER_DOCUMENTS,
            listOfNotNull(checkPaper(pages), Block.Words(say(RegisterWords.REGISTER_TICK_HELP), quiet = true, key = "help")) + ticks,
            if (pages.model.documents.isEmpty()) none else pages.onward(),
        )
    }

    private fun checkPaper(pages: Pages): Block? = pages.member.checkThePaper?.let {
        Block.Notice(say(RegisterWords.REGISTER_CHECK_PAPER, say(it.toInt())), Icon.BIRTH, Tone.WAIT, key = "check-paper")
    }
}

/** What follows from an outcome. */
internal object FollowPages {
    fun of(pages: Pages): Page {
        val lang = pages.lang
        val follow = pages.model.follow
        return when (Follows.next(pages.member, follow, asked = false)) {
            Follows.Question.AADHAAR -> pages.page(RegisterWords.REGISTER_AADHAAR, pages.member.reasons.map {
                choice("$it", aadhaarReasonWord(it, lang), Signs.icon(it), follow.copy(aadhaar = it))
            })
            Follows.Question.RATION -> pages.page(RegisterWords.REGISTER_RATION, allRationReasons().map {
                choice("$it", rationReasonWord(it, lang), Icon.RATION, follow.copy(ration = it))
            })
            Follows.Question.LEAVE -> pages.page(RegisterWords.REGISTER_LEAVE, allLeaveReasons().map {
                choice("$it", leaveReasonWord(it, lang), Icon.PAPER, follow.copy(leave = it))
            })
            Follows.Question.BACK_IN -> months(pages)
            null -> pages.last4()
        }
    }

    private fun choice(key: String, label: String, icon: Icon, follow: Follow) =
        Block.Choice(key, say(label), icon, false, Register.Why(follow))

    private fun months(pages: Pages): Page {
        val now = YearMonth.from(pages.today)
        val months = (1L..9L).map(now::plusMonths).map { month ->
            val words = say(RegisterMonths.entries[month.monthValue - 1])
            val number = (month.year * 100 + month.monthValue).toUInt()
            Block.Choice("$month", joined(words, say(month.year.toString())), Icon.CALENDAR, false, Register.BackIn(number))
        }
        val unknown = Block.Choice("unknown", say(RegisterWords.REGISTER_MONTH_UNKNOWN), Icon.INFO, false, Register.BackIn(null))
        return pages.page(RegisterWords.REGISTER_BACK_IN, listOf(unknown) + months)
    }
}

/** Months by their names. */
enum class RegisterMonths : shivir.logic.kit.Words {
    MONTH_1, MONTH_2, MONTH_3, MONTH_4, MONTH_5, MONTH_6, MONTH_7, MONTH_8, MONTH_9, MONTH_10, MONTH_11, MONTH_12,
}

/** The members of a household, before and after. */
internal object MemberPages {
    fun list(lang: Lang, model: Model): Page {
        val members = model.draft?.members.orEmpty()
        val rows = members.mapIndexed { n, member ->
            Block.Choice(
                key = member.person,
                label = say(member.name),
                icon = Icon.PERSON,
                chosen = !member.leftOut,
                event = Register.TakeOut(n, !member.leftOut),
                many = true,
                under = made(lang, member) ?: joined(*member.due.map { say(cardKindWord(it.kind, lang)) }.toTypedArray()),
            )
        }
        val on = model.taking.isNotEmpty()
        return Page(
            title = say(RegisterWords.REGISTER_MEMBERS),
            under = say(RegisterWords.REGISTER_MEMBERS_HELP),
            body = rows,
            foot = listOf(
                Button(say(RegisterWords.REGISTER_STOP), BackTouched, Icon.CROSS),
                Button(say(RegisterWords.REGISTER_ONWARD), Register.Onward.takeIf { on }, Icon.TICK),
            ),
        )
    }

    /** That there is nothing to do for her: her cards are made. */
    private fun made(lang: Lang, member: MemberView): Say? {
        val made = member.warnings.filterIsInstance<Warning.HasCard>()
        return joined(*made.map { say(warningSentence(it, lang)) }.toTypedArray()).takeIf { made.isNotEmpty() }
    }

    fun sum(lang: Lang, model: Model): Page {
        val draft = model.draft
        val facts = model.taking.map { (n, member) -> facts(lang, member, "member-$n", titled = true) }
        val ready = draft != null && Register.ready(draft)
        return Page(
            title = say(RegisterWords.REGISTER_SUM),
            under = say(RegisterWords.REGISTER_READY),
            body = facts + Block.Notice(say(if (ready) RegisterWords.REGISTER_READY_HELP else RegisterWords.REGISTER_NOT_DONE), Icon.INFO, Tone.PLAIN),
            foot = listOf(
                Button(say(RegisterWords.REGISTER_BACK), BackTouched, Icon.BACK),
                Button(say(RegisterWords.REGISTER_CONFIRM), Register.Confirm.takeIf { ready }, Icon.TICK),
            ),
        )
    }

    /** What was answered of a member, as it will stand. */
    fun facts(lang: Lang, member: MemberView, key: String = "facts", titled: Boolean = false): Block.Facts {
        val lines = member.answers.flatMap { answer ->
            when (answer) {
                is Answer.Outcomes -> answer.outcomes.map { line(cardKindWord(it.kind, lang), it.outcome, lang) }
                is Answer.NotMet -> listOf(line("", answer.outcome, lang))
                is Answer.Consent -> if (answer.v1.given) emptyList() else listOf(line("", Outcome.Refused, lang))
                is Answer.Documents -> answer.shown.map { Line(say(documentWord(it, lang)), null, Signs.icon(it), Tone.DONE) }
                is Answer.Follow -> listOfNotNull(
                    answer.v1.aadhaar?.let { Line(say(aadhaarReasonWord(it, lang)), answer.v1.last4?.let { say("•••• $it") }, Icon.THUMB, Tone.BLOCK) },
                    answer.v1.ration?.let { Line(say(rationReasonWord(it, lang)), null, Icon.RATION, Tone.WAIT) },
                    answer.v1.leave?.let { Line(say(leaveReasonWord(it, lang)), null, Icon.PAPER) },
                )
                is Answer.Another, is Answer.GoOn -> emptyList()
            }
        }
        return Block.Facts(say(member.name).takeIf { titled }, lines, key)
    }

    private fun line(label: String, outcome: Outcome, lang: Lang): Line {
        val (icon, tone) = Signs.icon(outcome) to Signs.tone(outcome)
        val words = outcomeWord(outcome, lang)
        return if (label.isEmpty()) Line(say(words), null, icon, tone) else Line(say(label), say(words), icon, tone)
    }
}
