//! Salvage of a damaged `camp.db`: all that can be read goes into a new file, the damaged one is set aside with its log
//! and never written to, let alone deleted.
//!
//! Pages are read one by one, by themselves ([`pages`], [`cipher`], [`log`]); rows are found by the trees where these hold
//! and by their shape where they do not ([`btree`], [`tables`], [`harvest`]); a fact is believed by its hash ([`facts`]);
//! what is folded from facts is folded anew ([`rebuild`]); the new file takes the old one's place in steps that can be
//! taken up after a kill ([`switch`]). `docs/STORE.md` tells why.

mod btree;
mod cipher;
mod facts;
mod harvest;
mod log;
mod pages;
mod rebuild;
mod report;
mod switch;
mod tables;

use std::path::Path;

pub use report::{Gap, LostFacts, SalvageReport};
pub(super) use switch::finish;

use super::{StoreFile, StoreKey, StoreOptions, migrate, open};
use crate::Core;
use crate::env::Env;
use crate::error::CoreError;
use pages::Pages;

/// Bytes of a page: a file that is shorter holds nothing, and SQLite takes it for a new one.
pub(super) const PAGE: u64 = cipher::PAGE as u64;

impl Core {
    /// Salvages a damaged store: saves all that can be read into a new `camp.db`, folds it anew, and sets the damaged file
    /// aside as `camp.db.damaged-` and the time (UTC), with its log. The store must not be open. `progress` is told 0 to
    /// 100. It can be run on a sound store too, and then loses nothing.
    ///
    /// # Errors
    /// [`CoreError::InUse`]; [`CoreError::WrongKey`] where nothing in the file is under this key; [`CoreError::NewerFile`];
    /// [`CoreError::StorageFull`], since the new file needs as much room as the old one. In all of them the files are as
    /// they were.
    pub fn salvage(
        options: &StoreOptions,
        key: &StoreKey,
        env: &dyn Env,
        progress: &mut dyn FnMut(u8),
    ) -> Result<SalvageReport, CoreError> {
        let _lock = open::lock(&options.dir)?;
        finish(options)?;
        let camp = options.camp();
        if !camp.exists() && !open::with_end(&camp, "-wal").exists() {
            return Err(CoreError::Storage(std::io::ErrorKind::NotFound));
        }
        let mut progress = Progress::new(progress);
        let pages = Pages::read(&camp, key, &mut progress.part(0, 40))?;
        if pages.readable == 0 && open::key_id(options)? != Some(key.fingerprint()) {
            return Err(CoreError::WrongKey);
        }
        if let Some(first) = pages.page(1)?
            && user_version(&first) > migrate::VERSION
        {
            return Err(CoreError::NewerFile(StoreFile::Camp));
        }
        let mut report = rebuild::rebuild(options, key, &pages, &mut progress)?;
        report.set_aside = switch::switch(options, env.now_ms())?;
        open::remember_key(options, key)?;
        progress.done();
        Ok(report)
    }
}

/// Whether the log holds confirmed work that SQLite would pass over at opening.
pub(super) fn log_lost_facts(camp: &Path, key: &StoreKey) -> Result<bool, CoreError> {
    Pages::log_lost_facts(camp, key)
}

/// Whether any page of the store is under this key.
pub(super) fn key_fits(camp: &Path, key: &StoreKey) -> Result<bool, CoreError> {
    Pages::key_fits(camp, key)
}

fn user_version(first: &[u8]) -> i64 {
    first.get(60..64).and_then(|b| b.try_into().ok()).map_or(0, |b| i32::from_be_bytes(b).into())
}

/// Tells the caller how far it is, each number once.
struct Progress<'a> {
    tell: &'a mut dyn FnMut(u8),
    told: Option<u8>,
}

impl<'a> Progress<'a> {
    fn new(tell: &'a mut dyn FnMut(u8)) -> Self {
        let mut progress = Self { tell, told: None };
        progress.at(0);
        progress
    }

    fn at(&mut self, percent: u8) {
        if self.told.is_none_or(|told| told < percent) {
            (self.tell)(percent);
            self.told = Some(percent);
        }
    }

    /// For a part of the work that goes from one number to another.
    fn part(&mut self, from: u8, to: u8) -> impl FnMut(usize, usize) {
        move |done, all| {
            let share = usize::from(to - from) * done.min(all) / all.max(1);
            self.at(from + u8::try_from(share).unwrap_or_default());
        }
    }

    fn done(&mut self) {
        self.at(100);
    }
}

/// Every page that stands in the file and in its log, decrypted; of the log also what SQLite passes over.
#[cfg(test)]
pub(super) fn all_bytes(options: &StoreOptions, key: &StoreKey) -> Result<Vec<Vec<u8>>, CoreError> {
    const HEAD: usize = 24;
    let (cipher, page) = (cipher::PageCipher::new(key), cipher::PAGE);
    let file = std::fs::read(options.camp())?;
    let log = std::fs::read(open::with_end(&options.camp(), "-wal")).unwrap_or_default();
    let of_file = (1..).zip(file.chunks_exact(page)).filter_map(|(no, raw)| cipher.open(no, raw));
    let frames = log.get(32..).unwrap_or_default().chunks_exact(HEAD + page);
    let of_log = frames.filter_map(|frame| {
        let no = u32::from_be_bytes(frame.first_chunk().copied()?);
        cipher.open(no, frame.get(HEAD..)?)
    });
    Ok(of_file.chain(of_log).collect())
}
