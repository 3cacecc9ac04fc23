//! QR codes: drawn as modules for the shell to paint, read from a camera's frame, and told apart. Pure: nothing of a frame or
//! of a stranger's code is kept, and of an Aadhaar not a digit is given out.

mod busy;
mod draw;
mod read;
mod scanned;

pub use draw::{QrPicture, TooLong, qr_modules};
pub use read::{Frame, read_qr};
pub use scanned::{Scanned, scan, slip_text};
