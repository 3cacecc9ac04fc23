use proptest::prelude::*;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};

use shivir_domain::leb::push;

use super::bytes::Columns;
use super::write::compress;
use super::*;

/// A pack of a few people, with its raw tables and rows.
fn parts() -> Result<(Header, Vec<u8>, Vec<u8>), PackError> {
    let mut writer = PackWriter::new(PackOptions {
        district: 762,
        block: 3391,
        block_name: "सक्ती".into(),
        number: 7,
        day: Day::EPOCH,
        depth: Depth::Full,
        groups: 0,
        areas: Vec::new(),
    });
    let place = writer.place(PackPlace {
        area: AreaId(1),
        area_name: "सपोस".into(),
        block_name: "सक्ती".into(),
        village: "सपोस".into(),
    });
    for n in 0..40u16 {
        writer.person(&PackPerson {
            id: PersonId([0; 16]),
            source: if n % 5 == 0 { "" } else { "22170001" },
            household: ["R:22001", "R:22002", "F:A"][usize::from(n % 3)],
            place,
            name_hi: "सीता बाई",
            name_en: "",
            relative: "रामलाल",
            relation: 2,
            sex: 1,
            birth: None,
            para: "",
            mobile: Some(9_876_543_210),
            last4: Some(n),
            made: n % 2 == 0,
            groups: 0,
        })?;
    }
    let mut bytes = Vec::new();
    let (header, _) = writer.finish(&mut bytes)?;
    let mut reader = PackReader::open(bytes.as_slice(), None)?;
    let tables = reader.raw().to_vec();
    reader.next_people(|_| Ok::<(), PackError>(()))?;
    Ok((header, tables, reader.raw().to_vec()))
}

/// A pack of these chunks whose hashes are all right, as one who makes packs could send it.
fn forged(mut header: Header, tables: &[u8], rows: &[u8]) -> Result<Vec<u8>, PackError> {
    let people = header.people;
    let (first, tables) = compress(tables, 0)?;
    let (second, rows) = compress(rows, people)?;
    header.chunks = vec![first, second];
    let (mut bytes, _) = header.to_bytes()?;
    bytes.extend(tables);
    bytes.extend(rows);
    Ok(bytes)
}

fn read(bytes: &[u8]) -> Result<u32, PackError> {
    let mut reader = PackReader::open(bytes, None)?;
    let mut people = 0;
    let mut take = |person: &PackPerson| {
        people += 1;
        assert!(person.last4.is_none_or(|l| l < 10_000) && person.mobile.is_none_or(|m| m < 10_000_000_000));
        Ok::<(), PackError>(())
    };
    while reader.next_people(&mut take)? {}
    Ok(people)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_made_wrongly_are_refused_or_make_sense_and_never_end_the_program(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        in_tables in any::<bool>(),
    ) {
        let parts = parts();
        prop_assert!(parts.is_ok());
        if let Ok((header, mut tables, mut rows)) = parts {
            let of = if in_tables { &mut tables } else { &mut rows };
            for (at, byte) in changes {
                let at = at.index(of.len());
                of[at] = byte;
            }
            let bytes = forged(header, &tables, &rows);
            prop_assert!(bytes.is_ok());
            match bytes.and_then(|bytes| read(&bytes)) {
                Ok(people) => prop_assert_eq!(people, 40),
                Err(error) => prop_assert!(matches!(error, PackError::Malformed), "{}", error),
            }
        }
    }
}

#[test]
fn a_few_numbers_do_not_stand_for_endless_text() -> Result<(), PackError> {
    let (mut header, _, _) = parts()?;
    let tables = Tables { words: vec!["x".repeat(1 << 20)], ..Tables::default() };
    let tables = minicbor::to_vec(&tables).map_err(|_| PackError::Malformed)?;
    let mut columns = Columns::default();
    push(columns.of(super::bytes::Column::NameHiCount), 100_000);
    columns.of(super::bytes::Column::NameHi).resize(100_000, 0);
    columns.of(super::bytes::Column::Id).resize(16, 0);
    columns.of(super::bytes::Column::SourceShape).push(0);
    header.people = 1;
    let bytes = forged(header, &tables, &columns.take())?;
    assert!(bytes.len() < 10_000);
    assert!(matches!(read(&bytes), Err(PackError::Malformed)));
    Ok(())
}

#[test]
fn a_chunk_that_says_it_is_huge_is_refused_before_room_is_made_for_it() -> Result<(), PackError> {
    let (mut header, ..) = parts()?;
    if let Some(chunk) = header.chunks.last_mut() {
        chunk.raw = u32::MAX;
        chunk.packed = u32::MAX;
    }
    let (bytes, _) = header.to_bytes()?;
    assert!(matches!(read(&bytes), Err(PackError::Malformed)));
    Ok(())
}
