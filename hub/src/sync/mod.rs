//! A request comes, an answer goes: see `docs/PROTOCOL.md`. What it carries is taken in one transaction, durable before the
//! answer is begun, which a second one reads.

mod give;
mod judge;
mod take;

use shivir_domain::id::DeviceId;
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::enrol::{EnrolRequest, EnrolResponse};
use shivir_domain::wire::envelope::{
    Answer, Request, RequestBody, RequestHash, ResponseBody, ResponseHead, sign_response,
};
use shivir_domain::wire::pack::{CampaignRequest, CampaignResponse};
use shivir_domain::wire::sync::{SyncRequest, SyncResponse};
use shivir_domain::wire::{ErrorCode, WireError};

use crate::Hub;
use crate::device::Device;
use crate::district::{District, campaign};
use crate::env::drawn;
use crate::error::{HubError, Refusal};

/// How long a phone is to wait where the hub cannot take anything, in milliseconds.
const RETRY_MS: u64 = 30_000;

/// What goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Envelope or courier's file.
    pub bytes: Vec<u8>,
    /// What became of it, for logs and counters: nothing of what was said.
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The phone, where it was known.
    pub device: Option<DeviceId>,
    /// It was refused.
    pub refused: Option<ErrorCode>,
    /// Facts that were new.
    pub taken: u64,
    /// Of these, kept aside.
    pub aside: u64,
    /// Facts that went down.
    pub given: u64,
}

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carried {
    /// Over the network: each counter once.
    Network,
    /// By a courier, late, twice and in any order.
    Courier,
}

impl Hub {
    /// Answers a request that was posted: `/v1/sync`, `/v1/enrol`, `/v1/campaign`. Never fails: what goes wrong is in the
    /// answer.
    pub fn handle(&self, path: &str, request: &[u8]) -> Reply {
        let mut outcome = Outcome::default();
        let answered = match path {
            SyncRequest::PATH => self.sync(request, Carried::Network, &mut outcome),
            EnrolRequest::PATH => self.answer(request, &mut outcome, |request, _| self.enrol(request)),
            CampaignRequest::PATH => {
                self.answer(request, &mut outcome, |request, outcome| self.campaign_for(request, outcome))
            }
            _ => self.answer::<SyncResponse>(request, &mut outcome, |_, _| Err(ErrorCode::NotFound.into())),
        };
        self.reply(answered, outcome)
    }

    /// Answers a courier's file with one for the phone that sealed it. What cannot be read is answered with a refusal in
    /// plain, which holds nothing of the file.
    pub fn courier(&self, file: &[u8]) -> Reply {
        let mut outcome = Outcome::default();
        let answered = self.open_file(file).and_then(|envelope| {
            let answer = self.sync(&envelope, Carried::Courier, &mut outcome)?;
            let request = Request::read(&envelope)?;
            let Some(device) = request.head.device else {
                return Ok(answer);
            };
            let district = request.head.district;
            match self.db().read_with(|tx| Device::read(tx, district, device))? {
                Some(device) => Ok(courier::seal(Way::Down, &answer, &device.seal, drawn(self.env())?)?),
                None => Ok(answer),
            }
        });
        let answered =
            answered.or_else(|error| self.refuse(RequestHash::of(file), 0, None, &error, &mut outcome));
        self.reply(answered, outcome)
    }

    fn reply(&self, answered: Result<Vec<u8>, HubError>, outcome: Outcome) -> Reply {
        let status = outcome.refused.map_or(200, ErrorCode::status);
        match answered {
            Ok(bytes) => Reply { status, bytes, outcome },
            // Not even a refusal could be signed: the database does not answer.
            Err(_) => {
                let outcome = Outcome { refused: Some(ErrorCode::Busy), ..outcome };
                Reply { status: ErrorCode::Busy.status(), bytes: Vec::new(), outcome }
            }
        }
    }

    /// The refusal of a request that is no envelope of its own, as a ticket in a header is.
    pub(crate) fn refusal(&self, bytes: &[u8], error: &HubError) -> Reply {
        let mut outcome = Outcome::default();
        let (counter, code) = Request::read(bytes).map_or((0, None), |request| {
            outcome.device = request.head.device;
            (request.head.counter, Some(request.head.district))
        });
        let refused = self.refuse(RequestHash::of(bytes), counter, code, error, &mut outcome);
        self.reply(refused, outcome)
    }

