package shivir.logic.carry

import java.io.File
import java.nio.file.Files
import shivir.bindings.Invitation
import shivir.bindings.Phone
import shivir.core.Answer
import shivir.core.SearchOptions
import shivir.core.Sitting
import shivir.core.Whom
import shivir.domain.Outcome
import shivir.logic.kit.Carrying

/** One try, and nobody waits longer than a moment: what answers is on this machine. */
val BRIEF = Patience(connect = 2_000, read = 500, trip = 1_500, tries = 1, pause = 0)

/** A new phone with an empty store and the order of Sakti. */
class NewPhone : AutoCloseable {
    private val dir: File = Files.createTempDirectory("shivir-phone").toFile()
    val phone: Phone = Phone.open(File(dir, "store").path, ByteArray(48) { it.toByte() })
    val states = mutableListOf<Carrying>()

    init {
        phone.loadBuiltinCampaign("sakti-2023", 2023.toUShort())
    }

    fun enrol(invitation: String): Enrolling = enrol(phone, Invitation.scanned(invitation), "test", BRIEF)

    /** One sync with the hub at this address; every state is kept. */
    fun sync(url: String, patience: Patience = BRIEF): Carrying {
        states.clear()
        return Carrier(phone, url, patience, states::add).run()
    }

    /** Writes that a person of the list was not at home: the shortest registration there is. */
    fun notAtHome(name: String) {
        val hit = phone.search(name, SearchOptions()).first()
        val worker = phone.workers().first()
        val draft = phone.begin(Sitting(worker.id, worker.id, area = hit.area), Whom.Person(hit.person))
        phone.answer(draft.no, 0u, Answer.NotMet(Outcome.Absent))
        phone.confirm(draft.no)
    }

    override fun close() {
        phone.closeStore()
        phone.close()
        dir.deleteRecursively()
    }
}
