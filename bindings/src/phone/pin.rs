//! Who is working: the PINs of this phone's workers.

use shivir_core::worker::{PinAnswer, PinState};
use shivir_domain::id::WorkerId;
use zeroize::Zeroizing;

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// How a worker stands. Costs no try.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where this phone knows no such worker; storage errors.
    pub fn pin_state(&self, worker: WorkerId) -> Result<PinState, PhoneError> {
        guard(|| Ok(self.core.pin_state(worker)?))
    }

    /// Gives a worker her first PIN, 4 to 8 digits.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where anyone would guess it or she has one; as [`Phone::pin_state`].
    pub fn set_pin(&self, worker: WorkerId, pin: String) -> Result<(), PhoneError> {
        let pin = Zeroizing::new(pin);
        guard(|| Ok(self.core.set_pin(worker, &pin)?))
    }

    /// Tries a PIN.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where it can be none; as [`Phone::pin_state`].
    pub fn unlock(&self, worker: WorkerId, pin: String) -> Result<PinAnswer, PhoneError> {
        let pin = Zeroizing::new(pin);
        guard(|| Ok(self.core.unlock(worker, &pin)?))
    }

    /// Tries the old PIN, and puts the new one in its place where it is right.
    ///
    /// # Errors
    /// As [`Phone::set_pin`].
    pub fn change_pin(&self, worker: WorkerId, old: String, new: String) -> Result<PinAnswer, PhoneError> {
        let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
        guard(|| Ok(self.core.change_pin(worker, &old, &new)?))
    }

    /// What a worker who forgot her PIN reads to the supervisor; the same until it is answered.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the phone is not enrolled or she has no PIN; as [`Phone::pin_state`].
    pub fn pin_challenge(&self, worker: WorkerId) -> Result<String, PhoneError> {
        guard(|| Ok(self.core.pin_challenge(worker)?))
    }

    /// Tries the supervisor's code, and gives the worker the new PIN where it is right: both or neither.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the code can be none, no challenge waits, or anyone would guess the PIN.
    pub fn reset_pin(&self, worker: WorkerId, code: String, new: String) -> Result<PinAnswer, PhoneError> {
        let (code, new) = (Zeroizing::new(code), Zeroizing::new(new));
        guard(|| Ok(self.core.reset_pin(worker, &code, &new)?))
    }
}
