//! The report of a day: a short text for a message, and the same figures as CSV. No names stand in either.

use serde::Serialize;
use shivir_domain::campaign::{Campaign, Text};
use shivir_domain::codes::{CardKind, Lang};
use shivir_domain::day::Day;
use shivir_domain::id::CampId;
use shivir_domain::person::Sex;

use super::csv::{BOM, row};
use super::ledger::{Ledger, LedgerLevel};
use super::tally::{GroupCount, HourCount, SexCount, Tally};
use crate::Core;
use crate::error::{CoreError, Thing};

/// Most letters of the message: it is read on a small screen and sent on.
pub const MESSAGE_LETTERS: usize = 1200;

/// The report of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DayReport {
    /// Where: the camp's place, else the district.
    pub place: Text,
    /// The day's figures.
    pub tally: Tally,
    /// How far the panchayat of the camp is, else the district; none where no list is loaded.
    pub ledger: Option<Ledger>,
}

/// A number as it is written in India: 7,21,246.
pub fn indian_grouping(n: u64) -> String {
    let digits = n.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    let mut grouped = String::with_capacity(digits.len() + 6);
    for (at, digit) in head.chars().enumerate() {
        if at > 0 && (head.len() - at) % 2 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !grouped.is_empty() {
        grouped.push(',');
    }
    grouped + tail
}

impl Core {
    /// The report of a day, of one camp or of all work on this store.
    ///
    /// # Errors
    /// [`Thing::Campaign`] where no pack was loaded.
    pub fn day_report(&self, day: Day, camp: Option<CampId>) -> Result<DayReport, CoreError> {
        let campaign = self.campaign()?;
        let tally = self.tally(day, camp)?;
        let place = camp.and_then(|camp| campaign.camp(camp)).map(|camp| camp.place);
        let area = place.and_then(|place| campaign.area_of_village(place));
        let level = area.map_or(LedgerLevel::District, LedgerLevel::Area);
        let ledger = match self.ledger(level) {
            Ok(ledger) => Some(ledger),
            Err(CoreError::NotFound(Thing::Roster)) => None,
            Err(other) => return Err(other),
        };
        let place = place.and_then(|code| place_name(&campaign, code));
        Ok(DayReport { place: place.unwrap_or_else(|| campaign.pack().district.name.clone()), tally, ledger })
    }
}

/// A place with the one that holds it.
fn place_name(campaign: &Campaign, code: u64) -> Option<Text> {
    let path = campaign.path_to(code);
    let place = path.last()?;
    let within = path.first().filter(|first| first.code != place.code);
    let name = |lang| match within {
        Some(within) => format!("{} ({})", place.name(lang), within.name(lang)),
        None => place.name(lang).to_owned(),
    };
    Some(Text { hi: name(Lang::Hi), en: name(Lang::En) })
}

/// One figure: section, code, word, count. What the text and the CSV are both made of.
struct Figure {
    section: Section,
    code: String,
    word: String,
    count: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Day,
    Ledger,
    Family,
    VayVandana,
    Sex,
    Groups,
    Hours,
}

impl Section {
    fn code(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Ledger => "LEDGER",
            Self::Family => "FAMILY",
            Self::VayVandana => "VAY_VANDANA",
            Self::Sex => "SEX",
            Self::Groups => "GROUP",
            Self::Hours => "HOUR",
        }
    }

    fn word(self, lang: Lang) -> &'static str {
        let (hi, en) = match self {
            Self::Day => ("आज", "Today"),
            Self::Ledger => ("कुल प्रगति", "So far"),
            Self::Family => return CardKind::Family.word(lang),
            Self::VayVandana => return CardKind::VayVandana.word(lang),
            Self::Sex => ("महिला/पुरुष", "By sex"),
            Self::Groups => ("वर्ग", "By group"),
            Self::Hours => ("समय", "By hour"),
        };
        lang.pick(hi, en)
    }
}

impl DayReport {
    /// The text of a message, at most [`MESSAGE_LETTERS`] letters. What does not fit is left out from the end, where the
    /// least stands, and said to be in the CSV.
    pub fn text(&self, lang: Lang) -> String {
        let day = match lang {
            Lang::Hi => self.tally.day.hindi(),
            Lang::En => self.tally.day.english(),
        };
        let title = lang.pick("आयुष्मान कार्ड शिविर: दिन की रिपोर्ट", "Ayushman card camp: day report");
        let mut text = format!("*{title}*\n{}, {day}\n", self.place.pick(lang));
        let more = lang.pick("… शेष CSV में", "… the rest is in the CSV");
        let room = MESSAGE_LETTERS - more.chars().count();
        let mut length = text.chars().count();
        let mut section = None;
        for figure in self.figures(lang) {
            let mut line = String::new();
            if section != Some(figure.section) {
                line = format!("\n*{}*\n", figure.section.word(lang));
            }
            section = Some(figure.section);
            line += &format!("{}: {}\n", figure.word, indian_grouping(figure.count));
            length += line.chars().count();
            if length > room {
                return text + more;
            }
            text += &line;
        }
        text.trim_end().to_owned()
    }

