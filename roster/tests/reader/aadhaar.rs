//! No whole Aadhaar number or virtual id leaves the reader.

use crate::support::{on, one, read_text, try_read};
use proptest::prelude::*;
use shivir_domain::aadhaar::number::is_aadhaar;
use shivir_roster::{Options, Question, ReadError, Reason, RejectedWriter};

/// Right numbers, `seed` for seed another.
fn number(seed: u64) -> String {
    let body = format!("{}{:010}", 2 + seed % 8, seed * 7_919 % 10_000_000_000);
    (0..10).map(|check| format!("{body}{check}")).find(|number| is_aadhaar(number)).unwrap()
}

/// Everything that leaves the reader for a list, the file of rejected rows included.
fn everything(text: &str, options: &Options) -> String {
    let (summary, sink) = match try_read(text.as_bytes(), options) {
        Ok(result) => result,
        Err(error) => return format!("{error} {error:?}"),
    };
    let columns = sink.columns.as_ref().unwrap();
    let mut writer = RejectedWriter::new(Vec::new(), columns).unwrap();
    for rejected in &sink.rejected {
        writer.write(rejected).unwrap();
    }
    let file = String::from_utf8(writer.finish().unwrap()).unwrap();
    format!("{summary:?} {:?} {:?} {file}", sink.people, sink.rejected)
}

/// The digits of a text, Devanagari ones as ASCII, without anything between.
fn digits(text: &str) -> String {
    let digit = |letter: char| match letter {
        '०'..='९' => char::from_u32(u32::from(letter) - 0x966 + 0x30),
        letter => letter.is_ascii_digit().then_some(letter),
    };
    text.chars().filter_map(digit).collect()
}

#[test]
fn aadhaar_and_vid_columns_are_cut() {
    let ram = one("आधार नंबर,VID", "2341 2341 2346,2345234523436129");
    assert_eq!((ram.aadhaar.as_str(), ram.vid.as_str()), ("2346", "6129"));
    assert!(ram.notes.is_empty());
    let ram = one("आधार नंबर", "XXXX-XXXX-0034");
    assert_eq!(ram.aadhaar, "0034");
    let ram = one("आधार नंबर", "123412341235");
    assert_eq!((ram.aadhaar.as_str(), &ram.notes[..]), ("1235", &["AADHAAR_DOUBTFUL"][..]));
    let ram = one("आधार नंबर", "नहीं है");
    assert_eq!((ram.aadhaar.as_str(), ram.notes.len()), ("", 0));
}

#[test]
fn a_rejected_row_keeps_its_cells_with_the_aadhaar_cut() {
    let (_, sink) = read_text("नाम,राशन कार्ड नं.,ग्राम,आधार,टीप\n,220412345678,कोटा,234123412346,जाँचें\n");
    assert_eq!(sink.rejected[0].reason, Reason::NoName);
    assert_eq!(sink.rejected[0].cells, ["", "220412345678", "कोटा", "2346", "जाँचें"]);
}

#[test]
fn ration_and_member_numbers_that_look_like_aadhaar_are_kept_by_their_column() {
    let mut text = "Member ID,नाम,राशन कार्ड नं.,ग्राम,आधार\n".to_owned();
    for row in 0..20 {
        // One in ten of such numbers passes the check.
        text.push_str(&format!("{},राम,{},कोटा,\n", 300_000_000_000u64 + row, 220_412_345_600u64 + row));
    }
    let (_, sink) = read_text(&text);
    assert_eq!(sink.people.len(), 20);
    assert_eq!(sink.people[3].ration_card, "220412345603");
}

#[test]
fn a_column_of_unknown_heading_that_looks_like_aadhaar_is_asked_about() {
    for header in ["", "पहचान", "ID No."] {
        let mut text = format!("नाम,राशन कार्ड नं.,ग्राम,{header}\n");
        for row in 0..300u64 {
            let cell = if row % 4 == 3 { String::new() } else { number(row) };
            text.push_str(&format!("राम,{},कोटा,{cell}\n", row + 1));
        }
        let bytes = text.as_bytes();
        let mut options = Options::new(on());
        let error = try_read(bytes, &options).err().unwrap();
        let ReadError::Question(question) = error else {
            panic!("no question for {header:?}");
        };
        let asked = Question::ColumnLooksLikeAadhaar { column: 3, header: header.to_owned() };
        assert_eq!(question, asked);
        for sentence in [question.hindi(), question.english()] {
            assert!(digits(&sentence).len() <= 3, "{sentence}");
        }
        options.aadhaar_columns = vec![3];
        let (_, sink) = try_read(bytes, &options).unwrap();
        assert_eq!(sink.people[0].aadhaar, number(0)[8..]);
        options.aadhaar_columns.clear();
        options.not_aadhaar_columns = vec![3];
        assert!(try_read(bytes, &options).is_ok());
    }
}

#[test]
fn virtual_ids_without_a_heading_are_asked_about_too() {
    let text = "नाम,राशन कार्ड नं.,ग्राम,\nराम,1,कोटा,2345234523436129\n";
    let result = try_read(text.as_bytes(), &Options::new(on()));
    assert!(matches!(result, Err(ReadError::Question(_))));
}

#[test]
fn a_number_that_slipped_into_the_next_column_does_not_leave() {
    let header = "नाम,ग्राम,राशन कार्ड नं.,आधार,Card No,टीप\n";
    for row in [
        "राम, साहू,कोटा,2201,234123412346,,\n",
        "राम,कोटा,2201,x,234123412346,\n",
        "कोटा,2201,234123412346\n",
        "राम,कोटा,234123412346\n",
        "\"राम,कोटा,2201,234123412346,,\n",
        "राम\0,कोटा,2201,,234123412346,\n",
        "राम,कोटा,2201,987654321,2341 2341 2346,\n",
    ] {
        let text = format!("{header}सीता,कोटा,2201,,,\nगीता,कोटा,2201,,,\nमीता,कोटा,2201,,,\n{row}");
        let shown = everything(&text, &Options::new(on()));
        assert!(!digits(&shown).contains("234123412346"), "{row} {shown}");
        assert!(shown.contains("rejected: 1"), "{row} {shown}");
    }
}

