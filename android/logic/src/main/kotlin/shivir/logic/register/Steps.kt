package shivir.logic.register

import shivir.core.Answer
import shivir.core.DraftView
import shivir.core.Follow
import shivir.core.MemberView
import shivir.core.Step
import shivir.domain.Consent
import shivir.domain.ConsentMode
import shivir.domain.Outcome
import shivir.domain.SignedBy
import shivir.domain.SpokenConsent
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.say
import shivir.logic.register.Register.Model
import shivir.logic.register.Register.Part
import shivir.logic.register.Register.Typed

/** What each touch of the flow comes to. */
internal object Steps {
    fun update(model: Model, draft: DraftView, event: Event): Next<Model> {
        val member = model.member ?: return Next(model)
        return when (event) {
            is Register.Changed -> Next(changed(model, event.draft))
            is Register.Open -> Next(model.copy(part = event.part))
            Register.Read -> Next(model.copy(reading = !model.reading))
            is Register.TakeOut -> Next(model, LeaveOut(draft.no, event.member, event.out))
            is Register.AtMember -> Next(moved(model, event.member))
            Register.TheWholeFamily -> Next(model, Widen(draft.no, member.person))
            is Register.ItIs -> Next(model, SwitchTo(draft.no, model.at, event.person))
            Register.Another -> give(model, draft, Answer.Another(member.likely.map { it.person }))
            is Register.Type -> Next(model.copy(typed = event.change(model.typed)))
            is Register.Consented -> consented(model, draft, member, model.typed.copy(mode = event.mode, given = true))
            Register.SaysNo -> consented(model, draft, member, Typed(mode = ConsentMode.Spoken, given = false))
            is Register.By -> Next(model.copy(typed = model.typed.copy(by = event.by), part = Part.GUARDIAN))
            is Register.NotMet -> give(model, draft, Answer.NotMet(event.outcome))
            Register.AllShown -> give(model, draft, Answer.Documents(asked(member).map { it.single() }))
            is Register.Tick -> Next(model.copy(documents = toggled(model.documents, event.document)))
            is Register.Came -> came(model, draft, event)
            is Register.Why -> why(model, draft, member, event.follow)
            is Register.BackIn -> why(model, draft, member, model.follow.copy(backIn = event.month), asked = true)
            Register.Hear -> Next(model, Outside.Speak(listOfNotNull(model.notice?.let { say(it.text) })))
            Register.Onward -> onward(model, draft, member)
            Register.Confirm -> Next(model, Confirming(draft.no))
            Register.Stop -> Next(model, Drop(draft.no))
            else -> Next(model)
        }
    }

    /** Papers of which each has to be there; where one of several does, which one has to be ticked. */
    fun asked(member: MemberView) = member.papers.filterNot { it.optional }.map { it.oneOf }.distinct()

    fun give(model: Model, draft: DraftView, answer: Answer): Next<Model> = Next(model, Give(draft.no, model.at, answer))

    /** A new step begins without what belonged to the last one; who is through makes place for the next of the household. */
    private fun changed(model: Model, draft: DraftView): Model {
        val before = model.member
        val now = draft.members.getOrNull(model.at)
        val same = before != null && now != null && before.step == now.step && before.answers == now.answers
        val fresh = if (same) model.copy(draft = draft) else cleared(model.copy(draft = draft))
        if (model.part == Part.MEMBERS && same) return fresh.copy(part = Part.MEMBERS)
        return if (now?.step == Step.READY) onToNext(fresh) else fresh
    }

    /** To the first who takes part and is not through; where all of a household are, to the page of them all. */
    fun onToNext(model: Model): Model {
        val next = model.taking.firstOrNull { it.value.step != Step.READY }
        return when {
            next != null -> moved(model, next.index)
            model.draft?.members?.size == 1 -> model
            else -> model.copy(part = Part.SUM)
        }
    }

    private fun moved(model: Model, member: Int) = cleared(model.copy(at = member))

    fun cleared(model: Model) = model.copy(
        part = Part.START,
        typed = Typed(),
        documents = emptySet(),
        outcomes = emptyMap(),
        passed = emptySet(),
        follow = Follow(),
        reading = false,
    )

