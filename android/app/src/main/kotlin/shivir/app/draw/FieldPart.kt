package shivir.app.draw

import android.content.Context
import android.os.LocaleList
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.Gravity
import android.view.KeyEvent
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.view.inputmethod.EditorInfo
import android.view.inputmethod.InputMethodManager
import android.widget.EditText
import android.widget.LinearLayout
import shivir.domain.Lang
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.say

/** A field to type in: what it is above, what is wrong below. */
internal class FieldPart(private val style: Style) : Part<Block.Field> {
    private val label = style.words(Sizes.BODY, style.palette.ink, bold = true)
    private val sign = style.signView(style.sign(Sizes.SMALL_SIGN + Sizes.TINY))
    private val edit = EditText(style.context)
    private val clear = ButtonView(style)
    private val box = style.line()
    private val errorSign = style.signView(style.sign(Sizes.SMALL_SIGN))
    private val error = style.words(Sizes.BODY, style.palette.block.text, bold = true)
    private val errorLine = style.line()
    private val typed = Typed(edit) { text -> block?.let { style.send(it.typed(text)) } }
    private var block: Block.Field? = null
    override val view: LinearLayout = style.column()

    init {
        edit.id = View.generateViewId()
        label.labelFor = edit.id
        style.letter(edit, Sizes.NAME, style.palette.ink)
        edit.setHintTextColor(style.palette.soft)
        edit.highlightColor = style.palette.act.wash
        edit.background = null
        edit.minimumHeight = style.px(Sizes.FIELD)
        edit.pad(0, style.px(Sizes.SMALL))
        edit.isSaveEnabled = false
        // What is typed is about people: no other application is given it, and the keyboard does not learn it.
        edit.importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS
        edit.setOnFocusChangeListener { _, _ -> frame() }
        edit.setOnEditorActionListener { _, action, key -> done(action, key) }
        edit.accessibilityDelegate = Wrong()
        sign.setImageDrawable(style.drawable(Icon.SEARCH, style.palette.act.mark, sign.minimumWidth))
        errorSign.setImageDrawable(style.drawable(Icon.WARNING, style.palette.block.mark, errorSign.minimumWidth))
        box.setPaddingRelative(style.px(Sizes.GAP), 0, style.px(Sizes.TINY), 0)
        box.put(sign, sign.minimumWidth, sign.minimumHeight)
        box.put(edit, 0, WRAP, 1f, start = style.px(Sizes.SMALL))
        box.put(clear, style.px(Sizes.TOUCH), style.px(Sizes.TOUCH))
        errorLine.put(errorSign, errorSign.minimumWidth, errorSign.minimumHeight)
        errorLine.put(error, 0, WRAP, 1f, start = style.px(Sizes.SMALL))
        error.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        view.put(label, FULL)
        view.put(box, FULL, top = style.px(Sizes.TINY))
        view.put(errorLine, FULL, top = style.px(Sizes.TINY))
        clear.show(Button(say(DrawWords.DRAW_CLEAR), null, Icon.CROSS, small = true), Weight.BARE, Sizes.TOUCH)
        clear.touched(true) { edit.text = null }
    }

    override fun show(now: Block.Field, before: Block.Field?) {
        block = now
        label.text = style.text(now.label)
        val search = now.kind == FieldKind.SEARCH
        // The lens says what a field of a search is; its label is read aloud.
        label.visibility = if (search) View.GONE else View.VISIBLE
        sign.visibility = if (search) View.VISIBLE else View.GONE
        edit.hint = if (search) style.text(now.hint ?: now.label) else now.hint?.let(style::text)
        if (before?.kind != now.kind || (before.done == null) != (now.done == null)) keyboard(now)
        typed.show(now.value, before?.value)
        clear.visibility = if (search && now.value.isNotEmpty()) View.VISIBLE else View.GONE
        error.text = now.error?.let(style::text)
        errorLine.visibility = if (now.error == null) View.GONE else View.VISIBLE
        frame()
        if (now.focus && before?.focus != true) edit.post { focus() }
    }

    private fun frame() {
        val palette = style.palette
        val wrong = block?.error != null
        val colour = if (wrong) palette.block.mark else if (edit.isFocused) palette.act.mark else palette.edge
        box.background = style.box(palette.paper, colour, if (wrong || edit.isFocused) Sizes.STROKE else Sizes.HAIR)
    }

