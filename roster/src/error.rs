//! Why a list is not read, and what is asked about it.

use std::fmt;
use std::io;

use thiserror::Error;

/// A column group without which a list cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// The person's name.
    Name,
    /// Ration card number, family id or person id.
    Identity,
    /// Village, gram panchayat, or urban body.
    Place,
    /// Of a list of cards: the status, number or date of the card.
    Card,
}

impl Needed {
    /// The words in Hindi.
    pub fn hindi(self) -> &'static str {
        match self {
            Needed::Name => "हितग्राही का नाम",
            Needed::Identity => "राशनकार्ड नंबर या परिवार आईडी या हितग्राही आईडी",
            Needed::Card => "कार्ड की स्थिति, नंबर या बनने की तिथि",
            Needed::Place => "ग्राम या ग्राम पंचायत (शहर में नगरीय निकाय या वार्ड)",
        }
    }

    /// The words in English.
    pub fn english(self) -> &'static str {
        match self {
            Needed::Name => "name of the beneficiary",
            Needed::Identity => "ration card number or family id or beneficiary id",
            Needed::Card => "status, number or date of the card",
            Needed::Place => "village or gram panchayat (in towns urban body or ward)",
        }
    }
}

/// Why a list as a whole cannot be read. Carries nothing of its contents.
#[derive(Debug, Error)]
pub enum ListError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// Not a table: a web page, PDF, picture or archive.
    #[error("the file is not a table")]
    NotAList,
    /// A workbook that is damaged or cut off.
    #[error("the workbook is damaged")]
    Damaged,
    /// A workbook with a password.
    #[error("the workbook is locked with a password")]
    Locked,
    /// A workbook without a sheet of cells.
    #[error("the workbook has no sheet of cells")]
    NoSheet,
    /// No row of headings was found.
    #[error("no row of headings was found")]
    NoHeading,
    /// A heading was found, but columns are missing.
    #[error("needed columns are missing: {}", words(.0, Needed::english))]
    MissingColumns(Vec<Needed>),
    /// The bytes could not be read.
    #[error("the file could not be read: {0}")]
    Io(#[from] io::Error),
}

fn words(needed: &[Needed], word: fn(Needed) -> &'static str) -> String {
    let words: Vec<&str> = needed.iter().map(|needed| word(*needed)).collect();
    words.join("; ")
}

impl ListError {
    /// What happened, what is safe and what to do next, in Hindi.
    pub fn hindi(&self) -> String {
        let what = match self {
            ListError::Empty => "फ़ाइल खाली है।".to_owned(),
            ListError::NotAList => "यह फ़ाइल सूची (Excel या CSV) नहीं है।".to_owned(),
            ListError::Damaged => "यह Excel फ़ाइल खराब या अधूरी है।".to_owned(),
            ListError::Locked => "इस Excel फ़ाइल पर पासवर्ड लगा है।".to_owned(),
            ListError::NoSheet => "इस Excel फ़ाइल में कोई सूची वाली शीट नहीं है।".to_owned(),
            ListError::NoHeading => "सूची में शीर्षक की पंक्ति (नाम, ग्राम, राशनकार्ड…) नहीं मिली।".to_owned(),
            ListError::MissingColumns(needed) => {
                format!("सूची में ये ज़रूरी कॉलम नहीं मिले: {}।", words(needed, Needed::hindi))
            }
            ListError::Io(_) => "फ़ाइल पढ़ी नहीं जा सकी।".to_owned(),
        };
        let next = match self {
            ListError::Empty | ListError::Damaged | ListError::Io(_) => "फ़ाइल दोबारा मँगाएँ या दोबारा कॉपी करें।",
            ListError::NotAList => "इसे Excel में खोलकर .xlsx के रूप में सहेजें, फिर वही फ़ाइल चुनें।",
            ListError::Locked => "Excel में खोलकर पासवर्ड हटाएँ और फिर सहेजें।",
            ListError::NoSheet => "जिले से सही फ़ाइल मँगाएँ।",
            ListError::NoHeading | ListError::MissingColumns(_) => "सूची के ऊपर कॉलमों के नाम लिखकर फिर से चुनें।",
        };
        format!("{what} कुछ भी बदला नहीं गया; पहले की सूची सुरक्षित है। {next}")
    }

