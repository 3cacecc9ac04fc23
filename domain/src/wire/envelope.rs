//! Envelopes: who says it, which request it is or answers, the message, and a signature over all.
//!
//! A response is signed together with the hash of its request, so that no answer can be passed off as that to another
//! request. What carries the bytes (HTTPS, a file) changes nothing in them.

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use super::keys::{SIGNATURE, SignPublic, SignSecret};
use super::{Epoch, ErrorBody, Limit, MOST_ENVELOPE, OLDEST_PROTOCOL, PROTOCOL, WireError, decode};
use crate::id::DeviceId;
use crate::leb::{Bytes, push};

/// A message that a phone sends.
pub trait RequestBody: Encode<()> + for<'b> Decode<'b, ()> {
    /// Its number, the second byte of the envelope.
    const TYPE: u8;
    /// The path to which it is posted.
    const PATH: &'static str;
    /// Lists and texts are within the limits.
    ///
    /// # Errors
    /// [`WireError::TooBig`], [`WireError::Malformed`].
    fn check(&self) -> Result<(), WireError>;
}

/// A message with which the hub answers.
pub trait ResponseBody: Encode<()> + for<'b> Decode<'b, ()> {
    /// Its number, the second byte of the envelope.
    const TYPE: u8;
    /// Lists and texts are within the limits.
    ///
    /// # Errors
    /// [`WireError::TooBig`], [`WireError::Malformed`].
    fn check(&self) -> Result<(), WireError>;
}

/// The number of a refusal in place of an answer.
pub const ERROR_TYPE: u8 = 15;

/// What stands before a request's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RequestHead {
    /// LGD code of the district.
    #[n(0)]
    pub district: u32,
    /// The phone; none while it enrols.
    #[n(1)]
    pub device: Option<DeviceId>,
    /// The phone's count of its requests: each has a greater one than all before. Over the network the hub refuses one
    /// that is not greater than the last it saw.
    #[n(2)]
    pub counter: u64,
    /// The latest epoch of the hub that the phone knows; 0 where it knows none.
    #[n(3)]
    pub epoch: Epoch,
}

/// What stands before a response's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ResponseHead {
    /// The counter of the request that it answers: tells a phone whose file came back by courier which request's hash
    /// the signature holds. 0 where the request could not be read.
    #[n(0)]
    pub counter: u64,
    /// The hub's epoch.
    #[n(1)]
    pub epoch: Epoch,
}

/// SHA-256 of a request's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestHash(pub [u8; 32]);

impl RequestHash {
    /// The hash of what was sent or came, whether or not it can be read.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

fn write(kind: u8, head: &impl Encode<()>, body: &impl Encode<()>) -> Result<Vec<u8>, WireError> {
    let cbor =
        |written: Result<Vec<u8>, _>| written.map_err(|_: minicbor::encode::Error<_>| WireError::Malformed);
    let head = cbor(minicbor::to_vec(head))?;
    let mut bytes = vec![PROTOCOL, kind];
    push(&mut bytes, head.len() as u64);
    bytes.extend(head);
    bytes.extend(cbor(minicbor::to_vec(body))?);
    if bytes.len() + SIGNATURE > MOST_ENVELOPE {
        return Err(WireError::TooBig(Limit::Envelope));
    }
    Ok(bytes)
}

/// An envelope taken apart: type, head, message, all before the signature, the signature.
struct Parts<'a> {
    kind: u8,
    head: &'a [u8],
    body: &'a [u8],
    signed: &'a [u8],
    signature: [u8; SIGNATURE],
}

fn read(bytes: &[u8]) -> Result<Parts<'_>, WireError> {
    if bytes.len() > MOST_ENVELOPE {
        return Err(WireError::TooBig(Limit::Envelope));
    }
    // The version first: all else may be otherwise in another.
    match bytes.first() {
        Some(OLDEST_PROTOCOL..=PROTOCOL) => {}
        Some(version) if *version > PROTOCOL => return Err(WireError::Newer(*version)),
        _ => return Err(WireError::Malformed),
    }
    let (signed, signature) = bytes.split_last_chunk().ok_or(WireError::Malformed)?;
    let mut rest = Bytes(signed);
    rest.byte()?;
    let kind = rest.byte()?;
    let length = rest.index()?;
    let head = rest.take(length)?;
    Ok(Parts { kind, head, body: rest.0, signed, signature: *signature })
}

/// Signs a request. Gives its bytes; [`RequestHash::of`] them is to be kept until the answer is there.
///
/// # Errors
/// [`WireError::TooBig`].
pub fn sign_request<B: RequestBody>(
    head: &RequestHead,
    body: &B,
    key: &SignSecret,
) -> Result<Vec<u8>, WireError> {
    body.check()?;
    let mut bytes = write(B::TYPE, head, body)?;
    let signature = key.sign("request", &[&bytes]);
    bytes.extend(signature);
    Ok(bytes)
}

