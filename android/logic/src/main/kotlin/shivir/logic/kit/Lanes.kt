package shivir.logic.kit

import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.ThreadFactory

/**
 * The threads of the application beside the one that draws: one for the models, one that writes, two that read, one that
 * searches, one that waits for the network. Counts what is under way, so that a test can wait for the end of it.
 */
class Lanes : AutoCloseable {
    private val models = pool("models", 1)
    private val write = pool("write", 1)
    private val read = pool("read", 2)
    private val search = pool("search", 1)
    private val net = pool("net", 1)
    private val lock = Object()
    private var pending = 0

    /** The thread of the models. */
    fun model(work: () -> Unit) = on(models, work)

    fun run(lane: Lane, work: () -> Unit) = on(
        when (lane) {
            Lane.WRITE -> write
            Lane.READ -> read
            Lane.SEARCH -> search
            Lane.NET -> net
        },
        work,
    )

    private fun on(pool: ExecutorService, work: () -> Unit) {
        synchronized(lock) { pending++ }
        try {
            pool.execute {
                try {
                    work()
                } finally {
                    done()
                }
            }
        } catch (_: RejectedExecutionException) {
            // Closed: the application ends, and what was written before is safe.
            done()
        }
    }

    private fun done() = synchronized(lock) {
        pending--
        if (pending == 0) lock.notifyAll()
    }

    /** Waits until nothing is under way, at most so long. False where something still is. */
    fun idle(mostMs: Long = 30_000): Boolean = synchronized(lock) {
        val end = System.nanoTime() + mostMs * 1_000_000
        while (pending > 0) {
            val left = (end - System.nanoTime()) / 1_000_000
            if (left <= 0) return false
            lock.wait(left)
        }
        true
    }

    override fun close() = listOf(models, write, read, search, net).forEach(ExecutorService::shutdown)

    private fun pool(name: String, threads: Int): ExecutorService =
        Executors.newFixedThreadPool(threads, ThreadFactory { Thread(it, "shivir-$name").apply { isDaemon = true } })
}
