//! Text files as districts send them.

use crate::support::{on, one, read_bytes, read_text, try_read};
use shivir_domain::birth::{BirthSource, Precision};
use shivir_domain::person::{Relation, Sex};
use shivir_roster::{
    CardStatus, Encoding, Field, Layout, ListError, Needed, Note, Options, ReadError, Reason,
};

const LIST: &str = "क्र.,हितग्राही का नाम,Name (English),पिता/पति का नाम,मुखिया से संबंध,लिंग,आयु,राशन कार्ड नं.,\
                    ग्राम पंचायत,ग्राम,मोबाइल नं.,आयुष्मान कार्ड\n\
                    1,राम साहू,Ram Sahu,श्याम,मुखिया,पुरुष,45,220123456789,बोइरडीह,कोटमी,9876543210,हाँ\n\
                    2,सीता साहू,Sita Sahu,राम साहू,पत्नी,महिला,8 माह,220123456789,बोइरडीह,कोटमी,,नहीं\n";

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    if little {
        units.flat_map(u16::to_le_bytes).collect()
    } else {
        units.flat_map(u16::to_be_bytes).collect()
    }
}

#[test]
fn reads_every_field_of_a_plain_list() {
    let (summary, sink) = read_text(LIST);
    assert_eq!((summary.rows, summary.rejected), (2, 0));
    let ram = &sink.people[0];
    assert_eq!((ram.line, ram.name_hi.as_str()), (2, "राम साहू"));
    assert_eq!(ram.name_en, "Ram Sahu");
    assert_eq!(ram.guardian, "श्याम");
    assert_eq!(ram.relation, Some(Relation::Head));
    assert_eq!(ram.sex, Some(Sex::Male));
    assert_eq!(ram.household_key, "R:220123456789");
    assert_eq!(ram.mobile, "9876543210");
    assert_eq!(ram.card_status, Some(CardStatus::Made));
    let birth = ram.birth.unwrap();
    assert_eq!(birth.age_range(on()), Some((45, 45)));
    assert_eq!(birth.source, BirthSource::Estimated);
    assert_eq!(ram.person_key, "N:R:220123456789\u{1f}रामसाहु\u{1f}1981");
    let sita = &sink.people[1];
    assert_eq!(sita.birth.unwrap().precision, Precision::Month);
    assert_eq!(sita.card_status, Some(CardStatus::NotMade));
}

#[test]
fn every_encoding_and_separator_gives_the_same_people() {
    let (_, plain) = read_text(LIST);
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend_from_slice(LIST.as_bytes());
    let mark = |text: &str| format!("\u{feff}{text}");
    for (name, bytes, encoding) in [
        ("UTF-8 with mark", marked, Encoding::Utf8),
        ("UTF-16 LE with mark", utf16(&mark(LIST), true), Encoding::Utf16Le),
        ("UTF-16 BE with mark", utf16(&mark(LIST), false), Encoding::Utf16Be),
        ("UTF-16 LE", utf16(LIST, true), Encoding::Utf16Le),
        ("UTF-16 BE", utf16(LIST, false), Encoding::Utf16Be),
    ] {
        let (summary, sink) = read_bytes(&bytes);
        assert_eq!(sink.people, plain.people, "{name}");
        let separator = ',';
        assert_eq!(summary.layout, Layout::Text { encoding, separator }, "{name}");
    }
    for separator in [';', '\t', '|'] {
        let (summary, sink) = read_text(&LIST.replace(',', &separator.to_string()));
        assert_eq!(sink.people, plain.people, "{separator:?}");
        let encoding = Encoding::Utf8;
        assert_eq!(summary.layout, Layout::Text { encoding, separator });
    }
    for line_end in ["\r\n", "\r"] {
        let (_, sink) = read_text(&LIST.replace('\n', line_end));
        assert_eq!(sink.people, plain.people, "{line_end:?}");
    }
}

#[test]
fn text_that_is_no_utf_8_is_read_as_windows_1252_and_flagged() {
    let mut bytes = b"Name,Ration Card No,Village\nRam,2201,Kota\nJos".to_vec();
    bytes.extend_from_slice(b"\xe9,2202,Kota\n");
    let (summary, sink) = read_bytes(&bytes);
    assert_eq!(sink.people[1].name_en, "José");
    assert_eq!(sink.people[1].notes, ["TEXT_GUESSED"]);
    assert!(summary.notes.contains(&(Note::TextGuessed, 1)));
    assert!(sink.people[0].notes.is_empty());
}

