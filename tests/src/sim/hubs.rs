//! The hub: one or two processes on one database.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use shivir_domain::id::{AreaId, FactId, StreamId};
use shivir_domain::wire::courier::{self, Way as FileWay};
use shivir_domain::wire::enrol::EnrolRequest;
use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::sync::{SyncRequest, SyncResponse};
use shivir_hub::Hub;
use shivir_hub::store::{Arg, Row, Sqlite, Storage, Value};

use super::clock::{Clock, Time};
use super::net::{Flight, Way, Who};
use super::template::{HUB, HUB_DB, HUB_KEY, grant, open};
use super::trace::note;
use super::world::World;
use super::{Broken, Kind};
use crate::rng::Rng;

/// A backup of the hub, and what was in it.
pub(super) struct Saved {
    pub dir: PathBuf,
    pub facts: BTreeSet<FactId>,
    /// Phones that were enrolled.
    pub phones: usize,
}

/// Its processes.
pub(super) struct Hubs {
    pub processes: Vec<Process>,
}

/// A process.
pub(super) struct Process {
    clock: Arc<Clock>,
    /// None while it does not run.
    running: Option<Running>,
}

struct Running {
    hub: Hub,
    /// Its database, past whatever was planted.
    db: Arc<dyn Storage>,
}

impl Hubs {
    /// So many processes, with clocks that differ by seconds.
    pub fn new(count: usize, time: &Time, rng: &mut Rng) -> Self {
        let processes = (0..count).map(|_| {
            let clock = Clock::new(time, rng.next_u64());
            clock.set_ahead(rng.below(60_000) as i64 - 30_000);
            Process { clock, running: None }
        });
        Self { processes: processes.collect() }
    }
}

/// The id in the first two columns of a row.
pub(super) fn id_of(row: &Row) -> Option<FactId> {
    match row.0.get(..2)? {
        [Value::Bytes(stream), Value::Int(seq)] => {
            Some(FactId { stream: StreamId::from_slice(stream)?, seq: u64::try_from(*seq).ok()? })
        }
        _ => None,
    }
}

