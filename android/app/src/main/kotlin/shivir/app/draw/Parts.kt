package shivir.app.draw

import android.view.View
import android.view.ViewGroup

/** A view that shows an item, made once and kept as long as the item has the same kind and key. */
internal interface Part<T : Any> {
    val view: View

    /** Shows it. `before` is what it showed until now: what is the same there need not be touched. */
    fun show(now: T, before: T?)
}

/**
 * The children of a group, each for an item of a list. A child is kept as long as its item's key is there, so that
 * what is typed, the cursor and the reader's place stay; items that are the same as before are not touched.
 *
 * @param key the same for the same thing; made different by its count where two items have it
 */
internal class Keyed<T : Any>(
    private val group: ViewGroup,
    private val key: (T) -> Any,
    private val make: (T) -> Part<T>,
) {
    private class Held<T : Any>(val part: Part<T>, var item: T)

    private var held = LinkedHashMap<Any, Held<T>>()

    fun show(items: List<T>) {
        val next = LinkedHashMap<Any, Held<T>>()
        for (item in items) {
            val own = key(item)
            var nth = 0
            while (next.containsKey(own to nth)) nth++
            val kept = held.remove(own to nth)
            next[own to nth] = if (kept == null) first(item) else again(kept, item)
        }
        for (gone in held.values) group.removeView(gone.part.view)
        held = next
        next.values.forEachIndexed { at, it -> place(it.part.view, at) }
    }

    private fun first(item: T): Held<T> {
        val part = make(item)
        part.show(item, null)
        return Held(part, item)
    }

    private fun again(kept: Held<T>, item: T): Held<T> {
        if (kept.item != item) {
            kept.part.show(item, kept.item)
            kept.item = item
        }
        return kept
    }

    private fun place(view: View, at: Int) {
        if (group.getChildAt(at) === view) return
        if (view.parent == null) return group.addView(view, at)
        if (view.hasFocus()) {
            // Taken out it would lose the cursor and the keyboard: what stands before it goes, and comes back below.
            while (group.getChildAt(at) !== view) group.removeViewAt(at)
        } else {
            group.removeView(view)
            group.addView(view, at)
        }
    }
}
