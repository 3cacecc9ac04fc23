//! The phones: each a real store on a disk of its own. They are opened, killed, and sync.

use std::path::PathBuf;
use std::sync::Arc;

use shivir_core::facts::Sitting;
use shivir_core::store::StoreOptions;
use shivir_core::sync::{SyncError, SyncOptions, SyncOut, SyncReport};
use shivir_core::{Core, CoreError};
use shivir_domain::id::{AreaId, DeviceId};
use shivir_domain::wire::ErrorCode;

use super::clock::Clock;
use super::net::{Flight, Way, Who};
use super::template::{LATE, first_grant, folder};
use super::trace::note;
use super::world::World;
use super::{Broken, Kind};
use crate::kit;

/// A phone.
pub(super) struct Phone {
    /// Which of the template's.
    pub of: usize,
    pub core: Option<Core>,
    pub clock: Arc<Clock>,
    pub dir: PathBuf,
    pub device: Option<DeviceId>,
    /// It meets no network: only couriers come.
    pub by_courier: bool,
    /// The area of its table.
    pub area: AreaId,
    /// A backup of it.
    pub saved: Option<PathBuf>,
}

impl Phone {
    /// The folder of its store.
    pub fn folder(&self) -> String {
        folder(self.of)
    }
}

impl World<'_> {
    /// Puts the files in place and starts everybody.
    pub fn begin(&mut self, who: &[usize]) -> Result<(), Broken> {
        self.template.copy(super::template::HUB, &self.root)?;
        self.open_hubs()?;
        for of in who {
            self.template.copy(&folder(*of), &self.root)?;
            let grant = first_grant(&self.template.areas, &self.template.workers, *of);
            let phone = Phone {
                of: *of,
                core: None,
                clock: Clock::new(&self.time, self.rng.next_u64()),
                dir: self.root.join(folder(*of)),
                device: self.template.devices.get(*of).copied(),
                by_courier: *of != LATE && self.rng.chance(12),
                area: grant.areas.first().map(|a| a.area).unwrap_or_default(),
                saved: None,
            };
            self.phones.push(phone);
            self.open_phone(self.phones.len() - 1)?;
        }
        self.plant.begin(self.disks, self.phones.iter().map(Phone::folder));
        Ok(())
    }

    /// Who sits at its table.
    pub fn table(&self, phone: usize) -> Sitting {
        let phone = &self.phones[phone];
        let worker = self.template.workers[phone.of];
        Sitting { author: worker, typist: worker, camp: None, area: phone.area, on: None }
    }

    /// Opens its store, and looks whether all that it promised is there.
    pub fn open_phone(&mut self, phone: usize) -> Result<(), Broken> {
        let options = StoreOptions {
            vfs: Some(self.disks.vfs().to_owned()),
            cache_kib: 1024,
            ..StoreOptions::at(&self.phones[phone].dir)
        };
        match Core::open(options, kit::key()?, self.phones[phone].clock.clone()) {
            Ok(core) => self.phones[phone].core = Some(core),
            Err(error) => {
                self.fail(Kind::Lost, format!("phone {phone}: its store does not open: {error}"));
                return Ok(());
            }
        }
        self.all_promised_is_at(phone);
        Ok(())
    }

    /// It is killed, or its battery is empty, and starts again.
    pub fn stop_phone(&mut self, phone: usize, how: &str) -> Result<(), Broken> {
        let folder = self.phones[phone].folder();
        self.disks.stop(&folder);
        self.phones[phone].core = None;
        self.disks.start(&folder);
        let power = self.rng.chance(self.odds.power);
        note!(self, "phone {phone}: {how}{}", if power { ", the power is gone" } else { "" });
        if power {
            self.disks.power_cut(&folder, &mut self.rng)?;
        }
        self.open_phone(phone)
    }

    /// Before something is done: perhaps the phone will stop in the middle of it.
    pub fn may_stop(&mut self, phone: usize, within: usize) {
        if self.rng.chance(self.odds.stop) {
            let at = 1 + self.rng.below(within) as u64;
            self.disks.stop_at(&self.phones[phone].folder(), at);
        }
    }

    /// After it: whether the phone stopped. It is running again then.
    pub fn did_stop(&mut self, phone: usize) -> Result<bool, Broken> {
        let stopped = self.disks.stopped(&self.phones[phone].folder());
        if stopped {
            self.stop_phone(phone, "stopped in the middle")?;
        }
        Ok(stopped)
    }

    /// What a verb gave; none where rules or a fault of this world forbade it. Anything else is a failure.
    pub fn given<T>(&mut self, phone: usize, what: &str, result: Result<T, CoreError>) -> Option<T> {
        let folder = self.phones[phone].folder();
        match result {
            Ok(value) => Some(value),
            Err(CoreError::Refused(_) | CoreError::NotFound(_)) => None,
            Err(error) => {
                let stopped = self.disks.has_stopped(&folder);
                let full = self.book.full.contains(&folder) && matches!(error, CoreError::StorageFull);
                if !stopped && !full {
                    self.fail(Kind::Wedged, format!("phone {phone}: {what}: {error}"));
                }
                None
            }
        }
    }

    /// A sync begins: a request leaves.
    pub fn start_sync(&mut self, who: Who, way: Way) -> Result<(), Broken> {
        let phone = match who {
            Who::Peer => return self.peer_request(),
            Who::Phone(phone) => phone,
        };
        let way = if self.phones[phone].device.is_none() { Way::Enrol } else { way };
        let mut options = SyncOptions::default();
        if !self.calm {
            options.most_bytes_up = [1, 1_500, 64 << 10][self.rng.below(3)];
            options.most_bytes_down = [300, 2_500, 0][self.rng.below(3)];
        }
        self.may_stop(phone, 6);
        let Some(core) = &self.phones[phone].core else {
            return Ok(());
        };
        let made = match way {
            Way::Enrol => core.enrol_request(&self.template.invited, "1"),
            Way::Network => core.sync_request(&options),
            Way::Courier => core.courier_out(&options),
        };
        let made = self.core_error(made)?;
        let made = self.given(phone, "request", made);
        if self.did_stop(phone)? {
            return Ok(());
        }
        if let Some(SyncOut { bytes, facts, more, counter, .. }) = made {
            note!(self, "phone {phone}: request {counter} of {facts} facts, more {more}");
            self.plant.sent(self.phones[phone].of, way, &bytes);
            self.send(Flight { who, way, bytes, answers: None });
        }
        Ok(())
    }

    /// Errors of sync that are none of the store's have no place here.
    fn core_error<T>(&mut self, result: Result<T, SyncError>) -> Result<Result<T, CoreError>, Broken> {
        match result {
            Ok(value) => Ok(Ok(value)),
            Err(SyncError::Core(error)) => Ok(Err(error)),
            Err(other) => Err(other.into()),
        }
    }

    /// An answer arrives.
    pub fn answer_at_phone(&mut self, phone: usize, flight: &Flight) -> Result<(), Broken> {
        let bytes = self.plant.on_the_way(self.phones[phone].of, flight);
        self.may_stop(phone, 8);
        let Some(core) = &self.phones[phone].core else {
            return Ok(());
        };
        let done = match flight.way {
            Way::Enrol => core.enrol_response(&bytes, None).map(|enrolled| {
                self.phones[phone].device = Some(enrolled.device);
                SyncReport::default()
            }),
            Way::Network => core.sync_response(&bytes),
            Way::Courier => core.courier_in(&bytes),
        };
        match done {
            Ok(report) => {
                self.heard(phone, &report);
                self.plant.after_answer(&self.phones[phone].dir)?;
            }
            Err(SyncError::Core(error)) => {
                self.given::<()>(phone, "answer", Err(error));
            }
            Err(SyncError::Refused { code, .. }) => {
                note!(self, "phone {phone}: refused, {}", code.code());
                let expected = matches!(
                    code,
                    ErrorCode::Replayed | ErrorCode::Busy | ErrorCode::Malformed | ErrorCode::NotSigned
                );
                if !expected {
                    self.fail(Kind::Wedged, format!("phone {phone}: the hub refuses: {}", code.code()));
                }
            }
            Err(other) => note!(self, "phone {phone}: no answer to it, {}", other.code()),
        }
        self.did_stop(phone)?;
        Ok(())
    }

    fn heard(&mut self, phone: usize, report: &SyncReport) {
        let state = self.phones[phone].core.as_ref().and_then(|core| core.sync_state().ok());
        let at = state.map_or(0, |state| state.cursor.0);
        let SyncReport { facts_up, facts_down, waiting, quarantined, released, again, revoked, .. } = report;
        note!(
            self,
            "phone {phone}: heard, at {at}, {facts_up} up, {facts_down} down, {waiting} wait, {quarantined} aside, \
             {released} released, again {again}, revoked {revoked}, hub restored {}, phone restored {}, new grant {}",
            report.hub_restored,
            report.phone_restored,
            report.new_grant
        );
        let equal = report.healing.is_empty() && report.differing.is_empty();
        if !(equal || self.hub_restored) {
            let (healing, differing) = (&report.healing, &report.differing);
            self.fail(
                Kind::Diverged,
                format!("phone {phone}: digests differ, healing {healing:?}, differing {differing:?}"),
            );
        }
        self.book.moved |= facts_up + facts_down + released > 0;
    }
}
