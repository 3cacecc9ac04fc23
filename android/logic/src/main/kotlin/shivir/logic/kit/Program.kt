package shivir.logic.kit

import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.domain.WorkerId

/** What the platform gives to a [Program]. Both are called on the thread of the models. */
interface Platform {
    /** Draw this. */
    fun show(screen: Route, page: Page, seat: Seat)

    /** Do this; what it comes to is [Program.tell]. */
    fun outside(effect: Outside)

    /** Keep the seat over a restart, but for who is working. */
    fun keep(seat: Seat)

    /** There is no screen left to go back to. */
    fun leave()
}

/**
 * The screens one behind the other and the work that they asked for. Everything that is not drawing runs here or on the
 * threads of [lanes]: the thread that draws only hands events in and pages out.
 */
class Program(
    private val screens: Map<ScreenId, Screen<*>>,
    private val phone: Phone,
    private val lanes: Lanes,
    private val platform: Platform,
) {
    private var seat = Seat()
    private val stack = ArrayDeque<Entry>()
    private var lastWorker: WorkerId? = null
    private val underWay = mutableSetOf<Work>()

    /** A screen on the stack. Behind a lock and after a restart it has no model until it comes to the top. */
    private class Entry(val route: Route, var kept: String?) {
        var model: Any? = null
        var trouble: Trouble? = null
    }

    /** What went wrong with what; shown over the page until it is tried again or put away. */
    private class Trouble(val work: Work, val said: Say)

    private data class TryAgain(val work: Work) : Event

    private data object PutAway : Event

    /**
     * Begins. `kept` is what [kept] gave before the process ended; the screens of it wait behind `first`.
     */
    fun start(seat: Seat, first: Route, kept: String? = null, lastWorker: WorkerId? = null) = lanes.model {
        this.seat = seat
        this.lastWorker = lastWorker
        stack.clear()
        kept?.let(Kept::read)?.forEach { (route, text) -> stack.addLast(Entry(route, text)) }
        if (stack.lastOrNull()?.route?.screen != first.screen) stack.addLast(Entry(first, null))
        top()
    }

    /** Something happened on the screen at the top. Any thread. */
    fun tell(event: Event) = lanes.model { stack.lastOrNull()?.let { happened(it, event) } }

    /** Something happened that every screen may care about. Any thread. */
    fun tellAll(event: Event) = lanes.model { stack.toList().filter { it.model != null }.forEach { happened(it, event) } }

    /** The PIN is asked before anything else is shown. Any thread. */
    fun lock() = lanes.model { effect(null, Lock) }

    /** The seat changes from outside: a day has gone by, the system's language. Any thread. */
    fun sit(change: (Seat) -> Seat) = lanes.model { effect(null, Sit(change)) }

    /** The screens as text, to be kept while the process is gone. Waits for the thread of the models. */
    fun kept(): String {
        val text = java.util.concurrent.CompletableFuture<String>()
        lanes.model { text.complete(Kept.write(stack.map { it.route to keptOf(it) })) }
        return text.get()
    }

    private fun happened(entry: Entry, event: Event) {
        when (event) {
            is TryAgain -> {
                entry.trouble = null
                work(entry, event.work)
            }
            PutAway -> entry.trouble = null
            else -> entry.model?.let { next(entry, screen(entry).update(seat, it, event)) }
        }
        draw()
    }

    private fun next(entry: Entry, next: Next<Any>) {
        entry.model = next.model
        next.effects.forEach { effect(entry, it) }
    }

    private fun effect(entry: Entry?, effect: Effect) {
        when (effect) {
            is Work -> entry?.let { work(it, effect) }
            is Move -> move(effect)
            is Outside -> platform.outside(if (seat.practice) practised(effect) else effect)
            is Sit -> {
                seat = effect.change(seat)
                platform.keep(seat)
                draw()
            }
            is Unlocked -> unlocked(effect)
            Lock -> locked()
        }
    }

    private fun work(entry: Entry, work: Work) {
        // A second touch of the same button while the first is under way asks for nothing new.
        if (work.lane == Lane.WRITE && !underWay.add(work)) return
        if (work.lane == Lane.SEARCH) phone.interrupt()
        val desk = Desk(phone, seat) { event -> lanes.model { if (entry.model != null) happened(entry, event) } }
        lanes.run(work.lane) {
            val came = tried(work, desk)
            lanes.model {
                underWay.remove(work)
                if (entry.model != null) {
                    when (came) {
                        is Came.Well -> happened(entry, came.event)
                        is Came.Refused -> failed(entry, work, came.why)
                        Came.Unseated -> trouble(entry, work, say(KitWords.KIT_UNSEATED))
                        Came.Fault -> trouble(entry, work, say(KitWords.KIT_FAULT))
                    }
                }
            }
        }
    }

    /** What a piece of work came to. */
    private sealed interface Came {
        class Well(val event: Event) : Came

        class Refused(val why: PhoneException) : Came

        data object Unseated : Came

        data object Fault : Came
    }

    private fun tried(work: Work, desk: Desk): Came = try {
        Came.Well(work.run(desk))
    } catch (why: PhoneException) {
        Came.Refused(why)
    } catch (_: Unseated) {
        Came.Unseated
    } catch (_: Exception) {
        // A fault of ours: she goes on, and what was confirmed before is safe. Its message may name people: nobody reads it.
        Came.Fault
    }

    private fun failed(entry: Entry, work: Work, why: PhoneException) {
        if (why is PhoneException.Interrupted) return
        val next = entry.model?.let { screen(entry).failed(seat, it, work, why) }
        if (next == null) return trouble(entry, work, Say.Both(why.said()))
        next(entry, next)
        draw()
    }

    private fun trouble(entry: Entry, work: Work, said: Say) {
        entry.trouble = Trouble(work, said)
        draw()
    }

    private fun move(move: Move) {
        when (move) {
            is Move.Go -> stack.addLast(Entry(move.to, null))
            is Move.Swap -> {
                stack.removeLastOrNull()
                stack.addLast(Entry(move.to, null))
            }
            Move.Back -> {
                if (stack.size <= 1) return platform.leave()
                stack.removeLast()
            }
            Move.Home -> restart(Route(ScreenId.HOME))
            Move.Leave -> return platform.leave()
            is Move.Restart -> restart(move.at)
        }
        top()
    }

    private fun restart(at: Route) {
        stack.clear()
        stack.addLast(Entry(at, null))
    }

    private fun unlocked(by: Unlocked) {
        val same = lastWorker == by.worker.id && stack.size > 1
        lastWorker = by.worker.id
        // Her sheet lies open as she left it; another worker finds none. The table at a camp stays, whoever sits at it.
        val table = if (same && seat.sheet != null) seat else seat.withoutSheet()
        val over = table.campOver
        val moved = table.sheet == null && (table.camp == null || by.camp != null || over)
        val at = if (moved) table.copy(camp = by.camp, campName = null, campDay = null, areas = by.areas) else table
        seat = at.copy(worker = by.worker)
        platform.keep(seat)
        while (same && stack.size > 1 && stack.last().route.screen in DOORS) stack.removeLast()
        // At home she is asked for the camp of the new day, before anything is written of it.
        if (!same || over || stack.last().route.screen in DOORS) restart(Route(ScreenId.HOME))
        top()
    }

    private fun locked() {
        if (seat.worker == null) return
        seat = seat.copy(worker = null)
        for (entry in stack) {
            entry.kept = keptOf(entry)
            entry.model = null
        }
        stack.addLast(Entry(Route(ScreenId.WORKERS), null))
        top()
    }

    /** The screen at the top is opened, or told that it is there again. */
    private fun top() {
        val entry = stack.lastOrNull() ?: return
        if (entry.model == null) {
            val open = screen(entry).open(seat, entry.route.about, entry.kept)
            next(entry, open)
        } else {
            next(entry, screen(entry).update(seat, entry.model ?: return, Shown))
        }
        draw()
    }

    private fun draw() {
        val entry = stack.lastOrNull() ?: return
        val model = entry.model ?: return
        val own = screen(entry).page(seat, model)
        val page = if (seat.practice) own.copy(under = joined(say(KitWords.KIT_PRACTICE), own.under)) else own
        platform.show(entry.route, entry.trouble?.let { over(page, it) } ?: page, seat)
    }

    /** What leaves the phone, as the pages that pictures are taken of, says that its people are invented. */
    private fun practised(effect: Outside): Outside = when (effect) {
        is Outside.ShareText -> effect.copy(text = Say.Joined(listOf(say(KitWords.KIT_PRACTICE), effect.text), "\n"))
        else -> effect
    }

    private fun over(page: Page, trouble: Trouble): Page {
        val again = Button(say(KitWords.KIT_TRY_AGAIN), TryAgain(trouble.work), Icon.UNDO)
        val said = Block.Notice(trouble.said, Icon.WARNING, Tone.BLOCK, null, again, "trouble")
        // What was waited for does not come: a sign of waiting that nobody can stop would turn without an end.
        val rest = page.body.filterNot { it is Block.Busy && it.stop == null }
        val away = Block.Buttons(listOf(Button(say(KitWords.KIT_PUT_AWAY), PutAway, Icon.CROSS)), "trouble-away")
        // With nothing behind it there is nothing to put it away for; the arrow leads back.
        return page.copy(body = listOfNotNull(said, away.takeIf { rest.size == page.body.size }) + rest)
    }

    private fun keptOf(entry: Entry): String? = entry.model?.let { screen(entry).kept(it) } ?: entry.kept

    // A route is of a screen, and its model is what that screen made: nothing else is put there.
    @Suppress("UNCHECKED_CAST")
    private fun screen(entry: Entry): Screen<Any> =
        (screens[entry.route.screen] ?: error("no screen ${entry.route.screen}")) as Screen<Any>

    private companion object {
        /** Screens that stand before the work. */
        val DOORS = setOf(ScreenId.WORKERS, ScreenId.PIN)
    }
}

/** Words of the frame. */
enum class KitWords : Words { KIT_TRY_AGAIN, KIT_PUT_AWAY, KIT_BACK, KIT_LISTEN, KIT_CHOSEN, KIT_NOT_CHOSEN, KIT_OF, KIT_FAULT, KIT_UNSEATED, KIT_PRACTICE }
