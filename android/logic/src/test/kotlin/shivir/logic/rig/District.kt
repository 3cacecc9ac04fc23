package shivir.logic.rig

import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import org.junit.Assume.assumeTrue
import shivir.bindings.Invitation
import shivir.bindings.Phone
import shivir.core.SyncOptions

/**
 * A real hub as a child process, for the district of the [Village]. Its program is the one that `shivir.hub` names, else the
 * one beside the core's library; where there is none, the test is skipped.
 */
class District : AutoCloseable {
    private val hub = System.getProperty("shivir.hub")?.let(::File)
        ?: File(System.getProperty("jna.library.path"), "shivir-hub")
    private val dir: File
    private val served: Process
    val url: String

    init {
        assumeTrue("no hub at hand", hub.canExecute())
        dir = Files.createTempDirectory("shivir-district").toFile()
        run("migrate")
        run("district", "add", "762")
        served = started("serve", "--listen", "127.0.0.1:0")
        url = value("url", served.inputStream.bufferedReader().readLine())
    }

    /** Lets the phone of the village in for its area, with its worker, and with one more (`name:CADRE`) where told. */
    fun enrol(village: Village, also: String? = null) {
        val worker = village.worker
        val workers = listOfNotNull("${worker.name}:MITANIN:${worker.id}", also).flatMap { listOf("--worker", it) }
        val invited = run("enrol", "--area", "${worker.areas.first()}:full", "--url", url, *workers.toTypedArray())
        join(village.phone, value("invitation", invited))
        sync(village)
    }

    /** Lets a phone in by the text of an invitation. */
    fun join(phone: Phone, invitation: String) = Invitation.scanned(invitation).use {
        val asked = phone.enrolRequest(it, "0.1.0")
        phone.enrolResponse(post(asked.path, asked.bytes), null)
    }

    /** What the desk answers to a worker who forgot her PIN. */
    fun resetCode(village: Village, challenge: String): String {
        val number = checkNotNull(village.phone.enrolment()).number
        return value("code", run("pin-reset", "$number", village.worker.name, challenge))
    }

    /** Closes the phone of the village: what it sends is kept aside from now on. */
    fun revoke(village: Village) {
        run("revoke", "${checkNotNull(village.phone.enrolment()).number}")
    }

    /** A sync over the network, as many round trips as it takes. */
    fun sync(village: Village) {
        do {
            val asked = village.phone.syncRequest(SyncOptions())
            val report = village.phone.syncResponse(post(asked.path, asked.bytes))
        } while (report.again)
    }

    /** What a courier does at the desk: hands in a file and gets one back. */
    fun courier(file: ByteArray): File {
        val (up, down) = File(dir, "up.shivir") to File(dir, "down.shivir")
        up.writeBytes(file)
        run("courier", "--out", down.path, up.path)
        return down
    }

    override fun close() {
        served.destroy()
        served.waitFor(10, TimeUnit.SECONDS)
        dir.deleteRecursively()
    }

    private fun post(path: String, bytes: ByteArray): ByteArray {
        val asked = URL(url + path).openConnection() as HttpURLConnection
        asked.requestMethod = "POST"
        asked.doOutput = true
        asked.setRequestProperty("content-type", "application/x-shivir")
        asked.outputStream.use { it.write(bytes) }
        return (if (asked.responseCode < 400) asked.inputStream else asked.errorStream).use { it.readBytes() }
    }

    /** A command of the hub, and what it printed. */
    fun run(vararg arguments: String): String {
        val process = started(*arguments)
        val said = process.inputStream.bufferedReader().readText()
        check(process.waitFor() == 0) { "${arguments.first()}: $said" }
        return said
    }

    private fun started(vararg arguments: String): Process =
        ProcessBuilder(listOf(hub.absolutePath, "--db", "sqlite:${dir.path}/hub.db", "--json") + arguments)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()

    private fun value(name: String, json: String): String =
        checkNotNull(Regex("\"$name\":\"([^\"]+)\"").find(json)) { "no $name" }.groupValues[1]
}
