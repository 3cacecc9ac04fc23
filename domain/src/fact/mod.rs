//! Facts: every change a person makes is one immutable fact.

mod body;
mod kinds;
mod order;
mod token;

pub use body::{
    AadhaarBlock, Blanked, Called, CardOutcome, CardStated, CaseDated, CaseOpened, CaseRef, CaseStep,
    Consent, Details, Leave, LikelyDuplicate, LikelyReason, PeopleMerged, PeopleUnmerged, RationStep,
    ReviewSettled, SpokenConsent, Token, Visit, VisitWithdrawn, WorkerAdded,
};
pub use kinds::Body;
pub(crate) use order::causal_order_naming;
pub use order::{Causality, causal_order};

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::day::Day;
use crate::hlc::Hlc;
use crate::id::{AreaId, FactId, SubjectId, WorkerId};

crate::codes! {
    /// What a fact says.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum FactKind {
        Visit = 1, "VISIT", "पंजीयन", "registration";
        VisitWithdrawn = 2, "VISIT_WITHDRAWN", "पंजीयन वापस", "registration withdrawn";
        PersonAdded = 3, "PERSON_ADDED", "नया व्यक्ति", "new person";
        PersonChanged = 4, "PERSON_CHANGED", "विवरण बदला", "details changed";
        CaseOpened = 5, "CASE_OPENED", "आधार केस खुला", "Aadhaar case opened";
        CaseStep = 6, "CASE_STEP", "आधार केस का चरण", "Aadhaar case step";
        RationStep = 7, "RATION_STEP", "राशन कार्ड केस का चरण", "ration card case step";
        CardStated = 8, "CARD_STATED", "कार्ड की स्थिति", "card status";
        ReviewSettled = 9, "REVIEW_SETTLED", "जाँच का निपटारा", "review settled";
        BodyBlanked = 10, "BODY_BLANKED", "विवरण हटाया", "details removed";
        WorkerAdded = 11, "WORKER_ADDED", "कार्यकर्ता", "worker";
        LikelyDuplicate = 12, "LIKELY_DUPLICATE", "संभवतः वही व्यक्ति", "likely the same person";
        PeopleMerged = 13, "PEOPLE_MERGED", "दो प्रविष्टियाँ एक व्यक्ति की", "two entries are one person";
        PeopleUnmerged = 14, "PEOPLE_UNMERGED", "प्रविष्टियाँ फिर अलग", "the entries are two people again";
        Called = 15, "CALLED", "शिविर का बुलावा", "call to the camp";
        CaseDated = 16, "CASE_DATED", "आधार केस फिर देखने का दिन", "day to look again at an Aadhaar case";
    }
}

impl FactKind {
    /// Whether a [`FactKind::BodyBlanked`] can take the body of a fact of this kind. Not of a blanking itself: it holds
    /// nothing personal, and what it says of a fact that comes later must not be lost.
    pub fn can_be_blanked(self) -> bool {
        self != Self::BodyBlanked
    }
}

/// What every fact carries beside its body.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Header {
    /// Stream and number.
    #[n(0)]
    pub id: FactId,
    /// Hybrid time of writing.
    #[n(1)]
    pub time: Hlc,
    /// Who did the work.
    #[n(2)]
    pub author: WorkerId,
    /// Who typed it; the trainer who enters a mitanin's paper sheet, else the author herself.
    #[n(3)]
    pub typist: WorkerId,
    /// The day on which it happened, in India.
    #[n(4)]
    pub day: Day,
    /// Minute of that day, 0 to 1439, Indian time; none where a paper sheet does not say or the clock is in doubt.
    #[n(5)]
    pub minute: Option<u16>,
    /// The gram panchayat or ward to which it belongs.
    #[n(6)]
    pub area: AreaId,
    /// What it says.
    #[n(7)]
    pub kind: FactKind,
    /// What it is about.
    #[n(8)]
    pub subject: SubjectId,
    /// The latest facts on that subject that the author had seen. It comes after these, whatever clocks say.
    #[n(9)]
    pub base: Vec<FactId>,
}

/// The hash by which a fact is known: SHA-256 over its header's bytes and the SHA-256 of its body, so that a fact whose
/// body was blanked can still be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactHash(pub [u8; 32]);

/// A fact as it is kept and sent: the bytes as its author wrote them, never written anew, so that what a newer peer put
/// in is passed on unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The header, decoded.
    pub header: Header,
    /// The header's bytes (CBOR map with whole-number keys).
    pub header_bytes: Vec<u8>,
    /// The body's bytes (CBOR map with whole-number keys), none once blanked.
    pub body: Option<Vec<u8>>,
    /// SHA-256 of the body, kept when the body is gone.
    pub body_hash: [u8; 32],
}

/// A fact that cannot be read. Holds nothing of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// The header's bytes are no header.
    #[error("the header of a fact cannot be read")]
    Header,
    /// The body's bytes do not fit the kind.
    #[error("the body of a fact does not fit its kind")]
    Body,
    /// The bytes do not have the hash that was kept with them.
    #[error("a fact differs from its hash")]
    Hash,
}

impl Fact {
    /// Writes a fact from its header and body. The header's kind is set to the body's.
    pub fn write(header: Header, body: &Body) -> Fact {
        let header = Header { kind: body.kind(), ..header };
        let header_bytes = encode(&header);
        let body = body.to_bytes();
        let body_hash = Sha256::digest(&body).into();
        Fact { header, header_bytes, body: Some(body), body_hash }
    }

    /// Reads a fact from stored or received bytes and checks it against its hash.
    ///
    /// # Errors
    /// [`FactError::Header`] where the header cannot be read, [`FactError::Hash`] where the bytes are not those that
    /// were hashed.
    pub fn read(
        header_bytes: Vec<u8>,
        body: Option<Vec<u8>>,
        body_hash: [u8; 32],
        hash: FactHash,
    ) -> Result<Fact, FactError> {
        let header = minicbor::decode(&header_bytes).map_err(|_| FactError::Header)?;
        if let Some(body) = &body
            && body_hash != <[u8; 32]>::from(Sha256::digest(body))
        {
            return Err(FactError::Hash);
        }
        let fact = Fact { header, header_bytes, body, body_hash };
        if fact.hash() == hash { Ok(fact) } else { Err(FactError::Hash) }
    }

    /// The id.
    pub fn id(&self) -> FactId {
        self.header.id
    }

    /// The hash by which it is known.
    pub fn hash(&self) -> FactHash {
        let mut sha = Sha256::new();
        sha.update(&self.header_bytes);
        sha.update(self.body_hash);
        FactHash(sha.finalize().into())
    }

    /// The body, decoded by the kind. `None` for a kind of a newer peer, and for a blanked body.
    ///
    /// # Errors
    /// [`FactError::Body`] where the bytes do not fit the kind.
    pub fn body(&self) -> Result<Option<Body>, FactError> {
        match &self.body {
            Some(bytes) => Body::from_bytes(self.header.kind, bytes),
            None => Ok(None),
        }
    }
}

/// CBOR of a value. Ours write to memory and refuse nothing, so that there is no error to give back.
pub(crate) fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(160);
    let written = minicbor::encode(value, &mut bytes);
    debug_assert!(written.is_ok());
    bytes
}
