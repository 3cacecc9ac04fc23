package shivir.app

import android.app.Activity
import android.content.Intent
import android.graphics.Rect
import android.os.Bundle
import android.os.Parcel
import android.os.SystemClock
import android.view.MotionEvent
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.ProgressBar
import android.widget.TextView
import java.util.concurrent.CopyOnWriteArrayList
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import shivir.app.draw.Sayings
import shivir.domain.Lang
import shivir.logic.kit.Event
import shivir.logic.kit.Outside
import shivir.logic.kit.Words
import shivir.logic.kit.say

/**
 * The application on the screen, with a hand on it: touches and types on the views themselves, and counts how often. An error
 * that nobody caught, on whatever thread, fails the test when this closes.
 */
class OnScreen(state: Bundle? = null) : AutoCloseable {
    val app = RuntimeEnvironment.getApplication() as TestShivirApp
    private val uncaught = CopyOnWriteArrayList<Throwable>()
    private val before = Thread.getDefaultUncaughtExceptionHandler().also {
        Thread.setDefaultUncaughtExceptionHandler { _, error -> uncaught += error }
    }
    var control: ActivityController<MainActivity> = begun(state)
        private set
    var taps = 0
        private set
    var letters = 0
        private set

    init {
        app.settle()
    }

    val activity: MainActivity get() = control.get()
    private val root: View get() = activity.window.decorView

    fun tell(event: Event) {
        app.shell.tell(event)
        app.settle()
    }

    fun ask(effect: Outside) = tell(Asking.Ask(effect))

    @Suppress("DEPRECATION")
    fun back() {
        activity.onBackPressed()
        app.settle()
    }

    fun comeBack() {
        control.restart().resume().visible()
        app.settle()
    }

    fun rotate() {
        control.recreate()
        app.settle()
    }

    /** The process is killed in the background, and she comes back: nothing is left but the files and what the system kept. */
    fun killed() {
        val state = Bundle()
        control.pause().stop().saveInstanceState(state).destroy()
        app.die()
        control = begun(parcelled(state))
        app.settle()
    }

    /** The result of what was asked of another activity last. */
    fun came(result: Int, data: Intent?) {
        val asked = checkNotNull(shadowOf(activity).nextStartedActivity) { "nothing was begun" }
        shadowOf(activity).receiveResult(asked, result, data)
        app.settle()
    }

    /** Touches what says this, as a finger does: in the middle of what can be seen of it. */
    fun touch(text: String) {
        val all = touchable()
        val found = all.firstOrNull { it.second == text } ?: all.firstOrNull { text in it.second }
        touch(checkNotNull(found) { "no $text among ${all.map { it.second }} of ${words()}" }.first)
    }

    fun touch(words: Words) = touch(text(words))

    fun can(words: Words): Boolean = touchable().any { it.second == text(words) }

    /** Whether these words stand on the screen, alone or as a part of a text. */
    fun says(words: Words): Boolean = says(text(words))

    fun says(part: String): Boolean = words().any { part in it }

    fun text(words: Words, lang: Lang = Lang.HI): String = Sayings(activity, lang).text(say(words))

    /** Types at the end of the nth field, letter by letter, as a keyboard does. */
    fun type(text: String, nth: Int = 0) {
        for (letter in text) {
            val edit = fields(root)[nth]
            edit.requestFocus()
            edit.setSelection(edit.text.length)
            val keyboard = checkNotNull(edit.onCreateInputConnection(EditorInfo())) { "the field takes no letters" }
            keyboard.commitText(letter.toString(), 1)
            letters++
            app.settle()
        }
    }

    /** Counts from here. */
    fun count() {
        taps = 0
        letters = 0
    }

    /** All words on the screen, and what is typed. */
    fun words(): List<String> = texts(root)

    fun typed(): String = typedAll().single()

    fun typedAll(): List<String> = fields(root).map { it.text.toString() }

    /** A sign of waiting that says no end. */
    fun waits(): Boolean = views(root).any { it is ProgressBar && it.isIndeterminate }

    val secure: Boolean
        get() = activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0

    override fun close() {
        control.pause().stop().destroy()
        app.die()
        Thread.setDefaultUncaughtExceptionHandler(before)
        uncaught.firstOrNull()?.let { throw AssertionError("nobody caught it", it) }
    }

    private fun begun(state: Bundle?): ActivityController<MainActivity> {
        val control = Robolectric.buildActivity(MainActivity::class.java)
        control.create(state).start()
        if (state != null) control.restoreInstanceState(state)
        return control.postCreate(state).resume().visible()
    }

    /** As the system keeps it: no object comes through. */
    private fun parcelled(state: Bundle): Bundle {
        val parcel = Parcel.obtain()
        parcel.writeBundle(state)
        parcel.setDataPosition(0)
        return checkNotNull(parcel.readBundle(Activity::class.java.classLoader)).also { parcel.recycle() }
    }

    private fun touch(view: View) {
        taps++
        view.requestRectangleOnScreen(Rect(0, 0, view.width, view.height), true)
        app.settle()
        val seen = Rect()
        check(view.getGlobalVisibleRect(seen)) { "it is not to be seen" }
        val at = SystemClock.uptimeMillis()
        for (action in listOf(MotionEvent.ACTION_DOWN, MotionEvent.ACTION_UP)) {
            val event = MotionEvent.obtain(at, at, action, seen.exactCenterX(), seen.exactCenterY(), 0)
            activity.dispatchTouchEvent(event)
            event.recycle()
        }
        app.settle()
    }

    private fun touchable(): List<Pair<View, String>> = views(root)
        .filter { it.isClickable && it.isEnabled && it.hasOnClickListeners() }
        .map { it to (it.contentDescription?.toString() ?: texts(it).joinToString(", ")) }

    private fun texts(view: View): List<String> = views(view).filterIsInstance<TextView>().map { it.text.toString() }

    private fun fields(view: View): List<EditText> = views(view).filterIsInstance<EditText>()

    /** All that is visible. */
    private fun views(view: View): List<View> = when {
        view.visibility != View.VISIBLE -> emptyList()
        view is ViewGroup -> listOf(view) + (0 until view.childCount).flatMap { views(view.getChildAt(it)) }
        else -> listOf(view)
    }
}