#[test]
fn broken_utf_8_in_a_utf_8_list_rejects_only_that_row() {
    let mut bytes = LIST.as_bytes().to_vec();
    bytes.extend_from_slice(b"3,\xe0\xa4,,,,,,2202,x,y,,\n");
    bytes.extend_from_slice("4,गीता,,,,,30,2203,x,y,,\n".as_bytes());
    let (_, sink) = read_bytes(&bytes);
    assert_eq!(sink.people.len(), 3);
    assert_eq!((sink.rejected[0].line, sink.rejected[0].reason), (4, Reason::BrokenText));
}

#[test]
fn lone_surrogates_reject_only_that_row() {
    for little in [true, false] {
        let mut bytes = utf16(&format!("\u{feff}{LIST}3,"), little);
        let surrogate = 0xd800u16;
        bytes.extend(if little { surrogate.to_le_bytes() } else { surrogate.to_be_bytes() });
        bytes.extend(utf16("राम,,,,,,2202,x,y,,\n4,गीता 𑀅,,,,,30,2203,x,y,,\n", little));
        let (_, sink) = read_bytes(&bytes);
        assert_eq!(sink.people.len(), 3);
        assert_eq!(sink.people[2].name_hi, "गीता 𑀅");
        assert_eq!((sink.rejected[0].line, sink.rejected[0].reason), (4, Reason::BrokenText));
    }
}

#[test]
fn a_nul_rejects_only_that_row() {
    let (_, sink) = read_text(&format!("{LIST}3,रा\0म,,,,,,2202,x,y,,\n4,गीता,,,,,30,2203,x,y,,\n"));
    assert_eq!(sink.people.len(), 3);
    assert_eq!((sink.rejected[0].line, sink.rejected[0].reason), (4, Reason::Nul));
    assert!(sink.rejected[0].cells.iter().all(|cell| !cell.contains('\0')));
}

#[test]
fn a_field_of_10_megabytes_rejects_only_that_row() {
    for quote in ["", "\""] {
        let big = "अ".repeat(10_000_000 / 3);
        let text = format!("{LIST}3,{quote}{big}{quote},,,,,,2202,x,y,,\n4,गीता,,,,,30,2203,x,y,,\n");
        let (_, sink) = read_text(&text);
        assert_eq!(sink.people.len(), 3);
        assert_eq!((sink.rejected[0].line, sink.rejected[0].reason), (4, Reason::TooBig));
        assert!(sink.rejected[0].cells.iter().all(|cell| cell.len() < 2_000));
        assert_eq!(sink.people[2].line, 5);
    }
}

#[test]
fn a_value_longer_than_any_name_rejects_the_row() {
    let (_, sink) = read_text(&format!("{LIST}3,{},,,,,30,2203,x,y,,\n", "राम ".repeat(200)));
    assert_eq!(sink.rejected[0].reason, Reason::TooBig);
}

#[test]
fn an_open_quotation_mark_rejects_only_that_row() {
    let mut text = format!("{LIST}3,\"राम,,,,,,2202,x,y,,\n");
    for row in 4..40 {
        text.push_str(&format!("{row},गीता,,,,,30,22{row},x,y,,\n"));
    }
    let (_, sink) = read_text(&text);
    assert_eq!(sink.people.len(), 2 + 36);
    assert_eq!((sink.rejected[0].line, sink.rejected[0].reason), (4, Reason::OpenQuote));
    assert_eq!(sink.people[2].line, 5);
    let (_, sink) = read_text(&format!("{LIST}3,\"राम,,,,,,2202,x,y,,\n4,गीता,,,,,30,2204,x,y,,\n"));
    assert_eq!(sink.people.len(), 3);
}

#[test]
fn quoted_cells_with_separators_and_line_ends_are_one_cell() {
    let (_, sink) = read_text(&format!(
        "{LIST}3,\"राम, \"\"छोटू\"\"\nसाहू\",,,,,30,2203,x,y,,\n4,गीता,,,,,30,2204,x,y,,\n"
    ));
    assert_eq!(sink.people[2].name_hi, "राम, \"छोटू\" साहू");
    assert_eq!((sink.people[2].line, sink.people[3].line), (4, 6));
}

#[test]
fn title_rows_numbering_repeated_headings_and_blank_rows_are_passed_over() {
    let heading = "क्र.,नाम,राशन कार्ड नं.,ग्राम\n";
    let (_, sink) = read_text(&format!(
        "कार्यालय कलेक्टर जिला सक्ती,,,\nहितग्राहियों की सूची,,,\n,,,\n{heading}1,2,3,4\n1,राम,2201,कोटा\n,,,\n\n{heading}2,सीता,2201,कोटा\n"
    ));
    let lines: Vec<u32> = sink.people.iter().map(|person| person.line).collect();
    assert_eq!(lines, [6, 10]);
    assert_eq!(sink.rejected, []);
}

