package shivir.app.draw

import android.view.View
import shivir.logic.kit.Block

/** Buttons within the page: two with short words side by side, else one below the other. */
internal class ButtonsPart(private val style: Style) : Part<Block.Buttons> {
    private val buttons = mutableListOf<ButtonView>()
    override val view: Grid = Pair(style)

    override fun show(now: Block.Buttons, before: Block.Buttons?) {
        while (buttons.size > now.buttons.size) view.removeView(buttons.removeAt(buttons.lastIndex))
        while (buttons.size < now.buttons.size) {
            buttons += ButtonView(style).also(view::addView)
        }
        now.buttons.forEachIndexed { at, it -> buttons[at].show(it.copy(small = false), Weight.OUTLINED, Sizes.BUTTON) }
    }
}

private class Pair(private val style: Style) : Grid(style.context, 1, style.px(Sizes.SMALL)) {
    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val half = (View.MeasureSpec.getSize(widthSpec) - style.px(Sizes.SMALL)) / 2
        columns = if (childCount == 2 && (0..1).all { natural(getChildAt(it)) <= half }) 2 else 1
        super.onMeasure(widthSpec, heightSpec)
    }

    private fun natural(view: View): Int {
        val any = View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED)
        view.measure(any, any)
        return view.measuredWidth
    }
}
