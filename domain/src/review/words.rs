//! What a fact in a review item says, in words of both languages. For screens: it holds what the person said.

use serde::Serialize;

use crate::birth::{BirthDate, Precision};
use crate::codes::{CardKind, Lang};
use crate::fact::{Body, Details, Fact, Visit};

/// The same in Hindi and English.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Words {
    /// In Hindi.
    pub hi: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// Of two texts.
    pub fn of(hi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { hi: hi.into(), en: en.into() }
    }

    /// In the language asked for.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.hi, &self.en)
    }

    /// What is no word of a language: a name, a number.
    fn plain(text: impl ToString) -> Self {
        Self::of(text.to_string(), text.to_string())
    }

    /// Made for each of the two languages.
    fn each(make: impl Fn(Lang) -> String) -> Self {
        Self::of(make(Lang::Hi), make(Lang::En))
    }
}

/// The name of a detail by its number (`docs/FACTS.md`), as an item about it has it in `field`.
pub fn field_words(field: u16) -> Words {
    let (hi, en) = match field {
        0 => ("नाम (हिन्दी)", "name in Devanagari"),
        1 => ("नाम (अंग्रेज़ी)", "name in Latin letters"),
        2 => ("पिता या पति", "father or husband"),
        3 => ("लिंग", "sex"),
        4 => ("जन्म", "birth"),
        5 => ("मुखिया से संबंध", "relation to the head"),
        6 => ("परिवार", "household"),
        7 => ("ग्राम पंचायत या वार्ड", "gram panchayat or ward"),
        8 => ("गाँव", "village"),
        9 => ("पारा या मोहल्ला", "para or mohalla"),
        10 => ("मोबाइल", "mobile"),
        11 => ("आधार के अंतिम 4 अंक", "last 4 of the Aadhaar"),
        12 => ("समूह", "groups"),
        13 => ("कहाँ से आए", "where the guest is from"),
        14 => ("राशन कार्ड", "ration card"),
        _ => ("नए संस्करण का विवरण", "a detail of a newer version"),
    };
    Words::of(hi, en)
}

/// How many details this version knows.
const FIELDS: u16 = 15;

/// What a fact says. `field`: the detail that an item is about; none gives all that it says.
pub fn says(fact: &Fact, field: Option<u16>) -> Words {
    match fact.body() {
        Ok(Some(body)) => of_body(&body, field),
        Ok(None) if fact.body.is_none() => Words::of("विवरण हटाया गया", "the details were removed"),
        _ => Words::of(
            format!("{} (यह संस्करण पढ़ नहीं सकता)", fact.header.kind.hindi()),
            format!("{} (this version cannot read it)", fact.header.kind.english()),
        ),
    }
}

fn of_body(body: &Body, field: Option<u16>) -> Words {
    let kind = body.kind();
    let named = |what: Words| {
        Words::of(format!("{}: {}", kind.hindi(), what.hi), format!("{}: {}", kind.english(), what.en))
    };
    match body {
        Body::Visit(visit) => of_visit(visit),
        Body::PersonAdded(details) | Body::PersonChanged(details) => match field {
            Some(field) => value(details, field).unwrap_or_default(),
            None => named(all(details)),
        },
        Body::CaseOpened(opened) => named(Words::each(|lang| opened.block.reason.word(lang).to_owned())),
        Body::CaseStep(step) => named(Words::each(|lang| {
            let reason = step.reason.map(|reason| format!(" ({})", reason.word(lang)));
            format!("{}{}", step.to.word(lang), reason.unwrap_or_default())
        })),
        Body::CaseDated(dated) => {
            named(Words::each(|lang| lang.pick(&dated.next.hindi(), &dated.next.english()).to_owned()))
        }
        Body::RationStep(step) => named(Words::each(|lang| step.to.word(lang).to_owned())),
        Body::CardStated(card) => {
            Words::each(|lang| format!("{}: {}", card.kind.word(lang), card.status.word(lang)))
        }
        Body::BodyBlanked(blanked) => named(Words::each(|lang| blanked.reason.word(lang).to_owned())),
        Body::WorkerAdded(worker) => {
            named(Words::each(|lang| format!("{}, {}", worker.name, worker.cadre.word(lang))))
        }
        Body::Called(called) => named(Words::each(|lang| {
            let back = called.takes_back.map(|_| lang.pick(" (वापस लिया)", " (taken back)"));
            format!("{}{}", called.how.word(lang), back.unwrap_or_default())
        })),
        Body::LikelyDuplicate(likely) => Words::each(|lang| likely.band.word(lang).to_owned()),
        Body::VisitWithdrawn(_)
        | Body::ReviewSettled(_)
        | Body::PeopleMerged(_)
        | Body::PeopleUnmerged(_) => Words::of(kind.hindi(), kind.english()),
    }
}

