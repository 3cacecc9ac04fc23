//! Why a row is not taken.

use crate::columns::Field;

/// Why a row is not taken. The rest of the list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No name.
    NoName,
    /// Neither person id nor ration card nor family id.
    NoId,
    /// Neither village nor gram panchayat, urban body or ward.
    NoPlace,
    /// A spreadsheet rounded a number: its last digits are gone.
    DigitsLost(Field),
    /// Another row has the same person id for another person.
    SameId {
        /// The line of the other row.
        other_line: u32,
    },
    /// Without person ids: another row of the household has the same name and birth year, but differs otherwise.
    SameName {
        /// The line of the other row.
        other_line: u32,
    },
    /// A cell, or the row, is far too large.
    TooBig,
    /// NUL characters.
    Nul,
    /// Bytes that are no text.
    BrokenText,
    /// A quotation mark opened and not closed.
    OpenQuote,
    /// More cells than columns, or cells out of their columns.
    WrongCells,
}

fn number_hindi(field: Field) -> &'static str {
    match field {
        Field::RationCard => "राशनकार्ड नंबर",
        Field::FamilyId => "परिवार आईडी",
        _ => "हितग्राही आईडी",
    }
}

fn number_english(field: Field) -> &'static str {
    match field {
        Field::RationCard => "ration card number",
        Field::FamilyId => "family id",
        _ => "beneficiary id",
    }
}

impl Reason {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Reason::NoName => "NO_NAME",
            Reason::NoId => "NO_ID",
            Reason::NoPlace => "NO_PLACE",
            Reason::DigitsLost(_) => "DIGITS_LOST",
            Reason::SameId { .. } => "SAME_ID",
            Reason::SameName { .. } => "SAME_NAME",
            Reason::TooBig => "TOO_BIG",
            Reason::Nul => "NUL",
            Reason::BrokenText => "BROKEN_TEXT",
            Reason::OpenQuote => "OPEN_QUOTE",
            Reason::WrongCells => "WRONG_CELLS",
        }
    }

    /// What is wrong and what to do, in Hindi.
    pub fn hindi(self) -> String {
        match self {
            Reason::NoName => "नाम नहीं है। नाम लिखें।".to_owned(),
            Reason::NoId => "राशनकार्ड नंबर, परिवार आईडी या हितग्राही आईडी में से कोई नहीं है। एक लिखें।".to_owned(),
            Reason::NoPlace => "ग्राम या ग्राम पंचायत नहीं है। लिखें।".to_owned(),
            Reason::DigitsLost(field) => format!(
                "Excel ने {} के अंतिम अंक मिटा दिए हैं। मूल सूची से पूरा नंबर टेक्स्ट के रूप में लिखें।",
                number_hindi(field)
            ),
            Reason::SameId { other_line } => {
                format!("यही हितग्राही आईडी पंक्ति {other_line} में दूसरे व्यक्ति की है। जो गलत हो उसे सुधारें।")
            }
            Reason::SameName { other_line } => format!(
                "इसी परिवार में यही नाम और जन्म वर्ष पंक्ति {other_line} में भी है, पर बाकी जानकारी अलग है। एक ही व्यक्ति हो तो एक पंक्ति \
                 हटाएँ, नहीं तो नाम में अंतर लिखें।"
            ),
            Reason::TooBig => "पंक्ति या खाना बहुत बड़ा है। फ़ाइल में यह पंक्ति देखें।".to_owned(),
            Reason::Nul => "पंक्ति में खराब (खाली) अक्षर हैं। पंक्ति फिर से लिखें।".to_owned(),
            Reason::BrokenText => "पंक्ति के कुछ अक्षर पढ़े नहीं जा सकते। पंक्ति फिर से लिखें।".to_owned(),
            Reason::OpenQuote => "उद्धरण चिह्न (\") खुला रह गया है। उसे हटाएँ।".to_owned(),
            Reason::WrongCells => "खाने अपने कॉलम से खिसके हुए हैं। पंक्ति को कॉलमों से मिलाएँ।".to_owned(),
        }
    }

    /// What is wrong and what to do, in English.
    pub fn english(self) -> String {
        match self {
            Reason::NoName => "There is no name. Write it.".to_owned(),
            Reason::NoId => {
                "There is no ration card number, family id or beneficiary id. Write one.".to_owned()
            }
            Reason::NoPlace => "There is no village or gram panchayat. Write it.".to_owned(),
            Reason::DigitsLost(field) => format!(
                "Excel has removed the last digits of the {}. Write the whole number as text, from the original list.",
                number_english(field)
            ),
            Reason::SameId { other_line } => format!(
                "Line {other_line} has the same beneficiary id for another person. Correct the one that is wrong."
            ),
            Reason::SameName { other_line } => format!(
                "Line {other_line} has the same name and birth year in the same household, but differs otherwise. Remove \
                 one if they are one person, or else make the names differ."
            ),
            Reason::TooBig => "The row or a cell is far too large. Look at this row in the file.".to_owned(),
            Reason::Nul => "The row holds broken (null) characters. Write it again.".to_owned(),
            Reason::BrokenText => "Some letters of the row cannot be read. Write it again.".to_owned(),
            Reason::OpenQuote => "A quotation mark (\") is not closed. Remove it.".to_owned(),
            Reason::WrongCells => {
                "Cells have slipped out of their columns. Match the row with the columns.".to_owned()
            }
        }
    }
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The line of the file, or row of the sheet, from 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
    /// The cells as they stood, Aadhaar and VID columns cut to the last 4 digits, long cells cut short.
    pub cells: Vec<String>,
}
