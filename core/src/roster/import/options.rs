//! What is asked of an import, what it tells meanwhile and in the end.

use std::path::PathBuf;

use serde::{Serialize, Serializer};
use shivir_domain::codes::Lang;
use shivir_domain::day::Day;
use shivir_domain::id::PersonId;
use shivir_roster::pack::PackError;
use shivir_roster::{ListError, Note, Question, ReadError, Summary};

use super::write::Counts;
use crate::error::CoreError;

/// How a list is to be imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// LGD code of the district whose list it is; ids are derived from it.
    pub district: u32,
    /// The day of the import.
    pub today: Day,
    /// The day for which the list gives ages; birth dates after it are not taken.
    pub list_date: Day,
    /// Columns, from 0, that hold Aadhaar numbers or virtual ids whatever their headings say.
    pub aadhaar_columns: Vec<usize>,
    /// Columns, from 0, that hold none though their values look like it.
    pub not_aadhaar_columns: Vec<usize>,
    /// Where to write the rows that are not taken, as CSV with the reasons. It holds names and belongs to whoever
    /// corrects the list; it is readable by its owner alone.
    pub rejected: Option<PathBuf>,
}

impl ImportOptions {
    /// A list whose ages are those of today, without a file of rejected rows.
    pub fn new(district: u32, today: Day) -> Self {
        Self {
            district,
            today,
            list_date: today,
            aadhaar_columns: Vec::new(),
            not_aadhaar_columns: Vec::new(),
            rejected: None,
        }
    }

    pub(super) fn reader(&self) -> shivir_roster::Options {
        shivir_roster::Options {
            list_date: self.list_date,
            aadhaar_columns: self.aadhaar_columns.clone(),
            not_aadhaar_columns: self.not_aadhaar_columns.clone(),
            cards: false,
        }
    }
}

/// What an import is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ImportStage {
    /// Reading the list and writing its people.
    Reading,
    /// Building the indexes: the last moment to cancel.
    Indexing,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ImportProgress {
    /// What it is at.
    pub stage: ImportStage,
    /// Bytes read; a list is read twice.
    pub bytes_read: u64,
    /// Bytes to be read, over both times.
    pub bytes_total: u64,
    /// People so far.
    pub people: u64,
}

impl ImportProgress {
    pub(super) fn stage(stage: ImportStage, summary: &Summary) -> Self {
        Self { stage, bytes_read: 1, bytes_total: 1, people: summary.rows }
    }
}

/// Rows that have a value of some kind that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NoteCount {
    /// Of what kind.
    pub note: Note,
    /// How many rows.
    pub rows: u64,
}

/// What an import came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ImportReport {
    /// SHA-256 over the people and places of the list, hexadecimal.
    pub hash: String,
    /// The same people and places as in the roster that was in use.
    pub unchanged: bool,
    /// People taken.
    pub people: u64,
    /// Households of them.
    pub households: u64,
    /// People with a card by the list.
    pub made: u64,
    /// Gram panchayats and wards.
    pub areas: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Rows passed over, since an equal one was taken.
    pub duplicates: u64,
    /// How many rows have a value that could not be read, by kind.
    #[serde(serialize_with = "by_code")]
    pub notes: Vec<NoteCount>,
    /// The file of the rows that were not taken.
    pub rejected_file: Option<PathBuf>,
    /// People with facts here whom the new list changed.
    pub updated: u64,
    /// People with facts here who were on an earlier list and are not on this one. They keep what was known of them.
    pub no_longer_listed: Vec<PersonId>,
    /// People whom several packs had: each was taken from the fuller one, of two alike from the newer.
    pub in_several_packs: u64,
}

impl ImportReport {
    /// Of a list.
    pub(super) fn new(counts: Counts, summary: Summary, rejected_file: Option<PathBuf>) -> Self {
        Self {
            rejected: summary.rejected,
            duplicates: summary.duplicates,
            notes: counted(summary.notes),
            rejected_file,
            ..Self::of_packs(counts, summary.rows, 0)
        }
    }

    /// Of packs. `again`: people whom several of them have.
    pub(in crate::roster) fn of_packs(counts: Counts, people: u64, again: u64) -> Self {
        Self {
            hash: counts.hash,
            unchanged: false,
            people,
            households: counts.households,
            made: counts.made,
            areas: counts.areas,
            rejected: 0,
            duplicates: 0,
            notes: Vec::new(),
            rejected_file: None,
            updated: 0,
            no_longer_listed: Vec::new(),
            in_several_packs: again,
        }
    }
}

fn counted(notes: impl IntoIterator<Item = (Note, u64)>) -> Vec<NoteCount> {
    notes.into_iter().filter(|(_, rows)| *rows > 0).map(|(note, rows)| NoteCount { note, rows }).collect()
}

fn by_code<S: Serializer>(notes: &[NoteCount], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(notes.iter().map(|n| (n.note.code(), n.rows)))
}

