//! Drawing one-time codes.

use sha2::{Digest, Sha256};
use shivir_domain::wire::enrol::{EnrolCode, Grant, Invitation};

use crate::district::District;
use crate::env::drawn;
use crate::error::HubError;
use crate::store::number;
use crate::{Hub, args};

/// A code is kept by its hash: who reads the database cannot enrol by it.
pub(super) fn hash(code: &EnrolCode) -> [u8; 32] {
    Sha256::new_with_prefix(b"shivir enrol code\0").chain_update(code.as_str()).finalize().into()
}

pub(super) fn encode(grant: &Grant) -> Result<Vec<u8>, HubError> {
    minicbor::to_vec(grant).map_err(|_| HubError::Internal("grant"))
}

impl Hub {
    /// Draws a code for a phone, good once and for so many milliseconds. `url`: the address under which phones reach the
    /// hub. Gives what the QR code says; it is shown once and not kept.
    ///
    /// # Errors
    /// [`HubError::NotFound`] where the district is not on this hub; storage errors.
    pub fn invite(
        &self,
        district: u32,
        grant: &Grant,
        url: &str,
        valid_ms: u64,
    ) -> Result<Invitation, HubError> {
        let code = EnrolCode::draw(drawn(self.env())?);
        let granted = encode(grant)?;
        let expires = number(self.env().now_ms().saturating_add(valid_ms))?;
        let sign = self.db().write_with(|tx| {
            let found = District::read(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            tx.run(
                "insert into code (district, hash, granted, expires_ms) values ($1, $2, $3, $4)",
                args![district, &hash(&code), &granted, expires],
            )?;
            Ok(found.sign.public())
        })?;
        self.release_known_areas(district)?;
        Ok(Invitation { url: url.trim_end_matches('/').to_owned(), hub: sign, district, code })
    }
}
