//! QR codes drawn, photographed badly, and read; and pictures that mean harm.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Helpers of tests.

use std::time::Instant;

use proptest::prelude::*;
use shivir_core::scan::{Frame, QrPicture, Scanned, TooLong, qr_modules, read_qr, scan, slip_text};
use shivir_domain::fact::Token;
use shivir_domain::wire::enrol::{EnrolCode, Invitation};
use shivir_domain::wire::keys::SignSecret;

/// A frame of a camera.
#[derive(Clone)]
struct Picture {
    luma: Vec<u8>,
    width: usize,
    height: usize,
}

impl Picture {
    fn blank(width: usize, height: usize) -> Self {
        Self { luma: vec![235; width * height], width, height }
    }

    /// A code on white paper, so many pixels a module, turned by so many degrees.
    fn of(code: &QrPicture, module: f64, degrees: f64) -> Self {
        let modules = code.side as usize;
        let side = ((modules as f64 + 8.0) * module * 1.5) as usize;
        let mut picture = Self::blank(side, side);
        let (sin, cos) = degrees.to_radians().sin_cos();
        let middle = side as f64 / 2.0;
        for y in 0..side {
            for x in 0..side {
                let (dx, dy) = (x as f64 + 0.5 - middle, y as f64 + 0.5 - middle);
                let at = |along: f64| along / module + modules as f64 / 2.0;
                let (u, v) = (at(dx * cos + dy * sin), at(dy * cos - dx * sin));
                let inside = u >= 0.0 && v >= 0.0 && u < modules as f64 && v < modules as f64;
                if inside && code.dark[v as usize * modules + u as usize] == 1 {
                    picture.luma[y * side + x] = 25;
                }
            }
        }
        picture
    }

    fn blurred(&self, around: usize) -> Self {
        let mut blurred = self.clone();
        for y in around..self.height - around {
            for x in around..self.width - around {
                let mut sum = 0usize;
                for dy in 0..=2 * around {
                    let row = (y + dy - around) * self.width + x - around;
                    sum += self.luma[row..=row + 2 * around].iter().map(|p| usize::from(*p)).sum::<usize>();
                }
                blurred.luma[y * self.width + x] = (sum / (2 * around + 1).pow(2)) as u8;
            }
        }
        blurred
    }

    /// Grain of so many steps of grey up or down, and light that falls off to the right.
    fn grainy(&self, grain: i32) -> Self {
        let mut picture = self.clone();
        let mut chance = 7u32;
        for (at, pixel) in picture.luma.iter_mut().enumerate() {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (chance >> 16) as i32 % (2 * grain + 1) - grain;
            let shade = (at % self.width * 60 / self.width) as i32;
            *pixel = (i32::from(*pixel) + noise - shade).clamp(0, 255) as u8;
        }
        picture
    }

    fn scan(&self) -> Scanned {
        scan(&self.luma, self.width as u32, self.height as u32)
    }
}

fn invitation() -> Invitation {
    Invitation {
        url: "https://shivir.sakti.cg.example/hub".into(),
        hub: SignSecret::from_bytes([1; 32]).public(),
        district: 762,
        code: EnrolCode::draw([7; 20]),
    }
}

#[test]
fn an_invitation_and_a_slip_are_read_turned_blurred_and_grainy() {
    let token = Token { phone: 7, counter: 46 };
    let both = [
        (slip_text(&token), Scanned::Slip(token)),
        (invitation().to_text(), Scanned::Invitation(invitation())),
    ];
    for (text, wanted) in both {
        let code = qr_modules(&text).unwrap();
        assert_eq!(code.dark.len(), (code.side * code.side) as usize);
        assert!(code.dark.iter().all(|module| *module < 2));
        for (module, degrees) in
            [(4.0, 0.0), (4.5, 90.0), (5.0, 8.0), (6.0, 180.0), (6.0, 33.0), (7.3, 211.0)]
        {
            let picture = Picture::of(&code, module, degrees);
            let said = format!("{module} pixels a module, {degrees} degrees");
            assert_eq!(picture.scan(), wanted, "{said}");
            assert_eq!(picture.blurred(1).scan(), wanted, "blurred, {said}");
            assert_eq!(picture.grainy(18).scan(), wanted, "grainy, {said}");
            if module >= 6.0 {
                assert_eq!(picture.blurred(1).grainy(12).scan(), wanted, "blurred and grainy, {said}");
            }
        }
    }
}

