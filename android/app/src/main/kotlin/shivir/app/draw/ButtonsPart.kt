package shivir.app.draw

import android.widget.LinearLayout
import shivir.logic.kit.Block

/** Buttons within the page, one below the other. */
internal class ButtonsPart(private val style: Style) : Part<Block.Buttons> {
    private val buttons = mutableListOf<ButtonView>()
    override val view: LinearLayout = style.column()

    override fun show(now: Block.Buttons, before: Block.Buttons?) {
        while (buttons.size > now.buttons.size) view.removeView(buttons.removeAt(buttons.lastIndex))
        while (buttons.size < now.buttons.size) {
            val top = if (buttons.isEmpty()) 0 else style.px(Sizes.SMALL)
            buttons += ButtonView(style).also { view.put(it, FULL, top = top) }
        }
        now.buttons.forEachIndexed { at, it -> buttons[at].show(it.copy(small = false), Weight.OUTLINED, Sizes.BUTTON) }
    }
}
