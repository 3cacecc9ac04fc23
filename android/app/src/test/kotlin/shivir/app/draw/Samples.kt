package shivir.app.draw

import java.time.LocalDate
import shivir.logic.kit.Bar
import shivir.logic.kit.Block
import shivir.logic.kit.Button
import shivir.logic.kit.Chip
import shivir.logic.kit.Event
import shivir.logic.kit.FieldKind
import shivir.logic.kit.Icon
import shivir.logic.kit.Line
import shivir.logic.kit.Lit
import shivir.logic.kit.Mark
import shivir.logic.kit.Page
import shivir.logic.kit.Say
import shivir.logic.kit.Station
import shivir.logic.kit.StationState
import shivir.logic.kit.Steps
import shivir.logic.kit.Tile
import shivir.logic.kit.Tone
import shivir.logic.kit.say
import shivir.domain.Text

/** Pages with every block, of invented people, in both languages. */
object Samples {
    data class Touched(val what: String) : Event

    data class Wrote(val text: String) : Event

    /** Name of the page, the page. */
    val all: Map<String, Page> by lazy {
        linkedMapOf(
            "home" to home,
            "list" to list,
            "question" to question,
            "typing" to typing,
            "token" to token,
            "case" to case,
            "work" to work,
            "pin" to pin,
        )
    }

    private fun both(hi: String, en: String): Say = Say.Both(Text(hi = hi, en = en))

    private fun button(hi: String, en: String, icon: Icon? = null, small: Boolean = false, tone: Tone = Tone.ACT) =
        Button(both(hi, en), Touched(en), icon, small, tone)

    private val home = Page(
        title = both("ग्राम अमाली · शिविर आज", "Amali village · camp today"),
        under = both("सीता बाई यादव, मितानिन · 10:00–17:00", "Sita Bai Yadav, mitanin · 10:00–17:00"),
        back = false,
        body = listOf(
            Block.Meter(
                both("पंचायत में कार्ड बने", "Cards made in the panchayat"), 683, 1074,
                both("391 शेष · 9 दिन में रोज़ 44 चाहिए", "391 left · 44 a day for 9 days"),
            ),
            Block.Tiles(
                listOf(
                    Tile(Icon.THUMB, Tone.BLOCK, 7, both("आधार: आज देखें", "Aadhaar: see today"), Touched("aadhaar"),
                        "aadhaar"),
                    Tile(Icon.PAPER, Tone.ACT, 391, both("छूटे हुए लोग", "People left out"), Touched("left"), "left"),
                    Tile(Icon.TENT, Tone.DONE, 46, both("आज मिले", "Met today"), Touched("met"), "met"),
                    Tile(Icon.SEND, Tone.WAIT, 23, both("भेजना बाकी, 2 दिन से", "To send, for 2 days"),
                        Touched("send"), "send"),
                ),
            ),
            Block.Notice(both("सब कुछ इस फोन में सुरक्षित है", "Everything is safe on this phone"), Icon.TICK,
                Tone.DONE),
            Block.Words(both("7,21,246 लोगों की सूची 24 नवंबर की है।",
                "The list of 7,21,246 people is of 24 November."), quiet = true),
        ),
        foot = listOf(button("नाम खोजें", "Find a name", Icon.SEARCH)),
    )

    private fun row(key: String, hi: String, en: String, lit: Int, under: Say, mark: Mark) =
        Block.Row(key, both(hi, en), listOf(Lit(0, lit)), under, mark, event = Touched(key))