    private fun keyboard(now: Block.Field) {
        edit.inputType = input(now.kind)
        if (now.kind == FieldKind.LINES) edit.minLines = LINES
        edit.gravity = Gravity.START or if (now.kind == FieldKind.LINES) Gravity.TOP else Gravity.CENTER_VERTICAL
        val action = when {
            now.kind == FieldKind.LINES -> EditorInfo.IME_ACTION_NONE
            now.kind == FieldKind.SEARCH -> EditorInfo.IME_ACTION_SEARCH
            now.done != null -> EditorInfo.IME_ACTION_DONE
            else -> EditorInfo.IME_ACTION_NEXT
        }
        edit.imeOptions = action or EditorInfo.IME_FLAG_NO_EXTRACT_UI or EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING
        edit.imeHintLocales = if (now.kind == FieldKind.NAME || now.kind == FieldKind.SEARCH) scripts() else null
    }

    /** Names are written in either script: the keyboard offers both, the worker's own first. */
    private fun scripts(): LocaleList {
        val other = if (style.lang == Lang.HI) Lang.EN else Lang.HI
        return LocaleList(style.lang.locale, other.locale)
    }

    private fun done(action: Int, key: KeyEvent?): Boolean {
        val event = block?.done ?: return false
        val asked = action == EditorInfo.IME_ACTION_DONE || action == EditorInfo.IME_ACTION_SEARCH
        val entered = key != null && key.action == KeyEvent.ACTION_DOWN && key.keyCode == KeyEvent.KEYCODE_ENTER
        if (asked || entered) style.send(event)
        return asked || entered
    }

    private fun focus() {
        edit.requestFocus()
        val keyboard = style.context.getSystemService(Context.INPUT_METHOD_SERVICE) as? InputMethodManager
        keyboard?.showSoftInput(edit, InputMethodManager.SHOW_IMPLICIT)
    }

    /** Says what is wrong with the field when it is reached. */
    private inner class Wrong : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            val wrong = block?.error?.let(style::text)
            info.isContentInvalid = wrong != null
            info.error = wrong
            if (edit.text.isEmpty()) info.hintText = edit.hint ?: label.text
        }
    }

    private companion object {
        const val LINES = 3

        fun input(kind: FieldKind): Int = when (kind) {
            FieldKind.TEXT -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
            FieldKind.NAME -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_PERSON_NAME or
                InputType.TYPE_TEXT_FLAG_CAP_WORDS
            FieldKind.NUMBER -> InputType.TYPE_CLASS_NUMBER
            FieldKind.PHONE -> InputType.TYPE_CLASS_PHONE
            FieldKind.CODE -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_CHARACTERS or
                InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
            FieldKind.SEARCH -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
            FieldKind.LINES -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_MULTI_LINE or
                InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
        }
    }
}

/**
 * What was typed goes out, what the page says comes in, and neither answers the other: a page that was made before
 * the last letters must not take them back, nor stop the keyboard in the middle of a Hindi syllable.
 */
internal class Typed(private val edit: EditText, private val tell: (String) -> Unit) : TextWatcher {
    /** Typed and not on a page yet, oldest first. */
    private val under = ArrayDeque<String>()
    private var last = ""
    private var wanted = ""
    private val settle = Runnable { if (edit.text.toString() != wanted) put(wanted) }

    init {
        edit.addTextChangedListener(this)
    }

    fun show(value: String, before: String?) {
        wanted = value
        val now = edit.text.toString()
        if (value == now) return under.clear()
        val at = under.indexOf(value)
        if (at >= 0) {
            repeat(at + 1) { under.removeFirst() }
        } else if (value != before) {
            put(value)
        }
    }

    private fun put(value: String) {
        under.clear()
        last = value
        val same = edit.text.toString().commonPrefixWith(value).length
        val cursor = edit.selectionEnd
        edit.setText(value)
        edit.setSelection(if (cursor in 0..same) cursor else edit.text.length)
    }

    override fun afterTextChanged(text: Editable) {
        val typed = text.toString()
        // Another kind of keyboard sets the same text again.
        if (typed == last) return
        last = typed
        under.addLast(typed)
        // A page that never shows what was typed has refused it: digits in excess, for one.
        edit.removeCallbacks(settle)
        edit.postDelayed(settle, PATIENCE_MS)
        tell(typed)
    }

    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

    private companion object {
        const val PATIENCE_MS = 2_000L
    }
}