impl World<'_> {
    /// Starts the processes that do not run.
    pub fn open_hubs(&mut self) -> Result<(), Broken> {
        let path = self.root.join(HUB).join(HUB_DB);
        for process in &mut self.hubs.processes {
            if process.running.is_none() {
                let db: Arc<dyn Storage> =
                    Arc::new(Sqlite::open_with_vfs(&path, &HUB_KEY, Some(self.disks.vfs()))?);
                let hub = Hub::new(self.plant.wrap(&db), process.clock.clone());
                process.running = Some(Running { hub, db });
            }
        }
        Ok(())
    }

    fn running(&self, process: usize) -> Result<&Running, Broken> {
        let process = self.hubs.processes.get(process).and_then(|process| process.running.as_ref());
        process.ok_or(Broken::Said("the hub does not run".into()))
    }

    /// The hub as a whole.
    pub fn hub(&self) -> Result<&Hub, Broken> {
        Ok(&self.running(0)?.hub)
    }

    /// Rows of its database as they are.
    pub fn hub_rows(&self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, Broken> {
        let mut rows = Vec::new();
        self.running(0)?.db.read(&mut |tx| {
            rows = tx.rows(sql, args)?;
            Ok(())
        })?;
        Ok(rows)
    }

    /// How many numbers of a stream, up to one, the hub holds facts of.
    pub fn held(&self, stream: StreamId, upto: u64) -> Result<u64, Broken> {
        let sql = "select count(*) from (select seq from fact where district = $1 and stream = $2 and seq <= $3 \
                   union select seq from quarantine where district = $1 and stream = $2 and seq <= $3)";
        let upto = i64::try_from(upto).unwrap_or(i64::MAX);
        let args = [self.template.district.into(), (&stream.0).into(), upto.into()];
        match self.hub_rows(sql, &args)?.first().map(|row| row.0.as_slice()) {
            Some([Value::Int(count)]) => Ok(u64::try_from(*count).unwrap_or(0)),
            _ => Ok(0),
        }
    }

    /// A process is killed and starts again; where the power goes, all of them.
    pub fn stop_hub(&mut self, process: usize, how: &str) -> Result<(), Broken> {
        let power = self.rng.chance(self.odds.power);
        note!(self, "hub {process}: {how}{}", if power { ", the power is gone" } else { "" });
        self.disks.stop(HUB);
        for (at, other) in self.hubs.processes.iter_mut().enumerate() {
            if power || at == process {
                other.running = None;
            }
        }
        self.disks.start(HUB);
        if power {
            self.disks.power_cut(HUB, &mut self.rng)?;
        }
        if let Err(error) = self.open_hubs() {
            self.fail(Kind::Lost, format!("the hub's database does not open: {error}"));
            return Ok(());
        }
        self.all_acknowledged_is_held()
    }

    /// Ends all processes, so that the files can be exchanged.
    pub fn end_hubs(&mut self) {
        self.disks.stop(HUB);
        self.hubs.processes.iter_mut().for_each(|process| process.running = None);
        self.disks.start(HUB);
    }

    /// A request arrives.
    pub fn at_hub(&mut self, flight: Flight) -> Result<(), Broken> {
        let process = self.rng.below(self.hubs.processes.len());
        if self.rng.chance(self.odds.stop) {
            self.disks.stop_at(HUB, 1 + self.rng.below(30) as u64);
        }
        let running = self.running(process)?;
        let reply = match flight.way {
            _ if self.plant.refuses(&flight) => None,
            Way::Enrol => Some(running.hub.handle(EnrolRequest::PATH, &flight.bytes)),
            Way::Network => Some(running.hub.handle(SyncRequest::PATH, &flight.bytes)),
            Way::Courier => Some(running.hub.courier(&flight.bytes)),
        };
        if self.disks.stopped(HUB) {
            return self.stop_hub(process, "stopped in the middle");
        }
        let Some(reply) = reply else {
            return Ok(());
        };
        let outcome = reply.outcome;
        note!(
            self,
            "hub {process}: {:?} answered {}, {} taken, {} aside, {} given",
            flight.who,
            outcome.refused.map_or("200", |code| code.code()),
            outcome.taken,
            outcome.aside,
            outcome.given
        );
        self.check_reply(&flight, &reply.bytes)?;
        if self.rng.chance(self.odds.stop / 3) {
            // It took everything, and nobody hears of it.
            return self.stop_hub(process, "killed before it answered");
        }
        self.send(Flight { bytes: reply.bytes, answers: Some(flight.bytes), ..flight });
        Ok(())
    }

    /// What the hub acknowledges it holds.
    fn check_reply(&mut self, flight: &Flight, reply: &[u8]) -> Result<(), Broken> {
        let (answer, request);
        let (reply, request) = match (flight.way, flight.who) {
            (Way::Network, _) => (reply, &flight.bytes[..]),
            (Way::Courier, Who::Phone(phone)) => {
                let Some(seal) = self.template.seals.get(self.phones[phone].of) else {
                    return Ok(());
                };
                let down = courier::open(FileWay::Down, reply, seal);
                let up = courier::open(FileWay::Up, &flight.bytes, &self.template.hub_seal_secret);
                let (Ok(down), Ok(up)) = (down, up) else {
                    return Ok(());
                };
                (answer, request) = (down, up);
                (&answer[..], &request[..])
            }
            _ => return Ok(()),
        };
        let answer = open::<SyncResponse>(reply, &self.template.hub_sign, request).ok().flatten();
        for ack in answer.map(|answer| answer.acks).unwrap_or_default() {
            self.acknowledged(ack.stream, ack.upto)?;
        }
        Ok(())
    }

    /// A phone gets other areas.
    pub fn change_grant(&mut self, phone: usize) -> Result<(), Broken> {
        let Some(device) = self.phones[phone].device else {
            return Ok(());
        };
        let worker = self.template.workers[self.phones[phone].of];
        let own = self.phones[phone].area;
        let mut areas: Vec<AreaId> = Vec::new();
        for area in &self.template.areas {
            if *area == own || self.rng.chance(60) {
                areas.push(*area);
            }
        }
        note!(self, "phone {phone}: granted {areas:?}");
        let grant = grant(areas.into_iter(), Some(worker));
        self.desk(|hub, district| hub.grant(district, device, &grant))
    }

    /// A phone is revoked, where another stays.
    pub fn revoke(&mut self, phone: usize) -> Result<(), Broken> {
        let Some(device) = self.phones[phone].device else {
            return Ok(());
        };
        let left = self.hub()?.devices(self.template.district)?.iter().filter(|state| !state.revoked).count();
        if left <= 3 {
            return Ok(());
        }
        note!(self, "phone {phone}: revoked");
        self.desk(|hub, district| hub.revoke(district, device))
    }

    /// The desk releases one of the facts that are kept aside.
    pub fn release(&mut self) -> Result<(), Broken> {
        let aside = self.hub()?.quarantine(self.template.district)?;
        if aside.is_empty() {
            return Ok(());
        }
        let one = &aside[self.rng.below(aside.len())];
        note!(self, "the desk releases {}", one.fact);
        let facts = [(one.fact, one.hash)];
        self.desk(|hub, district| hub.release(district, &facts).map(drop))
    }

    /// Something is done at the desk; nothing, where the hub's disk is full.
    fn desk(
        &mut self,
        work: impl FnOnce(&Hub, u32) -> Result<(), shivir_hub::HubError>,
    ) -> Result<(), Broken> {
        match work(self.hub()?, self.template.district) {
            Err(shivir_hub::HubError::Busy(_)) if self.book.full.contains(HUB) => Ok(()),
            Err(error) => {
                self.fail(Kind::Wedged, format!("the desk: {error}"));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}
