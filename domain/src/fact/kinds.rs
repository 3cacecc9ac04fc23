//! The body of a fact by its kind: writing, reading, and which facts it names.

use super::{
    Blanked, Called, CardStated, CaseDated, CaseOpened, CaseStep, Details, FactError, FactKind,
    LikelyDuplicate, PeopleMerged, PeopleUnmerged, RationStep, ReviewSettled, Visit, VisitWithdrawn,
    WorkerAdded, encode,
};
use crate::id::FactId;

/// The body of a fact, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the kind of the same name")]
pub enum Body {
    Visit(Visit),
    VisitWithdrawn(VisitWithdrawn),
    PersonAdded(Details),
    PersonChanged(Details),
    CaseOpened(CaseOpened),
    CaseStep(CaseStep),
    RationStep(RationStep),
    CardStated(CardStated),
    ReviewSettled(ReviewSettled),
    BodyBlanked(Blanked),
    WorkerAdded(WorkerAdded),
    LikelyDuplicate(LikelyDuplicate),
    PeopleMerged(PeopleMerged),
    PeopleUnmerged(PeopleUnmerged),
    Called(Called),
    CaseDated(CaseDated),
}

macro_rules! by_kind {
    ($($kind:ident),+) => {
        impl Body {
            /// The kind that goes into the header.
            pub fn kind(&self) -> FactKind {
                match self { $(Body::$kind(_) => FactKind::$kind,)+ }
            }

            pub(super) fn to_bytes(&self) -> Vec<u8> {
                match self { $(Body::$kind(b) => encode(b),)+ }
            }

            pub(super) fn from_bytes(kind: FactKind, bytes: &[u8]) -> Result<Option<Body>, FactError> {
                match kind {
                    $(FactKind::$kind => minicbor::decode(bytes).map(|b| Some(Body::$kind(b))).map_err(|_| FactError::Body),)+
                    FactKind::Unknown(_) => Ok(None),
                }
            }
        }
    };
}
by_kind!(
    Visit,
    VisitWithdrawn,
    PersonAdded,
    PersonChanged,
    CaseOpened,
    CaseStep,
    RationStep,
    CardStated,
    ReviewSettled,
    BodyBlanked,
    WorkerAdded,
    LikelyDuplicate,
    PeopleMerged,
    PeopleUnmerged,
    Called,
    CaseDated
);

impl Body {
    /// The facts that it names, which its author had therefore seen.
    pub(crate) fn names(&self) -> Vec<FactId> {
        match self {
            Body::Visit(v) => {
                let case = v.aadhaar.as_ref().and_then(|a| a.case);
                v.replaces.into_iter().chain(case.map(|c| c.0)).collect()
            }
            Body::VisitWithdrawn(w) => vec![w.visit],
            Body::CaseOpened(o) => o.block.case.iter().map(|c| c.0).collect(),
            Body::CaseStep(s) => vec![s.case.0],
            Body::CaseDated(d) => vec![d.case.0],
            Body::RationStep(s) => vec![s.case],
            Body::ReviewSettled(s) => s.saw.iter().copied().chain([s.keep]).collect(),
            Body::BodyBlanked(b) => vec![b.fact],
            Body::PeopleUnmerged(u) => vec![u.merge],
            Body::Called(c) => c.takes_back.into_iter().collect(),
            Body::PersonAdded(_)
            | Body::PersonChanged(_)
            | Body::CardStated(_)
            | Body::WorkerAdded(_)
            | Body::LikelyDuplicate(_)
            | Body::PeopleMerged(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::StreamId;

    #[test]
    fn a_newer_peers_field_does_not_hinder_reading() {
        // A withdrawal with a field 9 that this version does not know.
        let visit = FactId { stream: StreamId([1; 16]), seq: 3 };
        let mut bytes = Vec::new();
        let mut e = minicbor::Encoder::new(&mut bytes);
        e.map(2).unwrap().u8(0).unwrap().encode(visit).unwrap().u8(9).unwrap().str("newer").unwrap();
        let body = Body::from_bytes(FactKind::VisitWithdrawn, &bytes).unwrap();
        assert_eq!(body, Some(Body::VisitWithdrawn(VisitWithdrawn { visit })));
        assert_eq!(Body::from_bytes(FactKind::Unknown(99), &bytes).unwrap(), None);
    }
}
