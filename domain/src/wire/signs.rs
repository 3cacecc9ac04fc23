//! The signs of codes that people read aloud and type: 29 of them, none of which is read for another. 29 is a prime, so that
//! the check sign sees every single wrong sign and every swap of neighbours.

/// The signs.
const SIGNS: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRTUVWXY";

/// A sign from two random bytes.
pub(super) fn drawn(random: [u8; 2]) -> u8 {
    let number = (u32::from(u16::from_be_bytes(random)) * 29) >> 16;
    sign(usize::try_from(number).unwrap_or(0))
}

/// The sign that checks those before it.
pub(super) fn check(signs: &[u8]) -> u8 {
    let value = |sign: &u8| SIGNS.iter().position(|known| known == sign).unwrap_or(0);
    sign(signs.iter().zip(1..).map(|(sign, weight)| value(sign) * weight).sum())
}

/// Reads what someone types: small letters, spaces and hyphens do not matter. `None` where it is not so many signs, or the
/// last does not check the others.
pub(super) fn read<const LEN: usize>(text: &str) -> Option<[u8; LEN]> {
    let mut code = [0; LEN];
    let mut signs = text.chars().filter(|sign| *sign != '-' && !sign.is_whitespace());
    for place in &mut code {
        let sign = u8::try_from(signs.next()?).ok()?.to_ascii_uppercase();
        *place = *SIGNS.iter().find(|known| **known == sign)?;
    }
    let (last, before) = code.split_last()?;
    (signs.next().is_none() && *last == check(before)).then_some(code)
}

fn sign(number: usize) -> u8 {
    SIGNS[number % SIGNS.len()]
}
