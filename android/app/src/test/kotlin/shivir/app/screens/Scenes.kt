package shivir.app.screens

import java.time.LocalDate
import shivir.app.AppWords
import shivir.app.Screens
import shivir.app.Store
import shivir.app.gate.Gate
import shivir.app.rig.Fixed
import shivir.bindings.builtinCampaigns
import shivir.core.Follow
import shivir.core.NextStep
import shivir.core.Opening
import shivir.domain.AadhaarReason
import shivir.domain.Cadre
import shivir.domain.CampId
import shivir.domain.CaseState
import shivir.domain.ConsentMode
import shivir.domain.Document
import shivir.domain.Lang
import shivir.domain.Outcome
import shivir.domain.Sex
import shivir.domain.SignedBy
import shivir.logic.cases.CaseShown
import shivir.logic.enrol.Enrol
import shivir.logic.home.Home
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Carried
import shivir.logic.kit.Carrying
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Stage
import shivir.logic.kit.say
import shivir.logic.newperson.NewPerson
import shivir.logic.pin.Pin
import shivir.logic.register.Register
import shivir.logic.rig.District
import shivir.logic.rig.Door
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.camps
import shivir.logic.rig.registered
import shivir.logic.workers.Workers

/** A screen in a state that a worker meets. */
class Scene(val name: String, val at: ScreenId, val page: Page, val seat: Seat)

/** Takes the application on the real core to every screen, in one language. */
class Scenes private constructor(private val lang: Lang) {
    private val taken = mutableListOf<Scene>()
    private val today = Village().use { it.seat.today }
    private val screens = Screens("0.1.0").all

    private fun take(name: String, hand: Hand) {
        val seat = hand.seat.copy(today = Fixed.DAY)
        taken += Scene(name, hand.at, Fixed(today).page(hand.page), seat)
    }

    private fun at(village: Village, screen: ScreenId, about: String? = null, work: (Hand) -> Unit) =
        Hand(village, screens, Route(screen, about)).use(work)

    private fun village(work: (Village) -> Unit) = Village(lang, people(today)).use(work)

    private fun all(): List<Scene> {
        gate()
        village(::doors)
        village(::register)
        District().use { district ->
            village { village ->
                val (camp) = village.camps(1, on = today)
                district.enrol(village, also = "कुंती बाई:MITANIN")
                worked(village, camp)
                work(village)
            }
        }
        reviews()
        return taken
    }

    private fun gate() {
        val full = Gate.Shut(Store.Why.FULL, say(AppWords.APP_STORAGE), sealed = true)
        val lost = Gate.Shut(Store.Why.KEY_LOST, say(AppWords.APP_KEY_LOST), sealed = true)
        for ((name, gate) in listOf("opening" to Gate.Opening, "key-lost" to lost, "full" to full)) {
            taken += Scene(name, ScreenId.HELP, gate.page(), Seat(lang, today = Fixed.DAY))
        }
    }

    private fun doors(village: Village) {
        at(village, ScreenId.ENROL) { hand ->
            take("enrol", hand)
            hand.tell(Enrol.TypeTouched)
            hand.tell(Enrol.DistrictPicked(762u))
            hand.tell(Enrol.Onward)
            hand.tell(Enrol.AddressTyped("shivir.sakti.gov.in"))
            hand.tell(Enrol.Onward)
            hand.tell(Enrol.CodeTyped("7K3M92"))
            take("enrol-type", hand)
        }
        val waits = village.phone.addWorker("राधा कंवर", Cadre.Aww, village.worker.areas)
        for (worker in listOf(village.worker, waits)) village.phone.setPin(worker.id, "8264")
        at(village, ScreenId.HOME) { hand ->
            hand.lock()
            hand.tell(Workers.Picked(village.worker.id))
            repeat(2) { hand.tell(Pin.Digit(it)) }
            take("pin", hand)
        }
        repeat(5) { village.phone.unlock(waits.id, "7777") }
        at(village, ScreenId.HOME) { hand ->
            hand.lock()
            take("workers", hand)
            hand.tell(Workers.Picked(waits.id))
            take("pin-wait", hand)
        }
        at(village, ScreenId.WORKERS) { hand ->
            hand.tell(Workers.Add)
            hand.tell(Workers.NameTyped("सरिता पटेल"))
            hand.tell(Workers.Onward)
            take("workers-add", hand)
        }
        at(village, ScreenId.WORKERS, Workers.PLACE) { take("workers-place", it) }
        at(village, ScreenId.ENROL) { hand ->
            val shipped = builtinCampaigns().map { it.district }
            hand.tell(Enrol.Here(null, shipped, shipped))
            hand.tell(Enrol.Later)
            hand.tell(Enrol.DistrictPicked(762u))
            take("enrol-later", hand)
        }
    }

