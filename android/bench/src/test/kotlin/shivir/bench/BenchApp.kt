package shivir.bench

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import java.io.File
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import org.robolectric.Shadows.shadowOf
import shivir.app.Screens
import shivir.app.Shell
import shivir.app.ShivirApp
import shivir.app.key.Wrapper
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.core.ImportProgress
import shivir.core.SearchOptions
import shivir.core.Worker
import shivir.domain.Cadre
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat

/**
 * The application with all its screens on a real store, in which a mitanin has given her PIN: it begins at home. All of it is
 * real but the Keystore, which Robolectric has not.
 */
class BenchApp : ShivirApp() {
    private val keys = SoftWrapper()
    private var phone: Phone? = null
    private var alive: Shell? = null

    override val shell: Shell get() = alive ?: process().also { alive = it }

    override fun wrapper(): Wrapper = keys

    override fun screens() = object : Screens("bench") {
        override fun first(phone: Phone, seat: Seat): Pair<Route, Seat> {
            this@BenchApp.phone = phone
            val worker = phone.workers().firstOrNull() ?: begun(phone)
            return Route(ScreenId.HOME) to seat.copy(worker = worker, areas = worker.areas, today = phone.today())
        }
    }

    /** Until neither the main thread nor any lane has something to do. */
    fun settle() {
        val main = shadowOf(Looper.getMainLooper())
        do {
            main.idle()
            check(shell.lanes.idle()) { "something is still under way" }
        } while (!main.isIdle)
    }

    /** What a kill leaves: the files. */
    fun die() {
        settle()
        phone?.closeStore()
        phone?.close()
        phone = null
        alive?.lanes?.close()
        alive = null
    }

    /** A new phone gets the order of Sakti, a list and a worker. */
    private fun begun(phone: Phone): Worker {
        phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
        val list = File(filesDir, "list.csv")
        list.writeText(People.csv())
        phone.importRoster(list.path, null, GoOn)
        val area = phone.search(People.names.first(), SearchOptions()).first().area
        return phone.addWorker("फूलबाई साहू", Cadre.Mitanin, listOf(area))
    }

    private object GoOn : ImportWatch {
        override fun progress(progress: ImportProgress) = true
    }

    /** A key that is at hand at once: the Keystore's own time is the phone's hardware's. */
    private class SoftWrapper : Wrapper {
        private var key: SecretKey? = null

        override fun find(): SecretKey? = key

        override fun make(): SecretKey =
            KeyGenerator.getInstance("AES").apply { init(BITS) }.generateKey().also { key = it }
    }

    private companion object {
        const val BITS = 256
    }
}

/** The made-up people of one village, each with a ration card of her own. */
object People {
    private val letters = "कगचजतदनपबमरलसह".toList()
    private val families = listOf("यादव", "साहू", "पटेल", "कंवर", "राठौर", "सिदार")

    /** No two are alike. */
    val names: List<String> = families.flatMap { family ->
        letters.flatMap { first -> letters.map { second -> "${first}ा${second}ी $family" } }
    }

    /** As a district sends it. */
    fun csv(): String = (listOf(HEADER) + names.mapIndexed { at, name ->
        "${at + 1},R${at + 1},$name,,रामलाल,महिला,11/11/1978,डभरा,सपोस,बांसपाली,नहीं"
    }).joinToString("\n")

    private const val HEADER =
        "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)"
}

/** What a hand and an eye do with an activity. The screen is 320 × 640 dp. */
class OnGlass(private val activity: Activity) {
    private val density = activity.resources.displayMetrics.density
    private val wide = (320 * density).toInt()
    private val high = (640 * density).toInt()

    /** Laid out and drawn, into a picture of its own. */
    fun draw(): Bitmap {
        val view = activity.window.decorView
        view.measure(exactly(wide), exactly(high))
        view.layout(0, 0, wide, high)
        val picture = Bitmap.createBitmap(wide, high, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(picture))
        return picture
    }

    /** Where one of these words is written, to be touched; the first of them that is there. */
    fun touchable(vararg words: String): View {
        val all = views(activity.window.decorView).filter { it.hasOnClickListeners() && it.isShown }
        return words.firstNotNullOfOrNull { word -> all.find { word in it.contentDescription?.toString().orEmpty() } }
            ?: error("none of ${words.toList()} on ${all.map { it.contentDescription }}")
    }

    fun field(): EditText = views(activity.window.decorView).filterIsInstance<EditText>().first()

    fun shows(word: String): Boolean =
        views(activity.window.decorView).any { it is android.widget.TextView && word in it.text }

    private fun exactly(size: Int) = View.MeasureSpec.makeMeasureSpec(size, View.MeasureSpec.EXACTLY)

    private fun views(view: View): List<View> =
        if (view is ViewGroup) listOf(view) + (0 until view.childCount).flatMap { views(view.getChildAt(it)) } else listOf(view)
}
