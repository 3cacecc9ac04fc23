package shivir.logic.search

import shivir.core.Hit
import shivir.core.Why
import shivir.domain.Lang
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Lit
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.say
import shivir.logic.people.Shown
import shivir.logic.search.Search.Model
import shivir.logic.search.Search.Narrow

enum class SearchWords : Words {
    SEARCH_TITLE, SEARCH_HINT, SEARCH_HELP, SEARCH_NONE, SEARCH_NONE_HELP, SEARCH_FOUND, SEARCH_MORE, SEARCH_NOT_ON_LIST,
    SEARCH_SCAN, SEARCH_ABOUT, SEARCH_LEFT, SEARCH_UNDER_FIVE, SEARCH_ELDERLY, SEARCH_AADHAAR,
    SEARCH_BY_SLIP, SEARCH_BY_HOUSEHOLD, SEARCH_BY_SOURCE, SEARCH_BY_MOBILE, SEARCH_BY_LAST4, SEARCH_BY_RELATIVE,
    SEARCH_BY_PLACE, SEARCH_CAMERA, SEARCH_CAMERA_HELP, SEARCH_CAMERA_FOREVER, SEARCH_SETTINGS,
}

internal object SearchPage {
    fun of(seat: Seat, model: Model): Page {
        val field = Block.Field(
            key = "query",
            label = say(SearchWords.SEARCH_TITLE),
            value = model.query,
            kind = FieldKind.SEARCH,
            hint = say(SearchWords.SEARCH_HINT),
            typed = Search::Typed,
            focus = true,
        )
        return Page(
            title = say(SearchWords.SEARCH_TITLE),
            top = listOf(field, Block.Chips(Narrow.entries.map { chip(model, it) })),
            body = listOfNotNull(model.denied?.let { camera(it.forever) }) + body(seat, model),
            foot = listOf(
                Button(say(SearchWords.SEARCH_SCAN), Search.ScanTouched, Icon.CAMERA),
                Button(say(SearchWords.SEARCH_NOT_ON_LIST), Search.NotOnList, Icon.PLUS, tone = Tone.PLAIN),
            ),
        )
    }

    private fun camera(forever: Boolean): Block.Notice {
        val settings = Button(say(SearchWords.SEARCH_SETTINGS), Search.SettingsTouched, Icon.GEAR)
        val help = say(if (forever) SearchWords.SEARCH_CAMERA_FOREVER else SearchWords.SEARCH_CAMERA_HELP)
        return Block.Notice(say(SearchWords.SEARCH_CAMERA), Icon.CAMERA, Tone.WAIT, help, settings.takeIf { forever }, "camera")
    }

    private fun body(seat: Seat, model: Model): List<Block> {
        val hits = model.hits
        if (!model.asks) return listOf(Block.Words(say(SearchWords.SEARCH_HELP), quiet = true))
        if (hits == null) return emptyList()
        if (hits.isEmpty()) {
            val help = say(SearchWords.SEARCH_NONE_HELP)
            return listOf(Block.Notice(say(SearchWords.SEARCH_NONE), Icon.INFO, Tone.PLAIN, help))
        }
        val rows = hits.map { row(it, seat.lang, model.query) }
        val count = Block.Words(say(SearchWords.SEARCH_FOUND, say(hits.size)), quiet = true, key = "count")
        val more = Block.Buttons(listOf(Button(say(SearchWords.SEARCH_MORE), Search.More, Icon.MORE)), "more")
        return rows + count + listOfNotNull(more.takeIf { hits.size >= model.limit })
    }

    private fun row(hit: Hit, lang: Lang, query: String): Block.Row {
        val name = Shown.name(hit, lang)
        val why = why(hit.why)?.let { say(it) }
        return Block.Row(
            key = hit.person,
            name = Shown.nameAge(name, hit.age),
            lit = lit(hit, name, query),
            under = joined(why, Shown.whence(hit.relative, hit.para, hit.village, hit.areaName)),
            mark = Shown.mark(hit),
            event = Search.Picked(hit.person),
            also = listOf(Button(say(SearchWords.SEARCH_ABOUT), Search.About(hit.person), Icon.INFO, small = true)),
        )
    }

    /** The letters of the name that were typed; where they were typed in the other script, the word that they meant. */
    private fun lit(hit: Hit, name: String, query: String): List<Lit> {
        if (query.isBlank()) return emptyList()
        val meant = hit.matched.filter { it.why == Why.NAME }.flatMap { listOf(it.typed, it.word) }
        return meant.filter(String::isNotBlank).mapNotNull { word ->
            name.indexOf(word, ignoreCase = true).takeIf { it >= 0 }?.let { Lit(it, word.length) }
        }.distinctBy(Lit::from)
    }

    private fun chip(model: Model, narrow: Narrow): Chip {
        val (words, icon) = when (narrow) {
            Narrow.LEFT -> SearchWords.SEARCH_LEFT to Icon.PAPER
            Narrow.UNDER_FIVE -> SearchWords.SEARCH_UNDER_FIVE to Icon.CHILD
            Narrow.ELDERLY -> SearchWords.SEARCH_ELDERLY to Icon.ELDER
            Narrow.AADHAAR -> SearchWords.SEARCH_AADHAAR to Icon.THUMB
        }
        return Chip(say(words), narrow in model.narrowed, Search.Toggled(narrow), icon)
    }

    private fun why(why: Why): Words? = when (why) {
        Why.NAME -> null
        Why.SLIP -> SearchWords.SEARCH_BY_SLIP
        Why.HOUSEHOLD -> SearchWords.SEARCH_BY_HOUSEHOLD
        Why.SOURCE_ID -> SearchWords.SEARCH_BY_SOURCE
        Why.MOBILE -> SearchWords.SEARCH_BY_MOBILE
        Why.LAST4 -> SearchWords.SEARCH_BY_LAST4
        Why.RELATIVE -> SearchWords.SEARCH_BY_RELATIVE
        Why.PLACE -> SearchWords.SEARCH_BY_PLACE
    }
}
