//! Ids. A newtype per thing, so that a person is never taken for a worker.

use std::fmt;

use minicbor::{Decode, Encode};
use uuid::{Builder, Uuid};

/// The namespace of every id that this project derives (uuid v5): drawn once, never to change, since phone and hub
/// must derive the same.
const NAMESPACE: Uuid = Uuid::from_u128(0x6d1c_7c0e_52b4_4a5b_9b35_7f5a_1e0c_2f11);

macro_rules! id16 {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// Reads the hyphenated or the plain form of 32 hexadecimal digits.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::parse_str(text).ok().map(|u| Self(u.into_bytes()))
            }

            /// From bytes as stored; `None` unless there are 16.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Uuid::from_bytes(self.0).as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an id of 32 hexadecimal digits"))
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(&self, e: &mut minicbor::Encoder<W>, _: &mut C)
                -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?;
                Ok(())
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::from_slice(d.bytes()?).ok_or_else(|| minicbor::decode::Error::message("an id has 16 bytes"))
            }
        }
    };
}

id16! {
    /// A person: derived for the listed, drawn for the new.
    PersonId
}
id16! {
    /// A worker of any cadre.
    WorkerId
}
id16! {
    /// A stream of facts: random, drawn at each opening of a store for writing, so that a store restored from a backup
    /// cannot use a number again.
    StreamId
}
id16! {
    /// What a fact is about: a person, a worker. The fact's kind says which.
    SubjectId
}
id16! {
    /// A household: derived from the ration card or family id on the list.
    HouseholdId
}
id16! {
    /// A phone as enrolled: drawn by the hub.
    DeviceId
}

impl PersonId {
    /// The id of a listed person (uuid v5): phone and hub derive the same from the district's LGD code and the key that
    /// the roster gives (the source's own id, else household, sounds of the name and birth year).
    pub fn listed(district: u32, key: &[u8]) -> Self {
        Self(derived(b'p', district, key))
    }

    /// The id of a new person (uuid v7): milliseconds since 1970 and ten random bytes.
    pub fn new_person(at_ms: u64, random: [u8; 10]) -> Self {
        Self(v7(at_ms, random))
    }
}

impl HouseholdId {
    /// The id of a listed household, from the district's LGD code and its key (`R:` ration card or `F:` family id).
    pub fn listed(district: u32, key: &[u8]) -> Self {
        Self(derived(b'h', district, key))
    }
}

impl WorkerId {
    /// The id of a new worker (uuid v7).
    pub fn new_worker(at_ms: u64, random: [u8; 10]) -> Self {
        Self(v7(at_ms, random))
    }
}

impl From<PersonId> for SubjectId {
    fn from(id: PersonId) -> Self {
        Self(id.0)
    }
}

impl From<SubjectId> for PersonId {
    fn from(id: SubjectId) -> Self {
        Self(id.0)
    }
}

impl From<WorkerId> for SubjectId {
    fn from(id: WorkerId) -> Self {
        Self(id.0)
    }
}

fn derived(kind: u8, district: u32, key: &[u8]) -> [u8; 16] {
    let mut name = Vec::with_capacity(key.len() + 5);
    name.push(kind);
    name.extend_from_slice(&district.to_be_bytes());
    name.extend_from_slice(key);
    Uuid::new_v5(&NAMESPACE, &name).into_bytes()
}

fn v7(at_ms: u64, random: [u8; 10]) -> [u8; 16] {
    Builder::from_unix_timestamp_millis(at_ms, &random).into_uuid().into_bytes()
}

/// A gram panchayat or a ward: its LGD code where known, else the campaign pack's provisional number, else one derived
/// from its name (from 2^40 up).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct AreaId(#[n(0)] pub u64);

impl AreaId {
    /// The number of an area that no pack names, from district, block and its name as listed: 2^40 plus 40 bits of a
    /// hash, so that two phones that read the same list agree.
    pub fn derived(district: u32, block: &str, name: &str) -> Self {
        let mut key = Vec::with_capacity(block.len() + name.len() + 1);
        key.extend_from_slice(block.as_bytes());
        key.push(0);
        key.extend_from_slice(name.as_bytes());
        let id = derived(b'a', district, &key);
        let low = u64::from_be_bytes([0, 0, 0, id[0], id[1], id[2], id[3], id[4]]);
        Self((1 << 40) | low)
    }
}

/// A camp, as numbered by the campaign pack.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct CampId(#[n(0)] pub u32);

/// The id of a fact: its stream and its number in it, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct FactId {
    /// The stream it was written to.
    #[n(0)]
    pub stream: StreamId,
    /// Its number in the stream, from 1 without gaps.
    #[n(1)]
    pub seq: u64,
}

impl FactId {
    /// Reads the form that `Display` writes, `stream/seq`.
    pub fn parse(text: &str) -> Option<Self> {
        let (stream, seq) = text.split_once('/')?;
        Some(Self { stream: StreamId::parse(stream)?, seq: seq.parse().ok()? })
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Uuid::from_bytes(self.stream.0).simple(), self.seq)
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FactId({self})")
    }
}

impl serde::Serialize for FactId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for FactId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a fact's id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_and_hub_derive_the_same_id_and_districts_do_not_meet() {
        let here = PersonId::listed(762, b"2201");
        assert_eq!(here, PersonId::listed(762, b"2201"));
        assert_ne!(here, PersonId::listed(375, b"2201"));
        assert_ne!(here.0, HouseholdId::listed(762, b"2201").0);
    }

    #[test]
    fn ids_come_back_from_their_text() {
        let id = FactId { stream: StreamId([7; 16]), seq: 42 };
        assert_eq!(FactId::parse(&id.to_string()), Some(id));
        let person = PersonId::new_person(1_700_000_000_000, [3; 10]);
        assert_eq!(PersonId::parse(&person.to_string()), Some(person));
        assert_eq!(FactId::parse("x/1"), None);
    }
}