    /// What happened, what is safe and what to do next, in English.
    pub fn english(&self) -> String {
        let what = match self {
            ListError::Empty => "The file is empty.".to_owned(),
            ListError::NotAList => "This file is not a list (Excel or CSV).".to_owned(),
            ListError::Damaged => "This Excel file is damaged or incomplete.".to_owned(),
            ListError::Locked => "This Excel file is locked with a password.".to_owned(),
            ListError::NoSheet => "This Excel file has no sheet with a list.".to_owned(),
            ListError::NoHeading => {
                "No row of headings (name, village, ration card…) was found in the list.".to_owned()
            }
            ListError::MissingColumns(needed) => {
                format!("The list lacks columns that are needed: {}.", words(needed, Needed::english))
            }
            ListError::Io(_) => "The file could not be read.".to_owned(),
        };
        let next = match self {
            ListError::Empty | ListError::Damaged | ListError::Io(_) => {
                "Ask for the file again, or copy it again."
            }
            ListError::NotAList => "Open it in Excel, save it as .xlsx and choose that file.",
            ListError::Locked => "Open it in Excel, remove the password and save it.",
            ListError::NoSheet => "Ask the district for the right file.",
            ListError::NoHeading | ListError::MissingColumns(_) => {
                "Write the names of the columns above the list and choose it again."
            }
        };
        format!("{what} Nothing was changed; the earlier list is safe. {next}")
    }
}

/// What a person must decide before the list is read. Shows no value of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Most values of a column that is not known to be one look like Aadhaar numbers or virtual ids.
    ColumnLooksLikeAadhaar {
        /// The column, from 0; for `Options::aadhaar_columns` or `Options::not_aadhaar_columns`.
        column: usize,
        /// Its heading, empty where it has none.
        header: String,
    },
}

impl Question {
    /// The question in Hindi.
    pub fn hindi(&self) -> String {
        let Question::ColumnLooksLikeAadhaar { column, header } = self;
        format!(
            "कॉलम {} ({}) में आधार संख्या या वीआईडी जैसे अंक हैं। क्या यह आधार का कॉलम है? हाँ होने पर केवल अंतिम 4 अंक रखे जाएँगे। \
             अभी कुछ भी सहेजा नहीं गया है।",
            column + 1,
            if header.is_empty() { "बिना नाम" } else { header }
        )
    }

    /// The question in English.
    pub fn english(&self) -> String {
        let Question::ColumnLooksLikeAadhaar { column, header } = self;
        format!(
            "Column {} ({}) holds what looks like Aadhaar numbers or virtual ids. Is it an Aadhaar column? If so, only \
             the last 4 digits are kept. Nothing has been saved yet.",
            column + 1,
            if header.is_empty() { "no name" } else { header }
        )
    }
}

/// Why reading a list ended early; `E` is the error of the receiver.
#[derive(Debug)]
pub enum ReadError<E> {
    /// The list itself.
    List(ListError),
    /// Something must be decided first; no row was given out.
    Question(Question),
    /// The receiver answered [`crate::Answer::Cancel`].
    Cancelled,
    /// The receiver failed.
    Sink(E),
}

impl<E> From<ListError> for ReadError<E> {
    fn from(error: ListError) -> Self {
        ReadError::List(error)
    }
}

impl<E: fmt::Display> fmt::Display for ReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::List(error) => error.fmt(f),
            ReadError::Question(question) => f.write_str(&question.english()),
            ReadError::Cancelled => f.write_str("reading was cancelled"),
            ReadError::Sink(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error> std::error::Error for ReadError<E> {}
