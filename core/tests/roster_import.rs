//! A list becomes a roster, or nothing is changed.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use common::list::{
    HEADERS, Line, all_values, csv, files, import, import_with, open_file, options, person, rosters, village,
    xlsx,
};
use common::{Phone, SAKTI, load_sakti, today};
use shivir_core::error::{CoreError, Thing};
use shivir_core::roster::{GroupSet, ImportError, ImportStage, SearchOptions};
use shivir_domain::aadhaar::number::is_aadhaar;
use shivir_domain::codes::{Group, Lang};
use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::{ListError, Needed, Question};

fn two_families() -> Vec<Line> {
    vec![
        Line::new("101", "220001", "सीता बाई", "Sita Bai").made(),
        Line::new("102", "220001", "गीता बाई", "Gita Bai").with("मुखिया से संबंध", "पुत्री"),
        Line::new("", "220002", "मोहन साहू", "Mohan Sahu")
            .with("मोबाइल", "9876543210")
            .with("ग्राम पंचायत", "किरारी")
            .with("ग्राम", "किरारी")
            .with("लिंग", "पुरुष"),
        Line::new("0104", "", "राधा", "Radha"),
    ]
}

#[test]
fn a_hindi_list_becomes_a_roster_with_ids_areas_and_households() {
    let phone = Phone::new();
    load_sakti(&phone.core);
    let report = import(&phone.core, csv(&two_families())).unwrap();
    assert_eq!((report.people, report.households, report.made), (4, 3, 1));
    assert_eq!((report.rejected, report.unchanged), (0, false));

    let phone = phone.reopen();
    let summary = phone.core.roster_summary().unwrap();
    assert_eq!((summary.district, summary.created), (SAKTI, today()));
    assert_eq!((summary.hash, summary.people), (report.hash, 4));
    let areas: Vec<_> =
        summary.areas.iter().map(|a| (a.area, a.name.as_str(), a.block, a.listed, a.made)).collect();
    let sapos = phone.core.campaign().unwrap().area_named("डभरा", "सपोस");
    let kirari = phone.core.campaign().unwrap().area_named("Dabhara", "Kirari");
    assert_eq!(areas, [(sapos.unwrap(), "सपोस", 3644, 3, 1), (kirari.unwrap(), "किरारी", 3644, 1, 0)]);

    let sita = phone.core.person(person("101")).unwrap().listed.unwrap();
    assert_eq!(sita.source.as_deref(), Some("101"));
    assert_eq!(sita.name(Lang::En), "Sita Bai");
    assert_eq!((sita.household.as_str(), sita.made), ("R:220001", true));
    assert_eq!(sita.village, "बांसपाली");
    assert_eq!(sita.para.as_deref(), Some("जुन्ना पारा"));
    assert_eq!(sita.groups, GroupSet::of(&[Group::Antyodaya]));
    let family = phone.core.household(person("102")).unwrap();
    assert_eq!(family.iter().map(|p| p.id).collect::<Vec<_>>(), [person("101"), person("102")]);
    // Without an id of the list: known by household, name and birth year. Zeros in front of an id are kept.
    let key = "N:R:220002\u{1f}मोहनसाहु\u{1f}1982".as_bytes();
    let mohan = phone.core.person(PersonId::listed(SAKTI, key)).unwrap();
    assert_eq!(mohan.listed.unwrap().mobile, Some(9_876_543_210));
    let radha = phone.core.person(person("0104")).unwrap().listed.unwrap();
    assert_eq!(radha.source.as_deref(), Some("0104"));
    assert_eq!(radha.household, "P:0104");
    assert_eq!(phone.core.household(radha.id).unwrap().len(), 1);
}

#[test]
fn a_workbook_gives_the_same_roster_as_the_text() {
    let (one, other) = (Phone::new(), Phone::with_seed(2));
    let from_text = import(&one.core, csv(&two_families())).unwrap();
    let from_book = import(&other.core, xlsx(&two_families())).unwrap();
    assert_eq!(from_text.hash, from_book.hash);
    assert_eq!(
        one.core.person(person("102")).unwrap().listed,
        other.core.person(person("102")).unwrap().listed
    );
}

