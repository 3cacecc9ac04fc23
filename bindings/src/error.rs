//! The errors of the core, mapped once: a variant for each thing that the app does about one.

use std::fmt;

use shivir_core::CoreError;
use shivir_core::campaign::LoadError;
use shivir_core::roster::ImportError;
use shivir_core::store::StoreFile;
use shivir_core::sync::SyncError;
use shivir_domain::campaign::{PackError, Text};
use shivir_domain::codes::Lang;
use shivir_domain::wire::ErrorCode;

/// What went wrong, by what the app does about it. Each says in Hindi and English what happened, what is safe and what to do
/// next; none holds anything of a person.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Error)]
pub enum PhoneError {
    /// The key does not open the store: the Keystore's key was lost; go to the recovery.
    WrongKey {
        /// The sentence for the worker.
        said: Text,
    },
    /// The file of registrations is damaged: offer the salvage.
    DamagedCamp {
        /// The sentence for the worker.
        said: Text,
    },
    /// The list or its packs are damaged: fetch them again; registrations go on.
    DamagedRoster {
        /// The sentence for the worker.
        said: Text,
    },
    /// The data is of a newer application: ask for the update.
    NewerFile {
        /// The sentence for the worker.
        said: Text,
    },
    /// No room is left: ask to make some, and confirm again.
    StorageFull {
        /// The sentence for the worker.
        said: Text,
    },
    /// Another process has the store open: wait for it, or close it.
    InUse {
        /// The sentence for the worker.
        said: Text,
    },
    /// The store was closed: open it again.
    Closed {
        /// The sentence for the worker.
        said: Text,
    },
    /// What was asked for is not there.
    NotFound {
        /// The sentence for the worker.
        said: Text,
    },
    /// A rule does not allow it: show why.
    Refused {
        /// The sentence for the worker.
        said: Text,
    },
    /// A newer search took its place, or it was cancelled: show nothing.
    Interrupted {
        /// The sentence for the worker.
        said: Text,
    },
    /// The storage could not be read or written: try again.
    Storage {
        /// The sentence for the worker.
        said: Text,
    },
    /// The phone is not enrolled: go to the enrolment.
    NotEnrolled {
        /// The sentence for the worker.
        said: Text,
    },
    /// The code was typed: show these figures beside those of the desk's screen, and take the answer again with them.
    Compare {
        /// The sentence for the worker.
        said: Text,
        /// Five groups of four digits.
        fingerprint: String,
    },
    /// What came is no answer to what was asked: try again when [`crate::Phone::sync_state`] says so, or make a new file.
    NoAnswer {
        /// The sentence for the worker.
        said: Text,
    },
    /// The hub refused: wait, or show why.
    HubRefused {
        /// The sentence for the worker.
        said: Text,
        /// Why.
        code: ErrorCode,
        /// Before so many milliseconds nothing should be sent; none where the same again cannot help.
        retry_ms: Option<u64>,
    },
    /// A fault of the program: the word in the sentence is for the help desk.
    Internal {
        /// The sentence for the worker.
        said: Text,
    },
}

impl PhoneError {
    /// The sentence for the worker, in both languages.
    pub fn said(&self) -> &Text {
        match self {
            Self::WrongKey { said }
            | Self::DamagedCamp { said }
            | Self::DamagedRoster { said }
            | Self::NewerFile { said }
            | Self::StorageFull { said }
            | Self::InUse { said }
            | Self::Closed { said }
            | Self::NotFound { said }
            | Self::Refused { said }
            | Self::Interrupted { said }
            | Self::Storage { said }
            | Self::NotEnrolled { said }
            | Self::Compare { said, .. }
            | Self::NoAnswer { said }
            | Self::HubRefused { said, .. }
            | Self::Internal { said } => said,
        }
    }
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said().en)
    }
}

impl std::error::Error for PhoneError {}

pub(crate) fn both(sentence: impl Fn(Lang) -> String) -> Text {
    Text { hi: sentence(Lang::Hi), en: sentence(Lang::En) }
}

impl From<CoreError> for PhoneError {
    fn from(error: CoreError) -> Self {
        let said = both(|lang| error.sentence(lang));
        match error {
            CoreError::WrongKey => Self::WrongKey { said },
            CoreError::Damaged(StoreFile::Camp) => Self::DamagedCamp { said },
            CoreError::Damaged(StoreFile::Roster | StoreFile::Packs) => Self::DamagedRoster { said },
            CoreError::NewerFile(_) => Self::NewerFile { said },
            CoreError::StorageFull => Self::StorageFull { said },
            CoreError::InUse => Self::InUse { said },
            CoreError::Closed => Self::Closed { said },
            CoreError::Interrupted => Self::Interrupted { said },
            CoreError::NotFound(_) => Self::NotFound { said },
            CoreError::Refused(_) => Self::Refused { said },
            CoreError::Storage(_) => Self::Storage { said },
            // What the core has learnt to say since then is a fault until the app knows what to do about it.
            _ => Self::Internal { said },
        }
    }
}

