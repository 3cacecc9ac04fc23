//! A world: its phones, its hub, what is under way between them, and what happens next.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::book::Book;
use super::disk::Disks;
use super::hubs::{Hubs, Saved};
use super::net::{Flight, Way, Who};
use super::peer::Peer;
use super::phones::Phone;
use super::plant::{Plant, Planted};
use super::template::{LATE, Template};
use super::trace::{Trace, note};
use super::{Broken, Failure, Kind};
use crate::kit;
use crate::rng::Rng;

/// How often what goes wrong, in a hundred. Each seed draws its own: faults that never meet in one seed meet in another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Odds {
    pub loss: usize,
    pub double: usize,
    pub cut: usize,
    /// What arrives is not the first that was sent.
    pub disorder: usize,
    /// A machine stops in the middle of what it does.
    pub stop: usize,
    /// It stopped because the power went.
    pub power: usize,
}

/// How often what is done, as weights.
#[derive(Debug, Clone, Copy, Default)]
struct Weights([usize; Act::ALL.len()]);

/// What may happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Work,
    Sync,
    Arrive,
    CourierOut,
    StopPhone,
    StopHub,
    SavePhone,
    RestorePhone,
    SaveHub,
    RestoreHub,
    FillDisk,
    Clocks,
    Grant,
    Revoke,
    Release,
    PeerWrites,
    PeerSends,
}

impl Act {
    const ALL: [Self; 17] = [
        Self::Work,
        Self::Sync,
        Self::Arrive,
        Self::CourierOut,
        Self::StopPhone,
        Self::StopHub,
        Self::SavePhone,
        Self::RestorePhone,
        Self::SaveHub,
        Self::RestoreHub,
        Self::FillDisk,
        Self::Clocks,
        Self::Grant,
        Self::Revoke,
        Self::Release,
        Self::PeerWrites,
        Self::PeerSends,
    ];
}

impl Weights {
    fn draw(rng: &mut Rng) -> Self {
        // Backups are rarer than the rest: what they undo must first have been done.
        let mut some = |of: usize, percent: usize| if rng.chance(percent) { 1 + rng.below(of) } else { 0 };
        let (phone, hub) = (some(3, 55), some(3, 45));
        Self([
            30 + some(20, 50),
            16,
            26,
            some(8, 35),
            some(5, 60),
            some(4, 60),
            phone,
            phone.min(2),
            hub,
            hub.min(2),
            some(4, 35),
            some(5, 50),
            some(4, 50),
            some(1, 15),
            some(5, 60),
            some(10, 65),
            some(8, 95),
        ])
    }

    fn pick(&self, rng: &mut Rng) -> Act {
        let mut at = rng.below(self.0.iter().sum());
        for (act, weight) in Act::ALL.into_iter().zip(self.0) {
            if at < weight {
                return act;
            }
            at -= weight;
        }
        Act::Work
    }
}

impl Odds {
    fn draw(rng: &mut Rng) -> Self {
        let mut some = |of: usize, percent: usize| if rng.chance(percent) { 1 + rng.below(of) } else { 0 };
        Self {
            loss: some(40, 70),
            double: some(30, 60),
            cut: some(20, 50),
            disorder: some(100, 60),
            stop: some(12, 60),
            power: some(100, 70),
        }
    }
}

/// A world.
pub(super) struct World<'t> {
    pub template: &'t Template,
    pub disks: &'t Disks,
    pub root: PathBuf,
    pub trace: Trace,
    pub rng: Rng,
    pub odds: Odds,
    pub time: super::clock::Time,
    pub hubs: Hubs,
    pub saved_hub: Option<Saved>,
    pub phones: Vec<Phone>,
    pub peer: Peer,
    pub flights: Vec<Flight>,
    pub book: Book,
    pub failures: Vec<Failure>,
    pub plant: Planted,
    /// The hub was restored from a backup: until every phone has sent again what it lost, digests may differ.
    pub hub_restored: bool,
    /// Nothing goes wrong any more.
    pub calm: bool,
}

