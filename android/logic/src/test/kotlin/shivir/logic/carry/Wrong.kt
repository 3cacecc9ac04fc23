package shivir.logic.carry

import java.net.ServerSocket
import java.net.Socket
import java.net.SocketException
import kotlin.concurrent.thread

/** A socket that takes every connection and does with it what it is told to; for what no hub does. */
class Wrong(private val does: (Socket) -> Unit) : AutoCloseable {
    private val socket = ServerSocket(0)
    private val open = mutableListOf<Socket>()
    val url = "http://127.0.0.1:${socket.localPort}"

    private val serving = thread(isDaemon = true) {
        try {
            while (true) {
                val came = socket.accept()
                synchronized(open) { open += came }
                thread(isDaemon = true) {
                    try {
                        does(came)
                    } catch (_: SocketException) {
                        // Who asked has gone.
                    }
                }
            }
        } catch (_: SocketException) {
            // Closed: the test is over.
        }
    }

    override fun close() {
        socket.close()
        synchronized(open) { open.forEach(Socket::close) }
        serving.join()
    }

    companion object {
        /** Reads the head of a request and its body as far as it came at once. */
        fun asked(socket: Socket) {
            socket.getInputStream().read(ByteArray(64 * 1024))
        }

        fun page(body: ByteArray, status: String = "200 OK"): ByteArray =
            "HTTP/1.1 $status\r\ncontent-length: ${body.size}\r\nconnection: close\r\n\r\n".toByteArray() + body
    }
}
