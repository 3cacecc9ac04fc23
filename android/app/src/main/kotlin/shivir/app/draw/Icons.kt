package shivir.app.draw

import shivir.app.R
import shivir.logic.kit.Icon

/** The drawable of a sign. */
internal val Icon.drawable: Int
    get() = when (this) {
        Icon.BACK -> R.drawable.ic_back
        Icon.SEARCH -> R.drawable.ic_search
        Icon.SPEAKER -> R.drawable.ic_speaker
        Icon.TICK -> R.drawable.ic_tick
        Icon.CLOCK -> R.drawable.ic_clock
        Icon.CROSS -> R.drawable.ic_cross
        Icon.THUMB -> R.drawable.ic_thumb
        Icon.PAPER -> R.drawable.ic_paper
        Icon.SEND -> R.drawable.ic_send
        Icon.CARD -> R.drawable.ic_card
        Icon.TENT -> R.drawable.ic_tent
        Icon.SHARE -> R.drawable.ic_share
        Icon.PRINT -> R.drawable.ic_print
        Icon.PHONE -> R.drawable.ic_phone
        Icon.PERSON -> R.drawable.ic_person
        Icon.FAMILY -> R.drawable.ic_family
        Icon.HOME -> R.drawable.ic_home
        Icon.AWAY -> R.drawable.ic_away
        Icon.PLUS -> R.drawable.ic_plus
        Icon.MINUS -> R.drawable.ic_minus
        Icon.CAMERA -> R.drawable.ic_camera
        Icon.LOCK -> R.drawable.ic_lock
        Icon.KEY -> R.drawable.ic_key
        Icon.SUN -> R.drawable.ic_sun
        Icon.MOON -> R.drawable.ic_moon
        Icon.LANGUAGE -> R.drawable.ic_language
        Icon.LETTERS -> R.drawable.ic_letters
        Icon.LIST -> R.drawable.ic_list
        Icon.CALL_OUT -> R.drawable.ic_call_out
        Icon.SLIP -> R.drawable.ic_slip
        Icon.WARNING -> R.drawable.ic_warning
        Icon.INFO -> R.drawable.ic_info
        Icon.MERGE -> R.drawable.ic_merge
        Icon.SPLIT -> R.drawable.ic_split
        Icon.DOWNLOAD -> R.drawable.ic_download
        Icon.COURIER -> R.drawable.ic_courier
        Icon.GEAR -> R.drawable.ic_gear
        Icon.PRACTICE -> R.drawable.ic_practice
        Icon.CHILD -> R.drawable.ic_child
        Icon.ELDER -> R.drawable.ic_elder
        Icon.WOMAN -> R.drawable.ic_woman
        Icon.MAN -> R.drawable.ic_man
        Icon.RUPEE -> R.drawable.ic_rupee
        Icon.PLACE -> R.drawable.ic_place
        Icon.CALENDAR -> R.drawable.ic_calendar
        Icon.EDIT -> R.drawable.ic_edit
        Icon.UNDO -> R.drawable.ic_undo
        Icon.DELETE -> R.drawable.ic_delete
        Icon.MORE -> R.drawable.ic_more
        Icon.BIRTH -> R.drawable.ic_birth
        Icon.RATION -> R.drawable.ic_ration
        Icon.HAND -> R.drawable.ic_hand
        Icon.EYE -> R.drawable.ic_eye
        Icon.CHART -> R.drawable.ic_chart
        Icon.STOP -> R.drawable.ic_stop
    }
