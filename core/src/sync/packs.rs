//! Packs: which the hub offers, asking for them by ranges, and making them the roster; and the campaign pack.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Serialize;
use shivir_domain::campaign::Campaign;
use shivir_domain::day::Day;
use shivir_domain::wire::envelope::{Answer, RequestBody, RequestHash, sign_request};
use shivir_domain::wire::pack::{
    CampaignRequest, CampaignResponse, Depth, PackAddress, PackKind, PackOffer, Ticket, ticket_header,
};
use shivir_roster::pack::Address;

use super::enrol::{me, refused};
use super::state::{Asked, Open, State, Way, keep_open, open_of};
use super::{SyncError, SyncOut, write};
use crate::Core;
use crate::error::{CoreError, Thing};
use crate::roster::{ImportError, ImportProgress, ImportReport, InstallOptions};
use crate::store::meta;

/// A pack that is offered and not in use here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct WantedPack {
    /// Its address: 64 hexadecimal digits.
    pub address: String,
    /// The block's name.
    pub block: String,
    /// Bytes of the whole.
    pub bytes: u64,
    /// Bytes of it that are here.
    pub here: u64,
    /// All of it is here; it is to be installed.
    pub whole: bool,
    /// It is of an area of this phone's own: work can begin with these ([`Core::install_first`]).
    pub own: bool,
}

/// How a pack, or the rest of it, is asked for: `GET path` with two headers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PackRequest {
    /// The path.
    pub path: String,
    /// The value of the header `authorization`.
    pub authorization: String,
    /// The first byte that is wanted: `range: bytes=N-`. What comes from there is given to [`Core::keep_pack_part`].
    pub from: u64,
}

/// A roster is built of it.
fn of_roster(offer: &PackOffer) -> bool {
    matches!(offer.kind, PackKind::Roster | PackKind::Cards)
}

impl Core {
    fn packs_offered(&self) -> Result<Vec<PackOffer>, CoreError> {
        Ok(self.store().read(State::load)?.packs.unwrap_or_default())
    }

    /// The packs that the roster is built of, those of cards among them; of a kind of a newer version, of which none is
    /// built, those that are here whole.
    pub(super) fn packs_held(&self) -> Result<Vec<PackAddress>, CoreError> {
        let in_use = match self.packs_in_use() {
            Ok(packs) => packs,
            // A damaged roster is fetched anew.
            Err(CoreError::Damaged(_)) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut held: Vec<PackAddress> =
            in_use.iter().filter_map(|pack| PackAddress::from_hex(&pack.address)).collect();
        let offered = self.packs_offered()?;
        if !offered.iter().all(of_roster) {
            let kept = self.kept_packs()?;
            let kept: BTreeSet<[u8; 32]> = kept.iter().filter(|k| k.whole).map(|k| k.address.0).collect();
            let newer = offered.iter().filter(|o| !of_roster(o));
            held.extend(newer.map(|o| o.address).filter(|a| kept.contains(&a.0)));
        }
        Ok(held)
    }

    /// The packs that the hub offers and that are not in use here, those of the phone's own areas first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn packs_wanted(&self) -> Result<Vec<WantedPack>, CoreError> {
        let offered = self.packs_offered()?;
        if offered.is_empty() {
            return Ok(Vec::new());
        }
        let held: BTreeSet<PackAddress> = self.packs_held()?.into_iter().collect();
        let kept = self.kept_packs()?;
        let full = |offer: &&PackOffer| offer.depth == Depth::Full && offer.kind == PackKind::Roster;
        let own: BTreeSet<(u32, String)> =
            offered.iter().filter(full).map(|offer| (offer.block, offer.block_name.clone())).collect();
        let wanted = offered.into_iter().filter(|offer| !held.contains(&offer.address));
        let mut wanted: Vec<WantedPack> = wanted
            .map(|offer| {
                let cards = offer.kind == PackKind::Cards;
                let own = full(&&offer) || cards && own.contains(&(offer.block, offer.block_name.clone()));
                let here = kept.iter().find(|k| k.address.0 == offer.address.0);
                WantedPack {
                    address: offer.address.to_string(),
                    block: offer.block_name,
                    bytes: offer.size,
                    here: here.map_or(0, |k| k.bytes),
                    whole: here.is_some_and(|k| k.whole),
                    own,
                }
            })
            .collect();
        wanted.sort_by_key(|pack| !pack.own);
        Ok(wanted)
    }

    /// The request for a pack that is offered, from where what is here ends. Each try takes a request of its own.
    ///
    /// # Errors
    /// [`Thing::Pack`] where it is not offered; [`SyncError::NotEnrolled`]; storage errors.
    pub fn pack_request(&self, address: PackAddress) -> Result<PackRequest, SyncError> {
        self.only_real()?;
        if !self.packs_offered()?.iter().any(|offer| offer.address == address) {
            return Err(CoreError::NotFound(Thing::Pack).into());
        }
        let kept = self.kept_packs()?;
        let from = kept.iter().find(|k| k.address.0 == address.0).map_or(0, |k| k.bytes);
        write(self, |pen| {
            let me = me(pen.tx)?;
            let mut state = State::load(pen.tx)?;
            state.counter += 1;
            state.save(pen.tx)?;
            let ticket = sign_request(&me.head(state.counter, state.epoch), &Ticket { address }, &me.sign)?;
            Ok(PackRequest { path: address.path(), authorization: ticket_header(&ticket), from })
        })
    }

