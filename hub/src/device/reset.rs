//! The desk's answer to a worker who forgot her PIN.

use shivir_domain::id::{DeviceId, WorkerId};
use shivir_domain::wire::reset::{ResetChallenge, ResetCode, ResetKey};

use super::Device;
use crate::Hub;
use crate::district::District;
use crate::error::HubError;

impl Hub {
    /// The code that answers the challenge on a phone, for one of its workers. Nothing is written: asked again it is the same.
    ///
    /// # Errors
    /// [`HubError::NotFound`] where there is no such district or phone, or the phone was revoked; storage errors.
    pub fn pin_reset(
        &self,
        district: u32,
        device: DeviceId,
        worker: WorkerId,
        challenge: &ResetChallenge,
    ) -> Result<ResetCode, HubError> {
        let key = self.db().read_with(|tx| {
            let of = District::read(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            let phone = Device::read(tx, district, device)?.filter(|phone| !phone.revoked);
            let phone = phone.ok_or(HubError::NotFound("the phone"))?;
            Ok(ResetKey::agree(&of.seal, &phone.seal)?)
        })?;
        Ok(key.code(challenge, worker, device)?)
    }
}
