package shivir.app

import android.app.Activity
import android.os.Bundle
import android.view.Gravity
import android.widget.TextView

/** The one activity, and the one component that other apps may start. */
class MainActivity : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val title = TextView(this)
        title.setText(R.string.app_name)
        title.textSize = HEADING_SP
        title.gravity = Gravity.CENTER
        setContentView(title)
    }

    private companion object {
        const val HEADING_SP = 22f
    }
}
