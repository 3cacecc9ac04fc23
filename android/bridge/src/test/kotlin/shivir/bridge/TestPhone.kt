package shivir.bridge

import java.io.File
import java.nio.file.Files
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.core.ImportProgress
import shivir.core.ImportReport

/** A real encrypted store in a folder of its own, which goes when the test ends. */
class TestPhone : AutoCloseable {
    val dir: File = Files.createTempDirectory("shivir-bridge").toFile()
    val phone: Phone = Phone.open(store(), KEY)

    fun store(): String = File(dir, "store").path

    /** Works by the campaign of Sakti and takes in a list of so many rows beside [SITA]. */
    fun import(others: Int = 0, watch: ImportWatch = Patient()): ImportReport {
        phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
        val rows = List(others) { "${it + 100},R${it + 100},संतोष,Santosh,रामलाल,पुरुष,11/11/1982,डभरा,सपोस,बांसपाली,नहीं" }
        val list = File(dir, "list.csv")
        list.writeText((listOf(HEADER, SITA, BROKEN) + rows).joinToString("\n"))
        return phone.importRoster(list.path, File(dir, "rejected.csv").path, watch)
    }

    override fun close() {
        phone.closeStore()
        phone.close()
        dir.deleteRecursively()
    }

    companion object {
        val KEY = ByteArray(48) { it.toByte() }
        const val HEADER =
            "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)"
        const val SITA = "1,R1,सीता बाई,Sita Bai,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली,नहीं"

        /** A row without a name, which no list may hold. */
        const val BROKEN = "2,R2,,,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली,नहीं"
    }
}

/** Lets the import go on and keeps what it was told. */
class Patient : ImportWatch {
    val told = mutableListOf<ImportProgress>()

    override fun progress(progress: ImportProgress): Boolean = told.add(progress)
}
