//! Values that must never change, since phones in the field have written them; and the check of a slip's code.

use shivir_domain::codes::{AadhaarReason, CallHow, Outcome, ReviewKind};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Called, Token};
use shivir_domain::fold::ReviewId;
use shivir_domain::id::{AreaId, CampId, HouseholdId, PersonId, WorkerId};

use crate::common::{Phone, outcome, person};

#[test]
fn derived_ids_are_these_for_ever() {
    let ids = [
        PersonId::listed(762, b"S:2201/4").to_string(),
        PersonId::listed(375, "R:६७८|सीता|1981".as_bytes()).to_string(),
        HouseholdId::listed(762, b"R:226000123456").to_string(),
        PersonId::new_person(1_795_233_600_000, [7; 10]).to_string(),
        WorkerId::new_worker(1_795_233_600_000, [9; 10]).to_string(),
    ];
    assert_eq!(
        ids,
        [
            "25fb21a6-9457-5111-8374-3f73ed49793c",
            "b1d407fa-3671-5759-a906-53a64b92696b",
            "29725867-4d2f-548d-b3c5-dcc38207ce8b",
            "01a1fc42-d200-7707-8707-070707070707",
            "01a1fc42-d200-7909-8909-090909090909",
        ]
    );
    assert_eq!(AreaId::derived(762, "Malkharoda", "Adbhar"), AreaId(1_355_455_766_266));
    assert_eq!(AreaId::derived(375, "मस्तूरी", "जयरामनगर"), AreaId(1_918_004_408_058));
    assert_ne!(AreaId::derived(762, "a", "bc"), AreaId::derived(762, "ab", "c"));
    let review = ReviewId::of(ReviewKind::DoubleRegistration, person(), &1u16.to_be_bytes());
    assert_eq!(review.to_string(), "352a4c51b71df3cd335e280926d86772");
}

#[test]
fn the_bytes_and_the_hash_of_a_registration_are_these_for_ever() {
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Submitted));
    let fact = &phone.facts[0];
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    assert_eq!(hex(fact.body.as_ref().unwrap()), "a301a5000101010202040106f502800381a200010101");
    let header = concat!(
        "a90082500101010101010101010101010101010101011b01a1fc43c048000002504141414141414141414141414141414103",
        "50414141414141414141414141414141410419512a061a0001b6690701085025fb21a69457511183743f73ed49793c0980",
    );
    assert_eq!(hex(&fact.header_bytes), header);
    assert_eq!(hex(&fact.hash().0), "d1241008a6dc30d8c7d1813a496640fbba688d65c4a03778ad224f7347f94f44");
}

#[test]
fn the_bytes_of_a_call_and_of_its_taking_back_are_these_for_ever() {
    let mut phone = Phone::new(1);
    let camp = Some(CampId(17));
    let call = phone.say(Body::Called(Called { camp, how: CallHow::SlipGiven, takes_back: None }));
    phone.say(Body::Called(Called { camp, how: CallHow::SlipGiven, takes_back: Some(call) }));
    let hex = |at: usize| {
        let body = phone.facts[at].body.as_ref().unwrap();
        body.iter().map(|b| format!("{b:02x}")).collect::<String>()
    };
    assert_eq!(hex(0), "a200110102");
    assert_eq!(hex(1), "a30011010202825001010101010101010101010101010101".to_owned() + "01");
    assert_eq!(phone.facts[0].header.kind.number(), 15);
}

#[test]
fn the_bytes_of_a_day_to_look_again_are_these_for_ever() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(AadhaarReason::Name);
    phone.date_case(case, Day::from_days(20_783).unwrap());
    let body = phone.facts[1].body.as_ref().unwrap();
    let hex = body.iter().map(|b| format!("{b:02x}")).collect::<String>();
    assert_eq!(hex, "a200825001010101010101010101010101010101010119512f");
    assert_eq!(phone.facts[1].header.kind.number(), 16);
}

#[test]
fn every_single_wrong_digit_and_every_swap_of_neighbours_on_a_slip_is_seen() {
    for phone in (0..100).step_by(3).chain([101, 512, 999]) {
        for counter in (0..1_000).step_by(7).chain([1_204, 20_999]) {
            let code = Token { phone, counter }.code();
            let text = code.as_bytes();
            let digits: Vec<usize> = (0..text.len()).filter(|&i| text[i].is_ascii_digit()).collect();
            let refused = |wrong: Vec<u8>| {
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(Token::parse(&wrong), None, "{code} read as {wrong}");
            };
            for &at in &digits {
                for digit in (b'0'..=b'9').filter(|d| *d != text[at]) {
                    let mut wrong = text.to_vec();
                    wrong[at] = digit;
                    refused(wrong);
                }
            }
            for pair in digits.windows(2).filter(|p| text[p[0]] != text[p[1]]) {
                let mut wrong = text.to_vec();
                wrong.swap(pair[0], pair[1]);
                refused(wrong);
            }
        }
    }
}

#[test]
fn a_slip_is_read_as_people_type_it_and_its_check_letter_must_fit() {
    for phone in 0..100 {
        for counter in [0, 7, 46, 999] {
            let token = Token { phone, counter };
            let code = token.code();
            for typed in [
                code.clone(),
                code.replace('-', ""),
                code.replace('-', " ").to_lowercase(),
                format!("  {code} "),
                format!("{phone}-{counter}-{}", &code[7..]),
            ] {
                assert_eq!(Token::parse(&typed).as_ref(), Some(&token), "{typed}");
            }
            for other in (b'A'..=b'Z').filter(|c| *c != code.as_bytes()[7]) {
                let wrong = format!("{}{}", &code[..7], char::from(other));
                assert_eq!(Token::parse(&wrong), None, "{wrong}");
            }
        }
    }
    for no_code in
        ["", "-", "07-046", "07046", "+7-046-K", "07-046-K-1", "07-0४6-K", "कखगघङच", "99999999999-1-A"]
    {
        assert_eq!(Token::parse(no_code), None, "{no_code}");
    }
}
