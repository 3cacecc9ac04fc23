package shivir.logic.pin

import shivir.logic.kit.Say
import shivir.logic.kit.Words
import shivir.logic.kit.say

enum class WaitWords : Words { PIN_SECONDS, PIN_MINUTES, PIN_HOURS }

/**
 * How long is still to be waited, in words: the next larger whole second, minute or hour, so that it is never
 * too short.
 */
internal fun waited(ms: ULong): Say {
    val seconds = (ms.toLong() + 999) / 1_000
    val minutes = (seconds + 59) / 60
    return when {
        seconds < 60 -> say(WaitWords.PIN_SECONDS, say(maxOf(seconds, 1)))
        minutes < 60 -> say(WaitWords.PIN_MINUTES, say(minutes))
        else -> say(WaitWords.PIN_HOURS, say((minutes + 59) / 60))
    }
}
