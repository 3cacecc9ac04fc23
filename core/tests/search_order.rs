//! The order of a search does not hang on how much of the roster was read for it.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use common::Phone;
use common::list::{Line, csv, import};
use shivir_core::roster::{Facets, Left, SearchOptions};
use shivir_domain::id::{AreaId, PersonId};

/// Names that many bear, and some that few do.
const NAMES: [(&str, &str); 8] = [
    ("राम", "Ram"),
    ("रामलाल", "Ramlal"),
    ("सीता", "Sita"),
    ("सुनीता", "Sunita"),
    ("शिवकुमार", "Shivkumar"),
    ("बिसाहू", "Bisahu"),
    ("गणेश", "Ganesh"),
    ("भुखिन", "Bhukhin"),
];
const LAST: [(&str, &str); 4] = [("साहू", "Sahu"), ("यादव", "Yadav"), ("सतनामी", "Satnami"), ("पटेल", "Patel")];
const BLOCKS: [&str; 4] = ["डभरा", "सक्ती", "मालखरौदा", "जैजैपुर"];
const AREAS: [&str; 12] = [
    "सपोस",
    "किरारी",
    "नंदेली",
    "बाराद्वार",
    "पोता",
    "जर्वे",
    "छपोरा",
    "कोटमी",
    "पिहरीद",
    "चिखली",
    "दर्राभांठा",
    "मसनियाकला",
];

struct Rng(u64);

impl Rng {
    /// A number below another, the low ones more often.
    fn below(&mut self, n: usize) -> usize {
        let mut next = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % n
        };
        next().min(next())
    }
}

/// A list that is sorted by place, or is not.
fn people(rng: &mut Rng, many: usize, sorted: bool) -> Vec<Line> {
    (0..many)
        .map(|n| {
            let at = if sorted { n * AREAS.len() / many } else { rng.below(AREAS.len()) };
            let ((first, first_en), (last, last_en)) = (NAMES[rng.below(8)], LAST[rng.below(4)]);
            let line = Line::new(
                &format!("{}", 700_000 + n),
                &format!("{}", 220_000_000 + n / 4),
                &format!("{first} {last}"),
                &format!("{first_en} {last_en}"),
            )
            .with("पिता/पति का नाम", &format!("{} {last}", NAMES[rng.below(8)].0))
            .with("विकासखण्ड", BLOCKS[at / 3])
            .with("ग्राम पंचायत", AREAS[at])
            .with("ग्राम", AREAS[at])
            .with("जन्म तिथि", &format!("01/01/{}", 1940 + rng.below(80)));
            if rng.below(3) == 0 { line.made() } else { line }
        })
        .collect()
}

#[test]
fn the_first_hits_are_those_of_a_search_that_reads_all_of_the_list() {
    for (seed, sorted) in [(1, true), (2, true), (3, false)] {
        let mut rng = Rng(seed);
        let phone = Phone::new();
        common::load_sakti(&phone.core);
        import(&phone.core, csv(&people(&mut rng, 9_000, sorted))).unwrap();
        let areas: Vec<AreaId> =
            phone.core.roster_summary().unwrap().areas.iter().map(|area| area.area).collect();
        let mut full = 0;
        for query in [
            "र",
            "रा",
            "Ram",
            "राम ",
            "sita",
            "सीता र",
            "राम सा",
            "Sahu Gan",
            "साहू राम सी",
            "राम 45",
            "sunita 30 महिला",
            "भुख",
            "यादव b",
            "kotmi ram",
            "पटेल शि",
            "Ganesh Bisahu S",
            "रमा",
            "sunitha",
        ] {
            for near in [vec![], vec![areas[4]], vec![areas[9], areas[0]]] {
                for left in [None, Some(Left::Any)] {
                    let facets = Facets { left, ..Facets::default() };
                    let found = |limit| -> Vec<PersonId> {
                        let options = SearchOptions { limit, near: near.clone(), facets, area: None };
                        phone.core.search(query, &options).unwrap().iter().map(|hit| hit.person).collect()
                    };
                    let (few, some, many) = (found(5), found(20), found(500));
                    full += usize::from(many.len() >= 20);
                    for few in [few, some] {
                        let first = many.get(..few.len()).unwrap();
                        assert_eq!(few, first, "seed {seed}, {query:?} near {near:?}, {left:?}");
                        assert!(few.len() >= 5 || few.len() == many.len());
                    }
                }
            }
        }
        assert!(full >= 60, "{full} screens were full");
    }
}
