package shivir.logic.notices

import shivir.bindings.consentModeWord
import shivir.bindings.languageWord
import shivir.bindings.signedByWord
import shivir.core.ConsentTakenBack
import shivir.core.Person
import shivir.domain.Lang
import shivir.domain.Notice
import shivir.domain.NoticeKind
import shivir.domain.VisitView
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.people.Shown

enum class NoticesWords : Words {
    NOTICES_TITLE, NOTICES_CONSENT, NOTICES_WITHDRAW, NOTICES_NONE, NOTICES_UNCHECKED, NOTICES_READ, NOTICES_HUSH,
    NOTICES_CALL, NOTICES_HELPLINES, NOTICES_FIND, NOTICES_FIND_UNDER, NOTICES_GIVEN, NOTICES_NOT_GIVEN,
    NOTICES_TAKE_BACK, NOTICES_ASK, NOTICES_ASK_HELP, NOTICES_YES, NOTICES_KEEP, NOTICES_DONE, NOTICES_DONE_HELP,
    NOTICES_TAKEN_BACK, NOTICES_REMOVED, NOTICES_REMOVED_REGISTRATIONS, NOTICES_REMOVED_CASES, NOTICES_REMOVED_DETAILS,
    NOTICES_REMOVED_DRAFTS, NOTICES_STAYS, NOTICES_STAYS_LIST, NOTICES_STAYS_CARD,
}

internal object NoticesPage {
    fun of(seat: Seat, model: Notices.Model): Page {
        val read = model.read
        val person = read?.person
        return Page(
            title = say(if (model.person == null) NoticesWords.NOTICES_TITLE else NoticesWords.NOTICES_WITHDRAW),
            // Of somebody who was on no list the name is gone with all else.
            under = person?.let { Shown.name(it, seat.lang) }?.takeIf(String::isNotEmpty)?.let(::say),
            icon = Icon.HAND,
            top = listOfNotNull(read?.let { chips(seat.lang, model, it) }),
            body = if (read == null) emptyList() else ofPerson(seat, model, read) + notice(read) + ways(model, read),
            foot = foot(seat, model),
            personal = model.person != null,
        )
    }

    private fun chips(lang: Lang, model: Notices.Model, read: Notices.Read): Block {
        val kinds = listOf(
            Chip(
                say(NoticesWords.NOTICES_CONSENT),
                model.kind == NoticeKind.CONSENT,
                Notices.KindChosen(NoticeKind.CONSENT),
                Icon.HAND,
            ),
            Chip(
                say(NoticesWords.NOTICES_WITHDRAW),
                model.kind == NoticeKind.WITHDRAW,
                Notices.KindChosen(NoticeKind.WITHDRAW),
                Icon.UNDO,
            ),
        )
        val languages = read.languages.map {
            Chip(say(languageWord(it, lang)), it == model.language, Notices.LanguageChosen(it), Icon.LANGUAGE)
        }
        return Block.Chips((if (model.person == null) kinds else emptyList()) + languages)
    }

    private fun notice(read: Notices.Read): List<Block> {
        val notice = read.notice
            ?: return listOf(Block.Notice(say(NoticesWords.NOTICES_NONE), Icon.INFO, Tone.WAIT, key = "none"))
        val unchecked = Block.Notice(say(NoticesWords.NOTICES_UNCHECKED), Icon.INFO, Tone.WAIT, key = "unchecked")
        return listOfNotNull(unchecked.takeIf { !notice.reviewed }) +
            text(notice, "notice") + read.hindi?.let { text(it, "hindi") }.orEmpty()
    }

    private fun text(notice: Notice, key: String): List<Block> =
        listOf(Block.Heading(say(notice.title), "$key-title")) +
            notice.text.lines().mapIndexed { at, line -> Block.Words(say(line), key = "$key-$at") }

    /** Her consents, and what became of taking them back. */
    private fun ofPerson(seat: Seat, model: Notices.Model, read: Notices.Read): List<Block> {
        val person = read.person ?: return emptyList()
        if (model.done != null) return done(seat, model.done, read)
        if (model.asks) {
            val help = say(NoticesWords.NOTICES_ASK_HELP)
            return listOf(Block.Notice(say(NoticesWords.NOTICES_ASK), Icon.WARNING, Tone.BLOCK, help, key = "ask"))
        }
        return listOfNotNull(given(seat, person), takenBack(seat, person))
    }

