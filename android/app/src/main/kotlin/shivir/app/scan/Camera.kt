package shivir.app.scan

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.media.Image
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.util.Size
import android.view.Surface

/**
 * The back camera: a picture on a surface, and the brightness of what it sees for whoever reads codes. To be used on the main
 * thread; [seen] is called on the camera's own.
 *
 * @param seen takes a picture: brightness row by row, width, height
 * @param broke the camera is not to be had
 */
internal class Camera(
    private val context: Context,
    private val seen: (ByteArray, Int, Int) -> Unit,
    private val broke: (inUse: Boolean) -> Unit,
) {
    private val manager: CameraManager? = context.getSystemService(CameraManager::class.java)
    private val main = Handler(context.mainLooper)
    private var thread: HandlerThread? = null
    private var device: CameraDevice? = null
    private var session: CameraCaptureSession? = null
    private var reader: ImageReader? = null
    private var request: CaptureRequest.Builder? = null
    private var open = false

    /** The back camera, else any; none on a phone without. */
    private val id: String? = try {
        manager?.cameraIdList?.let { ids ->
            ids.find { facing(it) == CameraCharacteristics.LENS_FACING_BACK } ?: ids.firstOrNull()
        }
    } catch (_: CameraAccessException) {
        null
    }

    val there: Boolean get() = id != null

    /** Size of the pictures, wide before high. */
    val size: Size = id?.let(::fitting) ?: Size(640, 480)

    val hasLight: Boolean get() = id?.let { of(it, CameraCharacteristics.FLASH_INFO_AVAILABLE) } == true

    fun begin(on: SurfaceTexture) {
        val camera = id ?: return broke(false)
        if (open || context.checkSelfPermission(Manifest.permission.CAMERA) != PackageManager.PERMISSION_GRANTED) return
        open = true
        on.setDefaultBufferSize(size.width, size.height)
        val own = HandlerThread("shivir-camera").apply { start() }
        val pictures = ImageReader.newInstance(size.width, size.height, ImageFormat.YUV_420_888, 2)
        pictures.setOnImageAvailableListener({ it.acquireLatestImage()?.use(::look) }, Handler(own.looper))
        thread = own
        reader = pictures
        try {
            manager?.openCamera(camera, Opening(Surface(on), pictures.surface), main)
        } catch (_: CameraAccessException) {
            fail(false)
        } catch (_: SecurityException) {
            // The permission was taken back between the question and here.
            fail(false)
        }
    }

    /** The camera is free for others. */
    fun end() {
        open = false
        session?.close()
        device?.close()
        // On its own thread, behind the picture that may be looked at just now.
        val pictures = reader
        thread?.let { own ->
            Handler(own.looper).post { pictures?.close() }
            own.quitSafely()
        }
        session = null
        device = null
        reader = null
        thread = null
        request = null
    }

    fun light(on: Boolean) = ask {
        set(CaptureRequest.FLASH_MODE, if (on) CaptureRequest.FLASH_MODE_TORCH else CaptureRequest.FLASH_MODE_OFF)
    }

    private fun ask(change: CaptureRequest.Builder.() -> Unit) {
        val asked = request ?: return
        asked.change()
        try {
            session?.setRepeatingRequest(asked.build(), null, main)
        } catch (_: CameraAccessException) {
            fail(true)
        } catch (_: IllegalStateException) {
            // It was closed under our hands: what closed it says so itself.
        }
    }

    private fun fail(inUse: Boolean) {
        if (!open) return
        end()
        broke(inUse)
    }

    private fun look(picture: Image) {
        val plane = picture.planes[0]
        val luma = ByteArray(picture.width * picture.height)
        // By its parent: Android 8 knows no `position` of a ByteBuffer's own.
        val at: java.nio.Buffer = plane.buffer
        for (row in 0 until picture.height) {
            at.position(row * plane.rowStride)
            plane.buffer.get(luma, row * picture.width, picture.width)
        }
        seen(luma, picture.width, picture.height)
    }

    /** Enough to read the code of a slip at arm's length, and no more than a small phone reads ten times a second. */
    private fun fitting(camera: String): Size? =
        of(camera, CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP)?.getOutputSizes(ImageFormat.YUV_420_888)
            ?.filter { it.width <= MOST_WIDE && it.height <= MOST_WIDE }?.maxByOrNull { it.width * it.height }

    private fun facing(camera: String) = of(camera, CameraCharacteristics.LENS_FACING)

    private fun <T> of(camera: String, what: CameraCharacteristics.Key<T>): T? = try {
        manager?.getCameraCharacteristics(camera)?.get(what)
    } catch (_: CameraAccessException) {
        null
    }

    private inner class Opening(private val shown: Surface, private val read: Surface) : CameraDevice.StateCallback() {
        override fun onOpened(camera: CameraDevice) {
            // She left meanwhile, and perhaps came back: that is another opening.
            if (!open || reader?.surface != read) return camera.close()
            device = camera
            try {
                val asked = camera.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW)
                asked.addTarget(shown)
                asked.addTarget(read)
                asked.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
                request = asked
                // The way that came after it is there from Android 9 on.
                @Suppress("DEPRECATION")
                camera.createCaptureSession(listOf(shown, read), Running(), main)
            } catch (_: CameraAccessException) {
                fail(true)
            } catch (_: IllegalArgumentException) {
                // What it was to draw on is gone.
                fail(false)
            } catch (_: IllegalStateException) {
                fail(true)
            }
        }

        override fun onDisconnected(camera: CameraDevice) = over(camera, true)

        override fun onError(camera: CameraDevice, error: Int) =
            over(camera, error == ERROR_CAMERA_IN_USE || error == ERROR_MAX_CAMERAS_IN_USE)

        private fun over(camera: CameraDevice, inUse: Boolean) {
            camera.close()
            if (reader?.surface == read) fail(inUse)
        }
    }

    private inner class Running : CameraCaptureSession.StateCallback() {
        override fun onConfigured(now: CameraCaptureSession) {
            if (!open) return now.close()
            session = now
            ask { }
        }

        override fun onConfigureFailed(now: CameraCaptureSession) = fail(false)
    }

    private companion object {
        const val MOST_WIDE = 1280
    }
}
