//! Room on the storage, and what may still be begun with it.

use serde::Serialize;
use shivir_domain::codes::Lang;

use crate::Core;
use crate::error::{CoreError, Refusal};

const MB: u64 = 1 << 20;

/// Below this the worker is warned.
const NEARLY_FULL: u64 = 50 * MB;

/// Below this no draft is begun: a confirmation, with the log and its checkpoint, needs less.
const FULL: u64 = 8 * MB;

/// Room on the storage of the store's folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Space {
    /// Bytes that this program may still use.
    pub free_bytes: u64,
}

/// What the room allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Room {
    /// Nothing to say.
    Enough,
    /// Less than 50 MB: the worker is warned.
    NearlyFull,
    /// Less than 8 MB: no new registration is begun. One that is begun can still be confirmed, as long as the storage
    /// takes it.
    Full,
}

impl Space {
    /// What the room allows.
    pub fn room(self) -> Room {
        match self.free_bytes {
            n if n < FULL => Room::Full,
            n if n < NEARLY_FULL => Room::NearlyFull,
            _ => Room::Enough,
        }
    }

    /// The sentence for the worker; none where there is enough.
    pub fn sentence(self, lang: Lang) -> Option<String> {
        let mb = self.free_bytes / MB;
        match self.room() {
            Room::Enough => None,
            Room::NearlyFull => Some(match lang {
                Lang::Hi => format!(
                    "फोन में {mb} MB जगह बची है। दर्ज किया हुआ सब सुरक्षित है और पंजीयन चलता रहेगा। आज ही फोटो या वीडियो हटाकर जगह बनाएँ।"
                ),
                Lang::En => format!(
                    "{mb} MB of storage are left. All that is registered is safe and registration goes on. Make room today: remove photos or videos."
                ),
            }),
            Room::Full => Some(Refusal::NearlyFull(mb).sentence(lang)),
        }
    }
}

impl Core {
    /// The room on the storage of the store's folder.
    ///
    /// # Errors
    /// Where the storage does not say.
    pub fn space(&self) -> Result<Space, CoreError> {
        let free_bytes = self.env().free_bytes(self.store().dir())?;
        Ok(Space { free_bytes })
    }

    /// Refuses to begin something new where the storage is as good as full. Where it does not say how much is free,
    /// nothing is refused.
    ///
    /// # Errors
    /// [`Refusal::NearlyFull`].
    pub(crate) fn room_to_begin(&self) -> Result<(), CoreError> {
        match self.space() {
            Ok(space) if space.room() == Room::Full => Err(Refusal::NearlyFull(space.free_bytes / MB).into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_where_the_worker_is_warned_and_refused() {
        let room = |free_bytes| Space { free_bytes }.room();
        assert_eq!(room(8 * MB - 1), Room::Full);
        assert_eq!(room(8 * MB), Room::NearlyFull);
        assert_eq!(room(50 * MB - 1), Room::NearlyFull);
        assert_eq!(room(50 * MB), Room::Enough);
        for lang in [Lang::Hi, Lang::En] {
            let said = |mb: u64| Space { free_bytes: mb * MB }.sentence(lang);
            assert!(said(7).is_some_and(|s| s.contains("7 MB")));
            assert!(said(49).is_some_and(|s| s.contains("49 MB")));
            assert_eq!(said(51), None);
        }
    }
}
