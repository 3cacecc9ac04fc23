package shivir.logic.workers

import shivir.logic.workers.Workers.Adding
import shivir.logic.workers.Workers.Step

/**
 * A worker who is being added, as lines: step, cadre by its place in the list, name, what is looked for, then
 * her areas.
 */
internal object WorkersKept {
    fun write(adding: Adding): String {
        val cadre = adding.cadre?.let(Cadres::place)?.toString().orEmpty()
        val head = listOf(adding.step.name, cadre, adding.name, adding.place)
        return (head + adding.areas.map { (area, name) -> "$area $name" }).joinToString("\n") { it.replace('\n', ' ') }
    }

    /** None where it was written by another version. */
    fun read(text: String): Adding? {
        val lines = text.split('\n')
        val step = Step.entries.find { it.name == lines[0] }
        if (step == null || lines.size < HEAD) return null
        val cadre = lines[1].toIntOrNull()?.let(Cadres::at)
        val areas = lines.drop(HEAD).mapNotNull { line ->
            line.substringBefore(' ').toULongOrNull()?.let { it to line.substringAfter(' ', "") }
        }
        val group = CadreGroup.entries.find { cadre in it.cadres } ?: CadreGroup.VILLAGE
        return Adding(step, null, lines[2], group, cadre, areas.toMap(), lines[3])
    }

    private const val HEAD = 4
}
