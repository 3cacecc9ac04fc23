package shivir.logic.review

import java.util.Locale
import shivir.bindings.rankWord
import shivir.core.ReviewView
import shivir.core.Said
import shivir.core.Who
import shivir.domain.Lang
import shivir.domain.ReviewKind
import shivir.domain.Text
import shivir.logic.kit.BackTouched
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Seat
import shivir.logic.kit.Tone
import shivir.logic.kit.Words
import shivir.logic.kit.joined
import shivir.logic.kit.name
import shivir.logic.kit.say
import shivir.logic.people.Shown
import shivir.logic.review.Review.Model

enum class ReviewWords : Words {
    REVIEWS_TITLE, REVIEWS_OPEN, REVIEWS_ALL, REVIEWS_WAITS, REVIEWS_SETTLED, REVIEWS_NONE, REVIEWS_NONE_HELP,
    REVIEWS_MORE,
    REVIEW_TITLE, REVIEW_WHICH, REVIEW_SAID_BY, REVIEW_TYPED_BY, REVIEW_ASIDE, REVIEW_SETTLE, REVIEW_SEEN, REVIEW_SAME,
    REVIEW_TWO, REVIEW_ONE_IS, REVIEW_OTHER_IS, REVIEW_AGREES, REVIEW_ASK_SAME, REVIEW_ASK_SAME_UNDER, REVIEW_SURE_SAME,
    REVIEW_BACK, REVIEW_ABOUT, REVIEW_SAFE, REVIEW_SAFE_UNDER, REVIEW_JOINED, REVIEW_JOINED_UNDER, REVIEW_UNDO,
    REVIEW_DONE, REVIEW_NOT_HERS, REVIEW_NEWER, REVIEW_NEWER_UNDER, REVIEW_RELATIVE, REVIEW_VILLAGE, REVIEW_NAME,
    REVIEW_HELD,
}

internal object ReviewShown {
    fun text(words: shivir.domain.Words): Say = Say.Both(Text(words.hi, words.en))
}

internal object ReviewPage {
    fun of(seat: Seat, model: Model): Page {
        val view = model.view
        return Page(
            title = view?.who?.let { name(seat, it) } ?: say(ReviewWords.REVIEW_TITLE),
            under = view?.let { joined(ReviewShown.text(it.words), it.field?.let(ReviewShown::text)) },
            icon = Icon.SPLIT,
            body = notes(model) + if (view == null || model.joined != null) emptyList() else body(seat, model, view),
            foot = view?.let { foot(model, it) }.orEmpty(),
        )
    }

    private fun notes(model: Model): List<Block> {
        val undo = Button(say(ReviewWords.REVIEW_UNDO), Review.UndoTouched, Icon.SPLIT)
        val joinedUnder = say(ReviewWords.REVIEW_JOINED_UNDER)
        val safeUnder = say(ReviewWords.REVIEW_SAFE_UNDER)
        return listOfNotNull(
            model.refused?.let { Block.Notice(it, Icon.WARNING, Tone.BLOCK, key = "refused") },
            Block.Notice(say(ReviewWords.REVIEW_SAFE), Icon.TICK, Tone.DONE, safeUnder, key = "saved")
                .takeIf { model.saved },
            Block.Notice(say(ReviewWords.REVIEW_JOINED), Icon.MERGE, Tone.PLAIN, joinedUnder, undo, "joined")
                .takeIf { model.joined != null },
        )
    }

    private fun body(seat: Seat, model: Model, view: ReviewView): List<Block> {
        val asks = Block.Notice(
            say(ReviewWords.REVIEW_ASK_SAME),
            Icon.MERGE,
            Tone.WAIT,
            say(ReviewWords.REVIEW_ASK_SAME_UNDER),
            key = "ask-same",
        ).takeIf { model.asksSame }
        val sides = when {
            view.kind == ReviewKind.LikelyDuplicate -> people(seat, view)
            else -> said(seat, model, view)
        }
        return listOfNotNull(asks, standing(model, view)) + sides
    }

    /** Who can settle it, where that is not this worker. */
    private fun standing(model: Model, view: ReviewView): Block? {
        val needs = view.needs
        return when {
            !view.open -> Block.Notice(say(ReviewWords.REVIEW_DONE), Icon.TICK, Tone.DONE, key = "done")
            model.may -> null
            needs == null -> {
                val under = say(ReviewWords.REVIEW_NEWER_UNDER)
                Block.Notice(say(ReviewWords.REVIEW_NEWER), Icon.DOWNLOAD, Tone.WAIT, under, key = "newer")
            }
            else -> {
                val who = Say.Both(Text(rankWord(needs, Lang.HI), rankWord(needs, Lang.EN)))
                Block.Notice(say(ReviewWords.REVIEW_NOT_HERS, who), Icon.PERSON, Tone.WAIT, key = "not-hers")
            }
        }
    }

