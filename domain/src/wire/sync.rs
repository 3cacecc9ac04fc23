//! `POST /v1/sync`: facts up, acknowledgements and facts down, in one round trip.

use std::collections::BTreeMap;

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::batch::read_batch;
use super::digest::SetDigest;
use super::enrol::Grant;
use super::envelope::{RequestBody, ResponseBody};
use super::keys::{SIGNATURE, SignPublic, SignSecret};
use super::pack::{CampaignOffer, PackOffer};
use super::{Advice, Cursor, Limit, MOST_ENTRIES, QuarantineReason, Tag, WireError};
use crate::codes::ReviewKind;
use crate::fact::{Fact, FactHash};
use crate::id::{AreaId, DeviceId, FactId, StreamId};

/// What a phone says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct SyncRequest {
    /// Everything of the phone's areas up to here was taken in.
    #[n(0)]
    pub cursor: Cursor,
    /// [`Grant::tag`] of what the phone was granted: where the hub's differs, it sends the new grant.
    #[n(1)]
    pub grant: Tag,
    /// [`streams_tag`] of the phone's own streams: where the hub's differs, it acknowledges all of them.
    #[n(2)]
    pub streams: Tag,
    /// [`super::pack::packs_tag`] of the packs that the phone has: where it differs from that of those meant for the
    /// phone, the hub lists these.
    #[n(3)]
    pub packs: Tag,
    /// The version of the campaign pack that the phone has; 0 where it has none.
    #[n(4)]
    pub campaign: u32,
    /// The phone's clock, in milliseconds since 1970 (UTC).
    #[n(5)]
    pub phone_ms: u64,
    /// Bytes of the response at most; 0 leaves it to the hub.
    #[n(6)]
    pub most_bytes: u32,
    /// What of which stream is in the batch.
    #[n(7)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub sent: Vec<Sent>,
    /// The facts ([`super::batch`]).
    #[n(8)]
    pub batch: Option<ByteVec>,
    /// Facts within the ranges that are too big to travel.
    #[n(9)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub oversize: Vec<Oversize>,
    /// All areas of the grant that are not filled yet, or are filled anew: what is not here comes with the cursor and
    /// counts into the digest.
    #[n(10)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub fills: Vec<Fill>,
    /// More facts wait on the phone than are in this request.
    #[n(11)]
    #[cbor(default, skip_if = "is_false")]
    pub more: bool,
}

/// The facts of one stream that a request holds: all from one number to another, in its batch or named as oversize.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sent {
    /// Which.
    #[n(0)]
    pub stream: StreamId,
    /// The first.
    #[n(1)]
    pub from: u64,
    /// The last.
    #[n(2)]
    pub to: u64,
    /// The stream is the phone's own ([`announce`]). Sent until the stream is first acknowledged, and when the hub says
    /// that it has none.
    #[n(3)]
    pub announced: Option<Announced>,
}

/// A phone's signature that a stream is its own.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Announced(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; SIGNATURE]);

impl std::fmt::Debug for Announced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Announced(..)")
    }
}

/// Signs that a stream is the phone's own.
pub fn announce(district: u32, device: DeviceId, stream: StreamId, key: &SignSecret) -> Announced {
    Announced(key.sign("stream", &[&district.to_be_bytes(), &device.0, &stream.0]))
}

impl Announced {
    /// Whether that phone signed that the stream is its own.
    ///
    /// # Errors
    /// [`WireError::Signature`].
    pub fn check(
        &self,
        district: u32,
        device: DeviceId,
        stream: StreamId,
        key: &SignPublic,
    ) -> Result<(), WireError> {
        key.check("stream", &[&district.to_be_bytes(), &device.0, &stream.0], &self.0)
    }
}

/// A fact that is too big to travel: the hub keeps its id and hash aside, so that it blocks no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Oversize {
    /// Which.
    #[n(0)]
    pub fact: FactId,
    /// Its hash.
    #[cbor(n(1), with = "minicbor::bytes")]
    hash: [u8; 32],
    /// Bytes of its header and body.
    #[n(2)]
    pub bytes: u64,
}

impl Oversize {
    /// Names a fact.
    pub fn of(fact: &Fact) -> Self {
        let bytes = fact.header_bytes.len() + fact.body.as_ref().map_or(0, Vec::len);
        Self { fact: fact.id(), hash: fact.hash().0, bytes: bytes as u64 }
    }

