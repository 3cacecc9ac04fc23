//! What waits to be sent, and what the district keeps aside.

use shivir_core::sync::{Outbox, Reach, Refused};
use shivir_domain::campaign::Text;
use shivir_domain::codes::Lang;
use shivir_domain::id::FactId;

use super::Phone;
use crate::error::{PhoneError, both};
use crate::guard::guard;

/// A fact that is kept aside, in words.
#[derive(Debug, Clone, uniffi::Record)]
pub struct RefusedWords {
    /// Why.
    pub why: Text,
    /// What to do; empty where the district said nothing.
    pub what: Text,
}

/// Why a fact is kept aside, and what to do about it.
#[uniffi::export]
pub fn refused_words(refused: Refused) -> RefusedWords {
    RefusedWords { why: both(|lang| refused.words(lang).0), what: both(|lang| refused.words(lang).1) }
}

/// How far a fact has come, as a sentence.
#[uniffi::export]
pub fn reach_sentence(reach: Reach, lang: Lang) -> String {
    reach.sentence(lang)
}

#[uniffi::export]
impl Phone {
    /// What waits to be sent and since when, and what the district keeps aside.
    ///
    /// # Errors
    /// Storage errors.
    pub fn outbox(&self) -> Result<Outbox, PhoneError> {
        guard(|| Ok(self.core.outbox()?))
    }

    /// How far a fact has come.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where it is not here.
    pub fn has_reached(&self, fact: FactId) -> Result<Reach, PhoneError> {
        guard(|| Ok(self.core.has_reached(fact)?))
    }
}
