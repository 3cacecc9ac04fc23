//! The invented people of the practice panchayat. Every name is made up; ages are those of the day on which practice begins, so
//! that each case stays what it is.

use shivir_domain::day::Day;

/// One of them.
pub(super) struct Invented {
    hindi: &'static str,
    english: &'static str,
    /// Father or husband; the head of the household has one too.
    relative: &'static str,
    relation: &'static str,
    woman: bool,
    years: i32,
    card: bool,
}

const fn she(
    hindi: &'static str,
    english: &'static str,
    relative: &'static str,
    relation: &'static str,
    years: i32,
) -> Invented {
    Invented { hindi, english, relative, relation, woman: true, years, card: false }
}

const fn he(
    hindi: &'static str,
    english: &'static str,
    relative: &'static str,
    relation: &'static str,
    years: i32,
) -> Invented {
    Invented { hindi, english, relative, relation, woman: false, years, card: false }
}

impl Invented {
    const fn made(mut self) -> Self {
        self.card = true;
        self
    }
}

/// Households, each in one of the two villages.
pub(super) const HOUSEHOLDS: [(&str, &[Invented]); 10] = [
    (
        "अभ्यासपुर",
        &[
            he("फूलसिंह नमूनिया", "Phoolsingh Namuniya", "बोधसिंह", "मुखिया", 46),
            she("चमेली नमूनिया", "Chameli Namuniya", "फूलसिंह", "पत्नी", 41).made(),
            she("बिंदिया नमूनिया", "Bindiya Namuniya", "फूलसिंह", "पुत्री", 15),
            he("गोलू नमूनिया", "Golu Namuniya", "फूलसिंह", "पुत्र", 4),
        ],
    ),
    (
        "अभ्यासपुर",
        &[
            she("सुकवारा सीखिया", "Sukwara Sikhiya", "धनसाय", "मुखिया", 71),
            he("मनहरण सीखिया", "Manharan Sikhiya", "धनसाय", "पुत्र", 50).made(),
            she("केतकी सीखिया", "Ketki Sikhiya", "मनहरण", "पुत्रवधू", 45),
            he("टिकेश सीखिया", "Tikesh Sikhiya", "मनहरण", "पौत्र", 17),
        ],
    ),
    (
        "अभ्यासपुर",
        &[
            he("बुधराम पाठशाली", "Budhram Pathshali", "लच्छन", "मुखिया", 83),
            she("रामप्यारी पाठशाली", "Rampyari Pathshali", "बुधराम", "पत्नी", 78).made(),
            he("जीवन पाठशाली", "Jeevan Pathshali", "बुधराम", "पुत्र", 52),
            she("उर्मिला पाठशाली", "Urmila Pathshali", "जीवन", "पुत्रवधू", 47),
        ],
    ),
    (
        "अभ्यासपुर",
        &[
            she("इतवारिन कल्पित", "Itwarin Kalpit", "गणेश", "मुखिया", 34),
            she("पायल कल्पित", "Payal Kalpit", "गणेश", "पुत्री", 12),
            he("लव कल्पित", "Lav Kalpit", "गणेश", "पुत्र", 5),
            he("कुश कल्पित", "Kush Kalpit", "गणेश", "पुत्र", 5),
        ],
    ),
    (
        "अभ्यासपुर",
        &[
            he("दुकालू तालिमी", "Dukalu Talimi", "भगत", "मुखिया", 60),
            she("बैसाखिन तालिमी", "Baisakhin Talimi", "दुकालू", "पत्नी", 58),
            he("छोटेलाल तालिमी", "Chhotelal Talimi", "दुकालू", "पुत्र", 32).made(),
            she("सरिता तालिमी", "Sarita Talimi", "छोटेलाल", "पुत्रवधू", 29).made(),
        ],
    ),
    (
        "नमूनाडीह",
        &[
            he("रेशम बनावटी", "Resham Banawati", "कार्तिक", "मुखिया", 39).made(),
            she("अनारकली बनावटी", "Anarkali Banawati", "रेशम", "पत्नी", 36).made(),
            she("मुस्कान बनावटी", "Muskan Banawati", "रेशम", "पुत्री", 14).made(),
            she("गुड़िया बनावटी", "Gudiya Banawati", "रेशम", "पुत्री", 2),
        ],
    ),
    (
        "नमूनाडीह",
        &[
            he("सहदेव उदाहरे", "Sahdev Udahare", "मंगतू", "मुखिया", 67),
            she("फुलबासन उदाहरे", "Phulbasan Udahare", "सहदेव", "पत्नी", 62),
            he("खिलावन उदाहरे", "Khilawan Udahare", "सहदेव", "पुत्र", 38),
            he("यश उदाहरे", "Yash Udahare", "खिलावन", "पौत्र", 10),
        ],
    ),
    (
        "नमूनाडीह",
        &[
            she("सोनकुंवर अभ्यासी", "Sonkunwar Abhyasi", "पंचराम", "मुखिया", 70),
            he("पंचराम अभ्यासी", "Panchram Abhyasi", "झाड़ू", "पति", 74).made(),
            she("नीरा अभ्यासी", "Neera Abhyasi", "पंचराम", "पुत्री", 27),
            he("ओम अभ्यासी", "Om Abhyasi", "पंचराम", "पौत्र", 1),
        ],
    ),
    (
        "नमूनाडीह",
        &[
            he("जगन्नाथ काल्पनिक", "Jagannath Kalpanik", "तिहारू", "मुखिया", 55),
            she("सेवती काल्पनिक", "Sewati Kalpanik", "जगन्नाथ", "पत्नी", 51),
            he("भूपेश काल्पनिक", "Bhupesh Kalpanik", "जगन्नाथ", "पुत्र", 24),
            she("सीता काल्पनिक", "Sita Kalpanik", "जगन्नाथ", "पुत्री", 20).made(),
        ],
    ),
    (
        "नमूनाडीह",
        &[
            he("संतराम परखिया", "Santram Parkhiya", "बिसाहू", "मुखिया", 44),
            she("सीता परखिया", "Sita Parkhiya", "संतराम", "पत्नी", 40),
            she("लछनी परखिया", "Lachhani Parkhiya", "बिसाहू", "माता", 69),
            he("समीर परखिया", "Sameer Parkhiya", "संतराम", "पुत्र", 7).made(),
        ],
    ),
];

