//! The district's list on the hub: packs for phones as they are granted, in stretches, and the list's word in the folds.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
mod support;

use std::collections::BTreeMap;
use std::io::Cursor;

use common::{Phone, SAKTI, grant, hub_over, invite, sqlite};
use shivir_domain::campaign::Campaign;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::enrol::Grant;
use shivir_domain::wire::pack::{Depth, PackAddress, ticket_header};
use shivir_hub::Hub;
use shivir_hub::roster::{PackBytes, RosterError};
use shivir_roster::pack::{Address, PackError, PackReader};

/// The same test on both databases.
macro_rules! conform {
    ($($name:ident)+) => {
        mod sqlite_conforms {
            $(#[test]
            fn $name() {
                let dir = tempfile::tempdir().unwrap();
                super::$name(&super::hub_over(super::sqlite(dir.path())).0);
            })+
        }
        mod postgres_conforms {
            use super::support::{postgres, postgres_at};
            $(#[test]
            fn $name() {
                super::$name(&super::hub_over(postgres_at(&postgres::shared().database())).0);
            })+
        }
    };
}

conform! {
    a_phone_is_offered_its_own_areas_in_full_and_the_rest_in_the_minimal_depth
    the_lists_word_on_a_card_counts_where_the_facts_say_nothing_of_it
}

/// Two panchayats of Dabhra and one of Sakti.
fn list(people: usize) -> Vec<u8> {
    let mut text = String::from(
        "हितग्राही आईडी,राशन कार्ड नंबर,नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,मोबाइल,आधार नंबर,आयुष्मान कार्ड,कार्ड का प्रकार/श्रेणी\n",
    );
    for n in 0..people {
        let (block, area) = [("डभरा", "सपोस"), ("डभरा", "किरारी"), ("सक्ती", "नंदेली")][n % 3];
        let made = if n % 2 == 0 { "हाँ" } else { "नहीं" };
        let (id, card) = (5_000 + n, 220_000_000 + n / 2);
        text.push_str(&format!(
            "{id},{card},सीता बाई,महिला,11/11/1982,{block},{area},9876543210,234123412346,{made},निःशक्तजन\n"
        ));
    }
    text.into_bytes()
}

fn today() -> Day {
    Day::from_ymd(2026, 11, 25).unwrap()
}

fn import(hub: &Hub, list: Vec<u8>) -> Result<shivir_hub::roster::RosterReport, RosterError> {
    hub.import_roster(SAKTI, today(), &mut Cursor::new(list), &mut |_, _| {})
}

/// Shows a ticket for a pack.
fn get(
    hub: &Hub,
    phone: &mut Phone,
    shown: PackAddress,
    asked: PackAddress,
    from: u64,
) -> Result<PackBytes, u16> {
    let ticket = phone.ticket(shown);
    hub.pack(&ticket_header(&ticket), asked, from).map_err(|reply| reply.status)
}

fn people(bytes: &[u8], address: PackAddress) -> Result<Vec<(String, Option<u64>, u32)>, PackError> {
    let mut reader = PackReader::open(bytes, Some(Address(address.0)))?;
    let mut people = Vec::new();
    while reader.next_people(|p| {
        people.push((p.source.to_owned(), p.mobile, p.groups));
        Ok::<(), PackError>(())
    })? {}
    Ok(people)
}

