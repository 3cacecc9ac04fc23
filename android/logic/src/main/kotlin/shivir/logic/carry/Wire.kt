package shivir.logic.carry

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.URL

/**
 * How long one waits at 2G, in milliseconds. `trip` bounds a post with its answer, whatever the speed at which single bytes
 * come; a pack is bounded by `read` alone, for what came of it is kept.
 */
data class Patience(
    val connect: Int = 30_000,
    val read: Int = 60_000,
    val trip: Long = 180_000,
    /** Tries in a row without an answer. */
    val tries: Int = 3,
    /** The longest pause between two of them; longer, and it is better tried another time. */
    val pause: Long = 15_000,
)

/**
 * The way to the hub over HTTPS, and nothing of what is said on it: requests and answers are signed, so that this carries
 * bytes and trusts nobody. One call at a time; [stop] from any thread.
 */
internal class Wire(url: String, private val patience: Patience) {
    private val url = url.trimEnd('/')

    @Volatile
    private var open: HttpURLConnection? = null

    @Volatile
    var stopped = false
        private set

    /**
     * Posts a request; gives the answer's bytes, whatever its status says: who answered is proved by the signature.
     *
     * @throws IOException no answer came, or one that is longer than any can be
     */
    fun post(path: String, bytes: ByteArray): ByteArray = talk(path, ::toPost) { way ->
        val end = System.nanoTime() + patience.trip * 1_000_000
        way.outputStream.use { it.write(bytes) }
        val body = if (way.responseCode >= HttpURLConnection.HTTP_BAD_REQUEST) way.errorStream else way.inputStream
        body?.use { all(it, end) } ?: ByteArray(0)
    }

    /**
     * Gets a pack from a byte on, piece by piece as they come. `take` is given where a piece begins, and says whether more is
     * wanted. What came before the way broke off was taken.
     *
     * @throws IOException it broke off, or what answers has no such pack
     */
    fun pack(path: String, authorization: String, from: Long, take: (Long, ByteArray) -> Boolean) = talk(path, { way ->
        way.setRequestProperty("Authorization", authorization)
        way.setRequestProperty("Range", "bytes=$from-")
    }) { way ->
        // The whole of it: what is here is passed over. Anything but these two is a refusal or somebody's page.
        val at = when (way.responseCode) {
            HttpURLConnection.HTTP_PARTIAL -> from
            HttpURLConnection.HTTP_OK -> 0L
            else -> throw IOException("no pack")
        }
        way.inputStream.use { pieces(it, at, from, take) }
    }

    /** Whatever is under way ends, and nothing is begun any more. */
    fun stop() {
        stopped = true
        open?.disconnect()
    }

    private fun toPost(way: HttpURLConnection) {
        way.requestMethod = "POST"
        way.doOutput = true
        way.setRequestProperty("Content-Type", "application/x-shivir")
    }

    private fun <T> talk(path: String, prepare: (HttpURLConnection) -> Unit, say: (HttpURLConnection) -> T): T {
        val way = URL(url + path).openConnection() as? HttpURLConnection ?: throw IOException("no web address")
        open = way
        try {
            if (stopped) throw IOException("stopped")
            way.connectTimeout = patience.connect
            way.readTimeout = patience.read
            way.useCaches = false
            // A network that wants a login sends elsewhere: that is no answer.
            way.instanceFollowRedirects = false
            // Without these the platform names itself at length, and unpacks what was to be counted.
            way.setRequestProperty("User-Agent", "shivir")
            way.setRequestProperty("Accept", "*/*")
            way.setRequestProperty("Accept-Encoding", "identity")
            prepare(way)
            way.connect()
            // Who stopped it before there was a connection cut nothing; from here on a stop cuts it.
            open = way
            if (stopped) {
                way.disconnect()
                throw IOException("stopped")
            }
            return say(way)
        } catch (error: RuntimeException) {
            // An address that somebody mistyped, or a connection that was closed under the reader's hands.
            if (stopped || error is IllegalArgumentException) throw IOException("no way", error)
            throw error
        } finally {
            open = null
        }
    }

    private fun all(body: InputStream, end: Long): ByteArray {
        val all = ByteArrayOutputStream()
        val piece = ByteArray(SIP)
        while (true) {
            val came = body.read(piece)
            if (came < 0) return all.toByteArray()
            all.write(piece, 0, came)
            if (all.size() > MOST_ANSWER) throw IOException("too long")
            if (stopped || System.nanoTime() > end) throw IOException("too slow")
        }
    }

    private fun pieces(body: InputStream, begin: Long, from: Long, take: (Long, ByteArray) -> Boolean) {
        val piece = ByteArray(PIECE)
        var at = begin
        while (!stopped) {
            val (came, cut) = fill(body, piece)
            // A stretch that was cut is kept as far as it came.
            val skip = (from - at).coerceIn(0, came.toLong()).toInt()
            if (came > skip && !take(at + skip, piece.copyOfRange(skip, came))) return
            at += came
            if (cut != null) throw cut
            if (came < piece.size) return
        }
        throw IOException("stopped")
    }

    /** How many bytes came, and what broke them off. Fewer than asked for: the end. */
    private fun fill(body: InputStream, piece: ByteArray): Pair<Int, IOException?> {
        var came = 0
        try {
            while (came < piece.size) {
                val more = body.read(piece, came, piece.size - came)
                if (more < 0) break
                came += more
            }
        } catch (cut: IOException) {
            return came to cut
        }
        return came to null
    }

    private companion object {
        /** An envelope at most, in bytes (docs/PROTOCOL.md), and a little for its frame. */
        const val MOST_ANSWER = (4 shl 20) + 1024
        const val SIP = 8 * 1024

        /** Bytes of a pack that are kept in one step. */
        const val PIECE = 64 * 1024
    }
}
