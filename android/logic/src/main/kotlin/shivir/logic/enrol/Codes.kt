package shivir.logic.enrol

import shivir.bindings.Invitation
import shivir.bindings.PhoneException

/** What a QR code that was scanned at the enrolment is. What it says beside that is not kept. */
internal sealed interface Read {
    data class Ours(val invitation: Invitation) : Read

    /** Begins as an invitation and is not whole, or not as it was drawn. */
    data object Torn : Read

    /** A token slip of a camp. */
    data object Slip : Read

    /** An Aadhaar card: its number is looked at by nobody here. */
    data object Aadhaar : Read

    data object Foreign : Read
}

internal object Codes {
    /** Signs of a one-time code, none of which is read for another; the core draws from the same. */
    private const val SIGNS = "23456789ABCDEFGHJKMNPQRTUVWXY"

    /** Signs of a whole code: ten and one that checks them. */
    const val LENGTH = 11

    /** A signed Aadhaar code is one number of more than a thousand digits; an Aadhaar number has twelve. */
    private const val AADHAAR_DIGITS = 12

    fun read(text: String): Read {
        val code = text.trim()
        return when {
            code.startsWith("shivir:s") -> Read.Slip
            code.startsWith("shivir:") -> try {
                Read.Ours(Invitation.scanned(code))
            } catch (_: PhoneException.Refused) {
                Read.Torn
            }
            "PrintLetterBarcodeData" in code -> Read.Aadhaar
            code.count { !it.isWhitespace() } >= AADHAAR_DIGITS && code.all { it.isDigit() || it.isWhitespace() } ->
                Read.Aadhaar
            else -> Read.Foreign
        }
    }

    /** What was typed, as the code's signs: large letters, without spaces and hyphens, no longer than a code. */
    fun signs(typed: String): String = typed.filter { it != '-' && !it.isWhitespace() }.uppercase().take(LENGTH)

    /** As it is printed and read aloud: ABCD-EFGH-JKM. */
    fun grouped(signs: String): String = signs.chunked(4).joinToString("-")

    /** The first sign that is in no code. */
    fun wrong(signs: String): Char? = signs.find { it !in SIGNS }

    /** An address as it is dialled: who types leaves `https://` out. */
    fun address(typed: String): String {
        val address = typed.trim().trimEnd('/')
        return if ("://" in address) address else "https://$address"
    }

    fun isAddress(typed: String): Boolean {
        val address = address(typed)
        val host = address.substringAfter("://").substringBefore('/').substringBefore(':')
        val scheme = address.startsWith("https://") || address.startsWith("http://")
        return scheme && '.' in host && !host.startsWith('.') && !host.endsWith('.') && address.none(Char::isWhitespace)
    }
}