#[test]
fn headings_over_two_rows_are_joined() {
    let (summary, sink) = read_text(
        "हितग्राही,,,राशन कार्ड,,ग्राम,मुखिया\nनाम,आयु,लिंग,नंबर,प्रकार,नाम,नाम\n(1),(2),(3),(4),(5),(6),(7)\n\
         राम,४५,म,2201,अंत्योदय,कोटा,श्याम\n",
    );
    let ram = &sink.people[0];
    assert_eq!((ram.ration_card.as_str(), ram.village.as_str()), ("2201", "कोटा"));
    assert_eq!((ram.head_name.as_str(), &ram.groups[..]), ("श्याम", &["ANTYODAYA"][..]));
    assert_eq!(ram.birth.unwrap().age_range(on()), Some((45, 45)));
    assert_eq!(summary.columns.column(Field::Scheme), Some(4));
}

#[test]
fn missing_columns_are_named_in_both_languages() {
    let missing = |text: &str| match try_read(text.as_bytes(), &Options::new(on())) {
        Err(ReadError::List(ListError::MissingColumns(missing))) => missing,
        other => panic!("{:?}", other.map(|_| ())),
    };
    assert_eq!(missing("राशन कार्ड नं.,ग्राम,आयु\n1,2,3\n"), [Needed::Name]);
    assert_eq!(missing("नाम,आयु,लिंग\nराम,2,3\n"), [Needed::Identity, Needed::Place]);
    let error = ListError::MissingColumns(vec![Needed::Identity]);
    assert!(error.hindi().contains("राशनकार्ड नंबर") && error.english().contains("ration card number"));
    assert!(matches!(
        try_read(b"a,b\n1,2\n", &Options::new(on())),
        Err(ReadError::List(ListError::NoHeading))
    ));
    assert!(matches!(try_read(b"", &Options::new(on())), Err(ReadError::List(ListError::Empty))));
    assert!(matches!(
        try_read(b"<html><table></table></html>", &Options::new(on())),
        Err(ReadError::List(ListError::NotAList))
    ));
}

#[test]
fn stray_spaces_and_nukta_forms_are_one_value() {
    let ram = one("पिता का नाम,विकासखण्ड", "  लो\u{95d}ी \u{a0}  राम\u{200b} ,  डभरा ");
    assert_eq!(ram.guardian, "लो\u{922}\u{93c}ी राम");
    assert_eq!(ram.block, "डभरा");
}

#[test]
fn the_most_exact_birth_date_is_taken() {
    let ram = one("आयु,जन्म वर्ष,जन्म तिथि", "45,1978,24/11/1979");
    assert_eq!(ram.birth.unwrap().day.to_string(), "1979-11-24");
    let ram = one("आयु,जन्म वर्ष,जन्म तिथि", "45,1978,पता नहीं");
    assert_eq!(ram.birth.unwrap().day.to_string(), "1978-01-01");
    assert_eq!(ram.notes, ["BIRTH_UNREAD"]);
    let ram = one("आयु,जन्म तिथि", "४५ वर्ष,-");
    assert_eq!(ram.birth.unwrap().age_range(on()), Some((45, 45)));
    assert!(ram.notes.is_empty());
    let ram = one("आयु", "450");
    assert_eq!((ram.birth, &ram.notes[..]), (None, &["AGE_UNREAD"][..]));
}

#[test]
fn numbers_that_excel_made_decimal_are_mended_and_rounded_ones_rejected() {
    let (_, sink) = read_text(
        "नाम,राशन कार्ड नं.,ग्राम\nराम,220123456789.0,कोटा\nसीता,2.20123456789E+11,कोटा\nगीता,2.20123E+11,कोटा\n",
    );
    assert_eq!(sink.people[0].ration_card, "220123456789");
    assert_eq!(sink.people[1].ration_card, "220123456789");
    let lost = &sink.rejected[0];
    assert_eq!((lost.line, lost.reason), (4, Reason::DigitsLost(Field::RationCard)));
    assert!(lost.reason.hindi().contains("राशनकार्ड नंबर"));
}

#[test]
fn a_mobile_number_is_normalised_or_dropped_with_a_note() {
    assert_eq!(one("मोबाइल", "+91-98765 43210").mobile, "9876543210");
    let ram = one("मोबाइल", "98765");
    assert_eq!((ram.mobile.as_str(), &ram.notes[..]), ("", &["MOBILE_DROPPED"][..]));
}

