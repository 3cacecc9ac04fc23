//! Who this phone is in the district: its keys, and what the hub bound to them.

use minicbor::{Decode, Encode};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use shivir_domain::id::DeviceId;
use shivir_domain::wire::enrol::{EnrolCode, EnrolRequest, EnrolResponse, Grant, Invitation, is_hub_address};
use shivir_domain::wire::envelope::{Answer, RequestBody, RequestHash, RequestHead, sign_request};
use shivir_domain::wire::keys::{SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::reset::ResetKey;
use shivir_domain::wire::{Epoch, ErrorBody, WireError};
use zeroize::Zeroizing;

use super::state::{Areas, State, encode};
use super::sums::Sums;
use super::{SyncError, SyncOut, write};
use crate::Core;
use crate::error::CoreError;
use crate::store::RecoveryPublic;
use crate::worker;

/// Who lets the phone in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The hub's address, without a slash at its end.
    pub url: String,
    /// LGD code of the district.
    pub district: u32,
    /// The one-time code.
    pub code: EnrolCode,
    /// The hub's key, from the QR code; none where the code was typed: then the key's fingerprint is to be compared.
    pub hub: Option<SignPublic>,
}

impl Invited {
    /// From the text of the QR code.
    ///
    /// # Errors
    /// [`SyncError::BadCode`].
    pub fn scanned(text: &str) -> Result<Self, SyncError> {
        let Invitation { url, hub, district, code } = Invitation::parse(text).ok_or(SyncError::BadCode)?;
        Ok(Self { url, district, code, hub: Some(hub) })
    }

    /// From a code that was typed, and an address.
    ///
    /// # Errors
    /// [`SyncError::BadCode`] where a sign of the code is wrong, or the address is none.
    pub fn typed(url: &str, district: u32, code: &str, hub: Option<SignPublic>) -> Result<Self, SyncError> {
        let url = Some(url.trim()).filter(|url| is_hub_address(url)).ok_or(SyncError::BadCode)?;
        let code = EnrolCode::parse(code).ok_or(SyncError::BadCode)?;
        Ok(Self { url: url.trim_end_matches('/').to_owned(), district, code, hub })
    }
}

/// Where and as what the phone is enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Enrolled {
    /// The hub's address.
    pub url: String,
    /// LGD code of the district.
    pub district: u32,
    /// The phone's id.
    #[serde(serialize_with = "shown")]
    pub device: DeviceId,
    /// Its short number: the first part of its slips.
    pub number: u32,
    /// The fingerprint of the hub's key.
    pub hub: String,
    /// Areas and workers.
    #[serde(skip)]
    pub grant: Grant,
    /// When it was enrolled, in milliseconds since 1970 (UTC).
    pub at_ms: u64,
    /// The district has a recovery key, to which this store's key is sealed.
    pub recovery: bool,
}

fn shown<S: serde::Serializer>(id: &DeviceId, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(id)
}

#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
struct AskedIn {
    #[cbor(n(0), with = "minicbor::bytes")]
    hash: [u8; 32],
    #[n(1)]
    url: String,
    #[n(2)]
    district: u32,
    #[n(3)]
    hub: Option<SignPublic>,
}

#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
struct Held {
    #[n(0)]
    url: String,
    #[n(1)]
    at_ms: u64,
    #[n(2)]
    answer: EnrolResponse,
}

/// The phone with its secrets, once it is enrolled.
pub(super) struct Me {
    pub sign: SignSecret,
    pub seal: SealSecret,
    held: Held,
}

impl Me {
    pub fn hub_sign(&self) -> &SignPublic {
        &self.held.answer.hub_sign
    }

    pub fn answer(&self) -> &EnrolResponse {
        &self.held.answer
    }

    pub fn grant(&self) -> &Grant {
        &self.held.answer.grant
    }

    pub fn head(&self, counter: u64, epoch: Epoch) -> RequestHead {
        let EnrolResponse { district, device, .. } = self.held.answer;
        RequestHead { district, device: Some(device), counter, epoch }
    }

    /// The grant as the hub says it now.
    pub fn take_grant(&mut self, db: &Connection, grant: Grant) -> Result<(), CoreError> {
        self.held.answer.grant = grant;
        db.prepare_cached("update enrolment set held = ?")?.execute([encode(&self.held)?])?;
        worker::bind(db, self.grant())
    }

    fn enrolled(&self) -> Enrolled {
        let answer = &self.held.answer;
        Enrolled {
            url: self.held.url.clone(),
            district: answer.district,
            device: answer.device,
            number: answer.number,
            hub: answer.hub_sign.fingerprint(),
            grant: answer.grant.clone(),
            at_ms: self.held.at_ms,
            recovery: answer.recovery.is_some(),
        }
    }
}

/// The row: the two keys, what was asked, what is held.
type Row = (SignSecret, SealSecret, Option<AskedIn>, Option<Held>);

