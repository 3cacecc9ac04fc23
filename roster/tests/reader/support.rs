//! A receiver that keeps what it is handed, and lists to read.

use std::convert::Infallible;
use std::io::Cursor;

use shivir_domain::birth::BirthDate;
use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};
use shivir_roster::{
    Answer, CardStatus, Columns, Options, Progress, ReadError, Rejected, Row, Sink, Summary, read,
};

/// A row, owned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    pub line: u32,
    pub person_key: String,
    pub household_key: String,
    pub source_id: String,
    pub ration_card: String,
    pub family_id: String,
    pub name_hi: String,
    pub name_en: String,
    pub guardian: String,
    pub head_name: String,
    pub relation: Option<Relation>,
    pub sex: Option<Sex>,
    pub birth: Option<BirthDate>,
    pub block: String,
    pub panchayat: String,
    pub village: String,
    pub mobile: String,
    pub card_status: Option<CardStatus>,
    pub card_id: String,
    pub groups: Vec<&'static str>,
    pub aadhaar: String,
    pub vid: String,
    pub notes: Vec<&'static str>,
    /// All that the row shows.
    pub shown: String,
}

#[derive(Default)]
pub struct Collect {
    pub columns: Option<Columns>,
    pub people: Vec<Person>,
    pub rejected: Vec<Rejected>,
    pub progress: Vec<Progress>,
    pub cancel_after: Option<usize>,
}

impl Sink for Collect {
    type Error = Infallible;

    fn columns(&mut self, columns: &Columns) -> Result<(), Infallible> {
        self.columns = Some(columns.clone());
        Ok(())
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), Infallible> {
        let last4 = |last4: Option<shivir_domain::aadhaar::number::Last4>| {
            last4.map_or_else(String::new, |last4| last4.to_string())
        };
        self.people.push(Person {
            line: row.line,
            person_key: String::from_utf8(row.person_key.to_vec()).unwrap(),
            household_key: row.household_key.into(),
            source_id: row.source_id.into(),
            ration_card: row.ration_card.into(),
            family_id: row.family_id.into(),
            name_hi: row.name_hi.into(),
            name_en: row.name_en.into(),
            guardian: row.guardian.into(),
            head_name: row.head_name.into(),
            relation: row.relation,
            sex: row.sex,
            birth: row.birth,
            block: row.block.into(),
            panchayat: row.panchayat.into(),
            village: row.village.into(),
            mobile: row.mobile.into(),
            card_status: row.card_status,
            card_id: row.card_id.into(),
            groups: row.groups.to_vec(),
            aadhaar: last4(row.aadhaar_last4),
            vid: last4(row.vid_last4),
            notes: row.notes.iter().map(|note| note.code()).collect(),
            shown: format!("{row:?} {}", String::from_utf8_lossy(row.person_key)),
        });
        Ok(())
    }

    fn rejected(&mut self, rejected: &Rejected) -> Result<(), Infallible> {
        self.rejected.push(rejected.clone());
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> Answer {
        self.progress.push(progress);
        match self.cancel_after {
            Some(calls) if self.progress.len() >= calls => Answer::Cancel,
            _ => Answer::GoOn,
        }
    }
}

pub fn on() -> Day {
    Day::parse_iso("2026-11-21").unwrap()
}

pub fn try_read(bytes: &[u8], options: &Options) -> Result<(Summary, Collect), ReadError<Infallible>> {
    let mut sink = Collect::default();
    let summary = read(&mut Cursor::new(bytes), options, &mut sink)?;
    assert_eq!(summary.rows, sink.people.len() as u64);
    assert_eq!(summary.rejected, sink.rejected.len() as u64);
    Ok((summary, sink))
}

pub fn read_bytes(bytes: &[u8]) -> (Summary, Collect) {
    match try_read(bytes, &Options::new(on())) {
        Ok(result) => result,
        Err(error) => panic!("{error}"),
    }
}

pub fn read_text(text: &str) -> (Summary, Collect) {
    read_bytes(text.as_bytes())
}

/// The single person of a list with these headings and cells besides name, ration card and village.
pub fn one(headers: &str, cells: &str) -> Person {
    let (_, sink) = read_text(&format!("नाम,राशन कार्ड नं.,ग्राम,{headers}\nराम साहू,2201,कोटमी,{cells}\n"));
    assert_eq!(sink.rejected, []);
    sink.people.into_iter().next().unwrap()
}
