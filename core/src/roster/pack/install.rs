//! From kept packs to the roster in use: all of them in one go, or nothing.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use rusqlite::Connection;
use shivir_domain::codes::CardKind;
use shivir_domain::day::Day;
use shivir_roster::pack::{Address, Header, Held, PackError, PackPerson, PackReader, head, read_cards};

use super::bytes::PackBytes;
use super::keep::{bytes_of, forget};
use crate::Core;
use crate::error::{CoreError, Thing};
use crate::roster::import::{About, Built, Cards, PackInUse, Places, Plain, Rows, Tell, written};
use crate::roster::{ImportError, ImportProgress, ImportReport, ImportStage};
use crate::store::{RosterBuilder, meta};

/// Which packs are to be the roster.
#[derive(Debug, Clone)]
pub struct InstallOptions {
    /// LGD code of the district.
    pub district: u32,
    /// The day of the installation.
    pub today: Day,
    /// The packs, by their addresses: exactly these. Each is kept here whole.
    pub packs: Vec<Address>,
    /// A list that was loaded from a file is to go.
    pub replace_list: bool,
}

impl Core {
    /// Makes the roster of these packs, in place of the one in use. Of a person whom several have, the fuller one counts,
    /// of two alike the newer. Packs of the portal's word on cards are laid over them; their words on people whom this phone
    /// does not hold are passed over.
    ///
    /// All or nothing, as [`Core::import_roster`], and on the same thread; whole packs that are kept and not named are
    /// dropped at the end.
    ///
    /// # Errors
    /// [`ImportError::Pack`] where one is altered; [`Thing::Pack`] where one is not here whole;
    /// [`ImportError::OtherDistrict`], [`ImportError::OlderPack`], [`ImportError::ListInUse`],
    /// [`ImportError::NobodyListed`], [`ImportError::CardsAlone`], [`ImportError::OneNumber`], [`ImportError::Cancelled`];
    /// storage errors.
    pub fn install_packs(
        &self,
        options: &InstallOptions,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<ImportReport, ImportError> {
        self.only_real()?;
        let db = self.store().open_packs()?;
        let read = Cell::new(0);
        let (mut packs, mut cards) = (Vec::new(), Vec::new());
        for address in &options.packs {
            let found = head(&mut bytes(&db, *address, &read)?)?;
            if found.header.cards.is_some() {
                cards.push(found);
            } else {
                packs.push(PackReader::open(bytes(&db, *address, &read)?, Some(*address))?);
            }
        }
        let headers = packs.iter().map(PackReader::header);
        let headers: Vec<&Header> = headers.chain(cards.iter().map(|found| &found.header)).collect();
        self.check(options, &headers)?;
        if packs.is_empty() && !cards.is_empty() {
            return Err(ImportError::CardsAlone);
        }
        cards.sort_by_key(|found| found.address.0);
        let words = words(&db, &cards, &read)?;
        let cards: Vec<Held> = cards;
        // The fullest first, then the newest; the rest only so that the same packs give the same roster.
        packs.sort_by_cached_key(|pack| {
            let h = pack.header();
            (Reverse(h.depth), Reverse(h.number), h.block, h.block_name.clone(), pack.address().0)
        });
        let builder = RosterBuilder::begin(self.store().options(), self.store().key())?;
        let built = build(builder, Packs { people: packs, cards, words }, options, &read, progress)?;
        let report = self.take_roster(built, None)?;
        self.drop_others(&options.packs)?;
        Ok(report)
    }

    /// Packs to install so that these come into use: these, and those in use whose place none of them takes. Where the
    /// roster is missing, all whole ones that are kept count as in use. Each new one has to be kept here whole.
    ///
    /// # Errors
    /// [`Thing::Pack`] where one of them is not here whole; storage errors.
    pub fn packs_with(&self, new: &[Address]) -> Result<Vec<Address>, ImportError> {
        let kept = self.kept_packs()?;
        let header_of = |address: &Address| {
            kept.iter()
                .find(|kept| kept.whole && kept.address == *address)
                .and_then(|kept| kept.header.clone())
        };
        let mut all = new.to_vec();
        let new: Vec<Header> = new
            .iter()
            .map(|address| header_of(address).ok_or(CoreError::NotFound(Thing::Pack)))
            .collect::<Result<_, _>>()?;
        let missing = self.store().roster_missing()?;
        let in_use = self.packs_in_use()?;
        let used = |address: &Address| missing || in_use.iter().any(|p| p.address == address.to_string());
        for address in kept.iter().map(|kept| kept.address).filter(used) {
            let Some(header) = header_of(&address) else {
                continue;
            };
            if !all.contains(&address) && !new.iter().any(|n| n.replaces(&header)) {
                all.push(address);
            }
        }
        Ok(all)
    }

    /// The packs that the roster in use was built of; none where it is of a list, missing, or none was loaded.
    ///
    /// # Errors
    /// Storage errors.
    pub fn packs_in_use(&self) -> Result<Vec<PackInUse>, CoreError> {
        self.store().read_roster(|db| match db {
            Some(db) => PackInUse::all(db),
            None => Ok(Vec::new()),
        })
    }

    /// Whether these packs may take the place of what is in use.
    fn check(&self, options: &InstallOptions, packs: &[&Header]) -> Result<(), ImportError> {
        let wanted = options.district;
        if let Some(pack) = packs.iter().find(|pack| pack.district != wanted) {
            return Err(ImportError::OtherDistrict { wanted, found: pack.district });
        }
        let in_use = self.packs_in_use()?;
        let of_list = self.store().read_roster(|db| match db {
            Some(db) => Ok(in_use.is_empty() && meta::<u32>(db, "people")?.is_some()),
            None => Ok(false),
        })?;
        if of_list && !options.replace_list {
            return Err(ImportError::ListInUse);
        }
        for pack in packs {
            let before = in_use
                .iter()
                .filter(|used| pack.same_block(used.block, &used.block_name))
                .filter(|used| pack.areas == used.areas && pack.cards == used.cards);
            if let Some(used) = before.map(|used| used.number).max().filter(|used| *used > pack.number) {
                return Err(ImportError::OlderPack { used, found: pack.number });
            }
        }
        Ok(())
    }

    /// Drops the whole packs that the roster was not built of.
    fn drop_others(&self, used: &[Address]) -> Result<(), CoreError> {
        let mut db = self.store().open_packs()?;
        let tx = db.transaction()?;
        let whole: Vec<[u8; 32]> = tx
            .prepare("select address from pack where whole = 1")?
            .query_map([], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        for address in whole.into_iter().map(Address).filter(|address| !used.contains(address)) {
            forget(&tx, address)?;
        }
        Ok(tx.commit()?)
    }
}

type Pack<'a> = PackReader<Counted<'a>>;

/// What a roster is built of.
struct Packs<'a> {
    people: Vec<Pack<'a>>,
    /// What the packs of the portal's word are, and their words.
    cards: Vec<Held>,
    words: Cards,
}

/// The bytes of a kept pack.
fn bytes<'a>(db: &'a Connection, address: Address, read: &'a Cell<u64>) -> Result<Counted<'a>, ImportError> {
    if !bytes_of(db, address)?.is_some_and(|(_, whole)| whole) {
        return Err(CoreError::NotFound(Thing::Pack).into());
    }
    Ok(Counted { bytes: PackBytes::new(db, address), read })
}

/// The portal's word of these packs. Of another card than the family's the roster has nothing yet.
fn words(db: &Connection, packs: &[Held], read: &Cell<u64>) -> Result<Cards, ImportError> {
    let mut words = Cards::default();
    for pack in packs {
        words.pack();
        let family = pack.header.cards == Some(CardKind::Family);
        read_cards(bytes(db, pack.address, read)?, Some(pack.address), |head, word| {
            if family {
                words.add(head, word);
            }
            Ok::<(), PackError>(())
        })?;
    }
    words.settle();
    Ok(words)
}

fn build(
    builder: RosterBuilder,
    packs: Packs,
    options: &InstallOptions,
    read: &Cell<u64>,
    progress: Tell,
) -> Result<Built, ImportError> {
    let Packs { people: mut packs, cards, words } = packs;
    let bytes_of_cards: u64 = cards.iter().map(|found| found.header.bytes()).sum();
    let bytes_total = packs.iter().map(|pack| pack.header().bytes()).sum::<u64>() + bytes_of_cards;
    let mut tell = |stage, people: u32| {
        let told = ImportProgress { stage, bytes_read: read.get(), bytes_total, people: people.into() };
        if progress(told).is_break() { Err(ImportError::Cancelled) } else { Ok(()) }
    };
    let places = Places::new(options.district, None);
    let (written, tables, (taken, again, used)) = written(builder, places, words, |rows| {
        let mut known = HashSet::with_hasher(Plain);
        let (mut taken, mut again) = (Vec::new(), 0);
        for pack in &mut packs {
            let before = rows.people();
            again += add_pack(pack, rows, &mut known, &mut |people| tell(ImportStage::Reading, people))?;
            taken.push(rows.people() - before);
        }
        Ok((taken, again, rows.cards.used().to_vec()))
    })?;
    let people: u32 = taken.iter().sum();
    if people == 0 {
        return Err(ImportError::NobodyListed { rejected: 0 });
    }
    tell(ImportStage::Indexing, people)?;
    let of_people = packs.iter().map(|pack| (pack.header(), pack.address())).zip(taken);
    let of_cards = cards.iter().map(|found| (&found.header, found.address)).zip(used);
    let in_use = of_people.chain(of_cards).map(|((h, address), taken)| PackInUse {
        address: address.to_string(),
        block: h.block,
        block_name: h.block_name.clone(),
        areas: h.areas.clone(),
        number: h.number,
        day: h.day,
        depth: h.depth,
        people: h.people,
        taken,
        cards: h.cards,
    });
    let about = About { district: options.district, today: options.today, packs: in_use.collect() };
    let (file, counts) = written.finish(&tables, &about)?;
    Ok(Built { file, report: ImportReport::of_packs(counts, people.into(), again) })
}

/// Takes the people of a pack who are not known yet; gives how many are.
fn add_pack(
    pack: &mut Pack,
    rows: &mut Rows,
    known: &mut HashSet<u128, Plain>,
    tell: &mut dyn FnMut(u32) -> Result<(), ImportError>,
) -> Result<u64, ImportError> {
    let block = pack.header().block;
    let mut places = Vec::with_capacity(pack.places().len());
    for place in pack.places() {
        places.push(rows.places.of_pack(block, place)?);
    }
    let mut again = 0;
    loop {
        let more = pack.next_people(|person| {
            if !known.insert(u128::from_be_bytes(person.id.0)) {
                again += 1;
                return Ok(());
            }
            let at = usize::try_from(person.place).unwrap_or(usize::MAX);
            let place = places.get(at).copied().ok_or(PackError::Malformed)?;
            rows.add(&PackPerson { place, ..*person })
        })?;
        if !more {
            return Ok(again);
        }
        tell(rows.people())?;
    }
}

/// Counts what is read.
struct Counted<'a> {
    bytes: PackBytes<'a>,
    read: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let many = self.bytes.read(buffer)?;
        self.read.set(self.read.get() + many as u64);
        Ok(many)
    }
}
