package shivir.app.draw

import android.content.Context
import android.content.res.ColorStateList
import android.content.res.Configuration
import android.graphics.Typeface
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.text.Layout
import android.util.TypedValue
import android.view.ContextThemeWrapper
import android.view.View
import android.widget.ImageView
import android.widget.TextView
import shivir.logic.kit.Event
import shivir.logic.kit.Icon
import shivir.logic.kit.Look
import shivir.logic.kit.Say
import shivir.domain.Lang

/**
 * How everything on a page is drawn: colours, sizes and language of the worker's seat. Another look or language is
 * another style, and all views are made anew with it.
 *
 * @param outer the activity; its theme and language are overlaid
 * @param send takes what is touched and typed
 */
internal class Style(outer: Context, val lang: Lang, look: Look, val send: (Event) -> Unit) {
    val palette: Palette = Palette.of(look.theme, nightIn(outer))

    /** The system's text size and the application's together. */
    val letters: Float = lettersIn(outer, look)

    /** Letters so large that nothing stands side by side. */
    val large: Boolean get() = letters >= Sizes.LARGE

    val context: Context = themed(outer)
    val sayings = Sayings(context, lang)
    private val metrics = context.resources.displayMetrics

    fun px(dp: Int): Int = Math.round(dp * metrics.density)

    /** Pixels of so many sp, as the system scales letters of this size. */
    fun spx(sp: Float): Float = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_SP, sp, metrics)

    /** Signs grow with the letters beside them, but not as far. */
    fun sign(dp: Int): Int = Math.round(px(dp) * Math.min(letters, MOST_SIGN).coerceAtLeast(1f))

    fun text(say: Say): String = sayings.text(say)

    /** A text view without text. `sp`: one of [Sizes]. */
    fun words(sp: Float, colour: Int, bold: Boolean = false): TextView =
        plain(TextView(context, null, 0)).also { letter(it, sp, colour, bold) }

    /**
     * A text view that was made without the theme's style of its kind, which costs more than all the rest of it. Of what
     * that style says only how lines are broken is missed: size, colour and weight are ours.
     */
    fun <T : TextView> plain(view: T): T = view.apply { breakStrategy = Layout.BREAK_STRATEGY_HIGH_QUALITY }

    /** Gives a text view the size, the colour and the weight. */
    fun letter(view: TextView, sp: Float, colour: Int, bold: Boolean = false) {
        view.setTextSize(TypedValue.COMPLEX_UNIT_SP, sp)
        view.setTextColor(colour)
        view.typeface = if (bold) Typeface.DEFAULT_BOLD else Typeface.DEFAULT
    }

    /** A sign that stands beside its word, and is not read aloud therefore. `px`: its side. */
    fun signView(px: Int): ImageView = ImageView(context).apply {
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        minimumWidth = px
        minimumHeight = px
        scaleType = ImageView.ScaleType.FIT_CENTER
        layoutParams = android.view.ViewGroup.MarginLayoutParams(px, px)
    }

    /** A sign before the words, drawn by the text view itself: on a list every view less is felt. `gap` in pixels. */
    fun front(view: TextView, sign: Drawable?, gap: Int) {
        view.setCompoundDrawablesRelative(sign, null, null, null)
        view.compoundDrawablePadding = if (sign == null) 0 else gap
    }

    fun drawable(icon: Icon, colour: Int, px: Int): Drawable? = context.getDrawable(icon.drawable)?.mutate()?.apply {
        setTint(colour)
        setBounds(0, 0, px, px)
    }

    /** A rounded ground. `edge`: its border, none where null. `round`: radius of the corners in dp. */
    fun box(fill: Int, edge: Int? = null, strokeDp: Int = Sizes.STROKE, round: Int = Sizes.CORNER): GradientDrawable =
        GradientDrawable().apply {
            setColor(fill)
            cornerRadius = px(round).toFloat()
            if (edge != null) setStroke(px(strokeDp), edge)
        }

    /** A ground that answers to the finger. */
    fun touch(ground: Drawable?, ink: Int = palette.ink, round: Int = Sizes.CORNER): RippleDrawable =
        RippleDrawable(ColorStateList.valueOf(ink and RIPPLE), ground, box(ink, round = round))

    private fun themed(outer: Context): Context {
        val theme = when {
            palette.night -> android.R.style.Theme_Material_NoActionBar
            else -> android.R.style.Theme_Material_Light_NoActionBar
        }
        val over = Configuration()
        over.fontScale = letters
        over.setLocale(lang.locale)
        val night = if (palette.night) Configuration.UI_MODE_NIGHT_YES else Configuration.UI_MODE_NIGHT_NO
        over.uiMode = outer.resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK.inv() or night
        return ContextThemeWrapper(outer, theme).apply { applyOverrideConfiguration(over) }
    }

    companion object {
        private const val MOST_SIGN = 1.25f
        private const val RIPPLE = 0x33FFFFFF

        fun nightIn(context: Context): Boolean {
            val mode = context.resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK
            return mode == Configuration.UI_MODE_NIGHT_YES
        }

        /** The product of both sizes, at most [Sizes.MOST]; what the system asks for beyond that it gets. */
        fun lettersIn(context: Context, look: Look): Float {
            val system = context.resources.configuration.fontScale
            return Math.min(system * look.letters, Math.max(Sizes.MOST, system))
        }
    }
}