#[test]
fn a_frame_larger_than_is_looked_at_is_made_smaller_and_read() {
    let code = qr_modules(&slip_text(&Token { phone: 12, counter: 1_046 })).unwrap();
    let picture = Picture::of(&code, 60.0, 5.0);
    assert!(picture.width > 2_900 && picture.width <= 4_096);
    assert_eq!(picture.scan(), Scanned::Slip(Token { phone: 12, counter: 1_046 }));
}

#[test]
fn two_slips_on_a_table_with_print_around_are_read() {
    let code = qr_modules(&slip_text(&Token { phone: 7, counter: 46 })).unwrap();
    let one = Picture::of(&code, 5.0, 12.0);
    let mut table = Picture::blank(2 * one.width, one.height + 200);
    for y in 0..one.height {
        for x in 0..one.width {
            let pixel = one.luma[y * one.width + x];
            table.luma[y * table.width + x] = pixel;
            table.luma[(y + 150) * table.width + x + one.width] = pixel;
        }
    }
    // Lines of something like print.
    for y in (one.height..one.height + 150).step_by(3) {
        for x in 10..one.width - 10 {
            if (x * 7 + y * 13) % 11 < 4 {
                table.luma[y * table.width + x] = 40;
            }
        }
    }
    assert_eq!(table.scan(), Scanned::Slip(Token { phone: 7, counter: 46 }));
}

#[test]
fn a_torn_code_is_said_to_be_torn_and_a_scratch_does_no_harm() {
    let code = qr_modules(&invitation().to_text()).unwrap();
    let picture = Picture::of(&code, 5.0, 0.0);
    let mut scratched = picture.clone();
    let middle = picture.height / 2;
    scratched.luma[middle * picture.width..(middle + 4) * picture.width].fill(235);
    assert_eq!(scratched.scan(), Scanned::Invitation(invitation()));
    // A hole in its middle, larger than what is corrected.
    let mut torn = picture.clone();
    let hole = picture.width * 38 / 100..picture.width * 62 / 100;
    for y in hole.clone() {
        torn.luma[y * picture.width..][hole.clone()].fill(235);
    }
    assert_eq!(torn.scan(), Scanned::Torn);
    // Half of it is out of the frame.
    let half = Picture {
        luma: picture.luma[..picture.width * middle].to_vec(),
        width: picture.width,
        height: middle,
    };
    assert_eq!(half.scan(), Scanned::Nothing);
    assert_eq!(Picture::blank(640, 480).scan(), Scanned::Nothing);
}

#[test]
fn of_an_aadhaar_and_of_what_is_not_ours_no_text_comes_out() {
    // The secure code is a number of thousands of digits; the old one is XML with the whole number in it.
    let secure: String =
        (0..1_800u32).map(|n| char::from_digit((n * n + 3 * n + 2) % 10, 10).unwrap()).collect();
    let picture = Picture::of(&qr_modules(&secure).unwrap(), 4.0, 0.0);
    assert_eq!(picture.scan(), Scanned::AadhaarSecure);
    let old = "<?xml version=\"1.0\"?><PrintLetterBarcodeData uid=\"999941057058\" name=\"X\" yob=\"1980\"/>";
    let picture = Picture::of(&qr_modules(old).unwrap(), 5.0, 0.0);
    assert_eq!(picture.scan(), Scanned::AadhaarOld);
    for other in ["999941057058", "upi://pay?pa=x@y", "shivir:2?k=1", "shivir:s?07-046-L", "shivir:s?", ""] {
        assert_eq!(Scanned::of(other), Scanned::NotOurs, "{other}");
    }
    assert!(!format!("{:?}", Scanned::of(&secure)).contains(char::is_numeric));
}

#[test]
fn a_slips_text_says_its_code_and_may_grow() {
    let token = Token { phone: 7, counter: 46 };
    assert_eq!(slip_text(&token), format!("shivir:s?{}", token.code()));
    assert_eq!(Scanned::of(&format!(" {}\n", slip_text(&token))), Scanned::Slip(token.clone()));
    assert_eq!(Scanned::of(&format!("{}&v=2", slip_text(&token))), Scanned::Slip(token));
    assert_eq!(qr_modules(&"x".repeat(2_332)).unwrap_err(), TooLong);
    assert!(qr_modules(&"x".repeat(2_331)).is_ok());
}

