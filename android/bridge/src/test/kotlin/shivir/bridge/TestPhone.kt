package shivir.bridge

import java.io.File
import java.nio.file.Files
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.bindings.outcomeNeedsConsent
import shivir.core.Answer
import shivir.core.DraftView
import shivir.core.Follow
import shivir.core.ImportProgress
import shivir.core.ImportReport
import shivir.core.SearchOptions
import shivir.core.Sitting
import shivir.core.Step
import shivir.domain.Cadre
import shivir.domain.CardOutcome
import shivir.domain.Consent
import shivir.domain.ConsentMode
import shivir.domain.Document
import shivir.domain.Language
import shivir.domain.Outcome
import shivir.domain.PersonId
import shivir.domain.RationReason
import shivir.domain.SignedBy

/** A real encrypted store in a folder of its own, which goes when the test ends. */
class TestPhone : AutoCloseable {
    val dir: File = Files.createTempDirectory("shivir-bridge").toFile()
    val phone: Phone = Phone.open(store(), KEY)

    fun store(): String = File(dir, "store").path

    /** Works by the campaign of Sakti and takes in a list of so many rows beside [SITA], and of [more]. */
    fun import(others: Int = 0, watch: ImportWatch = Patient(), more: List<String> = emptyList()): ImportReport {
        phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
        val rows = List(others) { "${it + 100},R${it + 100},संतोष,Santosh,रामलाल,पुरुष,11/11/1982,डभरा,सपोस,बांसपाली,नहीं" }
        val list = File(dir, "list.csv")
        list.writeText((listOf(HEADER, SITA, BROKEN) + more + rows).joinToString("\n"))
        return phone.importRoster(list.path, File(dir, "rejected.csv").path, watch)
    }

    /** A new worker of a cadre at a table without a camp. */
    fun table(cadre: Cadre = Cadre.Mitanin): Sitting {
        val worker = phone.addWorker("कमला साहू", cadre, emptyList())
        return Sitting(author = worker.id, typist = worker.id, area = 1uL)
    }

    /** The id of the one person of this name. */
    fun find(name: String): PersonId = phone.search(name, SearchOptions()).first().person

    /** Answers for one member of a draft, step by step, until she is ready to be confirmed. */
    fun answerAll(begun: DraftView, outcome: Outcome, member: UInt = 0u): DraftView {
        var draft = begun
        while (true) {
            val her = draft.members[member.toInt()]
            val answer = when (her.step) {
                Step.LIKELY -> Answer.Another(her.likely.map { it.person })
                Step.WARNINGS -> Answer.GoOn(her.warnings)
                Step.CONSENT -> if (outcomeNeedsConsent(outcome)) Answer.Consent(SIGNED) else Answer.NotMet(outcome)
                Step.DOCUMENTS -> Answer.Documents(listOf(Document.RationCard))
                Step.OUTCOME -> Answer.Outcomes(her.due.map { CardOutcome(it.kind, outcome) })
                Step.FOLLOW -> Answer.Follow(Follow(aadhaar = her.reasons.firstOrNull(), ration = RationReason.NoCard))
                Step.READY -> return draft
            }
            draft = phone.answer(draft.no, member, answer)
        }
    }

    override fun close() {
        phone.closeStore()
        phone.close()
        dir.deleteRecursively()
    }

    companion object {
        val SIGNED = Consent(
            notice = 1u,
            language = Language.Hindi,
            mode = ConsentMode.Signed,
            by = SignedBy.Own,
            given = true,
        )
        val KEY = ByteArray(48) { it.toByte() }
        const val HEADER =
            "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)"
        const val SITA = "1,R1,सीता बाई,Sita Bai,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली,नहीं"

        /** Of the household of [SITA]. */
        const val RAM = "3,R1,रामलाल साहू,Ramlal Sahu,मनोहर,पुरुष,05/03/1979,डभरा,सपोस,बांसपाली,हाँ"

        /** A row without a name, which no list may hold. */
        const val BROKEN = "2,R2,,,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली,नहीं"
    }
}

/** Lets the import go on and keeps what it was told. */
class Patient : ImportWatch {
    val told = mutableListOf<ImportProgress>()

    override fun progress(progress: ImportProgress): Boolean = told.add(progress)
}
