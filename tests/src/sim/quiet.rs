//! The end of a seed: nothing goes wrong any more, everybody syncs until nothing moves, and then all is looked at.

use super::net::{Way, Who};
use super::template::HUB;
use super::trace::note;
use super::world::{Odds, World};
use super::{Broken, Kind};
use shivir_hub::store::Value;

/// Rounds in which everybody syncs, at most.
const ROUNDS: usize = 8;

/// Round trips of one phone in a round, at most.
const TRIPS: usize = 40;

impl World<'_> {
    /// Lets everything come to rest, and looks at it.
    pub fn end_well(&mut self) -> Result<(), Broken> {
        note!(self, "from here on nothing goes wrong");
        self.calm = true;
        self.odds = Odds::default();
        let folders: Vec<String> = self.phones.iter().map(super::phones::Phone::folder).collect();
        folders.iter().for_each(|folder| self.disks.fill(folder, false));
        self.disks.fill(HUB, false);
        self.book.full.clear();
        if self.rng.chance(60) {
            self.arrive_all()?;
        }
        self.flights.clear();
        if !self.come_to_rest()? {
            return Ok(());
        }
        // What was healed must serve for work too: everybody registers one more, and all is brought to rest again.
        for phone in 0..self.phones.len() {
            let pick = self.rng.below(1 << 16);
            self.work_on(phone, pick)?;
        }
        if self.failures.is_empty() && self.come_to_rest()? {
            self.look_at_everything()?;
        }
        Ok(())
    }

    /// Everybody syncs until nothing moves. False where something went wrong.
    fn come_to_rest(&mut self) -> Result<bool, Broken> {
        for round in 0..ROUNDS {
            self.book.moved = false;
            let mut at_rest = true;
            for phone in 0..self.phones.len() {
                at_rest &= self.settle(phone)?;
            }
            at_rest &= self.settle_peer()?;
            // What the last of them did may have moved the others.
            for phone in 0..self.phones.len() {
                at_rest &= self.why_not(phone)?.is_none();
            }
            if !self.failures.is_empty() {
                return Ok(false);
            }
            if at_rest && !self.book.moved {
                note!(self, "all is at rest after {} rounds", round + 1);
                return Ok(true);
            }
        }
        let waiting =
            (0..self.phones.len()).map(|phone| self.why_not(phone)).collect::<Result<Vec<_>, _>>()?;
        let peer = self.peer.waiting();
        self.fail(
            Kind::Wedged,
            format!("no rest after {ROUNDS} rounds: {waiting:?}, newer phone {peer} wait"),
        );
        Ok(false)
    }

    /// A phone syncs until it is at rest. False where it is not in the end.
    fn settle(&mut self, phone: usize) -> Result<bool, Broken> {
        let way = if self.phones[phone].by_courier { Way::Courier } else { Way::Network };
        for _ in 0..TRIPS {
            self.round_trip(Who::Phone(phone), way)?;
            if !self.failures.is_empty() {
                return Ok(false);
            }
            if self.why_not(phone)?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Why a phone is not at rest.
    fn why_not(&self, phone: usize) -> Result<Option<String>, Broken> {
        let Some(core) = &self.phones[phone].core else {
            return Ok(Some("it does not run".into()));
        };
        let state = core.sync_state()?;
        let behind = !state.revoked && state.cursor.0 != self.numbers()?;
        let filling = !state.revoked && state.areas.iter().any(|area| !area.whole);
        Ok(if !state.enrolled {
            Some("not enrolled".into())
        } else if state.waiting > 0 {
            Some(format!("{} facts wait", state.waiting))
        } else if filling {
            Some(format!("not filled: {:?}", state.areas))
        } else if behind {
            Some(format!("at {:?} of {}", state.cursor, self.numbers()?))
        } else {
            None
        })
    }

    /// The district's count.
    pub fn numbers(&self) -> Result<u64, Broken> {
        let sql = "select number from district where district = $1";
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        match rows.first().map(|row| row.0.as_slice()) {
            Some([Value::Int(number)]) => Ok(number.unsigned_abs()),
            _ => Ok(0),
        }
    }

    fn settle_peer(&mut self) -> Result<bool, Broken> {
        for _ in 0..TRIPS {
            // Also where nothing waits: only an answer tells that the hub was restored.
            self.round_trip(Who::Peer, Way::Network)?;
            if self.peer.waiting() == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