    /// The figures as CSV: UTF-8 with a byte order mark, a row a figure: section, code, word, count. The first rows say
    /// day and place.
    pub fn csv(&self, lang: Lang) -> String {
        let heads = match lang {
            Lang::Hi => ["भाग", "कोड", "विवरण", "संख्या"],
            Lang::En => ["section", "code", "word", "count"],
        };
        let day = self.tally.day.to_string();
        let mut csv = BOM.to_owned() + &row(&heads);
        csv += &row(&["DATE", &day, self.place.pick(lang), ""]);
        for f in self.figures(lang) {
            let count = f.count.to_string();
            csv += &row(&[f.section.code(), &f.code, &f.word, &count]);
        }
        csv
    }

    fn figures(&self, lang: Lang) -> Vec<Figure> {
        let mut figures = Vec::new();
        let mut add = |section, code: &str, word: &str, count: u64| {
            figures.push(Figure { section, code: code.to_owned(), word: word.to_owned(), count });
        };
        let t = &self.tally;
        for (code, hi, en, count) in [
            ("SERVED", "सेवा पाने वाले लोग", "people served", t.served),
            ("NEW", "इनमें सूची में नाम नहीं", "of these not on the list", t.new),
            ("GUESTS", "इनमें दूसरी जगह के", "of these from elsewhere", t.guests),
            ("NOTED", "नहीं मिले, केवल दर्ज", "noted, not met", t.noted),
            ("CASES", "नए आधार केस", "new Aadhaar cases", t.cases),
            ("RATION_CASES", "नए राशन कार्ड केस", "new ration card cases", t.ration_cases),
            ("SLIPS", "दी गई पर्चियाँ", "slips given", t.slips),
        ] {
            if count > 0 || code == "SERVED" {
                add(Section::Day, code, lang.pick(hi, en), count);
            }
        }
        for card in &t.cards {
            let section = match card.kind {
                CardKind::VayVandana => Section::VayVandana,
                _ => Section::Family,
            };
            for o in &card.outcomes {
                add(section, o.of.code(), o.of.word(lang), o.people);
            }
        }
        if let Some(ledger) = &self.ledger {
            for (code, hi, en, count) in ledger_figures(ledger) {
                add(Section::Ledger, code, lang.pick(hi, en), count);
            }
        }
        for SexCount { of, people } in &t.sex {
            let unknown = lang.pick("नहीं लिखा", "not written");
            let (code, word) = of.map_or(("UNKNOWN", unknown), |s: Sex| (s.code(), s.word(lang)));
            add(Section::Sex, code, word, *people);
        }
        for GroupCount { of, people } in &t.groups {
            add(Section::Groups, of.code(), of.word(lang), *people);
        }
        for HourCount { of, people } in &t.hours {
            let unknown = lang.pick("समय नहीं लिखा", "hour not written").to_owned();
            let (code, word) = match of {
                Some(hour) => (format!("{hour:02}"), hours(*hour, lang)),
                None => ("UNKNOWN".to_owned(), unknown),
            };
            add(Section::Hours, &code, &word, *people);
        }
        figures
    }
}

fn hours(from: u8, lang: Lang) -> String {
    let to = from + 1;
    match lang {
        Lang::Hi => format!("{from}–{to} बजे"),
        Lang::En => format!("{from}:00–{to}:00"),
    }
}

fn ledger_figures(ledger: &Ledger) -> Vec<(&'static str, &'static str, &'static str, u64)> {
    let (gone, beside) = (ledger.corrections(), ledger.beside());
    let mut figures = vec![("TARGET", "लक्ष्य (सूची में)", "target (on the list)", ledger.target())];
    for (code, hi, en, count) in [
        ("DECEASED", "घटे: मृत", "less: deceased", gone.deceased),
        ("MOVED", "घटे: स्थायी रूप से बाहर", "less: moved away for good", gone.moved),
        ("LISTED_TWICE", "घटे: सूची में दो बार", "less: on the list twice", gone.listed_twice),
    ] {
        if count > 0 {
            figures.push((code, hi, en, count));
        }
    }
    figures.push(("MADE", "कार्ड बने", "cards made", ledger.made()));
    figures.push(("LEFT", "शेष", "left", ledger.left()));
    for (code, hi, en, count) in [
        ("BESIDE_NEW", "अलग से: सूची में नाम नहीं", "beside: not on the list", beside.not_in_list),
        ("BESIDE_GUESTS", "अलग से: दूसरी जगह के", "beside: from elsewhere", beside.guests),
    ] {
        if count > 0 {
            figures.push((code, hi, en, count));
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_in_india() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (99_999, "99,999"),
            (721_246, "7,21,246"),
            (19_600_000, "1,96,00,000"),
        ] {
            assert_eq!(indian_grouping(n), text);
        }
    }
}