/// The list as a district sends one, as CSV.
pub(super) fn list(today: Day, block: &str, panchayat: &str) -> String {
    let mut csv = String::from(
        "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,मुखिया से संबंध,लिंग,जन्म तिथि,\
         विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं),कार्ड का प्रकार/श्रेणी\r\n",
    );
    for (house, (village, members)) in HOUSEHOLDS.iter().enumerate() {
        for (no, one) in members.iter().enumerate() {
            // Some weeks past the birthday, each another number of them.
            let born = today.plus_years(-one.years).plus(-(20 + 7 * i32::try_from(house + no).unwrap_or(0)));
            let (year, month, day) = born.ymd();
            let (sex, card) = (if one.woman { "महिला" } else { "पुरुष" }, if one.card { "हाँ" } else { "नहीं" });
            let line = [
                &format!("ABHYAS{:02}{no}", house + 1),
                &format!("ABHYASRC{:02}", house + 1),
                one.hindi,
                one.english,
                one.relative,
                one.relation,
                sex,
                &format!("{day:02}/{month:02}/{year}"),
                block,
                panchayat,
                village,
                card,
                "अंत्योदय",
            ]
            .join(",");
            csv.push_str(&line);
            csv.push_str("\r\n");
        }
    }
    csv
}

/// How many have a card.
pub(super) fn cards() -> usize {
    HOUSEHOLDS.iter().flat_map(|(_, members)| *members).filter(|one| one.card).count()
}
