package shivir.app.draw

import android.os.Build
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.CheckBox
import android.widget.RadioButton

/** What a view is for those who listen. */
internal enum class Role(val className: String) {
    BUTTON(Button::class.java.name),
    RADIO(RadioButton::class.java.name),
    CHECK(CheckBox::class.java.name),
}

/**
 * Tells the screen reader what a drawn view is.
 *
 * @param chosen whether it is ticked; null where it cannot be
 * @param state the same in the worker's words
 */
internal class Roles(private val role: Role) : View.AccessibilityDelegate() {
    var chosen: Boolean? = null
    var state: CharSequence? = null

    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = role.className
        val ticked = chosen
        if (ticked != null) {
            info.isCheckable = true
            info.isChecked = ticked
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) info.stateDescription = state
        }
    }
}

/** Marks a heading; before Android 9 there are none. */
internal fun View.heading() {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) isAccessibilityHeading = true
}

/** Touched, it does this; without anything to do it is off. A touch that came through another window does not count. */
internal fun View.touched(on: Boolean, action: () -> Unit) {
    isEnabled = on
    isFocusable = on
    filterTouchesWhenObscured = true
    if (on) setOnClickListener { action() } else setOnClickListener(null)
    isClickable = on
}

/** Read as one, though it cannot be touched. Before Android 9 its parts are read one by one. */
internal fun View.screenReaderFocusable(yes: Boolean) {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) isScreenReaderFocusable = yes
}
