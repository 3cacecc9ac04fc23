package shivir.logic.enrol

import shivir.domain.District
import shivir.logic.enrol.Enrol.Model
import shivir.logic.enrol.Enrol.Step
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Steps
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.say

enum class EnrolWords : Words {
    ENROL_TITLE, ENROL_ASK, ENROL_HELP, ENROL_SCAN, ENROL_TYPE, ENROL_LATER, ENROL_WITHOUT, ENROL_ALREADY,
    ENROL_TORN, ENROL_SLIP, ENROL_AADHAAR, ENROL_FOREIGN,
    ENROL_CAMERA, ENROL_CAMERA_HELP, ENROL_CAMERA_FOREVER, ENROL_SETTINGS,
    ENROL_DISTRICT_ASK, ENROL_ADDRESS_ASK, ENROL_ADDRESS_HINT, ENROL_ADDRESS_WRONG, ENROL_CODE_ASK, ENROL_CODE_HINT,
    ENROL_CODE_HELP, ENROL_CODE_SIGN, ENROL_CODE_WRONG, ENROL_ONWARD, ENROL_JOIN,
    ENROL_CONFIRM, ENROL_DISTRICT, ENROL_ADDRESS, ENROL_ASKING, ENROL_STOP,
    ENROL_COMPARE, ENROL_FIGURES, ENROL_COMPARE_HELP, ENROL_SAME, ENROL_NOT_SAME, ENROL_OTHER_FIGURES,
    ENROL_LATER_HELP, ENROL_DONE, ENROL_DONE_HELP, ENROL_NUMBER, ENROL_AREAS, ENROL_WORKERS, ENROL_TO_WORKERS,
}

internal object EnrolPage {
    fun of(seat: Seat, model: Model): Page {
        val page = Page(title = say(EnrolWords.ENROL_TITLE), icon = Icon.DOWNLOAD, body = emptyList(), personal = false)
        return when (model.step) {
            Step.START -> page.copy(
                body = start(model),
                foot = listOf(
                    Button(say(EnrolWords.ENROL_LATER), Enrol.Later, Icon.CLOCK),
                    Button(say(EnrolWords.ENROL_TYPE), Enrol.TypeTouched, Icon.EDIT),
                    Button(say(EnrolWords.ENROL_SCAN), Enrol.ScanTouched, Icon.CAMERA),
                ),
            )
            Step.CONFIRM -> page.copy(
                body = listOf(Block.Heading(say(EnrolWords.ENROL_CONFIRM)), facts(model)) + said(model),
                foot = foot(EnrolWords.ENROL_JOIN, true),
            )
            Step.DISTRICT -> typing(page, model, EnrolWords.ENROL_ONWARD, model.district != null).copy(
                body = listOf(Block.Heading(say(EnrolWords.ENROL_DISTRICT_ASK))) +
                    model.districts.map { district(it, model.district) },
            )
            Step.ADDRESS -> typing(page, model, EnrolWords.ENROL_ONWARD, model.address.isNotBlank())
                .copy(body = listOf(address(model)))
            Step.CODE -> typing(page, model, EnrolWords.ENROL_JOIN, model.invitation != null).copy(
                body = listOf(code(model), Block.Words(say(EnrolWords.ENROL_CODE_HELP), quiet = true)),
            )
            Step.ASKING -> {
                val stop = Button(say(EnrolWords.ENROL_STOP), BackTouched, Icon.STOP)
                page.copy(body = listOf(facts(model), Block.Busy(say(EnrolWords.ENROL_ASKING), stop = stop)))
            }
            Step.COMPARE -> page.copy(
                body = listOfNotNull(
                    Block.Heading(say(EnrolWords.ENROL_COMPARE)),
                    model.compare?.let { Block.Big(say(EnrolWords.ENROL_FIGURES), say(it.figures)) },
                    Block.Words(say(EnrolWords.ENROL_COMPARE_HELP)),
                ),
                foot = listOf(
                    Button(say(EnrolWords.ENROL_NOT_SAME), Enrol.OtherFigures, Icon.CROSS),
                    Button(say(EnrolWords.ENROL_SAME), Enrol.SameFigures, Icon.TICK),
                ),
            )
            Step.DONE -> done(seat, page, model)
            Step.LATER -> page.copy(
                body = said(model) + Block.Heading(say(EnrolWords.ENROL_DISTRICT_ASK)) +
                    Block.Words(say(EnrolWords.ENROL_LATER_HELP), quiet = true, key = "later") +
                    model.orders.map { district(it, model.district) },
                foot = foot(EnrolWords.ENROL_ONWARD, model.district != null),
            )
        }
    }

