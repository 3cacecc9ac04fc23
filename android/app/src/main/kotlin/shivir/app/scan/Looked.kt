package shivir.app.scan

import shivir.app.CameraWords
import shivir.bindings.Seen
import shivir.bindings.scanFrame

/** What a picture of the camera shows. The one place where the camera meets the core. */
internal sealed interface Looked {
    /** A code of ours: its text. */
    data class Ours(val text: String) : Looked

    /** Something to be said while the camera looks on. */
    data class Not(val why: CameraWords) : Looked

    /** No code. */
    data object Nothing : Looked

    companion object {
        /** @param luma brightness, a byte a point, row by row without gaps */
        fun at(luma: ByteArray, width: Int, height: Int): Looked =
            when (val seen = scanFrame(luma, width.toUInt(), height.toUInt())) {
                is Seen.Ours -> Ours(seen.text)
                Seen.Aadhaar -> Not(CameraWords.CAMERA_AADHAAR)
                Seen.NotOurs -> Not(CameraWords.CAMERA_NOT_OURS)
                Seen.Torn -> Not(CameraWords.CAMERA_TORN)
                Seen.Busy -> Not(CameraWords.CAMERA_BUSY)
                Seen.Nothing, Seen.NoPicture -> Nothing
            }
    }
}
