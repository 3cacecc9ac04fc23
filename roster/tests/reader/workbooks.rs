//! Excel and OpenDocument workbooks.

use std::io::Cursor;

use crate::support::{on, read_bytes, try_read};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use shivir_roster::{Field, Layout, ListError, Options, ReadError, Reason};

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let cover = workbook.add_worksheet();
    cover.set_name("आवरण").unwrap();
    cover.write(0, 0, "जिला सक्ती, आयुष्मान सूची").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("सूची").unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

fn heading(sheet: &mut Worksheet, row: u32) {
    for (column, header) in
        ["क्र.", "नाम", "राशन कार्ड नं.", "ग्राम", "जन्म तिथि", "मोबाइल", "आधार", "आयु"].into_iter().enumerate()
    {
        sheet.write(row, column as u16, header).unwrap();
    }
}

#[test]
fn reads_the_sheet_that_has_the_list_with_its_numbers_and_dates() {
    let bytes = book(|sheet| {
        let merged = Format::new();
        sheet.merge_range(0, 0, 0, 7, "हितग्राहियों की सूची", &merged).unwrap();
        heading(sheet, 2);
        for column in 0..8 {
            sheet.write(3, column, f64::from(column) + 1.0).unwrap();
        }
        let date = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write(4, 1, "  राम  साहू ").unwrap();
        sheet.write(4, 2, 220_123_456_789.0).unwrap();
        sheet.write(4, 3, "कोटमी").unwrap();
        sheet.write_with_format(4, 4, 28_818.0, &date).unwrap();
        sheet.write(4, 5, 9_876_543_210.0).unwrap();
        sheet.write(4, 6, 234_123_412_346.0).unwrap();
        // Row 6 is blank; the next has a serial without a date format, and cells missing.
        sheet.write(6, 1, "सीता").unwrap();
        sheet.write(6, 2, "220123456789").unwrap();
        sheet.write(6, 3, "कोटमी").unwrap();
        sheet.write(6, 4, 28_818.0).unwrap();
        sheet.write_formula(6, 7, Formula::new("=40+5").set_result("45")).unwrap();
    });
    let (summary, sink) = read_bytes(&bytes);
    assert_eq!(summary.layout, Layout::Sheet("सूची".into()));
    assert_eq!(sink.rejected, []);
    let ram = &sink.people[0];
    assert_eq!((ram.line, ram.name_hi.as_str()), (5, "राम साहू"));
    assert_eq!(ram.ration_card, "220123456789");
    assert_eq!(ram.birth.unwrap().day.to_string(), "1978-11-24");
    assert_eq!((ram.mobile.as_str(), ram.aadhaar.as_str()), ("9876543210", "2346"));
    let sita = &sink.people[1];
    assert_eq!(sita.line, 7);
    assert_eq!(sita.birth.unwrap().day.to_string(), "1978-11-24");
    assert_eq!(sita.household_key, ram.household_key);
}

#[test]
fn merged_headings_over_two_rows_are_joined() {
    let bytes = book(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 2, "हितग्राही", &plain).unwrap();
        sheet.merge_range(0, 3, 0, 4, "राशन कार्ड", &plain).unwrap();
        sheet.merge_range(0, 5, 1, 5, "ग्राम पंचायत", &plain).unwrap();
        for (column, header) in ["नाम", "आयु", "लिंग", "क्रमांक", "प्रकार"].into_iter().enumerate()
        {
            sheet.write(1, column as u16, header).unwrap();
        }
        for (column, cell) in ["राम", "45", "पुरुष", "2201", "APL", "कोटा"].into_iter().enumerate()
        {
            sheet.write(2, column as u16, cell).unwrap();
        }
    });
    let (summary, sink) = read_bytes(&bytes);
    assert_eq!(summary.columns.column(Field::Panchayat), Some(5));
    assert_eq!(sink.people[0].ration_card, "2201");
    assert_eq!(sink.people[0].groups, ["GENERAL"]);
    assert_eq!(sink.people[0].panchayat, "कोटा");
}

#[test]
fn a_number_longer_than_excel_keeps_is_rejected() {
    let bytes = book(|sheet| {
        heading(sheet, 0);
        for (row, number) in [(1, 2.201_234_567_890_123_4e23), (2, 999_999_999_999_999.0)] {
            sheet.write(row, 1, "राम").unwrap();
            sheet.write(row, 2, number).unwrap();
            sheet.write(row, 3, "कोटा").unwrap();
        }
    });
    let (_, sink) = read_bytes(&bytes);
    assert_eq!(sink.rejected[0].reason, Reason::DigitsLost(Field::RationCard));
    assert_eq!(sink.people[0].ration_card, "999999999999999");
}

#[test]
fn a_workbook_cut_off_or_damaged_is_refused() {
    let bytes = book(|sheet| heading(sheet, 0));
    for damaged in [&bytes[..bytes.len() / 2], &bytes[..100], b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 1, 2]]
    {
        let error = try_read(damaged, &Options::new(on())).err().unwrap();
        let ReadError::List(error) = error else {
            panic!("{error}");
        };
        assert!(matches!(error, ListError::Damaged | ListError::Io(_)), "{error}");
        assert!(error.hindi().contains("सुरक्षित"));
    }
}

/// An OpenDocument sheet by hand: its archive is stored, not compressed.
#[test]
fn reads_an_open_document_sheet() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: [&str; 3]| format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat());
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"सूची\">{}{}</table:table></office:spreadsheet></office:body></office:document-content>",
        row(["नाम", "राशन कार्ड नं.", "ग्राम"]),
        row(["राम", "2201", "कोटा"]),
    );
    let manifest = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest \
                    xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"></manifest:manifest>";
    let bytes = stored_zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ]);
    let (summary, sink) = read_bytes(&bytes);
    assert_eq!(summary.layout, Layout::Sheet("सूची".into()));
    assert_eq!(sink.people[0].name_hi, "राम");
}

fn stored_zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let at = out.len() as u32;
        let mut entry = Vec::new();
        for half in [20u16, 0, 0, 0, 0x21] {
            entry.extend(half.to_le_bytes());
        }
        for word in [crc32(text.as_bytes()), text.len() as u32, text.len() as u32] {
            entry.extend(word.to_le_bytes());
        }
        entry.extend((name.len() as u16).to_le_bytes());
        entry.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&entry);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&entry);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for half in [files.len() as u16; 2] {
        out.extend(half.to_le_bytes());
    }
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

#[test]
fn the_input_may_stand_anywhere_when_handed_over() {
    let bytes = book(|sheet| heading(sheet, 0));
    let mut input = Cursor::new(bytes);
    input.set_position(50);
    let mut sink = crate::support::Collect::default();
    assert!(shivir_roster::read(&mut input, &Options::new(on()), &mut sink).is_ok());
}
