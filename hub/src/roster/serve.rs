//! `GET /v1/packs/<address>`: a pack's bytes from a place on, for a phone that shows a ticket.

use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::envelope::Request;
use shivir_domain::wire::pack::{PackAddress, Ticket, read_ticket_header};

use super::PackMade;
use super::packs::{all, offers};
use crate::device::Device;
use crate::error::{HubError, Refusal};
use crate::store::{first, number};
use crate::sync::Reply;
use crate::{Hub, args};

/// Bytes of an answer at most: what is more is asked for by its range.
const MOST: u64 = 2 << 20;

/// A stretch of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackBytes {
    /// From the place that was asked for.
    pub bytes: Vec<u8>,
    /// Bytes of the whole pack.
    pub whole: u64,
}

impl Hub {
    /// The bytes of a pack from a place on. `authorization`: the header of that name, which holds a ticket.
    ///
    /// # Errors
    /// A signed refusal.
    pub fn pack(&self, authorization: &str, address: PackAddress, from: u64) -> Result<PackBytes, Reply> {
        let ticket = read_ticket_header(authorization).unwrap_or_default();
        self.bytes_of(&ticket, address, from).map_err(|error| self.refusal(&ticket, &error))
    }

    fn bytes_of(&self, ticket: &[u8], address: PackAddress, from: u64) -> Result<PackBytes, HubError> {
        let request = Request::read(ticket)?;
        let (code, counter) = (request.head.district, request.head.counter);
        let id = request.head.device.ok_or(ErrorCode::UnknownDevice)?;
        let now = self.env().now_ms();
        self.db().write_with(|tx| {
            let device = Device::read(tx, code, id)?.ok_or(ErrorCode::UnknownDevice)?;
            let body: Ticket = request.open(&device.sign)?;
            if body.address != address {
                return Err(ErrorCode::NotAllowed.into());
            }
            if device.revoked {
                return Err(ErrorCode::Revoked.into());
            }
            if counter <= device.counter {
                let (code, number) = (ErrorCode::Replayed, Some(device.counter));
                return Err(HubError::Refused(Refusal { code, number }));
            }
            device.heard(tx, code, counter, now)?;
            let offered = offers(tx, code, &device.grant)?;
            if !offered.iter().any(|offer| offer.address == address) {
                let there = all(tx, code)?.iter().any(|pack| pack.offer.address == address);
                return Err(if there { ErrorCode::NotAllowed } else { ErrorCode::NotFound }.into());
            }
            stretch(tx, code, address, from)
        })
    }

    /// All packs of a district.
    ///
    /// # Errors
    /// Storage errors.
    pub fn packs(&self, district: u32) -> Result<Vec<PackMade>, HubError> {
        self.db().read_with(|tx| all(tx, district))
    }
}

fn stretch(
    tx: &mut dyn crate::store::Tx,
    code: u32,
    address: PackAddress,
    from: u64,
) -> Result<PackBytes, HubError> {
    let sql = "select bytes from pack where district = $1 and address = $2";
    let whole: u64 = first(tx, sql, args![code, &address.0])?.ok_or(ErrorCode::NotFound)?.num(0)?;
    let (from, mut bytes) = (from.min(whole), Vec::new());
    let sql = "select at, bytes from pack_part where district = $1 and address = $2 and at > $3 and at < $4 order by at";
    // The part in which the place lies begins before it.
    let part_before = number(from)?.saturating_sub(256 * 1024);
    let until = number(from.saturating_add(MOST))?;
    for mut row in tx.rows(sql, args![code, &address.0, part_before, until])? {
        let (at, part): (u64, _) = (row.num(0)?, row.bytes(1)?);
        let skip = usize::try_from(from.saturating_sub(at)).unwrap_or(usize::MAX);
        bytes.extend_from_slice(part.get(skip..).unwrap_or_default());
    }
    Ok(PackBytes { bytes, whole })
}
