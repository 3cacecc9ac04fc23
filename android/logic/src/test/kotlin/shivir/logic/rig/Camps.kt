package shivir.logic.rig

import java.io.File
import java.time.LocalDate
import shivir.domain.CampId

/** The order of Sakti with these camps of its list on a day. The first lies in Sapos, where the village is. */
fun Village.camps(vararg ids: Int, on: LocalDate): List<CampId> {
    val pack = File("../../domain/campaigns/sakti-2023.json").readText()
    val dated = ids.fold(pack) { json, id ->
        json.replace(Regex("(\\{\"id\": $id, \"place\": \\d+, \"date\": )null"), "$1\"$on\"")
    }
    phone.loadCampaign(dated, null)
    return ids.map { it.toUInt() }
}
