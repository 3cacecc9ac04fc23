//! A district's list becomes rows and packs, in one transaction: all of it or nothing.

use std::collections::HashMap;
use std::io::{Read, Seek};

use shivir_domain::campaign::Campaign;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, SubjectId};
use shivir_roster::pack::{PackPerson, PackPlace};
use shivir_roster::{Answer, Options, Progress, ReadError, Rejected, Row, Sink, place_of};

use super::row::ListedRow;
use crate::district::{District, campaign};
use crate::error::HubError;
use crate::fact::refold_subject;
use crate::likely::{self, Keyed};
use crate::store::{Tx, Value, number};
use crate::{Hub, args};

/// Rows that are written at a time.
const AT_A_TIME: usize = 2_000;

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterReport {
    /// People taken.
    pub people: u64,
    /// Those with a card.
    pub made: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// Rows passed over, since an equal one was taken.
    pub duplicates: u64,
    /// Packs made of them.
    pub packs: u64,
}

/// Why a list was not taken; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// The list cannot be read, or something must be asked first: a sentence that says which.
    #[error("{0}")]
    List(String),
    /// Nobody on it could be taken.
    #[error("nobody on the list could be taken; the list in use is as it was")]
    NobodyListed,
    /// Two areas would get one number.
    #[error("two areas of the list would get the same number; the list in use is as it was")]
    OneNumber,
    /// The hub.
    #[error(transparent)]
    Hub(#[from] HubError),
}

impl Hub {
    /// Takes a district's list (CSV or a workbook) in place of the one before, folds everyone of whom there are facts
    /// anew, and makes the packs of each block. `told`: people so far, and whether packs are being made.
    ///
    /// # Errors
    /// [`RosterError`]; then nothing was changed.
    pub fn import_roster<R: Read + Seek>(
        &self,
        district: u32,
        today: Day,
        source: &mut R,
        told: &mut dyn FnMut(u64, bool),
    ) -> Result<RosterReport, RosterError> {
        let mut failed = None;
        let done = self.db().write_with(|tx| {
            let held = District::lock(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            match replace(tx, &held, today, source, told) {
                Ok(report) => Ok(report),
                Err(error) => {
                    failed = Some(error);
                    Err(HubError::Internal("roster"))
                }
            }
        });
        match (done, failed) {
            (_, Some(error)) => Err(error),
            (done, None) => {
                let report = done?;
                self.release_known_areas(district)?;
                Ok(report)
            }
        }
    }
}

fn replace<R: Read + Seek>(
    tx: &mut dyn Tx,
    district: &District,
    today: Day,
    source: &mut R,
    told: &mut dyn FnMut(u64, bool),
) -> Result<RosterReport, RosterError> {
    let code = district.code;
    let campaign = campaign(tx, code)?.and_then(|(_, json)| Campaign::parse(&json).ok());
    tx.run("delete from listed where district = $1", args![code])?;
    likely::forget_list(tx, code)?;
    tx.run("delete from place where district = $1", args![code])?;
    let mut gather = Gather {
        tx,
        district: code,
        campaign: campaign.as_ref(),
        places: HashMap::new(),
        areas: HashMap::new(),
        rows: Vec::new(),
        keys: Vec::new(),
        report: RosterReport::default(),
        alone: String::new(),
        told,
    };
    let read = shivir_roster::read(source, &Options::new(today), &mut gather);
    let summary = match read {
        Ok(summary) => summary,
        Err(ReadError::Sink(error)) => return Err(error),
        Err(ReadError::List(error)) => return Err(RosterError::List(error.english())),
        Err(ReadError::Question(question)) => return Err(RosterError::List(question.english())),
        Err(ReadError::Cancelled) => return Err(HubError::Internal("reading").into()),
    };
    gather.flush()?;
    let Gather { tx, mut report, told, .. } = gather;
    if report.people == 0 {
        return Err(RosterError::NobodyListed);
    }
    (report.rejected, report.duplicates) = (summary.rejected, summary.duplicates);
    crate::cards::lay_over_list(tx, code)?;
    // The list's word on those of whom there are facts may be another now.
    let known = tx.rows("select person from person where district = $1 order by person", args![code])?;
    for mut row in known {
        refold_subject(tx, code, SubjectId(row.array(0)?))?;
    }
    told(report.people, true);
    report.packs = super::packs::make_all(tx, district, today)?;
    super::make_cards(tx, district, today)?;
    Ok(report)
}

/// Takes the reader's rows.
struct Gather<'a> {
    tx: &'a mut dyn Tx,
    district: u32,
    campaign: Option<&'a Campaign>,
    /// By block, panchayat, ward and village as the list writes them: the place's number and area.
    places: HashMap<[String; 4], (i64, AreaId)>,
    /// From what each area's number was derived.
    areas: HashMap<AreaId, Option<(String, String)>>,
    rows: Vec<Vec<Value>>,
    keys: Vec<Vec<Value>>,
    report: RosterReport,
    alone: String,
    told: &'a mut dyn FnMut(u64, bool),
}

