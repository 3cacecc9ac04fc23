package shivir.logic.rig

import java.io.File
import java.nio.file.Files
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.core.ImportProgress
import shivir.core.SearchOptions
import shivir.core.Worker
import shivir.domain.Cadre
import shivir.domain.Lang
import shivir.domain.PersonId
import shivir.logic.kit.Seat

/**
 * A phone with a real encrypted store, the order of Sakti and the list of a made-up village; goes when the test ends.
 *
 * @param list the rows of the list, as [row] makes them
 */
class Village(private val lang: Lang = Lang.HI, list: List<String> = PEOPLE) : AutoCloseable {
    private val dir: File = Files.createTempDirectory("shivir-logic").toFile()
    private var open = opened()
    val phone: Phone get() = open
    val worker: Worker

    init {
        phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
        val file = File(dir, "list.csv")
        file.writeText((listOf(HEADER) + list).joinToString("\n"))
        phone.importRoster(file.path, null, Patient)
        worker = phone.addWorker("फूलबाई साहू", Cadre.Mitanin, listOf(area()))
    }

    val seat: Seat get() = Seat(lang = lang, worker = worker, areas = worker.areas, today = phone.today())

    /** Someone of the list by her name. */
    fun person(name: String): PersonId = phone.search(name, SearchOptions()).first().person

    /** As after a kill: nothing of the process is left but the files. */
    fun restart() {
        phone.closeStore()
        phone.close()
        open = opened()
    }

    override fun close() {
        phone.closeStore()
        phone.close()
        dir.deleteRecursively()
    }

    private fun opened() = Phone.open(File(dir, "store").path, ByteArray(48) { it.toByte() })

    private fun area() = phone.search("सीता", SearchOptions()).first().area

    companion object {
        private const val HEADER =
            "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)"

        /** A person of the list as it comes from the district; `born` as day/month/year. */
        fun row(id: Int, ration: Int, hi: String, en: String, of: String, sex: String, born: String, made: String) =
            "$id,R$ration,$hi,$en,$of,$sex,$born,डभरा,सपोस,बांसपाली,$made"

        /** Four households: one whole, one with a child under 5, one of the old, one that has its cards. */
        private val PEOPLE = listOf(
            row(1, 1, "सीता बाई यादव", "Sita Bai Yadav", "रामलाल", "महिला", "11/11/1978", "नहीं"),
            row(2, 1, "रामलाल यादव", "Ramlal Yadav", "बुधराम", "पुरुष", "02/03/1974", "नहीं"),
            row(3, 1, "आर्यन यादव", "Aryan Yadav", "रामलाल", "पुरुष", "15/08/2018", "नहीं"),
            row(4, 2, "सीता देवी साहू", "Sita Devi Sahu", "मोहन", "महिला", "01/01/1977", "नहीं"),
            row(5, 2, "मोहन साहू", "Mohan Sahu", "गणेश", "पुरुष", "01/01/1972", "हाँ"),
            row(6, 2, "पिंकी साहू", "Pinki Sahu", "मोहन", "महिला", "20/05/2021", "नहीं"),
            row(7, 3, "फूलबाई कंवर", "Phulbai Kanwar", "दुखिया", "महिला", "01/01/1948", "नहीं"),
            row(8, 3, "बुधराम कंवर", "Budhram Kanwar", "सुखराम", "पुरुष", "01/01/1945", "नहीं"),
            row(9, 4, "गणेश पटेल", "Ganesh Patel", "हरि", "पुरुष", "10/10/1990", "हाँ"),
            row(10, 4, "सीताराम पटेल", "Sitaram Patel", "गणेश", "पुरुष", "05/06/2012", "हाँ"),
        )
    }
}

/** Waits for an import to its end. */
object Patient : ImportWatch {
    override fun progress(progress: ImportProgress) = true
}
