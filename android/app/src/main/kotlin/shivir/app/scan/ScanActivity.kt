package shivir.app.scan

import android.Manifest
import android.app.Activity
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Bundle
import android.view.View
import android.widget.Toast
import java.util.concurrent.atomic.AtomicBoolean
import shivir.app.CameraWords
import shivir.app.ShivirApp
import shivir.app.draw.PageView
import shivir.app.draw.Sayings
import shivir.domain.Lang
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Denied
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Lane
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Scanned
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.TurnedBack
import shivir.logic.kit.say

/** Looks for a code with the camera. No picture of it is kept; whoever has no camera, or refuses it, types. */
class ScanActivity : Activity() {
    private val lang get() = Lang.entries.find { it.name == intent.getStringExtra(LANG) } ?: Lang.HI
    private val reading = AtomicBoolean()
    private lateinit var camera: Camera
    private var view: ScanView? = null
    private var asking = false

    private data object Allow : Event

    private data object Type : Event

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        asking = state?.getBoolean(ASKING) ?: false
        camera = Camera(this, ::seen) { inUse -> without(if (inUse) CameraWords.CAMERA_IN_USE else CameraWords.CAMERA_NONE) }
        if (!camera.there) return without(CameraWords.CAMERA_NONE)
        if (allowed()) look() else explain()
    }

    override fun onResume() {
        super.onResume()
        // Allowed in the phone's settings meanwhile.
        if (view == null && !asking && !isFinishing && allowed()) look()
        view?.begin()
    }

    override fun onPause() {
        // Others may have it, and nobody is filmed by a screen that is not seen.
        view?.end()
        camera.end()
        super.onPause()
    }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        out.putBoolean(ASKING, asking)
    }

    override fun onUserInteraction() = (application as ShivirApp).shell.touched()

    override fun onRequestPermissionsResult(request: Int, permissions: Array<out String>, results: IntArray) {
        asking = false
        when {
            allowed() -> look()
            // The system gives no answer where the question was broken off.
            results.isEmpty() -> explain()
            else -> {
                val forever = !shouldShowRequestPermissionRationale(Manifest.permission.CAMERA)
                end(DENIED, Intent().putExtra(FOREVER, forever))
            }
        }
    }

    private fun allowed() = checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED

    private fun look() {
        val scan = ScanView(this, camera, Sayings(this, lang)) { end(RESULT_CANCELED, null) }
        view = scan
        setContentView(scan)
    }

    /** Why, before the system asks. */
    private fun explain() {
        val page = Page(
            title = say(CameraWords.CAMERA_TITLE),
            icon = Icon.CAMERA,
            back = false,
            body = listOf(
                Block.Picture(Icon.CAMERA, say(CameraWords.CAMERA_TITLE)),
                Block.Words(say(CameraWords.CAMERA_WHY)),
            ),
            foot = listOf(
                Button(say(CameraWords.CAMERA_TYPE), Type, Icon.EDIT),
                Button(say(CameraWords.CAMERA_ALLOW), Allow, Icon.CAMERA),
            ),
            personal = false,
        )
        val reason = PageView(this)
        val listen = { what: List<Say> -> (application as ShivirApp).shell.voice.speak(what, lang) }
        reason.render(Route(ScreenId.HELP, "camera"), page, Seat(lang = lang), ::touched, listen)
        setContentView(reason as View)
    }

    private fun touched(event: Event) {
        if (event == Allow) {
            asking = true
            requestPermissions(arrayOf(Manifest.permission.CAMERA), 1)
        } else {
            end(RESULT_CANCELED, null)
        }
    }

    /** On the camera's thread. While one picture is read, those that come are passed over. */
    private fun seen(luma: ByteArray, width: Int, height: Int) {
        if (!reading.compareAndSet(false, true)) return
        (application as ShivirApp).shell.lanes.run(Lane.READ) {
            val looked = Looked.at(luma, width, height)
            reading.set(false)
            when (looked) {
                is Looked.Ours -> runOnUiThread { end(RESULT_OK, Intent().putExtra(TEXT, looked.text)) }
                is Looked.Not -> runOnUiThread { view?.tell(looked.why) }
                Looked.Nothing -> Unit
            }
        }
    }

    private fun without(why: CameraWords) {
        Toast.makeText(this, Sayings(this, lang).text(say(why)), Toast.LENGTH_LONG).show()
        end(RESULT_CANCELED, null)
    }

    private fun end(result: Int, data: Intent?) {
        if (isFinishing) return
        setResult(result, data)
        finish()
    }

    companion object {
        private const val LANG = "lang"
        private const val TEXT = "text"
        private const val FOREVER = "forever"
        private const val ASKING = "asking"
        private const val DENIED = RESULT_FIRST_USER

        fun intent(context: Context, lang: Lang): Intent =
            Intent(context, ScanActivity::class.java).putExtra(LANG, lang.name)

        /** What looking came to. */
        fun came(result: Int, data: Intent?): Event = when (result) {
            RESULT_OK -> data?.getStringExtra(TEXT)?.let(::Scanned) ?: TurnedBack
            DENIED -> Denied(data?.getBooleanExtra(FOREVER, false) ?: false)
            else -> TurnedBack
        }
    }
}