#[test]
fn the_rejected_file_opens_in_a_spreadsheet_and_can_be_read_again() {
    let text = "नाम,राशन कार्ड नं.,ग्राम,टीप\n,220412345678,कोटा,=cmd()\n\"राम, साहू\",,कोटा,-\n";
    let (_, sink) = read_text(text);
    let columns = sink.columns.as_ref().unwrap();
    let mut writer = RejectedWriter::new(Vec::new(), columns).unwrap();
    for rejected in &sink.rejected {
        writer.write(rejected).unwrap();
    }
    let file = String::from_utf8(writer.finish().unwrap()).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines[0], "\u{feff}पंक्ति (Line),कारण,Reason,नाम,राशन कार्ड नं.,ग्राम,टीप");
    assert!(lines[1].starts_with("2,नाम नहीं है।") && lines[1].ends_with("220412345678,कोटा,'=cmd()"));
    let corrected = file.replace(",,220412345678", ",मोहन,220412345678").replace("साहू\",,", "साहू\",2201,");
    let (_, again) = read_text(&corrected);
    assert_eq!(again.rejected, []);
    assert_eq!(again.people[1].name_hi, "राम, साहू");
}

#[test]
fn a_row_that_a_stray_quotation_mark_swallowed_does_not_show_its_number() {
    let text = format!(
        "नाम,राशन कार्ड नं.,ग्राम,आधार,टीप\nराम,2201,कोटा,{0},\"\nसीता,2202,कोटा,{0},\"\n",
        number(123_456_789)
    );
    let shown = everything(&text, &Options::new(on()));
    assert!(shown.contains("WrongCells"), "{shown}");
    assert!(!digits(&shown).contains(&number(123_456_789)), "{shown}");
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "[अ-ह ा-ौ\u{93c}]{0,8}",
        "[0-9०-९ .E+/-]{0,14}",
        Just("\"".to_owned()),
        Just("\0".to_owned()),
        Just("a,b;c".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_number_of_an_aadhaar_column_survives(
        rows in prop::collection::vec((prop::collection::vec(cell(), 4), 123_456_789u32.., 0usize..5, 0usize..3), 1..12),
        separator in prop::sample::select(vec![',', ';', '\t']),
    ) {
        let mut text = format!("नाम{separator}राशन कार्ड नं.{separator}ग्राम{separator}आधार{separator}टीप\n");
        let mut numbers = Vec::new();
        for (cells, seed, form, extra) in rows {
            let number = number(u64::from(seed));
            let written = match form {
                0 => number.clone(),
                1 => format!("{} {} {}", &number[..4], &number[4..8], &number[8..]),
                2 => format!("{number}.0"),
                3 => format!("{}-{}-{}", &number[..4], &number[4..8], &number[8..]),
                _ => number.chars().filter_map(|digit| char::from_u32(digit as u32 - 0x30 + 0x966)).collect(),
            };
            numbers.push(number);
            // What stands before the column is written soundly; what follows may break the row.
            let quoted: Vec<String> = cells[..3].iter().map(|cell| format!("\"{}\"", cell.replace('"', ""))).collect();
            let extra = separator.to_string().repeat(extra);
            text.push_str(&format!("{}{separator}{written}{separator}{}{extra}\n", quoted.join(&separator.to_string()), cells[3]));
        }
        let shown = everything(&text, &Options::new(on()));
        let shown = digits(&shown);
        for number in numbers {
            prop_assert!(!shown.contains(&number));
        }
    }

    #[test]
    fn never_panics_on_arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0usize..6) {
        let begin: &[u8] = match start {
            0 => b"",
            1 => "नाम,राशन कार्ड नं.,ग्राम\n".as_bytes(),
            2 => b"\xff\xfe",
            3 => b"PK\x03\x04",
            4 => &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            _ => b"Name;Ration Card No;Village\n",
        };
        let mut list = begin.to_vec();
        list.extend(bytes);
        let _ = try_read(&list, &Options::new(on()));
    }

    #[test]
    fn never_panics_on_arbitrary_cells(rows in prop::collection::vec(prop::collection::vec(cell(), 0..12), 0..12)) {
        let mut text = "Member ID,नाम,राशन कार्ड नं.,ग्राम,आयु,जन्म तिथि,लिंग,संबंध,मोबाइल,आधार,योजना,Status\n".to_owned();
        for row in rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        if let Ok((summary, sink)) = try_read(text.as_bytes(), &Options::new(on())) {
            prop_assert!(sink.people.iter().all(|person| !person.name_hi.is_empty() || !person.name_en.is_empty()));
            prop_assert_eq!(summary.rows as usize, sink.people.len());
        }
    }
}

#[test]
fn never_panics_on_a_workbook_with_bytes_changed() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in ["नाम", "राशन कार्ड नं.", "ग्राम", "आधार"].into_iter().enumerate()
    {
        sheet.write(0, column as u16, header).unwrap();
        sheet.write(1, column as u16, "राम").unwrap();
    }
    let sound = workbook.save_to_buffer().unwrap();
    let mut seed = 0x1234_5678u32;
    for _ in 0..400 {
        let mut bytes = sound.clone();
        for _ in 0..4 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let place = seed as usize % bytes.len();
            bytes[place] = (seed >> 24) as u8;
        }
        let _ = try_read(&bytes, &Options::new(on()));
    }
}
