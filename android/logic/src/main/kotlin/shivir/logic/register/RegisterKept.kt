package shivir.logic.register

import shivir.bindings.allAadhaarReasons
import shivir.bindings.allCardKinds
import shivir.bindings.allConsentModes
import shivir.bindings.allDocuments
import shivir.bindings.allLeaveReasons
import shivir.bindings.allOutcomes
import shivir.bindings.allRationReasons
import shivir.bindings.allSignedBy
import shivir.core.DraftView
import shivir.core.Follow
import shivir.core.MemberView
import shivir.logic.register.Register.Model
import shivir.logic.register.Register.Part
import shivir.logic.register.Register.Typed

/**
 * What was touched and typed of a step before it was an answer, line by line: the core keeps answers alone. A choice is written
 * as its place among all that there are. Whole Aadhaar numbers never come here: the field takes four digits.
 */
internal object RegisterKept {
    private const val LINES = 18
    private const val STEP = 2

    /** The draft's number and the member at the table; none where it was written by another version. */
    fun draft(text: String): Pair<Long, Int>? {
        val lines = text.split('\n')
        val no = lines[0].toLongOrNull() ?: return null
        return no to (lines.getOrNull(1)?.toIntOrNull() ?: 0)
    }

    fun write(model: Model, draft: DraftView): String {
        val (typed, follow) = model.typed to model.follow
        return listOf(
            draft.no,
            model.at,
            step(model.member),
            model.part.name,
            allConsentModes().indexOf(typed.mode),
            allSignedBy().indexOf(typed.by),
            typed.given,
            typed.guardian,
            typed.reader,
            typed.witness,
            typed.last4,
            model.documents.joinToString(" ") { "${allDocuments().indexOf(it)}" },
            model.outcomes.entries.joinToString(" ") { "${allCardKinds().indexOf(it.key)}:${allOutcomes().indexOf(it.value)}" },
            model.passed.joinToString(" ") { "${allCardKinds().indexOf(it)}" },
            listOf(
                allAadhaarReasons().indexOf(follow.aadhaar),
                allRationReasons().indexOf(follow.ration),
                allLeaveReasons().indexOf(follow.leave),
            ).joinToString(" "),
            follow.faceAndOtpFailed,
            follow.backIn?.toString().orEmpty(),
            model.reading,
        ).joinToString("\n") { it.toString().replace('\n', ' ') }
    }

    /** The model with what was kept of its step; as it is where the draft has gone on since, or another version wrote it. */
    fun read(text: String, model: Model): Model {
        val lines = text.split('\n')
        val part = lines.getOrNull(STEP + 1)?.let { name -> Part.entries.find { it.name == name } }
        if (lines.size != LINES || part == null || lines[STEP] != step(model.member)) return model
        val reasons = lines[14].split(' ')
        return model.copy(
            part = part,
            typed = Typed(
                mode = allConsentModes().at(lines[4]) ?: Typed().mode,
                by = allSignedBy().at(lines[5]) ?: Typed().by,
                given = lines[6].toBoolean(),
                guardian = lines[7],
                reader = lines[8],
                witness = lines[9],
                last4 = lines[10],
            ),
            documents = allDocuments().several(lines[11]),
            outcomes = lines[12].split(' ').mapNotNull { one ->
                val kind = allCardKinds().at(one.substringBefore(':'))
                val outcome = allOutcomes().at(one.substringAfter(':'))
                if (kind == null || outcome == null) null else kind to outcome
            }.toMap(),
            passed = allCardKinds().several(lines[13]),
            follow = Follow(
                aadhaar = allAadhaarReasons().at(reasons[0]),
                ration = allRationReasons().at(reasons.getOrNull(1)),
                leave = allLeaveReasons().at(reasons.getOrNull(2)),
                faceAndOtpFailed = lines[15].toBoolean(),
                backIn = lines[16].toUIntOrNull(),
            ),
            reading = lines[17].toBoolean(),
        )
    }

    /** Which step it was: its name, and how many answers stand before it. */
    private fun step(member: MemberView?): String = "${member?.step?.name} ${member?.answers?.size}"

    private fun <T> List<T>.at(place: String?): T? = place?.toIntOrNull()?.let(::getOrNull)

    private fun <T> List<T>.several(places: String): Set<T> = places.split(' ').mapNotNull { at(it) }.toSet()
}
