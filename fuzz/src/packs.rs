//! Decoders of packs and lists.

use std::convert::Infallible;
use std::io::Cursor;

use minicbor::Encoder;
use sha2::{Digest, Sha256};
use shivir_domain::campaign::Campaign;
use shivir_domain::day::Day;
use shivir_roster::pack::{PackError, PackReader, head, held, read_cards};
use shivir_roster::{Answer, Options, Progress, Rejected, Row, Sink, read};

/// A campaign pack's text; one that is taken is taken again.
pub fn campaign(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(campaign) = Campaign::parse(text) {
        assert!(Campaign::parse(campaign.raw()).is_ok());
    }
}

/// A pack's file, of people or of cards.
pub fn file(data: &[u8]) {
    let _ = (head(&mut Cursor::new(data)), held(&mut Cursor::new(data)));
    let mut last = None;
    let _ = read_cards(Cursor::new(data), None, |head, _| {
        // Each person stands once, in rising order.
        assert!(last.replace(head).is_none_or(|last| last < head));
        Ok::<_, PackError>(())
    });
    let Ok(mut pack) = PackReader::open(Cursor::new(data), None) else { return };
    while let Ok(true) = pack.next_people(|_| Ok::<_, PackError>(())) {}
}

/// A roster pack made of chunks as they are, with right hashes. The first two bytes say how many of the others are tables,
/// the third how many people are said to be in the rest.
pub fn chunks(data: &[u8]) {
    let Some(([high, low, people], rest)) = data.split_first_chunk() else { return };
    let tables = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
    let (tables, rows) = rest.split_at(tables);
    let chunks = [(tables, 0), (rows, u32::from(*people))];
    file(&assembled(u32::from(*people), &chunks, false));
    file(&assembled(u32::from(*people), &chunks, true));
}

/// A pack file with these chunks and the people in each; `cards`: one of family cards.
pub fn assembled(people: u32, chunks: &[(&[u8], u32)], cards: bool) -> Vec<u8> {
    let packed: Vec<Vec<u8>> = chunks.iter().map(|(raw, _)| zstd::bulk::compress(raw, 1).unwrap()).collect();
    let mut header = Encoder::new(Vec::new());
    header.map(9 + u64::from(cards)).unwrap();
    let households = if cards { 0 } else { people };
    for (key, number) in [(0, 762), (1, 3644), (3, 9), (4, 20_000), (5, 1), (6, people), (7, households)] {
        header.u8(key).unwrap().u32(number).unwrap();
    }
    header.u8(2).unwrap().str("डभरा").unwrap();
    header.u8(8).unwrap().array(chunks.len() as u64).unwrap();
    for (packed, (raw, rows)) in packed.iter().zip(chunks) {
        header.array(4).unwrap().u64(packed.len() as u64).unwrap().u64(raw.len() as u64).unwrap();
        header.u32(*rows).unwrap().bytes(&Sha256::digest(packed)).unwrap();
    }
    if cards {
        header.u8(10).unwrap().u8(1).unwrap();
    }
    let header = header.into_writer();
    let mut bytes = crate::seeds::pack()[..10].to_vec();
    bytes.extend(u32::try_from(header.len()).unwrap().to_be_bytes());
    bytes.extend(header);
    bytes.extend(Sha256::digest(&bytes).to_vec());
    packed.iter().for_each(|chunk| bytes.extend(chunk));
    bytes
}

struct Count(u64);

impl Sink for Count {
    type Error = Infallible;

    fn row(&mut self, row: &Row<'_>) -> Result<(), Infallible> {
        self.0 += 1;
        // Whatever stands in the list, no whole Aadhaar number is handed out in its column.
        let _ = row;
        Ok(())
    }

    fn rejected(&mut self, _: &Rejected) -> Result<(), Infallible> {
        Ok(())
    }

    fn progress(&mut self, _: Progress) -> Answer {
        Answer::GoOn
    }
}

/// A district's list: text or a workbook.
pub fn list(data: &[u8]) {
    let day = Day::from_ymd(2026, 11, 25).unwrap();
    // A list of people, and the portal's of cards.
    for options in [Options::new(day), Options::of_cards(day)] {
        let _ = read(&mut Cursor::new(data), &options, &mut Count(0));
    }
}
