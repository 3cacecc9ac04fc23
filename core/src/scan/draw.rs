//! Drawing.

use qrcode::{EcLevel, QrCode};

/// A QR code as modules.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct QrPicture {
    /// Modules of a side, without the quiet zone: the drawer leaves four modules of white around.
    pub side: u32,
    /// One byte a module, row by row from the top left: 1 dark, 0 light.
    pub dark: Vec<u8>,
}

/// The text does not fit into a QR code of level M: it may have 2,331 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text does not fit into a QR code")]
pub struct TooLong;

/// The QR code of a text, with errors corrected up to 15 in a hundred (level M).
///
/// # Errors
/// [`TooLong`].
pub fn qr_modules(text: &str) -> Result<QrPicture, TooLong> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong)?;
    let side = u32::try_from(code.width()).map_err(|_| TooLong)?;
    let dark = code.to_colors().into_iter().map(|color| color.select(1, 0)).collect();
    Ok(QrPicture { side, dark })
}
