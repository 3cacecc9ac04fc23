//! Workers' PINs on a real store: tries, waits, restarts, clocks, and a forgotten PIN.
#![allow(clippy::unwrap_used)] // The lints spare test functions, not their helpers.

mod common;
mod sync_common;

use common::list::{all_values, open_file};
use common::{MORNING, Phone};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::sync::SyncOptions;
use shivir_core::worker::{PinAnswer, PinRefusal, PinState};
use shivir_domain::codes::{Cadre, Lang};
use shivir_domain::hlc::DAY_MS;
use shivir_domain::id::{AreaId, DeviceId, WorkerId};
use shivir_domain::wire::reset::{ResetChallenge, ResetKey};
use sync_common::Hub;

const PIN: &str = "2580";
const WRONG: &str = "1111";
const MINUTE: u64 = 60_000;

fn worker(phone: &Phone, name: &str) -> WorkerId {
    phone.core.add_worker(name, Cadre::Mitanin, &[AreaId(1)]).unwrap().id
}

/// A phone with two workers, of whom the first has a PIN.
fn ready() -> (Phone, WorkerId, WorkerId) {
    let phone = Phone::new();
    let (one, other) = (worker(&phone, "कमला साहू"), worker(&phone, "राधा यादव"));
    phone.core.set_pin(one, PIN).unwrap();
    (phone, one, other)
}

fn refused<T: std::fmt::Debug>(done: Result<T, CoreError>) -> PinRefusal {
    match done.unwrap_err() {
        CoreError::Refused(Refusal::Pin(why)) => why,
        other => unreachable!("{other:?}"),
    }
}

fn wait(phone: &Phone, worker: WorkerId) -> u64 {
    match phone.core.pin_state(worker).unwrap() {
        PinState::Wait { ms } => ms,
        other => unreachable!("{other:?}"),
    }
}

/// Wrong tries until the wait is of so many milliseconds.
fn lock(phone: &Phone, worker: WorkerId, wanted: u64) {
    loop {
        match phone.core.unlock(worker, WRONG).unwrap() {
            PinAnswer::Wrong { wait_ms, .. } if wait_ms == wanted => return,
            PinAnswer::Wrong { wait_ms, .. } => phone.env.pass(wait_ms),
            other => unreachable!("{other:?}"),
        }
    }
}

#[test]
fn a_pin_is_asked_for_chosen_once_and_opens() {
    let (phone, one, other) = ready();
    assert_eq!(phone.core.unlock(other, PIN).unwrap(), PinAnswer::NoPin);
    assert_eq!(phone.core.pin_state(other).unwrap(), PinState::NoPin);
    assert_eq!(phone.core.pin_state(one).unwrap(), PinState::Ready { left: 5 });
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
    assert_eq!(phone.core.unlock(one, "२५८०").unwrap(), PinAnswer::Right);
    assert_eq!(refused(phone.core.set_pin(one, "9753")), PinRefusal::HasPin);
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
    let nobody = phone.core.unlock(WorkerId([1; 16]), PIN);
    assert!(matches!(nobody, Err(CoreError::NotFound(Thing::Worker))));
    assert!(matches!(phone.core.set_pin(WorkerId([1; 16]), PIN), Err(CoreError::NotFound(Thing::Worker))));
}

#[test]
fn weak_pins_are_refused_with_a_sentence_in_both_languages_and_nothing_is_changed() {
    let (phone, one, other) = ready();
    for (weak, why) in [
        ("7777", PinRefusal::Same),
        ("3456", PinRefusal::Run),
        ("987654", PinRefusal::Run),
        ("25", PinRefusal::Length),
    ] {
        assert_eq!(refused(phone.core.set_pin(other, weak)), why);
        assert_eq!(refused(phone.core.change_pin(one, PIN, weak)), why);
        assert!(why.sentence(Lang::Hi).contains("कुछ नहीं बदला"));
        assert!(why.sentence(Lang::En).contains("Nothing was changed"));
    }
    assert_eq!(phone.core.pin_state(other).unwrap(), PinState::NoPin);
    // None of them cost a try.
    assert_eq!(phone.core.pin_state(one).unwrap(), PinState::Ready { left: 5 });
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
}

#[test]
fn twenty_wrong_pins_bring_waits_that_grow_to_an_hour_and_the_right_one_waits_too() {
    let (phone, one, _) = ready();
    let mut waits = Vec::new();
    for _ in 0..20 {
        let PinAnswer::Wrong { left, wait_ms } = phone.core.unlock(one, WRONG).unwrap() else {
            unreachable!()
        };
        assert_eq!(left, 5u32.saturating_sub(u32::try_from(waits.len()).unwrap() + 1));
        if wait_ms > 0 {
            // Neither the right PIN nor a wrong one is looked at, and neither lengthens the wait.
            assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Wait { ms: wait_ms });
            phone.env.pass(wait_ms - 1);
            assert_eq!(phone.core.unlock(one, WRONG).unwrap(), PinAnswer::Wait { ms: 1 });
            phone.env.pass(1);
        }
        waits.push(wait_ms / 1_000);
    }
    assert_eq!(waits[..10], [0, 0, 0, 0, 30, 60, 300, 900, 3_600, 3_600]);
    assert!(waits[10..].iter().all(|w| *w == 3_600));
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
    assert_eq!(phone.core.pin_state(one).unwrap(), PinState::Ready { left: 5 });
}