#[test]
fn without_a_campaign_two_phones_derive_the_same_areas_and_wards_of_a_town_are_areas() {
    let (one, other) = (Phone::new(), Phone::with_seed(2));
    let town = |id: &str, ward: &str| {
        Line::new(id, "220009", "सीता", "Sita").with("ग्राम पंचायत", "नगर पंचायत डभरा").with("ग्राम", ward)
    };
    let mut lines = two_families();
    lines.extend([town("201", "वार्ड 1"), town("202", "वार्ड 2")]);
    import(&one.core, csv(&lines)).unwrap();
    import(&other.core, csv(&lines)).unwrap();
    let areas = one.core.roster_summary().unwrap().areas;
    assert_eq!(areas, other.core.roster_summary().unwrap().areas);
    let names: Vec<_> = areas.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["सपोस", "किरारी", "वार्ड 1", "वार्ड 2"]);
    assert_eq!(areas[0].area, AreaId::derived(SAKTI, "डभरा", "सपोस"));
    let ward = AreaId::derived(SAKTI, "नगर पंचायत डभरा", "वार्ड 1");
    assert_eq!((areas[2].area, areas[2].block), (ward, 0));
}

#[test]
fn a_household_that_does_not_stand_together_is_whole() {
    let phone = Phone::new();
    let lines: Vec<Line> = (0..40)
        .map(|n| {
            let ration = 220_000 + n % 3;
            Line::new(&(300 + n).to_string(), &ration.to_string(), "सीता", "Sita")
        })
        .collect();
    let report = import(&phone.core, csv(&lines)).unwrap();
    assert_eq!(report.households, 3);
    let family = phone.core.household(person("301")).unwrap();
    let expected: Vec<_> = (0..40).filter(|n| n % 3 == 1).map(|n| person(&(300 + n).to_string())).collect();
    assert_eq!(family.iter().map(|p| p.id).collect::<Vec<_>>(), expected);
}

#[test]
fn rows_that_are_not_taken_are_in_a_file_with_the_reason_and_the_others_are_taken() {
    let phone = Phone::new();
    let out = tempfile::tempdir().unwrap();
    let mut lines = two_families();
    lines.push(Line::new("105", "220005", "", ""));
    // Two people with one id: nobody can tell which is right.
    lines.push(Line::new("106", "220006", "उर्मिला", "Urmila"));
    lines.push(Line::new("106", "220007", "कौशल्या", "Kaushalya"));
    let mut options = options();
    options.rejected = Some(out.path().join("छोड़ी गई.csv"));
    let report = import_with(&phone.core, csv(&lines), &options).unwrap();
    assert_eq!((report.people, report.rejected), (4, 3));
    assert_eq!(report.rejected_file, options.rejected);
    assert_eq!(files(out.path()), ["छोड़ी गई.csv"]);
    let text = std::fs::read_to_string(options.rejected.unwrap()).unwrap();
    for word in ["नाम नहीं है", "There is no name", "उर्मिला", "कौशल्या"]
    {
        assert!(text.contains(word), "{word}");
    }
    assert!(matches!(phone.core.person(person("106")), Err(CoreError::NotFound(Thing::Person))));
}

#[test]
fn the_same_list_again_changes_nothing_and_says_so() {
    let phone = Phone::new();
    let first = import(&phone.core, csv(&two_families())).unwrap();
    let before = rosters(phone.dir());
    let again = import(&phone.core, csv(&two_families())).unwrap();
    assert!(again.unchanged && !first.unchanged);
    assert_eq!(again.hash, first.hash);
    assert_eq!(rosters(phone.dir()), before);
    let other = import(&phone.core, csv(&two_families()[..3])).unwrap();
    assert_ne!(other.hash, first.hash);
    assert_eq!(rosters(phone.dir()).len(), 1, "the old file is removed");
}

/// More rows than the reader goes without telling how far it is.
fn long_list() -> Vec<Line> {
    let mut lines = village(2_000);
    lines.extend_from_within(..200);
    lines
}