    /// Names a fact that its phone wrote and lost, with a damaged page for one: nobody has it any more, and it must not
    /// hold up those after it. Its hash is all zeros and it has no bytes.
    pub fn lost(fact: FactId) -> Self {
        Self { fact, hash: [0; 32], bytes: 0 }
    }

    /// Its hash.
    pub fn hash(&self) -> FactHash {
        FactHash(self.hash)
    }
}

/// An area that is filled: its facts from the start on, in the order of the district's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Fill {
    /// Which.
    #[n(0)]
    pub area: AreaId,
    /// Everything in it up to here was taken in; 0 at first.
    #[n(1)]
    pub after: Cursor,
    /// The phone lost facts of its own: they are wanted too.
    #[n(2)]
    #[cbor(default, skip_if = "is_false")]
    pub own: bool,
}

/// What the hub answers. All in it holds together: a phone takes it in whole, in one transaction, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct SyncResponse {
    /// With this response everything of the phone's areas up to here has come. Below the request's only in another epoch:
    /// there the hub counts on from an earlier number.
    #[n(0)]
    pub cursor: Cursor,
    /// The hub's clock, in milliseconds since 1970 (UTC): a time that is known to have passed.
    #[n(1)]
    pub hub_ms: u64,
    /// [`SetDigest::of_all`] at `cursor` over the areas of the grant that the request did not ask to fill, or that this
    /// response fills wholly. Only where nothing more waits on either side, and phone and hub know the same grant.
    #[n(2)]
    pub digest: Option<SetDigest>,
    /// [`SetDigest::head`] of each of these areas in the order of their numbers, one after the other.
    #[n(3)]
    pub digests: Option<ByteVec>,
    /// How far the hub holds which stream durably.
    #[n(4)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub acks: Vec<Ack>,
    /// Facts of the phone's own streams that the hub keeps aside.
    #[n(5)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub quarantined: Vec<Quarantined>,
    /// Facts of the phone's own streams that were applied and are shown for review.
    #[n(6)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub flagged: Vec<Flagged>,
    /// The facts ([`super::batch`]). One of the phone's own streams among them that it did not ask for was released from
    /// quarantine.
    #[n(7)]
    pub batch: Option<ByteVec>,
    /// How far which area is filled.
    #[n(8)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub filled: Vec<Filled>,
    /// What the phone is granted, where it is another than the phone knows.
    #[n(9)]
    pub grant: Option<Grant>,
    /// The packs that are meant for the phone, where they are others than it has.
    #[n(10)]
    pub packs: Option<Vec<PackOffer>>,
    /// A newer campaign pack.
    #[n(11)]
    pub campaign: Option<CampaignOffer>,
    /// Before so many milliseconds the next sync would be of no use to anyone; 0 where `more`.
    #[n(12)]
    pub wait_ms: u64,
    /// More waits on the hub: the next sync can follow at once.
    #[n(13)]
    #[cbor(default, skip_if = "is_false")]
    pub more: bool,
    /// The phone is revoked: what it sent is kept aside, and nothing is sent to it.
    #[n(14)]
    #[cbor(default, skip_if = "is_false")]
    pub revoked: bool,
    /// Streams of which the hub has no [`Announced`].
    #[n(15)]
    #[cbor(default, skip_if = "Vec::is_empty")]
    pub unannounced: Vec<StreamId>,
}

/// The hub holds every fact of a stream up to a number durably, applied or aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ack {
    /// Which.
    #[n(0)]
    pub stream: StreamId,
    /// Up to this number; 0 where it holds none.
    #[n(1)]
    pub upto: u64,
}

/// A fact that the hub keeps aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Quarantined {
    /// Which.
    #[n(0)]
    pub fact: FactId,
    /// Why.
    #[n(1)]
    pub reason: QuarantineReason,
    /// What to do.
    #[n(2)]
    pub advice: Advice,
}

/// A fact that was applied and is shown for review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Flagged {
    /// Which.
    #[n(0)]
    pub fact: FactId,
    /// What about it: [`ReviewKind::FutureDated`], for one.
    #[n(1)]
    pub flag: ReviewKind,
}

/// How far an area is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Filled {
    /// Which.
    #[n(0)]
    pub area: AreaId,
    /// With this response everything in it up to here has come.
    #[n(1)]
    pub upto: Cursor,
    /// That is as far as the response's cursor: from now on the area comes with the cursor.
    #[n(2)]
    #[cbor(default, skip_if = "is_false")]
    pub whole: bool,
}