    /** One registration from its first question to its slip, and what else may be asked on the way. */
    private fun register(village: Village) {
        at(village, ScreenId.REGISTER, "household:" + village.person("सीता देवी साहू")) { take("register-members", it) }
        at(village, ScreenId.REGISTER, village.person("आर्यन यादव")) { hand ->
            hand.tell(Register.Consented(ConsentMode.Thumb))
            hand.tell(Register.By(SignedBy.Mother))
            hand.type("guardian", "सीता बाई")
            take("register-guardian", hand)
        }
        val sita = village.person("सीता बाई यादव")
        at(village, ScreenId.REGISTER, sita) { hand ->
            take("register-consent", hand)
            hand.tell(Register.Consented(ConsentMode.Thumb))
            hand.tell(Register.Tick(Document.Aadhaar))
            take("register-documents", hand)
            hand.tell(Register.Onward)
            take("register-outcome", hand)
            outcomes(hand, Outcome.BlockedAadhaar)
            take("register-reason", hand)
            hand.tell(Register.Why(Follow(aadhaar = AadhaarReason.Mobile)))
            hand.type("last4", "9012")
            take("register-last4", hand)
            hand.tell(Register.Onward)
            take("register-ready", hand)
            hand.tell(Register.Confirm)
            take("token", hand)
        }
        at(village, ScreenId.REGISTER, sita) { take("register-warnings", it) }
        at(village, ScreenId.NEW_PERSON, "Seetha Bai Yadav") { hand ->
            hand.type("relative", "Ramlal")
            take("new-name", hand)
            hand.tell(NewPerson.Onward)
            hand.tell(NewPerson.Is(Sex.Female))
            hand.type("age", "45")
            take("new-age", hand)
            hand.tell(NewPerson.Onward)
            hand.type("village", "बांसपाली")
            repeat(2) { hand.tell(NewPerson.Onward) }
            take("new-check", hand)
            hand.tell(NewPerson.Onward)
            take("likely", hand)
        }
    }

    private fun outcomes(hand: Hand, outcome: Outcome) {
        while (true) {
            val came = hand.page.body.filterIsInstance<Block.Choice>().mapNotNull { it.event as? Register.Came }
            hand.tell(came.firstOrNull { it.outcome == outcome } ?: return)
        }
    }

    /** A morning of the camp: whom it met, and what came of it. */
    private fun worked(village: Village, camp: CampId) {
        for ((name, outcome, minute) in MET) village.registered(name, outcome, minute, camp)
        val sitting = checkNotNull(village.seat.sitting())
        val case = village.phone.openCase(sitting, village.person("फूलबाई कंवर"), Opening(AadhaarReason.Name)).case
        village.phone.stepCase(sitting, case, NextStep(CaseState.Referred))
    }

    private fun work(village: Village) {
        val sita = village.person("सीता बाई यादव")
        at(village, ScreenId.HOME) { hand ->
            take("home", hand)
            for ((name, screen) in FROM_HOME) {
                hand.tell(Home.Went(screen))
                take(name, hand)
                hand.tell(BackTouched)
            }
        }
        at(village, ScreenId.SEARCH) { hand ->
            hand.type("query", "sita")
            take("search", hand)
        }
        at(village, ScreenId.PERSON, sita) { take("person", it) }
        at(village, ScreenId.HOUSEHOLD, sita) { take("household", it) }
        val case = village.phone.person(sita).fold.cases.first().case
        Hand(village, screens, CaseShown.route(case)).use { take("case", it) }
        at(village, ScreenId.SYNC) { hand ->
            hand.tell(Carried(Carrying.Going(Stage.FACTS, 31, 54)))
            take("sync-going", hand)
        }
        at(village, ScreenId.COURIER) { take("courier", it) }
        at(village, ScreenId.PRACTICE) { take("practice", it) }
    }

