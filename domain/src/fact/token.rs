//! The code of a slip, as it is printed, read aloud and typed.

use super::Token;

impl Token {
    /// Letters of the check character: none that is read for a digit or another letter; 23 of them, a prime, so that
    /// every single wrong digit and every swap of neighbours is seen.
    const CHECK: &'static [u8; 23] = b"ABCDEFGHJKMNPQRTUVWXYZS";

    /// The code as it stands on the slip and is read aloud: `07-046-K`.
    pub fn code(&self) -> String {
        let digits = format!("{:02}{:03}", self.phone, self.counter);
        format!("{:02}-{:03}-{}", self.phone, self.counter, char::from(Self::check(&digits)))
    }

    /// Reads a code as someone types it from a slip: letters may be small, spaces stand for hyphens, and both may be
    /// missing where the phone has two digits and the counter three. `None` where it is no code or its check character
    /// does not fit.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(|c: char| c == '-' || c.is_whitespace()).filter(|part| !part.is_empty());
        let (phone, counter, check) = match (parts.next()?, parts.next(), parts.next()) {
            (phone, Some(counter), Some(check)) => (phone, counter, check),
            (all, None, None) if all.len() == 6 => (all.get(..2)?, all.get(2..5)?, all.get(5..)?),
            _ => return None,
        };
        // More zeros than were printed would hide a swap from the check character.
        let number = |part: &str, width: usize| {
            part.bytes().all(|b| b.is_ascii_digit()) && (part.len() <= width || !part.starts_with('0'))
        };
        if parts.next().is_some() || check.len() != 1 || !number(phone, 2) || !number(counter, 3) {
            return None;
        }
        let token = Self { phone: phone.parse().ok()?, counter: counter.parse().ok()? };
        let wanted = Self::check(&format!("{:02}{:03}", token.phone, token.counter));
        (check.as_bytes()[0].to_ascii_uppercase() == wanted).then_some(token)
    }

    fn check(digits: &str) -> u8 {
        let sum = digits.bytes().fold(0usize, |sum, d| (sum * 10 + usize::from(d - b'0')) % 23);
        Self::CHECK[sum]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_a_slip_of_the_finger_is_seen() {
        let token = Token { phone: 7, counter: 46 };
        let code = token.code();
        assert!(code.starts_with("07-046-"));
        assert_eq!(Token::parse(&code), Some(token.clone()));
        assert_eq!(Token::parse(&code.to_lowercase()), Some(token));
        let check = &code[7..];
        for wrong in ["07-045-", "70-046-", "07-064-", "01-046-", "07-146-"] {
            assert_eq!(Token::parse(&format!("{wrong}{check}")), None, "{wrong}");
        }
    }
}
