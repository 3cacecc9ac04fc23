package shivir.logic.carry

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Waiting that somebody else may end. */
internal class Pause {
    private val ended = CountDownLatch(1)

    /** Waits so many milliseconds. False where it was ended. */
    fun wait(ms: Long): Boolean = !ended.await(ms, TimeUnit.MILLISECONDS)

    fun end() = ended.countDown()
}
