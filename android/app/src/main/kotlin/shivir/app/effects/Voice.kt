package shivir.app.effects

import android.content.Context
import android.speech.tts.TextToSpeech
import android.widget.Toast
import shivir.app.AppWords
import shivir.app.draw.Sayings
import shivir.app.draw.locale
import shivir.domain.Lang
import shivir.logic.kit.Say
import shivir.logic.kit.say

/** Reads aloud with the phone's own voice; needs no network where the voice is on the phone. On the main thread. */
class Voice(private val context: Context) {
    private var engine: TextToSpeech? = null
    private var ready = false
    private var next: Said? = null

    private class Said(val what: List<Say>, val lang: Lang)

    /** In place of what is being said. A voice that the phone lacks is told in words. */
    fun speak(what: List<Say>, lang: Lang) {
        next = Said(what, lang)
        if (ready) return said()
        // Started when it is first needed: it takes a second, and memory that a small phone has not.
        if (engine == null) engine = TextToSpeech(context) { begun(it) }
    }

    fun hush() {
        next = null
        engine?.stop()
    }

    private fun begun(status: Int) {
        if (status == TextToSpeech.SUCCESS) {
            ready = true
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
        val sayings = Sayings(context, now.lang)
        if (engine.setLanguage(now.lang.locale) < TextToSpeech.LANG_AVAILABLE) return missing(now.lang)
        var how = TextToSpeech.QUEUE_FLUSH
        for (text in now.what.map(sayings::text).filter(String::isNotBlank)) {
            engine.speak(text, how, null, null)
            how = TextToSpeech.QUEUE_ADD
        }
    }

    private fun missing(lang: Lang) {
        Toast.makeText(context, Sayings(context, lang).text(say(AppWords.APP_NO_VOICE)), Toast.LENGTH_LONG).show()
    }
}