impl From<ImportError> for PhoneError {
    fn from(error: ImportError) -> Self {
        let said = both(|lang| error.sentence(lang));
        match error {
            ImportError::Core(error) => error.into(),
            ImportError::Cancelled => Self::Interrupted { said },
            _ => Self::Refused { said },
        }
    }
}

impl From<PackError> for PhoneError {
    fn from(error: PackError) -> Self {
        Self::Refused { said: Text { hi: error.hindi(), en: error.english() } }
    }
}

impl From<LoadError> for PhoneError {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Pack(error) => error.into(),
            LoadError::Core(error) => error.into(),
        }
    }
}

impl From<SyncError> for PhoneError {
    fn from(error: SyncError) -> Self {
        let said = both(|lang| error.sentence(lang));
        match error {
            SyncError::Core(error) => error.into(),
            SyncError::Campaign(LoadError::Core(error)) => error.into(),
            SyncError::NotEnrolled => Self::NotEnrolled { said },
            SyncError::Compare { fingerprint } => Self::Compare { said, fingerprint },
            SyncError::Alien(_) | SyncError::NotAsked | SyncError::OlderEpoch => Self::NoAnswer { said },
            SyncError::Refused { code, retry_ms } => Self::HubRefused { said, code, retry_ms },
            // A wrong code, another district's, a campaign pack that is wrong: show why.
            _ => Self::Refused { said },
        }
    }
}

#[cfg(test)]
mod tests {
    use shivir_core::Refusal;
    use shivir_core::error::Thing;

    use super::*;

    #[test]
    fn every_error_of_the_core_has_its_variant_and_keeps_both_sentences() {
        let table = [
            (CoreError::WrongKey, "WrongKey"),
            (CoreError::Damaged(StoreFile::Camp), "DamagedCamp"),
            (CoreError::Damaged(StoreFile::Roster), "DamagedRoster"),
            (CoreError::Damaged(StoreFile::Packs), "DamagedRoster"),
            (CoreError::NewerFile(StoreFile::Camp), "NewerFile"),
            (CoreError::StorageFull, "StorageFull"),
            (CoreError::InUse, "InUse"),
            (CoreError::Closed, "Closed"),
            (CoreError::Interrupted, "Interrupted"),
            (CoreError::NotFound(Thing::Person), "NotFound"),
            (CoreError::Refused(Refusal::TooLong(120)), "Refused"),
            (CoreError::Storage(std::io::ErrorKind::PermissionDenied), "Storage"),
            (CoreError::Internal("ledger"), "Internal"),
        ];
        for (error, variant) in table {
            let said = both(|lang| error.sentence(lang));
            let mapped = PhoneError::from(error);
            assert!(format!("{mapped:?}").starts_with(&format!("{variant} ")), "{mapped:?}");
            assert_eq!(mapped.said(), &said);
            assert!(said.hi.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)), "{said:?}");
        }
        assert!(matches!(ImportError::Cancelled.into(), PhoneError::Interrupted { .. }));
        assert!(matches!(ImportError::Core(CoreError::StorageFull).into(), PhoneError::StorageFull { .. }));
        assert!(matches!(ImportError::ListInUse.into(), PhoneError::Refused { .. }));
        let compare = PhoneError::from(SyncError::Compare { fingerprint: "1234 5678".into() });
        assert!(matches!(&compare, PhoneError::Compare { fingerprint, .. } if fingerprint == "1234 5678"));
        assert!(matches!(SyncError::NotAsked.into(), PhoneError::NoAnswer { .. }));
        assert!(matches!(SyncError::NotEnrolled.into(), PhoneError::NotEnrolled { .. }));
        assert!(matches!(SyncError::BadCode.into(), PhoneError::Refused { .. }));
        let busy = SyncError::Refused { code: ErrorCode::Busy, retry_ms: Some(7) };
        assert!(matches!(busy.into(), PhoneError::HubRefused { retry_ms: Some(7), .. }));
        assert!(matches!(SyncError::Core(CoreError::StorageFull).into(), PhoneError::StorageFull { .. }));
    }
}