    /// Makes the roster of exactly the packs that are offered, once all of them are here whole.
    ///
    /// # Errors
    /// As [`Core::install_packs`]; [`Thing::Pack`] where none is offered.
    pub fn install_offered(
        &self,
        today: Day,
        replace_list: bool,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<ImportReport, ImportError> {
        self.only_real()?;
        let offered = self.packs_offered()?;
        let roster = offered.iter().filter(|offer| of_roster(offer));
        let packs: Vec<Address> = roster.map(|offer| Address(offer.address.0)).collect();
        self.install(packs, today, replace_list, progress)
    }

    /// Makes a first roster of what is here once the packs of the phone's own areas are, while the others are still to come:
    /// work begins with these. None where there is a roster already, where one of these is still to come, or no other.
    ///
    /// # Errors
    /// As [`Core::install_packs`].
    pub fn install_first(
        &self,
        today: Day,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<Option<ImportReport>, ImportError> {
        self.only_real()?;
        match self.roster_summary() {
            Err(CoreError::NotFound(_)) => {}
            Ok(_) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let wanted = self.packs_wanted()?;
        let own_here = wanted.iter().filter(|pack| pack.own).all(|pack| pack.whole);
        let more = wanted.iter().any(|pack| !pack.whole);
        if !(own_here && more && wanted.iter().any(|pack| pack.own)) {
            return Ok(None);
        }
        let here = wanted.iter().filter(|pack| pack.whole);
        let packs = here.filter_map(|pack| Some(Address(PackAddress::from_hex(&pack.address)?.0))).collect();
        self.install(packs, today, false, progress).map(Some)
    }

    fn install(
        &self,
        packs: Vec<Address>,
        today: Day,
        replace_list: bool,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<ImportReport, ImportError> {
        let district = self.enrolment()?.map(|enrolled| enrolled.district);
        let Some(district) = district.filter(|_| !packs.is_empty()) else {
            return Err(CoreError::NotFound(Thing::Pack).into());
        };
        self.install_packs(&InstallOptions { district, today, packs, replace_list }, progress)
    }

    /// The request for the campaign pack, for `POST /v1/campaign`.
    ///
    /// # Errors
    /// [`SyncError::NotEnrolled`]; storage errors.
    pub fn campaign_request(&self) -> Result<SyncOut, SyncError> {
        self.only_real()?;
        let held = self.campaign_version()?;
        let now = self.env().now_ms();
        write(self, |pen| {
            let me = me(pen.tx)?;
            let mut state = State::load(pen.tx)?;
            state.counter += 1;
            state.save(pen.tx)?;
            let (counter, head) = (state.counter, me.head(state.counter, state.epoch));
            let bytes = sign_request(&head, &CampaignRequest { held }, &me.sign)?;
            let hash = RequestHash::of(&bytes);
            let open = Open { counter, hash, way: Way::Campaign, asked: Asked::default() };
            keep_open(pen.tx, &open, now)?;
            Ok(SyncOut { bytes, path: CampaignRequest::PATH.to_owned(), counter, facts: 0, more: false })
        })
    }

    /// Takes the campaign pack and works by it from now on.
    ///
    /// # Errors
    /// [`SyncError::Campaign`] where the pack is not right, and the other errors of [`Core::sync_response`]; then the
    /// earlier pack stays in use.
    pub fn campaign_response(&self, bytes: &[u8]) -> Result<Arc<Campaign>, SyncError> {
        self.only_real()?;
        let me = self.me()?;
        let response = super::answer(bytes)?;
        let waits = self.store().read(|db| open_of(db, response.head.counter, true))?;
        let mut why = SyncError::NotAsked;
        for open in waits {
            match response.open::<CampaignResponse>(me.hub_sign(), open.hash) {
                Ok(Answer::Done(answer)) => {
                    if self.campaign_version()? > answer.version {
                        // A late answer to an earlier request.
                        return Ok(self.campaign()?);
                    }
                    let text = answer.text()?;
                    let year = self.store().read(|db| meta::<i64>(db, "campaign_year"))?.unwrap_or(0);
                    let own = Campaign::parse(&text).is_ok_and(|pack| pack.year().is_some());
                    let year = u16::try_from(year).ok().filter(|year| *year > 0 && !own);
                    return Ok(self.load_campaign(&text, year)?);
                }
                Ok(Answer::Refused(error)) => return Err(refused(error)),
                Err(error) => why = error.into(),
            }
        }
        Err(why)
    }
}
