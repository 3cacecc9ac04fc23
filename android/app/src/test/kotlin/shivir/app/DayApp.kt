package shivir.app

import android.app.Activity
import android.content.Intent
import java.io.File
import kotlin.concurrent.thread
import org.robolectric.RuntimeEnvironment
import shivir.app.key.KeyVault
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.core.ImportProgress
import shivir.core.SearchOptions
import shivir.core.Sitting
import shivir.core.Whom
import shivir.domain.Cadre
import shivir.domain.Details
import shivir.domain.Outcome
import shivir.logic.enrol.EnrolWords
import shivir.logic.home.HomeWords
import shivir.logic.kit.Seat
import shivir.logic.pin.PinWords
import shivir.logic.register.RegisterWords
import shivir.logic.rig.District
import shivir.logic.rig.registered

/** The application with its own screens, from the first one on. */
open class DayApp : TestShivirApp() {
    override fun screens() = object : Screens("test") {
        override fun first(phone: Phone, seat: Seat) = super.first(phone, seat).also { this@DayApp.phone = phone }
    }

    /** Asks the core of the running application something, on no thread of its own. */
    fun <T : Any> ask(what: (Phone) -> T): T {
        lateinit var came: T
        val open = checkNotNull(phone) { "no store is open" }
        thread { came = what(open) }.join()
        return came
    }
}

/** The list of a village, as an office has it. */
private val LIST = """
    हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)
    1,R1,सीता बाई यादव,Sita Bai Yadav,रामलाल,महिला,11/11/1978,डभरा,सपोस,बांसपाली,नहीं
    2,R1,रामलाल यादव,Ramlal Yadav,बुधराम,पुरुष,02/03/1974,डभरा,सपोस,बांसपाली,नहीं
    3,R1,आर्यन यादव,Aryan Yadav,रामलाल,पुरुष,15/08/2018,डभरा,सपोस,बांसपाली,नहीं
    4,R2,गणेश पटेल,Ganesh Patel,हरि,पुरुष,10/10/1990,डभरा,सपोस,बांसपाली,हाँ
""".trimIndent()

private object Patient : ImportWatch {
    override fun progress(progress: ImportProgress) = true
}

/** A district's hub, a process of its own, with its order and its list. */
class Town(private val area: ULong) : AutoCloseable {
    val hub = District()
    private val list = File.createTempFile("shivir", ".csv").apply { writeText(LIST) }

    init {
        hub.run("campaign", "load", "sakti-2023")
        hub.run("roster", "import", list.path)
    }

    /** What stands in the QR code of an invitation for one phone and its worker. `url`: where the phone finds the hub. */
    fun invitation(url: String = hub.url): String {
        val said = hub.run("enrol", "--area", "$area:full", "--worker", "$WORKER:MITANIN", "--url", url)
        return said.substringAfter("\"invitation\":\"").substringBefore('"')
    }

    /** Facts that the hub holds, applied and right. */
    fun facts(): Long = hub.run("verify").substringAfter("\"facts\":").takeWhile(Char::isDigit).toLong()

    override fun close() {
        hub.close()
        list.delete()
    }
}

const val WORKER = "सुनीता बाई"
const val PIN = "4826"

/** A phone in use: its store has the order, a list and a worker with her PIN. Made by the core, before the application starts. */
fun inUse() = prepared { phone ->
    val list = File(RuntimeEnvironment.getApplication().filesDir, "list.csv").apply { writeText(LIST) }
    phone.importRoster(list.path, null, Patient)
    val area = phone.search("सीता", SearchOptions()).first().area
    phone.setPin(phone.addWorker(WORKER, Cadre.Mitanin, listOf(area)).id, PIN)
}

/**
 * A phone of the district that finds its hub at `url`, with the registration of somebody of no list that waits to be sent. Made by
 * the core, before the application starts.
 */
fun waiting(town: Town, url: String = town.hub.url) = prepared { phone ->
    town.hub.join(phone, town.invitation(url))
    val worker = phone.workers().first()
    val sitting = Sitting(worker.id, worker.id, null, worker.areas.first(), null)
    phone.registered(sitting, Whom.New(Details(nameHi = "रामलाल यादव", village = "बांसपाली")), Outcome.IntakeDone)
}

private fun prepared(work: (Phone) -> Unit) {
    val app = RuntimeEnvironment.getApplication() as DayApp
    val key = KeyVault(File(app.filesDir, "store.key"), app.keys).draw()
    val phone = Phone.open(File(app.filesDir, "store").apply { mkdirs() }.path, key)
    phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
    work(phone)
    phone.closeStore()
}

fun OnScreen.digits(pin: String) = pin.forEach { touch(it.toString()) }

/** Through the door, as she who worked last. */
fun OnScreen.unlock() {
    touch(WORKER)
    digits(PIN)
    touch(PinWords.PIN_OPEN)
}

/** From home to the first page of somebody's registration. */
fun OnScreen.find(letters: String, name: String) {
    touch(HomeWords.HOME_SEARCH)
    type(letters)
    touch(name)
}

/** All papers, or none where each has to be ticked. */
fun OnScreen.papers() =
    touch(if (can(RegisterWords.REGISTER_ALL_SHOWN)) RegisterWords.REGISTER_ALL_SHOWN else RegisterWords.REGISTER_NONE_SHOWN)

/** A code was read by the camera. */
fun OnScreen.scan(text: String) {
    touch(EnrolWords.ENROL_SCAN)
    came(Activity.RESULT_OK, Intent().putExtra("text", text))
}
