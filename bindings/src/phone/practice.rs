//! Practice: a store of invented people in a folder of its own, of which nothing ever leaves the phone.

use std::sync::Arc;

use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::store::{StoreKey, StoreOptions};
use zeroize::Zeroizing;

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// Opens the practice store in a folder of its own, or makes it. `key`: the phone's key, as for [`Phone::open`]. All that
    /// sends, and all that takes in, ends with [`PhoneError::Refused`] and its sentence.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the folder holds real work; as [`Phone::open`].
    #[uniffi::constructor]
    pub fn open_practice(dir: String, key: Vec<u8>) -> Result<Arc<Self>, PhoneError> {
        let key = Zeroizing::new(key);
        guard(|| {
            let key = StoreKey::from_bytes(&key)?;
            let core = Core::open_practice(StoreOptions::at(dir), key, Arc::new(SystemEnv))?;
            Ok(Arc::new(Self { core }))
        })
    }

    /// Practice anew: its files are removed and made again. The store must be closed; a damaged one is mended so too.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the folder holds no practice store, [`PhoneError::InUse`] where it is open.
    #[uniffi::constructor]
    pub fn reset_practice(dir: String, key: Vec<u8>) -> Result<Arc<Self>, PhoneError> {
        let key = Zeroizing::new(key);
        guard(|| {
            let key = StoreKey::from_bytes(&key)?;
            let core = Core::reset_practice(StoreOptions::at(dir), key, Arc::new(SystemEnv))?;
            Ok(Arc::new(Self { core }))
        })
    }

    /// Whether this is practice: every page says so.
    pub fn is_practice(&self) -> bool {
        self.core.is_practice()
    }
}
