//! What cannot be brought about from outside: ids that begin alike, a full disk, a birth date told by a fact.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::fact::{Body, Details};
use shivir_domain::id::WorkerId;

use super::batch::{Batch, Packed};
use super::households::Households;
use super::rows::Tables;
use super::write::RowWriter;
use super::*;
use crate::env::SystemEnv;
use crate::facts::{Known, Sitting, refold_person};
use crate::roster::read;
use crate::store::{StoreKey, StoreOptions};
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};

fn core(dir: &std::path::Path) -> Core {
    let key = StoreKey::from_bytes(&[5; StoreKey::LEN]).unwrap();
    Core::open(StoreOptions::at(dir), key, Arc::new(SystemEnv)).unwrap()
}

fn options() -> ImportOptions {
    ImportOptions::new(762, Day::from_ymd(2026, 11, 21).unwrap())
}

fn list(people: u32, birth: &str) -> Vec<u8> {
    let mut text = String::from("हितग्राही आईडी,राशन कार्ड नंबर,नाम,जन्म तिथि,ग्राम पंचायत,आयुष्मान कार्ड\n");
    for n in 1..=people {
        text.push_str(&format!("{n},22{n},सीता बाई,{birth},सपोस,नहीं\n"));
    }
    text.into_bytes()
}

fn import(core: &Core, bytes: Vec<u8>) -> Result<ImportReport, ImportError> {
    core.import_roster(&mut Cursor::new(bytes), &options(), &mut |_| ControlFlow::Continue(()))
}

#[test]
fn people_whose_ids_begin_alike_are_all_found() {
    let dir = tempfile::tempdir().unwrap();
    let core = core(dir.path());
    let builder = RosterBuilder::begin(core.store().options(), core.store().key()).unwrap();
    let (send, rows) = sync_channel(8);
    let (spare, _kept) = sync_channel(8);
    let mut households = Households::default();
    let mut ids = Vec::new();
    let mut batch = Batch::default();
    for no in 1u16..=1_000 {
        // Runs of ids that begin alike, some of them longer than a page, around the sign of the beginning.
        let alike = if no <= 400 { 7 } else { no / 3 };
        let mut id = [0x80; 16];
        id[6..8].copy_from_slice(&alike.to_be_bytes());
        id[14..].copy_from_slice(&no.to_be_bytes());
        if no % 2 == 0 {
            id[0] = 0x01;
        }
        ids.push(PersonId(id));
        let household = households.number(&format!("R:{}", no / 2), 1);
        households.count(household, u32::from(no), false);
        let ends = batch.add(["", "सीता", "", "", "", ""]);
        batch.rows.push(Packed { id, ends, household, place: 1, ..Packed::default() });
    }
    send.send(batch).unwrap();
    drop(send);
    let written = RowWriter::run(builder, rows, spare).unwrap();
    let mut places = Places::new(762, None);
    places.all.push(places::Place {
        area: 0,
        block: 0,
        block_name: String::new(),
        area_name: "सपोस".into(),
        village: "सपोस".into(),
    });
    let about = About { district: 762, today: options().today, packs: Vec::new() };
    let tables = Tables { places: places.all, areas: places.areas, paras: places.paras, households };
    let (file, _) = written.finish(&tables, &about).unwrap();
    let db = core.store().open_roster_file(&file).unwrap();
    for (no, id) in (1i64..).zip(&ids) {
        let (found, listed) = read::find(&db, *id).unwrap().unwrap();
        assert_eq!((found, listed.id), (no, *id));
    }
    let mut stranger = ids[0];
    stranger.0[13] = 0xff;
    assert!(read::find(&db, stranger).unwrap().is_none());
    assert!(read::find(&db, PersonId([0xff; 16])).unwrap().is_none());
    assert!(read::find(&db, PersonId([0; 16])).unwrap().is_none());
}

#[test]
fn a_full_disk_in_the_middle_leaves_the_old_roster_and_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let core = core(dir.path());
    import(&core, list(3, "11/11/1982")).unwrap();
    let files = || -> Vec<_> {
        let entries = std::fs::read_dir(dir.path()).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = files();
    let mut reached_the_end = false;
    // So many pages of 4096 bytes: full while rows are written, while words are, while the index is built.
    for pages in (10..200).step_by(3) {
        let builder = RosterBuilder::begin(core.store().options(), core.store().key()).unwrap();
        let limit = format!("pragma max_page_count = {pages}");
        let _: i64 = builder.db().unwrap().query_row(&limit, [], |r| r.get(0)).unwrap();
        let mut rejected = Some(RejectedFile::at(&dir.path().join("rejected.csv")));
        let result = core.build_roster(
            builder,
            &mut Cursor::new(list(2_000, "11/11/1982")),
            &options(),
            &mut rejected,
            &mut |_| ControlFlow::Continue(()),
        );
        match result {
            Err(ImportError::Core(CoreError::StorageFull)) => {}
            Err(other) => panic!("{pages} pages: {other}"),
            Ok(built) => {
                std::fs::remove_file(dir.path().join(built.file)).unwrap();
                reached_the_end = true;
            }
        }
        drop(rejected);
        assert_eq!(files(), before, "{pages} pages");
        assert_eq!(core.roster_summary().unwrap().people, 3);
    }
    assert!(reached_the_end);
}

#[test]
fn a_birth_date_of_the_list_does_not_replace_a_stronger_one_that_was_told() {
    let dir = tempfile::tempdir().unwrap();
    let core = core(dir.path());
    import(&core, list(2, "11/11/1982")).unwrap();
    let id = PersonId::listed(762, b"I:1");
    let told = BirthDate::on(Day::from_ymd(1984, 5, 6).unwrap(), BirthSource::Aadhaar);
    let details = Details { birth: Some(told), ..minicbor::decode(&[0xa0]).unwrap() };
    let sitting = Sitting {
        author: WorkerId([1; 16]),
        typist: WorkerId([1; 16]),
        camp: None,
        area: AreaId(1),
        on: None,
    };
    let listed = core.listed(id).unwrap().map(Box::new);
    core.write(|pen| {
        let body = Body::PersonChanged(details);
        pen.write(&sitting, AreaId(1), id.into(), Vec::new(), &body)?;
        refold_person(pen.tx, id, Known::Now(listed))
    })
    .unwrap();
    assert_eq!(core.person(id).unwrap().birth(), Some(told));
    let report = import(&core, list(2, "01/01/1970")).unwrap();
    assert_eq!(report.updated, 1);
    let person = core.person(id).unwrap();
    let listed = person.listed.as_ref().unwrap().birth.unwrap();
    assert_eq!(listed.day, Day::from_ymd(1970, 1, 1).unwrap());
    assert_eq!(person.birth(), Some(told));
}