    fn open_file(&self, file: &[u8]) -> Result<Vec<u8>, HubError> {
        let mut last = HubError::from(ErrorCode::OtherDistrict);
        for code in self.districts()? {
            let Some(district) = self.db().read_with(|tx| District::read(tx, code))? else {
                continue;
            };
            match courier::open(Way::Up, file, &district.seal) {
                Ok(envelope) => return Ok(envelope),
                Err(error) => last = error.into(),
            }
        }
        Err(last)
    }

    fn sync(&self, bytes: &[u8], carried: Carried, outcome: &mut Outcome) -> Result<Vec<u8>, HubError> {
        self.answer(bytes, outcome, |request, outcome| {
            let (device, body) = self.open::<SyncRequest>(request, outcome)?;
            let taken = self.take(request, &device, &body, bytes, carried, outcome)?;
            self.give(request, &device, &body, taken, outcome)
        })
    }

    fn campaign_for(&self, request: &Request, outcome: &mut Outcome) -> Result<CampaignResponse, HubError> {
        let (device, _) = self.open::<CampaignRequest>(request, outcome)?;
        if device.revoked {
            return Err(ErrorCode::Revoked.into());
        }
        let code = request.head.district;
        let found = self.db().read_with(|tx| campaign(tx, code))?.ok_or(ErrorCode::NotFound)?;
        Ok(CampaignResponse::new(found.0, &found.1)?)
    }

    /// The phone that signed a request, and its message.
    fn open<B: RequestBody>(
        &self,
        request: &Request,
        outcome: &mut Outcome,
    ) -> Result<(Device, B), HubError> {
        let code = request.head.district;
        let id = request.head.device.ok_or(ErrorCode::UnknownDevice)?;
        let device = self.db().read_with(|tx| {
            District::read(tx, code)?.ok_or(ErrorCode::OtherDistrict)?;
            Device::read(tx, code, id)
        })?;
        let device = device.ok_or(ErrorCode::UnknownDevice)?;
        let body = request.open(&device.sign)?;
        outcome.device = Some(id);
        Ok((device, body))
    }

    /// Reads an envelope, does what it asks for, and signs the answer or the refusal.
    fn answer<B: ResponseBody>(
        &self,
        bytes: &[u8],
        outcome: &mut Outcome,
        work: impl FnOnce(&Request, &mut Outcome) -> Result<B, HubError>,
    ) -> Result<Vec<u8>, HubError> {
        let hash = RequestHash::of(bytes);
        let request = match Request::read(bytes) {
            Ok(request) => request,
            Err(error) => return self.refuse(hash, 0, None, &refusal(error), outcome),
        };
        let (counter, code) = (request.head.counter, request.head.district);
        let body = match work(&request, outcome) {
            Ok(body) => body,
            Err(error) => return self.refuse(hash, counter, Some(code), &error, outcome),
        };
        let district = self.district(Some(code))?;
        let head = ResponseHead { counter, epoch: district.epoch };
        match sign_response(&head, &Answer::Done(body), hash, &district.sign) {
            Ok(bytes) => Ok(bytes),
            Err(_) => self.refuse(hash, counter, Some(code), &HubError::Internal("answer"), outcome),
        }
    }

    fn refuse(
        &self,
        hash: RequestHash,
        counter: u64,
        district: Option<u32>,
        error: &HubError,
        outcome: &mut Outcome,
    ) -> Result<Vec<u8>, HubError> {
        let body = error.to_body(RETRY_MS);
        outcome.refused = Some(body.code);
        let district = self.district(district)?;
        let head = ResponseHead { counter, epoch: district.epoch };
        Ok(sign_response(&head, &Answer::<EnrolResponse>::Refused(body), hash, &district.sign)?)
    }

    /// The district whose key signs: the one that is spoken of, else any.
    fn district(&self, code: Option<u32>) -> Result<District, HubError> {
        self.db().read_with(|tx| {
            let named = code.map(|code| District::read(tx, code)).transpose()?.flatten();
            match named {
                Some(district) => Ok(district),
                None => District::any(tx)?.ok_or(HubError::NotFound("a district")),
            }
        })
    }
}

/// What is told of bytes that are no request.
fn refusal(error: WireError) -> HubError {
    let number = matches!(error, WireError::Newer(_)).then_some(shivir_domain::wire::PROTOCOL.into());
    HubError::Refused(Refusal { code: error.code(), number })
}
