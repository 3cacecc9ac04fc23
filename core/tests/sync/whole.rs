//! Random interleavings of two phones, two ways and the hub: nothing is lost or doubled, cursors never skip, all end equal.

use proptest::prelude::*;

use crate::common::Phone;
use crate::restored::{backup, restore};
use crate::sync_common::{Hub, sync};
use crate::{held, ready, write};
use shivir_core::facts::Sitting;
use shivir_core::sync::{SyncError, SyncOptions};
use shivir_domain::id::{DeviceId, FactId};

/// What happens next, to one of the phones.
#[derive(Debug, Clone, Copy)]
enum What {
    /// Someone is registered in an area.
    Write(u64),
    /// A request is made, over the network or for a courier.
    Ask {
        courier: bool,
    },
    /// One of the requests under way reaches the hub, whichever, or again.
    Reach(usize),
    /// One of the answers under way reaches the phone.
    Answer(usize),
    /// The phone is killed and opened again.
    Kill,
    /// Its areas change.
    Grant(u64),
    /// The hub keeps the phone's next fact aside.
    Refuse,
    /// The hub takes what it kept aside.
    Release,
    /// The hub is backed up, or restored.
    Backup,
    Restore,
    /// The phone is backed up, or restored.
    BackupPhone,
    RestorePhone,
}

fn what() -> impl Strategy<Value = (usize, What)> {
    let what = prop_oneof![
        6 => (1..4u64).prop_map(What::Write),
        6 => any::<bool>().prop_map(|courier| What::Ask { courier }),
        8 => any::<usize>().prop_map(What::Reach),
        8 => any::<usize>().prop_map(What::Answer),
        1 => Just(What::Kill),
        2 => (0..4u64).prop_map(What::Grant),
        1 => Just(What::Refuse),
        1 => Just(What::Release),
        1 => Just(What::Backup),
        1 => Just(What::Restore),
        1 => Just(What::BackupPhone),
        1 => Just(What::RestorePhone),
    ];
    (0..2usize, what)
}

const GRANTS: [&[u64]; 4] = [&[1], &[1, 2], &[1, 2, 3], &[2, 3]];

struct Party {
    phone: Option<Phone>,
    at: Sitting,
    device: DeviceId,
    up: Vec<(bool, Vec<u8>)>,
    down: Vec<(bool, Vec<u8>)>,
    written: Vec<FactId>,
    kept: Option<tempfile::TempDir>,
}

impl Party {
    fn new(seed: u64, hub: &mut Hub) -> Self {
        let (phone, at) = ready(seed);
        let device = hub.enrol(&phone, GRANTS[1]);
        let (up, down, written) = (Vec::new(), Vec::new(), Vec::new());
        Self { phone: Some(phone), at, device, up, down, written, kept: None }
    }

    fn phone(&self) -> &Phone {
        self.phone.as_ref().unwrap()
    }

