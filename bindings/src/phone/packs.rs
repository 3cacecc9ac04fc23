//! Packs of the roster: which are wanted, asking for them by pieces, making them the list in use.

use std::sync::Arc;

use shivir_core::CoreError;
use shivir_core::error::Thing;
use shivir_core::roster::ImportReport;
use shivir_core::sync::{PackRequest, WantedPack};
use shivir_domain::wire::pack::PackAddress;
use shivir_roster::pack::Address;

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;
use crate::watch::{ImportWatch, goes_on};

/// What of a pack is here.
#[derive(Debug, Clone, Copy, uniffi::Record)]
pub struct PackHere {
    /// Bytes that are here: the next piece begins at this one, counted from 0.
    pub bytes: u64,
    /// Bytes of the whole; none as long as its head is not here.
    pub of: Option<u64>,
    /// All of it is here, and was verified.
    pub whole: bool,
}

fn address(text: &str) -> Result<PackAddress, PhoneError> {
    Ok(PackAddress::from_hex(text).ok_or(CoreError::NotFound(Thing::Pack))?)
}

#[uniffi::export]
impl Phone {
    /// The packs that the hub offers and that are not in use here, those of this phone's own areas first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn packs_wanted(&self) -> Result<Vec<WantedPack>, PhoneError> {
        guard(|| Ok(self.core.packs_wanted()?))
    }

    /// How a pack, or the rest of it, is got from the hub; each try takes a request of its own.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where it is not offered, [`PhoneError::NotEnrolled`].
    pub fn pack_request(&self, pack: String) -> Result<PackRequest, PhoneError> {
        guard(|| Ok(self.core.pack_request(address(&pack)?)?))
    }

    /// Keeps a piece that came, in one durable step; `at`: its first byte, counted from 0. A piece that does not begin where
    /// the last one ended changes nothing.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where what came is another pack or none: nothing of it is kept. Storage errors.
    pub fn keep_pack_part(&self, pack: String, at: u64, part: Vec<u8>) -> Result<PackHere, PhoneError> {
        guard(|| {
            let kept = self.core.keep_pack_part(Address(address(&pack)?.0), at, &part)?;
            Ok(PackHere { bytes: kept.bytes, of: kept.of, whole: kept.whole })
        })
    }

    /// Makes a first list of what is here once the packs of this phone's own areas are, so that work can begin; none where
    /// it is not yet time, or no longer.
    ///
    /// # Errors
    /// As [`Phone::install_offered`].
    pub fn install_first(&self, watch: Arc<dyn ImportWatch>) -> Result<Option<ImportReport>, PhoneError> {
        guard(|| Ok(self.core.install_first(self.core.today()?, &mut goes_on(&*watch))?))
    }

    /// Makes the list of exactly the packs that are offered, once all of them are here whole: all or nothing.
    /// `replace_list`: a list that was loaded from a file is to go.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where they cannot be the list, [`PhoneError::Interrupted`] where `watch` stopped it,
    /// [`PhoneError::NotFound`] where one is missing; storage errors. The list in use is as it was.
    pub fn install_offered(
        &self,
        replace_list: bool,
        watch: Arc<dyn ImportWatch>,
    ) -> Result<ImportReport, PhoneError> {
        guard(|| Ok(self.core.install_offered(self.core.today()?, replace_list, &mut goes_on(&*watch))?))
    }
}
