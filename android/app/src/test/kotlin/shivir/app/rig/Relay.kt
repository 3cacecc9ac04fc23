package shivir.app.rig

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.URI
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** A way to the hub that can be held: what a phone says then goes nowhere, as on a line that is up and carries nothing. */
class Relay(hub: String) : AutoCloseable {
    private val hub = URI(hub)
    private val door = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val open = CopyOnWriteArrayList<Socket>()
    private val came = Semaphore(0)
    private val lock = Object()
    private var held = false

    /** Connections that came. */
    @Volatile
    var calls = 0
        private set

    val url = "http://127.0.0.1:${door.localPort}"

    init {
        thread(isDaemon = true) {
            try {
                while (true) door.accept().let(::taken)
            } catch (_: IOException) {
                // Closed.
            }
        }
    }

    /** From now on nothing is carried on. */
    fun hold() = synchronized(lock) { held = true }

    /** What was held goes on, and all that comes. */
    fun letGo() = synchronized(lock) {
        held = false
        lock.notifyAll()
    }

    /** Waits until a phone has called. */
    fun awaitCall() = check(came.tryAcquire(30, TimeUnit.SECONDS)) { "no phone called" }

    override fun close() {
        door.close()
        letGo()
        open.forEach(Socket::close)
    }

    private fun taken(phone: Socket) {
        calls++
        came.release()
        open += phone
        thread(isDaemon = true) {
            try {
                synchronized(lock) { while (held) lock.wait() }
                Socket(hub.host, hub.port).use { there ->
                    open += there
                    val up = thread(isDaemon = true) { carried(phone, there) }
                    carried(there, phone)
                    up.join()
                }
            } catch (_: IOException) {
                // One of the two is gone.
            } finally {
                phone.close()
            }
        }
    }

    private fun carried(from: Socket, to: Socket) {
        try {
            from.getInputStream().copyTo(to.getOutputStream())
            to.shutdownOutput()
        } catch (_: IOException) {
            // One of the two is gone.
        }
    }
}
