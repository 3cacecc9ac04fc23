package shivir.app.rig

import java.time.LocalDate
import java.time.temporal.ChronoUnit
import shivir.bindings.slipQr
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.review.Review

/**
 * A page of the real core as it is on one day and on one phone, whenever and wherever the test runs: the core's days are
 * moved to that day, an hour of the clock and what a phone drew by lot are replaced. Nothing else is changed.
 *
 * @param today the core's day
 */
class Fixed(private val today: LocalDate) {
    fun page(page: Page): Page = page.copy(
        title = say(page.title),
        under = page.under?.let(::say),
        top = page.top.map(::block),
        body = sides(page.body.map(::block)),
        foot = page.foot.map(::button),
    )

    /** Two sides that were said at the same time come in the order of their streams, which each phone draws by lot. */
    private fun sides(body: List<Block>): List<Block> {
        val sides = body.filterIsInstance<Block.Choice>().filter { it.event is Review.Chosen }
        val sorted = sides.sortedByDescending { it.label.toString() }.mapIndexed { n, side -> side.copy(chosen = n == 0) }
        val next = sorted.iterator()
        return body.map { if (it in sides) next.next() else it }
    }

    private fun say(say: Say): Say = when (say) {
        is Say.Of ->
            if (say.words.key in LEFT_TO_WAIT) say.copy(with = listOf(Say.Number(WAIT))) else say.copy(with = say.with.map(::say))
        is Say.Data -> Say.Data(text(say.text))
        is Say.Both -> say
        is Say.Number -> say
        is Say.Day -> Say.Day(day(say.day), say.now?.let(::day))
        is Say.Joined -> say.copy(parts = say.parts.map(::say))
    }

    private fun text(text: String): String = when {
        text.matches(HOUR) -> "18:42"
        text.matches(CHALLENGE) -> "7K3M 92QD"
        else -> text.replace(SLIP, CODE).replace(WRITTEN) { found ->
            if (found.value.any { it in DEVANAGARI }) "24 नवंबर 2026" else "24 November 2026"
        }
    }

    /** Days of these weeks stay as far away as they are; of others the year alone is moved. */
    private fun day(day: LocalDate): LocalDate {
        val days = ChronoUnit.DAYS.between(day, today)
        return if (days in -NEAR..NEAR) DAY.minusDays(days) else day.plusYears((DAY.year - today.year).toLong())
    }

    private fun button(button: Button) = button.copy(label = say(button.label))

    private fun block(block: Block): Block = when (block) {
        is Block.Heading -> block.copy(text = say(block.text))
        is Block.Words -> block.copy(text = say(block.text))
        is Block.Meter -> block.copy(label = say(block.label), note = block.note?.let(::say))
        is Block.Tiles -> block.copy(tiles = block.tiles.map { it.copy(label = say(it.label)) })
        is Block.Row -> block.copy(
            name = say(block.name),
            under = block.under?.let(::say),
            mark = block.mark?.let { it.copy(label = say(it.label)) },
            also = block.also.map(::button),
        )
        is Block.Choice -> block.copy(label = say(block.label), under = block.under?.let(::say))
        is Block.Field -> block.copy(label = say(block.label), hint = block.hint?.let(::say), error = block.error?.let(::say))
        is Block.Chips -> block.copy(chips = block.chips.map { it.copy(label = say(it.label)) })
        is Block.Notice ->
            block.copy(text = say(block.text), under = block.under?.let(::say), button = block.button?.let(::button))
        is Block.Facts -> block.copy(
            title = block.title?.let(::say),
            lines = block.lines.map { it.copy(label = say(it.label), value = it.value?.let(::say)) },
        )
        is Block.Trail -> block.copy(stations = block.stations.map { it.copy(label = say(it.label)) })
        is Block.Chart -> block.copy(title = say(block.title), bars = block.bars.map { it.copy(label = say(it.label)) })
        is Block.Big -> block.copy(label = block.label?.let(::say), text = say(block.text))
        is Block.Code -> slipQr(CODE)?.let { drawn -> block.copy(dark = drawn.dark.map { it.toInt() != 0 }) } ?: block
        is Block.Picture -> block.copy(about = say(block.about))
        is Block.Keypad -> block
        is Block.Busy -> block.copy(text = say(block.text), stop = block.stop?.let(::button))
        is Block.Buttons -> block.copy(buttons = block.buttons.map(::button))
    }

    companion object {
        /** The last day of the camps of the order. */
        val DAY: LocalDate = LocalDate.of(2026, 11, 24)

        private const val CODE = "07-046-K"
        private const val WAIT = 30L
        private const val NEAR = 60L
        private val LEFT_TO_WAIT = setOf("pin_seconds", "pin_minutes")
        private val HOUR = Regex("\\d{1,2}:\\d{2}")
        private val SLIP = Regex("\\b\\d+-\\d+-[A-Z0-9]\\b")
        /** Today in a sentence of the core. */
        private val WRITTEN = Regex("\\d{1,2} [\\p{L}\\p{M}]+ 20\\d\\d")
        private val DEVANAGARI = '\u0900'..'\u097f'
        private val CHALLENGE = Regex("[A-Z0-9]{4} [A-Z0-9]{4}")
    }
}
