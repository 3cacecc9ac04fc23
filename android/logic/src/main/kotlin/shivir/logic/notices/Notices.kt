package shivir.logic.notices

import shivir.bindings.allLanguages
import shivir.core.ConsentTakenBack
import shivir.core.Person
import shivir.core.Sitting
import shivir.domain.Contact
import shivir.domain.Helpline
import shivir.domain.Language
import shivir.domain.Notice
import shivir.domain.NoticeKind
import shivir.domain.PersonId
import shivir.domain.VisitView
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
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

/**
 * The campaign's notices, to be read or heard: before consent, and on taking it back. About a person: what happens when
 * she takes her consent back, and the taking back itself.
 */
object Notices : Screen<Notices.Model> {
    data class Model(
        /** Whose consent it is about; none where the notices alone are read. */
        val person: PersonId?,
        val kind: NoticeKind,
        val language: Language = Language.Hindi,
        /** None until it was read. */
        val read: Read? = null,
        /** Taking back was touched and is asked once more. */
        val asks: Boolean = false,
        /** What was removed just now, and what stays. */
        val done: ConsentTakenBack? = null,
        val aloud: Boolean = false,
    )

    data class Read(
        val languages: List<Language>,
        /** The notice; none where the campaign has none on this day. */
        val notice: Notice?,
        /** The Hindi one beside a wording that nobody checked yet. */
        val hindi: Notice?,
        val helplines: List<Helpline>,
        val contact: Contact,
        val person: Person?,
    )

    data class Loaded(val read: Read) : Event
    data class KindChosen(val kind: NoticeKind) : Event
    data class LanguageChosen(val language: Language) : Event
    data object ReadAloud : Event
    data class CallTouched(val number: String) : Event
    data object FindTouched : Event
    data object AskTakeBack : Event
    data object Keep : Event
    data object TakeBackTouched : Event
    data class TakenBack(val what: ConsentTakenBack) : Event

    data class Look(val person: PersonId?, val kind: NoticeKind, val language: Language) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val (phone, today) = desk.phone to desk.seat.today
            val campaign = phone.campaign()
            val notice = phone.notice(kind, language, today)
            val beside = notice?.takeIf { !it.reviewed && it.language != Language.Hindi }
            val read = Read(
                languages = campaign.notices.filter { it.kind == kind }.map { it.language }.distinct(),
                notice = notice,
                hindi = beside?.let { phone.notice(kind, Language.Hindi, today) },
                helplines = campaign.helplines,
                contact = campaign.contact,
                person = person?.let(phone::person),
            )
            return Loaded(read)
        }
    }

    /** She takes her consent back: all that rests on it is removed, in one step that cannot be undone. */
    data class TakeBack(val sitting: Sitting, val person: PersonId) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = TakenBack(desk.phone.withdrawConsent(sitting, person))
    }

    override val id = ScreenId.NOTICES

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val parts = kept?.split(' ').orEmpty()
        val first = if (about == null) NoticeKind.CONSENT else NoticeKind.WITHDRAW
        val kind = NoticeKind.entries.find { it.name == parts.getOrNull(0) } ?: first
        val language = parts.getOrNull(1)?.toIntOrNull()?.let { allLanguages().getOrNull(it) } ?: Language.Hindi
        return looked(Model(about, kind, language))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Loaded -> Next(model.copy(read = event.read))
        is KindChosen -> looked(model.copy(kind = event.kind))
        is LanguageChosen -> looked(model.copy(language = event.language))
        ReadAloud -> readAloud(model)
        Silent -> Next(model.copy(aloud = false))
        is CallTouched -> Next(model, Outside.Dial(event.number))
        FindTouched -> Next(model, Move.Go(Route(ScreenId.SEARCH)))
        AskTakeBack -> Next(model.copy(asks = true))
        Keep -> Next(model.copy(asks = false))
        TakeBackTouched -> {
            val (sitting, person) = seat.sitting() to model.person
            val work = if (sitting == null || person == null) null else TakeBack(sitting, person)
            Next(model, listOfNotNull(work))
        }
        is TakenBack -> looked(model.copy(asks = false, done = event.what))
        Shown -> looked(model)
        BackTouched -> when {
            model.asks -> Next(model.copy(asks = false))
            else -> Next(model.copy(aloud = false), listOfNotNull(Outside.Hush.takeIf { model.aloud }, Move.Back))
        }
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = NoticesPage.of(seat, model)

    override fun kept(model: Model): String = "${model.kind.name} ${allLanguages().indexOf(model.language)}"

    /** Registrations that bear a consent, also those that were corrected: their details are written all the same. */
    internal fun consented(person: Person): List<VisitView> =
        person.fold.visits.filter { it.visit.consent?.given == true }

    private fun looked(model: Model) = Next(model, Look(model.person, model.kind, model.language))

    private fun readAloud(model: Model): Next<Model> {
        val notice = model.read?.notice
        return when {
            model.aloud -> Next(model.copy(aloud = false), Outside.Hush)
            notice == null -> Next(model)
            else -> {
                val said = listOf(say(notice.title)) + notice.text.lines().map(::say)
                Next(model.copy(aloud = true), Outside.Speak(said))
            }
        }
    }
}
