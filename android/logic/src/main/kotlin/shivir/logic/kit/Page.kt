package shivir.logic.kit

/** What a colour says. A tone never stands alone: an icon and a word go with it. */
enum class Tone { PLAIN, ACT, DONE, WAIT, BLOCK }

/** Drawn signs, `ic_` and the name in small letters among the drawables. The same sign for the same thing everywhere. */
enum class Icon {
    BACK, SEARCH, SPEAKER, TICK, CLOCK, CROSS, THUMB, PAPER, SEND, CARD, TENT, SHARE, PRINT, PHONE, PERSON, FAMILY, HOME,
    AWAY, PLUS, MINUS, CAMERA, LOCK, KEY, SUN, MOON, LANGUAGE, LETTERS, LIST, CALL_OUT, SLIP, WARNING, INFO, MERGE, SPLIT,
    DOWNLOAD, COURIER, GEAR, PRACTICE, CHILD, ELDER, WOMAN, MAN, RUPEE, PLACE, CALENDAR, EDIT, UNDO, DELETE, MORE, BIRTH,
    RATION, HAND, EYE, CHART, STOP,
}

/** A screen as data: what stands on it from top to bottom. The application draws it; nothing on it is drawn otherwise. */
data class Page(
    val title: Say,
    val under: Say? = null,
    /** Green for what is done, red for what is blocked, else teal. */
    val tone: Tone = Tone.ACT,
    val icon: Icon? = null,
    /** How far a flow is: steps done, of how many. */
    val steps: Steps? = null,
    /** Whether an arrow leads back. */
    val back: Boolean = true,
    /** Stays in place over what is scrolled: the field of a search. */
    val top: List<Block> = emptyList(),
    val body: List<Block>,
    /** At the thumb: at most three; the last one is the next step and filled, but the way back and a plain one never are. */
    val foot: List<Button> = emptyList(),
    /** Whether a picture of the screen may be taken by the system: never where people are named. */
    val personal: Boolean = true,
) {
    /** Everything that is said on the page, in order, for those who listen. */
    fun spoken(): List<Say> = listOfNotNull(title, under) + (top + body).flatMap(Block::spoken)
}

data class Steps(val done: Int, val of: Int)

/** A button. `label` is always shown beside the icon unless `small`, where it is read aloud only. */
data class Button(
    val label: Say,
    val event: Event?,
    val icon: Icon? = null,
    val small: Boolean = false,
    val tone: Tone = Tone.ACT,
) {
    /** Nothing to be done with it now; it is drawn pale. */
    val on: Boolean get() = event != null
}

/** A word with an icon on a pale wash. */
data class Mark(val label: Say, val icon: Icon, val tone: Tone)

/** Letters of a name that matched: from (counted in UTF-16 units) and how many. */
data class Lit(val from: Int, val length: Int)

/** A part of a page. `key` is its own on the page: what has the same key and kind is the same thing after a change. */
sealed interface Block {
    val key: String

    /** What a listener hears of it. */
    fun spoken(): List<Say>

    /** A heading over what follows, or the question of a step. */
    data class Heading(val text: Say, override val key: String = "heading") : Block {
        override fun spoken() = listOf(text)
    }

    /** Plain words; `quiet` for what is beside the matter. */
    data class Words(val text: Say, val quiet: Boolean = false, override val key: String = "words") : Block {
        override fun spoken() = listOf(text)
    }

    /** A card with a number of how many, a percentage and a bar. */
    data class Meter(
        val label: Say,
        val done: Long,
        val of: Long,
        val note: Say? = null,
        val tone: Tone = Tone.DONE,
        val event: Event? = null,
        override val key: String = "meter",
    ) : Block {
        override fun spoken() = listOfNotNull(label, Say.Joined(listOf(Say.Number(done), Say.Number(of)), " / "), note)
    }

    /** Tiles two by two: an icon, a big number, three words. At large text one to a line. */
    data class Tiles(val tiles: List<Tile>, override val key: String = "tiles") : Block {
        override fun spoken() = tiles.flatMap { listOf(Say.Number(it.number), it.label) }
    }

    /** A row of a list, at least 76 dp high. */
    data class Row(
        override val key: String,
        val name: Say,
        val lit: List<Lit> = emptyList(),
        val under: Say? = null,
        val mark: Mark? = null,
        val icon: Icon? = null,
        val event: Event? = null,
        /** Small buttons at the end of the row, at most three. */
        val also: List<Button> = emptyList(),
    ) : Block {
        override fun spoken() = listOfNotNull(name, under, mark?.label)
    }

