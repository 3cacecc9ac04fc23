package shivir.app.effects

import android.content.Context
import android.os.Handler
import android.os.Looper
import android.speech.tts.TextToSpeech
import android.speech.tts.UtteranceProgressListener
import android.widget.Toast
import shivir.app.AppWords
import shivir.app.draw.Sayings
import shivir.app.draw.locale
import shivir.domain.Lang
import shivir.logic.kit.Say
import shivir.logic.kit.say

/**
 * Reads aloud with the phone's own voice; needs no network where the voice is on the phone. On the main thread.
 *
 * @param silent called on any thread when all is said that was to be, or cannot be said
 */
class Voice(private val context: Context, private val silent: () -> Unit) {
    private var engine: TextToSpeech? = null

    /** Of what is said last: whatever is said in its place ends it too, and is no end. */
    @Volatile private var last = 0
    private var ready = false
    private var next: Said? = null
    private var spoken = Lang.HI
    private var lacking = false
    private val main = Handler(Looper.getMainLooper())

    private class Said(val what: List<Say>, val lang: Lang)

    /**
     * In place of what is being said. A voice that the phone lacks is told in words: each time that she `touched` to hear it, and
     * once where it speaks by itself.
     */
    fun speak(what: List<Say>, lang: Lang, touched: Boolean = true) {
        if (lacking && !touched) return
        lacking = false
        next = Said(what, lang)
        if (ready) return said()
        // Started when it is first needed: it takes a second, and memory that a small phone has not.
        // Some phones answer before the engine is given out: its answer waits until it is.
        if (engine == null) engine = TextToSpeech(context) { status -> main.post { begun(status) } }
    }

    fun hush() {
        next = null
        engine?.stop()
    }

    private fun begun(status: Int) {
        if (status == TextToSpeech.SUCCESS) {
            ready = true
            engine?.setOnUtteranceProgressListener(end)
            return said()
        }
        val lang = next?.lang
        next = null
        // Tried anew the next time: it may have been put on the phone since.
        engine?.shutdown()
        engine = null
        lang?.let(::missing)
    }

    private fun said() {
        val now = next ?: return
        val engine = engine ?: return
        next = null
        spoken = now.lang
        val sayings = Sayings(context, now.lang)
        if (engine.setLanguage(now.lang.locale) < TextToSpeech.LANG_AVAILABLE) return missing(now.lang)
        val texts = now.what.map(sayings::text).filter(String::isNotBlank)
        if (texts.isEmpty()) return silent()
        val first = last + 1
        last += texts.size
        texts.forEachIndexed { at, text ->
            val how = if (at == 0) TextToSpeech.QUEUE_FLUSH else TextToSpeech.QUEUE_ADD
            engine.speak(text, how, null, (first + at).toString())
        }
    }

    private val end = object : UtteranceProgressListener() {
        override fun onStart(id: String?) = Unit

        override fun onDone(id: String?) = ended(id)

        // Android 8 still calls the older of the two.
        @Suppress("OVERRIDE_DEPRECATION")
        override fun onError(id: String?) = failed(id)

        override fun onError(id: String?, code: Int) = failed(id)
    }

    /** A voice that says it is there and cannot speak: its data was never fetched. */
    private fun failed(id: String?) {
        if (id == last.toString()) main.post { missing(spoken) }
    }

    private fun ended(id: String?) {
        if (id == last.toString()) silent()
    }

    private fun missing(lang: Lang) {
        lacking = true
        silent()
        Toast.makeText(context, Sayings(context, lang).text(say(AppWords.APP_NO_VOICE)), Toast.LENGTH_LONG).show()
    }
}