fn row(db: &Connection) -> Result<Option<Row>, CoreError> {
    let found = db
        .prepare_cached("select sign, seal, asked, held from enrolment")?
        .query_row([], |r| {
            let secret = |at| r.get::<_, [u8; 32]>(at).map(Zeroizing::new);
            Ok((secret(0)?, secret(1)?, r.get::<_, Option<Vec<u8>>>(2)?, r.get::<_, Option<Vec<u8>>>(3)?))
        })
        .optional()?;
    let Some((sign, seal, asked, held)) = found else {
        return Ok(None);
    };
    // What a salvage brought over in pieces of two versions is none: the phone is enrolled again, with the same keys.
    Ok(Some((
        SignSecret::from_bytes(*sign),
        SealSecret::from_bytes(*seal),
        asked.and_then(|bytes| minicbor::decode(&bytes).ok()),
        held.and_then(|bytes| minicbor::decode(&bytes).ok()),
    )))
}

/// The phone as it is enrolled.
pub(super) fn me(db: &Connection) -> Result<Me, SyncError> {
    match row(db)? {
        Some((sign, seal, _, Some(held))) => Ok(Me { sign, seal, held }),
        _ => Err(SyncError::NotEnrolled),
    }
}

/// The key by which the district's desk opens a forgotten PIN of this phone, and the phone's id; none before it is enrolled.
pub(crate) fn reset_key(db: &Connection) -> Result<Option<(ResetKey, DeviceId)>, CoreError> {
    let Some((_, seal, _, Some(held))) = row(db)? else {
        return Ok(None);
    };
    let key = ResetKey::agree(&seal, &held.answer.hub_seal).map_err(|_| CoreError::Internal("reset key"))?;
    Ok(Some((key, held.answer.device)))
}

/// Facts were written or taken in under another district.
fn holds_another(db: &Connection, held: Option<&Held>, district: u32) -> Result<bool, CoreError> {
    let other = held.is_some_and(|held| held.answer.district != district);
    Ok(other && db.query_row("select exists (select 1 from fact)", [], |r| r.get(0))?)
}

impl Core {
    /// Where and as what this phone is enrolled; none before.
    ///
    /// # Errors
    /// Storage errors.
    pub fn enrolment(&self) -> Result<Option<Enrolled>, CoreError> {
        self.store().read(|db| match me(db) {
            Ok(me) => Ok(Some(me.enrolled())),
            Err(SyncError::Core(error)) => Err(error),
            Err(_) => Ok(None),
        })
    }

    /// The request to be enrolled, for `POST /v1/enrol`. The phone's keys are drawn the first time and stay for the life of
    /// this store, so that an answer that was lost can be asked for again with the same code. `app`: its version.
    ///
    /// # Errors
    /// [`SyncError::OtherDistrict`] where there are facts of another; storage errors.
    pub fn enrol_request(&self, invited: &Invited, app: &str) -> Result<SyncOut, SyncError> {
        self.only_real()?;
        let now = self.env().now_ms();
        let (mut sign, mut seal) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        self.env().random(&mut sign[..])?;
        self.env().random(&mut seal[..])?;
        write(self, |pen| {
            let tx = pen.tx;
            let (sign, seal, _, held) = match row(tx)? {
                Some(row) => row,
                None => {
                    tx.execute(
                        "insert into enrolment (one, sign, seal) values (1, ?, ?)",
                        [&sign[..], &seal[..]],
                    )?;
                    (SignSecret::from_bytes(*sign), SealSecret::from_bytes(*seal), None, None)
                }
            };
            if holds_another(tx, held.as_ref(), invited.district)? {
                return Err(SyncError::OtherDistrict);
            }
            let head = RequestHead { district: invited.district, device: None, counter: 0, epoch: Epoch(0) };
            let body = EnrolRequest {
                code: invited.code,
                sign: sign.public(),
                seal: seal.public(),
                app: app.chars().take(16).collect(),
                phone_ms: now,
            };
            let bytes = sign_request(&head, &body, &sign)?;
            let asked = AskedIn {
                hash: RequestHash::of(&bytes).0,
                url: invited.url.clone(),
                district: invited.district,
                hub: invited.hub,
            };
            tx.execute("update enrolment set asked = ?", [encode(&asked)?])?;
            Ok(SyncOut { bytes, path: EnrolRequest::PATH.to_owned(), counter: 0, facts: 0, more: false })
        })
    }

