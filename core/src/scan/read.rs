//! Reading a frame.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::PreparedImage;
use zeroize::Zeroizing;

use super::busy::busy;

/// Pixels of a side at most: beyond what any camera of a phone gives for looking.
const MOST_SIDE: u32 = 4_096;

/// Pixels that are looked at, at most: a frame of more is halved until it has no more.
const MOST_PIXELS: usize = 2_100_000;

/// The smallest code has 21 modules, and no module is seen in less than a pixel.
const LEAST_SIDE: u32 = 21;

/// What a frame shows.
#[derive(PartialEq, Eq)]
pub enum Frame {
    /// A code that could be read, as its text. It is wiped when dropped, and has no `Debug`: it may be anybody's.
    Text(Zeroizing<String>),
    /// A code that could not be read: torn, blurred, half in the frame, or no text.
    Torn,
    /// No code.
    Empty,
    /// Not looked at: more corners of codes than any frame of ours has. To be held nearer.
    Busy,
    /// Not looked at: the sides are no picture's, or there are not as many bytes as they say.
    NoPicture,
}

/// Reads the first QR code of a frame that can be read. `luma`: a byte a pixel, 0 black, row by row from the top left without
/// any between the rows. It never panics and takes a bounded time, whatever the bytes are.
pub fn read_qr(luma: &[u8], width: u32, height: u32) -> Frame {
    let sides = LEAST_SIDE..=MOST_SIDE;
    let wanted = u64::from(width) * u64::from(height);
    if !sides.contains(&width) || !sides.contains(&height) || luma.len() as u64 != wanted {
        return Frame::NoPicture;
    }
    let side = |side: u32| usize::try_from(side).unwrap_or(0);
    let (width, height) = (side(width), side(height));
    // The library is careful but not total: what it stumbles over is a code that could not be read.
    catch_unwind(AssertUnwindSafe(|| look(luma, width, height))).unwrap_or(Frame::Torn)
}

fn look(luma: &[u8], width: usize, height: usize) -> Frame {
    if width * height > MOST_PIXELS {
        let (luma, width, height) = halved(luma, width, height);
        return look(&luma, width, height);
    }
    // First in black and white by the light around each pixel, since the library takes a camera's grain for print; then, where
    // that shows no code, as it is: a pale code has more to say in grey.
    match decode(&firm(luma, width, height), width, height) {
        Frame::Empty => match decode(luma, width, height) {
            Frame::Busy => Frame::Empty,
            seen => seen,
        },
        Frame::Torn => match decode(luma, width, height) {
            Frame::Text(text) => Frame::Text(text),
            _ => Frame::Torn,
        },
        seen => seen,
    }
}

fn decode(luma: &[u8], width: usize, height: usize) -> Frame {
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, |x, y| luma[y * width + x]);
    if busy(width, height, |x, y| picture.get_pixel_at(x, y) == 1) {
        return Frame::Busy;
    }
    let mut seen = Frame::Empty;
    for grid in picture.detect_grids() {
        // Wide enough for any code, so that no piece of the text is left behind by growing.
        let mut bytes = Zeroizing::new(Vec::with_capacity(8 << 10));
        let text = grid.decode_to(&mut *bytes).ok().and_then(|_| std::str::from_utf8(&bytes).ok());
        match text {
            Some(text) => return Frame::Text(Zeroizing::new(text.to_owned())),
            None => seen = Frame::Torn,
        }
    }
    seen
}

/// Black where a pixel is darker by a seventh than the mean of the square around it, an eighth of the frame wide; else white.
fn firm(luma: &[u8], width: usize, height: usize) -> Vec<u8> {
    let around = (width.min(height) / 16).max(4);
    // sums[y][x]: of all pixels above and to the left.
    let wide = width + 1;
    let mut sums = vec![0u32; wide * (height + 1)];
    for (y, row) in luma.chunks_exact(width).enumerate() {
        let mut sum = 0u32;
        for (x, pixel) in row.iter().enumerate() {
            sum += u32::from(*pixel);
            sums[(y + 1) * wide + x + 1] = sums[y * wide + x + 1] + sum;
        }
    }
    let mut firm = Vec::with_capacity(luma.len());
    for (y, row) in luma.chunks_exact(width).enumerate() {
        let (top, bottom) = (y.saturating_sub(around) * wide, (y + around + 1).min(height) * wide);
        let rows = (bottom - top) / wide;
        for (x, pixel) in row.iter().enumerate() {
            let (left, right) = (x.saturating_sub(around), (x + around + 1).min(width));
            let sum = sums[bottom + right] + sums[top + left] - sums[top + right] - sums[bottom + left];
            let pixels = u32::try_from(rows * (right - left)).unwrap_or(u32::MAX);
            let dark = u64::from(*pixel) * u64::from(pixels) * 7 < u64::from(sum) * 6;
            firm.push(if dark { 0 } else { 255 });
        }
    }
    firm
}

/// Half the size, each pixel the mean of four.
fn halved(luma: &[u8], width: usize, height: usize) -> (Vec<u8>, usize, usize) {
    let (half, rows) = (width / 2, height / 2);
    let at = |x: usize, y: usize| u16::from(luma[y * width + x]);
    let mean = |x: usize, y: usize| (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4;
    let small = (0..rows).flat_map(|y| (0..half).map(move |x| (2 * x, 2 * y)));
    (small.map(|(x, y)| u8::try_from(mean(x, y)).unwrap_or(u8::MAX)).collect(), half, rows)
}
