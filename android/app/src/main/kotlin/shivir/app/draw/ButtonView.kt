package shivir.app.draw

import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import shivir.logic.kit.Button
import shivir.logic.kit.Tone

/** How a button stands out: the next step is filled, the others are outlined, those within a row bare. */
internal enum class Weight { FILLED, OUTLINED, BARE }

/** A button: sign and word, or the sign alone where it is small. */
internal class ButtonView(private val style: Style) : LinearLayout(style.context) {
    private val sign = style.signView(style.sign(Sizes.SIGN))
    private val label = style.words(Sizes.NAME, 0, bold = true)
    private var button: Button? = null

    init {
        gravity = Gravity.CENTER
        isBaselineAligned = false
        label.gravity = Gravity.CENTER
        label.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        addView(sign, LayoutParams(sign.minimumWidth, sign.minimumHeight))
        put(label, start = style.px(Sizes.SMALL))
        accessibilityDelegate = Roles(Role.BUTTON)
    }

    /** `heightDp`: the least. `sp`: size of the word. `sideDp`: air beside it. */
    fun show(button: Button, weight: Weight, heightDp: Int, sp: Float = Sizes.NAME, sideDp: Int = Sizes.GAP) {
        this.button = button
        val text = style.text(button.label)
        val colour = colour(button, weight)
        style.letter(label, sp, colour, bold = true)
        label.text = text
        label.visibility = if (small) View.GONE else View.VISIBLE
        contentDescription = text
        sign.setImageDrawable(button.icon?.let { style.drawable(it, colour, sign.minimumWidth) })
        sign.visibility = if (button.icon == null) View.GONE else View.VISIBLE
        (label.layoutParams as LayoutParams).marginStart = if (button.icon == null) 0 else style.px(Sizes.SMALL)
        minimumHeight = style.px(heightDp)
        minimumWidth = style.px(if (weight == Weight.BARE) Sizes.TOUCH else heightDp)
        val side = if (small) 0 else style.px(sideDp)
        pad(side, style.px(Sizes.SMALL))
        background = style.touch(ground(button, weight), colour)
        touched(button.on) { this.button?.event?.let(style.send) }
    }

    /** The sign alone, its word is read aloud. */
    val small: Boolean get() = button?.let { it.small && it.icon != null } == true

    private fun colour(button: Button, weight: Weight): Int {
        val palette = style.palette
        return when {
            !button.on -> palette.soft
            weight == Weight.FILLED -> palette.onFill
            else -> palette.of(tone(button)).text
        }
    }

    private fun ground(button: Button, weight: Weight) = with(style.palette) {
        when {
            weight == Weight.BARE -> null
            !button.on -> style.box(pale, line)
            weight == Weight.FILLED -> style.box(fill(button))
            else -> style.box(paper, of(tone(button)).mark)
        }
    }

    // At night the ground is bright for every tone, and the words on it are dark.
    private fun Palette.fill(button: Button): Int = when {
        button.tone == Tone.ACT || button.tone == Tone.PLAIN || button.tone == Tone.WAIT -> fill
        night -> of(button.tone).mark
        else -> bar(button.tone)
    }

    private fun tone(button: Button) = if (button.tone == Tone.PLAIN) Tone.ACT else button.tone
}