    private val list = Page(
        title = both("नाम खोजें", "Find a name"),
        top = listOf(
            Block.Field("search", both("नाम", "Name"), "seeta 45", FieldKind.SEARCH, typed = ::Wrote, focus = true),
            Block.Chips(
                listOf(
                    Chip(both("छूटे हुए", "Left out"), true, Touched("left")),
                    Chip(both("5 से कम", "Under 5"), false, Touched("child"), Icon.CHILD),
                    Chip(both("बुज़ुर्ग", "Elderly"), false, Touched("elder"), Icon.ELDER),
                    Chip(both("आधार", "Aadhaar"), false, Touched("thumb"), Icon.THUMB),
                ),
            ),
        ),
        body = listOf(
            row("1", "सीता बाई यादव, 45", "Seeta Bai Yadav, 45", 4, both("पति रामलाल · स्कूलपारा, अमाली",
                "Husband Ramlal · Schoolpara, Amali"),
                Mark(both("शेष", "Left"), Icon.PAPER, Tone.PLAIN)),
            row("2", "सीता देवी साहू, 46", "Seeta Devi Sahu, 46", 4, both("पति मोहन · बाज़ारपारा, अमाली",
                "Husband Mohan · Bazarpara, Amali"),
                Mark(both("आधार", "Aadhaar"), Icon.THUMB, Tone.BLOCK)),
            row("3", "सिता कंवर, 44", "Sita Kanwar, 44", 4, both("पिता बुधराम · अमागोहन", "Father Budhram · Amagohan"),
                Mark(both("लंबित", "Waiting"), Icon.CLOCK, Tone.WAIT)),
            row("4", "सीताराम पटेल, 45", "Seetaram Patel, 45", 4, both("पिता गणेश · डभरा", "Father Ganesh · Dabhra"),
                Mark(both("बना", "Made"), Icon.TICK, Tone.DONE)),
            Block.Row("5", both("रामलाल यादव का परिवार", "Family of Ramlal Yadav"), under = both("4 में से 0 कार्ड",
                "0 of 4 cards"),
                icon = Icon.FAMILY, mark = Mark(both("पर्ची दी", "Slip given"), Icon.SLIP, Tone.DONE),
                    event = Touched("5"),
                also = listOf(button("बुलाया", "Called", Icon.CALL_OUT, true), button("फोन करें", "Call", Icon.PHONE,
                    true))),
            Block.Words(joined(Say.Number(721246), both("में से 12 मिले", "in all, 12 found")), quiet = true),
        ),
        foot = listOf(button("सूची में नहीं", "Not in the list"), button("QR स्कैन", "Scan QR", Icon.CARD)),
    )

    private fun joined(vararg parts: Say): Say = Say.Joined(parts.toList(), " ")

    private fun choice(key: String, hi: String, en: String, icon: Icon, chosen: Boolean = false,
        tone: Tone = Tone.ACT, many: Boolean = false) =
        Block.Choice(key, both(hi, en), icon, chosen, Touched(key), tone, many)

    private val question = Page(
        title = both("सीता बाई यादव, 45", "Sita Bai Yadav, 45"),
        under = both("पति रामलाल · स्कूलपारा", "Husband Ramlal · Schoolpara"),
        steps = Steps(3, 4),
        body = listOf(
            Block.Heading(both("आज क्या हुआ?", "What happened today?")),
            choice("recorded", "विवरण दर्ज, कार्ड बनना शेष", "Details taken, card to be made", Icon.CARD,
                chosen = true),
            choice("aadhaar", "आधार अपडेट आवश्यक", "Aadhaar update needed", Icon.THUMB, tone = Tone.BLOCK),
            choice("before", "पहले से बना है", "Made already", Icon.TICK, tone = Tone.DONE),
            choice("papers", "दस्तावेज़ नहीं", "No documents", Icon.PAPER, tone = Tone.WAIT)
                .copy(under = both("राशन कार्ड या जन्म प्रमाण पत्र", "Ration card or birth certificate")),
            Block.Heading(both("साथ क्या लाए?", "What was brought?"), "brought"),
            choice("ration", "राशन कार्ड", "Ration card", Icon.RATION, chosen = true, many = true),
            choice("birth", "जन्म प्रमाण पत्र", "Birth certificate", Icon.BIRTH, many = true),
        ),
        foot = listOf(button("पीछे", "Back"), button("आगे", "Next")),
    )

    private val typing = Page(
        title = both("नया व्यक्ति", "New person"),
        steps = Steps(1, 3),
        body = listOf(
            Block.Field("name", both("पूरा नाम", "Full name"), "दुखिया बाई", FieldKind.NAME, typed = ::Wrote),
            Block.Field("phone", both("मोबाइल नंबर", "Mobile number"), "98261", FieldKind.PHONE, both("10 अंक",
                "10 digits"),
                both("10 अंक चाहिए, 5 लिखे हैं।", "10 digits are needed, 5 are there."), ::Wrote),
            Block.Field("note", both("और कुछ", "Anything else"), "", FieldKind.LINES, both("जैसे: मार्च में लौटेंगे",
                "Such as: back in March"), typed = ::Wrote),
            Block.Buttons(listOf(button("कागज़ से भरें", "Fill in from paper", Icon.PAPER), Button(both("मिलान करें",
                "Compare"), null, Icon.MERGE))),
        ),
        foot = listOf(button("रद्द करें", "Cancel", Icon.CROSS, small = true), button("पीछे", "Back"),
            button("जोड़ें", "Add", Icon.PLUS)),
    )

    private val token = Page(
        title = both("दर्ज हो गया", "Recorded"),
        tone = Tone.DONE,
        icon = Icon.TICK,
        back = false,
        body = listOf(
            Block.Big(both("टोकन", "Token"), say("07-046-K")),
            Block.Code(21, List(21 * 21) { dark(it % 21, it / 21) }, both("टोकन का QR", "QR of the token")),
            Block.Heading(both("सीता बाई यादव", "Sita Bai Yadav")),
            Block.Notice(
                both("इस फोन में सुरक्षित", "Safe on this phone"), Icon.TICK, Tone.DONE,
                both("नेटवर्क मिलते ही ज़िले को भेजा जाएगा।", "It goes to the district as soon as there is a network."),
            ),
        ),
        foot = listOf(button("भेजें", "Share", Icon.SHARE), button("अगला", "Next", Icon.SEARCH)),
    )

