//! The errors of the core. A variant only where the caller acts differently; nothing personal in any of them.

use shivir_domain::codes::Lang;

use crate::registration::FlowRefusal;

/// What went wrong, as the shell has to tell it apart.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// The key does not open this store.
    #[error("{}", self.english())]
    WrongKey,
    /// The file of the store is damaged: salvage it, or fetch a new roster.
    #[error("{}", self.english())]
    Damaged(StoreFile),
    /// The file was written by a newer version of the application.
    #[error("{}", self.english())]
    NewerFile(StoreFile),
    /// No room is left on the storage; nothing was written.
    #[error("{}", self.english())]
    StorageFull,
    /// Another process has this store open.
    #[error("{}", self.english())]
    InUse,
    /// The store was closed.
    #[error("{}", self.english())]
    Closed,
    /// A newer search took the place of this one, or the work was cancelled.
    #[error("{}", self.english())]
    Interrupted,
    /// The thing asked for is not there.
    #[error("{}", self.english())]
    NotFound(Thing),
    /// A rule does not allow it.
    #[error("{}", self.english())]
    Refused(#[from] Refusal),
    /// The storage could not be read or written: its reason in the operating system's short word.
    #[error("storage: {0}")]
    Storage(std::io::ErrorKind),
    /// A fault of this program: the place, for the people who mend it.
    #[error("internal: {0}")]
    Internal(&'static str),
}

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFile {
    /// `camp.db`: what was registered here.
    Camp,
    /// The roster, which the district can send again.
    Roster,
    /// The packs of the roster, which the district can send again.
    Packs,
}

/// What was asked for and is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A person.
    Person,
    /// A registration.
    Registration,
    /// A draft.
    Draft,
    /// An Aadhaar or ration-card case.
    Case,
    /// A worker.
    Worker,
    /// A roster: none was loaded yet.
    Roster,
    /// A campaign pack: none was loaded yet.
    Campaign,
    /// A review item.
    Review,
    /// A fact, or the stream that it would be in.
    Fact,
    /// A roster pack, or all of it.
    Pack,
    /// A gram panchayat or ward, or a block.
    Area,
}

