//! Places and camps.

use super::super::*;
use super::{bilaspur, sakti};
use crate::id::{AreaId, CampId};

#[test]
fn places_lie_in_one_another_and_a_village_has_its_panchayat_as_area() {
    let campaign = sakti();
    let blocks: Vec<_> = campaign.children(762).filter(|p| p.level == Level::Block).collect();
    let names: Vec<_> = blocks.iter().map(|p| (p.code, p.name_hi.as_str())).collect();
    assert_eq!(names, [(3644, "डभरा"), (3645, "जैजैपुर"), (3646, "मालखरोदा"), (3649, "सक्ती")]);
    for block in blocks {
        let panchayats: Vec<_> = campaign.children(block.code).collect();
        assert!(panchayats.len() >= 12, "{}", block.name_en);
        for panchayat in panchayats {
            assert_eq!(campaign.area_of_village(panchayat.code), Some(AreaId(panchayat.code)));
            for village in campaign.children(panchayat.code) {
                assert_eq!(village.level, Level::Village);
                assert_eq!(campaign.area_of_village(village.code), Some(AreaId(panchayat.code)));
                let path: Vec<u64> = campaign.path_to(village.code).iter().map(|p| p.code).collect();
                assert_eq!(path, [block.code, panchayat.code, village.code]);
            }
            let named =
                campaign.area_named(&format!(" {} ", block.name_en.to_uppercase()), &panchayat.name_hi);
            assert_eq!(named, Some(AreaId(panchayat.code)), "{}", panchayat.name_en);
        }
    }
    assert_eq!(campaign.area_of_village(3644), None);
    assert_eq!(campaign.area_of_village(1), None);
    let provisional = campaign.pack().places.iter().filter(|p| p.is_provisional());
    assert!(provisional.into_iter().all(|p| p.code / 1_000_000 == 762 && p.hindi_by != HindiBy::Official));
    assert!(campaign.pack().places.iter().any(|p| p.hindi_by == HindiBy::Transliterated));
    let bodies = bilaspur();
    assert_eq!(bodies.children(375).filter(|p| p.level == Level::Block).count(), 4);
    assert_eq!(bodies.pack().districts.len(), 33);
}

#[test]
fn each_panchayat_and_urban_body_of_sakti_has_a_camp_whose_date_is_to_be_set() {
    let campaign = sakti();
    let hosts = |p: &&Place| matches!(p.level, Level::GramPanchayat | Level::UrbanBody);
    for place in campaign.pack().places.iter().filter(hosts) {
        let here = |c: &&Camp| c.place == place.code;
        let camp = campaign.pack().camps.iter().find(here).unwrap();
        assert_eq!((camp.date, camp.opens.as_str(), camp.closes.as_str()), (None, "10:00", "17:00"));
        assert_eq!(campaign.camp(camp.id), Some(camp));
    }
    assert_eq!(campaign.camp(CampId(0)), None);
    assert_eq!(bilaspur().pack().camps, []);
}