    /** Looks like a code, with its three corners. */
    private fun dark(x: Int, y: Int): Boolean {
        for ((left, top) in listOf(0 to 0, 14 to 0, 0 to 14)) {
            val ring = maxOf(Math.abs(x - left - 3), Math.abs(y - top - 3))
            if (ring <= 4) return ring == 3 || ring <= 1
        }
        return (x * 37 + y * 101 + x * y * 13) % 7 < 3
    }

    private val case = Page(
        title = both("आधार अपडेट · आर्यन, 5", "Aadhaar update · Aryan, 5"),
        under = both("माता सीता बाई · स्कूलपारा · 12 दिन से", "Mother Sita Bai · Schoolpara · for 12 days"),
        body = listOf(
            Block.Facts(
                both("साथ ले जाएँ", "To take along"),
                listOf(
                    Line(both("बच्चे का आधार", "The child's Aadhaar"), null, Icon.TICK, Tone.DONE),
                    Line(both("जन्म प्रमाण पत्र", "Birth certificate"), null, Icon.CLOCK, Tone.WAIT),
                    Line(both("माता या पिता साथ", "Mother or father along"), null, Icon.TICK, Tone.DONE),
                ),
            ),
            Block.Facts(
                null,
                listOf(
                    Line(both("आधार सेवा केन्द्र", "Aadhaar centre"), both("सक्ती, 6.2 किमी", "Sakti, 6.2 km"),
                        Icon.PLACE),
                    Line(both("शुल्क", "Fee"), say("₹0"), Icon.RUPEE, Tone.DONE),
                    Line(both("अगली तारीख", "Next date"), Say.Day(LocalDate.of(2025, 11, 24)), Icon.CALENDAR,
                        Tone.WAIT),
                ),
                "centre",
            ),
            Block.Trail(
                listOf(
                    Station(both("प्रतीक्षा", "Waiting"), StationState.BEHIND),
                    Station(both("केंद्र भेजा", "Sent to the centre"), StationState.HERE, Tone.WAIT),
                    Station(both("आवेदन", "Applied"), StationState.AHEAD),
                    Station(both("कार्ड", "Card"), StationState.AHEAD),
                ),
            ),
            Block.Picture(Icon.THUMB, both("अंगूठे का निशान", "Thumbprint"), Tone.BLOCK),
        ),
        foot = listOf(
            button("फोन करें", "Call", Icon.PHONE, small = true), button("पर्ची", "Slip", Icon.PRINT),
                button("आवेदन हुआ", "Applied"),
        ),
    )

    private val work = Page(
        title = both("ज़िले को भेजना", "Sending to the district"),
        body = listOf(
            Block.Busy(both("जा रहा है", "Sending"), 31, 54, button("रोकें", "Stop", Icon.STOP)),
            Block.Busy(both("नेटवर्क देख रहे हैं", "Looking for a network"), key = "looking"),
            Block.Notice(
                both("1 रुका है, बाकी चलते रहेंगे", "1 is held back, the rest goes on"), Icon.CROSS, Tone.BLOCK,
                both("मोहन साहू: जन्मतिथि आज के बाद की है। ठीक करके भेजें।",
                    "Mohan Sahu: the date of birth lies ahead. Mend it and send."),
                button("ठीक करें", "Mend", Icon.EDIT),
            ),
            Block.Chart(
                both("घंटे के अनुसार", "By the hour"),
                listOf(4L, 8, 13, 11, 5, 9, 2).mapIndexed { at, it -> Bar(say((10 + at).toString()), it) },
            ),
            Block.Chart(
                both("कार्ड के अनुसार", "By the card"),
                listOf(
                    Bar(both("विवरण दर्ज", "Details taken"), 31), Bar(both("आधार अपडेट", "Aadhaar update"), 7),
                    Bar(both("पहले से बना", "Made already"), 5), Bar(both("दस्तावेज़ नहीं", "No documents"), 3),
                ),
                "cards",
            ),
        ),
        foot = listOf(button("किसी के हाथ भेजें", "Send by somebody's hand", Icon.COURIER), button("रिपोर्ट भेजें",
            "Share the report", Icon.SHARE)),
    )

    private val pin = Page(
        title = both("पिन लिखें", "Type the PIN"),
        icon = Icon.LOCK,
        body = listOf(Block.Keypad(3, { Wrote(it.toString()) }, Touched("wipe"))),
        personal = false,
    )
}
