//! What goes wrong on the wire, and how the hub says so.

use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::leb::Unreadable;

/// A limit of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of a request, a response or a file: [`super::MOST_ENVELOPE`].
    Envelope,
    /// Facts in a batch: [`super::batch::MOST_FACTS`].
    Facts,
    /// Bytes of one fact: [`super::batch::MOST_HEADER`], [`super::batch::MOST_BODY`].
    Fact,
    /// Bytes after decompression: [`super::batch::MOST_BATCH`].
    Unpacked,
    /// Entries of a list: [`super::MOST_ENTRIES`].
    Entries,
}

/// Why bytes are not taken. Holds nothing of what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WireError {
    /// They are no such message, or were cut or damaged.
    #[error("the message cannot be read")]
    Malformed,
    /// Of a version, layout or dictionary that this version does not know.
    #[error("the message has version {0}, newer than this version knows")]
    Newer(u8),
    /// More than a limit allows.
    #[error("the message is larger than the protocol allows: {0:?}")]
    TooBig(Limit),
    /// The signature is not that of the expected key over these bytes, or not for this request.
    #[error("the message is not signed by whom it should be")]
    Signature,
    /// Sealed for another key, or altered on the way.
    #[error("the message was sealed for someone else, or altered")]
    Sealed,
    /// Of another type than was expected here.
    #[error("the message is of another type")]
    Type,
}

impl From<Unreadable> for WireError {
    fn from(_: Unreadable) -> Self {
        Self::Malformed
    }
}

impl WireError {
    /// What the hub answers.
    pub fn code(self) -> ErrorCode {
        match self {
            Self::Malformed | Self::Type => ErrorCode::Malformed,
            Self::Newer(_) => ErrorCode::NewerProtocol,
            Self::TooBig(_) => ErrorCode::TooBig,
            Self::Signature | Self::Sealed => ErrorCode::NotSigned,
        }
    }
}

