package shivir.logic.token

import shivir.bindings.slipQr
import shivir.core.Person
import shivir.domain.FactId
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.Work
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.people.Refs
import shivir.logic.people.Shown

enum class TokenWords : Words {
    TOKEN_DONE, TOKEN_TAKEN_BACK, TOKEN_SLIP, TOKEN_SAFE, TOKEN_SAFE_PRACTICE, TOKEN_SHARE, TOKEN_PRINT, TOKEN_NEXT,
    TOKEN_WRONG, TOKEN_WRONG_SURE, TOKEN_WRONG_HELP, TOKEN_KEEP, TOKEN_NOBODY_MET, TOKEN_QR,
}

/**
 * What was confirmed: the slip to show, to read aloud, to share or to print. About: the facts of the registrations, each as
 * stream and number, with commas between them.
 */
object Token : Screen<Token.Model> {
    /** `sure`: she is asked whether the registration is to be taken back. */
    data class Model(val facts: List<FactId>, val slips: List<Slip>? = null, val sure: FactId? = null)

    data class Slip(val fact: FactId, val person: Person, val code: String?, val stands: Boolean, val picture: Block.Code?)

    data class Read(val slips: List<Slip>) : Event
    data object Share : Event
    data object Print : Event
    data object Following : Event
    data class Wrong(val fact: FactId?) : Event
    data class TakeBack(val fact: FactId) : Event
    data object TakenBack : Event

    internal data class Slips(val facts: List<FactId>) : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event = Read(facts.map { fact ->
            val found = desk.phone.registration(fact)
            Slip(fact, desk.phone.person(found.person), found.slip, found.stands, found.slip?.let { picture(fact, it) })
        })

        private fun picture(fact: FactId, code: String): Block.Code? = slipQr(code)?.let { drawn ->
            val dark = drawn.dark.map { it.toInt() != 0 }
            Block.Code(drawn.side.toInt(), dark, say(TokenWords.TOKEN_QR), "qr ${Refs.text(fact)}")
        }
    }

    internal data class Withdraw(val fact: FactId) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            desk.phone.withdraw(desk.sitting(), fact)
            return TakenBack
        }
    }

    override val id = ScreenId.TOKEN

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val facts = about.orEmpty().split(',').mapNotNull(Refs::fact)
        return Next(Model(facts), Slips(facts))
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Read -> Next(model.copy(slips = event.slips))
        Share -> Next(model, Outside.SharePage(say(TokenWords.TOKEN_SLIP), print = false))
        Print -> Next(model, Outside.SharePage(say(TokenWords.TOKEN_SLIP), print = true))
        // The next in the queue: straight to the search, with home behind it.
        Following -> Next(model, Move.Home, Move.Go(Route(ScreenId.SEARCH)))
        is Wrong -> Next(model.copy(sure = event.fact))
        is TakeBack -> Next(model.copy(sure = null), Withdraw(event.fact))
        TakenBack -> Next(model, Slips(model.facts))
        BackTouched -> if (model.sure != null) Next(model.copy(sure = null)) else Next(model, Move.Home)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page {
        val slips = model.slips.orEmpty()
        val gone = slips.isNotEmpty() && slips.none { it.stands }
        val safe = if (seat.practice) TokenWords.TOKEN_SAFE_PRACTICE else TokenWords.TOKEN_SAFE
        val kept = Block.Notice(say(safe), Icon.TICK, Tone.DONE, key = "safe")
        return Page(
            title = say(if (gone) TokenWords.TOKEN_TAKEN_BACK else TokenWords.TOKEN_DONE),
            tone = if (gone) Tone.PLAIN else Tone.DONE,
            icon = if (gone) Icon.UNDO else Icon.TICK,
            back = false,
            body = listOfNotNull(kept.takeIf { slips.isNotEmpty() }) + slips.flatMap { blocks(seat, model, it) },
            foot = listOf(
                Button(say(TokenWords.TOKEN_PRINT), Print, Icon.PRINT, small = true),
                Button(say(TokenWords.TOKEN_SHARE), Share, Icon.SHARE),
                Button(say(TokenWords.TOKEN_NEXT), Following, Icon.SEARCH),
            ),
        )
    }

    private fun blocks(seat: Seat, model: Model, slip: Slip): List<Block> {
        val key = Refs.text(slip.fact)
        val name = say(Shown.name(slip.person, seat.lang))
        if (!slip.stands) {
            return listOf(Block.Notice(name, Icon.UNDO, Tone.PLAIN, say(TokenWords.TOKEN_TAKEN_BACK), key = "gone $key"))
        }
        val wrong = Button(say(TokenWords.TOKEN_WRONG), Wrong(slip.fact), Icon.UNDO)
        val sure = Block.Notice(
            say(TokenWords.TOKEN_WRONG_SURE), Icon.WARNING, Tone.BLOCK, say(TokenWords.TOKEN_WRONG_HELP),
            Button(say(TokenWords.TOKEN_WRONG), TakeBack(slip.fact), Icon.UNDO), "sure $key",
        )
        val asked = model.sure == slip.fact
        return listOfNotNull(
            slip.code?.let { Block.Big(joined(say(TokenWords.TOKEN_SLIP), name), say(it), "slip $key") },
            slip.picture,
            Block.Row("who $key", name, under = Shown.whence(slip.person, seat), icon = Icon.PERSON),
            Block.Words(say(TokenWords.TOKEN_NOBODY_MET), quiet = true, key = "nobody $key").takeIf { slip.code == null },
            if (asked) sure else Block.Buttons(listOf(wrong), "wrong $key"),
            Block.Buttons(listOf(Button(say(TokenWords.TOKEN_KEEP), Wrong(null), Icon.CROSS)), "keep $key").takeIf { asked },
        )
    }
}