#[test]
fn a_wait_and_the_count_survive_a_restart_of_the_application() {
    let (phone, one, _) = ready();
    lock(&phone, one, 5 * MINUTE);
    let phone = phone.reopen();
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Wait { ms: 5 * MINUTE });
    phone.env.pass(MINUTE);
    let phone = phone.reopen();
    assert_eq!(wait(&phone, one), 4 * MINUTE);
    phone.env.pass(4 * MINUTE);
    assert!(
        matches!(phone.core.unlock(one, WRONG).unwrap(), PinAnswer::Wrong { wait_ms, .. } if wait_ms == 15 * MINUTE)
    );
}

#[test]
fn a_clock_set_forward_or_back_moves_no_wait() {
    let (phone, one, _) = ready();
    lock(&phone, one, 15 * MINUTE);
    for clock in [MORNING + 3_650 * DAY_MS, MORNING - 3_650 * DAY_MS, 0, u64::from(u32::MAX) << 20, MORNING] {
        phone.env.set(clock);
        assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Wait { ms: 15 * MINUTE });
    }
    phone.env.pass(15 * MINUTE);
    phone.env.set(MORNING - DAY_MS);
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
}

#[test]
fn a_device_that_is_started_anew_never_shortens_a_wait() {
    let (phone, one, _) = ready();
    lock(&phone, one, 15 * MINUTE);
    // Ten minutes are waited, and looked at; then it is started anew: only what it was up for since counts.
    phone.env.pass(10 * MINUTE);
    assert_eq!(wait(&phone, one), 5 * MINUTE);
    phone.env.boot(2 * MINUTE);
    assert_eq!(wait(&phone, one), 3 * MINUTE);
    phone.env.boot(0);
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Wait { ms: 3 * MINUTE });
    phone.env.boot(3 * MINUTE);
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
}

#[test]
fn a_lock_stops_one_worker_and_neither_the_others_nor_sync_nor_registration() {
    let (phone, one, other) = ready();
    common::load_sakti(&phone.core);
    phone.core.set_pin(other, "9753").unwrap();
    let mut hub = Hub::new();
    hub.enrol(&phone, &[1]);
    lock(&phone, one, 30_000);
    assert_eq!(phone.core.unlock(other, "9753").unwrap(), PinAnswer::Right);
    assert!(phone.core.sync_request(&SyncOptions::default()).unwrap().facts > 0);
    assert_eq!(phone.core.workers().unwrap().len(), 3);
    assert_eq!(wait(&phone, one), 30_000);
}

#[test]
fn a_pin_is_changed_with_the_old_one_alone_and_a_wrong_old_one_counts() {
    let (phone, one, _) = ready();
    let wrong = phone.core.change_pin(one, WRONG, "9753").unwrap();
    assert_eq!(wrong, PinAnswer::Wrong { left: 4, wait_ms: 0 });
    assert_eq!(phone.core.change_pin(one, PIN, "9753").unwrap(), PinAnswer::Right);
    assert!(matches!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Wrong { left: 4, .. }));
    let phone = phone.reopen();
    assert_eq!(phone.core.unlock(one, "9753").unwrap(), PinAnswer::Right);
}

/// The desk's answer to a challenge, from the hub's own secret.
fn answer(hub: &Hub, phone: DeviceId, worker: WorkerId, challenge: &str) -> String {
    let key = ResetKey::agree(&hub.seal, &hub.devices[&phone].seal).unwrap();
    key.code(&ResetChallenge::parse(challenge).unwrap(), worker, phone).unwrap().to_string()
}

