//! A PIN and what is kept of it: Argon2id with a salt of its own.

use argon2::{Algorithm, Argon2, Params, Version};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::PinRefusal;
use crate::env::Env;
use crate::error::{CoreError, StoreFile};

/// What OWASP asks for where memory is scarce: a try takes well under a second on a phone of 2 GB, and 19 MB for that time.
const NOW: Cost = Cost { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

/// No record that this program will ever write costs more; a row that says so is damaged.
const MOST: Cost = Cost { memory_kib: 128 * 1024, passes: 16, lanes: 4 };

/// The digits of a PIN. They are wiped when dropped, and never shown.
pub(super) struct Pin(Zeroizing<Vec<u8>>);

impl Pin {
    /// Reads 4 to 8 digits, Indian or European.
    ///
    /// # Errors
    /// [`PinRefusal::Length`].
    pub fn parse(text: &str) -> Result<Self, PinRefusal> {
        let mut digits = Zeroizing::new(Vec::with_capacity(8));
        for sign in text.chars() {
            let value = match sign {
                '0'..='9' => u32::from(sign) - u32::from('0'),
                '०'..='९' => u32::from(sign) - u32::from('०'),
                _ => return Err(PinRefusal::Length),
            };
            if digits.len() == 8 {
                return Err(PinRefusal::Length);
            }
            digits.push(u8::try_from(value).unwrap_or_default());
        }
        if digits.len() < 4 { Err(PinRefusal::Length) } else { Ok(Self(digits)) }
    }

    /// The same for a new PIN: one that anyone would guess is refused.
    ///
    /// # Errors
    /// [`PinRefusal::Length`], [`PinRefusal::Same`], [`PinRefusal::Run`].
    pub fn chosen(text: &str) -> Result<Self, PinRefusal> {
        let pin = Self::parse(text)?;
        // From 9 the count goes on with 0.
        let by = |step: u8| pin.0.iter().zip(pin.0.iter().skip(1)).all(|(a, b)| (a + step) % 10 == *b);
        if by(0) {
            Err(PinRefusal::Same)
        } else if by(1) || by(9) {
            Err(PinRefusal::Run)
        } else {
            Ok(pin)
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Cost {
    #[n(0)]
    memory_kib: u32,
    #[n(1)]
    passes: u32,
    #[n(2)]
    lanes: u32,
}

impl Cost {
    fn within(&self, most: &Self) -> bool {
        self.memory_kib <= most.memory_kib && self.passes <= most.passes && self.lanes <= most.lanes
    }
}

/// What is kept of a PIN: what its hash cost, the salt, the hash. It has no `Debug`, and never leaves the phone.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Record {
    #[n(0)]
    cost: Cost,
    #[cbor(n(1), with = "minicbor::bytes")]
    salt: [u8; 16],
    #[cbor(n(2), with = "minicbor::bytes")]
    hash: [u8; 32],
}

impl Record {
    /// Of a PIN, at what a hash costs in this version.
    pub fn of(pin: &Pin, env: &dyn Env) -> Result<Self, CoreError> {
        let mut salt = [0; 16];
        env.random(&mut salt)?;
        Ok(Self { cost: NOW, salt, hash: *hash(pin, &NOW, &salt)? })
    }

    /// Whether it is of this PIN.
    ///
    /// # Errors
    /// [`CoreError::Damaged`] where it names a cost that none has.
    pub fn is_of(&self, pin: &Pin) -> Result<bool, CoreError> {
        if !self.cost.within(&MOST) {
            return Err(CoreError::Damaged(StoreFile::Camp));
        }
        let found = hash(pin, &self.cost, &self.salt)?;
        Ok(self.hash.iter().zip(found.iter()).fold(0, |apart, (a, b)| apart | (a ^ b)) == 0)
    }

    /// An earlier version wrote it at a lower cost.
    pub fn is_old(&self) -> bool {
        self.cost != NOW
    }

    pub fn to_bytes(&self) -> Result<Vec<u8>, CoreError> {
        minicbor::to_vec(self).map_err(|_| CoreError::Internal("pin record"))
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CoreError> {
        minicbor::decode(bytes).map_err(|_| CoreError::Damaged(StoreFile::Camp))
    }
}

fn hash(pin: &Pin, cost: &Cost, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, CoreError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| CoreError::Damaged(StoreFile::Camp))?;
    let mut into = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&pin.0, salt, &mut into[..])
        .map_err(|_| CoreError::Internal("pin hash"))?;
    Ok(into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::SystemEnv;

    fn why(text: &str) -> Option<PinRefusal> {
        Pin::chosen(text).err()
    }

    #[test]
    fn pins_that_anyone_would_guess_are_refused() {
        for same in ["0000", "11111", "77777777", "९९९९"] {
            assert_eq!(why(same), Some(PinRefusal::Same), "{same}");
        }
        for run in ["1234", "4321", "56789", "7890", "0987", "23456789", "१२३४"] {
            assert_eq!(why(run), Some(PinRefusal::Run), "{run}");
        }
        for length in ["", "123", "135792468", "12a4", "13 57", "-135", "1357\n"] {
            assert_eq!(why(length), Some(PinRefusal::Length), "{length:?}");
        }
        for right in ["1357", "1235", "0007", "13579246", "1212", "१३५७"] {
            assert_eq!(why(right), None, "{right}");
        }
    }

    #[test]
    fn digits_of_both_scripts_are_the_same_pin_and_a_salt_is_never_used_twice() {
        let record = Record::of(&Pin::parse("1357").unwrap(), &SystemEnv).unwrap();
        assert!(record.is_of(&Pin::parse("१३५७").unwrap()).unwrap());
        assert!(!record.is_of(&Pin::parse("13570").unwrap()).unwrap());
        let again = Record::of(&Pin::parse("1357").unwrap(), &SystemEnv).unwrap();
        assert!(again.salt != record.salt && again.hash != record.hash);
    }

    #[test]
    fn a_record_of_a_lower_cost_still_opens_and_one_of_no_sane_cost_is_damage() {
        let pin = Pin::parse("1357").unwrap();
        let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
        let old = Record { cost, salt: [3; 16], hash: *hash(&pin, &cost, &[3; 16]).unwrap() };
        let old = Record::from_bytes(&old.to_bytes().unwrap()).unwrap();
        assert!(old.is_old() && old.is_of(&pin).unwrap());
        let cost = Cost { memory_kib: u32::MAX, passes: 1, lanes: 1 };
        let huge = Record { cost, ..old.clone() };
        assert!(matches!(huge.is_of(&pin), Err(CoreError::Damaged(StoreFile::Camp))));
        let none = Record { cost: Cost { memory_kib: 0, passes: 0, lanes: 0 }, ..old };
        assert!(matches!(none.is_of(&pin), Err(CoreError::Damaged(StoreFile::Camp))));
        assert!(Record::from_bytes(&[0xa0]).is_err());
    }
}