/// Why a list or pack was not taken. Nothing was changed in any case.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The list cannot be read.
    #[error("{}", .0.english())]
    List(ListError),
    /// Something must be decided first: see [`ImportOptions::aadhaar_columns`].
    #[error("{}", .0.english())]
    Question(Question),
    /// The caller said so.
    #[error("The import was stopped. The list in use is as it was.")]
    Cancelled,
    /// No row of the list could be taken.
    #[error(
        "Nobody on the list could be taken; {rejected} rows have a fault. The list in use is as it was. Look at the file of rejected rows."
    )]
    NobodyListed {
        /// Rows with a fault.
        rejected: u64,
    },
    /// The numbers that are derived from the names of two areas are the same.
    #[error(
        "“{first}” and “{second}” would get the same number. The list in use is as it was. Load a campaign pack that names both, then the list again."
    )]
    OneNumber {
        /// Name of an area.
        first: String,
        /// Name of the other.
        second: String,
    },
    /// A pack cannot be read.
    #[error("{}", .0.english())]
    Pack(#[from] PackError),
    /// A pack is of another district than the others, or than the roster in use.
    #[error(
        "The roster pack is of another district ({found}; this one is {wanted}). Nothing was changed; the earlier list is safe. Choose the pack of this district."
    )]
    OtherDistrict {
        /// LGD code of the district that was expected.
        wanted: u32,
        /// That of the pack.
        found: u32,
    },
    /// A pack was built before the one that is in use in its place.
    #[error(
        "The roster pack is older than the one in use (built at {found}, in use {used}). Nothing was changed; the list in use is safe. Ask for the newest pack."
    )]
    OlderPack {
        /// The district number at which the one in use was built.
        used: u64,
        /// That of the pack.
        found: u64,
    },
    /// The list in use was loaded from a file: packs would take the place of all of it.
    #[error(
        "The list in use was loaded from a file, and roster packs would take its place. Nothing was changed. Say so if that is meant."
    )]
    ListInUse,
    /// Packs of cards without one of people, under which they would lie.
    #[error(
        "A list of cards lies over a roster pack, and there is none here. Nothing was changed. Install the roster pack of the block, then this one."
    )]
    CardsAlone,
    /// The store.
    #[error(transparent)]
    Core(#[from] CoreError),
}

impl ImportError {
    pub(super) fn of_reading(error: ReadError<Self>) -> Self {
        match error {
            ReadError::List(ListError::Io(error)) => Self::Core(error.into()),
            ReadError::List(error) => Self::List(error),
            ReadError::Question(question) => Self::Question(question),
            ReadError::Cancelled => Self::Cancelled,
            ReadError::Sink(error) => error,
        }
    }

    /// The sentence for the worker: what happened, what is safe, what to do next.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Core(error), lang) => error.sentence(lang),
            (Self::List(error), Lang::Hi) => error.hindi(),
            (Self::Question(question), Lang::Hi) => question.hindi(),
            (Self::Cancelled, Lang::Hi) => "सूची लोड करना रोक दिया गया। पहले की सूची जैसी थी वैसी ही है।".into(),
            (Self::NobodyListed { rejected }, Lang::Hi) => format!(
                "सूची से एक भी व्यक्ति नहीं लिया जा सका; {rejected} पंक्तियों में गलती है। पहले की सूची जैसी थी वैसी ही है। छोड़ी गई पंक्तियों की फ़ाइल देखें।"
            ),
            (Self::OneNumber { first, second }, Lang::Hi) => format!(
                "“{first}” और “{second}” को एक ही नंबर मिल रहा है। पहले की सूची जैसी थी वैसी ही है। जिस अभियान पैक में दोनों के नाम हों उसे लोड करें, फिर सूची।"
            ),
            (Self::Pack(error), Lang::Hi) => error.hindi(),
            (Self::OtherDistrict { wanted, found }, Lang::Hi) => format!(
                "यह पैक दूसरे ज़िले का है ({found}; यहाँ {wanted} चाहिए)। कुछ भी बदला नहीं गया; पहले की सूची सुरक्षित है। इसी ज़िले का पैक चुनें।"
            ),
            (Self::OlderPack { used, found }, Lang::Hi) => format!(
                "यह पैक चालू पैक से पुराना है (क्रमांक {found}, चालू {used})। कुछ भी बदला नहीं गया; चालू सूची सुरक्षित है। सबसे नया पैक मँगाएँ।"
            ),
            (Self::ListInUse, Lang::Hi) => {
                "चालू सूची फ़ाइल से लोड हुई है; पैक लगाने पर वह पूरी बदल जाएगी। अभी कुछ भी बदला नहीं गया। यही करना हो तो साफ़ कहें।".into()
            }
            (Self::CardsAlone, Lang::Hi) => {
                "कार्डों का पैक लोगों के पैक के ऊपर लगता है, और वह यहाँ नहीं है। कुछ भी बदला नहीं गया। पहले विकासखण्ड की सूची का पैक लगाएँ, फिर यह।".into()
            }
            (other, Lang::En) => other.to_string(),
        }
    }

    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::List(_) => "list_unreadable",
            Self::Question(_) => "question",
            Self::Cancelled => "cancelled",
            Self::NobodyListed { .. } => "nobody_listed",
            Self::OneNumber { .. } => "one_number",
            Self::Pack(error) => error.code(),
            Self::OtherDistrict { .. } => "other_district",
            Self::OlderPack { .. } => "older_pack",
            Self::ListInUse => "list_in_use",
            Self::CardsAlone => "cards_alone",
            Self::Core(error) => error.code(),
        }
    }
}