impl Gather<'_> {
    fn place(&mut self, row: &Row) -> Result<(i64, AreaId), RosterError> {
        let names = [row.block, row.panchayat, row.ward, row.village].map(str::to_owned);
        if let Some(found) = self.places.get(&names) {
            return Ok(*found);
        }
        let place = place_of(self.district, self.campaign, row);
        let from = place.derived_within.map(|within| (within.to_owned(), place.area_name.to_owned()));
        let known = self.areas.entry(place.area).or_insert_with(|| from.clone());
        if *known != from {
            return Err(RosterError::OneNumber);
        }
        let kept = PackPlace {
            area: place.area,
            area_name: place.area_name.to_owned(),
            block_name: row.block.to_owned(),
            village: place.village.to_owned(),
        };
        let no = i64::try_from(self.places.len()).map_err(|_| HubError::Internal("places"))? + 1;
        let bytes = minicbor::to_vec(&kept).map_err(|_| HubError::Internal("place"))?;
        self.tx.run(
            "insert into place (district, no, area, block, block_name, row) values ($1, $2, $3, $4, $5, $6)",
            args![self.district, no, number(place.area.0)?, place.block, row.block, &bytes],
        )?;
        self.places.insert(names, (no, place.area));
        Ok((no, place.area))
    }

    fn flush(&mut self) -> Result<(), HubError> {
        self.tx.run_all(
            "insert into listed (district, no, person, area, made, place, row) values ($1, $2, $3, $4, $5, $6, $7)",
            &self.rows,
        )?;
        self.rows.clear();
        likely::keep(self.tx, &self.keys)?;
        self.keys.clear();
        Ok(())
    }
}

impl Sink for Gather<'_> {
    type Error = RosterError;

    fn row(&mut self, row: &Row<'_>) -> Result<(), RosterError> {
        let (place, area) = self.place(row)?;
        let person = PackPerson::of_row(self.district, row, 0, &mut self.alone);
        self.report.people += 1;
        self.report.made += u64::from(person.made);
        let last4 = person.last4.map(|digits| format!("{digits:04}"));
        let keyed = Keyed {
            person: person.id,
            area,
            listed: true,
            names: [person.name_hi, person.name_en],
            sex: person.sex,
            year: person.birth.map_or(0, |birth| birth.day.year()),
            last4: last4.as_deref(),
        };
        likely::keys_of(self.district, &keyed, &mut self.keys)?;
        let no = i64::try_from(self.report.people).map_err(|_| HubError::Internal("people"))?;
        self.rows.push(vec![
            Value::Int(self.district.into()),
            Value::Int(no),
            Value::Bytes(person.id.0.to_vec()),
            Value::Int(number(area.0)?),
            Value::Int(person.made.into()),
            Value::Int(place),
            Value::Bytes(ListedRow::of(&person).encode()?),
        ]);
        if self.rows.len() < AT_A_TIME { Ok(()) } else { Ok(self.flush()?) }
    }

    fn rejected(&mut self, _: &Rejected) -> Result<(), RosterError> {
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> Answer {
        (self.told)(progress.rows, false);
        Answer::GoOn
    }
}
