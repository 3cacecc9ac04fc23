package shivir.logic.register

import java.time.LocalDate
import shivir.core.Answer
import shivir.core.Whom
import shivir.domain.Language
import shivir.domain.NoticeKind
import shivir.domain.PersonId
import shivir.domain.Lang
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Work

/** The notice that is read before consent is asked. `reviewed`: someone who speaks the language checked it. */
data class Notice(val version: UInt, val language: Language, val title: String, val text: String, val reviewed: Boolean)

/** A registration begins, or goes on where it was left. */
internal sealed interface Begin : Work {
    override val lane get() = Lane.WRITE

    data class Afresh(val whom: Whom) : Begin {
        override fun run(desk: Desk): Event {
            val sitting = desk.sitting()
            return Register.Opened(desk.phone.begin(sitting, whom), notice(desk))
        }
    }

    data class Again(val draft: Long) : Begin {
        override fun run(desk: Desk): Event = Register.Opened(desk.phone.draft(draft), notice(desk))
    }
}

internal data class Give(val draft: Long, val member: Int, val answer: Answer) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event = Register.Changed(desk.phone.answer(draft, member.toUInt(), answer))
}

internal data class TakeBack(val draft: Long, val member: Int) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event = Register.Changed(desk.phone.back(draft, member.toUInt()))
}

internal data class LeaveOut(val draft: Long, val member: Int, val out: Boolean) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event = Register.Changed(desk.phone.leaveOut(draft, member.toUInt(), out))
}

internal data class SwitchTo(val draft: Long, val member: Int, val person: PersonId) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event = Register.Changed(desk.phone.switchTo(draft, member.toUInt(), person))
}

/** One draft of a person makes place for one of her whole household. */
internal data class Widen(val draft: Long, val person: PersonId) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        val sitting = desk.sitting()
        val wide = desk.phone.begin(sitting, Whom.Household(person))
        desk.phone.cancel(draft)
        return Register.Opened(wide, notice(desk))
    }
}

internal data class Confirming(val draft: Long) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event = Register.Done(desk.phone.confirm(draft))
}

internal data class Drop(val draft: Long) : Work {
    override val lane = Lane.WRITE

    override fun run(desk: Desk): Event {
        desk.phone.cancel(draft)
        return Register.Dropped
    }
}

/** The consent notice in the worker's language that holds on the day, the newest; else the Hindi one. */
private fun notice(desk: Desk): Notice? {
    val day: LocalDate = desk.seat.sheet?.day ?: desk.phone.today()
    val holding = desk.phone.campaign().notices.filter {
        val until = it.until
        it.kind == NoticeKind.CONSENT && it.from <= day && (until == null || day <= until)
    }
    val wanted = if (desk.seat.lang == Lang.EN) Language.English else Language.Hindi
    val own = holding.filter { it.language == wanted }.ifEmpty { holding.filter { it.language == Language.Hindi } }
    return own.maxByOrNull { it.version }?.let { Notice(it.version, it.language, it.title, it.text, it.reviewed) }
}
