//! Consent that was taken back, at the hub: a registration apart from it is settled by the desk, and nothing is kept of what was
//! heard of a name.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
mod support;

use common::{Phone, SAKTI, empty, grant, hub_over, invite, sqlite};
use shivir_domain::codes::{
    AadhaarReason, BlankReason, Cadre, CardKind, CaseState, ConsentMode, Language, Outcome, ReviewKind,
    SignedBy,
};
use shivir_domain::fact::{
    AadhaarBlock, Blanked, Body, CardOutcome, CaseRef, CaseStep, Consent, Details, Fact, Visit, WorkerAdded,
};
use shivir_domain::id::{AreaId, WorkerId};
use shivir_hub::Hub;
use shivir_hub::review::{ReviewFilter, ReviewView};
use support::{postgres, postgres_at};

fn phone(hub: &Hub, n: u8) -> Phone {
    Phone::enrol(hub, &invite(hub, &grant(&[1], n)), n).unwrap()
}

fn open(hub: &Hub) -> Vec<ReviewView> {
    hub.reviews(SAKTI, &ReviewFilter::default()).unwrap()
}

fn came(phone: &mut Phone, hub: &Hub) -> Vec<Fact> {
    phone.sync(hub).unwrap().facts().unwrap()
}

/// A registration on a consent, at which Aadhaar blocked the card.
fn consented() -> Visit {
    let consent = Consent {
        notice: 1,
        language: Language::Hindi,
        mode: ConsentMode::Thumb,
        spoken: None,
        by: SignedBy::Own,
        guardian: None,
        given: true,
    };
    let outcome = Outcome::BlockedAadhaar;
    Visit {
        camp: None,
        consent: Some(consent),
        documents: vec![],
        outcomes: vec![CardOutcome { kind: CardKind::Family, outcome }],
        aadhaar: Some(AadhaarBlock { reason: AadhaarReason::Name, case: None, last4: None }),
        ration: None,
        leave: None,
        back_in: None,
        token: None,
        replaces: None,
    }
}

fn a_registration_apart_goes_with_the_settlement_and_phones_hear_of_it(hub: &Hub) {
    let (mut a, mut b) = (phone(hub, 1), phone(hub, 2));
    let named = WorkerAdded { name: "अधिकारी".into(), cadre: Cadre::Cho, areas: vec![] };
    let cho = WorkerId(a.write(1, 900, Body::WorkerAdded(named)).header.subject.0);
    let registered = |phone: &mut Phone| phone.write(1, 7, Body::Visit(consented()));
    let first = registered(&mut a);
    let reason = BlankReason::ConsentTakenBack;
    let taken = a.write(1, 7, Body::BodyBlanked(Blanked { fact: first.id(), reason }));
    // The other phone has heard nothing, registers her, and goes on with her case.
    let apart = registered(&mut b);
    let step = CaseStep {
        case: CaseRef(apart.id()),
        to: CaseState::Referred,
        reason: None,
        tracking: Some("TRACK-4711".into()),
        next: None,
        centre: None,
        fee: None,
    };
    let step = b.write(1, 7, Body::CaseStep(step));
    a.sync(hub).unwrap();
    b.sync(hub).unwrap();
    let item = open(hub).remove(0);
    assert_eq!(item.kind, ReviewKind::ConsentApart);
    assert!(item.facts.contains(&apart.id()) && item.facts.contains(&taken.id()));
    let totals = hub.totals(SAKTI).unwrap();
    assert_eq!(totals.open_cases, 0, "it does not stand while that is open");
    came(&mut a, hub);
    hub.settle(SAKTI, cho, &item, taken.id()).unwrap();
    assert!(open(hub).is_empty());
    let facts = came(&mut a, hub);
    let blanked: Vec<_> = facts
        .iter()
        .filter_map(|fact| match fact.body() {
            Ok(Some(Body::BodyBlanked(b))) => Some((b.fact, b.reason, fact.header.author)),
            _ => None,
        })
        .collect();
    let wanted =
        [(apart.id(), BlankReason::ConsentTakenBack, cho), (step.id(), BlankReason::DataRights, cho)];
    assert_eq!(blanked, wanted);
    // Who comes new gets the two without their words.
    let mut c = phone(hub, 3);
    let facts = came(&mut c, hub);
    let gone = |id| facts.iter().find(|fact| fact.id() == id).is_some_and(|fact| fact.body.is_none());
    assert!(gone(first.id()) && gone(apart.id()) && gone(step.id()));
    assert!(hub.verify(SAKTI).unwrap().is_right());
}

#[test]
fn a_registration_apart_goes_with_the_settlement_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    a_registration_apart_goes_with_the_settlement_and_phones_hear_of_it(&hub_over(sqlite(dir.path())).0);
}

#[test]
fn a_registration_apart_goes_with_the_settlement_on_postgres() {
    let db = postgres_at(&postgres::shared().database());
    a_registration_apart_goes_with_the_settlement_and_phones_hear_of_it(&hub_over(db).0);
}

#[test]
fn what_was_heard_of_a_name_goes_with_the_details() {
    let dir = tempfile::tempdir().unwrap();
    let db = sqlite(dir.path());
    let (hub, _) = hub_over(db.clone());
    let heard = || {
        let mut rows = 0;
        db.write(&mut |tx| {
            rows = tx.rows("select person from likely_key", &[])?.len();
            Ok(())
        })
        .unwrap();
        rows
    };
    let named = |name: &str| Details { name_hi: Some(name.into()), area: Some(AreaId(1)), ..empty() };
    let mut a = phone(&hub, 1);
    let added = a.write(1, 1, Body::PersonAdded(named("सीता बाई")));
    let other = a.write(1, 2, Body::PersonAdded(named("फुलबासन")));
    a.sync(&hub).unwrap();
    assert_eq!(heard(), 2);
    let reason = BlankReason::DataRights;
    a.write(1, 1, Body::BodyBlanked(Blanked { fact: added.id(), reason }));
    a.sync(&hub).unwrap();
    assert_eq!(heard(), 1);
    a.write(1, 2, Body::BodyBlanked(Blanked { fact: other.id(), reason }));
    a.sync(&hub).unwrap();
    assert_eq!(heard(), 0);
}
