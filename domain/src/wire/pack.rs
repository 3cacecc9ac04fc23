//! What comes down as files: roster packs (`GET /v1/packs/…`, by ranges) and the campaign pack (`POST /v1/campaign`).

use std::fmt;

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::batch::{pack_text, unpack_text};
use super::envelope::{RequestBody, ResponseBody};
use super::{Cursor, Tag, WireError};

/// Bytes of a campaign pack's text at most.
pub const MOST_CAMPAIGN: usize = 4 << 20;

/// Before the hexadecimal digits of a ticket in the header `authorization`.
const SCHEME: &str = "Shivir ";

/// Names a pack by its content: SHA-256 over its head, which holds those of all chunks (`docs/PACKS.md`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct PackAddress(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl PackAddress {
    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }

    /// The path under which the pack is got.
    pub fn path(&self) -> String {
        format!("{}/{self}", Ticket::PATH)
    }
}

impl fmt::Display for PackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackAddress({self})")
    }
}

crate::codes! {
    /// How much of each person a phone may hold.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Depth {
        Minimal = 0, "MINIMAL", "नाम, संबंध, जन्म वर्ष, गाँव, कार्ड की स्थिति", "name, relation, year of birth, village, card status";
        Full = 1, "FULL", "पूरी सूची", "all that the list has";
    }
}

crate::codes! {
    /// What a pack has.
    pub enum PackKind {
        Roster = 1, "ROSTER", "लोगों की सूची", "the list of people";
        Cards = 2, "CARDS", "पोर्टल से कार्डों की सूची", "the portal's list of cards";
    }
}

/// A pack that is meant for a phone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PackOffer {
    /// LGD code of the block; 0 where the campaign pack does not name it.
    #[n(0)]
    pub block: u32,
    /// The block's name.
    #[n(1)]
    pub block_name: String,
    /// How much of each person it has.
    #[n(2)]
    pub depth: Depth,
    /// Up to which number of the district's count the facts are in its rows.
    #[n(3)]
    pub number: Cursor,
    /// Its address.
    #[n(4)]
    pub address: PackAddress,
    /// Bytes of the file.
    #[n(5)]
    pub size: u64,
    /// What it has.
    #[n(6)]
    pub kind: PackKind,
}

impl PackOffer {
    pub(super) fn check(&self) -> Result<(), WireError> {
        if self.block_name.chars().count() <= 200 { Ok(()) } else { Err(WireError::Malformed) }
    }
}

/// The tag of the packs that a phone has, or that are meant for it.
pub fn packs_tag(addresses: impl IntoIterator<Item = PackAddress>) -> Tag {
    let mut addresses: Vec<PackAddress> = addresses.into_iter().collect();
    addresses.sort_unstable();
    addresses.dedup();
    Tag::of("packs", addresses.iter().map(|a| a.0))
}

/// Lets a phone get a pack: a signed envelope with this message, as hexadecimal digits in the header `authorization` of
/// `GET /v1/packs/<address>`. What comes needs no signature, since its address is its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ticket {
    /// Which pack.
    #[n(0)]
    pub address: PackAddress,
}

/// The header's value for the bytes of a signed ticket.
pub fn ticket_header(ticket: &[u8]) -> String {
    let mut header = SCHEME.to_owned();
    ticket.iter().for_each(|byte| header.push_str(&format!("{byte:02x}")));
    header
}

/// The bytes of a ticket from the header's value; `None` where it holds none.
pub fn read_ticket_header(header: &str) -> Option<Vec<u8>> {
    unhex(header.strip_prefix(SCHEME)?.trim())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = |pair: &[u8; 2]| u8::try_from(value(pair[0])? << 4 | value(pair[1])?).ok();
    if rest.is_empty() && text.len() <= 4096 { pairs.iter().map(byte).collect() } else { None }
}

impl RequestBody for Ticket {
    const TYPE: u8 = 3;
    const PATH: &'static str = "/v1/packs";

    fn check(&self) -> Result<(), WireError> {
        Ok(())
    }
}

/// A newer campaign pack than the phone has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CampaignOffer {
    /// Its version.
    #[n(0)]
    pub version: u32,
    /// Bytes in which it comes.
    #[n(1)]
    pub size: u64,
}

/// Asks for the campaign pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CampaignRequest {
    /// The version that the phone has; 0 where it has none.
    #[n(0)]
    pub held: u32,
}

/// The campaign pack.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CampaignResponse {
    /// Its version.
    #[n(0)]
    pub version: u32,
    /// Bytes of its text.
    #[n(1)]
    length: u64,
    /// Its text (JSON, UTF-8), compressed with zstd without a dictionary.
    #[n(2)]
    frame: ByteVec,
}

impl CampaignResponse {
    /// With a pack's text.
    ///
    /// # Errors
    /// [`WireError::TooBig`] past [`MOST_CAMPAIGN`].
    pub fn new(version: u32, text: &str) -> Result<Self, WireError> {
        let (length, frame) = (text.len() as u64, pack_text(text)?.into());
        let response = Self { version, length, frame };
        response.check().map(|()| response)
    }

    /// The pack's text.
    ///
    /// # Errors
    /// [`WireError::TooBig`], [`WireError::Malformed`].
    pub fn text(&self) -> Result<String, WireError> {
        unpack_text(&self.frame, self.length, MOST_CAMPAIGN)
    }
}

impl RequestBody for CampaignRequest {
    const TYPE: u8 = 4;
    const PATH: &'static str = "/v1/campaign";

    fn check(&self) -> Result<(), WireError> {
        Ok(())
    }
}

impl ResponseBody for CampaignResponse {
    const TYPE: u8 = 4;

    fn check(&self) -> Result<(), WireError> {
        let fits = self.length <= MOST_CAMPAIGN as u64;
        if fits { Ok(()) } else { Err(WireError::TooBig(super::Limit::Unpacked)) }
    }
}
