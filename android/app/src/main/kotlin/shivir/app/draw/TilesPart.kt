package shivir.app.draw

import android.view.Gravity
import android.widget.LinearLayout
import shivir.logic.kit.Block
import shivir.logic.kit.Say
import shivir.logic.kit.Tile

/** Tiles two by two, at large letters one to a line. */
internal class TilesPart(style: Style) : Part<Block.Tiles> {
    override val view = Grid(style.context, if (style.large) 1 else 2, style.px(Sizes.GAP))
    private val tiles = Keyed<Tile>(view, { it.key }, { TilePart(style) })

    override fun show(now: Block.Tiles, before: Block.Tiles?) = tiles.show(now.tiles)
}

private class TilePart(private val style: Style) : Part<Tile> {
    private val side = style.sign(Sizes.SIGN + Sizes.TINY)
    private val number = style.words(Sizes.NUMBER, 0, bold = true)
    private val label = style.words(Sizes.BODY + 1, style.palette.ink, bold = true)
    private var tile: Tile? = null
    override val view: LinearLayout = style.column()

    init {
        view.pad(style.px(Sizes.SIDE), style.px(Sizes.GAP))
        view.minimumHeight = style.px(Sizes.TILE)
        number.gravity = Gravity.CENTER_VERTICAL
        label.gravity = Gravity.BOTTOM
        view.put(number, FULL)
        view.put(label, FULL, WRAP, 1f, top = style.px(Sizes.TINY))
    }

    override fun show(now: Tile, before: Tile?) {
        tile = now
        val tone = style.palette.of(now.tone)
        style.front(number, style.drawable(now.icon, tone.mark, side), style.px(Sizes.GAP))
        number.text = style.text(Say.Number(now.number))
        number.setTextColor(tone.text)
        label.text = style.text(now.label)
        // On a ground that is as the paper the border alone shows where the tile ends.
        val ground = style.box(tone.wash, if (tone.wash == style.palette.paper) tone.edge else null)
        view.background = if (now.event != null) style.touch(ground, tone.mark) else ground
        view.contentDescription = style.text(Say.Joined(listOf(Say.Number(now.number), now.label), " "))
        view.accessibilityDelegate = if (now.event != null) Roles(Role.BUTTON) else null
        view.screenReaderFocusable(true)
        view.touched(now.event != null) { tile?.event?.let(style.send) }
        view.isEnabled = true
    }
}
