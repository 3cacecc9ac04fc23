//! What the flows ask of a campaign.

use super::aadhaar::{Centre, Fee, FeeService, ReasonRule};
use super::card::CardRule;
use super::duty::Duty;
use super::notice::{Notice, NoticeKind, find};
use super::paper::{Paper, RationPapers};
use super::period::Ages;
use super::place::{Camp, Level, Place};
use super::{Campaign, Limit};
use crate::codes::{AadhaarReason, Cadre, CardKind, Group, Language, RationReason};
use crate::day::Day;
use crate::id::{AreaId, CampId};

impl Campaign {
    /// The place of a code.
    pub fn place(&self, code: u64) -> Option<&Place> {
        let at = self.places.get(&code)?;
        self.pack.places.get(*at)
    }

    /// The places that lie directly in a place or, for the district's code, in the district.
    pub fn children(&self, code: u64) -> impl Iterator<Item = &Place> {
        self.pack.places.iter().filter(move |p| p.parent == code)
    }

    /// The area of a fact for a place: the gram panchayat of a village; a gram panchayat or ward is its own. Its number
    /// is the code of that place. `None` for a wider or an unknown place.
    pub fn area_of_village(&self, code: u64) -> Option<AreaId> {
        let place = self.place(code)?;
        match place.level {
            Level::GramPanchayat | Level::Ward => Some(AreaId(place.code)),
            Level::Village => Some(AreaId(place.parent)),
            Level::Block | Level::UrbanBody => None,
        }
    }

    /// The gram panchayat of a block, or the ward of an urban body, by the names that a list gives, in Hindi or in
    /// Latin letters. `None` where the pack names no such area or two of one name.
    pub fn area_named(&self, within: &str, name: &str) -> Option<AreaId> {
        let mut found = self.pack.places.iter().filter(|place| {
            matches!(place.level, Level::GramPanchayat | Level::Ward)
                && place.is_named(name)
                && self.place(place.parent).is_some_and(|p| p.is_named(within))
        });
        match (found.next(), found.next()) {
            (Some(place), None) => Some(AreaId(place.code)),
            _ => None,
        }
    }

    /// The places from the widest (block or urban body) to the one asked for; empty for an unknown code.
    pub fn path_to(&self, code: u64) -> Vec<&Place> {
        let mut path: Vec<&Place> =
            std::iter::successors(self.place(code), |place| self.place(place.parent)).collect();
        path.reverse();
        path
    }

    /// The camp of a number.
    pub fn camp(&self, id: CampId) -> Option<&Camp> {
        self.pack.camps.iter().find(|camp| camp.id == id)
    }

    /// The duty of a code such as `S3`.
    pub fn duty(&self, code: &str) -> Option<&Duty> {
        self.pack.duties.iter().find(|duty| duty.code == code)
    }

    /// The duties that a cadre holds, or that are done through it (`Duty::cadres`, `Duty::through`).
    pub fn duties_of(&self, cadre: Cadre) -> impl Iterator<Item = &Duty> {
        self.pack.duties.iter().filter(move |d| d.concerns(cadre))
    }

    /// A holder of this cadre may see that a person belongs to a group: any group that is not sensitive, and a
    /// sensitive one only where a duty that the cadre holds names it.
    pub fn may_see(&self, cadre: Cadre, group: Group) -> bool {
        let used = self.pack.groups.iter().find(|used| used.code == group);
        if !used.map_or(group.is_sensitive(), |used| used.sensitive) {
            return true;
        }
        let held = self.pack.duties.iter().filter(|d| d.cadres.contains(&cadre));
        held.flat_map(|duty| &duty.actions).any(|action| action.whom.groups.contains(&group))
    }

    /// The rule of a kind of card.
    pub fn card(&self, kind: CardKind) -> Option<&CardRule> {
        self.pack.cards.iter().find(|card| card.kind == kind)
    }

    /// The kinds of card offered to someone of this age (completed years) on a day.
    pub fn cards_for(&self, age: u16, on: Day) -> impl Iterator<Item = &CardRule> {
        let offered = move |card: &&CardRule| card.is_offered(age, on);
        self.pack.cards.iter().filter(offered)
    }

    /// The reasons of an Aadhaar update that are offered at an age (completed years), in the order of the pack.
    pub fn reasons_for_age(&self, age: u16) -> impl Iterator<Item = &ReasonRule> {
        let offered = move |rule: &&ReasonRule| Ages::new(rule.age_from, rule.age_below).holds(age);
        self.pack.reasons.iter().filter(offered)
    }

    /// The fee for a reason at an age (completed years) on a day; `None` where the pack knows none, which is shown as
    /// "ask at the centre", never as free.
    pub fn fee(&self, reason: AadhaarReason, age: u16, on: Day) -> Option<&Fee> {
        let of = |fee: &&Fee| fee.reasons.contains(&reason) && fee.holds(age, on);
        self.pack.fees.iter().find(of)
    }

    /// The fees of a service on a day, for all ages.
    pub fn service_fees(&self, service: FeeService, on: Day) -> impl Iterator<Item = &Fee> {
        let of = move |fee: &&Fee| fee.service == service && fee.holds(fee.age_from, on);
        self.pack.fees.iter().filter(of)
    }

    /// How often a detail may be changed.
    pub fn limit(&self, reason: AadhaarReason) -> Option<&Limit> {
        self.pack.limits.iter().find(|limit| limit.reason == reason)
    }

    /// What to bring for an Aadhaar update: one of each. `age` in completed years; `born` the birth date where known,
    /// since who is born on or after 2023-10-01 needs a birth certificate.
    pub fn documents_for(&self, reason: AadhaarReason, age: u16, born: Option<Day>) -> Vec<&Paper> {
        self.pack.documents.for_aadhaar(reason, age, born)
    }

    /// What to bring for a card: one of each.
    pub fn documents_for_card(&self, kind: CardKind, age: u16) -> &[Paper] {
        self.pack.documents.for_card(kind, age)
    }

    /// What to bring for a ration-card case, and where to go.
    pub fn documents_for_ration(&self, reason: RationReason) -> Option<&RationPapers> {
        let rules = &self.pack.documents.ration;
        rules.iter().find(|rule| rule.reason == reason)
    }

    /// The consent notice in a language on a day; `None` where there is none in that language (the caller reads the
    /// Hindi one and says so).
    pub fn notice(&self, language: Language, on: Day) -> Option<&Notice> {
        find(&self.pack.notices, NoticeKind::Consent, language, on)
    }

    /// The notice on taking a consent back.
    pub fn withdraw_notice(&self, language: Language, on: Day) -> Option<&Notice> {
        find(&self.pack.notices, NoticeKind::Withdraw, language, on)
    }

    /// The Aadhaar Seva Kendra of a number.
    pub fn centre(&self, id: u32) -> Option<&Centre> {
        self.pack.centres.iter().find(|centre| centre.id == id)
    }

    /// The Aadhaar Seva Kendras that do what a reason needs.
    pub fn centres_for<'a>(&'a self, rule: &'a ReasonRule) -> impl Iterator<Item = &'a Centre> {
        self.pack.centres.iter().filter(|c| c.serves(rule))
    }
}
