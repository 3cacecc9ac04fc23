package shivir.logic.people

import shivir.bindings.aadhaarReasonWord
import shivir.bindings.callHowWord
import shivir.bindings.cardKindWord
import shivir.bindings.cardStatusWord
import shivir.bindings.caseStateWord
import shivir.bindings.outcomeWord
import shivir.bindings.rationReasonWord
import shivir.bindings.rationStateWord
import shivir.bindings.reachSentence
import shivir.bindings.relationWord
import shivir.core.Person
import shivir.core.Reach
import shivir.domain.CallView
import shivir.domain.CardKind
import shivir.domain.CardView
import shivir.domain.CaseView
import shivir.domain.Lang
import shivir.domain.RationView
import shivir.domain.VisitView
import shivir.domain.WorkerId
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Mark
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say

enum class PersonWords : Words {
    PERSON_TITLE, PERSON_CARDS, PERSON_KNOWN, PERSON_LAST4, PERSON_MOBILE, PERSON_RATION, PERSON_RELATION,
    PERSON_GUEST_FROM, PERSON_HOUSEHOLD, PERSON_MEMBERS, PERSON_CASES, PERSON_HISTORY, PERSON_NO_HISTORY, PERSON_BY,
    PERSON_WAITING, PERSON_REACHED, PERSON_KEPT_ASIDE, PERSON_REPLACED, PERSON_CORRECT, PERSON_TAKE_BACK,
    PERSON_TAKE_BACK_ASK, PERSON_TAKE_BACK_HELP,
    PERSON_TAKE_BACK_YES, PERSON_KEEP, PERSON_TOOK_BACK, PERSON_TOOK_BACK_HELP, PERSON_CONSENT, PERSON_CALL,
    PERSON_REGISTER,
    FAMILY_TITLE, FAMILY_CARDS, FAMILY_REGISTER, FAMILY_EMPTY,
}

internal object AboutPersonPage {
    fun of(seat: Seat, model: AboutPerson.Model): Page {
        val known = model.known ?: return Page(say(PersonWords.PERSON_TITLE), body = emptyList())
        val person = known.person
        val mark = Shown.mark(person)
        // Of somebody who was on no list and took her consent back nothing is left to register on.
        val name = Shown.name(person, seat.lang).takeIf(String::isNotEmpty)
        return Page(
            title = name?.let { Shown.nameAge(it, Ages.of(person, seat.today)) } ?: say(PersonWords.PERSON_TITLE),
            under = joined(mark.label, Shown.whence(person, seat)),
            icon = mark.icon,
            body = body(seat, model, known),
            foot = listOfNotNull(
                AboutPerson.mobile(person)?.let {
                    Button(say(PersonWords.PERSON_CALL), AboutPerson.CallTouched, Icon.PHONE, small = true)
                },
                Button(say(PersonWords.PERSON_REGISTER), AboutPerson.RegisterTouched.takeIf { name != null }, Icon.CARD),
            ),
        )
    }

    private fun body(seat: Seat, model: AboutPerson.Model, known: AboutPerson.Known): List<Block> {
        val person = known.person
        val done = Block.Notice(
            text = say(PersonWords.PERSON_TOOK_BACK),
            icon = Icon.TICK,
            tone = Tone.DONE,
            under = say(PersonWords.PERSON_TOOK_BACK_HELP),
            key = "took-back",
        )
        val cards = Block.Facts(say(PersonWords.PERSON_CARDS), cards(person, seat.lang), "cards")
        val consent = Button(say(PersonWords.PERSON_CONSENT), AboutPerson.ConsentTouched, Icon.HAND)
        return listOfNotNull(done.takeIf { model.tookBack }, cards, household(known)) +
            cases(person, seat) +
            history(seat, model, known) +
            listOfNotNull(facts(person, seat.lang), Block.Buttons(listOf(consent), "consent"))
    }

    private fun cards(person: Person, lang: Lang): List<Line> {
        val told = person.fold.cards.map { card(it, lang) }
        if (person.fold.cards.any { it.kind == CardKind.Family }) return told
        val portal = person.listed?.card
        val mark = Shown.mark(person)
        val word = if (portal == null) mark.label else say(cardStatusWord(portal.status, lang))
        return listOf(Line(say(cardKindWord(CardKind.Family, lang)), word, mark.icon, mark.tone)) + told
    }

