//! Backups, and coming back from them: a phone from last week's, the hub from yesterday's.

use std::collections::BTreeSet;
use std::fs;

use shivir_core::sync::Reach;
use shivir_domain::id::FactId;

use super::Broken;
use super::hubs::{Saved, id_of};
use super::plant::Plant;
use super::template::{HUB, copy};
use super::trace::note;
use super::world::World;

impl World<'_> {
    /// A backup of a phone is made.
    pub fn save_phone(&mut self, phone: usize) -> Result<(), Broken> {
        // One that is not enrolled yet would come back with other keys, and would want another code.
        if self.phones[phone].device.is_none() {
            return Ok(());
        }
        note!(self, "phone {phone}: backed up");
        let to = self.root.join(format!("{}.saved", self.phones[phone].folder()));
        copy(&self.phones[phone].dir, &to)?;
        self.phones[phone].saved = Some(to);
        Ok(())
    }

    /// A phone comes back from its backup.
    pub fn restore_phone(&mut self, phone: usize) -> Result<(), Broken> {
        let Some(saved) = self.phones[phone].saved.clone() else {
            return Ok(());
        };
        note!(self, "phone {phone}: restored from its backup");
        let folder = self.phones[phone].folder();
        self.disks.stop(&folder);
        self.phones[phone].core = None;
        self.disks.start(&folder);
        self.disks.settle(&folder);
        copy(&saved, &self.phones[phone].dir)?;
        // What the phone has lost is known to be lost: what nobody else has is not looked for any more.
        let mut entries = std::mem::take(&mut self.book.entries);
        self.open_phone(phone)?;
        let enrolled = self.phones[phone].core.as_ref().map(|core| core.enrolment()).transpose()?.flatten();
        self.phones[phone].device = enrolled.map(|enrolled| enrolled.device);
        for entry in entries.iter_mut().filter(|entry| entry.phone == phone) {
            let here =
                self.phones[phone].core.as_ref().is_some_and(|core| core.has_reached(entry.fact).is_ok());
            entry.gone = !here;
            entry.excused |= !here && !self.hub_holds(entry.fact)?;
        }
        self.book.entries = entries;
        Ok(())
    }

    /// A backup of the hub is made.
    pub fn save_hub(&mut self) -> Result<(), Broken> {
        if self.book.full.contains(HUB) {
            return Ok(());
        }
        note!(self, "the hub is backed up");
        let dir = self.root.join("hub.saved");
        copy(&self.root.join(HUB), &dir)?;
        let phones = self.hub()?.devices(self.template.district)?.len();
        self.saved_hub = Some(Saved { dir, facts: self.all_held()?, phones });
        Ok(())
    }

    /// The hub comes back from its backup, and begins an epoch. Not where it would lose what no phone has any more: nobody
    /// could heal that.
    pub fn restore_hub(&mut self) -> Result<(), Broken> {
        let Some(saved) = &self.saved_hub else {
            return Ok(());
        };
        let phones = self.hub()?.devices(self.template.district)?.len();
        let lost: Vec<FactId> = self.all_held()?.difference(&saved.facts).copied().collect();
        if phones != saved.phones
            || self.book.full.contains(HUB)
            || !lost.iter().all(|fact| self.has_owner(*fact))
        {
            return Ok(());
        }
        note!(self, "the hub is restored from its backup, {} facts lost", lost.len());
        self.hub_restored = true;
        let dir = saved.dir.clone();
        self.end_hubs();
        self.disks.settle(HUB);
        copy(&dir, &self.root.join(HUB))?;
        self.open_hubs()?;
        if self.plant.is(Plant::EpochIgnored) {
            note!(self, "  (planted: no epoch begins)");
        } else {
            self.hub()?.begin_epoch()?;
        }
        self.book.promised.clear();
        Ok(())
    }

    /// Some phone has it as its own.
    fn has_owner(&self, fact: FactId) -> bool {
        let own = |reach| matches!(reach, Ok(Reach::Waiting | Reach::Acknowledged | Reach::Refused { .. }));
        let mut cores = self.phones.iter().filter_map(|phone| phone.core.as_ref());
        cores.any(|core| own(core.has_reached(fact))) || self.book.peer.iter().any(|(id, _)| *id == fact)
    }

    /// Whether the hub holds it, applied or aside.
    pub fn hub_holds(&self, fact: FactId) -> Result<bool, Broken> {
        Ok(self.all_held()?.contains(&fact))
    }

    fn all_held(&self) -> Result<BTreeSet<FactId>, Broken> {
        let sql = "select stream, seq from fact where district = $1 \
                   union select stream, seq from quarantine where district = $1";
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        Ok(rows.iter().filter_map(id_of).collect())
    }

    /// Removes every file of this world.
    pub fn remove_files(&mut self) -> Result<(), Broken> {
        self.end_hubs();
        for phone in &mut self.phones {
            self.disks.stop(&phone.folder());
            phone.core = None;
        }
        for entry in fs::read_dir(&self.root)? {
            fs::remove_dir_all(entry?.path())?;
        }
        Ok(())
    }
}
