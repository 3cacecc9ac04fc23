//! The facade from Rust, on a real encrypted store. What the generated Kotlin makes of it is tested in `android/bridge/`.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::sync::{Arc, Mutex};

use shivir_bindings::{ImportWatch, Phone, PhoneError, WatchError};
use shivir_core::report::LedgerLevel;
use shivir_core::roster::{ImportProgress, SearchOptions};
use shivir_domain::codes::Cadre;

const LIST: &str = "\
राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)
R1,सीता बाई,Sita Bai,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली,नहीं
R2,संतोष,Santosh,रामलाल,पुरुष,11/11/1982,डभरा,सपोस,बांसपाली,हाँ
";

/// Keeps what it is told, and answers as it was made to.
struct Watch(Mutex<Vec<ImportProgress>>, fn() -> Result<bool, WatchError>);

impl ImportWatch for Watch {
    fn progress(&self, progress: ImportProgress) -> Result<bool, WatchError> {
        self.0.lock().unwrap().push(progress);
        self.1()
    }
}

fn watch(answer: fn() -> Result<bool, WatchError>) -> Arc<Watch> {
    Arc::new(Watch(Mutex::default(), answer))
}

fn open(dir: &Path) -> Result<Arc<Phone>, PhoneError> {
    Phone::open(dir.join("store").to_str().unwrap().into(), vec![7; 48])
}

#[test]
fn a_list_is_imported_searched_and_counted_through_the_facade() {
    let dir = tempfile::tempdir().unwrap();
    let phone = open(dir.path()).unwrap();
    let worker = phone.add_worker("फूलबाई".into(), Cadre::Mitanin, vec![]).unwrap();
    assert_eq!(phone.workers().unwrap(), [worker]);
    phone.load_builtin_campaign("sakti-2023".into(), Some(2023)).unwrap();
    let list = dir.path().join("list.csv");
    std::fs::write(&list, LIST).unwrap();
    let list = || list.to_str().unwrap().to_owned();
    for answer in [|| Ok(false), || Err(WatchError::Failed)] {
        let stopped = phone.import_roster(list(), None, watch(answer));
        assert!(matches!(stopped, Err(PhoneError::Interrupted { .. })), "{stopped:?}");
    }
    let told = watch(|| Ok(true));
    assert_eq!(phone.import_roster(list(), None, told.clone()).unwrap().people, 2);
    assert_eq!(told.0.lock().unwrap().last().unwrap().people, 2);
    let hits = phone.search("seeta".into(), SearchOptions::default()).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(phone.person(hits[0].person).unwrap().id, hits[0].person);
    let ledger = phone.ledger(LedgerLevel::District).unwrap();
    assert_eq!((ledger.target(), ledger.made(), ledger.left()), (2, 1, 1));
}

#[test]
fn a_store_that_is_open_is_refused_and_a_closed_one_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let phone = open(dir.path()).unwrap();
    assert!(matches!(open(dir.path()), Err(PhoneError::InUse { .. })));
    phone.close_store().unwrap();
    assert!(matches!(phone.workers(), Err(PhoneError::Closed { .. })));
    let wrong = Phone::open(dir.path().join("store").to_str().unwrap().into(), vec![8; 48]);
    assert!(matches!(wrong, Err(PhoneError::WrongKey { .. })));
    assert!(open(dir.path()).is_ok());
}