#[test]
fn cancelled_at_any_word_of_progress_an_import_leaves_nothing() {
    let phone = Phone::new();
    import(&phone.core, csv(&two_families())).unwrap();
    let before = files(phone.dir());
    let hash = phone.core.roster_summary().unwrap().hash;
    let out = tempfile::tempdir().unwrap();
    let mut options = options();
    options.rejected = Some(out.path().join("rejected.csv"));
    let mut stages = Vec::new();
    for stop_at in 1.. {
        let mut told = 0;
        let result =
            phone.core.import_roster(&mut Cursor::new(csv(&long_list())), &options, &mut |progress| {
                told += 1;
                if told < stop_at {
                    return ControlFlow::Continue(());
                }
                stages.push((progress.stage, progress.people > 0));
                // The reader's last word comes when all is read.
                ControlFlow::Break(())
            });
        match result {
            Err(ImportError::Cancelled) => {}
            Err(other) => panic!("{other}"),
            // There was no such word any more.
            Ok(report) => {
                assert_eq!(report.people, 2_000);
                break;
            }
        }
        assert_eq!(files(phone.dir()), before);
        assert_eq!(files(out.path()), [""; 0]);
        assert_eq!(phone.core.roster_summary().unwrap().hash, hash);
    }
    // While the ids are read, while people are written, and before the indexes.
    assert!(stages.contains(&(ImportStage::Reading, false)));
    assert!(stages.contains(&(ImportStage::Reading, true)));
    assert!(stages.contains(&(ImportStage::Indexing, true)));
    assert_eq!(phone.core.roster_summary().unwrap().people, 2_000);
}

/// A file on a stick that is pulled out.
struct Pulled {
    bytes: Cursor<Vec<u8>>,
    reads_left: usize,
}

impl Read for Pulled {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.reads_left = self.reads_left.checked_sub(1).ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let most = into.len().min(4_096);
        self.bytes.read(&mut into[..most])
    }
}

