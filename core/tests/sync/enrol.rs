//! Enrolment: keys, grant, workers, number; again, elsewhere, refused.

use crate::common::Phone;
use crate::sync_common::{Hub, sync};
use crate::{ready, write};
use shivir_core::store::SEALED_KEY;
use shivir_core::sync::{Invited, SyncError, SyncOptions};
use shivir_domain::codes::Lang;
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::enrol::Invitation;
use shivir_domain::wire::keys::SignSecret;

#[test]
fn a_phone_is_enrolled_with_its_number_areas_and_workers_and_its_key_is_sealed() {
    let (phone, at) = ready(1);
    let mut hub = Hub::new();
    assert_eq!(phone.core.enrolment().unwrap(), None);
    let unready = phone.core.sync_request(&SyncOptions::default()).unwrap_err();
    assert!(matches!(unready, SyncError::NotEnrolled));
    let device = hub.enrol(&phone, &[1, 2]);
    let phone = phone.reopen();
    let enrolled = phone.core.enrolment().unwrap().unwrap();
    assert_eq!((enrolled.device, enrolled.number, enrolled.url.as_str()), (device, 1, "https://hub"));
    assert_eq!(enrolled.grant.areas.len(), 2);
    assert!(phone.core.workers().unwrap().iter().any(|w| w.id.0 == [42; 16] && w.areas.len() == 2));
    assert!(phone.dir().join(SEALED_KEY).exists());
    let slip = write(&phone, &at, 1, 1).remove(0).slip.unwrap();
    assert!(slip.starts_with("1-") || slip.contains("01"), "{slip}");
    let state = phone.core.sync_state().unwrap();
    assert!(state.enrolled && state.areas.len() == 2 && state.areas.iter().all(|a| !a.whole));
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again_with_the_same_code_and_changes_nothing_twice() {
    let (phone, at) = ready(1);
    let mut hub = Hub::new();
    let invited = Invited::scanned(&hub.invite(&[1])).unwrap();
    let lost = phone.core.enrol_request(&invited, "1").unwrap();
    hub.post(&lost.bytes);
    let phone = phone.reopen();
    let again = phone.core.enrol_request(&invited, "1").unwrap();
    let answer = hub.post(&again.bytes);
    let first = phone.core.enrol_response(&answer, None).unwrap();
    write(&phone, &at, 1, 2);
    sync(&phone, &mut hub);
    let before = phone.core.sync_state().unwrap();
    // The same answer, and a new code from the same hub.
    phone.core.enrol_response(&answer, None).unwrap();
    assert_eq!(hub.enrol(&phone, &[1]), first.device);
    let after = phone.core.sync_state().unwrap();
    assert_eq!(
        (after.acknowledged, after.cursor, after.areas),
        (before.acknowledged, before.cursor, before.areas)
    );
    assert_eq!(sync(&phone, &mut hub).len(), 1);
    assert_eq!(hub.devices.len(), 1);
}

#[test]
fn another_district_is_refused_where_there_is_work_and_another_hub_of_the_same_gets_everything_again() {
    let (phone, at) = ready(1);
    let mut hub = Hub::new();
    hub.enrol(&phone, &[1]);
    write(&phone, &at, 1, 2);
    sync(&phone, &mut hub);
    let elsewhere = Invitation { district: 1, ..Invitation::parse(&hub.invite(&[1])).unwrap() }.to_text();
    let refused = phone.core.enrol_request(&Invited::scanned(&elsewhere).unwrap(), "1").unwrap_err();
    assert!(matches!(refused, SyncError::OtherDistrict));
    assert!(refused.sentence(Lang::Hi).contains("दूसरे ज़िले"));
    assert_eq!(phone.core.sync_state().unwrap().waiting, 0);
    let mut new = Hub { sign: SignSecret::from_bytes([5; 32]), ..Hub::new() };
    new.enrol(&phone, &[1]);
    assert!(phone.core.sums_hold().unwrap());
    assert_eq!(phone.core.sync_state().unwrap().waiting, 5);
    sync(&phone, &mut new);
    assert_eq!(new.ids(), hub.ids());
}

#[test]
fn refused_forged_and_unasked_enrolments_change_nothing() {
    let phone = Phone::new();
    let mut hub = Hub::new();
    let text = hub.invite(&[1]);
    assert!(matches!(Invited::scanned("shivir:1?x"), Err(SyncError::BadCode)));
    assert!(matches!(Invited::typed("https://h", 762, "ABCD-EFGH-JKL", None), Err(SyncError::BadCode)));
    assert!(matches!(phone.core.enrol_response(b"", None), Err(SyncError::NotEnrolled)));
    let mut wrong = Invitation::parse(&text).unwrap();
    wrong.code = shivir_domain::wire::enrol::EnrolCode::draw([99; 20]);
    let out = phone.core.enrol_request(&Invited::scanned(&wrong.to_text()).unwrap(), "1").unwrap();
    let refused = phone.core.enrol_response(&hub.post(&out.bytes), None).unwrap_err();
    assert!(matches!(refused, SyncError::Refused { code: ErrorCode::CodeUnknown, .. }), "{refused:?}");
    let out = phone.core.enrol_request(&Invited::scanned(&text).unwrap(), "1").unwrap();
    let mut other = Hub { sign: SignSecret::from_bytes([5; 32]), ..hub.clone() };
    assert!(matches!(phone.core.enrol_response(&other.post(&out.bytes), None), Err(SyncError::Alien(_))));
    let right = hub.post(&out.bytes);
    for at in 0..right.len() {
        let mut altered = right.clone();
        altered[at] ^= 1;
        assert!(phone.core.enrol_response(&altered, None).is_err(), "byte {at}");
    }
    assert_eq!(phone.core.enrolment().unwrap(), None);
    phone.core.enrol_response(&right, None).unwrap();
}

#[test]
fn who_typed_the_code_compares_the_fingerprint_first() {
    let phone = Phone::new();
    let mut hub = Hub::new();
    let code = Invitation::parse(&hub.invite(&[1])).unwrap().code;
    let invited = Invited::typed("https://hub/", 762, &code.to_string().to_lowercase(), None).unwrap();
    let out = phone.core.enrol_request(&invited, "1").unwrap();
    let answer = hub.post(&out.bytes);
    let Err(SyncError::Compare { fingerprint }) = phone.core.enrol_response(&answer, None) else { panic!() };
    assert_eq!(fingerprint, hub.sign.public().fingerprint());
    assert!(matches!(
        phone.core.enrol_response(&answer, Some("0000 0000 0000 0000 0000")),
        Err(SyncError::Compare { .. })
    ));
    assert_eq!(phone.core.enrolment().unwrap(), None);
    phone.core.enrol_response(&answer, Some(&fingerprint.replace(' ', ""))).unwrap();
}
