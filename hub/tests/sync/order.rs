//! The district's one counter: what phones see of it is in order and without holes.
#![allow(clippy::unwrap_used)] // The lints spare test functions, not their helpers.

use super::*;

pub fn no_reader_sees_a_number_before_all_that_come_before_it(w: &World) {
    use std::sync::atomic::{AtomicBool, Ordering};
    let writers: Vec<Phone> = (1..5).map(|n| phone(&w.hub, &[1], n)).collect();
    let mut reader = phone(&w.hub, &[1], 9);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let mut at_work = Vec::new();
        for mut writer in writers {
            at_work.push(scope.spawn(|| {
                for n in 0..25 {
                    writer.add_person(1, n);
                    writer.sync(&w.hub).unwrap();
                }
                writer
            }));
        }
        let reading = scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                reader.sync(&w.hub).unwrap();
            }
            reader.sync_all(&w.hub);
            reader
        });
        // The reader ends whatever came of the writers.
        let written: Vec<_> = at_work.into_iter().map(|at| at.join()).collect();
        done.store(true, Ordering::SeqCst);
        let written: Vec<Phone> = written.into_iter().map(Result::unwrap).collect();
        let reader = reading.join().unwrap();
        assert_eq!(w.hub.quarantine(SAKTI).unwrap(), []);
        // The cursor passed nothing over, however the writers' transactions lay.
        assert_eq!(reader.others.len(), 100);
        assert!(written.iter().all(|phone| phone.acked == 25));
    });
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

pub fn a_phone_of_many_areas_and_one_of_few_get_the_same_in_the_same_order(w: &World) {
    let areas: Vec<u64> = (1..=40).collect();
    let mut writer = phone(&w.hub, &areas, 1);
    (0..240).for_each(|n| drop(writer.add_person(1 + u64::from(n * 7 % 40), n)));
    writer.sync(&w.hub).unwrap();
    let order = |areas: &[u64], n: u8, most_bytes: u32| {
        let mut reader = phone(&w.hub, areas, n);
        reader.most_bytes = most_bytes;
        let mut came = Vec::new();
        loop {
            let said = reader.sync(&w.hub).unwrap();
            came.extend(said.facts().unwrap().into_iter().map(|f| (f.id().seq, f.header.area.0)));
            if !said.more {
                assert_eq!(said.cursor, Cursor(240));
                return came;
            }
        }
    };
    let all = order(&areas, 2, 0);
    assert!(all.len() == 240 && all.is_sorted());
    assert_eq!(order(&areas, 3, 500), all);
    let few: Vec<u64> = vec![3, 8, 21];
    let of_few: Vec<_> = all.iter().copied().filter(|(_, area)| few.contains(area)).collect();
    assert_eq!(order(&few, 4, 0), of_few);
    assert_eq!(order(&few, 5, 300), of_few);
    assert_eq!(order(&[], 6, 0), []);
}
