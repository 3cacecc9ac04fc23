package shivir.app

import android.app.Application
import java.io.File
import shivir.app.key.KeyVault
import shivir.app.key.KeystoreWrapper
import shivir.app.key.Wrapper

/** The process. What lives as long as it does is made here. */
open class ShivirApp : Application() {
    /** Made when it is first asked for, on the main thread; nothing is opened by it. */
    open val shell: Shell by lazy(LazyThreadSafetyMode.NONE, ::process)

    protected fun process(): Shell {
        val vault = KeyVault(File(filesDir, "store.key"), wrapper())
        return Shell(this, Store(File(filesDir, "store"), File(filesDir, "practice"), vault), screens())
    }

    protected open fun wrapper(): Wrapper = KeystoreWrapper()

    protected open fun screens(): Screens = Screens(version())

    protected fun version(): String = packageManager.getPackageInfo(packageName, 0).versionName.orEmpty()
}
