//! What was taken away is gone from the bytes: from every page of the file and of its log, also from what SQLite does not
//! use any more, and no salvage brings it back.

use super::damage::salvage;
use super::*;
use crate::store::salvage::all_bytes;
use shivir_domain::codes::{ConsentMode, Language, SignedBy};
use shivir_domain::fact::Consent;
use shivir_domain::fold::fold_person;

const WORDS: [&str; 3] = ["Jhumribai Mongratola", "Budharuram Guardian", "TRACK-4711"];

/// Which of the words stand in a version of some page, decrypted.
fn found(dir: &Path) -> Vec<&'static str> {
    let pages = all_bytes(&StoreOptions::at(dir), &key()).unwrap();
    assert!(!pages.is_empty());
    let holds =
        |word: &&&str| pages.iter().any(|page| page.windows(word.len()).any(|w| w == word.as_bytes()));
    WORDS.iter().filter(holds).copied().collect()
}

/// Someone who is on no list, registered on her consent, with a case and its tracking number.
fn said(core: &Core, table: &Sitting, i: u32) {
    core.write(|pen| {
        let who = person(i);
        let consent = Consent {
            notice: 1,
            language: Language::Hindi,
            mode: ConsentMode::Thumb,
            spoken: None,
            by: SignedBy::Mother,
            guardian: Some(WORDS[1].into()),
            given: true,
        };
        let details = Details {
            name_en: Some(WORDS[0].into()),
            village: Some("Baradwar".into()),
            ..fold_person(&[]).details
        };
        let (_, added) = pen.write(table, table.area, who.into(), Vec::new(), &Body::PersonAdded(details))?;
        let blocked = visit(Outcome::BlockedAadhaar, Some(AadhaarReason::ALL[0]));
        let body = Body::Visit(Visit { consent: Some(consent), ..blocked });
        let (_, visit) = pen.write(table, table.area, who.into(), vec![added.id()], &body)?;
        let step = CaseStep {
            case: CaseRef(visit.id()),
            to: shivir_domain::codes::CaseState::Referred,
            reason: None,
            tracking: Some(WORDS[2].into()),
            next: None,
            centre: None,
            fee: None,
        };
        pen.write(table, table.area, who.into(), vec![visit.id()], &Body::CaseStep(step))?;
        refold_person(pen.tx, who, Known::Now(None))?;
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_words_leave_the_file_and_its_log_at_once_and_a_salvage_does_not_bring_them_back() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let worker = core.add_worker("Budhwara Bai", Cadre::Mitanin, &[AreaId(100)]).unwrap();
    let table = Sitting { author: worker.id, typist: worker.id, ..sitting() };
    for i in 0..40 {
        register(&core, i);
    }
    said(&core, &table, 900);
    core.store()
        .write(|tx| {
            let body = format!(
                "{{\"sitting\":{},\"members\":[{{\"person\":\"{}\",\"new\":null,\"answers\":[{{\"answer\":\"not_met\",\"outcome\":\"ABSENT\"}}]}}],\"replaces\":null}}",
                serde_json::to_string(&table).unwrap(),
                person(900)
            );
            tx.execute("insert into draft (body, saved_ms) values (?, 5)", [body])?;
            Ok(())
        })
        .unwrap();
    assert_eq!(found(dir.path()), WORDS, "they are there, in the log");
    core.store().close();
    let core = open(dir.path());
    assert_eq!(found(dir.path()), WORDS, "and in the file");
    register(&core, 41);
    let done = core.withdraw_consent(&table, person(900)).unwrap();
    assert_eq!((done.registrations, done.cases, done.drafts), (1, 1, 1));
    assert_eq!(found(dir.path()), Vec::<&str>::new());
    // The log begins anew, and what is confirmed next is safe as ever.
    let fact = register(&core, 42);
    drop(core);
    salvage(dir.path()).unwrap();
    assert_eq!(found(dir.path()), Vec::<&str>::new());
    assert!(open(dir.path()).registration(fact).is_ok());
}
