//! Fees, reasons, papers, cards and notices, by age and date.

use super::super::*;
use super::{bilaspur, day, sakti};
use crate::codes::{AadhaarReason, CardKind, Document, Group, Language, RationReason};

#[test]
fn a_fee_changes_on_its_day_and_at_its_birthday() {
    for campaign in [sakti(), bilaspur()] {
        let paise = |reason, age, on: &str| {
            let fee = campaign.fee(reason, age, day(on));
            fee.map(|fee| (fee.amount_paise, fee.with_biometric_paise))
        };
        use AadhaarReason::*;
        let rows = [
            (NoAadhaar, 3, "2026-11-21", Some(0)),
            (NoAadhaar, 40, "2028-10-01", Some(0)),
            (Mbu5, 5, "2026-10-01", Some(0)),
            (Mbu5, 6, "2028-10-01", Some(0)),
            (Mbu5, 7, "2026-09-30", Some(0)),
            (Mbu5, 7, "2026-10-01", Some(12_500)),
            (Mbu5, 14, "2028-09-30", Some(12_500)),
            (Mbu5, 14, "2028-10-01", Some(15_000)),
            (Mbu15, 15, "2026-11-21", Some(0)),
            (Mbu15, 16, "2028-10-01", Some(0)),
            (Mbu15, 17, "2026-11-21", Some(12_500)),
            (BioWorn, 60, "2026-09-30", Some(12_500)),
            (BioWorn, 60, "2028-09-30", Some(12_500)),
            (BioWorn, 60, "2028-10-01", Some(15_000)),
            (PhotoOld, 12, "2026-11-21", Some(12_500)),
            (BioLock, 30, "2026-11-21", Some(0)),
            (Name, 30, "2025-09-30", None),
            (Name, 30, "2025-10-01", Some(7_500)),
            (Dob, 2, "2028-09-30", Some(7_500)),
            (Sex, 30, "2028-10-01", Some(9_000)),
            (Mobile, 2, "2026-11-21", Some(7_500)),
            (Inactive, 30, "2026-11-21", None),
        ];
        for (reason, age, on, want) in rows {
            let got = paise(reason, age, on).map(|(amount, _)| amount);
            assert_eq!(got, want, "{reason:?} at {age} on {on}");
        }
        assert_eq!(paise(Name, 30, "2026-11-21"), Some((7_500, Some(0))));
        let service = |service, on: &str| -> Vec<u32> {
            let fees = campaign.service_fees(service, day(on));
            fees.map(|fee| fee.amount_paise).collect()
        };
        assert_eq!(service(FeeService::Home, "2026-11-21"), [70_000]);
        assert_eq!(service(FeeService::HomeFurther, "2028-09-30"), [35_000]);
        assert_eq!(service(FeeService::Home, "2028-10-01"), [0; 0]);
        assert_eq!(service(FeeService::Document, "2028-09-30"), [7_500]);
        assert_eq!(service(FeeService::Document, "2028-10-01"), [9_000]);
    }
}

#[test]
fn reasons_are_offered_from_the_birthday_on() {
    use AadhaarReason::*;
    let campaign = sakti();
    let offered =
        |age| -> Vec<AadhaarReason> { campaign.reasons_for_age(age).map(|rule| rule.reason).collect() };
    assert_eq!(offered(4), [Mobile, Name, Dob, Sex, Inactive, NoAadhaar]);
    for (age, five, fifteen) in [(4, false, false), (5, true, false), (14, true, false), (15, false, true)] {
        assert_eq!((offered(age).contains(&Mbu5), offered(age).contains(&Mbu15)), (five, fifteen), "{age}");
    }
    for reason in AadhaarReason::ALL {
        assert!((0..=110).any(|age| offered(age).contains(reason)), "{reason:?}");
    }
    let worn = campaign.reasons_for_age(60).find(|r| r.reason == BioWorn).unwrap();
    assert_eq!(worn.after, [Attempt::Face, Attempt::Otp]);
}

#[test]
fn every_reason_offered_at_an_age_has_papers_and_but_for_inactive_a_fee() {
    for campaign in [sakti(), bilaspur()] {
        for age in 0..=110 {
            for rule in campaign.reasons_for_age(age) {
                let papers = campaign.documents_for(rule.reason, age, None);
                assert!(!papers.is_empty(), "{:?} at {age}", rule.reason);
                let fee = campaign.fee(rule.reason, age, day("2026-11-21"));
                let known = rule.reason != AadhaarReason::Inactive;
                assert_eq!(fee.is_some(), known, "{:?} at {age}", rule.reason);
            }
            assert!(!campaign.documents_for_card(CardKind::Family, age).is_empty(), "{age}");
        }
        for reason in RationReason::ALL {
            assert!(campaign.documents_for_ration(*reason).is_some(), "{reason:?}");
        }
    }
}

