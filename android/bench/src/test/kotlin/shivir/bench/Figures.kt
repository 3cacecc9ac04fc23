package shivir.bench

import java.io.File
import java.util.Locale
import kotlin.math.ceil

/** What a bench ends with: a line `name value unit` each, and all in `target/bench/figures.json` beside those of the core. */
object Figures {
    private val file = File(property("shivir.bench"), "figures.json")

    fun add(name: String, value: Double, unit: String) {
        println("$name ${String.format(Locale.ROOT, "%.3f", value).trimEnd('0').trimEnd('.')} $unit")
        check(value.isFinite()) { "$name is no finite number" }
        val others = if (file.isFile) LINE.findAll(file.readText()).map { it.groupValues[1] to it.groupValues[2] } else emptySequence()
        val all = others.toMap() + (name to value.toString())
        file.writeText(all.entries.joinToString(",\n", "{\n", "\n}\n") { (key, number) -> "  \"$key\": $number" })
    }

    /** The smallest of [values] that at least [percent] of 100 do not exceed (nearest rank). */
    fun percentile(values: List<Double>, percent: Int): Double =
        values.sorted()[ceil(values.size * percent / 100.0).toInt().coerceAtLeast(1) - 1]

    fun property(name: String): String = checkNotNull(System.getProperty(name)) { "$name: run scripts/bench-shell.sh" }

    /** The file is one flat map of numbers, by the bench of the core or by this one. */
    private val LINE = Regex("\"([a-z0-9_]+)\": ([-+.0-9eE]+)")
}
