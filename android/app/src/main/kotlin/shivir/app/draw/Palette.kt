package shivir.app.draw

import shivir.logic.kit.Theme
import shivir.logic.kit.Tone

/**
 * What a tone looks like. All are ARGB.
 *
 * @property mark icons, bars and big numbers: 4.5:1 and more on paper and on [wash]
 * @property text words: 7:1 and more on paper and on [wash]
 * @property wash the pale ground
 * @property edge the border of a box on [wash]
 */
internal class Toned(val mark: Int, val text: Int, val wash: Int, val edge: Int)

/**
 * The colours of a theme, all ARGB. Words stand 7:1 and more from what they stand on, marks 4.5:1: a test computes it
 * for [words] and [marks].
 */
internal class Palette(
    val night: Boolean,
    /** Of the page. */
    val paper: Int,
    val ink: Int,
    /** Words beside the matter. */
    val soft: Int,
    /** Between rows and around cards. */
    val line: Int,
    /** Around what can be touched or typed in. */
    val edge: Int,
    /** Letters of a name that matched. */
    val lit: Int,
    /** Of the filled button, and the words on it. */
    val fill: Int,
    val onFill: Int,
    /** Of the bar at the top, by tone, and the words on it. */
    val barAct: Int,
    val barDone: Int,
    val barBlock: Int,
    val onBar: Int,
    /** A button that does nothing now. */
    val pale: Int,
    val plain: Toned,
    val act: Toned,
    val done: Toned,
    val wait: Toned,
    val block: Toned,
) {
    fun of(tone: Tone): Toned = when (tone) {
        Tone.PLAIN -> plain
        Tone.ACT -> act
        Tone.DONE -> done
        Tone.WAIT -> wait
        Tone.BLOCK -> block
    }

    /** The bar at the top: green for what is done, red for what is blocked, else teal. */
    fun bar(tone: Tone): Int = when (tone) {
        Tone.DONE -> barDone
        Tone.BLOCK -> barBlock
        else -> barAct
    }

    /** Every pair of words and ground that is drawn. */
    val words: List<Pair<Int, Int>>
        get() = listOf(ink to paper, soft to paper, ink to lit, onFill to fill, soft to plain.wash, soft to pale) +
            listOf(barAct, barDone, barBlock).map { onBar to it } +
            tones.flatMap { listOf(it.text to it.wash, it.text to paper, ink to it.wash, soft to it.wash) }

    /** Every pair of mark and ground that is drawn. */
    val marks: List<Pair<Int, Int>>
        get() = listOf(edge to paper) + tones.flatMap { listOf(it.mark to it.wash, it.mark to paper) }

    private val tones get() = listOf(plain, act, done, wait, block)

    companion object {
        /** `night` is what the system says; it counts for [Theme.SYSTEM] alone. */
        fun of(theme: Theme, night: Boolean): Palette = when (theme) {
            Theme.SYSTEM -> if (night) NIGHT else DAY
            Theme.DAY -> DAY
            Theme.NIGHT -> NIGHT
            Theme.SUN -> SUN
        }

        private fun rgb(colour: Int): Int = colour or (0xFF shl 24)

        private fun toned(mark: Int, text: Int, wash: Int, edge: Int) =
            Toned(rgb(mark), rgb(text), rgb(wash), rgb(edge))

        val DAY = Palette(
            night = false,
            paper = rgb(0xFFFFFF),
            ink = rgb(0x14201F),
            soft = rgb(0x3F4D4B),
            line = rgb(0xCFD8D6),
            edge = rgb(0x667472),
            lit = rgb(0xFFE9A8),
            fill = rgb(0x0B5D5E),
            onFill = rgb(0xFFFFFF),
            barAct = rgb(0x0B5D5E),
            barDone = rgb(0x115A30),
            barBlock = rgb(0x961C17),
            onBar = rgb(0xFFFFFF),
            pale = rgb(0xE9EEED),
            plain = toned(0x465553, 0x3F4D4B, 0xF2F6F5, 0xCFD8D6),
            act = toned(0x0B5D5E, 0x084A4B, 0xDCEFEE, 0x0B5D5E),
            done = toned(0x17693A, 0x0F4D2A, 0xDFF1E5, 0x17693A),
            wait = toned(0xA85300, 0x6B3500, 0xFDEEDD, 0xA85300),
            block = toned(0xA3201A, 0x7F1813, 0xFBE4E2, 0xA3201A),
        )

        /** Near-black, no pure white. */
        val NIGHT = Palette(
            night = true,
            paper = rgb(0x101716),
            ink = rgb(0xE8EFEE),
            soft = rgb(0xB9C6C4),
            line = rgb(0x34403F),
            edge = rgb(0x8A9896),
            lit = rgb(0x5C4A10),
            fill = rgb(0x8FE0DF),
            onFill = rgb(0x0B2B2B),
            barAct = rgb(0x0D4647),
            barDone = rgb(0x124A29),
            barBlock = rgb(0x6D1A15),
            onBar = rgb(0xE8EFEE),
            pale = rgb(0x222D2C),
            plain = toned(0xB9C6C4, 0xC4D0CE, 0x1B2524, 0x34403F),
            act = toned(0x8FE0DF, 0x9AE6E5, 0x12393A, 0x8FE0DF),
            done = toned(0x7FD6A0, 0x8FDFAD, 0x143322, 0x7FD6A0),
            wait = toned(0xFFB366, 0xFFC080, 0x3A2711, 0xFFB366),
            block = toned(0xFF9D96, 0xFFB1AB, 0x40201E, 0xFF9D96),
        )

        /** Black on white without washes, for the glare of noon. Tones are dark, in a border of theirs. */
        val SUN = Palette(
            night = false,
            paper = rgb(0xFFFFFF),
            ink = rgb(0x000000),
            soft = rgb(0x1C2625),
            line = rgb(0x4C5B59),
            edge = rgb(0x000000),
            lit = rgb(0xFFE066),
            fill = rgb(0x00302F),
            onFill = rgb(0xFFFFFF),
            barAct = rgb(0x00302F),
            barDone = rgb(0x0B3D20),
            barBlock = rgb(0x6B100B),
            onBar = rgb(0xFFFFFF),
            pale = rgb(0xDDE3E2),
            plain = toned(0x000000, 0x000000, 0xFFFFFF, 0x000000),
            act = toned(0x00403F, 0x00403F, 0xFFFFFF, 0x00403F),
            done = toned(0x0B4A26, 0x0B4A26, 0xFFFFFF, 0x0B4A26),
            wait = toned(0x6B3500, 0x6B3500, 0xFFFFFF, 0x6B3500),
            block = toned(0x7F1210, 0x7F1210, 0xFFFFFF, 0x7F1210),
        )
    }
}
