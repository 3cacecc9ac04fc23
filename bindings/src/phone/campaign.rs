//! The campaign pack in use: what screens need of it.

use shivir_domain::campaign::{
    Camp, Campaign, CardPapers, CardRule, Centre, Contact, Deadline, District, Fee, GroupUse, Helpline,
    Limit, Notice, NoticeKind, Place, RationPapers, ReasonRule, Target, Text,
};
use shivir_domain::codes::Language;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

/// The campaign pack in use.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CampaignView {
    /// Its id.
    pub id: String,
    /// Its version, one more at every change.
    pub version: u32,
    /// Its name.
    pub title: Text,
    /// Its district.
    pub district: District,
    /// All districts of the state, to name where a guest is listed.
    pub districts: Vec<District>,
    /// The first day on which the pack may be used.
    pub valid_from: Day,
    /// The year of the order; none while an order without a year has none set.
    pub year: Option<u16>,
    /// The last day; none where the order names none or its year is not set.
    pub last_day: Option<Day>,
    /// What is to be done by then.
    pub deadline: Option<Deadline>,
    /// The figures to reach.
    pub target: Target,
    /// Where a person turns with a question about her data.
    pub contact: Contact,
    /// The camps, in the order of the pack.
    pub camps: Vec<CampView>,
    /// Notices: consent and its taking back, in each language and version.
    pub notices: Vec<Notice>,
    /// Helplines.
    pub helplines: Vec<Helpline>,
    /// Kinds of card: who may have one, what it covers.
    pub cards: Vec<CardRule>,
    /// Papers for the cards, by age.
    pub card_papers: Vec<CardPapers>,
    /// Papers for a ration card, by reason.
    pub ration_papers: Vec<RationPapers>,
    /// Groups in use.
    pub groups: Vec<GroupUse>,
    /// Aadhaar Seva Kendras.
    pub centres: Vec<Centre>,
    /// Reasons of an Aadhaar update, by age.
    pub reasons: Vec<ReasonRule>,
    /// Fees of the centres, by service, age and date.
    pub fees: Vec<Fee>,
    /// How often a detail of an Aadhaar may be changed.
    pub limits: Vec<Limit>,
}

/// A camp with its place in words.
#[derive(Debug, Clone, uniffi::Record)]
pub struct CampView {
    /// The camp.
    pub camp: Camp,
    /// Its place.
    pub place: Text,
    /// The gram panchayat or ward that it is in.
    pub area: Option<AreaId>,
}

/// A pack that ships with the app.
#[derive(Debug, Clone, uniffi::Record)]
pub struct BuiltinCampaign {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// Its district.
    pub district: District,
    /// Its order names no year: one has to be given with the loading.
    pub needs_year: bool,
}

/// The packs that ship with the app.
///
/// # Errors
/// [`PhoneError::Refused`] where one of them is wrong.
#[uniffi::export]
pub fn builtin_campaigns() -> Result<Vec<BuiltinCampaign>, PhoneError> {
    guard(|| {
        let read = |id: &str| {
            let campaign = Campaign::builtin(id)?;
            let pack = campaign.pack();
            Ok(BuiltinCampaign {
                id: pack.id.clone(),
                title: pack.title.clone(),
                district: pack.district.clone(),
                needs_year: campaign.year().is_none(),
            })
        };
        Campaign::builtin_ids().map(read).collect()
    })
}

impl CampaignView {
    pub(super) fn of(campaign: &Campaign) -> Self {
        let pack = campaign.pack().clone();
        let camp = |camp: Camp| {
            let place = campaign.place(camp.place).map(name);
            CampView {
                place: place.unwrap_or_else(|| pack.district.name.clone()),
                area: campaign.area_of_village(camp.place),
                camp,
            }
        };
        Self {
            camps: pack.camps.into_iter().map(camp).collect(),
            year: campaign.year(),
            last_day: campaign.deadline(),
            id: pack.id,
            version: pack.version,
            title: pack.title,
            district: pack.district,
            districts: pack.districts,
            valid_from: pack.valid_from,
            deadline: pack.deadline,
            target: pack.target,
            contact: pack.contact,
            notices: pack.notices,
            helplines: pack.helplines,
            cards: pack.cards,
            card_papers: pack.documents.registration,
            ration_papers: pack.documents.ration,
            groups: pack.groups,
            centres: pack.centres,
            reasons: pack.reasons,
            fees: pack.fees,
            limits: pack.limits,
        }
    }
}

fn name(place: &Place) -> Text {
    Text { hi: place.name_hi.clone(), en: place.name_en.clone() }
}

#[uniffi::export]
impl Phone {
    /// Works by a campaign pack that ships with the app from now on. `year` for an order whose text has none.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where no pack has this id or the year does not fit.
    pub fn load_builtin_campaign(&self, id: String, year: Option<u16>) -> Result<(), PhoneError> {
        guard(|| {
            self.core.load_campaign(Campaign::builtin(&id)?.raw(), year)?;
            Ok(())
        })
    }

    /// Where no campaign pack is in use, works by the order of this district (its LGD code) that ships with the app. Gives
    /// whether a pack is in use then.
    ///
    /// # Errors
    /// Storage errors.
    pub fn begin_with_order(&self, district: u32) -> Result<bool, PhoneError> {
        guard(|| Ok(self.core.begin_with_order(district)?))
    }

    /// Works by a campaign pack from now on, given as its JSON.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] with the first place of the pack that is wrong; the earlier one stays in use.
    pub fn load_campaign(&self, json: String, year: Option<u16>) -> Result<CampaignView, PhoneError> {
        guard(|| Ok(CampaignView::of(&*self.core.load_campaign(&json, year)?)))
    }

    /// The campaign pack in use.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] before one was loaded.
    pub fn campaign(&self) -> Result<CampaignView, PhoneError> {
        guard(|| Ok(CampaignView::of(&*self.core.campaign()?)))
    }

    /// The places directly within a place, by its code; without one, the blocks and urban bodies of the district.
    ///
    /// # Errors
    /// As [`Phone::campaign`].
    pub fn places(&self, within: Option<u64>) -> Result<Vec<Place>, PhoneError> {
        guard(|| {
            let campaign = self.core.campaign()?;
            let code = within.unwrap_or_else(|| u64::from(campaign.pack().district.code));
            Ok(campaign.children(code).cloned().collect())
        })
    }

    /// The places from the widest to the one with this code; empty where the pack has no such place. The number of an area
    /// is the code of its place.
    ///
    /// # Errors
    /// As [`Phone::campaign`].
    pub fn path_to(&self, code: u64) -> Result<Vec<Place>, PhoneError> {
        guard(|| Ok(self.core.campaign()?.path_to(code).into_iter().cloned().collect()))
    }

    /// The notice of a kind in a language on a day, else the Hindi one (`language` of what comes says which).
    ///
    /// # Errors
    /// As [`Phone::campaign`].
    pub fn notice(
        &self,
        kind: NoticeKind,
        language: Language,
        on: Day,
    ) -> Result<Option<Notice>, PhoneError> {
        guard(|| {
            let campaign = self.core.campaign()?;
            let find = |language| match kind {
                NoticeKind::Consent => campaign.notice(language, on),
                NoticeKind::Withdraw => campaign.withdraw_notice(language, on),
            };
            Ok(find(language).or_else(|| find(Language::Hindi)).cloned())
        })
    }
}