impl<'t> World<'t> {
    /// The world of a seed, its files under `root`, where nothing else is.
    pub fn new(
        template: &'t Template,
        disks: &'t Disks,
        root: &Path,
        seed: u64,
        plant: Option<Plant>,
        shown: bool,
    ) -> Result<Self, Broken> {
        disks.renew();
        let mut rng = Rng::for_item(0x5eed, seed);
        let odds = Odds::draw(&mut rng);
        let time = Arc::new(AtomicU64::new(kit::TEN));
        let count = if rng.chance(70) { 2 } else { 3 };
        let mut who: Vec<usize> = (0..LATE).collect();
        rng.shuffle(&mut who);
        who.truncate(count);
        // The late phone comes in place of another, so that a seed costs no more.
        if rng.chance(20)
            && let Some(last) = who.last_mut()
        {
            *last = LATE;
        }
        let two_hubs = rng.chance(30);
        let mut world = Self {
            template,
            disks,
            root: root.to_owned(),
            trace: Trace::new(shown),
            odds,
            time: Arc::clone(&time),
            hubs: Hubs::new(if two_hubs { 2 } else { 1 }, &time, &mut rng),
            saved_hub: None,
            phones: Vec::new(),
            peer: Peer::new(&mut rng),
            flights: Vec::new(),
            book: Book::default(),
            failures: Vec::new(),
            plant: Planted::new(plant, template),
            hub_restored: false,
            calm: false,
            rng,
        };
        note!(
            world,
            "seed {seed}: phones {who:?}, {count} in all, {} hubs, {odds:?}",
            1 + usize::from(two_hubs)
        );
        world.begin(&who)?;
        Ok(world)
    }

    /// Notes what went wrong.
    pub fn fail(&mut self, kind: Kind, what: impl Into<String>) {
        let failure = Failure { kind, what: what.into() };
        note!(self, "FAILED {failure}");
        self.failures.push(failure);
    }

    /// Lets everything happen, then looks whether all is well. What went wrong is in `failures`.
    pub fn run(&mut self) -> Result<(), Broken> {
        let weights = Weights::draw(&mut self.rng);
        let acts = 45 + self.rng.below(45);
        for _ in 0..acts {
            let act = weights.pick(&mut self.rng);
            self.pass();
            self.act(act)?;
            if !self.failures.is_empty() {
                return Ok(());
            }
        }
        self.end_well()
    }

    /// Time passes: minutes, and now and then a night.
    fn pass(&mut self) {
        let ms = match self.rng.below(12) {
            0 => 1,
            1 => 8 * 3_600_000,
            _ => 1_000 + self.rng.below(600_000) as u64,
        };
        self.time.fetch_add(ms, Ordering::Relaxed);
    }

    /// One of the phones.
    pub fn any_phone(&mut self) -> usize {
        self.rng.below(self.phones.len())
    }

    fn act(&mut self, act: Act) -> Result<(), Broken> {
        let phone = self.any_phone();
        match act {
            Act::Work => self.work(phone),
            Act::Sync => {
                let way = if self.phones[phone].by_courier { Way::Courier } else { Way::Network };
                self.start_sync(Who::Phone(phone), way)
            }
            Act::CourierOut => self.start_sync(Who::Phone(phone), Way::Courier),
            Act::Arrive => self.arrive(),
            Act::StopPhone => self.stop_phone(phone, "killed"),
            Act::StopHub => self.stop_hub(0, "killed"),
            Act::SavePhone => self.save_phone(phone),
            Act::RestorePhone => self.restore_phone(phone),
            Act::SaveHub => self.save_hub(),
            Act::RestoreHub => self.restore_hub(),
            Act::FillDisk => self.fill_disk(phone),
            Act::Clocks => {
                self.turn_clock(phone);
                Ok(())
            }
            Act::Grant => self.change_grant(phone),
            Act::Revoke => self.revoke(phone),
            Act::Release => self.release(),
            Act::PeerWrites => self.peer_writes(),
            Act::PeerSends => self.start_sync(Who::Peer, Way::Network),
        }
    }

    /// A phone's clock jumps: by minutes, days or years, or to the right time.
    fn turn_clock(&mut self, phone: usize) {
        const DAY: i64 = 86_400_000;
        let size = [60_000, 3_600_000, DAY, 3 * DAY, 400 * DAY, 0][self.rng.below(6)];
        let ahead = if self.rng.chance(50) { size } else { -size };
        note!(self, "phone {phone}: its clock is {ahead} ms ahead");
        self.phones[phone].clock.set_ahead(ahead);
    }

    /// A disk has no room any more, or has room again.
    fn fill_disk(&mut self, phone: usize) -> Result<(), Broken> {
        let folder =
            if self.rng.chance(30) { super::template::HUB.to_owned() } else { self.phones[phone].folder() };
        let full = !self.book.full.remove(&folder);
        note!(self, "{folder}: {}", if full { "its disk is full" } else { "its disk has room again" });
        if full {
            self.book.full.insert(folder.clone());
        }
        self.disks.fill(&folder, full);
        Ok(())
    }
}
