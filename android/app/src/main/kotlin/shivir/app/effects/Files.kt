package shivir.app.effects

import android.app.Activity
import android.graphics.Bitmap
import android.net.Uri
import android.os.Handler
import android.os.Looper
import android.provider.OpenableColumns
import java.io.File
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import shivir.app.AppWords
import shivir.app.Shell
import shivir.logic.kit.Event
import shivir.logic.kit.FileChosen
import shivir.logic.kit.FileKept
import shivir.logic.kit.Lane
import shivir.logic.kit.TurnedBack

/**
 * Files that come in and go out, copied off the main thread: what another application lends can be a slow card or a network.
 * Copies lie in the application's own cache, and those of the time before are taken away.
 */
internal class Files(private val activity: Activity, private val shell: Shell) {
    private val main = Handler(Looper.getMainLooper())
    private val resolver = activity.applicationContext.contentResolver
    private val cache = activity.cacheDir

    /** Copies what was chosen. */
    fun choose(uri: Uri, done: (Event, AppWords?) -> Unit) = work(done) {
        val copy = File(fresh(CHOSEN), "file")
        val from = resolver.openInputStream(uri) ?: throw IOException("nothing to read")
        from.use { input -> copy.outputStream().use { input.copy(it, cache.usableSpace - LEAST_FREE) } }
        FileChosen(copy.path, name(uri))
    }

    /** Keeps the bytes until it is known where they go; also when the process ends meanwhile. */
    fun prepare(name: String, bytes: ByteArray, then: () -> Unit) = shell.lanes.run(Lane.READ) {
        val kept = attempt {
            File(fresh(OUTGOING), safe(name)).writeBytes(bytes)
            true
        }
        main.post { if (kept == true) then() else shell.tell(TurnedBack) }
    }

    /** Puts what was prepared where the person said. */
    fun put(uri: Uri, done: (Event, AppWords?) -> Unit) = work(done, AppWords.APP_NOT_KEPT) {
        val kept = File(cache, OUTGOING).listFiles()?.singleOrNull() ?: throw IOException("nothing to be put")
        val to = resolver.openOutputStream(uri, "wt") ?: throw IOException("nowhere to put it")
        to.use { out -> kept.inputStream().use { it.copyTo(out) } }
        kept.delete()
        FileKept(kept.name)
    }

    /** Makes the picture a file that another application may read. */
    fun sharePicture(picture: Bitmap, then: (Uri?) -> Unit) = shared("shivir.png", then) {
        if (!picture.compress(Bitmap.CompressFormat.PNG, 100, it)) throw IOException("no picture")
    }

    fun shareCopy(file: File, then: (Uri?) -> Unit) = shared(file.name, then) { out ->
        file.inputStream().use { it.copyTo(out) }
    }

    fun shareBytes(name: String, bytes: ByteArray, then: (Uri?) -> Unit) = shared(safe(name), then) { it.write(bytes) }

    private fun shared(name: String, then: (Uri?) -> Unit, write: (OutputStream) -> Unit) = shell.lanes.run(Lane.READ) {
        val uri = attempt {
            val file = File(fresh(Lent.FOLDER), name)
            file.outputStream().use(write)
            Lent.uri(activity, file)
        }
        main.post { then(uri) }
    }

    private fun work(done: (Event, AppWords?) -> Unit, trouble: AppWords = AppWords.APP_NO_FILE, does: () -> Event) =
        shell.lanes.run(Lane.READ) {
            val event = attempt(does)
            main.post { if (event == null) done(TurnedBack, trouble) else done(event, null) }
        }

    /** None: it could not be done, and who asked says so. */
    private fun <T> attempt(does: () -> T): T? = try {
        does()
    } catch (_: IOException) {
        null
    } catch (_: SecurityException) {
        // The other application takes back what it lent.
        null
    } catch (_: IllegalArgumentException) {
        // Or knows nothing of it.
        null
    }

    private fun fresh(folder: String): File = File(cache, folder).apply {
        deleteRecursively()
        if (!mkdirs()) throw IOException("no folder")
    }

    private fun name(uri: Uri): String =
        resolver.query(uri, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use { rows ->
            if (rows.moveToFirst()) rows.getString(0) else null
        } ?: uri.lastPathSegment.orEmpty()

    private fun InputStream.copy(out: OutputStream, most: Long) {
        val piece = ByteArray(PIECE)
        var came = 0L
        while (true) {
            val more = read(piece)
            if (more < 0) return
            came += more
            if (came > most) throw IOException("no room")
            out.write(piece, 0, more)
        }
    }

    private fun safe(name: String) = name.replace('/', '_').ifBlank { "shivir" }

    private companion object {
        const val CHOSEN = "chosen"
        const val OUTGOING = "outgoing"
        const val PIECE = 64 * 1024

        /** Bytes that are left to the store, whatever somebody chooses. */
        const val LEAST_FREE = 64L shl 20
    }
}
