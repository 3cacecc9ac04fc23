//! What facts say: a CBOR map with whole-number keys a kind. Keys are never used again for another meaning; a key that
//! this version does not know is passed over when reading and stays in the bytes.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::aadhaar::Last4;
use crate::birth::BirthDate;
use crate::codes::{
    AadhaarReason, BlankReason, Cadre, CallHow, CardKind, CardStatus, CaseState, ConsentMode, Document,
    Group, Language, LeaveReason, LikelyBand, Outcome, RationReason, RationState, SignedBy,
};
use crate::day::Day;
use crate::id::{AreaId, CampId, FactId, HouseholdId, PersonId};
use crate::person::{Relation, Sex};

macro_rules! body {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $n:literal $field:ident: $ty:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cbor(map)]
        pub struct $name { $($(#[$fmeta])* #[n($n)] pub $field: $ty,)* }
    )+};
}

body! {
    /// A person was met at a camp, or spoken for there: consent, papers, outcome and what follows, in one fact, so that
    /// no part can arrive without the others.
    Visit {
        /// The camp; none where it was a visit to the house or an office day.
        0 camp: Option<CampId>,
        /// The consent; none for outcomes that take no details.
        1 consent: Option<Consent>,
        /// Papers that were shown.
        2 documents: Vec<Document>,
        /// The outcome for each kind of card that is due to the person.
        3 outcomes: Vec<CardOutcome>,
        /// Where Aadhaar blocks the card: opens an update case, or sends the open one back.
        4 aadhaar: Option<AadhaarBlock>,
        /// Where the person is on no list: opens a ration-card case.
        5 ration: Option<RationReason>,
        /// Where the person died or left for good.
        6 leave: Option<Leave>,
        /// Where the person is away: the month of return as year × 100 + month.
        7 back_in: Option<u32>,
        /// The slip that was given.
        8 token: Option<Token>,
        /// The registration that this one corrects; the old one is kept. A correction of a correction had best name
        /// the first of the chain (`VisitView::root`): it then holds even where one between is blanked.
        9 replaces: Option<FactId>,
    }

    /// The consent that was asked and what was said.
    Consent {
        /// The version of the notice in the campaign pack.
        0 notice: u32,
        /// The language in which it was given.
        1 language: Language,
        /// Signed, thumbprint or spoken.
        2 mode: ConsentMode,
        /// Who read it and who bore witness, when spoken.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        3 spoken: Option<SpokenConsent>,
        /// Who gave it.
        4 by: SignedBy,
        /// The guardian's name, where it was not the person.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        5 guardian: Option<String>,
        /// Yes or no. A no is kept too: it is respected.
        6 given: bool,
    }

    /// A spoken consent names who read the notice aloud and who heard it.
    SpokenConsent {
        /// Name of the reader.
        0 reader: String,
        /// Name of the witness.
        1 witness: String,
    }

    /// The outcome for one kind of card.
    CardOutcome {
        /// Which card.
        0 kind: CardKind,
        /// What came of it.
        1 outcome: Outcome,
    }

    /// Aadhaar is what blocks the card.
    AadhaarBlock {
        /// Why.
        0 reason: AadhaarReason,
        /// The open case that goes back with this reason; none opens a new one.
        1 case: Option<CaseRef>,
        /// Last four digits, where told.
        2 last4: Option<Last4>,
    }

    /// A death or a permanent departure: the correction to the target with its reason.
    Leave {
        /// How it is known.
        0 reason: LeaveReason,
    }

    /// The short code of a slip: phone number and counter; the check character is computed.
    Token {
        /// The phone's short number in the district, from enrolment; 0 before.
        0 phone: u32,
        /// The phone's own count.
        1 counter: u32,
    }

    /// A registration was a mistake and is taken back.
    VisitWithdrawn {
        /// Which.
        0 visit: FactId,
    }

    /// Details of a person. In a change, only what is changed is there.
    Details {
        /// Name in Devanagari.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        0 name_hi: Option<String>,
        /// Name in Latin letters.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        1 name_en: Option<String>,
        /// Name of father or husband.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        2 relative: Option<String>,
        /// Sex.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        3 sex: Option<Sex>,
        /// Birth date with its source and precision.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        4 birth: Option<BirthDate>,
        /// Relation to the head of the household.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        5 relation: Option<Relation>,
        /// The household.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        6 household: Option<HouseholdId>,
        /// Gram panchayat or ward.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        7 area: Option<AreaId>,
        /// Village, as written.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        8 village: Option<String>,
        /// Para or mohalla.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        9 para: Option<String>,
        /// Mobile, ten digits.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        10 mobile: Option<u64>,
        /// Last four digits of Aadhaar.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        11 last4: Option<Last4>,
        /// Groups through which the person is a beneficiary.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        12 groups: Option<Vec<Group>>,
        /// Where a guest comes from: district and place as told. Guests are served and counted beside the target.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        13 guest_from: Option<String>,
        /// Ration card number as on the card.
        #[cfg_attr(feature = "uniffi", uniffi(default = None))]
        14 ration_card: Option<String>,
    }

    /// An Aadhaar update case outside a registration.
    CaseOpened {
        /// Why, which papers and where: see [`AadhaarBlock`].
        0 block: AadhaarBlock,
    }

    /// A step of an Aadhaar update case.
    CaseStep {
        /// The case.
        0 case: CaseRef,
        /// The state that it enters.
        1 to: CaseState,
        /// The new reason, where it goes back to the queue.
        2 reason: Option<AadhaarReason>,
        /// Enrolment id of 28 digits, URN or SRN: free text of at most 64 characters.
        3 tracking: Option<String>,
        /// The day on which to look again.
        4 next: Option<Day>,
        /// The centre to which the person was sent, as numbered by the campaign pack.
        5 centre: Option<u32>,
        /// Fee paid, in paise.
        6 fee: Option<u32>,
    }

    /// The day on which to look again at an Aadhaar update case, without a step: the centre was closed, the family asked for
    /// another day.
    CaseDated {
        /// The case.
        0 case: CaseRef,
        /// The day.
        1 next: Day,
    }

    /// A step of a ration-card case.
    RationStep {
        /// The case: the registration that opened it.
        0 case: FactId,
        /// The state that it enters.
        1 to: RationState,
        /// The number of the application or of the ration card.
        2 number: Option<String>,
        /// Papers that were handed in.
        3 documents: Vec<Document>,
    }

    /// What a card-maker or the portal's list says of a card.
    CardStated {
        /// Which card.
        0 kind: CardKind,
        /// Its status.
        1 status: CardStatus,
    }

    /// A person with the right role settled a review item.
    ReviewSettled {
        /// The item: see `fold::ReviewId`.
        0 review: crate::fold::ReviewId,
        /// The facts in conflict that were seen; others reopen it.
        1 saw: Vec<FactId>,
        /// The fact that holds.
        2 keep: FactId,
    }

    /// The body of an earlier fact is to be blanked, here and wherever it went: id and hash stay.
    Blanked {
        /// Whose body.
        0 fact: FactId,
        /// Why.
        1 reason: BlankReason,
    }

    /// A worker, as named on this phone or by the district.
    WorkerAdded {
        /// Name, as she writes it.
        0 name: String,
        /// What she is.
        1 cadre: Cadre,
        /// Her areas.
        2 areas: Vec<AreaId>,
    }

    /// The hub found that the person may be someone who was known already. Two people may settle it: it is another
    /// person, or the two are one (docs/REVIEW.md).
    LikelyDuplicate {
        /// Who was known already.
        0 other: PersonId,
        /// How likely.
        1 band: LikelyBand,
        /// Tenths of a power of ten for one person; 0 is even odds (docs/SEARCH.md).
        2 points: i16,
        /// What agrees and what does not.
        3 why: Vec<LikelyReason>,
    }

    /// Two ids are one person; the subject is the one who is kept (docs/adr/0009-merging-people.md).
    PeopleMerged {
        /// The other id.
        0 other: PersonId,
    }

    /// A merge on the same subject was a mistake: the two are apart again.
    PeopleUnmerged {
        /// Which.
        0 merge: FactId,
    }

    /// A person was called to the camp at her house, or was given a call slip. It says nothing of her card, and needs no
    /// consent.
    Called {
        /// The camp to which she was called; none where it is not known.
        0 camp: Option<CampId>,
        /// By word, or with a slip.
        1 how: CallHow,
        /// The call on the same person that was a slip of the hand and is taken back: then `camp` and `how` are those of
        /// that call, and nobody was called.
        2 takes_back: Option<FactId>,
    }

    /// One detail that was compared.
    LikelyReason {
        /// What was found: a number of the codes in docs/SEARCH.md.
        0 finding: u16,
        /// Tenths of a power of ten by which it speaks for one person; below 0 for two.
        1 points: i16,
    }
}

/// A case is known by the fact that opened it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct CaseRef(#[n(0)] pub FactId);

impl Visit {
    /// The outcome for a kind of card, where there is one.
    pub fn outcome(&self, kind: CardKind) -> Option<Outcome> {
        self.outcomes.iter().find(|o| o.kind == kind).map(|o| o.outcome)
    }
}
