package shivir.app.effects

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException

/**
 * Lends the one file that was shared last to the application that the person chose, to be read and no more. Not exported: who was
 * not given the address may not ask.
 */
class Lent : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        val file = file(uri)
        if (mode != "r" || file == null) throw FileNotFoundException("nothing is lent")
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun query(uri: Uri, columns: Array<String>?, by: String?, with: Array<String>?, order: String?): Cursor? {
        val file = file(uri) ?: return null
        val known = mapOf<String, Any>(OpenableColumns.DISPLAY_NAME to file.name, OpenableColumns.SIZE to file.length())
        val asked = (columns ?: known.keys.toTypedArray()).filter { it in known }
        return MatrixCursor(asked.toTypedArray(), 1).apply { addRow(asked.map { known[it] }) }
    }

    override fun getType(uri: Uri): String =
        if (uri.lastPathSegment.orEmpty().endsWith(".png")) "image/png" else "application/octet-stream"

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun update(uri: Uri, values: ContentValues?, by: String?, with: Array<String>?) = 0

    override fun delete(uri: Uri, by: String?, with: Array<String>?) = 0

    /** A file of that very folder, whatever the address says of a way there. */
    private fun file(uri: Uri): File? {
        val folder = File((context ?: return null).cacheDir, FOLDER)
        return folder.listFiles()?.find { it.name == uri.lastPathSegment && uri.pathSegments.size == 1 }
    }

    companion object {
        const val FOLDER = "lent"

        fun uri(context: Context, file: File): Uri =
            Uri.Builder().scheme("content").authority(context.packageName + ".lent").appendPath(file.name).build()
    }
}
