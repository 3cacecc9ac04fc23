//! Figures, year, duties and copies as the orders have them.

use std::collections::BTreeMap;

use super::super::*;
use super::{bilaspur, day, sakti};
use crate::codes::{Cadre, Group};

#[test]
fn the_figures_of_the_orders_stand_and_add_up() {
    let pack = sakti().pack().clone();
    let target = (pack.target.beneficiaries, pack.target.cards_made, pack.target.left);
    assert_eq!(target, (721_246, 458_350, 262_896));
    assert_eq!(pack.order.date, Some(day("2023-02-17")));
    assert_eq!(pack.district.code, 762);
    let pack = bilaspur().pack().clone();
    assert_eq!((pack.target.beneficiaries, pack.target.cards_made), (1_650_000, 1_300_000));
    assert!(pack.target.approximate);
    for campaign in [sakti(), bilaspur()] {
        let t = &campaign.pack().target;
        assert_eq!(t.cards_made + t.left, t.beneficiaries);
    }
}

#[test]
fn the_year_of_bilaspur_is_a_setting_and_that_of_sakti_is_not() {
    let open = bilaspur();
    assert_eq!((open.year(), open.deadline()), (None, None));
    let set = open.with_year(2026).unwrap();
    assert_eq!(set.year(), Some(2026));
    assert_eq!(set.deadline(), Some(day("2026-11-30")));
    assert_eq!(set.raw(), bilaspur().raw());
    let refused = bilaspur().with_year(1026).unwrap_err();
    assert_eq!(refused.problem, Problem::NoSuchDay);
    assert_eq!(sakti().with_year(2023).unwrap().year(), Some(2023));
    let refused = sakti().with_year(2026).unwrap_err();
    assert_eq!(refused.problem, Problem::YearIsFixed);
}

#[test]
fn every_duty_is_there_with_its_verbs_and_holders() {
    use Verb::*;
    let verbs = |campaign: &Campaign| -> BTreeMap<String, Vec<Verb>> {
        let duties = campaign.pack().duties.iter();
        duties.map(|d| (d.code.clone(), d.verbs())).collect()
    };
    let want = |list: &[(&str, &[Verb])]| -> BTreeMap<String, Vec<Verb>> {
        list.iter().map(|(c, v)| ((*c).to_owned(), v.to_vec())).collect()
    };
    assert_eq!(
        verbs(&sakti()),
        want(&[
            ("S1", &[Review]),
            ("S2", &[Review, Monitor]),
            ("S3", &[Arrange, Bring, Make, Review]),
            ("S4", &[Publicise]),
            ("S5", &[Publicise, Bring, Make]),
            ("S6", &[Publicise, Bring, Make]),
            ("S7", &[Arrange, Publicise, Bring, Make]),
            ("S8", &[Ensure, Bring, Make]),
        ])
    );
    assert_eq!(
        verbs(&bilaspur()),
        want(&[
            ("B1", &[Make]),
            ("B2", &[Make]),
            ("B3", &[Make]),
            ("B4", &[Register, Make]),
            ("B5", &[Register]),
            ("B6", &[Make]),
            ("B7", &[GetUpdated]),
            ("B8", &[Help]),
            ("B9", &[Help]),
            ("B10", &[Arrange, Train]),
            ("B11", &[Make]),
            ("B12", &[Make, Arrange]),
            ("B13", &[Make]),
            ("B14", &[Ensure]),
            ("B15", &[Register]),
        ])
    );
    let codes = |campaign: &Campaign, cadre| -> Vec<String> {
        campaign.duties_of(cadre).map(|d| d.code.clone()).collect()
    };
    assert_eq!(codes(&bilaspur(), Cadre::Sachiv), ["B4", "B7"]);
    assert_eq!(codes(&bilaspur(), Cadre::Mitanin), ["B14", "B15"]);
    assert_eq!(codes(&sakti(), Cadre::Mitanin), ["S6", "S8"]);
    assert_eq!(codes(&sakti(), Cadre::CeoJanpad), ["S3"]);
    assert_eq!(codes(&sakti(), Cadre::DistrictNodal), ["S1"]);
}

#[test]
fn the_verb_sets_the_measure_unless_the_order_means_something_else() {
    let measures = |campaign: &Campaign, code: &str| -> Vec<Measure> {
        let duty = campaign.duty(code).unwrap();
        duty.actions.iter().filter_map(Action::measure).collect()
    };
    assert_eq!(measures(&bilaspur(), "B4"), [Measure::Registrations, Measure::Cards]);
    assert_eq!(measures(&bilaspur(), "B14"), [Measure::EveryoneLeft]);
    assert_eq!(measures(&bilaspur(), "B10"), [Measure::PlacesAndPeople; 2]);
    assert_eq!(measures(&bilaspur(), "B8"), [Measure::PeopleHelped; 2]);
    assert_eq!(measures(&sakti(), "S8")[0], Measure::CampsAttended);
    for verb in Verb::ALL {
        assert!(verb.measure().is_some(), "{verb:?}");
    }
}

#[test]
fn an_action_is_for_its_groups_and_ages() {
    let campaign = bilaspur();
    let whom = |code: &str, n: usize| campaign.duty(code).unwrap().actions[n].whom.clone();
    assert!(whom("B8", 0).includes(&[Group::AnganwadiChild], Some(5)));
    assert!(!whom("B8", 0).includes(&[Group::AnganwadiChild], Some(6)));
    assert!(!whom("B8", 0).includes(&[Group::School], Some(5)));
    assert!(whom("B8", 1).includes(&[Group::Priority, Group::Maternal], None));
    assert!(whom("B7", 0).includes(&[], Some(17)) && whom("B7", 0).blocked_aadhaar);
    assert!(!whom("B7", 0).includes(&[], Some(40)) && !whom("B7", 1).includes(&[], Some(40)));
    assert!(whom("B14", 0).includes(&[], Some(40)));
}

#[test]
fn sensitive_marks_reach_only_the_holders_of_a_duty_that_names_them() {
    let campaign = bilaspur();
    assert!(campaign.may_see(Cadre::Aww, Group::Maternal));
    assert!(!campaign.may_see(Cadre::Mitanin, Group::Maternal));
    assert!(campaign.may_see(Cadre::Rho, Group::HospitalPatient));
    assert!(!campaign.may_see(Cadre::Sachiv, Group::Pvtg));
    assert!(campaign.may_see(Cadre::Sachiv, Group::Priority));
    assert!(!sakti().may_see(Cadre::Aww, Group::Maternal));
}

#[test]
fn only_an_officer_of_another_district_or_the_state_needs_an_appointment() {
    for copy in &sakti().pack().copies_to {
        assert_eq!(copy.by_appointment, copy.district != Some(762), "{}", copy.office.en);
    }
    let outside = |c: &&Copy| c.district == Some(379);
    let campaign = sakti();
    let copies = &campaign.pack().copies_to;
    assert_eq!(copies.iter().find(outside).unwrap().cadre, Some(Cadre::Dpc));
}