    /** Who consents in another's name says who he is; what is spoken has a reader and a witness. */
    private fun consented(model: Model, draft: DraftView, member: MemberView, typed: Typed): Next<Model> {
        val notice = model.notice ?: return Next(model)
        val own = typed.by == SignedBy.Own
        val spoken = typed.mode == ConsentMode.Spoken && typed.given
        val waiting = model.copy(typed = typed)
        if (member.minor && own) return Next(waiting.copy(part = Part.SIGNED_BY))
        if (!own && typed.guardian.isBlank()) return Next(waiting.copy(part = Part.GUARDIAN))
        if (spoken && (typed.reader.isBlank() || typed.witness.isBlank())) return Next(waiting.copy(part = Part.SPOKEN))
        val consent = Consent(
            notice = notice.version,
            language = notice.language,
            mode = typed.mode,
            spoken = if (spoken) SpokenConsent(typed.reader, typed.witness) else null,
            by = typed.by,
            guardian = typed.guardian.takeIf { !own },
            given = typed.given,
        )
        return give(waiting, draft, Answer.Consent(consent))
    }

    /** One card after the other; when each has its outcome they are one answer. */
    private fun came(model: Model, draft: DraftView, event: Register.Came): Next<Model> {
        val next = when (val outcome = event.outcome) {
            null -> model.copy(passed = model.passed + event.kind)
            else -> model.copy(outcomes = model.outcomes + (event.kind to outcome))
        }
        if (next.card != null) return Next(next)
        // Every card passed over: the core says what is missing.
        return give(next, draft, Register.outcomes(next))
    }

    /** Reasons are gathered question by question; the last one gives the answer. */
    private fun why(model: Model, draft: DraftView, member: MemberView, follow: Follow, asked: Boolean = false): Next<Model> {
        val next = model.copy(follow = follow, part = Part.START)
        val reason = follow.aadhaar
        if (reason in member.afterAttempts && !follow.faceAndOtpFailed) return Next(next.copy(part = Part.TRIED))
        if (Follows.next(member, follow, asked) != null) return Next(next)
        if (reason != null && model.part != Part.LAST4) return Next(next.copy(part = Part.LAST4))
        return give(next, draft, Answer.Follow(follow))
    }

    private fun onward(model: Model, draft: DraftView, member: MemberView): Next<Model> = when {
        model.part == Part.MEMBERS || member.step == Step.READY -> Next(onToNext(model))
        model.part == Part.GUARDIAN || model.part == Part.SPOKEN -> consented(model, draft, member, model.typed)
        model.part == Part.LAST4 -> {
            val last4 = model.typed.last4.takeIf { it.length == 4 }
            give(model, draft, Answer.Follow(model.follow.copy(last4 = last4)))
        }
        member.step == Step.WARNINGS -> give(model, draft, Answer.GoOn(member.warnings))
        member.step == Step.DOCUMENTS -> give(model, draft, Answer.Documents(model.documents.toList()))
        else -> Next(model)
    }

    private fun <T> toggled(set: Set<T>, one: T) = if (one in set) set - one else set + one
}

/** The questions that follow an outcome, in order. */
internal object Follows {
    enum class Question { AADHAAR, RATION, LEAVE, BACK_IN }

    /** The next that is not answered; none when all are. `asked`: the month of return was answered, perhaps by "not known". */
    fun next(member: MemberView, follow: Follow, asked: Boolean): Question? {
        val said = said(member)
        return when {
            Outcome.BlockedAadhaar in said && follow.aadhaar == null -> Question.AADHAAR
            Outcome.NotInList in said && follow.ration == null -> Question.RATION
            (Outcome.Deceased in said || Outcome.Moved in said) && follow.leave == null -> Question.LEAVE
            Outcome.Away in said && !asked -> Question.BACK_IN
            else -> null
        }
    }

    private fun said(member: MemberView): Set<Outcome> = member.answers.flatMap { answer ->
        when (answer) {
            is Answer.Outcomes -> answer.outcomes.map { it.outcome }
            is Answer.NotMet -> listOf(answer.outcome)
            else -> emptyList()
        }
    }.toSet()
}

/** The way back within the flow: the page before, then the answer before, then out of it with a question. */
internal object Back {
    fun of(model: Model): Next<Model> {
        val draft = model.draft ?: return Next(model, Move.Back)
        val member = model.member ?: return Next(model, Move.Back)
        return when {
            model.reading -> Next(model.copy(reading = false))
            model.part == Part.MEMBERS -> Next(model, Drop(draft.no))
            model.part != Part.START && model.part != Part.SUM -> Next(Steps.cleared(model))
            model.outcomes.isNotEmpty() || model.passed.isNotEmpty() ->
                Next(model.copy(outcomes = emptyMap(), passed = emptySet()))
            model.follow != Follow() -> Next(model.copy(follow = Follow()))
            member.answers.isNotEmpty() -> Next(model.copy(part = Part.START), TakeBack(draft.no, model.at))
            draft.members.size > 1 -> Next(model.copy(part = Part.MEMBERS))
            // Nothing was said yet: a draft without answers is not worth keeping.
            else -> Next(model, Drop(draft.no))
        }
    }
}
