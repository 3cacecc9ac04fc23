package shivir.app.effects

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.print.PrintAttributes
import android.print.PrintManager
import android.provider.Settings
import android.widget.Toast
import java.io.File
import shivir.app.AppWords
import shivir.app.Shell
import shivir.app.Shown
import shivir.app.draw.Sayings
import shivir.app.scan.ScanActivity
import shivir.domain.Lang
import shivir.logic.kit.Event
import shivir.logic.kit.FileOffered
import shivir.logic.kit.Outside
import shivir.logic.kit.Say
import shivir.logic.kit.TurnedBack
import shivir.logic.kit.say

/** What only an activity can do for the program, and what came of it as an event. On the main thread. */
internal class Effects(private val activity: Activity, private val shell: Shell) {
    private val files = Files(activity, shell)

    /** What is on the screen; before anything is, there is nothing to be shared. */
    var shown: Shown? = null

    fun run(effect: Outside) {
        when (effect) {
            is Outside.ShareText -> share(effect.title, text(effect.text))
            is Outside.SharePage -> page(effect)
            is Outside.Dial -> begin(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", effect.number, null)))
            Outside.Scan -> ask(ScanActivity.intent(activity, lang), SCAN)
            Outside.ChooseFile -> ask(document(Intent.ACTION_OPEN_DOCUMENT), CHOOSE)
            is Outside.KeepFile -> files.prepare(effect.name, effect.bytes) {
                ask(document(Intent.ACTION_CREATE_DOCUMENT).putExtra(Intent.EXTRA_TITLE, effect.name), KEEP)
            }
            is Outside.SendFile -> files.shareBytes(effect.name, effect.bytes) { uri ->
                offer(Intent(Intent.ACTION_SEND).setType("application/octet-stream"), uri, effect.title)
                shell.tell(if (uri == null) TurnedBack else FileOffered(effect.name))
            }
            Outside.PhoneSettings -> {
                val of = Uri.fromParts("package", activity.packageName, null)
                begin(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, of))
            }
            // Done without an activity, by the shell.
            is Outside.Speak, is Outside.Practise, Outside.Hush, Outside.Carry, Outside.StopCarrying -> shell.outside(effect)
        }
    }

    /** The result of what was asked for. */
    fun came(request: Int, result: Int, data: Intent?) {
        val uri = data?.data
        val ok = result == Activity.RESULT_OK
        when {
            request == SCAN -> shell.tell(ScanActivity.came(result, data))
            request == CHOOSE && ok && uri != null -> files.choose(uri, ::answer)
            request == KEEP && ok && uri != null -> files.put(uri, ::answer)
            request == CHOOSE || request == KEEP -> shell.tell(TurnedBack)
        }
    }

    fun send(sealed: File) = files.shareCopy(sealed) { uri ->
        offer(Intent(Intent.ACTION_SEND).setType("application/octet-stream"), uri, say(AppWords.APP_SEND_SEALED))
    }

    fun makeRoom() = begin(Intent(Settings.ACTION_INTERNAL_STORAGE_SETTINGS))

    private fun answer(event: Event, trouble: AppWords?) {
        trouble?.let(::note)
        shell.tell(event)
    }

    private fun share(title: Say, text: String) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        begin(Intent.createChooser(send.putExtra(Intent.EXTRA_SUBJECT, text(title)), text(title)))
    }

    private fun page(effect: Outside.SharePage) {
        val shown = shown ?: return
        val picture = PagePicture.draw(activity, shown)
        if (effect.print) {
            val printer = activity.getSystemService(PrintManager::class.java) ?: return note(AppWords.APP_NO_APP)
            val title = text(effect.title)
            printer.print(title, PagePrint(activity, picture, title), PrintAttributes.Builder().build())
        } else {
            files.sharePicture(picture) { uri ->
                if (uri == null) return@sharePicture note(AppWords.APP_NO_PICTURE)
                offer(Intent(Intent.ACTION_SEND).setType("image/png"), uri, effect.title)
            }
        }
    }

    private fun offer(send: Intent, uri: Uri?, title: Say) {
        if (uri == null) return note(AppWords.APP_NO_FILE)
        send.putExtra(Intent.EXTRA_STREAM, uri).addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        // The chooser shows the picture itself: it too has to be let in.
        send.clipData = android.content.ClipData.newRawUri("", uri)
        begin(Intent.createChooser(send, text(title)))
    }

    private fun document(action: String) = Intent(action).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*")

    private fun begin(intent: Intent) {
        try {
            activity.startActivity(intent)
        } catch (_: ActivityNotFoundException) {
            note(AppWords.APP_NO_APP)
        }
    }

    private fun ask(intent: Intent, request: Int) {
        try {
            activity.startActivityForResult(intent, request)
        } catch (_: ActivityNotFoundException) {
            answer(TurnedBack, AppWords.APP_NO_APP)
        }
    }

    private fun note(words: AppWords) = Toast.makeText(activity, text(say(words)), Toast.LENGTH_LONG).show()

    private val lang: Lang get() = shown?.seat?.lang ?: Lang.HI

    private fun text(say: Say) = Sayings(activity, lang).text(say)

    companion object {
        const val SCAN = 1
        const val CHOOSE = 2
        const val KEEP = 3
    }
}