    /** What was removed, what stays, and who can be asked. */
    private fun done(seat: Seat, what: ConsentTakenBack, read: Notices.Read): List<Block> {
        val office = joined(Say.Both(read.contact.office), say(read.contact.phone))
        val help = say(NoticesWords.NOTICES_DONE_HELP, office)
        val call = Button(say(NoticesWords.NOTICES_CALL), Notices.CallTouched(read.contact.phone), Icon.PHONE)
        val done = Block.Notice(say(NoticesWords.NOTICES_DONE), Icon.TICK, Tone.DONE, help, call, "done")
        val removed = listOfNotNull(
            counted(NoticesWords.NOTICES_REMOVED_REGISTRATIONS, what.registrations),
            counted(NoticesWords.NOTICES_REMOVED_CASES, what.cases),
            Line(say(NoticesWords.NOTICES_REMOVED_DETAILS), null, Icon.DELETE).takeIf { what.details },
            counted(NoticesWords.NOTICES_REMOVED_DRAFTS, what.drafts),
        )
        val days = what.given.map { Line(say(NoticesWords.NOTICES_GIVEN), Say.Day(it, seat.today), Icon.HAND) }
        val stays = days + listOfNotNull(
            Line(say(NoticesWords.NOTICES_TAKEN_BACK), Say.Day(what.day, seat.today), Icon.UNDO),
            Line(say(NoticesWords.NOTICES_STAYS_LIST), null, Icon.PAPER).takeIf { what.onList },
            Line(say(NoticesWords.NOTICES_STAYS_CARD), null, Icon.CARD).takeIf { what.cardMade },
        )
        return listOf(
            done,
            Block.Facts(say(NoticesWords.NOTICES_REMOVED), removed, "removed"),
            Block.Facts(say(NoticesWords.NOTICES_STAYS), stays, "stays"),
        )
    }

    private fun counted(words: Words, count: UInt): Line? =
        Line(say(words), Say.Number(count.toLong()), Icon.DELETE).takeIf { count > 0u }

    /** What stays on record of consents that she took back, here or on another phone. */
    private fun takenBack(seat: Seat, person: Person): Block? {
        val lines = person.fold.takenBack.map { it.given to it.day }.distinct().flatMap { (given, back) ->
            val gave = given?.let { Line(say(NoticesWords.NOTICES_GIVEN), Say.Day(it, seat.today), Icon.HAND) }
            listOfNotNull(gave, Line(say(NoticesWords.NOTICES_TAKEN_BACK), Say.Day(back, seat.today), Icon.UNDO))
        }
        return if (lines.isEmpty()) null else Block.Facts(say(NoticesWords.NOTICES_STAYS), lines, "taken-back")
    }

    private fun given(seat: Seat, person: Person): Block {
        val consents = Notices.consented(person)
        if (consents.isEmpty()) {
            return Block.Notice(say(NoticesWords.NOTICES_NOT_GIVEN), Icon.INFO, Tone.PLAIN, key = "given")
        }
        return Block.Facts(say(NoticesWords.NOTICES_GIVEN), consents.distinctBy { it.root }.map { line(seat, it) }, "given")
    }

    private fun line(seat: Seat, visit: VisitView): Line {
        val consent = visit.visit.consent
        val how = consent?.let { joined(say(signedByWord(it.by, seat.lang)), say(consentModeWord(it.mode, seat.lang))) }
        return Line(Say.Day(visit.day, seat.today), how, Icon.HAND, Tone.DONE)
    }

    private fun ways(model: Notices.Model, read: Notices.Read): List<Block> {
        val find = Block.Row(
            key = "find",
            name = say(NoticesWords.NOTICES_FIND),
            under = say(NoticesWords.NOTICES_FIND_UNDER),
            icon = Icon.SEARCH,
            event = Notices.FindTouched,
        )
        val lines = read.helplines.map {
            Block.Row(
                key = "helpline-${it.number}",
                name = Say.Joined(listOf(say(it.number), Say.Both(it.name))),
                under = Say.Both(it.text),
                icon = Icon.PHONE,
                event = Notices.CallTouched(it.number),
            )
        }
        val heading = Block.Heading(say(NoticesWords.NOTICES_HELPLINES), "helplines")
        return listOfNotNull(find.takeIf { model.person == null }, heading.takeIf { lines.isNotEmpty() }) + lines
    }

    private fun foot(seat: Seat, model: Notices.Model): List<Button> {
        val aloud = Button(
            label = say(if (model.aloud) NoticesWords.NOTICES_HUSH else NoticesWords.NOTICES_READ),
            event = Notices.ReadAloud.takeIf { model.read?.notice != null },
            icon = if (model.aloud) Icon.STOP else Icon.SPEAKER,
        )
        val person = model.read?.person ?: return listOf(aloud)
        val can = seat.sitting() != null && Notices.consented(person).isNotEmpty()
        return when {
            model.done != null || !can -> listOf(aloud)
            model.asks -> listOf(
                Button(say(NoticesWords.NOTICES_KEEP), Notices.Keep, Icon.BACK),
                Button(say(NoticesWords.NOTICES_YES), Notices.TakeBackTouched, Icon.UNDO, tone = Tone.BLOCK),
            )
            else -> listOf(aloud, Button(say(NoticesWords.NOTICES_TAKE_BACK), Notices.AskTakeBack, Icon.UNDO))
        }
    }
}
