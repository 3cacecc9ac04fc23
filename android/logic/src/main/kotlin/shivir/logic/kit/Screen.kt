package shivir.logic.kit

import java.time.LocalDate
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.OnPaper
import shivir.core.Sitting
import shivir.core.Worker
import shivir.domain.AreaId
import shivir.domain.CampId
import shivir.domain.Lang

/** Something that happened: a touch, a letter, an answer of the core or of the system. */
interface Event

/** Something to be done outside the pure part. */
interface Effect

/** A screen's model after an event, and what is to be done about it. */
data class Next<out M>(val model: M, val effects: List<Effect> = emptyList()) {
    constructor(model: M, vararg effects: Effect) : this(model, effects.toList())
}

/** Every screen. The name is kept over a restart. */
enum class ScreenId {
    ENROL, WORKERS, PIN, HOME, SEARCH, PERSON, HOUSEHOLD, REGISTER, TOKEN, NEW_PERSON, CASES, CASE, LEFT_OUT, DAY, SYNC,
    COURIER, REVIEWS, REVIEW, ROSTER, NOTICES, SETTINGS, PRACTICE, PAPER, HELP,
}

/** A screen and what it is about: an id, a number; never a name. Kept over a restart. */
data class Route(val screen: ScreenId, val about: String? = null)

/** What every screen knows: who sits where, and how she wants to see it. */
data class Seat(
    val lang: Lang = Lang.HI,
    /** Who is working; none before somebody unlocked. */
    val worker: Worker? = null,
    val camp: CampId? = null,
    /** Name of the camp's place, in the language at hand. */
    val campName: String? = null,
    /** The day of the camp: on the next one it is over, wherever she is found by it. */
    val campDay: LocalDate? = null,
    /** The areas at hand: those of the camp, else the worker's. The first is the table's. */
    val areas: List<AreaId> = emptyList(),
    /** Day in India by the phone's trusted clock. */
    val today: LocalDate = LocalDate.of(1970, 1, 1),
    /** On invented people, which never go to the district. */
    val practice: Boolean = false,
    val look: Look = Look(),
    /** Whose paper is being typed; none where the worker enters what she sees. */
    val sheet: Sheet? = null,
) {
    /** Where she works when no sheet is open: what outlasts the process, and the sheet. */
    val table: Table get() = sheet?.before ?: Table(camp, campName, areas, campDay)

    /** The sheet is put away: she sits at her own table again. */
    fun withoutSheet(): Seat = table.let {
        copy(sheet = null, camp = it.camp, campName = it.campName, areas = it.areas, campDay = it.campDay)
    }

    /** She sits at the camp of another day. A sheet's camp is of the sheet's own day. */
    val campOver: Boolean get() = sheet == null && camp != null && campDay != today

    /** Who sits at the table, as a registration says it; none before somebody unlocked. */
    fun sitting(): Sitting? {
        val typist = worker ?: return null
        val author = sheet?.author ?: typist
        val area = areas.firstOrNull() ?: author.areas.firstOrNull() ?: return null
        return Sitting(author.id, typist.id, camp, area, sheet?.day?.let { OnPaper(it) })
    }
}

/**
 * A sheet of paper that somebody else filled: by whom, and on which day. `before`: the worker's own table, at which she sits
 * again once the sheet is put away, from whatever screen that is.
 */
data class Sheet(val author: Worker, val day: LocalDate?, val before: Table)

/** A place of work: the camp with its place's name, and the areas at hand. */
data class Table(val camp: CampId?, val campName: String?, val areas: List<AreaId>, val campDay: LocalDate? = null)

/** How the worker wants to see and hear it. */
data class Look(
    val theme: Theme = Theme.SYSTEM,
    /** Over the system's own size: 1.0, 1.3, 1.6 or 2.0. */
    val letters: Float = 1.0f,
    /** Questions are read aloud when they appear. */
    val sound: Boolean = false,
)

/** `SUN`: black on white without washes, for the glare of noon. */
enum class Theme { SYSTEM, DAY, NIGHT, SUN }

/**
 * A screen: pure functions of its model. They run on one thread that is not the one that draws, so that they may ask the core
 * for the words of a code; whatever reads or writes is a [Work].
 */
interface Screen<M : Any> {
    val id: ScreenId

    /** The model at first. `kept` is what [kept] gave before the process ended; the screen comes back as it was. */
    fun open(seat: Seat, about: String?, kept: String?): Next<M>

    fun update(seat: Seat, model: M, event: Event): Next<M>

    fun page(seat: Seat, model: M): Page

    /** What has to survive the end of the process beside the route and what the core has: typed letters, a place in a list. */
    fun kept(model: M): String? = null

    /** Something that the model asked for could not be done. None: the trouble is shown over the page, with a way to try again. */
    fun failed(seat: Seat, model: M, work: Work, why: PhoneException): Next<M>? = null
}

/** The screen came back to the top: what it shows may have changed. */
data object Shown : Event

