package shivir.app.scan

import android.content.Context
import android.graphics.Color
import android.graphics.Matrix
import android.graphics.SurfaceTexture
import android.view.Gravity
import android.view.TextureView
import android.view.View
import android.widget.Button
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.TextView
import shivir.app.CameraWords
import shivir.app.draw.Sayings
import shivir.logic.kit.say

/** The camera's picture with the frame over it, what to do, the torch, and the way to type instead. */
internal class ScanView(
    context: Context,
    private val camera: Camera,
    private val sayings: Sayings,
    type: () -> Unit,
) : FrameLayout(context), TextureView.SurfaceTextureListener {
    private val density = resources.displayMetrics.density
    private val picture = TextureView(context)
    private val aim = aim()
    private var light = false

    init {
        setBackgroundColor(Color.BLACK)
        picture.surfaceTextureListener = this
        addView(picture)
        addView(FrameView(context))
        addView(aim, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT, Gravity.TOP))
        val foot = LinearLayout(context)
        foot.addView(button(CameraWords.CAMERA_TYPE) { type() }, share())
        if (camera.hasLight) foot.addView(button(CameraWords.CAMERA_LIGHT) { turn(it) }, share())
        addView(foot, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT, Gravity.BOTTOM))
    }

    fun begin() {
        picture.surfaceTexture?.takeIf { picture.isAvailable }?.let(camera::begin)
    }

    fun end() {
        light = false
    }

    /** Why the code that is seen will not do; announced to those who listen, once for each reason. */
    fun tell(why: CameraWords) {
        val text = sayings.text(say(why))
        if (text.toString() != aim.text.toString()) aim.text = text
    }

    private fun turn(button: View) {
        light = !light
        button.isSelected = light
        camera.light(light)
    }

    private fun aim() = TextView(context).apply {
        text = sayings.text(say(CameraWords.CAMERA_AIM))
        textSize = TEXT_SP
        setTextColor(Color.WHITE)
        gravity = Gravity.CENTER
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        setBackgroundColor(Color.BLACK)
        val pad = px(GAP_DP)
        setPadding(pad, 2 * pad, pad, pad)
    }

    private fun button(words: CameraWords, touched: (View) -> Unit) = Button(context).apply {
        text = sayings.text(say(words))
        textSize = TEXT_SP
        isAllCaps = false
        minHeight = px(BUTTON_DP)
        setOnClickListener { touched(it) }
    }

    private fun share() = LinearLayout.LayoutParams(0, LinearLayout.LayoutParams.WRAP_CONTENT, 1f).apply {
        val gap = px(GAP_DP) / 2
        setMargins(gap, gap, gap, gap)
    }

    private fun px(dp: Int) = Math.round(dp * density)

    override fun onSurfaceTextureAvailable(surface: SurfaceTexture, width: Int, height: Int) {
        fill(width, height)
        camera.begin(surface)
    }

    override fun onSurfaceTextureSizeChanged(surface: SurfaceTexture, width: Int, height: Int) = fill(width, height)

    override fun onSurfaceTextureDestroyed(surface: SurfaceTexture): Boolean {
        camera.end()
        return true
    }

    override fun onSurfaceTextureUpdated(surface: SurfaceTexture) = Unit

    /** The activity stands upright, the camera lies across: its picture fills the screen, nothing is squeezed. */
    private fun fill(width: Int, height: Int) {
        if (width == 0 || height == 0) return
        val wide = camera.size.height.toFloat()
        val high = camera.size.width.toFloat()
        val scale = maxOf(width / wide, height / high)
        val shape = Matrix()
        shape.setScale(wide * scale / width, high * scale / height, width / 2f, height / 2f)
        picture.setTransform(shape)
    }

    private companion object {
        const val TEXT_SP = 18f
        const val GAP_DP = 16
        const val BUTTON_DP = 56
    }
}
