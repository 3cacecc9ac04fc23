package shivir.app.draw

import android.graphics.Rect
import android.text.TextUtils
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.HorizontalScrollView
import android.widget.ScrollView
import android.widget.TextView

/** Looks through what was drawn and laid out for what a person could not use. */
object Accessibility {
    private const val TOUCH_DP = 48

    /** What is wrong, a line each: touched without a name, smaller than 48 dp, letters cut off. */
    fun check(root: View): List<String> = mutableListOf<String>().also { walk(root, root, false, it) }

    private fun walk(root: View, view: View, scrolled: Boolean, wrong: MutableList<String>) {
        if (view.visibility != View.VISIBLE) return
        if (view.isClickable && view.isEnabled || view is EditText) touched(view, wrong)
        if (view is TextView) letters(view, wrong)
        if (!scrolled && !inside(root, view)) wrong += "out of its place: ${named(view)}"
        if (view is ViewGroup) {
            val sideways = scrolled || view is HorizontalScrollView || view is ScrollView
            for (at in 0 until view.childCount) walk(root, view.getChildAt(at), sideways, wrong)
        }
    }

    private fun touched(view: View, wrong: MutableList<String>) {
        val least = TOUCH_DP * view.resources.displayMetrics.density - 1
        if (view.width < least || view.height < least) wrong += "too small: ${named(view)} ${view.width}×${view.height}"
        val shown = view as? TextView
        val words = view.contentDescription ?: shown?.text?.takeIf { it.isNotEmpty() } ?: shown?.hint
        val labelled = view is EditText && labels(view.rootView, view.id)
        if (words.isNullOrBlank() && !labelled) wrong += "no name: ${named(view)}"
    }

    private fun labels(view: View, id: Int): Boolean = view.labelFor == id && view.visibility == View.VISIBLE ||
        view is ViewGroup && (0 until view.childCount).any { labels(view.getChildAt(it), id) }

    private fun letters(view: TextView, wrong: MutableList<String>) {
        val layout = view.layout ?: return
        if (view.text.isEmpty()) return
        val cut = (0 until layout.lineCount).any { layout.getEllipsisCount(it) > 0 }
        val tall = layout.height + view.compoundPaddingTop + view.compoundPaddingBottom > view.height + 1
        val room = view.width - view.compoundPaddingLeft - view.compoundPaddingRight
        val wide = (0 until layout.lineCount).any { layout.getLineMax(it) > room + 1 }
        if (cut || tall || wide && view !is EditText) {
            wrong += "cut off (${if (cut) "dots" else if (tall) "low" else "narrow"}): ${named(view)}"
        }
        // A word that is broken in the middle of its letters cannot be read.
        val broken = (0 until layout.lineCount - 1).any { !breaks(view.text, layout.getLineEnd(it)) }
        if (broken) wrong += "broken within a word: ${named(view)}"
    }

    private fun breaks(text: CharSequence, at: Int): Boolean =
        at <= 0 || at >= text.length || !text[at - 1].isLetter() || !(text[at].isLetter() || text[at].isSign())

    /** A vowel's sign or the like, which belongs to the letter before it. */
    private fun Char.isSign() =
        category == CharCategory.NON_SPACING_MARK || category == CharCategory.COMBINING_SPACING_MARK

    /** Whether all of it lies within its parents. */
    private fun inside(root: View, view: View): Boolean {
        if (view === root) return true
        val place = Rect(0, 0, view.width, view.height)
        (root as ViewGroup).offsetDescendantRectToMyCoords(view, place)
        return place.left >= 0 && place.right <= root.width && place.top >= 0 && place.bottom <= root.height
    }

    private fun named(view: View): String {
        val words = view.contentDescription ?: (view as? TextView)?.text ?: ""
        return "${view.javaClass.simpleName} \"${TextUtils.substring(words, 0, minOf(words.length, 40))}\""
    }
}
