//! `POST /v1/enrol`: a code binds a phone's keys to workers and areas.

use shivir_domain::id::DeviceId;
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::enrol::{EnrolRequest, EnrolResponse, Grant};
use shivir_domain::wire::envelope::Request;

use super::code::{encode, hash};
use super::{Device, bind_workers};
use crate::district::District;
use crate::env::drawn;
use crate::error::HubError;
use crate::store::{first, number};
use crate::{Hub, args};

impl Hub {
    /// Enrols a phone. The same code with the same keys gets the same answer again.
    pub(crate) fn enrol(&self, request: &Request) -> Result<EnrolResponse, HubError> {
        let body: EnrolRequest = request.open_by_its_own(|body: &EnrolRequest| body.sign)?;
        let (code, now) = (request.head.district, self.env().now_ms());
        let id = DeviceId(drawn(self.env())?);
        self.db().write_with(|tx| {
            let district = District::lock(tx, code)?.ok_or(ErrorCode::OtherDistrict)?;
            let sql = "select granted, expires_ms, device from code where district = $1 and hash = $2";
            let mut row = first(tx, sql, args![code, &hash(&body.code)])?.ok_or(ErrorCode::CodeUnknown)?;
            if let Some(used) = row.maybe_bytes(2)? {
                let used = DeviceId::from_slice(&used).ok_or(HubError::Damaged)?;
                let device = Device::read(tx, code, used)?.ok_or(HubError::Damaged)?;
                if device.sign != body.sign || device.seal != body.seal {
                    return Err(ErrorCode::CodeUsed.into());
                }
                return Ok(answer(&district, &device, now));
            }
            if row.num::<u64>(1)? < now {
                return Err(ErrorCode::CodeExpired.into());
            }
            let granted = row.bytes(0)?;
            let grant: Grant = minicbor::decode(&granted).map_err(|_| HubError::Damaged)?;
            tx.run("update district set phones = phones + 1 where district = $1", args![code])?;
            let row = first(tx, "select phones from district where district = $1", args![code])?;
            let no = row.ok_or(HubError::Damaged)?.num(0)?;
            let device = Device {
                id,
                no,
                sign: body.sign,
                seal: body.seal,
                counter: request.head.counter,
                grant,
                revoked: false,
            };
            let at = number(now)?;
            tx.run(
                "insert into device (district, device, no, sign, seal, counter, granted, app, enrolled_ms, seen_ms) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
                args![
                    code,
                    &id.0,
                    no,
                    &device.sign.0,
                    &device.seal.0,
                    number(device.counter)?,
                    &encode(&device.grant)?,
                    &body.app,
                    at
                ],
            )?;
            tx.run(
                "update code set device = $3 where district = $1 and hash = $2",
                args![code, &hash(&body.code), &id.0],
            )?;
            bind_workers(tx, code, &device.grant)?;
            Ok(answer(&district, &device, now))
        })
    }
}

fn answer(district: &District, device: &Device, now: u64) -> EnrolResponse {
    EnrolResponse {
        device: device.id,
        number: device.no,
        district: district.code,
        grant: device.grant.clone(),
        hub_sign: district.sign.public(),
        hub_seal: district.seal.public(),
        recovery: district.recovery,
        hub_ms: now,
        epoch: district.epoch,
    }
}
