//! Enrolment and sync. No network here: the shell carries the bytes, and hands over what came.

use std::sync::Arc;

use shivir_core::sync::{Enrolled, Invited, SyncOptions, SyncOut, SyncReport, SyncState};

use super::Phone;
use super::campaign::CampaignView;
use crate::error::PhoneError;
use crate::guard::guard;

/// Who lets the phone in: a QR code that was scanned, or a code that was typed. Its one-time code is shown nowhere.
#[derive(uniffi::Object)]
pub struct Invitation(pub(super) Invited);

#[uniffi::export]
impl Invitation {
    /// From the text of the QR code.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where it is no invitation.
    #[uniffi::constructor]
    pub fn scanned(text: String) -> Result<Arc<Self>, PhoneError> {
        guard(|| Ok(Arc::new(Self(Invited::scanned(&text)?))))
    }

    /// From a code that was typed, the hub's address (`https://…`, or `http://…` in a camp's own network) and the district's LGD
    /// code.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where a sign of the code is wrong, or the address is none.
    #[uniffi::constructor]
    pub fn typed(url: String, district: u32, code: String) -> Result<Arc<Self>, PhoneError> {
        guard(|| Ok(Arc::new(Self(Invited::typed(&url, district, &code, None)?))))
    }

    /// The hub's address, without a slash at its end.
    pub fn url(&self) -> String {
        self.0.url.clone()
    }

    /// LGD code of the district.
    pub fn district(&self) -> u32 {
        self.0.district
    }

    /// The fingerprint of the hub's key; none where the code was typed: it is then to be compared.
    pub fn fingerprint(&self) -> Option<String> {
        self.0.hub.map(|hub| hub.fingerprint())
    }
}

#[uniffi::export]
impl Phone {
    /// Where and as what this phone is enrolled; none before.
    ///
    /// # Errors
    /// Storage errors.
    pub fn enrolment(&self) -> Result<Option<Enrolled>, PhoneError> {
        guard(|| Ok(self.core.enrolment()?))
    }

    /// The request to be enrolled: the body of a `POST` to the invitation's address and the request's path, of type
    /// `application/x-shivir`. `app`: the app's version.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where this phone holds work of another district.
    pub fn enrol_request(&self, invitation: Arc<Invitation>, app: String) -> Result<SyncOut, PhoneError> {
        guard(|| Ok(self.core.enrol_request(&invitation.0, &app)?))
    }

    /// Takes the answer. `compared`: the figures of [`PhoneError::Compare`], once the worker confirmed them.
    ///
    /// # Errors
    /// [`PhoneError::Compare`], [`PhoneError::HubRefused`], [`PhoneError::NoAnswer`], [`PhoneError::NotEnrolled`] where
    /// nothing was asked for. Nothing is changed then.
    pub fn enrol_response(&self, answer: Vec<u8>, compared: Option<String>) -> Result<Enrolled, PhoneError> {
        guard(|| Ok(self.core.enrol_response(&answer, compared.as_deref())?))
    }

    /// Makes the sealed key anew where its file was lost; to be called at every opening.
    ///
    /// # Errors
    /// Storage errors; then the earlier file, if any, stays.
    pub fn seal_to_district(&self) -> Result<(), PhoneError> {
        guard(|| Ok(self.core.seal_to_district()?))
    }

    /// The next request, to be posted to the hub's address and the request's path. It is kept, so that its answer may come
    /// after a kill.
    ///
    /// # Errors
    /// [`PhoneError::NotEnrolled`], storage errors.
    pub fn sync_request(&self, options: SyncOptions) -> Result<SyncOut, PhoneError> {
        guard(|| Ok(self.core.sync_request(&options)?))
    }

    /// Takes the answer: all of it or nothing.
    ///
    /// # Errors
    /// [`PhoneError::HubRefused`], [`PhoneError::NoAnswer`]: nothing is changed but the time of the next try, which
    /// [`Phone::sync_state`] has. [`PhoneError::NotEnrolled`], storage errors.
    pub fn sync_response(&self, answer: Vec<u8>) -> Result<SyncReport, PhoneError> {
        guard(|| Ok(self.core.sync_response(&answer)?))
    }

    /// No answer came: in how many milliseconds to try again.
    ///
    /// # Errors
    /// Storage errors.
    pub fn sync_failed(&self) -> Result<u64, PhoneError> {
        guard(|| Ok(self.core.sync_failed()?))
    }

    /// How far sync is, and how long to wait before the next.
    ///
    /// # Errors
    /// Storage errors.
    pub fn sync_state(&self) -> Result<SyncState, PhoneError> {
        guard(|| Ok(self.core.sync_state()?))
    }

    /// What waits as a file for a courier, sealed to the hub; its answer may come weeks later.
    ///
    /// # Errors
    /// As [`Phone::sync_request`].
    pub fn courier_out(&self) -> Result<SyncOut, PhoneError> {
        guard(|| Ok(self.core.courier_out(&SyncOptions::courier())?))
    }

    /// Takes a file that a courier brought.
    ///
    /// # Errors
    /// As [`Phone::sync_response`]; nothing at all is changed then.
    pub fn courier_in(&self, file: Vec<u8>) -> Result<SyncReport, PhoneError> {
        guard(|| Ok(self.core.courier_in(&file)?))
    }

    /// The request for a newer campaign pack, where [`Phone::sync_state`] names one.
    ///
    /// # Errors
    /// As [`Phone::sync_request`].
    pub fn campaign_request(&self) -> Result<SyncOut, PhoneError> {
        guard(|| Ok(self.core.campaign_request()?))
    }

    /// Takes the campaign pack and works by it from now on.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the pack is wrong: the earlier one stays in use. As [`Phone::sync_response`].
    pub fn campaign_response(&self, answer: Vec<u8>) -> Result<CampaignView, PhoneError> {
        guard(|| Ok(CampaignView::of(&*self.core.campaign_response(&answer)?)))
    }

    /// The sums by which phone and hub compare are those of the facts here; a look at the sync's health.
    ///
    /// # Errors
    /// Storage errors.
    pub fn sums_hold(&self) -> Result<bool, PhoneError> {
        guard(|| Ok(self.core.sums_hold()?))
    }
}
