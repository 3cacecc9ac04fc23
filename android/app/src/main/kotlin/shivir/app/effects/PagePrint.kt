package shivir.app.effects

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Rect
import android.os.Bundle
import android.os.CancellationSignal
import android.os.ParcelFileDescriptor
import android.print.PageRange
import android.print.PrintAttributes
import android.print.PrintDocumentAdapter
import android.print.PrintDocumentInfo
import android.print.pdf.PrintedPdfDocument
import java.io.FileOutputStream
import java.io.IOException

/** A picture on one sheet, as large as fits. */
internal class PagePrint(
    private val context: Context,
    private val picture: Bitmap,
    private val title: String,
) : PrintDocumentAdapter() {
    private var sheet: PrintAttributes? = null

    override fun onLayout(
        before: PrintAttributes?,
        now: PrintAttributes,
        cancel: CancellationSignal?,
        done: LayoutResultCallback,
        extras: Bundle?,
    ) {
        if (cancel?.isCanceled == true) return done.onLayoutCancelled()
        sheet = now
        val info = PrintDocumentInfo.Builder("$title.pdf")
            .setContentType(PrintDocumentInfo.CONTENT_TYPE_DOCUMENT)
            .setPageCount(1)
            .build()
        done.onLayoutFinished(info, before != now)
    }

    override fun onWrite(
        pages: Array<out PageRange>?,
        out: ParcelFileDescriptor,
        cancel: CancellationSignal?,
        done: WriteResultCallback,
    ) {
        val document = PrintedPdfDocument(context, sheet ?: return done.onWriteFailed(null))
        try {
            val page = document.startPage(0)
            page.canvas.drawBitmap(picture, null, fitted(page.info.contentRect), null)
            document.finishPage(page)
            FileOutputStream(out.fileDescriptor).use(document::writeTo)
            done.onWriteFinished(arrayOf(PageRange.ALL_PAGES))
        } catch (_: IOException) {
            // The printing service says that it did not work.
            done.onWriteFailed(null)
        } finally {
            document.close()
        }
    }

    private fun fitted(within: Rect): Rect {
        val scale = minOf(within.width().toFloat() / picture.width, within.height().toFloat() / picture.height)
        val wide = (picture.width * scale).toInt()
        return Rect(within.left, within.top, within.left + wide, within.top + (picture.height * scale).toInt())
    }
}
