//! How far two sounds are from each other, in hundredths of an error.

use std::sync::LazyLock;

use super::sound::Sound::{self, *};

/// Two sounds that are taken for one another.
pub struct Alike {
    /// One.
    pub one: Sound,
    /// The other.
    pub other: Sound,
    /// Hundredths of an error.
    pub cost: u16,
    /// Why, with an example.
    pub why: &'static str,
}

/// A sound that is left out or put in.
pub struct Left {
    /// Which.
    pub sound: Sound,
    /// Hundredths of an error.
    pub cost: u16,
    /// Why, with an example.
    pub why: &'static str,
}

const fn alike(one: Sound, other: Sound, cost: u16, why: &'static str) -> Alike {
    Alike { one, other, cost, why }
}

const fn left(sound: Sound, cost: u16, why: &'static str) -> Left {
    Left { sound, cost, why }
}

/// Sounds that are taken for one another. All other pairs cost [`OTHER_VOWEL`], [`OTHER_CONSONANT`] or [`OTHER_KIND`].
pub const ALIKE: &[Alike] = &[
    alike(A, Schwa, 2, "Latin a is अ: Kamal कमल"),
    alike(A, Aa, 5, "Latin a is आ too: Ram राम"),
    alike(A, LastA, 2, "the same letter"),
    alike(LastA, Aa, 2, "Sita सीता"),
    alike(LastA, Schwa, 5, "a is not at the end any more: Sita begins Sitabai"),
    alike(Schwa, Aa, 25, "अ and आ: रमा रामा"),
    alike(I, Ii, 5, "long and short: सीता सिता"),
    alike(U, Uu, 5, "long and short: पूजा पुजा"),
    alike(I, E, 35, "Itwari Etwari"),
    alike(Ii, E, 40, "ए written as ई"),
    alike(U, O, 35, "Mukesh Mokesh"),
    alike(Uu, O, 45, ""),
    alike(A, E, 50, "Kunwar Kunwer"),
    alike(Schwa, E, 45, "कुँवर Kunwer"),
    alike(Aa, E, 60, ""),
    alike(Schwa, I, 55, ""),
    alike(Schwa, U, 50, "Umesh Amesh"),
    alike(A, U, 50, "English u for अ: Punkaj Pankaj"),
    alike(A, O, 50, "Oraon Araon"),
    alike(Aa, O, 50, ""),
    alike(Schwa, O, 50, ""),
    alike(Y, I, 15, "Ajay Ajai, Priya Pria"),
    alike(Y, Ii, 20, ""),
    alike(Y, E, 50, ""),
    alike(V, U, 40, "Dhruv Dhruw ध्रुउ"),
    alike(V, O, 50, "Yadav Yadao"),
    alike(V, B, 30, "Vasudev Basudev"),
    alike(V, Bh, 50, ""),
    alike(Nasal, N, 3, "Anand आनंद"),
    alike(Nasal, M, 8, "Champa चंपा"),
    alike(N, Nn, 5, "Arun अरुण"),
    alike(Nasal, Nn, 8, ""),
    alike(N, M, 50, "Shambhu Shanbhu"),
    alike(R, Flap, 15, "Garhwal गड़वाल"),
    alike(Flap, D, 15, "Laddu लड़ू"),
    alike(Flap, Dd, 15, "the dot left out: सड़क सडक"),
    alike(Flap, Dh, 20, "Garh गढ़"),
    alike(Flap, Ddh, 20, "the dot left out: गढ़ गढ"),
    alike(K, Kh, 25, "aspirate left out"),
    alike(G, Gh, 25, "aspirate left out"),
    alike(Ch, Chh, 15, "Chhabi Chabi"),
    alike(J, Jh, 25, "aspirate left out"),
    alike(T, Th, 15, "Seetha सीता"),
    alike(D, Dh, 20, "aspirate left out"),
    alike(P, Ph, 30, "aspirate left out"),
    alike(B, Bh, 20, "aspirate left out: Bharat Barat"),
    alike(Tt, Tth, 20, "aspirate left out"),
    alike(Dd, Ddh, 20, "aspirate left out"),
    alike(T, Tt, 5, "Latin t is ट too"),
    alike(Th, Tth, 5, "Latin th is ठ too"),
    alike(T, Tth, 20, ""),
    alike(Th, Tt, 20, ""),
    alike(D, Dd, 5, "Latin d is ड too"),
    alike(Dh, Ddh, 5, "Latin dh is ढ too"),
    alike(D, Ddh, 25, ""),
    alike(Dh, Dd, 25, ""),
    alike(T, D, 60, ""),
    alike(Th, D, 60, ""),
    alike(Th, Dh, 60, ""),
    alike(K, G, 60, ""),
    alike(J, Z, 5, "Zeenat जीनत"),
    alike(Jh, Z, 40, ""),
    alike(Z, S, 50, ""),
    alike(S, Sh, 15, "Sarda शारदा"),
    alike(Sh, Ss, 3, "श and ष are heard as one"),
    alike(S, Ss, 15, "Visnu विष्णु"),
    alike(Kh, Ss, 40, "ष read as ख: भाखा भाषा"),
    alike(Ch, Sh, 50, ""),
    alike(Chh, Sh, 45, "लछमी लक्ष्मी"),
    alike(Chh, Ss, 40, "लछमी लक्ष्मी"),
    alike(Chh, S, 55, ""),
    alike(K, Ch, 60, "English ch"),
    alike(Y, J, 45, "Jasoda यशोदा"),
    alike(J, G, 50, "ज्ञान read as Jnan"),
    alike(L, R, 60, ""),
    alike(N, Y, 50, "ज्ञ read as gn: Vignan विज्ञान"),
];

