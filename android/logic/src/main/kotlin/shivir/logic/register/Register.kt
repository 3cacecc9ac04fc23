package shivir.logic.register

import shivir.bindings.PhoneException
import shivir.core.Answer
import shivir.core.Confirmed
import shivir.core.DraftView
import shivir.core.Due
import shivir.core.Follow
import shivir.core.MemberView
import shivir.core.Step
import shivir.core.Whom
import shivir.domain.CardKind
import shivir.domain.CardOutcome
import shivir.domain.ConsentMode
import shivir.domain.Document
import shivir.domain.Outcome
import shivir.domain.PersonId
import shivir.domain.SignedBy
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Work
import shivir.logic.people.Refs

/**
 * The registration of a person or of a household in one pass, one decision a page. The core's draft says which step is at hand;
 * the model holds what belongs to one step and is not an answer yet. About: a person's id, `household:` and the id of one of
 * its members, `draft:` and its number, `correct:` and the stream and number of the registration that is to be corrected.
 */
object Register : Screen<Register.Model> {
    data class Model(
        val about: String,
        val draft: DraftView? = null,
        val notice: Notice? = null,
        /** Which member is at the table. */
        val at: Int = 0,
        /** The page within the step. */
        val part: Part = Part.START,
        val typed: Typed = Typed(),
        val documents: Set<Document> = emptySet(),
        val outcomes: Map<CardKind, Outcome> = emptyMap(),
        /** Cards that were passed over, for the paper says that the age is not right for them. */
        val passed: Set<CardKind> = emptySet(),
        val follow: Follow = Follow(),
        /** The whole text of the notice is open. */
        val reading: Boolean = false,
        /** What was kept of the step at hand, until the draft is here. */
        val kept: String? = null,
    ) {
        val member: MemberView? get() = draft?.members?.getOrNull(at)

        /** The card that is asked about now. */
        val card: Due? get() = member?.due?.firstOrNull { it.kind !in outcomes && it.kind !in passed }

        /** Members who take part in this pass. */
        val taking: List<IndexedValue<MemberView>>
            get() = draft?.members.orEmpty().withIndex().filterNot { it.value.leftOut }
    }

    /** Pages within a step, where one question leads to another. */
    enum class Part { START, MEMBERS, NOT_MET, SIGNED_BY, GUARDIAN, SPOKEN, TICK, TRIED, LAST4, SUM }

    /** Letters that were typed on the way to an answer. */
    data class Typed(
        val mode: ConsentMode = ConsentMode.Signed,
        val by: SignedBy = SignedBy.Own,
        val given: Boolean = true,
        val guardian: String = "",
        val reader: String = "",
        val witness: String = "",
        val last4: String = "",
    )

    data class Opened(val draft: DraftView, val notice: Notice?) : Event
    data class Changed(val draft: DraftView) : Event
    data class Done(val confirmed: Confirmed) : Event
    data object Dropped : Event

    data object Onward : Event
    data class Open(val part: Part) : Event
    data object Read : Event
    data object Hear : Event
    data class TakeOut(val member: Int, val out: Boolean) : Event
    data class AtMember(val member: Int) : Event
    data object TheWholeFamily : Event
    data class ItIs(val person: PersonId) : Event
    data object Another : Event
    data class Consented(val mode: ConsentMode) : Event
    data object SaysNo : Event
    data class By(val by: SignedBy) : Event
    data class Type(val change: (Typed) -> Typed) : Event
    data class NotMet(val outcome: Outcome) : Event
    data object AllShown : Event
    data class Tick(val document: Document) : Event
    data class Came(val kind: CardKind, val outcome: Outcome?) : Event
    data class Why(val follow: Follow) : Event
    data class BackIn(val month: UInt?) : Event
    data object Confirm : Event
    data object Stop : Event

    override val id = ScreenId.REGISTER

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val before = kept?.let(RegisterKept::draft)
        val draft = before?.first ?: about?.removePrefix("draft:")?.toLongOrNull()
        val model = Model(about.orEmpty(), at = before?.second ?: 0, kept = kept)
        if (draft != null) return Next(model, Begin.Again(draft))
        val whom = about?.let(::whom) ?: return Next(model, Move.Back)
        return Next(model, Begin.Afresh(whom))
    }

    override fun kept(model: Model): String? = model.draft?.let { RegisterKept.write(model, it) } ?: model.kept

    override fun page(seat: Seat, model: Model): Page = RegisterPage.of(seat, model)

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> {
        val draft = model.draft
        return when (event) {
            is Opened -> Next(opened(model, event))
            is Done -> Next(model, Move.Swap(Route(ScreenId.TOKEN, event.confirmed.people.joinToString(",") { Refs.text(it.fact) })))
            Dropped -> Next(model, Move.Back)
            BackTouched -> Back.of(model)
            else -> if (draft == null) Next(model) else Steps.update(model, draft, event)
        }
    }

    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? {
        // Confirmed or dropped meanwhile, perhaps by a second touch: there is nothing to go on with.
        val gone = work is Begin.Again && why is PhoneException.NotFound
        return if (gone) Next(model, Move.Back) else null
    }

    private fun opened(model: Model, event: Opened): Model {
        val several = event.draft.members.size > 1 && event.draft.members.all { it.answers.isEmpty() }
        val at = model.at.coerceIn(0, event.draft.members.lastIndex)
        val opened = model.copy(draft = event.draft, notice = event.notice, at = at, part = Part.START, kept = null)
        val begun = if (several) opened.copy(part = Part.MEMBERS) else Steps.onToNext(opened)
        return model.kept?.let { RegisterKept.read(it, opened.copy(part = begun.part)) } ?: begun
    }

    private fun whom(about: String): Whom? = when {
        about.startsWith("household:") -> Whom.Household(about.removePrefix("household:"))
        about.startsWith("correct:") -> Refs.fact(about.removePrefix("correct:"))?.let { Whom.Correct(it) }
        else -> Whom.Person(about)
    }

    internal fun outcomes(model: Model): Answer =
        Answer.Outcomes(model.outcomes.map { (kind, outcome) -> CardOutcome(kind, outcome) })

    /** Everyone who takes part has answered everything. */
    internal fun ready(draft: DraftView): Boolean = draft.members.filterNot { it.leftOut }.all { it.step == Step.READY }
}
