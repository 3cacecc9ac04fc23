package shivir.app

import android.content.Context
import android.os.Handler
import android.os.Looper
import java.io.File
import shivir.app.effects.Voice
import shivir.app.gate.Gate
import shivir.app.post.CarryService
import shivir.app.post.Jobs
import shivir.app.post.Post
import shivir.bindings.Phone
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
import shivir.logic.kit.Event
import shivir.logic.kit.FileChosen
import shivir.logic.kit.Lane
import shivir.logic.kit.Lanes
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Platform
import shivir.logic.kit.Program
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Silent
import shivir.logic.kit.Tone

/** A page as it is on the screen. */
class Shown(val screen: Route, val page: Page, val seat: Seat)

/** Whoever draws: the activity, while it is there. Called on the main thread. */
interface Face {
    fun draw(shown: Shown)

    /** Only what needs an activity comes here. */
    fun outside(effect: Outside)

    /** Sends the store's sealed key to another application. */
    fun send(sealed: File)

    fun makeRoom()

    fun leave()
}

/**
 * What lives as long as the process: the store, the program on it, and who draws. An activity comes and goes; what it shows
 * stays here. All calls on the main thread, but where it says otherwise.
 */
class Shell(
    private val context: Context,
    private val store: Store,
    private val screens: Screens,
    val lanes: Lanes = Lanes(),
) : Platform {
    private val main = Handler(Looper.getMainLooper())
    private val prefs = Prefs(context)
    private val lock = AutoLock(main, ::locked)
    private val waiting = ArrayDeque<Outside>()
    private val whenOpen = mutableListOf<(Post?) -> Unit>()
    private var seat = prefs.seat()
    private var gate: Gate? = Gate.Opening
    private var opening = false

    /** It takes so long that it has to be said. */
    private var slow = false
    private val opensSlowly = Runnable {
        slow = true
        if (gate is Gate.Opening) show()
    }
    private var post: Post? = null
    private var core: OffMain? = null
    private var phone: Phone? = null
    private var program: Program? = null
    private var shown: Shown? = null
    private var face: Face? = null
    private var first: First? = null
    private var kept: String? = null

    /** What is asked on the page that is shown. */
    private var asked: List<Any?>? = null

    /** She sees the application: nothing is said out of a pocket. */
    private var visible = false
    val voice = Voice(context) { main.post { program?.tellAll(Silent) } }

    /** The first screen of a store that was just opened, and the seat before it. */
    private class First(val phone: Phone, val route: Route, val seat: Seat)

    /**
     * An activity is there. `kept`: what [kept] gave to the one before, where the process has ended since.
     */
    fun attach(face: Face, kept: String?) {
        this.face = face
        if (program == null && kept != null) this.kept = kept
        open()
        begin()
        show()
        while (waiting.isNotEmpty()) face.outside(waiting.removeFirst())
    }

    fun detach(face: Face) {
        if (this.face === face) this.face = null
    }

    /** The screens as text; none before there are any. */
    fun kept(): String? = program?.kept() ?: kept

    /** Opens the store if it is not open. `done` is told where the post is to be found; nothing where the store refuses. */
    fun open(done: ((Post?) -> Unit)? = null) {
        if (done != null) whenOpen += done
        if (post != null || gate is Gate.Shut) return told()
        if (!opening && gate is Gate.Opening) opened(::openKept)
    }

    /** Something happened on the screen: a touch, or what an effect came to. */
    fun tell(event: Event) {
        lock.touched()
        program?.tell(event) ?: atGate(event)
    }

    fun back() = program?.tell(BackTouched) ?: leave()

    fun listen(what: List<Say>) = voice.speak(what, seat.lang)

    fun touched() = lock.touched()

    fun wentAway() {
        visible = false
        voice.hush()
        lock.wentAway()
        val phone = core ?: return
        lanes.run(Lane.READ) { Jobs.whenAway(context, phone) }
    }

    fun cameBack() {
        visible = true
        lock.cameBack()
        val phone = core ?: return
        // A day may have gone by.
        lanes.run(Lane.READ) { phone.today()?.let { today -> program?.sit { it.copy(today = today) } } }
    }

    private fun locked() {
        voice.hush()
        program?.lock()
    }

    /** The store that was worked on last. */
    private fun openKept(): Store.Opened = if (prefs.practice) openPractice(afresh = false) else store.open()

    /** A practice that does not open keeps nobody from the work: the district's store opens in its place. */
    private fun openPractice(afresh: Boolean): Store.Opened {
        val opened = store.openPractice(afresh)
        if (opened is Store.Opened.Open) return opened
        prefs.practice = false
        // Its screens are of other people than the district's.
        main.post { kept = null }
        return store.open()
    }

    /** One store is closed and the other opened; what is under way on the first ends before. */
    private fun practise(effect: Outside.Practise) {
        val before = phone ?: return
        post?.stop()
        post = null
        core = null
        phone = null
        program = null
        kept = null
        prefs.practice = effect.on
        gate(Gate.Opening)
        opened {
            before.closeStore()
            if (effect.on) openPractice(effect.afresh) else store.open()
        }
    }

    private fun opened(how: () -> Store.Opened) {
        opening = true
        lanes.run(Lane.WRITE) {
            val opened = how()
            val next = (opened as? Store.Opened.Open)?.let { screens.first(it.phone, prefs.seat()) }
            main.post {
                opening = false
                when (opened) {
                    is Store.Opened.Open -> ready(opened.phone, next ?: (Route(ScreenId.WORKERS) to prefs.seat()))
                    is Store.Opened.Shut -> gate(Gate.Shut(opened.why, opened.said, store.sealedKey != null))
                }
                told()
            }
        }
    }

    private fun ready(phone: Phone, next: Pair<Route, Seat>) {
        core = OffMain(phone)
        this.phone = phone
        first = First(phone, next.first, next.second)
        post = Post(context, lanes, OffMain(phone)) { state -> program?.tellAll(Carried(state)) }
        Jobs.everySixHours(context)
        begin()
    }

    /** The program begins with the first activity: what that one kept is what it begins with. */
    private fun begin() {
        val from = first ?: return
        if (face == null || program != null) return
        first = null
        gate = null
        seat = from.seat
        program = Program(screens.all.associateBy { it.id }, from.phone, lanes, this).also {
            it.start(from.seat, from.route, kept, prefs.lastWorker)
        }
        kept = null
        lock.touched()
    }

    private fun told() {
        val now = whenOpen.toList()
        whenOpen.clear()
        now.forEach { it(post) }
    }

    private fun gate(now: Gate) {
        gate = now
        slow = false
        show()
    }

    private fun atGate(event: Event) {
        // While it opens nothing is decided yet: a second touch, or a file that was chosen before the process was gone.
        if (opening || gate is Gate.Opening) {
            if (event is FileChosen) lanes.run(Lane.READ) { File(event.path).delete() }
            return
        }
        when (event) {
            Gate.TryAgain -> gate(Gate.Opening).also { opened(::openKept) }
            Gate.ChooseKey -> outside(Outside.ChooseFile)
            is FileChosen -> gate(Gate.Opening).also { opened { store.openWith(File(event.path)) } }
            Gate.SendSealed -> store.sealedKey?.let { face?.send(it) }
            Gate.MakeRoom -> face?.makeRoom()
            Gate.Salvage -> {
                gate(Gate.Salvaging)
                lanes.run(Lane.WRITE) {
                    val said = store.salvaged()
                    main.post { gate(Gate.Salvaged(said)) }
                }
            }
        }
    }

    private fun show() {
        val before = gate
        if (before is Gate.Opening && !slow) {
            main.removeCallbacks(opensSlowly)
            main.postDelayed(opensSlowly, SLOW_MS)
            return
        }
        val now = if (before == null) shown else Shown(Route(ScreenId.HELP, "gate"), before.page(), seat)
        now?.let { face?.draw(it) }
    }

    override fun show(screen: Route, page: Page, seat: Seat) {
        main.post {
            shown = Shown(screen, page, seat)
            this.seat = seat
            show()
            readAloud(screen, page)
        }
    }

    /**
     * Where she wants to hear questions: each once, when it comes, with its answers; and what went wrong. Never rows and facts:
     * others stand around who need not know them. A choice that is ticked, a letter that is typed is no new question.
     */
    private fun readAloud(screen: Route, page: Page) {
        val flow = page.steps != null
        val said = page.body.filter { block ->
            block is Block.Notice && block.tone == Tone.BLOCK || flow && block !is Block.Row && block !is Block.Facts
        }
        val now = listOf(screen, page.title, page.steps) + said.filter { it is Block.Heading || it is Block.Notice }
        if (now == asked || !visible) return
        asked = now
        if (seat.look.sound && said.isNotEmpty()) voice.speak(said.flatMap(Block::spoken), seat.lang, touched = false)
    }

    override fun outside(effect: Outside) {
        main.post {
            when (effect) {
                is Outside.Speak -> voice.speak(effect.what, seat.lang)
                Outside.Hush -> voice.hush()
                Outside.Carry -> carry()
                Outside.StopCarrying -> post?.stop()
                is Outside.Practise -> practise(effect)
                // Between two activities, as in a rotation, the next one does it.
                else -> face?.outside(effect) ?: waiting.addLast(effect)
            }
        }
    }

    private fun carry() {
        val post = post ?: return
        post.start()
        // Whoever turns to another application meanwhile finds it done.
        main.postDelayed({ if (post.now is Carrying.Going) CarryService.start(context) }, LONG_MS)
    }

    override fun keep(seat: Seat) = prefs.keep(seat)

    override fun leave() {
        main.post { face?.leave() }
    }

    companion object {
        /** A store that opens sooner needs no page of its own, which would be drawn for nobody and flicker. */
        const val SLOW_MS = 400L

        /** A sync that takes longer is shown outside the application. */
        const val LONG_MS = 10_000L
    }
}