/// Sounds that are left out or put in. All others cost [`OTHER_LEFT`].
pub const LEFT: &[Left] = &[
    left(Schwa, 8, "the unwritten vowel is not spoken: राजकुमार Rajkumar"),
    left(LastA, 12, "a at the end is not heard: Rama राम"),
    left(A, 45, ""),
    left(Aa, 65, ""),
    left(I, 65, ""),
    left(Ii, 70, ""),
    left(U, 65, ""),
    left(Uu, 70, ""),
    left(E, 70, ""),
    left(O, 70, ""),
    left(Nasal, 30, "Kawar कंवर"),
    left(H, 30, "Sah Sa, Shahu Sahu"),
    left(Y, 25, "Pria प्रिया"),
    left(N, 75, ""),
];

/// One vowel for another.
pub const OTHER_VOWEL: u16 = 65;
/// One consonant for another.
pub const OTHER_CONSONANT: u16 = 100;
/// A vowel for a consonant.
pub const OTHER_KIND: u16 = 95;
/// A sound too many or too few.
pub const OTHER_LEFT: u16 = 90;
/// Two neighbours that changed places.
pub const SWAP: u16 = 70;
/// Two consonants that changed places around what stands between them: शमेर for शरेम.
pub const FAR_SWAP: u16 = 85;

/// Number of sounds.
pub const SOUNDS: usize = Sound::ALL.len();

/// The costs, laid out to be looked up.
#[derive(Debug, Clone)]
pub struct Costs {
    /// One sound for another.
    pub alike: [[u16; SOUNDS]; SOUNDS],
    /// A sound too many or too few.
    pub left: [u16; SOUNDS],
    /// Two neighbours that changed places.
    pub swap: u16,
    /// Two that changed places around a third.
    pub far_swap: u16,
}

impl Costs {
    /// Those of the tables.
    pub fn get() -> &'static Self {
        static COSTS: LazyLock<Costs> = LazyLock::new(Costs::new);
        &COSTS
    }

    fn new() -> Self {
        let mut alike = [[0; SOUNDS]; SOUNDS];
        for one in Sound::ALL {
            for other in Sound::ALL {
                alike[usize::from(one.number())][usize::from(other.number())] = match (one.is_vowel(), other.is_vowel()) {
                    _ if one == other => 0,
                    (true, true) => OTHER_VOWEL,
                    (false, false) => OTHER_CONSONANT,
                    _ => OTHER_KIND,
                };
            }
        }
        for rule in ALIKE {
            let (one, other) = (usize::from(rule.one.number()), usize::from(rule.other.number()));
            alike[one][other] = rule.cost;
            alike[other][one] = rule.cost;
        }
        let mut left = [OTHER_LEFT; SOUNDS];
        for rule in LEFT {
            left[usize::from(rule.sound.number())] = rule.cost;
        }
        Self { alike, left, swap: SWAP, far_swap: FAR_SWAP }
    }
}
