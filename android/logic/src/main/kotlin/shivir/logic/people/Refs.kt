package shivir.logic.people

import shivir.domain.FactId

/** Facts as the text of a route: `stream:number`. A case is known by the fact that opened it. */
object Refs {
    fun text(fact: FactId): String = "${fact.stream}:${fact.seq}"

    /** None where the text is no fact's. */
    fun fact(text: String): FactId? {
        val seq = text.substringAfterLast(':', "").toULongOrNull() ?: return null
        return FactId(text.substringBeforeLast(':'), seq)
    }

    /** What the registration screen is about: the whole household of a person. */
    fun household(person: String): String = "household:$person"

    /** A draft that waits. */
    fun draft(no: Long): String = "draft:$no"

    /** The correction of an earlier registration. */
    fun correct(fact: FactId): String = "correct:${text(fact)}"
}