    private fun start(model: Model): List<Block> {
        val already = model.enrolled?.let { enrolled ->
            val district = name(model, enrolled.district)
            Block.Notice(say(EnrolWords.ENROL_ALREADY, district), Icon.TICK, Tone.DONE, key = "already")
        }
        return listOfNotNull(
            Block.Picture(Icon.CAMERA, say(EnrolWords.ENROL_ASK)),
            Block.Heading(say(EnrolWords.ENROL_ASK)),
            already,
            model.said?.let(::wrong),
            model.denied?.let { camera(it.forever) },
            Block.Words(say(EnrolWords.ENROL_HELP)),
            Block.Words(say(EnrolWords.ENROL_WITHOUT), quiet = true, key = "without"),
        )
    }

    private fun camera(forever: Boolean): Block.Notice {
        val settings = Button(say(EnrolWords.ENROL_SETTINGS), Enrol.SettingsTouched, Icon.GEAR)
        val help = if (forever) EnrolWords.ENROL_CAMERA_FOREVER else EnrolWords.ENROL_CAMERA_HELP
        val text = say(EnrolWords.ENROL_CAMERA)
        return Block.Notice(text, Icon.CAMERA, Tone.WAIT, say(help), settings.takeIf { forever }, "camera")
    }

    private fun typing(page: Page, model: Model, words: EnrolWords, on: Boolean) = page.copy(
        steps = Steps(model.step.ordinal - Step.DISTRICT.ordinal, Step.CODE.ordinal - Step.DISTRICT.ordinal + 1),
        foot = foot(words, on),
    )

    private fun foot(words: EnrolWords, on: Boolean) = listOf(
        Button(say(KitWords.KIT_BACK), BackTouched, Icon.BACK),
        Button(say(words), Enrol.Onward.takeIf { on }, Icon.TICK),
    )

    private fun district(district: District, chosen: UInt?) = Block.Choice(
        key = "district-${district.code}",
        label = Say.Both(district.name),
        icon = Icon.PLACE,
        chosen = district.code == chosen,
        event = Enrol.DistrictPicked(district.code),
    )

    private fun address(model: Model) = Block.Field(
        key = "address",
        label = say(EnrolWords.ENROL_ADDRESS_ASK),
        value = model.address,
        hint = say(EnrolWords.ENROL_ADDRESS_HINT),
        error = model.said,
        typed = Enrol::AddressTyped,
        done = Enrol.Onward.takeIf { model.address.isNotBlank() },
        focus = true,
    )

    private fun code(model: Model) = Block.Field(
        key = "code",
        label = say(EnrolWords.ENROL_CODE_ASK),
        value = Codes.grouped(model.code),
        kind = FieldKind.CODE,
        hint = say(EnrolWords.ENROL_CODE_HINT),
        error = model.said,
        typed = Enrol::CodeTyped,
        done = Enrol.Onward.takeIf { model.invitation != null },
        focus = true,
    )

    private fun said(model: Model): List<Block> = listOfNotNull(model.said?.let(::wrong))

    private fun wrong(text: Say) = Block.Notice(text, Icon.CROSS, Tone.BLOCK, key = "wrong")

    /** Whom the phone is about to trust. */
    private fun facts(model: Model): Block {
        val invitation = model.invitation
        val district = invitation?.let { name(model, it.district()) }
        return Block.Facts(
            title = null,
            lines = listOf(
                Line(say(EnrolWords.ENROL_DISTRICT), district, Icon.PLACE),
                Line(say(EnrolWords.ENROL_ADDRESS), invitation?.let { say(it.url()) }, Icon.SEND),
            ),
        )
    }

    private fun done(seat: Seat, page: Page, model: Model): Page {
        val enrolled = model.enrolled ?: return page
        val names = enrolled.grant.workers.joinToString(", ") { it.name }
        val lines = listOfNotNull(
            Line(say(EnrolWords.ENROL_NUMBER), say(enrolled.number), Icon.PHONE),
            Line(say(EnrolWords.ENROL_AREAS), say(enrolled.grant.areas.size), Icon.PLACE),
            Line(say(EnrolWords.ENROL_WORKERS), say(names), Icon.PERSON).takeIf { names.isNotEmpty() },
        )
        val next = Button(say(EnrolWords.ENROL_TO_WORKERS), Enrol.Onward, Icon.PERSON)
        return page.copy(
            title = say(EnrolWords.ENROL_DONE),
            under = name(model, enrolled.district),
            tone = Tone.DONE,
            icon = Icon.TICK,
            back = seat.worker != null,
            body = listOf(
                Block.Facts(null, lines),
                Block.Notice(say(EnrolWords.ENROL_DONE_HELP), Icon.TICK, Tone.DONE),
            ),
            foot = listOf(next),
            personal = true,
        )
    }

    private fun name(model: Model, code: UInt): Say =
        model.districts.find { it.code == code }?.let { Say.Both(it.name) } ?: say(code.toString())
}
