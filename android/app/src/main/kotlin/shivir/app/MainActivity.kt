package shivir.app

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.view.WindowManager
import java.io.File
import shivir.app.draw.PageView
import shivir.app.effects.Effects
import shivir.logic.kit.Outside

/** The one activity for the work, and the one component that other apps may start. */
class MainActivity : Activity(), Face {
    private val shell get() = (application as ShivirApp).shell
    private lateinit var view: PageView
    private lateinit var effects: Effects

    override fun onCreate(state: Bundle?) {
        // The store is opened beside all that an activity needs before it can show anything.
        shell.open()
        super.onCreate(state)
        view = PageView(this)
        effects = Effects(this, shell)
        setContentView(view)
        shell.attach(this, state?.getString(KEPT))
    }

    override fun onStart() {
        super.onStart()
        shell.cameBack()
    }

    override fun onStop() {
        // A rotation is no going away.
        if (!isChangingConfigurations) shell.wentAway()
        super.onStop()
    }

    override fun onDestroy() {
        shell.detach(this)
        super.onDestroy()
    }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        out.putString(KEPT, shell.kept())
    }

    override fun onUserInteraction() = shell.touched()

    // The new way back is there from Android 13 on, and calls this one where it is not asked for.
    @Deprecated("the platform's own name")
    override fun onBackPressed() = shell.back()

    override fun onActivityResult(request: Int, result: Int, data: Intent?) = effects.came(request, result, data)

    override fun draw(shown: Shown) {
        // Before anybody's name is drawn.
        val secure = WindowManager.LayoutParams.FLAG_SECURE
        if (shown.page.personal) window.addFlags(secure) else window.clearFlags(secure)
        view.render(shown.screen, shown.page, shown.seat, shell::tell, shell::listen)
        view.dress(window)
        effects.shown = shown
    }

    override fun outside(effect: Outside) = effects.run(effect)

    override fun send(sealed: File) = effects.send(sealed)

    override fun makeRoom() = effects.makeRoom()

    override fun leave() {
        moveTaskToBack(true)
    }

    private companion object {
        const val KEPT = "kept"
    }
}