fn of_visit(visit: &Visit) -> Words {
    Words::each(|lang| {
        let mut parts: Vec<String> = Vec::new();
        for outcome in &visit.outcomes {
            let word = outcome.outcome.word(lang);
            parts.push(match outcome.kind {
                CardKind::Family => word.to_owned(),
                kind => format!("{}: {word}", kind.word(lang)),
            });
        }
        parts.extend(visit.aadhaar.as_ref().map(|block| block.reason.word(lang).to_owned()));
        parts.extend(visit.ration.map(|reason| reason.word(lang).to_owned()));
        parts.extend(visit.token.as_ref().map(|token| token.code()));
        if parts.is_empty() {
            lang.pick("पंजीयन", "registration").to_owned()
        } else {
            parts.join(" · ")
        }
    })
}

fn all(details: &Details) -> Words {
    let said: Vec<(Words, Words)> =
        (0..FIELDS).filter_map(|field| Some((field_words(field), value(details, field)?))).collect();
    Words::each(|lang| {
        let parts = said.iter().map(|(name, value)| format!("{} {}", name.pick(lang), value.pick(lang)));
        parts.collect::<Vec<_>>().join(", ")
    })
}

/// The value of a detail; none where it is not said.
fn value(d: &Details, field: u16) -> Option<Words> {
    let text = |text: &Option<String>| text.as_ref().map(Words::plain);
    match field {
        0 => text(&d.name_hi),
        1 => text(&d.name_en),
        2 => text(&d.relative),
        3 => d.sex.map(|sex| Words::of(sex.hindi(), sex.english())),
        4 => d.birth.map(of_birth),
        5 => d.relation.map(|relation| Words::of(relation.hindi(), relation.english())),
        6 => d.household.map(Words::plain),
        7 => d.area.map(|area| Words::plain(area.0)),
        8 => text(&d.village),
        9 => text(&d.para),
        10 => d.mobile.map(Words::plain),
        11 => d.last4.as_ref().map(|last4| Words::plain(last4.as_str())),
        12 => d.groups.as_ref().map(|groups| {
            Words::each(|lang| groups.iter().map(|group| group.word(lang)).collect::<Vec<_>>().join(", "))
        }),
        13 => text(&d.guest_from),
        14 => text(&d.ration_card),
        _ => None,
    }
}

fn of_birth(birth: BirthDate) -> Words {
    Words::each(|lang| {
        let day = lang.pick(&birth.day.hindi(), &birth.day.english()).to_owned();
        let span = match birth.precision {
            Precision::Day => day,
            Precision::Month => day.split_once(' ').map_or(day.clone(), |(_, month)| month.to_owned()),
            Precision::Year | Precision::Unknown(_) => birth.day.year().to_string(),
        };
        format!("{span} ({})", birth.source.word(lang))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::birth::BirthSource;

    #[test]
    fn every_detail_has_a_name_and_its_value_is_told_in_both_languages() {
        let details: Details = minicbor::decode(&[0xa0]).unwrap();
        let birth = BirthDate::in_month(1980, 5, BirthSource::Stated);
        let details = Details { mobile: Some(9_000_000_001), birth, ..details };
        let body = Body::PersonChanged(details);
        assert_eq!(of_body(&body, Some(4)), Words::of("मई 1980 (बताया गया)", "May 1980 (Stated)"));
        assert_eq!(of_body(&body, Some(10)).en, "9000000001");
        let whole = of_body(&body, None);
        assert!(whole.en.contains("mobile 9000000001") && whole.en.contains("birth May 1980"), "{whole:?}");
        let names: std::collections::HashSet<_> = (0..=FIELDS).map(|field| field_words(field).hi).collect();
        assert_eq!(names.len(), usize::from(FIELDS) + 1);
    }
}
