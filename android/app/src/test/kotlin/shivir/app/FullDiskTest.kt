package shivir.app

import java.io.File
import java.io.IOException
import java.lang.management.ManagementFactory
import java.nio.file.Files
import org.junit.Assert.assertEquals
import org.junit.Assume.assumeTrue
import org.junit.Test
import org.junit.runner.JUnitCore

/**
 * A disk that is really full: the tests of [OnSmallDisk] run in a process of their own whose application lies on a file system of
 * a few megabytes. The kernel makes one for whoever asks, in a namespace of its own; where it does not, this is skipped.
 */
class FullDiskTest {
    private val small: File = Files.createTempDirectory("shivir-small").toFile()

    @Test
    fun `the application on a disk without room`() {
        assumeTrue("no file system of one's own here", canMount())
        val passed = System.getProperties().entries.map { "-D${it.key}=${it.value}" }
            .filter { option -> PASSED.any { option.startsWith("-D$it") } }
        val java = File(System.getProperty("java.home"), "bin/java").path
        val run = inside(
            listOf(java) + ManagementFactory.getRuntimeMXBean().inputArguments + passed +
                listOf("-Dshivir.small=${small.path}", "-cp", System.getProperty("java.class.path")) +
                listOf(JUnitCore::class.java.name, OnSmallDisk::class.java.name),
        )
        val said = run.inputStream.bufferedReader().readText()
        assertEquals(said, 0, run.waitFor())
        small.delete()
    }

    private fun canMount(): Boolean = try {
        inside(emptyList()).waitFor() == 0
    } catch (_: IOException) {
        false
    }

    private fun inside(command: List<String>): Process = ProcessBuilder(
        listOf("unshare", "--user", "--map-root-user", "--mount", "sh", "-c") +
            listOf("mount -t tmpfs -o size=$SIZE tmpfs \"\$0\" && { [ \$# -eq 0 ] || exec \"\$@\"; }", small.path) + command,
    ).redirectErrorStream(true).start()

    private companion object {
        const val SIZE = "40m"
        val PASSED = listOf("robolectric.", "jna.", "shivir.")
    }
}