/** The arrow, or the phone's own way back. A screen that does not care about it leaves the model as it is with [Effect] `Back`. */
data object BackTouched : Event

/** Where a piece of work is done. */
enum class Lane {
    /** One thread: whatever writes. In order. */
    WRITE,

    /** A few threads: whatever reads. */
    READ,

    /** One thread; a newer search stops the one that runs. */
    SEARCH,

    /** One thread: whatever waits for the network. */
    NET,
}

/** A piece of work with the core, done off the thread that draws; what it comes to is an event for the screen that asked. */
interface Work : Effect {
    val lane: Lane

    /** @throws PhoneException what went wrong, with its sentences */
    fun run(desk: Desk): Event
}

/** What work works with. `tell`: events on the way, for the screen that asked: how far it is. Any thread. */
class Desk(val phone: Phone, val seat: Seat, val tell: (Event) -> Unit) {
    /** Who sits at the table. @throws Unseated where that is not known: it is said over the page */
    fun sitting(): Sitting = seat.sitting() ?: throw Unseated()
}

/** Nobody works, or no gram panchayat is at hand that a registration could be of. */
class Unseated : Exception()

/** Going from screen to screen. */
sealed interface Move : Effect {
    data class Go(val to: Route) : Move

    /** In place of this screen: there is no way back to it. */
    data class Swap(val to: Route) : Move

    data object Back : Move

    /** Home, and nothing behind it. */
    data object Home : Move

    /** Out of the application: behind a lock there is nothing to go back to. */
    data object Leave : Move

    /** To a first screen, and nothing behind it. */
    data class Restart(val at: Route) : Move
}

/** The seat changes: who works, which camp, language, looks. Kept over a restart, but for who is working. */
data class Sit(val change: (Seat) -> Seat) : Effect

/**
 * Who is working gave her PIN. Whoever was working before finds the screen where she left it; another one begins at home.
 */
data class Unlocked(val worker: Worker, val camp: CampId? = null, val areas: List<AreaId> = worker.areas) : Effect

/** Nobody is working any more: the PIN is asked first. Screens stay as they are behind it. */
data object Lock : Effect

/** What only the platform can do. What it comes to is an event for the screen that asked. */
sealed interface Outside : Effect {
    data class Speak(val what: List<Say>) : Outside

    data object Hush : Outside

    /** A text for another application. */
    data class ShareText(val title: Say, val text: Say) : Outside

    /** The page as it is, as a picture, for another application or a printer. */
    data class SharePage(val title: Say, val print: Boolean) : Outside

    data class Dial(val number: String) : Outside

    /** The camera looks for a code: [Scanned], [Denied] or [TurnedBack]. */
    data object Scan : Outside

    /** The person chooses a file: [FileChosen] or [TurnedBack]. */
    data object ChooseFile : Outside

    /** The person says where the file goes: [FileKept] or [TurnedBack]. */
    class KeepFile(val name: String, val bytes: ByteArray) : Outside

    /** The file is offered to other applications, which take it to another phone: [FileOffered], or [TurnedBack] where it cannot be. */
    class SendFile(val title: Say, val name: String, val bytes: ByteArray) : Outside

    /** Send and fetch now. How far it is comes as [shivir.logic.kit.Carried]. */
    data object Carry : Outside

    data object StopCarrying : Outside

    /** Works on invented people from now on, or on the district's again; `afresh` begins the practice anew. Somebody unlocks first. */
    data class Practise(val on: Boolean, val afresh: Boolean = false) : Outside

    /** Settings of the phone for this application: a permission that was refused for ever. */
    data object PhoneSettings : Outside
}

/** What was being read aloud has come to its end. */
data object Silent : Event

/** The camera read a code: its text, not looked at yet. */
data class Scanned(val text: String) : Event

/** The file that was chosen, copied to a place of the application's own. */
data class FileChosen(val path: String, val name: String) : Event

data class FileKept(val name: String) : Event

/** A file lies ready for the application that she chooses; whether it gets anywhere nobody says. */
data class FileOffered(val name: String) : Event

/** A permission was refused; `forever`: the system will not ask again. */
data class Denied(val forever: Boolean) : Event

/** The person turned back. */
data object TurnedBack : Event

/** How far sending and fetching is. */
data class Carried(val state: Carrying) : Event

sealed interface Carrying {
    data object Idle : Carrying

    /** `of` 0 where it is not known how much there is. Bytes for packs, facts else. */
    data class Going(val stage: Stage, val done: Long, val of: Long) : Carrying

    /** Everything went, or `left` wait still. */
    data class Finished(val sent: Long, val received: Long, val left: Long) : Carrying

    /** It did not work; what is safe and what to do is in the sentence. `again`: when it is tried by itself, ms from now. */
    data class Failed(val why: Say, val again: Long?) : Carrying
}

enum class Stage { CONNECTING, FACTS, PACKS, INSTALLING, CAMPAIGN }