crate::codes! {
    /// Why a request was refused as a whole. Each sentence says what happened, what is safe and what to do next.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum ErrorCode {
        Malformed = 1, "MALFORMED",
            "ज़िले का सर्वर यह संदेश पढ़ नहीं सका। फ़ोन में सब सुरक्षित है। फिर से भेजें; फिर भी न हो तो ज़िले को बताएँ।",
            "The district's hub could not read the message. Everything is safe on the phone. Send again; if it fails again, tell the district.";
        NewerProtocol = 2, "NEWER_PROTOCOL",
            "फ़ोन का ऐप ज़िले के सर्वर से नया है। फ़ोन में सब सुरक्षित है। ज़िला सर्वर अपडेट करे, फिर भेजें।",
            "The app is newer than the district's hub. Everything is safe on the phone. Send once the district has updated the hub.";
        OlderProtocol = 3, "OLDER_PROTOCOL",
            "यह ऐप बहुत पुराना है। फ़ोन में सब सुरक्षित है। ऐप अपडेट करें, फिर भेजें।",
            "This app is too old. Everything is safe on the phone. Update the app, then send.";
        TooBig = 4, "TOO_BIG",
            "संदेश बहुत बड़ा था। फ़ोन में सब सुरक्षित है। ऐप अब कम-कम करके भेजेगा।",
            "The message was too big. Everything is safe on the phone. The app will now send less at a time.";
        NotSigned = 5, "NOT_SIGNED",
            "हस्ताक्षर मेल नहीं खाए: संदेश रास्ते में बदला या दूसरे फ़ोन का है। फ़ोन में सब सुरक्षित है। फिर से भेजें; फिर भी न हो तो ज़िले को बताएँ।",
            "The signature does not fit: the message was altered on its way or is another phone's. Everything is safe on the phone. Send again; if it fails again, tell the district.";
        UnknownDevice = 6, "UNKNOWN_DEVICE",
            "ज़िले का सर्वर इस फ़ोन को नहीं जानता। फ़ोन में सब सुरक्षित है। ज़िले से नया कोड लेकर फ़ोन जोड़ें।",
            "The district's hub does not know this phone. Everything is safe on the phone. Ask the district for a new code and enrol the phone.";
        Revoked = 7, "REVOKED",
            "ज़िले ने इस फ़ोन को बंद किया है। पहले लिखा हुआ सर्वर ने अलग सुरक्षित रखा है। ज़िले से बात करें।",
            "The district has revoked this phone. What was written before is kept aside on the hub. Speak to the district.";
        Replayed = 8, "REPLAYED",
            "यह संदेश पहले आ चुका है। फ़ोन में सब सुरक्षित है। ऐप नया संदेश बनाकर भेजेगा।",
            "This message came before. Everything is safe on the phone. The app will make a new one and send it.";
        CodeUnknown = 9, "CODE_UNKNOWN",
            "यह कोड ज़िले में नहीं मिला। कुछ बदला नहीं गया। कोड फिर से देखकर लिखें।",
            "The district has no such code. Nothing was changed. Look at the code again and type it.";
        CodeUsed = 10, "CODE_USED",
            "यह कोड काम में आ चुका है। कुछ बदला नहीं गया। ज़िले से नया कोड लें।",
            "This code was used before. Nothing was changed. Ask the district for a new one.";
        CodeExpired = 11, "CODE_EXPIRED",
            "इस कोड का समय बीत गया। कुछ बदला नहीं गया। ज़िले से नया कोड लें।",
            "This code has expired. Nothing was changed. Ask the district for a new one.";
        SlowDown = 12, "SLOW_DOWN",
            "एक साथ बहुत संदेश आए। फ़ोन में सब सुरक्षित है। ऐप थोड़ी देर में अपने आप फिर भेजेगा।",
            "Too many messages came at once. Everything is safe on the phone. The app will send again by itself in a while.";
        Busy = 13, "BUSY",
            "ज़िले का सर्वर अभी ले नहीं सकता। फ़ोन में सब सुरक्षित है। ऐप अपने आप फिर भेजेगा।",
            "The district's hub cannot take anything now. Everything is safe on the phone. The app will send again by itself.";
        NotFound = 14, "NOT_FOUND",
            "यह सूची सर्वर पर अब नहीं है। पहले की सूची सुरक्षित है। ऐप नई सूची माँगेगा।",
            "The hub no longer has this roster. The earlier one is safe. The app will ask for the new one.";
        NotAllowed = 15, "NOT_ALLOWED",
            "यह इस फ़ोन के लिए नहीं है। फ़ोन में सब सुरक्षित है। ज़रूरी हो तो ज़िले से अनुमति लें।",
            "This is not meant for this phone. Everything is safe on the phone. Ask the district if it is needed.";
        OtherDistrict = 16, "OTHER_DISTRICT",
            "यह सर्वर दूसरे ज़िले का है। फ़ोन में सब सुरक्षित है। अपने ज़िले का पता देखें।",
            "This hub is another district's. Everything is safe on the phone. Look at the address of your own district.";
        Fault = 17, "FAULT",
            "ज़िले के सर्वर में गड़बड़ी हुई। फ़ोन में सब सुरक्षित है। ऐप फिर भेजेगा; बार-बार हो तो ज़िले को बताएँ।",
            "Something failed on the district's hub. Everything is safe on the phone. The app will send again; if it keeps failing, tell the district.";
    }
}

impl ErrorCode {
    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::NotSigned | Self::UnknownDevice => 401,
            Self::Revoked | Self::NotAllowed => 403,
            Self::CodeUnknown | Self::NotFound | Self::OtherDistrict => 404,
            Self::Replayed => 409,
            Self::CodeUsed | Self::CodeExpired => 410,
            Self::TooBig => 413,
            Self::NewerProtocol | Self::OlderProtocol => 426,
            Self::SlowDown => 429,
            Self::Fault | Self::Unknown(_) => 500,
            Self::Busy => 503,
        }
    }

    /// Sending the same facts again later, in a new request, can help without anybody doing anything.
    pub fn passes(self) -> bool {
        matches!(self, Self::Replayed | Self::TooBig | Self::SlowDown | Self::Busy | Self::Fault)
    }
}

/// A refusal, as the hub sends it in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ErrorBody {
    /// Why.
    #[n(0)]
    pub code: ErrorCode,
    /// Before so many milliseconds nothing should be sent again; none where sending the same again cannot help.
    #[n(1)]
    pub retry_ms: Option<u64>,
    /// For [`ErrorCode::Replayed`]: the greatest counter that the hub saw. For [`ErrorCode::NewerProtocol`] and
    /// [`ErrorCode::OlderProtocol`]: the version that it speaks.
    #[n(2)]
    pub number: Option<u64>,
}
