package shivir.app

import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.EditText
import android.widget.TextView
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import shivir.logic.kit.Event
import shivir.logic.kit.Outside

/** The application on the screen, with a hand on it. */
class OnScreen(state: Bundle? = null) : AutoCloseable {
    val app = RuntimeEnvironment.getApplication() as TestShivirApp
    val control: ActivityController<MainActivity> = Robolectric.buildActivity(MainActivity::class.java)

    init {
        control.create(state).start()
        if (state != null) control.restoreInstanceState(state)
        control.postCreate(state).resume().visible()
        app.settle()
    }

    val activity: MainActivity get() = control.get()

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

    /** All words on the screen, and what is typed. */
    fun words(): List<String> = texts(activity.window.decorView)

    fun typed(): String = fields(activity.window.decorView).single().text.toString()

    val secure: Boolean
        get() = activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0

    override fun close() {
        control.pause().stop().destroy()
        app.die()
    }

    private fun texts(view: View): List<String> = when {
        view.visibility != View.VISIBLE -> emptyList()
        view is ViewGroup -> (0 until view.childCount).flatMap { texts(view.getChildAt(it)) }
        view is TextView -> listOf(view.text.toString())
        else -> emptyList()
    }

    private fun fields(view: View): List<EditText> = when (view) {
        is EditText -> listOf(view)
        is ViewGroup -> (0 until view.childCount).flatMap { fields(view.getChildAt(it)) }
        else -> emptyList()
    }
}