/// A request that came: its head can be read to find the phone's key, its message only once the signature is checked.
pub struct Request<'a> {
    /// Who says it is speaking, and which request it is: not proved before [`Request::open`].
    pub head: RequestHead,
    parts: Parts<'a>,
}

impl<'a> Request<'a> {
    /// Takes it apart.
    ///
    /// # Errors
    /// [`WireError::Newer`], [`WireError::TooBig`], [`WireError::Malformed`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, WireError> {
        let parts = read(bytes)?;
        Ok(Self { head: decode(parts.head)?, parts })
    }

    /// The number of the message's type: [`RequestBody::TYPE`].
    pub fn kind(&self) -> u8 {
        self.parts.kind
    }

    /// The message, where it is of this type and signed with this key.
    ///
    /// # Errors
    /// [`WireError::Type`], [`WireError::Signature`], [`WireError::Malformed`], [`WireError::TooBig`].
    pub fn open<B: RequestBody>(&self, key: &SignPublic) -> Result<B, WireError> {
        if self.parts.kind != B::TYPE {
            return Err(WireError::Type);
        }
        key.check("request", &[self.parts.signed], &self.parts.signature)?;
        let body: B = decode(self.parts.body)?;
        body.check()?;
        Ok(body)
    }

    /// The message of a phone that is not known yet, where it is signed with the key that it brings.
    ///
    /// # Errors
    /// As [`Request::open`].
    pub fn open_by_its_own<B: RequestBody>(
        &self,
        key: impl FnOnce(&B) -> SignPublic,
    ) -> Result<B, WireError> {
        if self.parts.kind != B::TYPE {
            return Err(WireError::Type);
        }
        let body: B = decode(self.parts.body)?;
        self.open(&key(&body))
    }
}

/// An answer or a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<B> {
    /// The request was done.
    Done(B),
    /// It was not, and nothing of it was taken.
    Refused(ErrorBody),
}

/// Signs a response to the request of that hash.
///
/// # Errors
/// [`WireError::TooBig`].
pub fn sign_response<B: ResponseBody>(
    head: &ResponseHead,
    answer: &Answer<B>,
    request: RequestHash,
    key: &SignSecret,
) -> Result<Vec<u8>, WireError> {
    let mut bytes = match answer {
        Answer::Done(body) => {
            body.check()?;
            write(B::TYPE, head, body)?
        }
        Answer::Refused(error) => write(ERROR_TYPE, head, error)?,
    };
    let signature = key.sign("response", &[&request.0, &bytes]);
    bytes.extend(signature);
    Ok(bytes)
}

/// A response that came.
pub struct Response<'a> {
    /// Which request it says it answers: not proved before [`Response::open`].
    pub head: ResponseHead,
    parts: Parts<'a>,
}

impl<'a> Response<'a> {
    /// Takes it apart.
    ///
    /// # Errors
    /// [`WireError::Newer`], [`WireError::TooBig`], [`WireError::Malformed`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, WireError> {
        let parts = read(bytes)?;
        Ok(Self { head: decode(parts.head)?, parts })
    }

    /// The answer, where the hub signed it for that request.
    ///
    /// # Errors
    /// [`WireError::Signature`] where it is another's, or the answer to another request; [`WireError::Type`],
    /// [`WireError::Malformed`], [`WireError::TooBig`].
    pub fn open<B: ResponseBody>(
        &self,
        hub: &SignPublic,
        request: RequestHash,
    ) -> Result<Answer<B>, WireError> {
        hub.check("response", &[&request.0, self.parts.signed], &self.parts.signature)?;
        if self.parts.kind == ERROR_TYPE {
            return Ok(Answer::Refused(decode(self.parts.body)?));
        }
        if self.parts.kind != B::TYPE {
            return Err(WireError::Type);
        }
        let body: B = decode(self.parts.body)?;
        body.check()?;
        Ok(Answer::Done(body))
    }

    /// The answer to a phone that does not know the hub's key yet, where it is signed with the key that it brings: who
    /// typed her code compares that key's fingerprint with the desk's. Who read the QR code knows the key and uses
    /// [`Response::open`].
    ///
    /// # Errors
    /// As [`Response::open`]; [`WireError::Type`] for a refusal too, which brings no key: see
    /// [`Response::unproved_refusal`].
    pub fn open_by_its_own<B: ResponseBody>(
        &self,
        key: impl FnOnce(&B) -> SignPublic,
        request: RequestHash,
    ) -> Result<B, WireError> {
        if self.parts.kind != B::TYPE {
            return Err(WireError::Type);
        }
        let body: B = decode(self.parts.body)?;
        match self.open(&key(&body), request)? {
            Answer::Done(body) => Ok(body),
            Answer::Refused(_) => Err(WireError::Type),
        }
    }

    /// A refusal whose signature was not checked: to be shown where no key is known, never to be acted on.
    pub fn unproved_refusal(&self) -> Option<ErrorBody> {
        if self.parts.kind == ERROR_TYPE { decode(self.parts.body).ok() } else { None }
    }
}
