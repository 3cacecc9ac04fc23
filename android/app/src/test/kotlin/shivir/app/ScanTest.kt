package shivir.app

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowCameraCharacteristics
import org.robolectric.shadows.ShadowToast
import shivir.app.scan.ScanActivity
import shivir.domain.Lang
import shivir.logic.kit.Denied
import shivir.logic.kit.TurnedBack

/** What leads to the camera and away from it; what it sees is to be seen on a phone alone. */
@RunWith(RobolectricTestRunner::class)
class ScanTest {
    private val app = RuntimeEnvironment.getApplication() as TestShivirApp

    private fun open() = Robolectric.buildActivity(ScanActivity::class.java, ScanActivity.intent(app, Lang.HI))

    private fun camera() {
        val manager = app.getSystemService(Context.CAMERA_SERVICE) as CameraManager
        val about = ShadowCameraCharacteristics.newCameraCharacteristics()
        shadowOf(about).set(CameraCharacteristics.LENS_FACING, CameraCharacteristics.LENS_FACING_BACK)
        shadowOf(manager).addCamera("0", about)
    }

    private fun words(view: View): List<String> = when (view) {
        is ViewGroup -> (0 until view.childCount).flatMap { words(view.getChildAt(it)) }
        is TextView -> listOf(view.text.toString())
        else -> emptyList()
    }

    private fun came(activity: ScanActivity) = ScanActivity.came(shadowOf(activity).resultCode, shadowOf(activity).resultIntent)

    @After
    fun end() = app.die()

    @Test
    fun `a phone without a camera says so and leads back to typing`() {
        val activity = open().setup().get()
        assertTrue(activity.isFinishing)
        assertEquals(TurnedBack, came(activity))
        assertTrue("लिखकर" in ShadowToast.getTextOfLatestToast())
    }

    @Test
    fun `it says why before the system asks, and being refused is no end`() {
        camera()
        val control = open().setup()
        val activity = control.get()
        val said = words(activity.window.decorView)
        assertTrue("$said", said.any { "फोटो नहीं रखी जाती" in it } && said.any { "लिखकर भरें" in it })
        assertFalse(activity.isFinishing)
        val asks = arrayOf(Manifest.permission.CAMERA)
        activity.onRequestPermissionsResult(1, asks, intArrayOf(PackageManager.PERMISSION_DENIED))
        // The system would not ask again: the shadow knows of no reason to show.
        assertEquals(Denied(forever = true), came(activity))
    }

    @Test
    fun `refused once is not refused for ever`() {
        camera()
        shadowOf(app.packageManager).setShouldShowRequestPermissionRationale(Manifest.permission.CAMERA, true)
        val activity = open().setup().get()
        val asks = arrayOf(Manifest.permission.CAMERA)
        activity.onRequestPermissionsResult(1, asks, intArrayOf(PackageManager.PERMISSION_DENIED))
        assertEquals(Denied(forever = false), came(activity))
    }

    @Test
    fun `allowed it shows where to hold the code, and lets the camera go with the screen`() {
        camera()
        shadowOf(app).grantPermissions(Manifest.permission.CAMERA)
        val control = open().setup()
        val said = words(control.get().window.decorView)
        assertTrue("$said", "कोड को चौखट में रखें" in said && "लिखकर भरें" in said)
        control.pause().resume().pause().stop().destroy()
    }
}
