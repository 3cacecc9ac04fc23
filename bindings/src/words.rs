//! The words of codes, and the choices that a screen offers. Pure: they ask nothing of the store.

use shivir_core::aadhaar::Hint;
use shivir_core::registration::{Step, Warning};
use shivir_core::report;
use shivir_domain::birth::{BirthSource, Precision};
use shivir_domain::campaign::{CentreService, FeeService};
use shivir_domain::codes::{
    AadhaarReason, Cadre, CallHow, CardKind, CardStatus, CaseState, ConsentMode, Document, Group, Lang,
    Language, LeaveReason, LikelyBand, Outcome, RationReason, RationState, ReviewKind, SignedBy,
};
use shivir_domain::day::Day;
use shivir_domain::fact::FactKind;
use shivir_domain::person::{Relation, Sex};
use shivir_domain::review::{Rank, field_words};
use shivir_roster::Note;
use shivir_roster::duplicate::Finding;

/// A function for the word of a code list, and one for its choices in their order.
macro_rules! words {
    ($($list:ident: $word:ident, $all:ident;)+) => {$(
        /// The word of a code.
        #[uniffi::export]
        pub fn $word(code: $list, lang: Lang) -> String {
            code.word(lang).to_owned()
        }

        /// Every code of a list that this version knows, in the order of the list.
        #[uniffi::export]
        pub fn $all() -> Vec<$list> {
            $list::ALL.to_vec()
        }
    )+};
}

words! {
    AadhaarReason: aadhaar_reason_word, all_aadhaar_reasons;
    BirthSource: birth_source_word, all_birth_sources;
    Cadre: cadre_word, all_cadres;
    CallHow: call_how_word, all_call_hows;
    CardKind: card_kind_word, all_card_kinds;
    CentreService: centre_service_word, all_centre_services;
    FactKind: fact_kind_word, all_fact_kinds;
    FeeService: fee_service_word, all_fee_services;
    CardStatus: card_status_word, all_card_statuses;
    CaseState: case_state_word, all_case_states;
    ConsentMode: consent_mode_word, all_consent_modes;
    Document: document_word, all_documents;
    Group: group_word, all_groups;
    Language: language_word, all_languages;
    LeaveReason: leave_reason_word, all_leave_reasons;
    LikelyBand: likely_band_word, all_likely_bands;
    Outcome: outcome_word, all_outcomes;
    Precision: precision_word, all_precisions;
    RationReason: ration_reason_word, all_ration_reasons;
    RationState: ration_state_word, all_ration_states;
    Relation: relation_word, all_relations;
    ReviewKind: review_kind_word, all_review_kinds;
    Sex: sex_word, all_sexes;
    SignedBy: signed_by_word, all_signed_by;
}

/// The word for a step of the registration.
#[uniffi::export]
pub fn step_word(step: Step, lang: Lang) -> String {
    step.word(lang).to_owned()
}

/// What to know of a person before going on, as a sentence.
#[uniffi::export]
pub fn warning_sentence(warning: Warning, lang: Lang) -> String {
    warning.sentence(lang)
}

/// What was found when two people were compared, by its number.
#[uniffi::export]
pub fn finding_word(finding: u16, lang: Lang) -> String {
    Finding::from_number(finding).word(lang).to_owned()
}

/// The name of a detail by its number, as a review item about it has it in `field`.
#[uniffi::export]
pub fn field_word(field: u16, lang: Lang) -> String {
    field_words(field).pick(lang).to_owned()
}

/// A number as it is written in India: 7,21,246.
#[uniffi::export]
pub fn indian_grouping(number: u64) -> String {
    report::indian_grouping(number)
}

/// A day in words: 24 नवंबर 2026.
#[uniffi::export]
pub fn day_words(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Hi => day.hindi(),
        Lang::En => day.english(),
    }
}

/// The outcome takes the person's details, so that her consent comes first.
#[uniffi::export]
pub fn outcome_needs_consent(outcome: Outcome) -> bool {
    outcome.needs_consent()
}

/// Only a card-maker can know this outcome.
#[uniffi::export]
pub fn outcome_needs_card_maker(outcome: Outcome) -> bool {
    outcome.needs_card_maker()
}

/// The person was met and served.
#[uniffi::export]
pub fn outcome_is_served(outcome: Outcome) -> bool {
    outcome.is_served()
}

/// Workers of this cadre hold an operator login and make cards.
#[uniffi::export]
pub fn cadre_is_card_maker(cadre: Cadre) -> bool {
    cadre.is_card_maker()
}

/// The states that may follow one of an Aadhaar update case; none after its end.
#[uniffi::export]
pub fn next_case_states(state: CaseState) -> Vec<CaseState> {
    state.next().to_vec()
}

/// The states that may follow one of a ration-card case; none after its end.
#[uniffi::export]
pub fn next_ration_states(state: RationState) -> Vec<RationState> {
    state.next().to_vec()
}

/// A kind of value that the import of a list could not read, by its code; the code itself where this version knows no such.
#[uniffi::export]
pub fn note_word(note: String, lang: Lang) -> String {
    match Note::ALL.into_iter().find(|known| known.code() == note) {
        Some(known) => lang.pick(known.hindi(), known.english()).to_owned(),
        None => note,
    }
}

/// The year × 100 + month of a day, as a month of return is given.
#[uniffi::export]
pub fn month_of(day: Day) -> u32 {
    u32::try_from(day.year()).unwrap_or(0) * 100 + u32::from(day.month())
}

/// What hurries in a case, or has to be found out first.
#[uniffi::export]
pub fn hint_sentence(hint: Hint, lang: Lang) -> String {
    hint.sentence(lang)
}

/// Whose word settles an item of review.
#[uniffi::export]
pub fn rank_word(rank: Rank, lang: Lang) -> String {
    rank.word(lang).to_owned()
}
