//! What a code is.

use shivir_domain::fact::Token;
use shivir_domain::wire::enrol::Invitation;

use super::read::{Frame, read_qr};

/// How the text of a slip's code begins; the slip's code as it is printed follows.
const SLIP: &str = "shivir:s?";

/// Digits of an Aadhaar's secure code at least. The real ones have thousands; nothing else that is scanned at a camp has hundreds.
const SECURE_DIGITS: usize = 200;

/// What was scanned. Of what is not ours no text is given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// An invitation of a phone into its district.
    Invitation(Invitation),
    /// A token slip.
    Slip(Token),
    /// The signed code of an Aadhaar card or letter. Nothing of it is kept here.
    AadhaarSecure,
    /// The older code of an Aadhaar letter, which holds the whole number. Nothing of it is kept.
    AadhaarOld,
    /// Another's code.
    NotOurs,
    /// A code that could not be read: to be held nearer, flatter, in better light.
    Torn,
    /// No code in the frame.
    Nothing,
    /// Too many codes in the frame: one is to be held before the camera.
    Busy,
    /// The frame is none: a fault of the caller.
    NoPicture,
}

impl Scanned {
    /// Tells a code by its text.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        let secure = text.len() >= SECURE_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
        let old = ["PrintLetterBarcodeData", "<QPDB", "<QDB", "<QPDA"].iter().any(|mark| text.contains(mark));
        if secure {
            Self::AadhaarSecure
        } else if old {
            Self::AadhaarOld
        } else if let Some(invitation) = Invitation::parse(text) {
            Self::Invitation(invitation)
        } else if let Some(token) = slip(text) {
            Self::Slip(token)
        } else {
            Self::NotOurs
        }
    }
}

/// Reads a frame, as [`read_qr`] takes it, and says what was scanned.
pub fn scan(luma: &[u8], width: u32, height: u32) -> Scanned {
    match read_qr(luma, width, height) {
        Frame::Text(text) => Scanned::of(&text),
        Frame::Torn => Scanned::Torn,
        Frame::Empty => Scanned::Nothing,
        Frame::Busy => Scanned::Busy,
        Frame::NoPicture => Scanned::NoPicture,
    }
}

/// The text of a slip's QR code: `shivir:s?07-046-K`.
pub fn slip_text(token: &Token) -> String {
    format!("{SLIP}{}", token.code())
}

/// Fields that this version does not know may follow.
fn slip(text: &str) -> Option<Token> {
    let code = text.strip_prefix(SLIP)?;
    Token::parse(code.split('&').next().unwrap_or(code))
}