    fn act(&mut self, hub: &mut Hub, kept: &mut Hub, what: What) {
        match what {
            What::Write(area) => {
                self.written.push(write(self.phone(), &self.at, area, 1)[0].fact);
            }
            What::Ask { courier: true } => {
                let file = self.phone().core.courier_out(&SyncOptions::courier()).unwrap();
                self.up.push((true, file.bytes));
            }
            What::Ask { courier: false } => {
                let small = SyncOptions { most_bytes_up: 600, most_bytes_down: 0 };
                self.up.push((false, self.phone().core.sync_request(&small).unwrap().bytes));
            }
            What::Reach(at) if !self.up.is_empty() => {
                let (courier, bytes) = self.up[at % self.up.len()].clone();
                let answer = if courier { hub.file(&bytes) } else { hub.post(&bytes) };
                self.down.push((courier, answer));
            }
            What::Answer(at) if !self.down.is_empty() => {
                let (courier, bytes) = self.down[at % self.down.len()].clone();
                let core = &self.phone().core;
                let before = core.sync_state().unwrap();
                let done = if courier { core.courier_in(&bytes) } else { core.sync_response(&bytes) };
                let after = core.sync_state().unwrap();
                match done {
                    Ok(report) => assert!(report.hub_restored || after.cursor >= before.cursor),
                    Err(SyncError::Core(error)) => panic!("{error}"),
                    Err(_) => assert_eq!(after.cursor, before.cursor),
                }
            }
            What::Kill => self.phone = self.phone.take().map(Phone::reopen),
            What::Grant(at) => hub.regrant(self.device, GRANTS[usize::try_from(at).unwrap()]),
            What::Refuse => {
                let next = self.phone().core.waiting_facts(1).unwrap();
                // Not one that names the worker, so that the rest of the day still folds.
                if let Some(fact) = next.first().filter(|f| f.id().seq > 1) {
                    hub.refuse.insert(fact.id());
                }
            }
            What::Release => {
                let held = hub.aside.iter().find(|(_, (_, fact))| fact.is_some()).map(|(id, _)| *id);
                if let Some(id) = held {
                    hub.release(id);
                }
            }
            What::Backup => *kept = hub.clone(),
            What::Restore => {
                hub.restore(kept);
                *kept = hub.clone();
            }
            What::BackupPhone => {
                let (phone, kept) = backup(self.phone.take().unwrap());
                (self.phone, self.kept) = (Some(phone), Some(kept));
            }
            What::RestorePhone => {
                if let Some(kept) = &self.kept {
                    let phone = restore(self.phone.take().unwrap(), kept.path());
                    let (phone, ids) = held(phone);
                    // What nobody but this phone had is gone with it.
                    self.written.retain(|fact| ids.contains(fact) || hub.holds(*fact));
                    self.phone = Some(phone);
                }
            }
            What::Reach(_) | What::Answer(_) => {}
        }
    }
}

/// So many as `SYNC_CASES` says.
fn cases() -> u32 {
    std::env::var("SYNC_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_lost_late_doubled_or_restored_in_the_end_all_hold_the_same(
        deeds in prop::collection::vec(what(), 1..90),
        page in 1..6usize,
        // Where both a phone and the hub are restored, what a third has heard of may have no one left to send it.
        phones in any::<bool>(),
    ) {
        let mut hub = Hub { page, ..Hub::new() };
        let mut parties = [Party::new(1, &mut hub), Party::new(2, &mut hub)];
        let mut kept = hub.clone();
        for (who, what) in deeds {
            if matches!(what, What::Restore) && phones || matches!(what, What::RestorePhone) && !phones {
                continue;
            }
            parties[who].act(&mut hub, &mut kept, what);
            prop_assert!(parties[who].phone().core.sums_hold().unwrap(), "sums after {:?}", what);
        }
        // Everyone is granted all, everything kept aside is taken, and the network holds.
        hub.refuse.clear();
        for party in &parties {
            hub.regrant(party.device, GRANTS[2]);
        }
        for _ in 0..3 {
            for party in &parties {
                while let Err(error) = {
                    let out = party.phone().core.sync_request(&SyncOptions::default()).unwrap();
                    party.phone().core.sync_response(&hub.post(&out.bytes))
                } {
                    prop_assert!(matches!(error, SyncError::Refused { .. }), "{:?}", error);
                }
                sync(party.phone(), &mut hub);
            }
            let aside: Vec<FactId> = hub.aside.keys().copied().collect();
            aside.into_iter().for_each(|id| hub.release(id));
        }
        let ids = hub.ids();
        prop_assert_eq!(hub.log.len(), ids.len(), "nothing is numbered twice");
        for party in parties {
            let written = party.written.clone();
            prop_assert!(written.iter().all(|fact| ids.contains(fact)), "nothing is lost");
            let state = party.phone().core.sync_state().unwrap();
            prop_assert_eq!((state.waiting, state.kept_aside), (0, 0));
            prop_assert!(state.areas.iter().all(|a| a.whole && !a.healed), "nothing was skipped: {:?}", state);
            prop_assert_eq!(&held(party.phone.unwrap()).1, &ids);
        }
    }
}
