//! What a salvage saved and what it did not.

use serde::Serialize;
use shivir_domain::codes::Lang;
use shivir_domain::id::{PersonId, StreamId};

/// What was saved of a damaged `camp.db`, and what is known to be lost. Whatever is lost may still be in the file that
/// was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SalvageReport {
    /// Name of the damaged file in the store's folder, with its log beside it.
    pub set_aside: String,
    /// Pages that the damaged file had.
    pub pages: u32,
    /// Pages of which the latest version cannot be read.
    pub pages_damaged: Vec<u32>,
    /// Committed pages in the log that cannot be read.
    pub log_pages_damaged: u32,
    /// Rows on readable pages that cannot be read, or are not what they should be.
    pub rows_unread: u32,
    /// Facts saved, each checked against its hash.
    pub facts: u64,
    /// Facts known to be lost, by stream.
    pub lost: Vec<LostFacts>,
    /// People of whom a fact is lost, as far as it is known: to be registered again.
    pub lost_people: Vec<PersonId>,
    /// Second contents of facts' ids, saved.
    pub forks: u64,
    /// People whose state was folded anew from the facts.
    pub people: u64,
    /// Of these, people who were on the list and whose row of the list was kept here and is lost. Loading the list again
    /// brings it back.
    pub listing_lost: u64,
    /// Aadhaar update cases and ration-card cases, folded anew.
    pub cases: u64,
    /// Registrations that were not confirmed yet, saved.
    pub drafts: u64,
    /// Workers, saved.
    pub workers: u64,
    /// Campaign packs, saved. None: the pack has to be loaded again.
    pub campaigns: u64,
    /// The slip counter goes on from here.
    pub slips: u32,
}

/// Numbers that are lost, one after another; in JSON `[first, last]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "(u64, u64)")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Gap {
    /// The first of them.
    pub first: u64,
    /// The last.
    pub last: u64,
}

impl From<Gap> for (u64, u64) {
    fn from(gap: Gap) -> Self {
        (gap.first, gap.last)
    }
}

/// Facts of one stream that are known to be lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LostFacts {
    /// The stream.
    pub stream: StreamId,
    /// It was written by this phone: where the district does not have these facts, nobody has.
    pub own: bool,
    /// First and last number of each gap.
    pub ranges: Vec<Gap>,
    /// Up to this number the district holds the stream.
    pub acked: u64,
}

impl LostFacts {
    /// How many.
    pub fn count(&self) -> u64 {
        self.ranges.iter().map(|gap| gap.last - gap.first + 1).sum()
    }

    /// Of these, how many the district holds.
    pub fn at_district(&self) -> u64 {
        let held = |gap: &Gap| (self.acked.min(gap.last) + 1).saturating_sub(gap.first);
        self.ranges.iter().map(held).sum()
    }
}

impl SalvageReport {
    /// Facts known to be lost, in all.
    pub fn lost_count(&self) -> u64 {
        self.lost.iter().map(LostFacts::count).sum()
    }

    /// The sentence for the worker: what happened, what is safe, what to do next.
    pub fn sentence(&self, lang: Lang) -> String {
        let lost = self.lost_count();
        let held: u64 = self.lost.iter().map(LostFacts::at_district).sum();
        let again = self.lost_people.len();
        let mut text = match lang {
            Lang::Hi => format!(
                "फ़ाइल में खराबी थी ({} पन्ने)। जो पढ़ा जा सका वह नई फ़ाइल में सुरक्षित है: {} प्रविष्टियाँ, {} केस, {} अधूरे पंजीयन।",
                self.pages_damaged.len(),
                self.facts,
                self.cases,
                self.drafts
            ),
            Lang::En => format!(
                "The file was damaged ({} pages). What could be read is safe in a new file: {} entries, {} cases, {} drafts.",
                self.pages_damaged.len(),
                self.facts,
                self.cases,
                self.drafts
            ),
        };
        text += &match (lang, lost) {
            (Lang::Hi, 0) => " कोई प्रविष्टि खोई हुई नहीं मिली।".into(),
            (Lang::En, 0) => " No entry is known to be lost.".into(),
            (Lang::Hi, n) => {
                format!(" {n} प्रविष्टियाँ नहीं पढ़ी जा सकीं, इनमें से {held} ज़िले के पास पहुँच चुकी हैं।")
            }
            (Lang::En, n) => {
                format!(" {n} entries could not be read; the district already holds {held} of them.")
            }
        };
        if again > 0 {
            text += &match lang {
                Lang::Hi => format!(" {again} लोगों का पंजीयन सूची देखकर फिर से जाँचें।"),
                Lang::En => {
                    format!(" Check the registration of {again} people again, by the list in the report.")
                }
            };
        }
        if self.campaigns == 0 {
            text += lang.pick(" अभियान पैक फिर से लोड करें।", " Load the campaign pack again.");
        }
        if self.listing_lost > 0 {
            text += lang.pick(" लोगों की सूची फिर से लोड करें।", " Load the list of people again.");
        }
        text += &match lang {
            Lang::Hi => format!(" पुरानी फ़ाइल हटाई नहीं गई: {}। इसे ज़िला कार्यालय को दिखाएँ।", self.set_aside),
            Lang::En => {
                format!(" The old file was not deleted: {}. Show it to the district office.", self.set_aside)
            }
        };
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_district_holds_is_told_apart_from_what_is_gone() {
        let lost = LostFacts {
            stream: StreamId([1; 16]),
            own: true,
            ranges: [(2, 4), (7, 7), (9, 10)].map(|(first, last)| Gap { first, last }).to_vec(),
            acked: 7,
        };
        assert_eq!(lost.count(), 6);
        assert_eq!(lost.at_district(), 4);
        let report = SalvageReport {
            set_aside: "camp.db.damaged-x".into(),
            lost: vec![lost],
            facts: 300,
            ..SalvageReport::default()
        };
        for lang in [Lang::Hi, Lang::En] {
            let text = report.sentence(lang);
            for part in ["300", "6", "4", "camp.db.damaged-x"] {
                assert!(text.contains(part), "{text}");
            }
        }
    }
}
