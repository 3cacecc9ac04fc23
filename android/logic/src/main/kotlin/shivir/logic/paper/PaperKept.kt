package shivir.logic.paper

import java.time.LocalDate
import java.time.format.DateTimeParseException
import shivir.logic.paper.Paper.Model
import shivir.logic.paper.Paper.Place
import shivir.logic.paper.Paper.Step
import shivir.logic.workers.Cadres

/** What was told of a sheet so far, line by line. */
internal object PaperKept {
    private const val LINES = 6

    fun write(model: Model): String = listOf(
        model.step.name,
        model.author.orEmpty(),
        model.day?.toString().orEmpty(),
        // A dash: no camp.
        model.camp?.let { it.camp?.toString() ?: "-" }.orEmpty(),
        model.name,
        Cadres.place(model.cadre).toString(),
    ).joinToString("\n") { it.replace('\n', ' ') }

    /** None where it was written by another version. */
    fun read(text: String): Model? {
        val lines = text.split('\n')
        val step = Step.entries.find { it.name == lines[0] }
        if (step == null || lines.size != LINES) return null
        return Model(
            step = step,
            author = lines[1].ifEmpty { null },
            day = day(lines[2]),
            camp = lines[3].ifEmpty { null }?.let { Place(it.toUIntOrNull()) },
            name = lines[4],
            cadre = lines[5].toIntOrNull()?.let(Cadres::at) ?: Model().cadre,
        )
    }

    private fun day(text: String): LocalDate? = try {
        LocalDate.parse(text)
    } catch (_: DateTimeParseException) {
        // None was chosen yet.
        null
    }
}
