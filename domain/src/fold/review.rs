//! Review items: what two people said apart and a third has to settle.

use std::collections::HashSet;
use std::fmt;

use minicbor::{Decode, Encode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Telling;
use crate::codes::ReviewKind;
use crate::fact::{Body, Fact};
use crate::id::{FactId, SubjectId};

/// The id of a review item: 16 bytes of SHA-256 over kind, subject and field, so that phone and hub make the same item.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct ReviewId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

impl ReviewId {
    /// The id of the item of that kind on that subject and field. Fields: the number of a detail, of a card kind, or the
    /// bytes of a fact's id.
    pub fn of(kind: ReviewKind, subject: SubjectId, field: &[u8]) -> Self {
        let mut sha = Sha256::new();
        sha.update(kind.number().to_be_bytes());
        sha.update(subject.0);
        sha.update(field);
        let hash: [u8; 32] = sha.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        Self(id)
    }

    /// The id of the item that is about one fact.
    pub fn on_fact(kind: ReviewKind, subject: SubjectId, fact: FactId) -> Self {
        let mut field = fact.stream.0.to_vec();
        field.extend_from_slice(&fact.seq.to_be_bytes());
        Self::of(kind, subject, &field)
    }

    /// Reads 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        crate::id::SubjectId::parse(text).map(|id| Self(id.0))
    }
}

impl fmt::Display for ReviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for ReviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReviewId({self})")
    }
}

impl Serialize for ReviewId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for ReviewId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a review item's id"))
    }
}

/// A review item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReviewItem {
    /// Its id, the same on every phone and the hub.
    pub id: ReviewId,
    /// On whom it was found: where people are joined, one of them, whose facts alone are in it, or the head for all.
    pub subject: SubjectId,
    /// What it is about.
    pub kind: ReviewKind,
    /// Detail number, or card kind number; 0 where the facts themselves say it.
    pub field: u16,
    /// The facts in conflict, by id.
    pub facts: Vec<FactId>,
    /// The fact that was chosen; none while it is open.
    pub settled: Option<FactId>,
}

impl ReviewItem {
    /// Makes the item and looks among the settlements whether it is settled: every fact in it was seen by those that
    /// settled it last, and they chose the same.
    pub(crate) fn new(
        telling: &Telling,
        subject: SubjectId,
        kind: ReviewKind,
        field: u16,
        field_bytes: &[u8],
        mut facts: Vec<FactId>,
    ) -> Self {
        facts.sort_unstable();
        facts.dedup();
        let id = ReviewId::of(kind, subject, field_bytes);
        let settled = kept(telling, id, &facts);
        Self { id, subject, kind, field, facts, settled }
    }

    /// An item between the facts on several who are joined. Its id is by the head; what was settled under another head, before
    /// the group grew, stays settled.
    pub(crate) fn among(
        telling: &Telling,
        head: SubjectId,
        members: &[SubjectId],
        kind: ReviewKind,
        field: u16,
        field_bytes: &[u8],
        facts: Vec<FactId>,
    ) -> Self {
        let mut item = Self::new(telling, head, kind, field, field_bytes, facts);
        let before =
            |member: &SubjectId| kept(telling, ReviewId::of(kind, *member, field_bytes), &item.facts);
        item.settled = item.settled.or_else(|| members.iter().find_map(before));
        item
    }

    /// An item that is about a fact rather than a numbered field.
    pub(crate) fn on_fact(
        telling: &Telling,
        subject: SubjectId,
        kind: ReviewKind,
        fact: FactId,
        facts: Vec<FactId>,
    ) -> Self {
        let mut field = fact.stream.0.to_vec();
        field.extend_from_slice(&fact.seq.to_be_bytes());
        Self::new(telling, subject, kind, 0, &field, facts)
    }
}

/// The fact that is kept of an item, where it is settled: the last settlements saw all of it, and chose one of it.
fn kept(telling: &Telling, id: ReviewId, facts: &[FactId]) -> Option<FactId> {
    let (keep, saw) = verdict(telling, id)?;
    (facts.contains(&keep) && facts.iter().all(|f| saw.contains(f))).then_some(keep)
}

/// The fact that is kept of an item that no fold finds, because it was noted when a fact arrived
/// ([`ReviewKind::is_noted`]); none while it is open. `facts`: all on its subject. `within`: those in the item. To keep a
/// fact here says that its state was seen; nothing else follows.
pub fn noted_settled(facts: &[&Fact], id: ReviewId, within: &[FactId]) -> Option<FactId> {
    kept(&Telling::of(facts), id, within)
}

/// What the last settlements of an item chose and which facts they saw; none where there is none, or where two made
/// apart from each other chose differently.
pub(crate) fn verdict(telling: &Telling, id: ReviewId) -> Option<(FactId, HashSet<FactId>)> {
    let settlements: Vec<_> = telling
        .told
        .iter()
        .filter_map(|t| match &t.body {
            Body::ReviewSettled(s) if s.review == id => Some((t.at, s)),
            _ => None,
        })
        .collect();
    let last = telling.causality.latest(&settlements, |(at, _)| *at);
    let keep = last.first()?.1.keep;
    let saw = last.iter().flat_map(|(_, s)| s.saw.iter().copied());
    let agree = last.iter().all(|(_, s)| s.keep == keep);
    agree.then(|| (keep, saw.collect()))
}
