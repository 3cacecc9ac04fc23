//! Short hashes by which phone and hub see that they hold the same list without sending it.

use std::fmt;

use sha2::{Digest, Sha256};

/// Eight bytes of SHA-256 over a list in its order: equal tags, equal lists. It guards against accidents, not against an
/// enemy; what it saves is sending the list in every sync.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tag(pub [u8; 8]);

impl Tag {
    /// The tag of a list: `what` names it, each entry is given as bytes of a length of its own.
    pub(super) fn of<E: AsRef<[u8]>>(what: &str, entries: impl IntoIterator<Item = E>) -> Self {
        let mut hash = Sha256::new_with_prefix(b"shivir tag\0");
        hash.update(what.as_bytes());
        for entry in entries {
            let entry = entry.as_ref();
            hash.update((entry.len() as u64).to_be_bytes());
            hash.update(entry);
        }
        let hash: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        Self([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({:016x})", u64::from_be_bytes(self.0))
    }
}

impl<C> minicbor::Encode<C> for Tag {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Tag {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.bytes()?.try_into().map(Self).map_err(|_| minicbor::decode::Error::message("a tag has 8 bytes"))
    }
}
