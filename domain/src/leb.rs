//! Numbers in LEB128, and bytes that are read from their beginning on: of messages and of roster packs.

/// The bytes end too early, or a number does not fit 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes cannot be read")]
pub struct Unreadable;

/// Appends a number: seven bits a byte, the lowest first, the high bit set on all but the last.
pub fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Appends a step, small ones of either sign in one byte (zigzag).
pub fn push_step(bytes: &mut Vec<u8>, from: u64, to: u64) {
    let step = to.wrapping_sub(from).cast_signed();
    push(bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
}

/// Bytes that are read from their beginning on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next byte.
    ///
    /// # Errors
    /// [`Unreadable`], here and in all that follow; then nothing is left to be relied on.
    pub fn byte(&mut self) -> Result<u8, Unreadable> {
        let (first, rest) = self.0.split_first().ok_or(Unreadable)?;
        self.0 = rest;
        Ok(*first)
    }

    /// So many bytes.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Unreadable> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Unreadable)?;
        self.0 = rest;
        Ok(taken)
    }

    /// As many bytes as the array has.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Unreadable)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// A number; one that does not fit 64 bits is refused.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                return Err(Unreadable);
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Unreadable)
    }

    /// A number of 32 bits.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn small(&mut self) -> Result<u32, Unreadable> {
        u32::try_from(self.number()?).map_err(|_| Unreadable)
    }

    /// An index or a length.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn index(&mut self) -> Result<usize, Unreadable> {
        usize::try_from(self.number()?).map_err(|_| Unreadable)
    }

    /// A step from a number.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn step(&mut self, from: u64) -> Result<u64, Unreadable> {
        let zigzag = self.number()?;
        let step = (zigzag >> 1) ^ (zigzag & 1).wrapping_neg();
        Ok(from.wrapping_add(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_steps_come_back_and_endless_ones_are_refused() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX, 5];
        let mut bytes = Vec::new();
        let mut last = 9;
        for number in numbers {
            push(&mut bytes, number);
            push_step(&mut bytes, last, number);
            last = number;
        }
        let mut read = Bytes(&bytes);
        let mut last = 9;
        for number in numbers {
            assert_eq!(read.number(), Ok(number));
            last = read.step(last).unwrap();
            assert_eq!(last, number);
        }
        assert!(read.0.is_empty());
        assert!(Bytes(&[0xff; 12]).number().is_err());
        assert!(Bytes(&[0x80]).number().is_err());
        assert!(Bytes(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]).number().is_err());
    }
}
