//! Who is working: where, and the PINs of this phone's workers. They are wiped here; the caller wipes its own.

use shivir_core::worker::{PinAnswer, PinState, Worker};
use shivir_domain::id::{AreaId, WorkerId};
use zeroize::Zeroizing;

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// Where a worker works from now on. See [`shivir_core::Core::place_worker`].
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where this phone knows no such worker; storage errors.
    pub fn place_worker(&self, worker: WorkerId, areas: Vec<AreaId>) -> Result<Worker, PhoneError> {
        guard(|| Ok(self.core.place_worker(worker, &areas)?))
    }

    /// How a worker's PIN stands. Costs no try.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where this phone knows no such worker; storage errors.
    pub fn pin_state(&self, worker: WorkerId) -> Result<PinState, PhoneError> {
        guard(|| Ok(self.core.pin_state(worker)?))
    }

    /// Gives a worker her first PIN: 4 to 8 digits.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where it is weak or she has one already: show why. As [`Phone::pin_state`].
    pub fn set_pin(&self, worker: WorkerId, pin: String) -> Result<(), PhoneError> {
        let pin = Zeroizing::new(pin);
        guard(|| Ok(self.core.set_pin(worker, &pin)?))
    }

    /// Tries a PIN; some tenths of a second of work. Its count and the wait are on the disk before it ends.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where it is not 4 to 8 digits, which costs no try. As [`Phone::pin_state`].
    pub fn unlock(&self, worker: WorkerId, pin: String) -> Result<PinAnswer, PhoneError> {
        let pin = Zeroizing::new(pin);
        guard(|| Ok(self.core.unlock(worker, &pin)?))
    }

    /// Tries the old PIN, and puts the new one in its place where it is right.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the new one is weak: no try is counted then. As [`Phone::pin_state`].
    pub fn change_pin(&self, worker: WorkerId, old: String, new: String) -> Result<PinAnswer, PhoneError> {
        let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
        guard(|| Ok(self.core.change_pin(worker, &old, &new)?))
    }

    /// What a worker who forgot her PIN reads to the supervisor, as `ABCD-EFGH`; the same until it is answered, or for a day.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where she has no PIN or the phone is not enrolled. As [`Phone::pin_state`].
    pub fn pin_challenge(&self, worker: WorkerId) -> Result<String, PhoneError> {
        guard(|| Ok(self.core.pin_challenge(worker)?))
    }

    /// Tries the supervisor's code and gives the worker the new PIN where it is right: both or neither.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the new PIN is weak, no challenge is open or a sign of the code is wrong: no try is
    /// counted then. As [`Phone::pin_state`].
    pub fn reset_pin(&self, worker: WorkerId, code: String, new: String) -> Result<PinAnswer, PhoneError> {
        let new = Zeroizing::new(new);
        guard(|| Ok(self.core.reset_pin(worker, &code, &new)?))
    }
}
