//! Roster packs: what was written comes back as the depth allows, and nothing that is not a whole pack is taken.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::Group;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::pack::{
    Address, Depth, FORMAT, Header, PackError, PackOptions, PackPerson, PackPlace, PackReader, PackWriter,
    held,
};

const DISTRICT: u32 = 762;

/// A person who holds her texts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Someone {
    id: PersonId,
    texts: [String; 6],
    place: u32,
    codes: (u16, u16),
    birth: Option<BirthDate>,
    mobile: Option<u64>,
    last4: Option<u16>,
    made: bool,
    groups: u32,
}

impl Someone {
    fn of(person: &PackPerson) -> Self {
        let texts =
            [person.source, person.household, person.name_hi, person.name_en, person.relative, person.para];
        Self {
            id: person.id,
            texts: texts.map(str::to_owned),
            place: person.place,
            codes: (person.relation, person.sex),
            birth: person.birth,
            mobile: person.mobile,
            last4: person.last4,
            made: person.made,
            groups: person.groups,
        }
    }

    fn person(&self) -> PackPerson<'_> {
        let [source, household, name_hi, name_en, relative, para] = self.texts.each_ref().map(String::as_str);
        PackPerson {
            id: self.id,
            source,
            household,
            place: self.place,
            name_hi,
            name_en,
            relative,
            relation: self.codes.0,
            sex: self.codes.1,
            birth: self.birth,
            para,
            mobile: self.mobile,
            last4: self.last4,
            made: self.made,
            groups: self.groups,
        }
    }
}

fn places() -> Vec<PackPlace> {
    ["नंदेली", "सपोस", "किरारी"]
        .into_iter()
        .zip(900..)
        .map(|(name, area)| PackPlace {
            area: AreaId(area),
            area_name: name.to_owned(),
            block_name: "सक्ती".to_owned(),
            village: name.to_owned(),
        })
        .collect()
}

fn options(depth: Depth) -> PackOptions {
    PackOptions {
        district: DISTRICT,
        block: 3391,
        block_name: "सक्ती".to_owned(),
        number: 41,
        day: Day::from_ymd(2026, 11, 24).unwrap(),
        depth,
        groups: u32::MAX,
        areas: Vec::new(),
    }
}

fn pack(people: &[Someone], options: PackOptions) -> (Vec<u8>, Header, Address) {
    let mut writer = PackWriter::new(options);
    for place in places() {
        writer.place(place);
    }
    for person in people {
        writer.person(&person.person()).unwrap();
    }
    let mut bytes = Vec::new();
    let (header, address) = writer.finish(&mut bytes).unwrap();
    (bytes, header, address)
}

fn read(bytes: &[u8], address: Option<Address>) -> Result<Vec<Someone>, PackError> {
    let mut reader = PackReader::open(bytes, address)?;
    let mut people = Vec::new();
    let mut take = |person: &PackPerson| {
        people.push(Someone::of(person));
        Ok::<(), PackError>(())
    };
    while reader.next_people(&mut take)? {}
    assert_eq!(reader.places(), places());
    Ok(people)
}

fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof!["[क-ह][ा-ी]?", "[A-Z][a-z]{1,6}", Just(String::new())];
    prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof!["R:[0-9]{12}", "F:[A-Z]{1,3}[0-9]{0,4}", "P:[0-9]{20,30}", Just("R:0007".to_owned())]
}

