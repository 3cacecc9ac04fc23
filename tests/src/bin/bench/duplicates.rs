//! Looking for likely duplicates of someone who is entered as new, in a whole district: people of the list, told as a table
//! writes them, in the other script and with an age.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use shivir_core::env::SystemEnv;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::day::Day;
use shivir_domain::fact::Details;
use shivir_domain::fold::fold_person;
use shivir_domain::id::PersonId;
use shivir_roster::duplicate::Band;
use shivir_roster::{Rejected, Row, Sink};
use shivir_tests::figures::{Figures, percentile};
use shivir_tests::kit;

/// Of so many people of the list, one comes to the table.
const EVERY: usize = 1_801;

/// LGD code of Sakti, whose list it is.
const SAKTI: u32 = 762;

/// Measures the search in the store that the import left in a folder.
pub fn run(figures: &mut Figures, dir: &Path) -> Result<(), Box<dyn Error>> {
    let today = Day::from_ymd(2026, 11, 24).ok_or("no day")?;
    let mut comers = Comers { today, rows: 0, people: Vec::new() };
    shivir_roster::read(
        &mut BufReader::new(File::open(dir.join("list.csv"))?),
        &shivir_roster::Options::new(today),
        &mut comers,
    )?;
    let core = kit::open(dir, None, Arc::new(SystemEnv))?;
    core.likely_duplicates(&fold_person(&[]).details)?;
    let (mut times, mut first, mut found, mut same) = (Vec::new(), 0, 0, 0);
    for (id, details) in &comers.people {
        let start = Instant::now();
        let likely = core.likely_duplicates(details)?;
        times.push(start.elapsed());
        let at = likely.iter().position(|one| one.person == *id);
        first += usize::from(at == Some(0));
        found += usize::from(at.is_some());
        same += likely.iter().filter(|one| one.band == Band::Same && one.person != *id).count();
    }
    let of_all = |count: usize| count as f64 / times.len() as f64;
    figures.add("duplicates_people", times.len() as f64, "people");
    figures.add("duplicates_found", of_all(found), "share");
    figures.add("duplicates_first", of_all(first), "share");
    figures.add("duplicates_same_but_other", of_all(same), "a person");
    for (name, percent) in [("p50", 50), ("p99", 99), ("worst", 100)] {
        let ms = percentile(&times, percent).as_secs_f64() * 1e3;
        figures.add(&format!("duplicates_{name}_ms"), ms, "ms");
    }
    core.store().close();
    Ok(())
}

/// People of the list with what is told of them at the table.
struct Comers {
    today: Day,
    rows: usize,
    people: Vec<(PersonId, Details)>,
}

impl Sink for Comers {
    type Error = std::convert::Infallible;

    fn row(&mut self, row: &Row<'_>) -> Result<(), Self::Error> {
        self.rows += 1;
        if !self.rows.is_multiple_of(EVERY) {
            return Ok(());
        }
        let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mut details = fold_person(&[]).details;
        match self.people.len() % 2 {
            0 => details.name_hi = told(row.name_hi),
            _ => details.name_en = told(row.name_en),
        }
        details.relative = told(row.guardian);
        details.sex = row.sex;
        details.village = told(row.village);
        let age = row.birth.and_then(|birth| birth.age_range(self.today)).map(|(_, age)| age);
        details.birth =
            age.map(|age| BirthDate { source: BirthSource::Stated, ..BirthDate::from_age(age, self.today) });
        self.people.push((PersonId::listed(SAKTI, row.person_key), details));
        Ok(())
    }

    fn rejected(&mut self, _: &Rejected) -> Result<(), Self::Error> {
        Ok(())
    }
}