    /** One of several answers, or one that can be ticked beside others (`many`). */
    data class Choice(
        override val key: String,
        val label: Say,
        val icon: Icon?,
        val chosen: Boolean,
        val event: Event?,
        val tone: Tone = Tone.ACT,
        val many: Boolean = false,
        val under: Say? = null,
    ) : Block {
        override fun spoken() = listOfNotNull(label, under)
    }

    /** A field to type in. `typed` is told every change, `done` is what the keyboard's own button does. */
    data class Field(
        override val key: String,
        val label: Say,
        val value: String,
        val kind: FieldKind = FieldKind.TEXT,
        val hint: Say? = null,
        val error: Say? = null,
        val typed: (String) -> Event,
        val done: Event? = null,
        val focus: Boolean = false,
    ) : Block {
        override fun spoken() = listOfNotNull(label, error)
    }

    /** Small choices in a line that goes on at the side. */
    data class Chips(val chips: List<Chip>, override val key: String = "chips") : Block {
        override fun spoken() = emptyList<Say>()
    }

    /** A boxed message; with a button where something can be done about it. */
    data class Notice(
        val text: Say,
        val icon: Icon,
        val tone: Tone,
        val under: Say? = null,
        val button: Button? = null,
        override val key: String = "notice",
    ) : Block {
        override fun spoken() = listOfNotNull(text, under, button?.label)
    }

    /** A card with what is known: label and value, line by line. */
    data class Facts(val title: Say?, val lines: List<Line>, override val key: String = "facts") : Block {
        override fun spoken() = listOfNotNull(title) + lines.flatMap { listOfNotNull(it.label, it.value) }
    }

    /** How far a case is: its stations from first to last. */
    data class Trail(val stations: List<Station>, override val key: String = "trail") : Block {
        override fun spoken() = stations.filter { it.state == StationState.HERE }.map { it.label }
    }

    /** Bars with their numbers over them and what they stand for below. */
    data class Chart(val title: Say, val bars: List<Bar>, override val key: String = "chart") : Block {
        override fun spoken() = listOf(title) + bars.flatMap { listOf(it.label, Say.Number(it.value)) }
    }

    /** A code to be read aloud or copied, as large as fits. */
    data class Big(val label: Say?, val text: Say, override val key: String = "big") : Block {
        override fun spoken() = listOfNotNull(label, text)
    }

    /** A QR picture: `side` × `side` modules, row by row; true is dark. */
    data class Code(val side: Int, val dark: List<Boolean>, val about: Say, override val key: String = "code") : Block {
        override fun spoken() = listOf(about)
    }

    /** A large picture for those who would rather look than read. */
    data class Picture(val icon: Icon, val about: Say, val tone: Tone = Tone.ACT, override val key: String = "picture") : Block {
        override fun spoken() = listOf(about)
    }

    /** Digits to touch; dots for those that were typed, never the digits themselves. */
    data class Keypad(
        val typed: Int,
        val digit: (Int) -> Event,
        val wipe: Event,
        override val key: String = "keypad",
    ) : Block {
        override fun spoken() = emptyList<Say>()
    }

    /** Work that goes on: how far of how much, or none where that is not known; can always be stopped where `stop` is there. */
    data class Busy(
        val text: Say,
        val done: Long? = null,
        val of: Long? = null,
        val stop: Button? = null,
        override val key: String = "busy",
    ) : Block {
        override fun spoken() = listOf(text)
    }

    /** Buttons within the page, one below the other. */
    data class Buttons(val buttons: List<Button>, override val key: String = "buttons") : Block {
        override fun spoken() = emptyList<Say>()
    }
}

data class Tile(val icon: Icon, val tone: Tone, val number: Long, val label: Say, val event: Event?, val key: String)

data class Chip(val label: Say, val chosen: Boolean, val event: Event, val icon: Icon? = null)

data class Line(val label: Say, val value: Say?, val icon: Icon? = null, val tone: Tone = Tone.PLAIN)

data class Bar(val label: Say, val value: Long)

enum class StationState { BEHIND, HERE, AHEAD }

data class Station(val label: Say, val state: StationState, val tone: Tone = Tone.PLAIN)

/** What a field takes; decides the keyboard and how many lines. */
enum class FieldKind { TEXT, NAME, NUMBER, PHONE, CODE, SEARCH, LINES }