/// The tag of a phone's own streams: those acknowledged beyond 0, in the order of their ids, each with the number up to
/// which it is.
pub fn streams_tag(acked: &BTreeMap<StreamId, u64>) -> Tag {
    let known = acked.iter().filter(|(_, upto)| **upto > 0);
    Tag::of("streams", known.map(|(stream, upto)| [&stream.0[..], &upto.to_be_bytes()].concat()))
}

pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

pub(super) fn within(lengths: &[usize]) -> Result<(), WireError> {
    let fits = lengths.iter().all(|length| *length <= MOST_ENTRIES);
    if fits { Ok(()) } else { Err(WireError::TooBig(Limit::Entries)) }
}

fn facts(batch: Option<&ByteVec>) -> Result<Vec<Fact>, WireError> {
    batch.map_or(Ok(Vec::new()), |batch| read_batch(batch))
}

impl SyncRequest {
    /// The facts in it.
    ///
    /// # Errors
    /// As [`read_batch`].
    pub fn facts(&self) -> Result<Vec<Fact>, WireError> {
        facts(self.batch.as_ref())
    }

    /// The facts of each range are all there, each once, in the batch or named as oversize, and none beside them.
    pub fn is_complete(&self, facts: &[Fact]) -> bool {
        let mut held: Vec<FactId> = facts.iter().map(Fact::id).collect();
        held.extend(self.oversize.iter().map(|o| o.fact));
        held.sort_unstable();
        let mut sent: Vec<&Sent> = self.sent.iter().collect();
        sent.sort_unstable_by_key(|s| (s.stream, s.from));
        let apart = |pair: &[&Sent]| pair[0].stream != pair[1].stream || pair[0].to < pair[1].from;
        if !sent.windows(2).all(apart) {
            return false;
        }
        let said =
            sent.iter().try_fold(0u64, |sum, s| sum.checked_add(s.to.checked_sub(s.from)?.checked_add(1)?));
        let stream = |s: &Sent| {
            let stream = s.stream;
            (s.from..=s.to).map(move |seq| FactId { stream, seq })
        };
        said == Some(held.len() as u64) && sent.iter().flat_map(|s| stream(s)).eq(held)
    }
}

impl SyncResponse {
    /// The facts in it.
    ///
    /// # Errors
    /// As [`read_batch`].
    pub fn facts(&self) -> Result<Vec<Fact>, WireError> {
        facts(self.batch.as_ref())
    }

    /// The areas whose facts differ from the hub's, where the response's digests can be compared: `mine` are the digests
    /// of the areas that are filled, at the response's cursor. All of them where it cannot be told which.
    pub fn differing(&self, mine: &BTreeMap<AreaId, SetDigest>) -> Vec<AreaId> {
        if self.digest.is_none_or(|theirs| theirs == SetDigest::of_all(mine.values())) {
            return Vec::new();
        }
        let heads = self.digests.as_ref().map(|heads| heads.as_chunks::<8>().0).unwrap_or_default();
        let differ = mine.iter().zip(heads).filter(|((_, mine), head)| mine.head() != **head);
        let differ: Vec<AreaId> = differ.map(|((area, _), _)| *area).collect();
        if differ.is_empty() || heads.len() != mine.len() { mine.keys().copied().collect() } else { differ }
    }
}

impl RequestBody for SyncRequest {
    const TYPE: u8 = 1;
    const PATH: &'static str = "/v1/sync";

    fn check(&self) -> Result<(), WireError> {
        within(&[self.sent.len(), self.oversize.len(), self.fills.len()])?;
        let ranges = self.sent.iter().all(|s| 0 < s.from && s.from <= s.to);
        if ranges { Ok(()) } else { Err(WireError::Malformed) }
    }
}

impl ResponseBody for SyncResponse {
    const TYPE: u8 = 1;

    fn check(&self) -> Result<(), WireError> {
        within(&[self.acks.len(), self.quarantined.len(), self.flagged.len(), self.filled.len()])?;
        within(&[self.unannounced.len(), self.packs.as_ref().map_or(0, Vec::len)])?;
        self.packs.iter().flatten().try_for_each(PackOffer::check)?;
        self.grant.as_ref().map_or(Ok(()), Grant::check)
    }
}