prop_compose! {
    fn someone()(
        source in prop_oneof![Just(String::new()), "[0-9]{1,24}", "[A-Zक-ह0-9/]{1,9}"],
        random in any::<[u8; 16]>(),
        household in key(),
        names in [name(), name(), name(), name()],
        place in 0u32..3,
        codes in (0u16..30, 0u16..4),
        birth in prop::option::of((1i32..4000, 0u8..8)),
        mobile in prop::option::of(prop_oneof![0u64..10_000_000_000, 6_000_000_000u64..10_000_000_000]),
        last4 in prop::option::of(0u16..10_000),
        made in any::<bool>(),
        groups in any::<u32>(),
    ) -> Someone {
        let id = if source.is_empty() {
            PersonId(random)
        } else {
            PersonId::listed(DISTRICT, format!("I:{source}").as_bytes())
        };
        let [name_hi, name_en, relative, para] = names;
        let birth = birth.map(|(year, how)| match how {
            0 => BirthDate::from_age(40, Day::from_ymd(year.max(60), 7, 3).unwrap()),
            1 => BirthDate::in_year(year, BirthSource::from_number(1)).unwrap(),
            _ => BirthDate::on(Day::from_ymd(year, 2, 28).unwrap().plus(1), BirthSource::from_number(how.into())),
        });
        Someone { id, texts: [source, household, name_hi, name_en, relative, para], place, codes, birth,
            mobile, last4, made, groups }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_full_pack_gives_back_everyone_as_she_was_and_only_the_groups_that_may_be_told(
        people in prop::collection::vec(someone(), 0..60),
        groups in any::<u32>(),
    ) {
        let (bytes, header, address) = pack(&people, PackOptions { groups, ..options(Depth::Full) });
        let told = people.iter().cloned().map(|p| Someone { groups: p.groups & groups, ..p });
        prop_assert_eq!(read(&bytes, Some(address)).unwrap(), told.collect::<Vec<_>>());
        prop_assert_eq!(header.people as usize, people.len());
        // Content-addressed: the same people are the same bytes.
        prop_assert_eq!(pack(&people, PackOptions { groups, ..options(Depth::Full) }).0, bytes);
    }

    #[test]
    fn a_minimal_pack_has_names_relation_year_place_and_card_and_nothing_else(
        people in prop::collection::vec(someone(), 0..60),
    ) {
        let (bytes, ..) = pack(&people, options(Depth::Minimal));
        let found = read(&bytes, None).unwrap();
        prop_assert_eq!(found.len(), people.len());
        for (found, person) in found.iter().zip(&people) {
            let [source, household, name_hi, name_en, relative, para] = &found.texts;
            let [_, _, hi, en, of, _] = &person.texts;
            prop_assert_eq!((name_hi, name_en, relative), (hi, en, of));
            prop_assert_eq!((found.id, found.place, found.made), (person.id, person.place, person.made));
            prop_assert_eq!(found.codes, (person.codes.0, 0));
            prop_assert_eq!((source.as_str(), para.as_str()), ("", ""));
            prop_assert_eq!((found.mobile, found.last4, found.groups), (None, None, 0));
            prop_assert!(household.starts_with("G:3391:"));
            match (found.birth, person.birth) {
                (Some(year), Some(birth)) => {
                    prop_assert_eq!((year.day.month(), year.day.day()), (1, 1));
                    let years = birth.day.year()..=birth.last_day().year();
                    prop_assert!(years.contains(&year.day.year()));
                }
                (year, birth) => prop_assert_eq!(year.is_some(), birth.is_some()),
            }
        }
        // Who belong together still do, and nobody else.
        for (a, one) in found.iter().zip(&people) {
            for (b, other) in found.iter().zip(&people) {
                prop_assert_eq!(a.texts[1] == b.texts[1], one.texts[1] == other.texts[1]);
            }
        }
    }
}

/// Forty thousand people, in three chunks.
fn many() -> Vec<Someone> {
    (0..40_000u32)
        .map(|n| Someone {
            id: PersonId::listed(DISTRICT, format!("I:2217{:08}", n * 7).as_bytes()),
            texts: [
                format!("2217{:08}", n * 7),
                format!("R:22{:010}", n / 4),
                format!("सीता {}", ["बाई", "देवी", "यादव"][n as usize % 3]),
                String::new(),
                "रामलाल".to_owned(),
                format!("वार्ड {}", n / 5000),
            ],
            place: n / 20_000,
            codes: (2, 1),
            birth: Some(BirthDate::from_age(20 + (n % 50) as u16, Day::from_ymd(2026, 7, 3).unwrap())),
            mobile: Some(9_000_000_000 + u64::from(n) * 7919),
            last4: Some((n * 31 % 10_000) as u16),
            made: n % 3 == 0,
            groups: 1 << Group::Priority.number(),
        })
        .collect()
}

#[test]
fn a_fetch_that_was_broken_off_goes_on_after_the_last_right_chunk() {
    let people = many();
    let (bytes, header, address) = pack(&people, options(Depth::Full));
    let whole = held(&mut bytes.as_slice()).unwrap();
    assert!(whole.is_whole() && whole.of == bytes.len() as u64);
    assert_eq!((whole.header, whole.address), (header, address));
    let mut ends = std::collections::BTreeSet::new();
    for cut in (0..bytes.len()).step_by(bytes.len() / 97).chain([bytes.len() - 1]) {
        let part = &bytes[..cut];
        match held(&mut &part[..]) {
            Ok(held) => {
                assert!(!held.is_whole() && held.bytes <= cut as u64, "cut at {cut}");
                ends.insert(held.bytes);
                // What is kept and what is fetched from there on are the pack.
                let kept = usize::try_from(held.bytes).unwrap();
                let joined = [&part[..kept], &bytes[kept..]].concat();
                assert_eq!(joined, bytes);
            }
            Err(PackError::Cut | PackError::NotAPack) => assert!(cut < 400, "cut at {cut}"),
            Err(other) => panic!("cut at {cut}: {other}"),
        }
        assert!(matches!(read(part, None), Err(PackError::Cut | PackError::NotAPack)), "cut at {cut}");
    }
    assert!(ends.len() >= 4, "{ends:?}: the tables, and three chunks of people");
    // A part that came wrong is fetched again.
    let mut wrong = bytes.clone();
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    let held = held(&mut wrong.as_slice()).unwrap();
    assert!(!held.is_whole());
    assert_eq!(read(&bytes, Some(address)).unwrap(), people);
}

#[test]
fn no_altered_byte_goes_unseen() {
    let people: Vec<Someone> = many().into_iter().take(300).collect();
    let (bytes, ..) = pack(&people, options(Depth::Full));
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 0x41;
        assert!(read(&altered, None).is_err(), "byte {at}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(matches!(read(&longer, None), Err(PackError::Altered)));
}

#[test]
fn what_is_no_pack_or_newer_or_not_the_one_asked_for_is_told_apart() {
    let (bytes, _, address) = pack(&[], options(Depth::Full));
    assert!(read(&bytes, Some(address)).unwrap().is_empty());
    for other in [&b""[..], b"name,village\nSita,Saposa\n", b"PK\x03\x04", &[0xff; 400]] {
        assert!(matches!(read(other, None), Err(PackError::NotAPack)));
    }
    let mut newer = bytes.clone();
    newer[9] = 2;
    let error = read(&newer, None).unwrap_err();
    assert!(matches!(error, PackError::Newer { format } if format == FORMAT + 1));
    assert!(matches!(read(&bytes, Some(Address([7; 32]))), Err(PackError::Altered)));
    assert!(error.hindi().contains("सुरक्षित") && error.english().contains("safe"));
}

#[test]
fn what_no_person_can_have_is_not_written() {
    let mut writer = PackWriter::new(options(Depth::Full));
    let someone = many().into_iter().next().unwrap();
    assert!(writer.person(&someone.person()).is_err(), "a place that is not there");
    for place in places() {
        writer.place(place);
    }
    let wrong = PackPerson { last4: Some(10_000), ..someone.person() };
    assert!(writer.person(&wrong).is_err());
    let wrong = PackPerson { mobile: Some(123_456_789_012), ..someone.person() };
    assert!(writer.person(&wrong).is_err(), "twelve digits are no mobile number");
    assert!(writer.person(&someone.person()).is_ok());
}