    private fun card(card: CardView, lang: Lang): Line {
        val outcome = card.outcome
        val stated = card.stated
        val word = when {
            outcome != null -> outcomeWord(outcome, lang)
            stated != null -> cardStatusWord(stated, lang)
            else -> ""
        }
        val (icon, tone) = when {
            card.made == true -> Icon.TICK to Tone.DONE
            outcome != null -> Signs.icon(outcome) to Signs.tone(outcome)
            else -> Icon.CLOCK to Tone.WAIT
        }
        return Line(say(cardKindWord(card.kind, lang)), joined(say(word), Say.Day(card.since)), icon, tone)
    }

    private fun household(known: AboutPerson.Known): Block? {
        if (known.household < 2) return null
        return Block.Row(
            key = "household",
            name = say(PersonWords.PERSON_HOUSEHOLD),
            under = say(PersonWords.PERSON_MEMBERS, say(known.household)),
            icon = Icon.FAMILY,
            event = AboutPerson.HouseholdTouched,
        )
    }

    private fun cases(person: Person, seat: Seat): List<Block> {
        val rows = person.fold.cases.map { case(it, seat) } + person.fold.ration.map { ration(it, seat) }
        val heading = Block.Heading(say(PersonWords.PERSON_CASES), "cases-heading")
        return if (rows.isEmpty()) rows else listOf(heading) + rows
    }

    private fun case(case: CaseView, seat: Seat): Block.Row {
        val closed = Shown.closed(case.state)
        val state = say(caseStateWord(case.state, seat.lang))
        return Block.Row(
            key = "case-" + Refs.text(case.case),
            name = say(case.reasons.lastOrNull()?.let { aadhaarReasonWord(it, seat.lang) }.orEmpty()),
            under = Say.Day(case.since, seat.today),
            mark = if (closed) Mark(state, Icon.TICK, Tone.DONE) else Mark(state, Icon.THUMB, Tone.BLOCK),
            event = AboutPerson.CaseTouched(case.case),
        )
    }

    private fun ration(case: RationView, seat: Seat): Block.Row = Block.Row(
        key = "ration-" + Refs.text(case.case),
        name = say(rationReasonWord(case.reason, seat.lang)),
        under = Say.Day(case.since, seat.today),
        mark = Mark(say(rationStateWord(case.state, seat.lang)), Icon.RATION, Tone.WAIT),
    )

    /** Registrations and calls, the latest day first. */
    private fun history(seat: Seat, model: AboutPerson.Model, known: AboutPerson.Known): List<Block> {
        val heading = Block.Heading(say(PersonWords.PERSON_HISTORY), "history-heading")
        val visits = known.person.fold.visits.asReversed().map { visit ->
            val actions = if (visit.fact == model.opened) actions(seat, model, visit, known) else emptyList()
            visit.day to listOf(visit(visit, seat, known)) + actions
        }
        val calls = known.person.fold.calls.asReversed().map { it.day to listOf(call(it, seat, known)) }
        if (visits.isEmpty() && calls.isEmpty()) {
            return listOf(heading, Block.Words(say(PersonWords.PERSON_NO_HISTORY), quiet = true, key = "no-history"))
        }
        return listOf(heading) + (visits + calls).sortedByDescending { (day, _) -> day }.flatMap { (_, rows) -> rows }
    }

    private fun call(call: CallView, seat: Seat, known: AboutPerson.Known): Block.Row {
        val stands = call.takenBack == null
        return Block.Row(
            key = "call-" + Refs.text(call.fact),
            name = say(callHowWord(call.how, seat.lang)),
            under = joined(
                say(PersonWords.PERSON_REPLACED).takeIf { !stands },
                Say.Day(call.day, seat.today),
                by(call.author, known),
            ),
            mark = known.reach[call.fact]?.takeIf { stands }?.let(::mark),
            icon = Signs.icon(call.how),
        )
    }

    private fun by(worker: WorkerId, known: AboutPerson.Known): Say? =
        known.workers[worker]?.let { say(PersonWords.PERSON_BY, say(it)) }

