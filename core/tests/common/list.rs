//! Lists as a district sends them, made up in the test.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use shivir_core::Core;
use shivir_core::roster::{ImportError, ImportOptions, ImportReport};
use shivir_domain::id::PersonId;

use super::{KEY, SAKTI, today};

pub const HEADERS: [&str; 17] = [
    "हितग्राही आईडी",
    "राशन कार्ड नंबर",
    "नाम",
    "Name",
    "पिता/पति का नाम",
    "मुखिया से संबंध",
    "लिंग",
    "जन्म तिथि",
    "विकासखण्ड",
    "ग्राम पंचायत",
    "ग्राम",
    "पारा/मोहल्ला",
    "मोबाइल",
    "आयुष्मान कार्ड (हाँ/नहीं)",
    "कार्ड का प्रकार/श्रेणी",
    "आधार नंबर",
    "टीप",
];

/// A row of a list.
#[derive(Clone)]
pub struct Line(pub [String; 17]);

impl Line {
    /// A woman of Sapos in the block Dabhra, without a card.
    pub fn new(id: &str, ration: &str, name_hi: &str, name_en: &str) -> Self {
        Self(
            [
                id,
                ration,
                name_hi,
                name_en,
                "रामलाल",
                "मुखिया",
                "महिला",
                "11/11/1982",
                "डभरा",
                "सपोस",
                "बांसपाली",
                "जुन्ना पारा",
                "",
                "नहीं",
                "अंत्योदय",
                "",
                "",
            ]
            .map(str::to_owned),
        )
    }

    /// With another value in a column.
    pub fn with(mut self, header: &str, value: &str) -> Self {
        let column = HEADERS.iter().position(|h| *h == header).unwrap();
        self.0[column] = value.to_owned();
        self
    }

    /// With a card.
    pub fn made(self) -> Self {
        self.with("आयुष्मान कार्ड (हाँ/नहीं)", "हाँ")
    }

    pub fn person(&self) -> PersonId {
        person(&self.0[0])
    }
}

/// The person of a list's own id.
pub fn person(id: &str) -> PersonId {
    PersonId::listed(SAKTI, format!("I:{id}").as_bytes())
}

/// The list as CSV, as Excel writes it.
pub fn csv(lines: &[Line]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    text.push_str(&HEADERS.join(","));
    text.push_str("\r\n");
    for line in lines {
        text.push_str(&line.0.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// The list as a workbook, every cell a text.
pub fn xlsx(lines: &[Line]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write_string(0, column, header).unwrap();
    }
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(&line.0) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

pub fn options() -> ImportOptions {
    ImportOptions::new(SAKTI, today())
}

/// Imports bytes without a word of progress.
pub fn import(core: &Core, bytes: Vec<u8>) -> Result<ImportReport, ImportError> {
    import_with(core, bytes, &options())
}

pub fn import_with(
    core: &Core,
    bytes: Vec<u8>,
    options: &ImportOptions,
) -> Result<ImportReport, ImportError> {
    core.import_roster(&mut Cursor::new(bytes), options, &mut |_| ControlFlow::Continue(()))
}

/// So many people in households of four, in two gram panchayats of Dabhra; every third has a card.
pub fn village(people: usize) -> Vec<Line> {
    let names = [
        ("सीता बाई", "Sita Bai"),
        ("रामलाल साहू", "Ramlal Sahu"),
        ("सुनीता यादव", "Sunita Yadav"),
        ("संतोष पटेल", "Santosh Patel"),
    ];
    (0..people)
        .map(|n| {
            let (hindi, english) = names[n % names.len()];
            let (id, ration) = (5_000_000 + n, 220_000_000 + n / 4);
            let line = Line::new(&id.to_string(), &ration.to_string(), hindi, english)
                .with("ग्राम पंचायत", if n < people / 2 { "सपोस" } else { "किरारी" })
                .with("ग्राम", if n < people / 2 { "सपोस" } else { "किरारी" });
            if n % 3 == 0 { line.made() } else { line }
        })
        .collect()
}

/// The names of the files in a folder.
pub fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The roster files of a store, working ones too.
pub fn rosters(dir: &Path) -> Vec<String> {
    files(dir).into_iter().filter(|f| f.starts_with("roster")).collect()
}

/// One of the files of a store, as SQLCipher opens it.
pub fn open_file(path: &Path) -> Connection {
    let (key, salt) = KEY.split_at(32);
    let derived = |name: &str| Sha256::new().chain_update(name).chain_update(salt).finalize()[..16].to_vec();
    let salt = match path.file_name().unwrap().to_str().unwrap() {
        "camp.db" => salt.to_vec(),
        "packs.db" => derived("packs"),
        _ => derived("roster"),
    };
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
    let db = Connection::open(path).unwrap();
    db.execute_batch(&format!("pragma key = \"x'{}{}'\";", hex(key), hex(&salt))).unwrap();
    db
}

/// Every value of every table of a database, as text, by table.
pub fn all_values(db: &Connection) -> BTreeMap<String, Vec<String>> {
    let mut tables = db.prepare("select name from sqlite_schema where type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = BTreeMap::new();
    for name in names {
        let mut query = db.prepare(&format!("select * from {name}")).unwrap();
        let columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        let values: &mut Vec<String> = all.entry(name).or_default();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                values.push(match row.get_ref(column).unwrap() {
                    ValueRef::Null => continue,
                    ValueRef::Integer(n) => n.to_string(),
                    ValueRef::Real(n) => n.to_string(),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                        String::from_utf8_lossy(bytes).into_owned()
                    }
                });
            }
        }
    }
    all
}
