//! Numbers in LEB128, and bytes that are read from their beginning on.

use super::WireError;

/// Appends a number: seven bits a byte, the lowest first, the high bit set on all but the last.
pub(super) fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Appends a step, small ones of either sign in one byte (zigzag).
pub(super) fn push_step(bytes: &mut Vec<u8>, from: u64, to: u64) {
    let step = to.wrapping_sub(from).cast_signed();
    push(bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
}

/// Bytes that are read from their beginning on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, WireError> {
        let (first, rest) = self.0.split_first().ok_or(WireError::Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    /// So many bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(WireError::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// As many bytes as the array has.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(WireError::Malformed)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// A number; one that does not fit 64 bits is refused.
    pub fn number(&mut self) -> Result<u64, WireError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                return Err(WireError::Malformed);
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(WireError::Malformed)
    }

    /// An index or a length.
    pub fn index(&mut self) -> Result<usize, WireError> {
        usize::try_from(self.number()?).map_err(|_| WireError::Malformed)
    }

    /// A step from a number.
    pub fn step(&mut self, from: u64) -> Result<u64, WireError> {
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
    }
}