    private fun visit(visit: VisitView, seat: Seat, known: AboutPerson.Known): Block.Row {
        val stands = visit.replacedBy == null
        val outcome = Signs.first(visit.visit.outcomes)
        return Block.Row(
            key = "visit-" + Refs.text(visit.fact),
            name = say(outcome?.let { outcomeWord(it, seat.lang) }.orEmpty()),
            under = joined(
                say(PersonWords.PERSON_REPLACED).takeIf { !stands },
                Say.Day(visit.day, seat.today),
                by(visit.author, known),
            ),
            mark = known.reach[visit.fact]?.takeIf { stands }?.let(::mark),
            icon = outcome?.let(Signs::icon),
            event = if (stands) AboutPerson.Opened(visit.fact) else null,
        )
    }

    /** How far it has come; what came from another phone needs no word. */
    private fun mark(reach: Reach): Mark? = when (reach) {
        Reach.Waiting -> Mark(say(PersonWords.PERSON_WAITING), Icon.SEND, Tone.WAIT)
        Reach.Acknowledged -> Mark(say(PersonWords.PERSON_REACHED), Icon.TICK, Tone.DONE)
        is Reach.Refused -> Mark(say(PersonWords.PERSON_KEPT_ASIDE), Icon.WARNING, Tone.BLOCK)
        Reach.Elsewhere -> null
    }

    private fun actions(
        seat: Seat,
        model: AboutPerson.Model,
        visit: VisitView,
        known: AboutPerson.Known,
    ): List<Block> {
        if (visit.replacedBy != null) return emptyList()
        val can = seat.sitting() != null
        if (model.asks) {
            val yes = Button(
                label = say(PersonWords.PERSON_TAKE_BACK_YES),
                event = AboutPerson.TakeBackTouched.takeIf { can },
                icon = Icon.DELETE,
                tone = Tone.BLOCK,
            )
            val ask = Block.Notice(
                text = say(PersonWords.PERSON_TAKE_BACK_ASK),
                icon = Icon.WARNING,
                tone = Tone.BLOCK,
                under = say(PersonWords.PERSON_TAKE_BACK_HELP),
                key = "ask",
            )
            val keep = Button(say(PersonWords.PERSON_KEEP), AboutPerson.Keep, Icon.BACK)
            return listOf(ask, Block.Buttons(listOf(keep, yes), "ask-buttons"))
        }
        val correct = Button(say(PersonWords.PERSON_CORRECT), AboutPerson.CorrectTouched.takeIf { can }, Icon.EDIT)
        val back = Button(say(PersonWords.PERSON_TAKE_BACK), AboutPerson.AskTakeBack.takeIf { can }, Icon.DELETE)
        val reach = known.reach[visit.fact]?.let { say(reachSentence(it, seat.lang)) }
        val said = reach?.let { Block.Words(it, quiet = true, key = "reach") }
        return listOfNotNull(said, Block.Buttons(listOf(correct, back), "actions"))
    }

    /** What she told or the list has. Of Aadhaar and mobile no more than the end. */
    private fun facts(person: Person, lang: Lang): Block? {
        val told = person.fold.details
        val listed = person.listed
        val relation = told.relation ?: listed?.relation
        val ration = told.rationCard ?: listed?.household?.takeIf { it.startsWith("R:") }?.removePrefix("R:")
        val lines = listOfNotNull(
            relation?.let { line(PersonWords.PERSON_RELATION, relationWord(it, lang), Icon.PERSON) },
            (told.last4 ?: listed?.last4)?.let { line(PersonWords.PERSON_LAST4, it, Icon.THUMB) },
            AboutPerson.mobile(person)?.let { line(PersonWords.PERSON_MOBILE, it.takeLast(4), Icon.PHONE) },
            ration?.let { line(PersonWords.PERSON_RATION, it, Icon.RATION) },
            told.guestFrom?.let { line(PersonWords.PERSON_GUEST_FROM, it, Icon.PLACE) },
        )
        return if (lines.isEmpty()) null else Block.Facts(say(PersonWords.PERSON_KNOWN), lines, "known")
    }

    private fun line(label: Words, value: String, icon: Icon) = Line(say(label), say(value), icon)
}
