//! QR codes: what a camera's frame shows, and the picture on a slip. Pure: they ask nothing of the store.

use shivir_core::scan::{QrPicture, Scanned, qr_modules, slip_text};
use shivir_domain::fact::Token;

/// What a frame shows, as far as the app does something about it. Of a stranger's code nothing is given out.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Frame {
    /// An invitation or a slip, as its text.
    Ours {
        /// `shivir:1?…` or `shivir:s?…`.
        text: String,
    },
    /// The code of an Aadhaar card or letter. Nothing of it is kept.
    Aadhaar,
    /// Another's code.
    NotOurs,
    /// A code that could not be read: nearer, flatter, in better light, one at a time.
    Torn,
    /// No code.
    Nothing,
}

/// Looks at a frame of the camera. `luma`: a byte a pixel, 0 black, row by row without gaps. Takes a bounded time and never
/// fails, whatever the bytes are.
#[uniffi::export]
pub fn look_at_frame(luma: Vec<u8>, width: u32, height: u32) -> Frame {
    match shivir_core::scan::scan(&luma, width, height) {
        Scanned::Invitation(invitation) => Frame::Ours { text: invitation.to_text() },
        Scanned::Slip(token) => Frame::Ours { text: slip_text(&token) },
        Scanned::AadhaarSecure | Scanned::AadhaarOld => Frame::Aadhaar,
        Scanned::NotOurs => Frame::NotOurs,
        Scanned::Torn | Scanned::Busy => Frame::Torn,
        Scanned::Nothing | Scanned::NoPicture => Frame::Nothing,
    }
}

/// The QR code of a slip by the code that is printed on it; none where it is no slip's.
#[uniffi::export]
pub fn slip_picture(code: String) -> Option<QrPicture> {
    qr_modules(&slip_text(&Token::parse(&code)?)).ok()
}