#[test]
fn groups_come_from_schemes_and_marks() {
    let ram = one("योजना,PVTG,दिव्यांग", "प्राथमिकता / SECC 2011,हाँ,नहीं");
    assert_eq!(ram.groups, ["SECC2011", "PRIORITY", "PVTG"]);
    assert_eq!(one("विशेष पिछड़ी जनजाति", "बैगा").groups, ["PVTG"]);
}

#[test]
fn rows_without_name_number_or_place_are_rejected_with_the_reason() {
    let (_, sink) =
        read_text("नाम,राशन कार्ड नं.,ग्राम\n,2201,कोटा\nराम,,कोटा\nराम,2201,\n123,2201,कोटा\nकुल योग,,\n");
    let reasons: Vec<Reason> = sink.rejected.iter().map(|rejected| rejected.reason).collect();
    assert_eq!(reasons, [Reason::NoName, Reason::NoId, Reason::NoPlace, Reason::NoName, Reason::NoId]);
}

#[test]
fn equal_rows_are_counted_and_given_out_once() {
    let (summary, sink) = read_text(
        "क्र.,Member ID,नाम,राशन कार्ड नं.,ग्राम\n1,M1,राम,2201,कोटा\n2,M2,सीता,2201,कोटा\n3,M1,  राम ,2201.0,कोटा\n4,m1,राम,2201,कोटा\n",
    );
    assert_eq!((summary.rows, summary.duplicates, summary.rejected), (2, 2, 0));
    assert_eq!(sink.people[0].line, 2);
    let (summary, _) = read_text("नाम,राशन कार्ड नं.,ग्राम\nराम,1,क\nराम,1,क\nराम,2,क\n");
    assert_eq!((summary.rows, summary.duplicates), (2, 1));
}

#[test]
fn two_people_with_one_id_are_both_rejected_and_name_each_other() {
    let (summary, sink) = read_text(
        "Member ID,नाम,राशन कार्ड नं.,ग्राम\nM1,राम,2201,कोटा\nM2,सीता,2201,कोटा\nM1,श्याम,2202,कोटा\nM1,राम,2201,कोटा\n",
    );
    assert_eq!((summary.rows, summary.duplicates), (1, 0));
    let found: Vec<_> = sink.rejected.iter().map(|rejected| (rejected.line, rejected.reason)).collect();
    assert_eq!(
        found,
        [
            (2, Reason::SameId { other_line: 4 }),
            (4, Reason::SameId { other_line: 2 }),
            (5, Reason::SameId { other_line: 2 })
        ]
    );
    assert!(sink.rejected[0].reason.hindi().contains("पंक्ति 4"));
}

#[test]
fn without_ids_two_of_one_name_and_year_in_a_household_are_both_rejected() {
    let (_, sink) = read_text(
        "नाम,पिता का नाम,आयु,राशन कार्ड नं.,ग्राम\nराम,श्याम,45,2201,कोटा\nराम,मोहन,45,2201,कोटा\nराम,मोहन,20,2201,कोटा\n",
    );
    assert_eq!(sink.people.len(), 1);
    assert_eq!(sink.rejected[0].reason, Reason::SameName { other_line: 3 });
    assert_eq!(sink.rejected[1].reason, Reason::SameName { other_line: 2 });
}

#[test]
fn more_cells_than_columns_reject_the_row_unless_they_are_blank() {
    let (_, sink) = read_text("नाम,राशन कार्ड नं.,ग्राम\nराम,2201,कोटा,,\nसीता, बाई,2201,कोटा\n");
    assert_eq!(sink.people.len(), 1);
    assert_eq!(sink.rejected[0].reason, Reason::WrongCells);
}

#[test]
fn progress_rises_to_its_total_and_cancel_stops() {
    let mut text = "नाम,राशन कार्ड नं.,ग्राम\n".to_owned();
    for row in 1..=20_000 {
        text.push_str(&format!("राम,{row},कोटा\n"));
    }
    let (_, sink) = read_text(&text);
    assert!(sink.progress.len() > 10);
    assert!(sink.progress.windows(2).all(|pair| pair[0].bytes_read <= pair[1].bytes_read));
    let last = sink.progress.last().unwrap();
    assert_eq!((last.bytes_read, last.rows), (last.bytes_total, 20_000));
    assert_eq!(last.bytes_total, 2 * text.len() as u64);
    let mut sink = crate::support::Collect { cancel_after: Some(12), ..Default::default() };
    let mut input = std::io::Cursor::new(text.as_bytes());
    let result = shivir_roster::read(&mut input, &Options::new(on()), &mut sink);
    assert!(matches!(result, Err(ReadError::Cancelled)));
    assert!(sink.people.len() < 20_000);
}
