//! The list as a file: CSV in UTF-8 with a byte order mark and Hindi headers, lines ended as Excel ends them.

use std::io::Write;

use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};

use super::error::Error;

/// The columns in their order.
pub(super) const HEADERS: [&str; 18] = [
    "क्र.",
    "हितग्राही आईडी",
    "राशन कार्ड नंबर",
    "नाम",
    "Name",
    "पिता/पति का नाम",
    "मुखिया से संबंध",
    "लिंग",
    "जन्म तिथि",
    "आयु",
    "विकासखण्ड",
    "ग्राम पंचायत",
    "ग्राम",
    "पारा/मोहल्ला",
    "मोबाइल",
    "आयुष्मान कार्ड (हाँ/नहीं)",
    "कार्ड का प्रकार/श्रेणी",
    "आधार अंतिम 4",
];

/// One person's row; an empty text is an empty cell.
pub(super) struct Row<'a> {
    /// Twelve digits.
    pub(super) ration: &'a str,
    /// Position in the household, from 1.
    pub(super) member: usize,
    pub(super) name_hi: &'a str,
    pub(super) name_en: &'a str,
    pub(super) after: &'a str,
    pub(super) relation: Relation,
    pub(super) sex: Sex,
    pub(super) birth: Option<Day>,
    /// Completed years.
    pub(super) age: Option<u16>,
    pub(super) block: &'a str,
    pub(super) area: &'a str,
    pub(super) village: &'a str,
    pub(super) para: &'a str,
    pub(super) mobile: &'a str,
    pub(super) card: bool,
    pub(super) category: &'a str,
    pub(super) last4: &'a str,
}

/// A list being written.
pub(super) struct Sheet<'a> {
    csv: csv::Writer<&'a mut dyn Write>,
    rows: u64,
}

impl<'a> Sheet<'a> {
    /// Writes the byte order mark and the headers.
    pub(super) fn start(out: &'a mut dyn Write) -> Result<Sheet<'a>, Error> {
        out.write_all("\u{feff}".as_bytes()).map_err(Error::Write)?;
        let mut csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(256 * 1024)
            .from_writer(out);
        csv.write_record(HEADERS).map_err(Error::write)?;
        Ok(Sheet { csv, rows: 0 })
    }

    /// Writes one person; gives the number of rows so far.
    pub(super) fn push(&mut self, row: &Row<'_>) -> Result<u64, Error> {
        self.rows += 1;
        let serial = self.rows.to_string();
        let id = format!("{}{:02}", row.ration, row.member);
        let birth = row.birth.map(day_month_year).unwrap_or_default();
        let age = row.age.map(|age| age.to_string()).unwrap_or_default();
        self.csv
            .write_record([
                serial.as_str(),
                &id,
                row.ration,
                row.name_hi,
                row.name_en,
                row.after,
                relation_word(row.relation),
                row.sex.hindi(),
                &birth,
                &age,
                row.block,
                row.area,
                row.village,
                row.para,
                row.mobile,
                if row.card { "हाँ" } else { "नहीं" },
                row.category,
                row.last4,
            ])
            .map_err(Error::write)?;
        Ok(self.rows)
    }

    /// Writes what is still held back.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.csv.flush().map_err(Error::Write)
    }
}

fn day_month_year(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{day:02}/{month:02}/{year:04}")
}

/// The word a clerk writes where the code list shows several.
fn relation_word(relation: Relation) -> &'static str {
    match relation {
        Relation::Grandson => "पोता",
        Relation::Granddaughter => "पोती",
        Relation::Nephew => "भतीजा",
        Relation::Niece => "भतीजी",
        Relation::BrotherInLaw => "देवर",
        Relation::SisterInLaw => "ननद",
        other => other.hindi(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_relations_are_read_back_as_the_same_relation() {
        for relation in Relation::ALL {
            if !matches!(
                relation,
                Relation::Grandmother | Relation::Grandfather | Relation::Uncle | Relation::Aunt
            ) {
                assert_eq!(Relation::parse(relation_word(*relation)), Some(*relation));
            }
        }
    }

    #[test]
    fn an_output_that_fails_is_an_error_and_not_a_short_list() {
        struct Full(usize);
        impl Write for Full {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut none = Full(0);
        assert!(matches!(Sheet::start(&mut none), Err(Error::Write(_))));
        let mut little = Full(100);
        let sheet = Sheet::start(&mut little).unwrap();
        assert!(matches!(sheet.finish(), Err(Error::Write(_))));
    }
}
