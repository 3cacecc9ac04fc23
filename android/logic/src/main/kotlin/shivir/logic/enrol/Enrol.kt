package shivir.logic.enrol

import shivir.bindings.Invitation
import shivir.bindings.PhoneException
import shivir.bindings.builtinCampaigns
import shivir.core.Enrolled
import shivir.domain.District
import shivir.logic.carry.Enrolling
import shivir.logic.carry.Patience
import shivir.logic.carry.compared
import shivir.logic.carry.enrol
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Denied
import shivir.logic.kit.Desk
import shivir.logic.kit.Event
import shivir.logic.kit.Lane
import shivir.logic.kit.Move
import shivir.logic.kit.Next
import shivir.logic.kit.Outside
import shivir.logic.kit.Page
import shivir.logic.kit.Route
import shivir.logic.kit.Say
import shivir.logic.kit.Scanned
import shivir.logic.kit.Screen
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Seat
import shivir.logic.kit.Work
import shivir.logic.kit.said
import shivir.logic.kit.say

/**
 * The phone is let in by the district: an invitation is scanned, or its address and code are typed. Needs a
 * network for one round trip; a phone that has none works without, and is enrolled another day.
 *
 * @param app the app's version, which the district is told
 */
class Enrol(private val app: String, private val patience: Patience = Patience()) : Screen<Enrol.Model> {
    data class Model(
        val step: Step = Step.START,
        /** Where the phone is enrolled now, if it is. */
        val enrolled: Enrolled? = null,
        val districts: List<District> = emptyList(),
        /** Of them those whose order ships with the app; none where the phone works by an order already. */
        val orders: List<District> = emptyList(),
        val district: UInt? = null,
        val address: String = "",
        /** Signs of the one-time code that were typed. */
        val code: String = "",
        /** What was scanned, or typed to its end. */
        val invitation: Invitation? = null,
        /** What is wrong with the last try. */
        val said: Say? = null,
        val denied: Denied? = null,
        /** Figures that are to be compared with the desk's screen. */
        val compare: Enrolling.Compare? = null,
    )

    /** `LATER`: by whose order she works until the phone is let in. */
    enum class Step { START, CONFIRM, DISTRICT, ADDRESS, CODE, ASKING, COMPARE, DONE, LATER }

    data class Here(val enrolled: Enrolled?, val districts: List<District>, val orders: List<District>) : Event
    data object ScanTouched : Event
    data object TypeTouched : Event
    data object SettingsTouched : Event
    data class DistrictPicked(val code: UInt) : Event
    data class AddressTyped(val address: String) : Event
    data class CodeTyped(val code: String) : Event
    data object Onward : Event
    data class Came(val answer: Enrolling) : Event
    data class Taken(val enrolled: Enrolled) : Event
    data object SameFigures : Event
    data object OtherFigures : Event
    data object Later : Event
    data object OrderTaken : Event

    data object ReadHere : Work {
        override val lane = Lane.READ

        override fun run(desk: Desk): Event {
            val own = try {
                desk.phone.campaign().let { listOf(it.district) + it.districts }
            } catch (_: PhoneException.NotFound) {
                // No order was loaded yet: the districts of those that ship with the app.
                emptyList()
            }
            val shipped = builtinCampaigns().map { it.district }
            val known = own.take(1) + shipped + own
            return Here(desk.phone.enrolment(), known.distinctBy(District::code), if (own.isEmpty()) shipped else emptyList())
        }
    }