    /** Two phones that went on with one case apart; the trainer settles it. */
    private fun reviews() = District().use { district ->
        village { one ->
            village { other ->
                district.enrol(one, also = "सरिता पटेल:MITANIN_TRAINER")
                district.enrol(other)
                val opening = Opening(AadhaarReason.Mobile)
                val case = one.phone.openCase(checkNotNull(one.seat.sitting()), one.person("मोहन"), opening).case
                district.sync(one)
                district.sync(other)
                one.phone.stepCase(checkNotNull(one.seat.sitting()), case, NextStep(CaseState.Refused))
                other.phone.stepCase(checkNotNull(other.seat.sitting()), case, NextStep(CaseState.Referred))
                district.sync(other)
                district.sync(one)
                val trainer = one.phone.workers().first { it.cadre == Cadre.MitaninTrainer }
                val doors = screens.filter { it.id != ScreenId.WORKERS } + Door(trainer)
                Hand(one, doors, Route(ScreenId.HOME)).use { hand ->
                    hand.lock()
                    hand.tell(Home.Went(ScreenId.REVIEWS))
                    take("reviews", hand)
                    hand.page.body.filterIsInstance<Block.Row>().firstNotNullOf { it.event }.let(hand::tell)
                    hand.page.body.filterIsInstance<Block.Choice>().firstNotNullOf { it.event }.let(hand::tell)
                    take("review", hand)
                }
            }
        }
    }

    companion object {
        fun of(lang: Lang): List<Scene> = Scenes(lang).all()

        private val FROM_HOME = listOf(
            "cases" to ScreenId.CASES, "left-out" to ScreenId.LEFT_OUT, "day" to ScreenId.DAY, "sync" to ScreenId.SYNC,
            "roster" to ScreenId.ROSTER, "notices" to ScreenId.NOTICES, "settings" to ScreenId.SETTINGS,
            "paper" to ScreenId.PAPER, "help" to ScreenId.HELP,
        )

        /** Whom the camp met, with what, and when, in minutes since midnight. */
        private val MET = listOf(
            Triple("सीता बाई यादव", Outcome.BlockedAadhaar, 605),
            Triple("रामलाल यादव", Outcome.IntakeDone, 615),
            Triple("सीता देवी साहू", Outcome.NoDocs, 640),
            Triple("दुखिया बाई", Outcome.IntakeDone, 671),
            Triple("समारू", Outcome.IntakeDone, 702),
            Triple("मंगली सिदार", Outcome.BlockedAadhaar, 790),
        )

        /** Six households, of the same ages in every year. */
        private fun people(today: LocalDate): List<String> {
            val born = { age: Int -> "01/01/${today.year - age}" }
            val (woman, man) = "महिला" to "पुरुष"
            return listOf(
                Village.row(1, 1, "सीता बाई यादव", "Sita Bai Yadav", "रामलाल", woman, born(45), "नहीं"),
                Village.row(2, 1, "रामलाल यादव", "Ramlal Yadav", "बुधराम", man, born(49), "नहीं"),
                Village.row(3, 1, "आर्यन यादव", "Aryan Yadav", "रामलाल", man, born(6), "नहीं"),
                Village.row(4, 2, "सीता देवी साहू", "Sita Devi Sahu", "मोहन", woman, born(46), "नहीं"),
                Village.row(5, 2, "मोहन साहू", "Mohan Sahu", "गणेश", man, born(51), "हाँ"),
                Village.row(6, 2, "पिंकी साहू", "Pinki Sahu", "मोहन", woman, born(3), "नहीं"),
                Village.row(7, 3, "फूलबाई कंवर", "Phulbai Kanwar", "दुखिया", woman, born(75), "नहीं"),
                Village.row(8, 3, "बुधराम कंवर", "Budhram Kanwar", "सुखराम", man, born(78), "नहीं"),
                Village.row(9, 4, "गणेश पटेल", "Ganesh Patel", "हरि", man, born(33), "हाँ"),
                Village.row(10, 4, "सीताराम पटेल", "Sitaram Patel", "गणेश", man, born(11), "हाँ"),
                Village.row(11, 5, "दुखिया बाई सिदार", "Dukhiya Bai Sidar", "लखन", woman, born(62), "नहीं"),
                Village.row(12, 5, "समारू सिदार", "Samaru Sidar", "लखन", man, born(38), "नहीं"),
                Village.row(13, 5, "मंगली सिदार", "Mangli Sidar", "समारू", woman, born(34), "नहीं"),
                Village.row(14, 6, "रमेश खूंटे", "Ramesh Khunte", "फिरत", man, born(41), "नहीं"),
                Village.row(15, 6, "अनिता खूंटे", "Anita Khunte", "रमेश", woman, born(37), "नहीं"),
            )
        }
    }
}
