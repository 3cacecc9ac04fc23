//! Who may settle which review item: the one table of it, in words in `docs/REVIEW.md`.

use serde::Serialize;

use crate::codes::{Cadre, Lang, ReviewKind};
use crate::id::WorkerId;

/// Whose word settles: the lowest that may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Rank {
    /// Who trains or supervises those who register, or sees the people herself as their health officer.
    Supervisor,
    /// Who answers for a block, a town or a subdivision.
    Block,
    /// Who answers for the district.
    District,
}

impl Rank {
    /// The rank of a cadre; none for those who register, make cards or bring people.
    pub fn of(cadre: Cadre) -> Option<Self> {
        match cadre {
            Cadre::MitaninTrainer | Cadre::WcdSupervisor | Cadre::Rho | Cadre::Cho | Cadre::Mo => {
                Some(Self::Supervisor)
            }
            Cadre::Bmo | Cadre::Bpm | Cadre::CeoJanpad | Cadre::Sdm | Cadre::CmoNagar => Some(Self::Block),
            Cadre::DcMitanin | Cadre::Dpc | Cadre::DistrictNodal | Cadre::Cmho => Some(Self::District),
            _ => None,
        }
    }

    /// Who is meant, in words.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Supervisor => lang.pick(
                "प्रशिक्षक, पर्यवेक्षक, CHO/RHO या उनसे ऊपर के अधिकारी",
                "a trainer, a supervisor, the CHO or RHO, or an officer above them",
            ),
            Self::Block => lang.pick(
                "BMO, BPM, जनपद CEO, CMO या ज़िले के अधिकारी",
                "the BMO, BPM, janpad CEO, chief municipal officer, or an officer of the district",
            ),
            Self::District => lang.pick("ज़िले के अधिकारी", "an officer of the district"),
        }
    }
}

/// The lowest rank that settles an item of a kind; none where this version knows no such kind.
///
/// What was said of a person is judged by who knows the people. A record that nobody's phone can have written by itself (two
/// under one number, one from the future) points to a copied phone, a wrong clock or a forger: that is for the block.
pub fn needed(kind: ReviewKind) -> Option<Rank> {
    match kind {
        ReviewKind::FieldConflict
        | ReviewKind::DoubleRegistration
        | ReviewKind::IllegalStep
        | ReviewKind::ChangedApart
        | ReviewKind::ConsentApart
        | ReviewKind::LikelyDuplicate => Some(Rank::Supervisor),
        ReviewKind::Fork | ReviewKind::FutureDated => Some(Rank::Block),
        ReviewKind::Unknown(_) => None,
    }
}

/// Who wants to settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settler {
    /// Who.
    pub worker: WorkerId,
    /// What she is.
    pub cadre: Cadre,
    /// The person lives in an area of hers.
    pub own_area: bool,
}

/// Whether she may settle an item of a kind whose facts are of these authors.
///
/// Of one detail of a person of her own area that she alone wrote, on two phones or before and after one was lost, the author
/// knows best which is right: nobody else was there, and no other worker's word is put aside.
pub fn may_settle(kind: ReviewKind, settler: &Settler, authors: &[WorkerId]) -> bool {
    let ranked = needed(kind).is_some_and(|needed| Rank::of(settler.cadre) >= Some(needed));
    let all_hers = !authors.is_empty() && authors.iter().all(|author| *author == settler.worker);
    ranked || kind == ReviewKind::FieldConflict && settler.own_area && all_hers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_kind_can_be_settled_by_someone_and_none_by_those_who_only_register() {
        let settler = |cadre| Settler { worker: WorkerId([1; 16]), cadre, own_area: true };
        let others = [WorkerId([1; 16]), WorkerId([2; 16])];
        for kind in ReviewKind::ALL {
            assert!(may_settle(*kind, &settler(Cadre::DistrictNodal), &others), "{kind:?}");
            assert!(may_settle(*kind, &settler(Cadre::CeoJanpad), &others), "{kind:?}");
            for cadre in [Cadre::Mitanin, Cadre::Aww, Cadre::Vle, Cadre::Kotwar, Cadre::Unknown(900)] {
                assert!(!may_settle(*kind, &settler(cadre), &others), "{kind:?} {cadre:?}");
            }
            assert_eq!(may_settle(*kind, &settler(Cadre::Cho), &others), !kind.is_noted(), "{kind:?}");
        }
        assert!(!may_settle(ReviewKind::Unknown(900), &settler(Cadre::Cmho), &others));
    }

    #[test]
    fn an_author_settles_her_own_two_words_on_a_detail_in_her_own_area_and_nothing_else() {
        let (me, other) = (WorkerId([1; 16]), WorkerId([2; 16]));
        let mitanin = |own_area| Settler { worker: me, cadre: Cadre::Mitanin, own_area };
        assert!(may_settle(ReviewKind::FieldConflict, &mitanin(true), &[me, me]));
        assert!(!may_settle(ReviewKind::FieldConflict, &mitanin(false), &[me, me]));
        assert!(!may_settle(ReviewKind::FieldConflict, &mitanin(true), &[me, other]));
        assert!(!may_settle(ReviewKind::FieldConflict, &mitanin(true), &[]));
        assert!(!may_settle(ReviewKind::DoubleRegistration, &mitanin(true), &[me, me]));
    }
}