    data class TakeOrder(val district: UInt) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event {
            desk.phone.beginWithOrder(district)
            return OrderTaken
        }
    }

    data class Ask(val invitation: Invitation, val app: String, val patience: Patience) : Work {
        override val lane = Lane.NET

        override fun run(desk: Desk): Event = Came(enrol(desk.phone, invitation, app, patience))
    }

    data class Take(val asked: Enrolling.Compare) : Work {
        override val lane = Lane.WRITE

        override fun run(desk: Desk): Event = Taken(compared(desk.phone, asked))
    }

    override val id = ScreenId.ENROL

    override fun open(seat: Seat, about: String?, kept: String?): Next<Model> {
        val lines = kept?.split('\n').orEmpty()
        val step = Step.entries.find { it.name == lines.getOrNull(0) } ?: Step.START
        val model = Model(step, district = lines.getOrNull(1)?.toUIntOrNull(), address = lines.getOrNull(2).orEmpty())
        return Next(model, ReadHere)
    }

    override fun update(seat: Seat, model: Model, event: Event): Next<Model> = when (event) {
        is Here -> Next(model.copy(enrolled = event.enrolled, districts = event.districts, orders = event.orders))
        ScanTouched -> Next(model.copy(said = null), Outside.Scan)
        is Scanned -> scanned(model, event.text)
        is Denied -> Next(model.copy(step = Step.START, denied = event))
        SettingsTouched -> Next(model, Outside.PhoneSettings)
        TypeTouched -> Next(model.copy(step = Step.DISTRICT, said = null))
        is DistrictPicked -> Next(model.copy(district = event.code))
        is AddressTyped -> Next(model.copy(address = event.address, said = null))
        is CodeTyped -> Next(typed(model, Codes.signs(event.code)))
        Onward -> onward(model)
        is Came -> came(model, event.answer)
        SameFigures -> Next(model, listOfNotNull(model.compare?.let(::Take)))
        OtherFigures -> {
            val said = say(EnrolWords.ENROL_OTHER_FIGURES)
            Next(Model(enrolled = model.enrolled, districts = model.districts, orders = model.orders, said = said))
        }
        is Taken -> Next(model.copy(step = Step.DONE, enrolled = event.enrolled, compare = null))
        Later -> if (model.orders.isEmpty()) Next(model, away(seat)) else Next(model.copy(step = Step.LATER, said = null))
        OrderTaken -> Next(model, away(seat))
        BackTouched -> back(model)
        else -> Next(model)
    }

    override fun page(seat: Seat, model: Model): Page = EnrolPage.of(seat, model)

    /** The one-time code is written nowhere, so it is typed anew after the process is gone. */
    override fun kept(model: Model): String {
        val step = if (model.step in TYPING) model.step else Step.START
        return listOf(step.name, model.district?.toString().orEmpty(), model.address).joinToString("\n")
    }

    /** The hub refused, or the store failed: back to where the next try begins. Nothing of the phone is changed. */
    override fun failed(seat: Seat, model: Model, work: Work, why: PhoneException): Next<Model>? =
        if (work is ReadHere) null
        else if (work is TakeOrder) Next(model.copy(said = Say.Both(why.said())))
        else Next(model.copy(step = before(model), compare = null, said = Say.Both(why.said())))

    private fun scanned(model: Model, text: String): Next<Model> {
        fun no(words: EnrolWords) = Next(model.copy(step = Step.START, said = say(words)))
        return when (val read = Codes.read(text)) {
            is Read.Ours ->
                Next(model.copy(step = Step.CONFIRM, invitation = read.invitation, denied = null, said = null))
            Read.Torn -> no(EnrolWords.ENROL_TORN)
            Read.Slip -> no(EnrolWords.ENROL_SLIP)
            Read.Aadhaar -> no(EnrolWords.ENROL_AADHAAR)
            Read.Foreign -> no(EnrolWords.ENROL_FOREIGN)
        }
    }

    /**
     * A sign that is in no code is said with the letter that made it; a check sign that does not fit with the
     * last one.
     */
    private fun typed(model: Model, signs: String): Model {
        val wrong = Codes.wrong(signs)
        val whole = model.copy(code = signs, said = null, invitation = null)
        return when {
            wrong != null -> whole.copy(said = say(EnrolWords.ENROL_CODE_SIGN, say(wrong.toString())))
            signs.length < Codes.LENGTH -> whole
            else -> try {
                whole.copy(invitation = Invitation.typed(Codes.address(model.address), model.district ?: 0u, signs))
            } catch (_: PhoneException.Refused) {
                whole.copy(said = say(EnrolWords.ENROL_CODE_WRONG))
            }
        }
    }

    private fun onward(model: Model): Next<Model> = when (model.step) {
        Step.DISTRICT -> if (model.district == null) Next(model) else Next(model.copy(step = Step.ADDRESS))
        Step.ADDRESS ->
            if (Codes.isAddress(model.address)) Next(typed(model.copy(step = Step.CODE), model.code))
            else Next(model.copy(said = say(EnrolWords.ENROL_ADDRESS_WRONG)))
        Step.CODE, Step.CONFIRM -> {
            val invitation = model.invitation
            if (invitation == null) Next(model)
            else Next(model.copy(step = Step.ASKING, said = null), Ask(invitation, app, patience))
        }
        Step.DONE -> Next(model, toWorkers())
        Step.LATER -> Next(model, listOfNotNull(model.district?.let(::TakeOrder)))
        Step.START, Step.ASKING, Step.COMPARE -> Next(model)
    }

    private fun came(model: Model, answer: Enrolling): Next<Model> = when (answer) {
        is Enrolling.Done -> Next(model.copy(step = Step.DONE, enrolled = answer.enrolled, said = null))
        // Who did not wait for it asks again: the code is not spent.
        is Enrolling.Compare ->
            if (model.step == Step.ASKING) Next(model.copy(step = Step.COMPARE, compare = answer)) else Next(model)
        is Enrolling.NoAnswer ->
            if (model.step == Step.ASKING) Next(model.copy(step = before(model), said = answer.why)) else Next(model)
    }

    /** Where an invitation is sent off: what was scanned says its key, what was typed does not. */
    private fun before(model: Model): Step =
        if (model.invitation?.fingerprint() == null) Step.CODE else Step.CONFIRM

    private fun back(model: Model): Next<Model> = when (model.step) {
        Step.START, Step.DONE -> Next(model, Move.Back)
        Step.CONFIRM, Step.DISTRICT, Step.LATER -> Next(model.copy(step = Step.START, invitation = null, said = null))
        Step.ADDRESS -> Next(model.copy(step = Step.DISTRICT, said = null))
        Step.CODE -> Next(model.copy(step = Step.ADDRESS, said = null))
        Step.ASKING, Step.COMPARE -> Next(model.copy(step = before(model), compare = null))
    }

    private fun away(seat: Seat) = if (seat.worker == null) toWorkers() else Move.Back

    private fun toWorkers() = Move.Restart(Route(ScreenId.WORKERS))

    private companion object {
        val TYPING = setOf(Step.DISTRICT, Step.ADDRESS, Step.CODE)
    }
}