#[test]
fn papers_follow_age_and_a_birth_from_october_2023_needs_its_certificate() {
    let campaign = sakti();
    let papers = |reason, age, born: Option<&str>| -> Vec<Vec<Document>> {
        let papers = campaign.documents_for(reason, age, born.map(day));
        papers.into_iter().map(|p| p.one_of.clone()).collect()
    };
    use AadhaarReason::*;
    use Document::*;
    let older = [vec![BirthCertificate, RationCard], vec![Aadhaar]];
    assert_eq!(papers(NoAadhaar, 3, Some("2023-09-30")), older);
    assert_eq!(papers(NoAadhaar, 3, None), older);
    assert_eq!(papers(NoAadhaar, 3, Some("2023-10-01")), [vec![BirthCertificate], vec![Aadhaar]]);
    assert_eq!(papers(Dob, 17, None)[0], [BirthCertificate]);
    assert!(papers(Dob, 18, None)[1].contains(&SchoolCertificate));
    assert_eq!(papers(Dob, 6, Some("2023-10-01")), [vec![BirthCertificate], vec![Aadhaar]]);
    assert_eq!(papers(Mbu5, 5, None), [vec![Aadhaar]]);
    assert!(!papers(Name, 17, None)[0].contains(&VoterId));
    assert!(papers(Name, 18, None)[1].contains(&VoterId));
    let child = campaign.documents_for_card(CardKind::Family, 4);
    assert!(child.iter().any(|p| p.one_of == [MobileForOtp] && !p.optional));
    assert_eq!(campaign.limit(Name).map(|l| l.times), Some(2));
    assert_eq!(campaign.limit(Dob).map(|l| l.times), Some(1));
    assert_eq!(campaign.limit(Sex).map(|l| l.times), Some(1));
}

#[test]
fn vay_vandana_is_offered_beside_the_family_card_from_70_and_from_its_first_day() {
    let campaign = sakti();
    let kinds =
        |age, on: &str| -> Vec<CardKind> { campaign.cards_for(age, day(on)).map(|card| card.kind).collect() };
    assert_eq!(kinds(69, "2026-11-21"), [CardKind::Family]);
    assert_eq!(kinds(70, "2026-11-21"), [CardKind::Family, CardKind::VayVandana]);
    assert_eq!(kinds(70, "2024-10-28"), [CardKind::Family]);
    assert_eq!(kinds(70, "2024-10-29").len(), 2);
    let family = campaign.card(CardKind::Family).unwrap();
    let cover = |groups: &[Group]| family.cover(groups, day("2026-11-21")).map(|c| c.amount_paise);
    assert_eq!(cover(&[Group::General, Group::Secc2011]), Some(50_000_000));
    assert_eq!(cover(&[Group::General]), Some(5_000_000));
    assert_eq!(cover(&[]), None);
    let scheme = |on: &str| family.scheme(day(on)).unwrap().name.en.clone();
    assert!(scheme("2023-02-17").contains("Khubchand Baghel"));
    assert!(scheme("2026-11-21").contains("Veer Narayan"));
}

#[test]
fn notices_are_there_in_three_languages_and_the_chhattisgarhi_is_marked_unreviewed() {
    for campaign in [sakti(), bilaspur()] {
        let on = campaign.pack().valid_from;
        for language in [Language::Hindi, Language::English, Language::Chhattisgarhi] {
            let reviewed = language != Language::Chhattisgarhi;
            let consent = campaign.notice(language, on).unwrap();
            assert_eq!((consent.reviewed, consent.version), (reviewed, 1));
            assert!(consent.text.contains("104") && consent.text.contains(" 4 "));
            assert_eq!(campaign.withdraw_notice(language, on).unwrap().reviewed, reviewed);
        }
        assert_eq!(campaign.notice(Language::Gondi, on), None);
        assert_eq!(campaign.notice(Language::Hindi, on.plus(-1)), None);
        let numbers: Vec<_> = campaign.pack().helplines.iter().map(|h| h.number.clone()).collect();
        assert_eq!(numbers, ["104", "14555", "1947"]);
    }
}
