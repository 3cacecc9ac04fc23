package shivir.app.draw

import android.widget.LinearLayout
import shivir.logic.kit.Block

/** Blocks one below the other, each with the air that its kind asks for. */
internal class Column(private val style: Style) : LinearLayout(style.context) {
    private val parts = Keyed<Block>(this, { it.javaClass to it.key }, { part(it) })

    init {
        orientation = VERTICAL
    }

    fun show(blocks: List<Block>) {
        parts.show(blocks)
        blocks.forEachIndexed { at, block ->
            val params = getChildAt(at).layoutParams as LayoutParams
            val top = style.px(air(blocks.getOrNull(at - 1), block))
            // What goes on at the side goes to the edge of the screen.
            val side = if (block is Block.Chips) 0 else style.px(Sizes.SIDE)
            if (params.topMargin != top || params.marginStart != side || params.width != FULL) {
                params.width = FULL
                params.topMargin = top
                params.marginStart = side
                params.marginEnd = side
                getChildAt(at).layoutParams = params
            }
        }
    }

    private fun air(before: Block?, block: Block): Int = when {
        before == null -> 0
        before is Block.Row && block is Block.Row -> 0
        before is Block.Heading || before is Block.Chips && block is Block.Row -> Sizes.SMALL
        block is Block.Heading -> AIR
        else -> Sizes.GAP
    }

    // A part is made by the kind of its first block and is given blocks of that kind alone: the key has the kind in it.
    @Suppress("UNCHECKED_CAST")
    private fun part(block: Block): Part<Block> = when (block) {
        is Block.Heading -> HeadingPart(style)
        is Block.Words -> WordsPart(style)
        is Block.Meter -> MeterPart(style)
        is Block.Tiles -> TilesPart(style)
        is Block.Row -> RowPart(style)
        is Block.Choice -> ChoicePart(style)
        is Block.Field -> FieldPart(style)
        is Block.Chips -> ChipsPart(style)
        is Block.Notice -> NoticePart(style)
        is Block.Facts -> FactsPart(style)
        is Block.Trail -> TrailPart(style)
        is Block.Chart -> ChartPart(style)
        is Block.Big -> BigPart(style)
        is Block.Code -> CodePart(style)
        is Block.Picture -> PicturePart(style)
        is Block.Keypad -> KeypadPart(style)
        is Block.Busy -> BusyPart(style)
        is Block.Buttons -> ButtonsPart(style)
    } as Part<Block>

    private companion object {
        const val AIR = 20
    }
}