fn a_phone_is_offered_its_own_areas_in_full_and_the_rest_in_the_minimal_depth(hub: &Hub) {
    let report = import(hub, list(60)).unwrap();
    // Two blocks in both depths, three panchayats in full.
    assert_eq!((report.people, report.made, report.packs), (60, 30, 7));
    let areas: BTreeMap<String, AreaId> = ["सपोस", "किरारी"]
        .map(|name| (name.to_owned(), AreaId::derived(SAKTI, "डभरा", name)))
        .into_iter()
        .collect();
    let own = grant(&[areas["सपोस"].0], 1);
    let mut phone = Phone::enrol(hub, &invite(hub, &own), 1).unwrap();
    let offered = phone.sync(hub).unwrap().packs.unwrap();
    let mut depths: Vec<(String, Depth)> = offered.iter().map(|o| (o.block_name.clone(), o.depth)).collect();
    depths.sort_by_key(|(name, depth)| (name.clone(), depth.number()));
    assert_eq!(
        depths,
        [
            ("डभरा".to_owned(), Depth::Minimal),
            ("डभरा".to_owned(), Depth::Full),
            ("सक्ती".to_owned(), Depth::Minimal)
        ]
    );
    // A camp phone with both panchayats of Dabhra gets the block in full.
    let both: Vec<u64> = areas.values().map(|area| area.0).collect();
    let mut camp = Phone::enrol(hub, &invite(hub, &grant(&both, 2)), 2).unwrap();
    let of_camp = camp.sync(hub).unwrap().packs.unwrap();
    let full: Vec<_> = of_camp.iter().filter(|o| o.depth == Depth::Full).collect();
    assert_eq!((of_camp.len(), full.len()), (2, 1));

    for offer in &offered {
        let whole = get(hub, &mut phone, offer.address, offer.address, 0).unwrap();
        assert_eq!((whole.bytes.len() as u64, whole.whole), (offer.size, offer.size));
        let listed = people(&whole.bytes, offer.address).unwrap();
        let full = offer.depth == Depth::Full;
        assert_eq!(listed.len(), if full || offer.block_name == "सक्ती" { 20 } else { 40 });
        for (source, mobile, groups) in listed {
            assert_eq!((source.is_empty(), mobile.is_none()), (!full, !full));
            // Marks of disability are in no pack.
            assert_eq!(groups, 0);
        }
        // A broken fetch goes on from any byte.
        for from in [1, offer.size / 2, offer.size - 1, offer.size, offer.size + 9] {
            let rest = get(hub, &mut phone, offer.address, offer.address, from).unwrap();
            let at = usize::try_from(from.min(offer.size)).unwrap();
            assert_eq!(rest.bytes, whole.bytes[at..]);
        }
    }
    // Not its own; another than the ticket says; none; without a ticket; a ticket shown twice.
    let not_own = full[0].address;
    let own = offered[0].address;
    let status = |code: ErrorCode| Err(code.status());
    assert_eq!(get(hub, &mut phone, not_own, not_own, 0), status(ErrorCode::NotAllowed));
    assert_eq!(get(hub, &mut phone, own, not_own, 0), status(ErrorCode::NotAllowed));
    let none = PackAddress([1; 32]);
    assert_eq!(get(hub, &mut phone, none, none, 0), status(ErrorCode::NotFound));
    assert_eq!(hub.pack("", own, 0).map_err(|r| r.status), status(ErrorCode::Malformed));
    get(hub, &mut phone, own, own, 0).unwrap();
    phone.counter -= 1;
    assert_eq!(get(hub, &mut phone, own, own, 0), status(ErrorCode::Replayed));
    hub.revoke(SAKTI, phone.device).unwrap();
    assert_eq!(get(hub, &mut phone, own, own, 0), status(ErrorCode::Revoked));
}

#[test]
fn a_list_is_taken_whole_or_not_at_all_and_no_aadhaar_number_is_in_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let (hub, _) = hub_over(sqlite(dir.path()));
    import(&hub, list(30)).unwrap();
    let before = hub.packs(SAKTI).unwrap();
    assert!(matches!(import(&hub, b"x,y\n1,2\n".to_vec()), Err(RosterError::List(_))));
    let nobody = String::from_utf8(list(0)).unwrap() + "1,2,,,,,,,,,\n";
    assert!(matches!(import(&hub, nobody.into_bytes()), Err(RosterError::NobodyListed)));
    assert_eq!(hub.packs(SAKTI).unwrap(), before);
    // The same list makes the same packs; a longer one others, and the old ones are gone.
    import(&hub, list(30)).unwrap();
    assert_eq!(hub.packs(SAKTI).unwrap(), before);
    import(&hub, list(33)).unwrap();
    assert!(hub.packs(SAKTI).unwrap().iter().all(|made| !before.contains(made)));
    let key: String = common::KEY.iter().map(|b| format!("{b:02x}")).collect();
    let db = rusqlite::Connection::open(dir.path().join("hub.db")).unwrap();
    db.execute_batch(&format!("pragma key = \"x'{key}'\"")).unwrap();
    let rows: Vec<Vec<u8>> = db
        .prepare("select row from listed union all select bytes from pack_part")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(rows.iter().all(|row| !row.windows(12).any(|w| w == b"234123412346")));
}

fn the_lists_word_on_a_card_counts_where_the_facts_say_nothing_of_it(hub: &Hub) {
    let campaign = Campaign::builtin("sakti-2023").unwrap();
    shivir_hub::district::load_campaign(hub, &campaign).unwrap();
    let granted: Grant = grant(&[9], 1);
    let mut phone = Phone::enrol(hub, &invite(hub, &granted), 1).unwrap();
    phone.add_person(9, 1);
    let said = phone.sync(hub).unwrap();
    assert_eq!(said.campaign.map(|offer| offer.version), Some(campaign.pack().version));
    import(hub, list(6)).unwrap();
    assert!(hub.verify(SAKTI).unwrap().is_right());
}
