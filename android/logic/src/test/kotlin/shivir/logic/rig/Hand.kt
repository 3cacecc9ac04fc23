package shivir.logic.rig

import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Event
import shivir.logic.kit.Lanes
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Platform
import shivir.logic.kit.Program
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Words

/**
 * A worker's hand on the real program over a real store: touches what stands on the page, counts taps and letters, and keeps
 * what the platform was asked for. Every call waits until nothing is under way.
 */
class Hand(village: Village, screens: List<Screen<*>>, first: Route, kept: String? = null) : Platform, AutoCloseable {
    private val lanes = Lanes()
    private val program = Program(screens.associateBy { it.id }, village.phone, lanes, this)
    private var shown: Pair<Route, Page>? = null
    val asked = mutableListOf<Outside>()
    var seat = village.seat
        private set
    var taps = 0
        private set
    var letters = 0
        private set
    var left = false
        private set

    init {
        program.start(village.seat, first, kept, village.worker.id)
        settle()
    }

    val page: Page get() = checkNotNull(shown) { "nothing was drawn" }.second
    val at: ScreenId get() = checkNotNull(shown) { "nothing was drawn" }.first.screen

    /** Everything that can be touched on the page, with what is written on it. */
    private fun touchable(): List<Pair<Say, Event>> {
        val buttons = page.foot + (page.top + page.body).flatMap(::buttons)
        val rows = (page.top + page.body).flatMap { block ->
            when (block) {
                is Block.Row -> listOfNotNull(block.event?.let { block.name to it })
                is Block.Choice -> listOfNotNull(block.event?.let { block.label to it })
                is Block.Tiles -> block.tiles.mapNotNull { tile -> tile.event?.let { tile.label to it } }
                is Block.Chips -> block.chips.map { it.label to it.event }
                is Block.Meter -> listOfNotNull(block.event?.let { block.label to it })
                else -> emptyList()
            }
        }
        return buttons.mapNotNull { button -> button.event?.let { button.label to it } } + rows
    }

    private fun buttons(block: Block): List<Button> = when (block) {
        is Block.Row -> block.also
        is Block.Notice -> listOfNotNull(block.button)
        is Block.Busy -> listOfNotNull(block.stop)
        is Block.Buttons -> block.buttons
        else -> emptyList()
    }

    /** Touches what these words are written on. */
    fun touch(words: Words) = touch(words.name) { it is Say.Of && it.words == words }

    /** Touches what this text is part of. */
    fun touch(text: String) = touch(text) { text in plain(it) }

    private fun touch(what: String, fits: (Say) -> Boolean) {
        val found = touchable().firstOrNull { fits(it.first) }
            ?: error("no $what on $at: ${touchable().map { plain(it.first) }}")
        taps++
        tell(found.second)
    }

    /** Types into a field, letter by letter. */
    fun type(field: String, text: String) {
        for (end in 1..text.length) {
            val typed = (page.top + page.body).filterIsInstance<Block.Field>().first { it.key == field }.typed
            letters++
            tell(typed(text.take(end)))
        }
    }

    fun tell(event: Event) {
        program.tell(event)
        settle()
    }

    /** The seat becomes another, as by what was done elsewhere. */
    fun sit(change: (Seat) -> Seat) {
        program.sit(change)
        settle()
    }

    fun lock() {
        program.lock()
        settle()
    }

    fun kept(): String = program.kept()

    /** All words of the page, as a listener hears them; strings of the application by their names. */
    fun heard(): String = page.spoken().joinToString("\n", transform = ::plain)

    private fun settle() = check(lanes.idle()) { "something is still under way" }

    override fun show(screen: Route, page: Page, seat: Seat) {
        shown = screen to page
        this.seat = seat
    }

    override fun outside(effect: Outside) {
        asked += effect
    }

    override fun keep(seat: Seat) {
        this.seat = seat
    }

    override fun leave() {
        left = true
    }

    override fun close() = lanes.close()
}

/** What is said, with the names of strings for the strings. */
fun plain(say: Say): String = when (say) {
    is Say.Of -> say.words.key + if (say.with.isEmpty()) "" else say.with.joinToString(", ", "(", ")", transform = ::plain)
    is Say.Data -> say.text
    is Say.Both -> say.text.hi
    is Say.Number -> say.number.toString()
    is Say.Day -> say.day.toString()
    is Say.Joined -> say.parts.map(::plain).filter(String::isNotEmpty).joinToString(say.between)
}