    /// Takes the hub's answer. `compared`: the fingerprint that was read on the desk's screen, where the code was typed.
    ///
    /// # Errors
    /// [`SyncError::Compare`] with the fingerprint that is to be compared; [`SyncError::Refused`]; [`SyncError::Alien`];
    /// [`SyncError::OtherDistrict`]; [`SyncError::NotEnrolled`] where none was asked for; storage errors. Then nothing
    /// is changed.
    pub fn enrol_response(&self, bytes: &[u8], compared: Option<&str>) -> Result<Enrolled, SyncError> {
        self.only_real()?;
        let asked = self.store().read(row)?.and_then(|(_, _, asked, _)| asked);
        let asked = asked.ok_or(SyncError::NotEnrolled)?;
        let response = super::answer(bytes)?;
        let hash = RequestHash(asked.hash);
        let answer: EnrolResponse = match asked.hub {
            Some(hub) => match response.open(&hub, hash)? {
                Answer::Done(answer) => answer,
                Answer::Refused(error) => return Err(refused(error)),
            },
            None => {
                if let Some(error) = response.unproved_refusal() {
                    return Err(refused(error));
                }
                let answer = response.open_by_its_own(|answer: &EnrolResponse| answer.hub_sign, hash)?;
                let fingerprint = answer.hub_sign.fingerprint();
                let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                if compared.map(digits) != Some(digits(&fingerprint)) {
                    return Err(SyncError::Compare { fingerprint });
                }
                answer
            }
        };
        if asked.hub.is_some_and(|hub| hub != answer.hub_sign) {
            return Err(WireError::Signature.into());
        }
        let fits = [answer.hub_ms, answer.epoch.0].iter().all(|n| i64::try_from(*n).is_ok());
        let areas = answer.grant.areas.iter().all(|a| i64::try_from(a.area.0).is_ok());
        if !fits || !areas || answer.district != asked.district || answer.number == 0 {
            return Err(WireError::Malformed.into());
        }
        let enrolled = self.take_enrolment(asked, answer)?;
        self.seal_to_district()?;
        Ok(enrolled)
    }

    fn take_enrolment(&self, asked: AskedIn, answer: EnrolResponse) -> Result<Enrolled, SyncError> {
        let now = self.env().now_ms();
        write(self, |pen| {
            pen.trust(answer.hub_ms)?;
            let tx = pen.tx;
            let (sign, seal, _, before) = row(tx)?.ok_or(SyncError::NotEnrolled)?;
            if holds_another(tx, before.as_ref(), answer.district)? {
                return Err(SyncError::OtherDistrict);
            }
            let mut state = State::load(tx)?;
            let held_areas = Areas::load(tx)?;
            let mut areas = held_areas.clone();
            let before = before.map(|held| held.answer);
            let another =
                before.is_some_and(|b| (b.hub_sign, b.district) != (answer.hub_sign, answer.district));
            if another || state.epoch == Epoch(0) {
                state.epoch = answer.epoch;
            }
            if another {
                // A hub that is begun anew holds nothing that was acknowledged by the one before.
                forget(tx)?;
                (state.cursor, state.ahead) = Default::default();
                (state.packs, state.campaign, state.heard_ms) = (None, None, 0);
                areas.restart();
            }
            areas.grant(&answer.grant);
            areas.save(tx, &held_areas)?;
            (state.revoked, state.failures, state.next_ms) = (false, 0, 0);
            state.heard_ms = state.heard_ms.max(answer.hub_ms);
            state.save(tx)?;
            pen.number(answer.number)?;
            worker::bind(tx, &answer.grant)?;
            let held = Held { url: asked.url, at_ms: now, answer };
            tx.execute("update enrolment set held = ?", [encode(&held)?])?;
            Ok(Me { sign, seal, held }.enrolled())
        })
    }

    /// Seals the store's key to the district's recovery key, where there is one. Enrolment does it; where the file was lost
    /// since, it is made again.
    ///
    /// # Errors
    /// Storage errors; then the earlier file, if any, stays.
    pub fn seal_to_district(&self) -> Result<(), CoreError> {
        let me = self.store().read(|db| Ok(me(db).ok()))?;
        let recovery = me.and_then(|me| me.answer().recovery);
        match recovery.and_then(|key| RecoveryPublic::from_hex(&key.to_string())) {
            Some(key) => self.store().seal_for_recovery(&key),
            None => Ok(()),
        }
    }
}

pub(super) fn refused(error: ErrorBody) -> SyncError {
    SyncError::Refused { code: error.code, retry_ms: error.retry_ms }
}

/// After a salvage: the sums are added up anew, and the areas filled anew, with this phone's own facts, since nobody knows
/// which were lost.
pub(crate) fn after_salvage(db: &Connection) -> Result<(), CoreError> {
    super::sums::renew(db)?;
    let held = Areas::load(db)?;
    let mut areas = held.clone();
    if let Ok(me) = me(db) {
        areas.grant(me.grant());
    }
    areas.restart();
    areas.save(db, &held)
}

/// Nothing is acknowledged any more, nothing is waited for.
fn forget(db: &Connection) -> Result<(), CoreError> {
    let mut sums = Sums::of(db);
    let mut query = db.prepare("select no from stream where own = 1 and acked > 0")?;
    let own = query.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for no in own {
        sums.around(no, (0, u64::MAX), |db| {
            db.execute("update stream set acked = 0, unannounced = 0 where no = ?", [no])?;
            db.execute("delete from refusal where stream = ?", [no])?;
            Ok(())
        })?;
    }
    sums.finish()?;
    db.execute("delete from sync_open", [])?;
    Ok(())
}