#[test]
fn sides_that_are_no_pictures_are_refused() {
    for (bytes, width, height) in [
        (0, 0, 0),
        (0, u32::MAX, u32::MAX),
        (1, u32::MAX, 1),
        (400, 20, 20),
        (1_000, 100, 11),
        (1_000, 100, 9),
        (4_097 * 21, 4_097, 21),
        (480, 640, 0),
    ] {
        assert_eq!(scan(&vec![0; bytes], width, height), Scanned::NoPicture, "{width} by {height}");
    }
}

/// Corners of codes, wall to wall.
fn wall(side: usize, module: usize, gap: usize) -> Picture {
    let mut picture = Picture::blank(side, side);
    for y in 0..side {
        for x in 0..side {
            let (u, v) = (x % ((7 + gap) * module) / module, y % ((7 + gap) * module) / module);
            let ring = u.abs_diff(3).max(v.abs_diff(3));
            if u < 7 && v < 7 && ring != 2 {
                picture.luma[y * side + x] = 20;
            }
        }
    }
    picture
}

#[test]
fn pictures_that_would_hold_the_reader_up_are_not_looked_at() {
    for (module, gap) in [(1, 1), (2, 1), (3, 2), (5, 3), (12, 2)] {
        let picture = wall(1_400, module, gap);
        let begun = Instant::now();
        assert_eq!(picture.scan(), Scanned::Busy, "{module} pixels a module");
        assert!(begun.elapsed().as_secs() < 5);
    }
    // So many as four codes have are looked at.
    assert_ne!(wall(230, 10, 1).scan(), Scanned::Busy);
}

#[test]
fn stripes_chessboards_and_noise_take_no_time() {
    let patterns: [fn(usize, usize) -> bool; 5] = [
        |x, _| x % 2 == 0,
        |x, y| (x + y) % 2 == 0,
        |x, _| matches!(x % 8, 0 | 2..=4 | 6),
        |x, y| matches!(x % 8, 0 | 2..=4 | 6) || y % 40 == 0,
        |x, y| (x * x + y * y * 3 + x * y) % 17 < 8,
    ];
    for (no, dark) in patterns.into_iter().enumerate() {
        let mut picture = Picture::blank(1_440, 1_440);
        for y in 0..1_440 {
            for x in 0..1_440 {
                picture.luma[y * 1_440 + x] = if dark(x, y) { 0 } else { 255 };
            }
        }
        let begun = Instant::now();
        assert!(matches!(picture.scan(), Scanned::Nothing | Scanned::Busy | Scanned::Torn), "pattern {no}");
        assert!(begun.elapsed().as_secs() < 10, "pattern {no} took {:?}", begun.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_are_never_a_code_of_ours_and_never_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 21 * 21..90 * 90), width in 21u32..90,
    ) {
        let height = u32::try_from(bytes.len()).unwrap() / width;
        let luma = &bytes[..(width * height) as usize];
        prop_assert!(!matches!(read_qr(luma, width, height), Frame::Text(_)));
    }

    #[test]
    fn a_code_with_anything_painted_over_it_reads_as_itself_or_not_at_all(
        from in any::<prop::sample::Index>(), length in 1usize..20_000, grey in any::<u8>(), degrees in 0.0..360.0f64,
    ) {
        let token = Token { phone: 7, counter: 46 };
        let mut picture = Picture::of(&qr_modules(&slip_text(&token)).unwrap(), 4.0, degrees);
        let from = from.index(picture.luma.len());
        let to = (from + length).min(picture.luma.len());
        picture.luma[from..to].fill(grey);
        let seen = picture.scan();
        prop_assert!(matches!(seen, Scanned::Nothing | Scanned::Torn) || seen == Scanned::Slip(token), "{seen:?}");
    }

    #[test]
    fn any_text_comes_back_from_its_drawing(text in "[ -~ऀ-ॿ]{1,120}") {
        let code = qr_modules(&text).unwrap();
        let picture = Picture::of(&code, 4.0, 0.0);
        let Frame::Text(read) = read_qr(&picture.luma, picture.width as u32, picture.height as u32) else {
            return Err(TestCaseError::fail("not read"));
        };
        prop_assert_eq!(&*read, &text);
        Scanned::of(&text);
    }

    #[test]
    fn no_text_makes_the_classifier_panic(text in "\\PC{0,300}", slip in "shivir:[s1][?]\\PC{0,20}") {
        Scanned::of(&text);
        Scanned::of(&slip);
    }
}
