package shivir.logic.workers

import shivir.bindings.allCadres
import shivir.bindings.cadreWord
import shivir.domain.Cadre
import shivir.domain.Lang
import shivir.domain.Text
import shivir.logic.kit.Icon
import shivir.logic.kit.Say
import shivir.logic.kit.Words

/** Where a cadre works: so that nobody has to look through thirty-three words. */
enum class CadreGroup(val words: Words, val icon: Icon, val cadres: List<Cadre>) {
    VILLAGE(WorkersWords.WORKERS_VILLAGE, Icon.WOMAN, listOf(Cadre.Mitanin, Cadre.MitaninTrainer)),
    ANGANWADI(WorkersWords.WORKERS_ANGANWADI, Icon.CHILD, listOf(Cadre.Aww, Cadre.Awh, Cadre.WcdSupervisor)),
    HEALTH(
        WorkersWords.WORKERS_HEALTH,
        Icon.HAND,
        listOf(Cadre.Rho, Cadre.Cho, Cadre.Mo, Cadre.Bmo, Cadre.Bpm),
    ),
    PANCHAYAT(
        WorkersWords.WORKERS_PANCHAYAT,
        Icon.HOME,
        listOf(
            Cadre.Sachiv, Cadre.RozgarSahayak, Cadre.AwasMitra, Cadre.Kotwar, Cadre.Sarpanch, Cadre.Representative,
            Cadre.RationOperator,
        ),
    ),
    CARDS(
        WorkersWords.WORKERS_CARDS,
        Icon.CARD,
        listOf(Cadre.Vle, Cadre.PdsOperator, Cadre.HospitalOperator, Cadre.AyushmanMitra),
    ),
    SCHOOL(
        WorkersWords.WORKERS_SCHOOL,
        Icon.LETTERS,
        listOf(Cadre.Teacher, Cadre.Professor, Cadre.AshramSuperintendent),
    ),
    TOWN(WorkersWords.WORKERS_TOWN, Icon.PLACE, listOf(Cadre.WardStaff, Cadre.CmoNagar)),
    OFFICE(
        WorkersWords.WORKERS_OFFICE,
        Icon.CHART,
        listOf(
            Cadre.CeoJanpad, Cadre.Sdm, Cadre.Tahsildar, Cadre.DcMitanin, Cadre.Dpc, Cadre.DistrictNodal, Cadre.Cmho,
        ),
    ),
}

internal object Cadres {
    /** The sign of a worker's trade: the same on every list. */
    fun icon(cadre: Cadre): Icon = CadreGroup.entries.find { cadre in it.cadres }?.icon ?: Icon.PERSON

    /** The word of the core, in both languages. */
    fun word(cadre: Cadre): Say = Say.Both(Text(cadreWord(cadre, Lang.HI), cadreWord(cadre, Lang.EN)))

    /** Its place in the core's own list: what is kept over a restart. */
    fun place(cadre: Cadre): Int = allCadres().indexOf(cadre)

    fun at(place: Int): Cadre? = allCadres().getOrNull(place)
}
