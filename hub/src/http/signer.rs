//! Refusals of the server itself, signed from memory: a phone is to hear `BUSY` just where the database does not answer.

use std::collections::BTreeMap;

use parking_lot::RwLock;
use shivir_domain::wire::enrol::EnrolResponse;
use shivir_domain::wire::envelope::{Answer, RequestHash, RequestHead, ResponseHead, sign_response};
use shivir_domain::wire::keys::SignSecret;
use shivir_domain::wire::{Epoch, ErrorBody, ErrorCode};

use crate::Hub;
use crate::district::District;
use crate::error::HubError;

struct Signer {
    epoch: Epoch,
    key: SignSecret,
}

/// The districts' keys, as last read from the database. An epoch that began since is learned at the next reading; until then
/// a refusal with the earlier one is passed over by phones, and nothing else happens.
#[derive(Default)]
pub(super) struct Signers(RwLock<BTreeMap<u32, Signer>>);

impl Signers {
    /// Reads them again; on an error they stay as they are.
    pub fn refresh(&self, hub: &Hub) -> Result<(), HubError> {
        let mut read = BTreeMap::new();
        for code in hub.districts()? {
            if let Some(district) = hub.db().read_with(|tx| District::read(tx, code))? {
                read.insert(code, Signer { epoch: district.epoch, key: district.sign });
            }
        }
        *self.0.write() = read;
        Ok(())
    }

    /// A signed refusal; empty where no district is known. `head`: of the request, where it could be read.
    pub fn refuse(
        &self,
        hash: RequestHash,
        head: Option<&RequestHead>,
        code: ErrorCode,
        retry_ms: Option<u64>,
    ) -> Vec<u8> {
        let known = self.0.read();
        let named = head.and_then(|head| known.get(&head.district));
        let Some(signer) = named.or_else(|| known.values().next()) else {
            return Vec::new();
        };
        let answer = ResponseHead { counter: head.map_or(0, |head| head.counter), epoch: signer.epoch };
        let body = Answer::<EnrolResponse>::Refused(ErrorBody { code, retry_ms, number: None });
        sign_response(&answer, &body, hash, &signer.key).unwrap_or_default()
    }
}
