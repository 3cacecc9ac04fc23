//! What could not be read in a row that is taken all the same.

/// A value that was left out, or is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Note {
    /// A mobile number that is none was dropped.
    MobileDropped,
    /// The age could not be read.
    AgeUnread,
    /// The birth date or year could not be read, or lies outside a life.
    BirthUnread,
    /// The sex could not be read.
    SexUnread,
    /// The relation could not be read.
    RelationUnread,
    /// The state of the card could not be read.
    StatusUnread,
    /// The digits of the Aadhaar number or virtual id fail their check.
    AadhaarDoubtful,
    /// The number of the card has lost digits and was dropped.
    CardIdDropped,
    /// The text was no UTF-8 and was read as Windows-1252.
    TextGuessed,
    /// The day on which the card was made could not be read, or has not come yet.
    CardDateUnread,
}

impl Note {
    /// All notes.
    pub const ALL: [Note; 10] = [
        Note::MobileDropped,
        Note::AgeUnread,
        Note::BirthUnread,
        Note::SexUnread,
        Note::RelationUnread,
        Note::StatusUnread,
        Note::AadhaarDoubtful,
        Note::CardIdDropped,
        Note::TextGuessed,
        Note::CardDateUnread,
    ];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Note::MobileDropped => "MOBILE_DROPPED",
            Note::AgeUnread => "AGE_UNREAD",
            Note::BirthUnread => "BIRTH_UNREAD",
            Note::SexUnread => "SEX_UNREAD",
            Note::RelationUnread => "RELATION_UNREAD",
            Note::StatusUnread => "STATUS_UNREAD",
            Note::AadhaarDoubtful => "AADHAAR_DOUBTFUL",
            Note::CardIdDropped => "CARD_ID_DROPPED",
            Note::TextGuessed => "TEXT_GUESSED",
            Note::CardDateUnread => "CARD_DATE_UNREAD",
        }
    }

    /// The words in Hindi.
    pub fn hindi(self) -> &'static str {
        match self {
            Note::MobileDropped => "मोबाइल नंबर सही नहीं था, छोड़ दिया गया",
            Note::AgeUnread => "आयु पढ़ी नहीं जा सकी",
            Note::BirthUnread => "जन्मतिथि पढ़ी नहीं जा सकी",
            Note::SexUnread => "लिंग पढ़ा नहीं जा सका",
            Note::RelationUnread => "संबंध पढ़ा नहीं जा सका",
            Note::StatusUnread => "कार्ड की स्थिति पढ़ी नहीं जा सकी",
            Note::AadhaarDoubtful => "आधार के अंक जाँच में सही नहीं निकले",
            Note::CardIdDropped => "कार्ड नंबर के अंक अधूरे थे, छोड़ दिया गया",
            Note::CardDateUnread => "कार्ड बनने की तिथि पढ़ी नहीं जा सकी, या वह आगे की है",
            Note::TextGuessed => "अक्षर पुराने ढंग (Windows-1252) से पढ़े गए",
        }
    }

    /// The words in English.
    pub fn english(self) -> &'static str {
        match self {
            Note::MobileDropped => "the mobile number was not valid and was left out",
            Note::AgeUnread => "the age could not be read",
            Note::BirthUnread => "the birth date could not be read",
            Note::SexUnread => "the sex could not be read",
            Note::RelationUnread => "the relation could not be read",
            Note::StatusUnread => "the state of the card could not be read",
            Note::AadhaarDoubtful => "the digits of the Aadhaar number fail their check",
            Note::CardIdDropped => "the card number had lost digits and was left out",
            Note::CardDateUnread => "the day of the card could not be read, or has not come yet",
            Note::TextGuessed => "the text was read as Windows-1252",
        }
    }
}

/// The notes on one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notes(u16);

impl Notes {
    /// Adds a note.
    pub(crate) fn add(&mut self, note: Note) {
        self.0 |= 1 << note as u8;
    }

    /// Whether a note is among them.
    pub fn has(self, note: Note) -> bool {
        self.0 & (1 << note as u8) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The notes, in the order of [`Note::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Note> {
        Note::ALL.into_iter().filter(move |note| self.has(*note))
    }
}