/// A rule that does not allow what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The registration cannot go on so.
    #[error(transparent)]
    Flow(#[from] FlowRefusal),
    /// A rule of the cases does not allow it.
    #[error(transparent)]
    Case(#[from] crate::aadhaar::CaseRefusal),
    /// The review item is not settled so.
    #[error(transparent)]
    Review(#[from] crate::review::ReviewRefusal),
    /// The step does not follow in this case.
    #[error("{}", crate::aadhaar::illegal_step(*from, *to).1)]
    CaseStep {
        /// The state that the case is in.
        from: shivir_domain::codes::CaseState,
        /// The state that was asked for.
        to: shivir_domain::codes::CaseState,
    },
    /// The step does not follow in this ration-card case.
    #[error("{}", crate::aadhaar::illegal_ration_step(*from, *to).1)]
    RationStep {
        /// The state that the case is in.
        from: shivir_domain::codes::RationState,
        /// The state that was asked for.
        to: shivir_domain::codes::RationState,
    },
    /// A case goes back to the queue only with a new reason.
    #[error("a case goes back to the queue only with a reason")]
    ReasonMissing,
    /// Nothing is left to be blanked in this fact: it was blanked before, or is a blanking itself.
    #[error("nothing is left to remove in this record; it is as it was")]
    NothingToBlank,
    /// A text is longer than the field takes.
    #[error("the text is longer than {0} letters")]
    TooLong(u16),
    /// The PIN is not taken, or not reset.
    #[error(transparent)]
    Pin(#[from] crate::worker::PinRefusal),
    /// It is practice, or must not become it.
    #[error(transparent)]
    Practice(#[from] crate::practice::PracticeRefusal),
    /// Digits that are not the last four of an Aadhaar.
    #[error("{}", .0.english())]
    Last4(shivir_domain::aadhaar::Last4Error),
    /// Too little storage is free to begin something new.
    #[error("only {0} MB of storage are free")]
    NearlyFull(u64),
}

impl Refusal {
    /// The sentence for the worker.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Refusal::Flow(f), lang) => f.sentence(lang),
            (Refusal::Case(c), lang) => c.sentence(lang),
            (Refusal::Review(r), lang) => r.sentence(lang),
            (Refusal::Practice(p), lang) => p.sentence(lang).into(),
            (Refusal::Pin(p), lang) => p.sentence(lang).into(),
            (Refusal::CaseStep { from, to }, Lang::Hi) => crate::aadhaar::illegal_step(*from, *to).0,
            (Refusal::RationStep { from, to }, Lang::Hi) => crate::aadhaar::illegal_ration_step(*from, *to).0,
            (Refusal::ReasonMissing, Lang::Hi) => {
                "केस को फिर प्रतीक्षा में भेजने के लिए नया कारण चुनें। केस जैसा था वैसा ही सुरक्षित है।".into()
            }
            (Refusal::NothingToBlank, Lang::Hi) => {
                "इस अभिलेख में हटाने को कुछ नहीं बचा। वह जैसा था वैसा ही है।".into()
            }
            (Refusal::TooLong(n), Lang::Hi) => format!("लिखा हुआ बहुत लंबा है: अधिकतम {n} अक्षर। कुछ नहीं बदला।"),
            (Refusal::Last4(e), Lang::Hi) => e.hindi().into(),
            (Refusal::NearlyFull(mb), Lang::Hi) => format!(
                "फोन में केवल {mb} MB जगह बची है। पहले से दर्ज सब कुछ सुरक्षित है। नया पंजीयन शुरू करने से पहले फोटो या वीडियो हटाकर जगह बनाएँ।"
            ),
            (Refusal::ReasonMissing, Lang::En) => {
                "Choose a new reason to send the case back to the queue. The case is safe as it was.".into()
            }
            (Refusal::NearlyFull(mb), Lang::En) => format!(
                "Only {mb} MB of storage are free. All that is registered is safe. Make room (photos, videos) before a new registration."
            ),
            (other, Lang::En) => other.to_string(),
        }
    }
}

impl CoreError {
    /// The sentence for the worker: what happened, what is safe, what to do next.
    pub fn sentence(&self, lang: Lang) -> String {
        if let CoreError::Refused(r) = self {
            return r.sentence(lang);
        }
        match lang {
            Lang::Hi => self.hindi(),
            Lang::En => self.english(),
        }
    }

    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::Damaged(StoreFile::Camp) => "camp_damaged",
            Self::Damaged(StoreFile::Roster) => "roster_damaged",
            Self::Damaged(StoreFile::Packs) => "packs_damaged",
            Self::NewerFile(_) => "newer_file",
            Self::StorageFull => "storage_full",
            Self::InUse => "in_use",
            Self::Closed => "closed",
            Self::Interrupted => "interrupted",
            Self::NotFound(_) => "not_found",
            Self::Refused(_) => "refused",
            Self::Storage(_) => "storage",
            Self::Internal(_) => "internal",
        }
    }

    fn hindi(&self) -> String {
        match self {
            Self::WrongKey => "यह कुंजी इस फोन के डेटा को नहीं खोलती। डेटा जैसा था वैसा ही सुरक्षित है। सही कुंजी दें, या ज़िले की पुनर्प्राप्ति कुंजी से खोलें।".into(),
            Self::Damaged(StoreFile::Camp) => "शिविर की फ़ाइल में खराबी मिली। फ़ाइल हटाई नहीं गई है। “बचाव” चलाएँ: जो पढ़ा जा सकता है वह नई फ़ाइल में आ जाएगा और सूची दिखेगी।".into(),
            Self::Damaged(StoreFile::Roster) => "लोगों की सूची की फ़ाइल खराब है। दर्ज किए गए पंजीयन सुरक्षित हैं। सूची फिर से लोड करें।".into(),
            Self::Damaged(StoreFile::Packs) => "सूची के पैकों की फ़ाइल खराब है। दर्ज किए गए पंजीयन और चालू सूची सुरक्षित हैं। पैक फिर से मँगाएँ।".into(),
            Self::NewerFile(_) => "यह फ़ाइल ऐप के नए संस्करण की है। डेटा सुरक्षित है, कुछ बदला नहीं गया। ऐप को अपडेट करें।".into(),
            Self::StorageFull => "फोन में जगह नहीं बची। यह काम दर्ज नहीं हुआ; पहले का सब कुछ सुरक्षित है। जगह बनाकर फिर से पुष्टि करें।".into(),
            Self::InUse => "यह डेटा किसी दूसरे प्रोग्राम में खुला है। कुछ बदला नहीं गया। पहले उसे बंद करें।".into(),
            Self::Closed => "स्टोर बंद हो चुका है। डेटा सुरक्षित है। ऐप फिर से खोलें।".into(),
            Self::Interrupted => "काम बीच में रोका गया। कुछ बदला नहीं गया।".into(),
            Self::NotFound(t) => format!("{} नहीं मिला। कुछ बदला नहीं गया।", t.word(Lang::Hi)),
            Self::Refused(r) => r.sentence(Lang::Hi),
            Self::Storage(kind) => format!("स्टोरेज पढ़ा या लिखा नहीं जा सका ({kind})। पहले का सब कुछ सुरक्षित है। फिर से कोशिश करें।"),
            Self::Internal(at) => format!("प्रोग्राम में गड़बड़ी हुई ({at})। पहले का सब कुछ सुरक्षित है। यह शब्द सहायता केंद्र को बताएँ।"),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::WrongKey => "This key does not open the data. The data is safe as it was. Give the right key, or open it with the district's recovery key.".into(),
            Self::Damaged(StoreFile::Camp) => "The camp's file is damaged. It was not deleted. Run the salvage: what can be read is moved to a new file and listed.".into(),
            Self::Damaged(StoreFile::Roster) => "The list of people is damaged. Registrations are safe. Load the list again.".into(),
            Self::Damaged(StoreFile::Packs) => "The file of roster packs is damaged. Registrations and the list in use are safe. Fetch the packs again.".into(),
            Self::NewerFile(_) => "This file is of a newer version of the application. The data is safe, nothing was changed. Update the application.".into(),
            Self::StorageFull => "No room is left on the storage. This was not saved; all before it is safe. Make room and confirm again.".into(),
            Self::InUse => "Another program has this data open. Nothing was changed. Close that one first.".into(),
            Self::Closed => "The store was closed. The data is safe. Open the application again.".into(),
            Self::Interrupted => "The work was stopped half-way. Nothing was changed.".into(),
            Self::NotFound(t) => format!("{} was not found. Nothing was changed.", t.word(Lang::En)),
            Self::Refused(r) => r.sentence(Lang::En),
            Self::Storage(kind) => format!("The storage could not be read or written ({kind}). All saved before is safe. Try again."),
            Self::Internal(at) => format!("A fault of this program ({at}). All saved before is safe. Tell the help desk this word."),
        }
    }
}

