//! Why the demo ended before its end.

use shivir_core::CoreError;
use shivir_core::roster::ImportError;
use shivir_domain::codes::Lang;

use super::roster;

/// Why the demo ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The core refused or failed.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// The list could not be imported.
    #[error("{}", .0.sentence(Lang::En))]
    Import(#[from] ImportError),
    /// The hub refused or failed.
    #[error(transparent)]
    Hub(#[from] shivir_hub::HubError),
    /// Something other than a bad link kept a phone from the hub.
    #[error("{}", .0.sentence(Lang::En))]
    Sync(#[from] shivir_core::sync::SyncError),
    /// The list could not be made.
    #[error(transparent)]
    List(#[from] roster::Error),
}

impl DemoError {
    /// The sentence for whoever runs it.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (DemoError::Core(e), _) => e.sentence(lang),
            (DemoError::Import(e), _) => e.sentence(lang),
            (DemoError::Sync(e), _) => e.sentence(lang),
            (DemoError::Hub(e), Lang::Hi) => format!("ज़िले का सर्वर काम नहीं कर सका ({e})। फ़ोनों में सब सुरक्षित है।"),
            (DemoError::Hub(e), Lang::En) => {
                format!("The hub failed ({e}). Everything is safe on the phones.")
            }
            (DemoError::List(e), Lang::Hi) => e.hindi(),
            (DemoError::List(e), Lang::En) => e.to_string(),
        }
    }
}
