//! Looking after the store: room, salvage.

use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::store::{Room, SalvageReport, StoreKey, StoreOptions};
use shivir_domain::campaign::Text;
use zeroize::Zeroizing;

use super::Phone;
use crate::error::{PhoneError, both};
use crate::guard::guard;

/// Room on the storage.
#[derive(Debug, Clone, uniffi::Record)]
pub struct RoomLeft {
    /// Bytes that the app may still use.
    pub free_bytes: u64,
    /// What they allow.
    pub room: Room,
    /// The sentence for the worker; none where there is enough.
    pub said: Option<Text>,
}

/// What a salvage came to.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Salvaged {
    /// What was saved, what is known to be lost, and where the damaged file was set aside.
    pub report: SalvageReport,
    /// The sentence for the worker.
    pub said: Text,
}

/// Salvages the damaged store of a folder: what can be read is saved in a new file, the damaged one is set aside. The store
/// must be closed. Takes as long as reading the file does, and as much room as it has.
///
/// # Errors
/// [`PhoneError::InUse`], [`PhoneError::WrongKey`], [`PhoneError::NewerFile`], [`PhoneError::StorageFull`]. The files are then
/// as they were.
#[uniffi::export]
pub fn salvage(dir: String, key: Vec<u8>) -> Result<Salvaged, PhoneError> {
    let key = Zeroizing::new(key);
    guard(|| {
        let key = StoreKey::from_bytes(&key)?;
        let report = Core::salvage(&StoreOptions::at(dir), &key, &SystemEnv, &mut |_| {})?;
        Ok(Salvaged { said: both(|lang| report.sentence(lang)), report })
    })
}

#[uniffi::export]
impl Phone {
    /// The room on the storage of the store's folder.
    ///
    /// # Errors
    /// [`PhoneError::Storage`] where the storage does not say.
    pub fn space(&self) -> Result<RoomLeft, PhoneError> {
        guard(|| {
            let space = self.core.space()?;
            let said = |lang| space.sentence(lang).unwrap_or_default();
            let room = space.room();
            let said = (room != Room::Enough).then(|| both(said));
            Ok(RoomLeft { free_bytes: space.free_bytes, room, said })
        })
    }
}
