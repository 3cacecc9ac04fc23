//! QR codes. Pure: they ask nothing of the store.

use shivir_core::scan::{QrPicture, Scanned, qr_modules, scan, slip_text};
use shivir_domain::fact::Token;

/// What a frame of the camera shows. Of what is not ours no text comes out.
#[derive(uniffi::Enum)]
pub enum Seen {
    /// An invitation into a district, or a token slip.
    Ours {
        /// `shivir:1?…`, as [`crate::Invitation::scanned`] takes it, or `shivir:s?` and the code that is printed on the slip.
        text: String,
    },
    /// The code of an Aadhaar card or letter: it is not needed here, and nothing of it was kept.
    Aadhaar,
    /// Another's code.
    NotOurs,
    /// A code that could not be read: hold it nearer, flatter, in better light.
    Torn,
    /// No code: look on.
    Nothing,
    /// Too many codes: hold one before the camera.
    Busy,
    /// The frame is none: its sides and its bytes do not agree, or a side is under 21 or over 4,096 pixels.
    NoPicture,
}

/// Reads a frame. `luma`: a byte a pixel, 0 black, row by row from the top left, without any between the rows. Takes a bounded
/// time, whatever the camera is shown.
#[uniffi::export]
pub fn scan_frame(luma: Vec<u8>, width: u32, height: u32) -> Seen {
    match scan(&luma, width, height) {
        Scanned::Invitation(invitation) => Seen::Ours { text: invitation.to_text() },
        Scanned::Slip(token) => Seen::Ours { text: slip_text(&token) },
        Scanned::AadhaarSecure | Scanned::AadhaarOld => Seen::Aadhaar,
        Scanned::NotOurs => Seen::NotOurs,
        Scanned::Torn => Seen::Torn,
        Scanned::Nothing => Seen::Nothing,
        Scanned::Busy => Seen::Busy,
        Scanned::NoPicture => Seen::NoPicture,
    }
}

/// The QR code of a token slip, from its code as it is printed; none where that is no code.
#[uniffi::export]
pub fn slip_qr(code: String) -> Option<QrPicture> {
    qr_modules(&slip_text(&Token::parse(&code)?)).ok()
}
