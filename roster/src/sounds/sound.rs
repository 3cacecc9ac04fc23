//! The sounds into which words of both scripts are turned.

/// A sound: a letter of Devanagari as it is heard, or the nearest one to a Latin spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Sound {
    /// The vowel that a Devanagari consonant has unwritten, and अ.
    Schwa,
    /// Latin `a`: अ or आ.
    A,
    /// Latin `a` at the end of a word: आ, or nothing.
    LastA,
    /// आ, `aa`.
    Aa,
    /// इ, `i`.
    I,
    /// ई, `ee`.
    Ii,
    /// उ, `u`.
    U,
    /// ऊ, `oo`.
    Uu,
    /// ए, `e`.
    E,
    /// ओ, `o`.
    O,
    /// अनुस्वार and चंद्रबिंदु.
    Nasal,
    /// ह, `h`.
    H,
    /// य, `y`.
    Y,
    /// र, `r`.
    R,
    /// ड़ and ढ़.
    Flap,
    /// ल, `l`.
    L,
    /// व, `v`, `w`.
    V,
    /// क, `k`.
    K,
    /// ख, `kh`.
    Kh,
    /// ग, `g`.
    G,
    /// घ, `gh`.
    Gh,
    /// च, `ch`.
    Ch,
    /// छ, `chh`.
    Chh,
    /// ज, `j`.
    J,
    /// झ, `jh`.
    Jh,
    /// ज़, `z`.
    Z,
    /// ट.
    Tt,
    /// ठ.
    Tth,
    /// ड.
    Dd,
    /// ढ.
    Ddh,
    /// त, `t`.
    T,
    /// थ, `th`.
    Th,
    /// द, `d`.
    D,
    /// ध, `dh`.
    Dh,
    /// न, ङ, ञ, `n`.
    N,
    /// ण.
    Nn,
    /// प, `p`.
    P,
    /// फ, `ph`, `f`.
    Ph,
    /// ब, `b`.
    B,
    /// भ, `bh`.
    Bh,
    /// म, `m`.
    M,
    /// स, `s`.
    S,
    /// श, `sh`.
    Sh,
    /// ष.
    Ss,
    /// A consonant that is missing: a sign of Devanagari stands where it has none to stand on.
    Lost,
}

use Sound::{
    A, Aa, B, Bh, Ch, Chh, D, Dd, Ddh, Dh, E, Flap, G, Gh, H, I, Ii, J, Jh, K, Kh, L, LastA, Lost, M, N,
    Nasal, Nn, O, P, Ph, R, S, Schwa, Sh, Ss, T, Th, Tt, Tth, U, Uu, V, Y, Z,
};

impl Sound {
    /// All sounds in the order of their numbers.
    pub const ALL: [Self; 45] = [
        Schwa, A, LastA, Aa, I, Ii, U, Uu, E, O, Nasal, H, Y, R, Flap, L, V, K, Kh, G, Gh, Ch, Chh, J, Jh, Z,
        Tt, Tth, Dd, Ddh, T, Th, D, Dh, N, Nn, P, Ph, B, Bh, M, S, Sh, Ss, Lost,
    ];

    /// Its number, which a stored roster keeps.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The sound of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The first of those that are heard as one when a name is only begun: long and short, aspirate and plain.
    pub fn family(self) -> Self {
        match self {
            Schwa | A | LastA | Aa => A,
            I | Ii | Y | E => I,
            U | Uu | O => U,
            Nasal | N | Nn => N,
            R | Flap => R,
            V | B | Bh => B,
            K | Kh => K,
            G | Gh => G,
            Ch | Chh => Ch,
            J | Jh | Z => J,
            Tt | Tth | T | Th => T,
            Dd | Ddh | D | Dh => D,
            P | Ph => P,
            S | Sh | Ss => S,
            H | L | M | Lost => self,
        }
    }

    /// A vowel.
    pub fn is_vowel(self) -> bool {
        self <= O
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for (number, sound) in (0u8..).zip(Sound::ALL) {
            assert_eq!(sound.number(), number);
            assert_eq!(Sound::from_number(number), Some(sound));
            assert_eq!(sound.family().family(), sound.family(), "{sound:?}");
        }
        assert_eq!(Sound::from_number(45), None);
    }
}
