package shivir.logic.pin

/**
 * Digits of a PIN that are being typed. Never written out: neither kept over a restart nor shown, and no log
 * can say them.
 */
data class Digits(private val text: String = "") {
    val size: Int get() = text.length

    fun and(digit: Int): Digits = if (size < MOST) Digits(text + digit) else this

    fun wiped(): Digits = Digits(text.dropLast(1))

    /** For the core alone. */
    fun open(): String = text

    override fun toString() = "Digits($size)"

    companion object {
        /** The shortest PIN. */
        const val LEAST = 4

        /** The longest. */
        const val MOST = 8
    }
}