impl Thing {
    fn word(self, lang: Lang) -> &'static str {
        let (hi, en) = match self {
            Thing::Person => ("व्यक्ति", "The person"),
            Thing::Registration => ("पंजीयन", "The registration"),
            Thing::Draft => ("अधूरा पंजीयन", "The draft"),
            Thing::Case => ("केस", "The case"),
            Thing::Worker => ("कार्यकर्ता", "The worker"),
            Thing::Roster => ("लोगों की सूची", "The list of people"),
            Thing::Campaign => ("अभियान पैक", "The campaign pack"),
            Thing::Review => ("जाँच का विषय", "The review item"),
            Thing::Fact => ("अभिलेख", "The record"),
            Thing::Pack => ("सूची का पैक", "The roster pack"),
            Thing::Area => ("यह क्षेत्र", "The area"),
        };
        lang.pick(hi, en)
    }
}

/// SQLite's errors, mapped once. Its messages are not carried: they may quote values.
impl From<rusqlite::Error> for CoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as E;
        // No room for the index of the log, which every connection needs.
        let no_index =
            error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        match error.sqlite_error_code() {
            _ if no_index => Self::StorageFull,
            Some(E::DiskFull) => Self::StorageFull,
            Some(E::DatabaseCorrupt | E::NotADatabase) => Self::Damaged(StoreFile::Camp),
            Some(E::OperationInterrupted) => Self::Interrupted,
            Some(E::DatabaseBusy | E::DatabaseLocked) => Self::InUse,
            Some(E::ReadOnly | E::PermissionDenied | E::CannotOpen) => {
                Self::Storage(std::io::ErrorKind::PermissionDenied)
            }
            Some(E::SystemIoFailure) => Self::Storage(std::io::ErrorKind::Other),
            _ => Self::Internal("sqlite"),
        }
    }
}

impl From<std::io::Error> for CoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::StorageFull,
            kind => Self::Storage(kind),
        }
    }
}

impl From<shivir_domain::fact::FactError> for CoreError {
    fn from(_: shivir_domain::fact::FactError) -> Self {
        Self::Damaged(StoreFile::Camp)
    }
}