impl Seek for Pulled {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[test]
fn a_list_that_breaks_off_in_the_middle_leaves_the_old_one() {
    let phone = Phone::new();
    import(&phone.core, csv(&two_families())).unwrap();
    let before = files(phone.dir());
    let bytes = csv(&village(1_500));
    let mut ended = 0;
    for reads_left in (0..).step_by(23) {
        let mut source = Pulled { bytes: Cursor::new(bytes.clone()), reads_left };
        let result = phone.core.import_roster(&mut source, &options(), &mut |_| ControlFlow::Continue(()));
        match result {
            Ok(_) => break,
            Err(ImportError::Core(CoreError::Storage(std::io::ErrorKind::UnexpectedEof))) => {}
            Err(other) => panic!("{other}"),
        }
        ended += 1;
        assert_eq!(files(phone.dir()), before);
        assert_eq!(phone.core.roster_summary().unwrap().people, 4);
    }
    assert!(ended > 5);
}

#[test]
fn a_list_without_a_needed_column_is_refused_in_both_languages() {
    let phone = Phone::new();
    import(&phone.core, csv(&two_families())).unwrap();
    let before = files(phone.dir());
    let text = String::from_utf8(csv(&village(10))).unwrap();
    let text = text.replacen("हितग्राही आईडी", "टीप 1", 1);
    let text = text.replacen("राशन कार्ड नंबर", "टीप 2", 1);
    let error = import(&phone.core, text.into_bytes()).unwrap_err();
    match &error {
        ImportError::List(ListError::MissingColumns(needed)) => {
            assert_eq!(needed, &[Needed::Identity]);
        }
        other => panic!("{other}"),
    }
    assert!(error.sentence(Lang::Hi).contains("राशनकार्ड नंबर"));
    assert!(error.sentence(Lang::En).contains("ration card number"));
    assert_eq!(files(phone.dir()), before);
}

#[test]
fn a_list_of_which_nobody_can_be_taken_does_not_empty_the_roster() {
    let phone = Phone::new();
    import(&phone.core, csv(&two_families())).unwrap();
    let nameless: Vec<Line> = (0..5).map(|n| Line::new(&n.to_string(), "1", "", "")).collect();
    let error = import(&phone.core, csv(&nameless)).unwrap_err();
    assert!(matches!(error, ImportError::NobodyListed { rejected: 5 }));
    assert_eq!(phone.core.roster_summary().unwrap().people, 4);
}

/// A number that passes Aadhaar's check.
fn aadhaar(n: u64) -> String {
    (0..10)
        .map(|check| format!("{}{check}", 23_400_000_000 + n * 7))
        .find(|number| is_aadhaar(number))
        .unwrap()
}

#[test]
fn of_aadhaar_numbers_only_the_last_four_digits_are_left_anywhere() {
    let phone = Phone::new();
    let out = tempfile::tempdir().unwrap();
    let mut lines = village(40);
    let mut numbers = Vec::new();
    for (n, line) in (0..).zip(&mut lines) {
        numbers.push(aadhaar(n));
        let number = &numbers[numbers.len() - 1];
        *line = line.clone().with("आधार नंबर", number);
        if n % 5 == 0 {
            // These are rejected; their cells go into the file.
            *line = line.clone().with("नाम", "").with("Name", "");
        }
    }
    let mut options = options();
    options.rejected = Some(out.path().join("rejected.csv"));
    let report = import_with(&phone.core, csv(&lines), &options).unwrap();
    assert_eq!((report.people, report.rejected), (32, 8));
    let listed = phone.core.person(lines[1].person()).unwrap().listed;
    assert_eq!(listed.unwrap().last4.as_deref(), Some(&numbers[1][8..]));

    let rejected = std::fs::read_to_string(out.path().join("rejected.csv")).unwrap();
    assert!(rejected.contains(&numbers[0][8..]));
    phone.core.store().close();
    let mut values = vec![rejected];
    for file in files(phone.dir()) {
        if file.ends_with(".db") {
            let db = open_file(&phone.dir().join(&file));
            values.extend(all_values(&db).into_values().flatten());
        } else {
            let bytes = std::fs::read(phone.dir().join(&file)).unwrap();
            values.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    assert!(values.iter().any(|v| v == "सीता बाई"), "the roster was read");
    for number in &numbers {
        assert!(!values.iter().any(|v| v.contains(number.as_str())));
    }
}

#[test]
fn an_unnamed_column_of_such_numbers_is_asked_about_and_the_answer_cuts_it() {
    let phone = Phone::new();
    let mut lines = village(40);
    for (n, line) in (0..).zip(&mut lines) {
        *line = line.clone().with("टीप", &aadhaar(n));
    }
    let column = HEADERS.len() - 1;
    let error = import(&phone.core, csv(&lines)).unwrap_err();
    assert!(
        matches!(&error, ImportError::Question(Question::ColumnLooksLikeAadhaar { column: c, .. }) if *c == column)
    );
    assert_eq!(rosters(phone.dir()), [""; 0]);
    let mut options = options();
    options.aadhaar_columns = vec![column];
    import_with(&phone.core, csv(&lines), &options).unwrap();
    let listed = phone.core.person(lines[3].person()).unwrap().listed;
    assert_eq!(listed.unwrap().last4.as_deref(), Some(&aadhaar(3)[8..]));
}

#[test]
fn what_an_import_left_that_was_killed_is_cleaned_at_the_next_opening() {
    let phone = Phone::new();
    import(&phone.core, csv(&two_families())).unwrap();
    let kept = rosters(phone.dir());
    // As a kill leaves them: while writing, and between the new file and its naming.
    std::fs::write(phone.dir().join("roster.part"), b"half").unwrap();
    std::fs::write(phone.dir().join("roster-0123456789abcdef.db"), b"whole").unwrap();
    let phone = phone.reopen();
    assert_eq!(rosters(phone.dir()), kept);
    assert_eq!(phone.core.roster_summary().unwrap().people, 4);
    // Also at the next import.
    std::fs::write(phone.dir().join("roster.part"), b"half").unwrap();
    import(&phone.core, csv(&village(20))).unwrap();
    assert_eq!(rosters(phone.dir()).len(), 1);
}

#[test]
fn before_the_first_list_there_is_no_roster_and_nobody_is_found() {
    let phone = Phone::new();
    assert!(matches!(phone.core.roster_summary(), Err(CoreError::NotFound(Thing::Roster))));
    let found = phone.core.search("सीता", &SearchOptions::default());
    assert_eq!(found.unwrap(), []);
}
