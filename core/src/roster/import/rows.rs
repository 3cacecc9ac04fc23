//! On the reader's thread, whatever is read, a list or packs: numbers households and paras, and packs the rows for the
//! writer.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use shivir_domain::fold::ListWord;
use shivir_roster::pack::PackPerson;

use super::Cards;
use super::ImportError;
use super::batch::{BATCHES, Batch, Packed, ROWS};
use super::households::Households;
use super::places::{Area, Place, Places};
use super::write::{RowWriter, Written};
use crate::error::CoreError;
use crate::store::RosterBuilder;

/// The tables that are small and written at the end.
pub(in crate::roster) struct Tables {
    pub places: Vec<Place>,
    pub areas: Vec<Area>,
    pub paras: Vec<String>,
    pub households: Households,
}

/// Takes the rows of whatever is read.
pub(in crate::roster) struct Rows<'a> {
    pub places: Places<'a>,
    pub cards: Cards,
    households: Households,
    people: u32,
    batch: Batch,
    full: SyncSender<Batch>,
    spare: Receiver<Batch>,
}

impl<'a> Rows<'a> {
    fn new(places: Places<'a>, cards: Cards, full: SyncSender<Batch>, spare: Receiver<Batch>) -> Self {
        let (households, batch) = (Households::default(), Batch::default());
        Self { places, cards, households, people: 0, batch, full, spare }
    }

    /// How many so far.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// Takes a person; her place is a number of [`Places`].
    pub fn add(&mut self, person: &PackPerson) -> Result<(), ImportError> {
        let household = self.households.number(person.household, person.place);
        self.people += 1;
        let card = self.cards.of(person.id);
        let made = ListWord::of(person.made, card.as_ref()).made;
        self.households.count(household, self.people, made);
        self.places.count(person.place, self.people, household, made);
        let para = self.places.para(person.para);
        let mut digits = [0; 4];
        let ends = self.batch.add([
            person.source,
            person.name_hi,
            person.name_en,
            person.relative,
            if para.is_none() { person.para } else { "" },
            last4(person.last4, &mut digits),
        ]);
        let some = |number: u16| (number > 0).then_some(number);
        self.batch.rows.push(Packed {
            id: person.id.0,
            ends,
            household,
            place: person.place,
            para,
            relation: some(person.relation),
            sex: some(person.sex),
            birth: person.birth.map(|b| (b.day.days(), b.source.number() * 8 + b.precision.number())),
            mobile: person.mobile,
            made,
            groups: person.groups,
            card,
        });
        if self.batch.rows.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    /// Sends what is packed.
    fn flush(&mut self) -> Result<(), ImportError> {
        let spare = self.spare.try_recv().unwrap_or_default();
        let batch = std::mem::replace(&mut self.batch, spare);
        self.batch.clear();
        // The writer ended; it knows why.
        self.full.send(batch).map_err(|_| CoreError::Internal("roster writer").into())
    }

    /// The small tables; the writer ends.
    fn into_tables(self) -> Tables {
        Tables {
            places: self.places.all,
            areas: self.places.areas,
            paras: self.places.paras,
            households: self.households,
        }
    }
}

/// Four digits as text.
fn last4(number: Option<u16>, digits: &mut [u8; 4]) -> &str {
    let Some(number) = number else {
        return "";
    };
    for (digit, of) in digits.iter_mut().zip([1000, 100, 10, 1]) {
        *digit = b'0' + u8::try_from(number / of % 10).unwrap_or(0);
    }
    std::str::from_utf8(&digits[..]).unwrap_or("")
}

/// Reads on this thread, by `read`, and writes on another. `cards`: the portal's word, settled. The writer's failure is the one to report: the reader only sees
/// it gone.
pub(in crate::roster) fn written<T>(
    builder: RosterBuilder,
    places: Places,
    cards: Cards,
    read: impl FnOnce(&mut Rows) -> Result<T, ImportError>,
) -> Result<(Written, Tables, T), ImportError> {
    std::thread::scope(|scope| {
        let (full, batches) = sync_channel(BATCHES);
        let (empty, spare) = sync_channel(BATCHES + 2);
        let writer = std::thread::Builder::new()
            .name("roster-writer".into())
            .spawn_scoped(scope, move || RowWriter::run(builder, batches, empty))
            .map_err(CoreError::from)?;
        let mut rows = Rows::new(places, cards, full, spare);
        let read = read(&mut rows).and_then(|came_to| {
            rows.flush()?;
            Ok(came_to)
        });
        // Ends the writer.
        let tables = rows.into_tables();
        let written = writer.join().map_err(|_| CoreError::Internal("roster writer"))?;
        match (read, written) {
            (Ok(came_to), Ok(written)) => Ok((written, tables, came_to)),
            (_, Err(error)) => Err(error.into()),
            (Err(error), Ok(_)) => Err(error),
        }
    })
}