#[test]
fn a_forgotten_pin_is_reset_by_the_desks_code_without_a_network_once() {
    let (phone, one, other) = ready();
    assert_eq!(refused(phone.core.pin_challenge(one)), PinRefusal::NotEnrolled);
    let mut hub = Hub::new();
    let device = hub.enrol(&phone, &[1]);
    assert_eq!(refused(phone.core.pin_challenge(other)), PinRefusal::NoPin);
    assert_eq!(refused(phone.core.reset_pin(one, "2222-2222", "9753")), PinRefusal::NoChallenge);
    // She tried long before she asked: the code is looked at all the same.
    lock(&phone, one, 60 * MINUTE);
    let challenge = phone.core.pin_challenge(one).unwrap();
    assert_eq!(phone.core.pin_challenge(one).unwrap(), challenge, "the same until it is answered");
    let code = answer(&hub, device, one, &challenge);
    let phone = phone.reopen();
    assert_eq!(refused(phone.core.reset_pin(one, &code, "1234")), PinRefusal::Run);
    assert_eq!(refused(phone.core.reset_pin(one, "no code", "9753")), PinRefusal::NoCode);
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(phone.core.reset_pin(one, &typed, "9753").unwrap(), PinAnswer::Right);
    assert_eq!(phone.core.unlock(one, "9753").unwrap(), PinAnswer::Right);
    // It opens no second time, and the next challenge is another.
    assert_eq!(refused(phone.core.reset_pin(one, &code, "8642")), PinRefusal::NoChallenge);
    assert_ne!(phone.core.pin_challenge(one).unwrap(), challenge);
    assert!(matches!(phone.core.reset_pin(one, &code, "8642").unwrap(), PinAnswer::Wrong { .. }));
    assert_eq!(phone.core.unlock(one, "9753").unwrap(), PinAnswer::Right);
}

#[test]
fn wrong_codes_wait_as_wrong_pins_do_and_another_workers_or_phones_code_is_wrong() {
    let (phone, one, other) = ready();
    phone.core.set_pin(other, "9753").unwrap();
    let mut hub = Hub::new();
    let device = hub.enrol(&phone, &[1]);
    let challenge = phone.core.pin_challenge(one).unwrap();
    let strangers = Phone::with_seed(2);
    let elsewhere = hub.enrol(&strangers, &[1]);
    let wrong = [answer(&hub, device, other, &challenge), answer(&hub, elsewhere, one, &challenge)];
    let mut waits = Vec::new();
    for n in 0..8 {
        match phone.core.reset_pin(one, &wrong[n % 2], "8642").unwrap() {
            PinAnswer::Wrong { wait_ms, .. } => {
                phone.env.pass(wait_ms);
                waits.push(wait_ms / 1_000);
            }
            other => unreachable!("{other:?}"),
        }
    }
    assert_eq!(waits, [0, 0, 0, 0, 30, 60, 300, 900]);
    // The PIN itself was not touched by any of it, and she may still remember it: then the challenge is closed.
    assert_eq!(phone.core.unlock(one, PIN).unwrap(), PinAnswer::Right);
    let right = answer(&hub, device, one, &challenge);
    assert_eq!(refused(phone.core.reset_pin(one, &right, "8642")), PinRefusal::NoChallenge);
}

#[test]
fn a_challenge_closes_after_a_day_whatever_the_clock_says() {
    let (phone, one, _) = ready();
    let mut hub = Hub::new();
    let device = hub.enrol(&phone, &[1]);
    let challenge = phone.core.pin_challenge(one).unwrap();
    let code = answer(&hub, device, one, &challenge);
    phone.env.pass(DAY_MS);
    phone.env.set(MORNING);
    assert_eq!(refused(phone.core.reset_pin(one, &code, "8642")), PinRefusal::NoChallenge);
    let next = phone.core.pin_challenge(one).unwrap();
    assert_ne!(next, challenge);
    assert!(matches!(phone.core.reset_pin(one, &code, "8642").unwrap(), PinAnswer::Wrong { .. }));
    phone.env.pass(DAY_MS - 1);
    let code = answer(&hub, device, one, &next);
    assert_eq!(phone.core.reset_pin(one, &code, "8642").unwrap(), PinAnswer::Right);
}

#[test]
fn no_pin_stands_in_the_store_and_nothing_of_one_leaves_the_phone() {
    let (phone, one, _) = ready();
    let mut hub = Hub::new();
    hub.enrol(&phone, &[1]);
    let pin = "80913274";
    phone.core.change_pin(one, PIN, pin).unwrap();
    phone.core.unlock(one, "80913275").unwrap();
    phone.core.pin_challenge(one).unwrap();
    let out = phone.core.sync_request(&SyncOptions::default()).unwrap();
    let facts = phone.core.waiting_facts(1 << 20).unwrap();
    assert_eq!(facts.len(), 2, "two workers, and no fact of a PIN");
    phone.core.store().close();
    let db = open_file(&phone.dir().join("camp.db"));
    let salt_and_hash: Vec<u8> = db.query_row("select record from pin", [], |r| r.get(0)).unwrap();
    let holds = |hay: &[u8], needle: &[u8]| hay.windows(needle.len()).any(|w| w == needle);
    assert!(!holds(&out.bytes, &salt_and_hash[salt_and_hash.len() - 32..]));
    for (table, values) in all_values(&db) {
        assert!(values.iter().all(|v| !v.contains(pin)), "{table}");
    }
}

#[test]
fn a_wrong_pin_tells_nothing_in_its_debug_form_or_its_error() {
    let (phone, one, _) = ready();
    let said = format!("{:?} {:?}", phone.core.unlock(one, "8091"), phone.core.unlock(one, "80"));
    assert!(!said.contains("80"), "{said}");
}
