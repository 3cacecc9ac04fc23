package shivir.logic.carry

import java.io.File
import java.net.ServerSocket
import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** A district office with the real hub as a process of its own, and its list of people. Gone with the test. */
class Office : AutoCloseable {
    private val dir: File = Files.createTempDirectory("shivir-office").toFile()
    private var serving: Process? = null

    /** Drawn once, so that a hub that was killed comes back where phones look for it. */
    private val port = ServerSocket(0).use { it.localPort }
    val url = "http://127.0.0.1:$port"

    /** The district's list, as it came to the office. */
    val list = File(dir, "list.csv")

    init {
        run("district", "add", "762")
        run("campaign", "load", "sakti-2023")
        list.writeText(LIST)
        run("roster", "import", list.path)
    }

    /** Up once this returns. */
    fun serve() {
        val process = command("serve", "--listen", "127.0.0.1:$port", "--json").start()
        serving = process
        checkNotNull(process.inputStream.bufferedReader().readLine()) { "the hub said nothing: ${log()}" }
    }

    /** `kill -9`. */
    fun kill() {
        serving?.destroyForcibly()?.waitFor()
        serving = null
    }

    /** The text of an invitation's QR code, for a phone of this area. */
    fun invite(area: ULong): String {
        val said = run("enrol", "--area", "$area:full", "--worker", "सुनीता बाई:MITANIN", "--url", url)
        return said.substringAfter("\"invitation\":\"").substringBefore('"')
    }

    /** Facts that the hub holds, applied and right. */
    fun facts(): Long = run("verify").substringAfter("\"facts\":").takeWhile(Char::isDigit).toLong()

    override fun close() {
        kill()
        dir.deleteRecursively()
    }

    private fun run(vararg arguments: String): String {
        val process = command(*arguments, "--json").start()
        val said = process.inputStream.bufferedReader().readText()
        check(process.waitFor(60, TimeUnit.SECONDS)) { "the hub does not end" }
        check(process.exitValue() == 0) { said + log() }
        return said
    }

    private fun command(vararg arguments: String): ProcessBuilder {
        val hub = File(checkNotNull(System.getProperty("shivir.hub")) { "shivir.hub is not set: Maven sets it" })
        check(hub.canExecute()) { "$hub is not there: cargo build --profile ci -p shivir-hub" }
        return ProcessBuilder(hub.path, *arguments, "--db", "sqlite:${File(dir, "hub.db")}")
            .directory(dir)
            .redirectError(ProcessBuilder.Redirect.appendTo(File(dir, "log")))
    }

    private fun log() = File(dir, "log").readText()

    private companion object {
        /** Two of the people of the phones' village. */
        val LIST = """
            हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)
            1,R1,सीता बाई यादव,Sita Bai Yadav,रामलाल,महिला,11/11/1978,डभरा,सपोस,बांसपाली,नहीं
            2,R1,रामलाल यादव,Ramlal Yadav,बुधराम,पुरुष,02/03/1974,डभरा,सपोस,बांसपाली,नहीं
        """.trimIndent()
    }
}