    private fun said(seat: Seat, model: Model, view: ReviewView): List<Block> {
        val question = Block.Heading(say(ReviewWords.REVIEW_WHICH)).takeIf { model.may && view.facts.size > 1 }
        return listOfNotNull(question) + view.said.mapIndexed { at, said ->
            val key = "said-$at"
            val text = ReviewShown.text(said.says)
            val source = source(seat, said)
            val chosen = said.fact == if (view.open) model.chosen else view.settled
            when {
                said.aside -> Block.Row(key, text, under = joined(say(ReviewWords.REVIEW_ASIDE), source), icon = Icon.LOCK)
                model.may -> Block.Choice(key, text, Icon.PERSON, chosen, Review.Chosen(said.fact), under = source)
                else -> {
                    val held = say(ReviewWords.REVIEW_HELD).takeIf { chosen && !view.open }
                    val icon = if (held == null) Icon.PERSON else Icon.TICK
                    Block.Row(key, text, under = joined(held, source), icon = icon)
                }
            }
        }
    }

    /** Who said it and when. */
    private fun source(seat: Seat, said: Said): Say {
        val typist = said.typistName?.takeIf { said.typist != said.author }
        val minute = said.minute?.toInt()?.let { say(String.format(Locale.ROOT, "%d:%02d", it / HOUR, it % HOUR)) }
        return joined(
            said.authorName?.let { say(ReviewWords.REVIEW_SAID_BY, say(it)) },
            typist?.let { say(ReviewWords.REVIEW_TYPED_BY, say(it)) },
            said.day?.let { Say.Day(it, seat.today) },
            minute,
        )
    }

    private fun people(seat: Seat, view: ReviewView): List<Block> {
        val why = view.said.flatMap { it.why }.distinct().map { Line(ReviewShown.text(it), null, Icon.INFO) }
        val buttons = listOfNotNull(view.who, view.other).map {
            val name = say(seat.lang.name(it.name, it.nameEn))
            Button(say(ReviewWords.REVIEW_ABOUT, name), Review.About(it.person), Icon.PERSON)
        }
        return listOfNotNull(
            view.other?.let { facts(seat, it, ReviewWords.REVIEW_ONE_IS, "one") },
            view.who?.let { facts(seat, it, ReviewWords.REVIEW_OTHER_IS, "other") },
            Block.Facts(say(ReviewWords.REVIEW_AGREES), why, "why").takeIf { why.isNotEmpty() },
            Block.Buttons(buttons, "about").takeIf { buttons.isNotEmpty() },
        )
    }

    private fun facts(seat: Seat, who: Who, title: Words, key: String) = Block.Facts(
        say(title),
        listOfNotNull(
            Line(say(ReviewWords.REVIEW_NAME), name(seat, who), Icon.PERSON),
            who.relative?.let { Line(say(ReviewWords.REVIEW_RELATIVE), say(it), Icon.FAMILY) },
            who.village?.let { Line(say(ReviewWords.REVIEW_VILLAGE), say(it), Icon.PLACE) },
        ),
        key,
    )

    private fun foot(model: Model, view: ReviewView): List<Button> {
        val duplicate = view.kind == ReviewKind.LikelyDuplicate
        val both = view.who != null && view.other != null
        return when {
            !model.may -> emptyList()
            model.asksSame -> listOf(
                Button(say(ReviewWords.REVIEW_BACK), BackTouched, Icon.BACK),
                Button(say(ReviewWords.REVIEW_SURE_SAME), Review.SameSure, Icon.MERGE),
            )
            // Only where both are known here can they be joined.
            duplicate -> listOf(
                Button(say(ReviewWords.REVIEW_SAME), Review.SameTouched.takeIf { both }, Icon.MERGE),
                Button(say(ReviewWords.REVIEW_TWO), Review.TwoTouched, Icon.SPLIT),
            )
            else -> {
                val words = if (view.facts.size > 1) ReviewWords.REVIEW_SETTLE else ReviewWords.REVIEW_SEEN
                listOf(Button(say(words), Review.SettleTouched.takeIf { model.chosen != null }, Icon.TICK))
            }
        }
    }

    private fun name(seat: Seat, who: Who): Say = Shown.nameAge(seat.lang.name(who.name, who.nameEn), who.age)

    private const val HOUR = 60
}
