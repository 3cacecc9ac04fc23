package shivir.app

import shivir.core.Worker
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Event
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Sit
import shivir.logic.kit.Steps
import shivir.logic.kit.Unlocked
import shivir.logic.kit.say

/** Asks the platform for whatever it is told to, and shows what came of it. */
object Asking : Screen<List<Event>> {
    data class Ask(val what: Outside) : Event

    data object Search : Event

    data class Question(val text: String) : Event

    data object Loud : Event

    override val id = ScreenId.HELP

    override fun open(seat: Seat, about: String?, kept: String?) = Next<List<Event>>(emptyList())

    override fun update(seat: Seat, model: List<Event>, event: Event): Next<List<Event>> = when (event) {
        is Ask -> Next(model, event.what)
        Search -> Next(model, Move.Go(Route(ScreenId.SEARCH)))
        Loud -> Next(model, Sit { it.copy(look = it.look.copy(sound = true)) })
        BackTouched -> Next(model, Move.Back)
        else -> Next(model + event)
    }

    override fun page(seat: Seat, model: List<Event>) = Page(
        title = say("पहला पन्ना"),
        body = model.mapIndexed { at, event ->
            if (event is Question) Block.Heading(say(event.text), "$at") else Block.Words(say(event.toString()), key = "$at")
        },
        steps = Steps(0, 2).takeIf { model.any { it is Question } },
        foot = listOf(Button(say("खोजें"), Search)),
        personal = false,
    )
}

/** Stands where the PIN is asked. */
object Doors : Screen<Unit> {
    data class Open(val worker: Worker) : Event

    override val id = ScreenId.WORKERS

    override fun open(seat: Seat, about: String?, kept: String?) = Next(Unit)

    override fun update(seat: Seat, model: Unit, event: Event): Next<Unit> =
        if (event is Open) Next(Unit, Unlocked(event.worker)) else Next(Unit)

    override fun page(seat: Seat, model: Unit) = Page(title = say("कौन काम कर रहा है"), body = emptyList(), personal = false)
}
