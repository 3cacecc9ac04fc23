//! The portal's lists of cards: how they are read, and the packs of what they say.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Cursor;

use proptest::prelude::*;
use shivir_domain::codes::{CardKind, CardStatus as Status};
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;
use shivir_roster::pack::{
    Address, CardsOptions, Head, Header, PackError, PackReader, head_of, held, read_cards, write_cards,
};
use shivir_roster::{CardStatus, ListError, Needed, Note, Options, ReadError, Rejected, Row, Sink, read};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn options(number: u64) -> CardsOptions {
    CardsOptions {
        district: 762,
        block: 3319,
        block_name: "डभरा".into(),
        number,
        day: day("2026-11-25"),
        kind: CardKind::Family,
    }
}

fn pack(words: Vec<(Head, CardWord)>) -> (Vec<u8>, Header, Address) {
    let mut bytes = Vec::new();
    let (header, address) = write_cards(options(7), words, &mut bytes).unwrap();
    (bytes, header, address)
}

fn words_of(bytes: &[u8], address: Option<Address>) -> Result<Vec<(Head, CardWord)>, PackError> {
    let mut words = Vec::new();
    read_cards(bytes, address, |head, word| {
        words.push((head, *word));
        Ok::<(), PackError>(())
    })?;
    Ok(words)
}

fn word() -> impl Strategy<Value = CardWord> {
    let status = prop::sample::select(vec![
        Status::Approved,
        Status::NotMade,
        Status::Pending,
        Status::Rejected,
        Status::Delivered,
        Status::Unknown(900),
    ]);
    (status, prop::option::of(10_000..22_000i32), 19_000..21_000i32).prop_map(|(status, made, dated)| {
        CardWord { status, day: made.and_then(Day::from_days), dated: Day::from_days(dated).unwrap() }
    })
}

fn many(n: u64) -> Vec<(Head, CardWord)> {
    let dated = day("2026-11-20");
    let heads = (0..n).map(|n| head_of(PersonId::listed(762, format!("I:{n}").as_bytes())));
    heads
        .map(|head| (head, CardWord { status: Status::Approved, day: Some(dated.plus(-9)), dated }))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_comes_back_once_a_person_whatever_the_order(
        words in prop::collection::vec((any::<u64>(), word()), 0..60),
        again in prop::collection::vec(word(), 0..6),
    ) {
        let mut all = words.clone();
        all.extend(again.iter().zip(&words).map(|(word, (head, _))| (*head, *word)));
        let (bytes, header, address) = pack(all.clone());
        all.reverse();
        prop_assert_eq!(&pack(all.clone()).0, &bytes);
        let read = words_of(&bytes, Some(address)).unwrap();
        prop_assert_eq!(read.len(), usize::try_from(header.people).unwrap());
        prop_assert!(read.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (head, word) in &read {
            let said = all.iter().filter(|(h, _)| h == head);
            prop_assert!(said.clone().any(|(_, w)| w == word));
            prop_assert!(said.clone().all(|(_, w)| !w.replaces(word)));
        }
        let whole = held(&mut bytes.as_slice()).unwrap();
        prop_assert!(whole.is_whole() && whole.header.cards == Some(CardKind::Family));
    }

    #[test]
    fn altered_or_cut_short_it_is_refused_and_never_ends_the_program(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let (mut bytes, _, address) = pack(many(300));
        let at = at.index(bytes.len());
        let before = bytes[at];
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if cut || before != byte {
            prop_assert!(words_of(&bytes, Some(address)).is_err());
        }
    }
}

#[test]
fn a_pack_of_cards_is_no_roster_and_a_person_takes_nine_bytes() {
    let (bytes, _, address) = pack(many(40_000));
    assert!(matches!(PackReader::open(bytes.as_slice(), Some(address)), Err(PackError::Malformed)));
    let other = Address([1; 32]);
    assert!(matches!(words_of(&bytes, Some(other)), Err(PackError::Altered)));
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(matches!(words_of(&longer, Some(address)), Err(PackError::Altered)));
    assert!(bytes.len() < 40_000 * 9, "{} bytes", bytes.len());
    // Built at another number it has another address and the same content.
    let mut again = Vec::new();
    let (later, moved) = write_cards(options(8), many(40_000), &mut again).unwrap();
    let first = held(&mut bytes.as_slice()).unwrap().header;
    assert!(moved != address && later.same_content(&first) && later.replaces(&first));
}

/// What a test looks at of a row.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    name: String,
    status: Option<CardStatus>,
    made: Option<Day>,
    card: String,
    last4: Option<String>,
    unread: bool,
}

#[derive(Default)]
struct Gather(Vec<Seen>, Vec<&'static str>);

impl Sink for Gather {
    type Error = std::convert::Infallible;

    fn row(&mut self, row: &Row<'_>) -> Result<(), Self::Error> {
        self.0.push(Seen {
            name: row.name().to_owned(),
            status: row.card_status,
            made: row.card_date,
            card: row.card_id.to_owned(),
            last4: row.aadhaar_last4.as_ref().map(ToString::to_string),
            unread: row.notes.has(Note::CardDateUnread),
        });
        Ok(())
    }

    fn rejected(&mut self, rejected: &Rejected) -> Result<(), Self::Error> {
        self.1.push(rejected.reason.code());
        Ok(())
    }
}

fn read_list(text: &str) -> Result<Gather, ListError> {
    let mut gather = Gather::default();
    match read(&mut Cursor::new(text), &Options::of_cards(day("2026-11-25")), &mut gather) {
        Ok(_) => Ok(gather),
        Err(ReadError::List(error)) => Err(error),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn the_portals_columns_are_known_in_both_languages_and_an_aadhaar_number_is_cut() {
    for heading in [
        "PMJAY ID,Beneficiary Name,Village Name,Aadhaar No,Card Status,Card Generated Date",
        "आयुष्मान कार्ड नंबर,हितग्राही का नाम,ग्राम,आधार नंबर,कार्ड की स्थिति,कार्ड बनने की तिथि",
        "pmjayId,Name,Village,UID,Ayushman Card Status,Approved On",
    ] {
        let rows = "PX12345678,सीता बाई,सपोस,234123412346,Approved,11/10/2026\n\
                    ,गीता बाई,सपोस,,Pending,30/12/2026\n,राम,,,Rejected,\n,,सपोस,,Approved,\n";
        let read = read_list(&format!("{heading}\n{rows}")).unwrap();
        let seen = |name: &str, status, made: Option<&str>, card: &str, last4: Option<&str>, unread| Seen {
            name: name.to_owned(),
            status: Some(status),
            made: made.map(day),
            card: card.to_owned(),
            last4: last4.map(str::to_owned),
            unread,
        };
        let sita = seen("सीता बाई", CardStatus::Made, Some("2026-10-11"), "PX12345678", Some("2346"), false);
        // A day that has not come yet is none.
        let gita = seen("गीता बाई", CardStatus::Pending, None, "", None, true);
        assert_eq!(
            read.0,
            [sita, gita, seen("राम", CardStatus::Rejected, None, "", None, false)],
            "{heading}"
        );
        assert_eq!(read.1, ["NO_NAME"]);
    }
}

#[test]
fn a_list_that_says_nothing_of_cards_is_none_of_cards() {
    let missing = read_list("हितग्राही आईडी,नाम,ग्राम\n1,राम,सपोस\n");
    assert!(matches!(missing, Err(ListError::MissingColumns(needed)) if needed == [Needed::Card]));
}
