package shivir.app.draw

import android.view.Gravity
import android.view.ViewGroup
import android.widget.HorizontalScrollView
import android.widget.LinearLayout
import android.widget.TextView
import shivir.logic.kit.Block
import shivir.logic.kit.Chip
import shivir.logic.kit.Icon
import shivir.logic.kit.KitWords
import shivir.logic.kit.say

/** Small choices in a line that goes on at the side, to the edge of the screen. */
internal class ChipsPart(style: Style) : Part<Block.Chips> {
    override val view = HorizontalScrollView(style.context)
    private val line: LinearLayout = style.line()
    private val chips = Keyed<Chip>(line, { it.label }, { ChipPart(style) })
    private val gap = style.px(Sizes.SMALL)

    init {
        view.isHorizontalScrollBarEnabled = false
        view.clipToPadding = false
        view.pad(style.px(Sizes.SIDE), 0)
        view.addView(line, ViewGroup.LayoutParams(WRAP, WRAP))
    }

    override fun show(now: Block.Chips, before: Block.Chips?) {
        chips.show(now.chips)
        for (at in 0 until line.childCount) {
            (line.getChildAt(at).layoutParams as LinearLayout.LayoutParams).marginStart = if (at == 0) 0 else gap
        }
    }
}

private class ChipPart(private val style: Style) : Part<Chip> {
    private val side = style.sign(Sizes.SMALL_SIGN)
    private var chip: Chip? = null
    override val view: TextView = style.words(Sizes.BODY, 0, bold = true)

    init {
        view.minHeight = style.px(Sizes.TOUCH)
        view.minWidth = style.px(Sizes.ACTION)
        view.gravity = Gravity.CENTER
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.SMALL))
    }

    override fun show(now: Chip, before: Chip?) {
        chip = now
        val palette = style.palette
        val icon = if (now.chosen) Icon.TICK else now.icon
        val tone = if (now.chosen) palette.act else palette.plain
        style.front(view, icon?.let { style.drawable(it, tone.mark, side) }, style.px(Sizes.SMALL))
        view.text = style.text(now.label)
        view.setTextColor(if (now.chosen) tone.text else palette.ink)
        val round = Sizes.TOUCH / 2
        val chosen = style.box(tone.wash, tone.mark, round = round)
        val ground = if (now.chosen) chosen else style.box(palette.paper, palette.edge, Sizes.HAIR, round)
        view.background = style.touch(ground, tone.mark, round)
        view.contentDescription = style.text(now.label)
        view.accessibilityDelegate = Roles(Role.CHECK).apply {
            this.chosen = now.chosen
            state = style.text(say(if (now.chosen) KitWords.KIT_CHOSEN else KitWords.KIT_NOT_CHOSEN))
        }
        view.touched(true) { chip?.event?.let(style.send) }
    }
}
