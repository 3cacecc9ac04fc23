//! Damage to `camp.db`, page by page.

use super::*;
use crate::error::StoreFile;
use crate::store::SalvageReport;
use std::collections::BTreeSet;

const PAGE: usize = 4096;

fn salvage(dir: &Path) -> Result<SalvageReport, CoreError> {
    let mut told = Vec::new();
    let options = StoreOptions::at(dir);
    let report = Core::salvage(&options, &key(), &*TestEnv::new(), &mut |p| told.push(p))?;
    assert!(told.is_sorted() && told.first() == Some(&0) && told.last() == Some(&100));
    Ok(report)
}

#[test]
fn explore() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 120);
    let all = dump_of(&core);
    core.store().close();
    drop(core);
    let pages = std::fs::metadata(dir.path().join("camp.db")).unwrap().len() as usize / PAGE;
    println!("{pages} pages");
    for page in 0..pages {
        let here = tempfile::tempdir().unwrap();
        copy_dir(dir.path(), here.path());
        flip(&here.path().join("camp.db"), page * PAGE + 1000);
        let opened = try_open(here.path());
        let what = match &opened {
            Ok(core) => format!("{:?}", core.store().read(dump).map(|_| ())),
            Err(e) => format!("open {e:?}"),
        };
        drop(opened);
        let report = salvage(here.path()).unwrap();
        println!("page {}: {what}; {report:?}", page + 1);
    }
}
