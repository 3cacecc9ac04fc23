package shivir.logic.workers

import shivir.domain.AreaId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.workers.Workers.Adding
import shivir.logic.workers.Workers.Step

/** Adding a worker: her name, what she is, where she works. */
internal object AddingPage {
    fun of(adding: Adding): Page {
        val page = Page(
            title = say(if (adding.of == null) WorkersWords.WORKERS_ADD_TITLE else WorkersWords.WORKERS_PLACE_TITLE),
            under = under(adding),
            icon = if (adding.of == null) Icon.PERSON else Icon.PLACE,
            steps = Steps(adding.step.ordinal, Step.entries.size).takeIf { adding.of == null },
            body = emptyList(),
        )
        return when (adding.step) {
            Step.NAME -> page.copy(
                body = listOf(name(adding)),
                foot = foot(WorkersWords.WORKERS_ONWARD, adding.name.isNotBlank()),
            )
            Step.CADRE -> page.copy(
                body = listOf(Block.Heading(say(WorkersWords.WORKERS_CADRE))) + cadres(adding),
                foot = foot(WorkersWords.WORKERS_ONWARD, adding.cadre != null),
            )
            Step.AREA -> {
                val keep = when {
                    adding.of != null -> WorkersWords.WORKERS_PLACE_KEEP
                    adding.areas.isEmpty() -> WorkersWords.WORKERS_KEEP_LATER
                    else -> WorkersWords.WORKERS_KEEP
                }
                page.copy(top = listOf(place(adding)), body = areas(adding), foot = foot(keep, true))
            }
        }
    }

    /** What was told so far stays in sight. */
    private fun under(adding: Adding): Say? = when (adding.step) {
        Step.NAME -> null
        Step.CADRE -> say(adding.name)
        Step.AREA -> joined(say(adding.name), adding.cadre?.let(Cadres::word))
    }

    private fun foot(words: WorkersWords, on: Boolean) = listOf(
        Button(say(KitWords.KIT_BACK), BackTouched, Icon.BACK),
        Button(say(words), Workers.Onward.takeIf { on }, Icon.TICK),
    )

    private fun name(adding: Adding) = Block.Field(
        key = "name",
        label = say(WorkersWords.WORKERS_NAME),
        value = adding.name,
        kind = FieldKind.NAME,
        hint = say(WorkersWords.WORKERS_NAME_HINT),
        typed = Workers::NameTyped,
        done = Workers.Onward.takeIf { adding.name.isNotBlank() },
        focus = true,
    )

    /** Groups with the cadres of the open one below it. */
    private fun cadres(adding: Adding): List<Block> = CadreGroup.entries.flatMap { group ->
        val open = group == adding.group
        val row = Block.Row(
            key = group.name,
            name = say(group.words),
            icon = group.icon,
            event = Workers.Opened(group),
        )
        val choices = group.cadres.map { cadre ->
            val key = "cadre-${Cadres.place(cadre)}"
            Block.Choice(key, Cadres.word(cadre), group.icon, cadre == adding.cadre, Workers.CadrePicked(cadre))
        }
        // The cadre that was chosen stays in sight where its group is closed.
        listOf(row) + if (open) choices else choices.filter { it.chosen }
    }

    private fun place(adding: Adding) = Block.Field(
        key = "place",
        label = say(WorkersWords.WORKERS_AREA),
        value = adding.place,
        kind = FieldKind.SEARCH,
        hint = say(WorkersWords.WORKERS_AREA_HINT),
        typed = Workers::PlaceTyped,
        focus = adding.areas.isEmpty(),
    )

    private fun areas(adding: Adding): List<Block> {
        val chosen = adding.areas.map { (area, name) -> area(area, name, true) }
        val places = adding.places
        val found = places.orEmpty().filterKeys { it !in adding.areas }
            .toList().sortedBy { it.second }
            .map { (area, name) -> area(area, name, false) }
        val none = Block.Notice(
            say(WorkersWords.WORKERS_AREA_NONE),
            Icon.INFO,
            Tone.PLAIN,
            say(WorkersWords.WORKERS_AREA_NONE_HELP),
        )
        val help = Block.Words(say(WorkersWords.WORKERS_AREA_HELP), quiet = true)
        return chosen + found + listOfNotNull(
            none.takeIf { places != null && places.isEmpty() && adding.place.isNotBlank() },
            help.takeIf { adding.place.isBlank() },
        )
    }

    private fun area(area: AreaId, name: String, chosen: Boolean) = Block.Choice(
        key = "area-$area",
        label = say(name),
        icon = Icon.PLACE,
        chosen = chosen,
        event = Workers.Ticked(area, name),
        many = true,
    )
}
