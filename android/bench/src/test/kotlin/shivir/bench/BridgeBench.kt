package shivir.bench

import java.io.File
import org.junit.Test
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.core.ImportProgress
import shivir.core.SearchOptions

/**
 * What the bridge adds to a keystroke: the time of `Phone.search` in Kotlin, less the engine's own for the same letters, which
 * a Rust program measures on the same store (`bench --keystrokes`). The two take turns, each as a process that has the store
 * alone and went through all the letters before. Of the keystrokes only those with a whole screen of results count.
 *
 * The engine's time of a keystroke is the median of all rounds. So whatever disturbs a call through the bridge, the garbage
 * collector and the machine's other work, counts as the bridge's; `engine_keystroke_noise` is the same taken of the
 * engine's calls themselves: what no bridge could go below.
 */
class BridgeBench {
    private val dir = File(Figures.property("shivir.bench"), "shell")
    private val typed = File(dir, "queries.txt").readLines()

    @Test
    fun `what the bridge adds to a keystroke`() {
        import()
        val bridge = List(typed.size) { mutableListOf<Double>() }
        val engine = List(typed.size) { mutableListOf<Double>() }
        val whole = BooleanArray(typed.size)
        repeat(TURNS) {
            through(bridge)
            engine(engine, whole)
        }
        val counted = typed.indices.filter { whole[it] }
        val own = typed.indices.associateWith { Figures.percentile(engine[it], 50) }
        val added = counted.flatMap { at -> bridge[at].map { it - own.getValue(at) } }
        val noise = counted.flatMap { at -> engine[at].map { it - own.getValue(at) } }
        Figures.add("bridge_keystrokes", counted.size.toDouble(), "queries")
        Figures.add("engine_keystroke_p50_ms", Figures.percentile(counted.map { own.getValue(it) }, 50), "ms")
        Figures.add("engine_keystroke_noise_p99_ms", Figures.percentile(noise, 99), "ms")
        Figures.add("bridge_keystroke_added_p50_ms", Figures.percentile(added, 50), "ms")
        Figures.add("bridge_keystroke_added_p99_ms", Figures.percentile(added, 99), "ms")
    }

    private fun import() {
        if (File(dir, "store/camp.db").isFile) return
        Phone.open(File(dir, "store").path, KEY.copyOf()).use { phone ->
            phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
            val people = phone.importRoster(File(dir, "list.csv").path, null, GoOn).people
            Figures.add("bridge_people", people.toDouble(), "people")
            phone.closeStore()
        }
    }

    private fun through(times: List<MutableList<Double>>) = Phone.open(File(dir, "store").path, KEY.copyOf()).use { phone ->
        val options = SearchOptions(limit = SCREEN.toUInt())
        for (query in typed) phone.search(query, options)
        repeat(ROUNDS) {
            for ((at, query) in typed.withIndex()) {
                val start = System.nanoTime()
                phone.search(query, options)
                times[at] += (System.nanoTime() - start) / NS_IN_MS
            }
        }
        phone.closeStore()
    }

    private fun engine(times: List<MutableList<Double>>, whole: BooleanArray) {
        val process = ProcessBuilder(Figures.property("shivir.engine"), "--keystrokes", dir.path)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
        val lines = process.inputStream.bufferedReader().readLines()
        check(process.waitFor() == 0 && lines.size == typed.size) { "the engine's own program failed" }
        for ((at, line) in lines.withIndex()) {
            val said = line.split(' ')
            whole[at] = said[0].toInt() == SCREEN
            times[at] += said.drop(1).map { it.toLong() / NS_IN_MS }
        }
    }

    private object GoOn : ImportWatch {
        override fun progress(progress: ImportProgress) = true
    }

    private companion object {
        /** Of tests/src/kit.rs. */
        val KEY = ByteArray(48) { 0x5a }
        const val SCREEN = 20
        const val TURNS = 3
        const val ROUNDS = 3
        const val NS_IN_MS = 1e6
    }
}
