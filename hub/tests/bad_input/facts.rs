//! Facts that cannot be applied, or come under numbers of another.

use std::io::Cursor as Reader;

use shivir_domain::codes::Cadre;
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Details, Fact, WorkerAdded};
use shivir_domain::id::AreaId;
use shivir_domain::wire::{Advice, QuarantineReason};

use super::{on_both, phone, reasons, send};
use crate::common::{SAKTI, empty, grant};

#[test]
fn a_fact_whose_fold_fails_is_kept_aside_and_the_others_of_its_request_are_applied() {
    on_both(|hub| {
        let (mut a, mut b) = (phone(hub, 1), phone(hub, 2));
        a.add_person(1, 1);
        a.write(1, 2, Body::PersonAdded(Details { area: Some(AreaId(u64::MAX)), ..empty() }));
        a.add_person(1, 3);
        let name = "सु\0नीता".to_owned();
        a.write(1, 4, Body::WorkerAdded(WorkerAdded { name, cadre: Cadre::Aww, areas: Vec::new() }));
        a.add_person(1, 5);
        let said = a.sync(hub).unwrap();
        let failed = QuarantineReason::FoldFailed;
        assert_eq!((a.acked, reasons(&said)), (5, vec![(2, failed), (4, failed)]));
        b.sync(hub).unwrap();
        assert_eq!(b.others.keys().map(|id| id.seq).collect::<Vec<_>>(), [1, 3, 5]);
        // It cannot be released either, and nothing changes.
        let aside = hub.quarantine(SAKTI).unwrap();
        assert!(hub.release(SAKTI, &[(aside[0].fact, aside[0].hash)]).is_err());
        let verified = hub.verify(SAKTI).unwrap();
        assert!(verified.is_right() && verified.facts == 3, "{verified:?}");
        assert_eq!(hub.quarantine(SAKTI).unwrap(), aside);
    });
}

#[test]
fn what_a_phone_hands_in_under_numbers_of_another_s_stream_neither_shows_to_that_one_nor_holds_it_up() {
    on_both(|hub| {
        let (mut a, mut thief) = (phone(hub, 1), phone(hub, 2));
        a.add_person(1, 1);
        a.sync(hub).unwrap();
        // It has seen the stream, and hands in what comes next in it.
        thief.stream = a.stream;
        let forged: Vec<Fact> = (50..54).map(|n| thief.add_person(1, n)).collect();
        let said = send(hub, &mut thief, &[(1, 4)], &forged).unwrap();
        assert!(reasons(&said).iter().all(|(_, reason)| *reason == QuarantineReason::NotBound));
        assert_eq!(said.quarantined.len(), 4);
        // The district releases one of them by mistake.
        assert_eq!(hub.release(SAKTI, &[(forged[2].id(), forged[2].hash())]).unwrap(), 1);
        (1..4).for_each(|n| drop(a.add_person(1, 1 + n)));
        let said = a.sync(hub).unwrap();
        assert_eq!((a.acked, reasons(&said)), (4, vec![(3, QuarantineReason::Fork)]));
        let verified = hub.verify(SAKTI).unwrap();
        assert!(verified.is_right() && verified.facts == 4, "{verified:?}");
    });
}

#[test]
fn two_contents_under_one_id_in_one_release_leave_the_first() {
    on_both(|hub| {
        let (mut a, mut b) = (phone(hub, 1), phone(hub, 2));
        let owned = a.add_person(1, 1);
        a.sync(hub).unwrap();
        b.stream = a.stream;
        let forged: Vec<Fact> = (50..52).map(|n| b.add_person(1, n)).collect();
        send(hub, &mut b, &[(1, 2)], &forged).unwrap();
        let mut c = phone(hub, 3);
        c.stream = a.stream;
        let others: Vec<Fact> = (60..62).map(|n| c.add_person(1, n)).collect();
        send(hub, &mut c, &[(1, 2)], &others).unwrap();
        let all: Vec<_> = hub.quarantine(SAKTI).unwrap().iter().map(|q| (q.fact, q.hash)).collect();
        assert_eq!((all.len(), hub.release(SAKTI, &all).unwrap()), (4, 1));
        let verified = hub.verify(SAKTI).unwrap();
        assert!(verified.is_right() && verified.facts == 2, "{verified:?}");
        assert!(hub.quarantine(SAKTI).unwrap().iter().any(|q| q.fact == owned.id()));
    });
}

#[test]
fn facts_of_an_area_that_the_district_does_not_know_wait_aside_until_it_does() {
    on_both(|hub| {
        let (mut a, mut b) = (phone(hub, 1), phone(hub, 2));
        // Neither a list nor a campaign pack says which areas there are: each is taken.
        a.add_person(77, 1);
        assert_eq!(reasons(&a.sync(hub).unwrap()), []);
        let list = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत\n\
                    1,2201,सीता,महिला,11/11/1982,डभरा,सपोस\n";
        let day = Day::from_ymd(2026, 11, 25).unwrap();
        hub.import_roster(SAKTI, day, &mut Reader::new(list.as_bytes()), &mut |_, _| {}).unwrap();
        let listed = AreaId::derived(SAKTI, "डभरा", "सपोस").0;
        // Of a village of the list, of no area, of another phone's area, and of two that nobody knows.
        hub.grant(SAKTI, b.device, &grant(&[1, 5], 2)).unwrap();
        [listed, 0, 5, 78, 79, 1].iter().zip(2..).for_each(|(area, n)| drop(a.add_person(*area, n)));
        let said = a.sync(hub).unwrap();
        let foreign = QuarantineReason::ForeignArea;
        assert_eq!((a.acked, reasons(&said)), (7, vec![(5, foreign), (6, foreign)]));
        assert_eq!(said.quarantined[0].advice, Advice::AskForArea);
        // The district grants one of them to another phone: from now on it knows the area, and both get the fact.
        hub.grant(SAKTI, b.device, &grant(&[1, 5, 78], 2)).unwrap();
        assert_eq!(hub.quarantine(SAKTI).unwrap().len(), 1);
        hub.grant(SAKTI, a.device, &grant(&[1, 2, 78], 1)).unwrap();
        let said = a.sync(hub).unwrap();
        assert!(said.facts().unwrap().iter().any(|fact| fact.id().seq == 5));
        b.sync(hub).unwrap();
        assert!(b.others.keys().any(|id| id.seq == 5));
        let verified = hub.verify(SAKTI).unwrap();
        assert!(verified.is_right() && verified.facts == 6, "{verified:?}");
    });
}
