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
    /// Cost of one that the listed word has and that was not typed, in hundredths of an error.
    pub left: u16,
    /// Cost of one that was typed and that the listed word has not.
    pub extra: u16,
    /// Why, with an example.
    pub why: &'static str,
}

const fn alike(one: Sound, other: Sound, cost: u16, why: &'static str) -> Alike {
    Alike { one, other, cost, why }
}

const fn left(sound: Sound, left: u16, extra: u16, why: &'static str) -> Left {
    Left { sound, left, extra, why }
}

/// Sounds that are taken for one another. All other pairs cost [`OTHER_VOWEL`], [`OTHER_CONSONANT`] or [`OTHER_KIND`].
pub const ALIKE: &[Alike] = &[
    alike(A, Schwa, 2, "Latin a is अ: Kamal कमल"),
    alike(A, Aa, 5, "Latin a is आ too: Ram राम"),
    alike(A, LastA, 2, "the same letter"),
    alike(LastA, Aa, 2, "Sita सीता"),
    alike(LastA, Schwa, 5, "a is not at the end any more: Sita begins Sitabai"),
    alike(Schwa, Aa, 15, "अ and आ: रमा रामा"),
    alike(I, Ii, 5, "long and short: सीता सिता"),
    alike(U, Uu, 11, "long and short: पूजा पुजा"),
    alike(I, E, 60, "Itwari Etwari"),
    alike(Ii, E, 30, "ए written as ई"),
    alike(U, O, 53, "Mukesh Mokesh"),
    alike(Uu, O, 42, ""),
    alike(A, E, 90, "Kunwar Kunwer"),
    alike(Schwa, E, 34, "कुँवर Kunwer"),
    alike(Aa, E, 70, ""),
    alike(Schwa, I, 63, ""),
    alike(Schwa, U, 50, "Umesh Amesh"),
    alike(A, U, 62, "English u for अ: Punkaj Pankaj"),
    alike(A, O, 77, "Oraon Araon"),
    alike(Aa, O, 115, ""),
    alike(Schwa, O, 62, ""),
    alike(Y, I, 38, "Ajay Ajai, Priya Pria"),
    alike(Y, Ii, 15, ""),
    alike(Y, E, 90, ""),
    alike(V, U, 70, "Dhruv Dhruw ध्रुउ"),
    alike(V, O, 60, "Yadav Yadao"),
    alike(V, B, 50, "Vasudev Basudev"),
    alike(V, Bh, 77, ""),
    alike(Nasal, N, 3, "Anand आनंद"),
    alike(Nasal, M, 26, "Champa चंपा"),
    alike(N, Nn, 5, "Arun अरुण"),
    alike(Nasal, Nn, 8, ""),
    alike(N, M, 115, "Shambhu Shanbhu"),
    alike(R, Flap, 15, "Garhwal गड़वाल"),
    alike(Flap, D, 18, "Laddu लड़ू"),
    alike(Flap, Dd, 15, "the dot left out: सड़क सडक"),
    alike(Flap, Dh, 20, "Garh गढ़"),
    alike(Flap, Ddh, 20, "the dot left out: गढ़ गढ"),
    alike(K, Kh, 31, "aspirate left out"),
    alike(G, Gh, 18, "aspirate left out"),
    alike(Ch, Chh, 18, "Chhabi Chabi"),
    alike(J, Jh, 45, "aspirate left out"),
    alike(T, Th, 22, "Seetha सीता"),
    alike(D, Dh, 40, "aspirate left out"),
    alike(P, Ph, 50, "aspirate left out"),
    alike(B, Bh, 38, "aspirate left out: Bharat Barat"),
    alike(Tt, Tth, 20, "aspirate left out"),
    alike(Dd, Ddh, 20, "aspirate left out"),
    alike(T, Tt, 11, "Latin t is ट too"),
    alike(Th, Tth, 2, "Latin th is ठ too"),
    alike(T, Tth, 20, ""),
    alike(Th, Tt, 20, ""),
    alike(D, Dd, 14, "Latin d is ड too"),
    alike(Dh, Ddh, 5, "Latin dh is ढ too"),
    alike(D, Ddh, 25, ""),
    alike(Dh, Dd, 25, ""),
    alike(T, D, 116, ""),
    alike(Th, D, 75, ""),
    alike(Th, Dh, 93, ""),
    alike(K, G, 70, ""),
    alike(J, Z, 14, "Zeenat जीनत"),
    alike(Jh, Z, 40, ""),
    alike(Z, S, 96, ""),
    alike(S, Sh, 40, "Sarda शारदा"),
    alike(Sh, Ss, 6, "श and ष are heard as one"),
    alike(S, Ss, 22, "Visnu विष्णु"),
    alike(Kh, Ss, 15, "ष read as ख: भाखा भाषा"),
    alike(Ch, Sh, 96, ""),
    alike(Chh, Sh, 30, "लछमी लक्ष्मी"),
    alike(Chh, Ss, 20, "लछमी लक्ष्मी"),
    alike(Chh, S, 55, ""),
    alike(K, Ch, 57, "English ch"),
    alike(Y, J, 60, "Jasoda यशोदा"),
    alike(J, G, 77, "ज्ञान read as Jnan"),
    alike(L, R, 93, ""),
    alike(N, Y, 77, "ज्ञ read as gn: Vignan विज्ञान"),
];

/// Sounds that are left out or put in. All others cost [`OTHER_LEFT`] and [`OTHER_EXTRA`]: a letter is left out sooner than
/// put in.
pub const LEFT: &[Left] = &[
    left(Schwa, 11, 7, "the unwritten vowel is not spoken: राजकुमार Rajkumar"),
    left(LastA, 27, 35, "a at the end is not heard: Rama राम"),
    left(A, 34, 34, ""),
    left(Aa, 49, 57, ""),
    left(I, 49, 57, ""),
    left(Ii, 53, 61, ""),
    left(U, 65, 73, ""),
    left(Uu, 53, 61, ""),
    left(E, 70, 78, ""),
    left(O, 53, 61, ""),
    left(Nasal, 49, 57, "Kawar कंवर"),
    left(H, 38, 62, "Sah Sa, Shahu Sahu"),
    left(Y, 47, 63, "Pria प्रिया"),
    left(N, 57, 65, ""),
    left(Lost, 20, 20, "a sign too many: सीाता"),
];

/// One vowel for another.
pub const OTHER_VOWEL: u16 = 76;
/// One consonant for another.
pub const OTHER_CONSONANT: u16 = 100;
/// A vowel for a consonant.
pub const OTHER_KIND: u16 = 95;
/// A consonant where a sign shows that one is missing.
pub const LOST: u16 = 30;
/// A sound that is left out.
pub const OTHER_LEFT: u16 = 60;
/// A sound that is put in.
pub const OTHER_EXTRA: u16 = 76;
/// Two neighbours that changed places.
pub const SWAP: u16 = 45;
/// Two consonants that changed places around what stands between them: शमेर for शरेम.
pub const FAR_SWAP: u16 = 64;

/// Number of sounds.
pub const SOUNDS: usize = Sound::ALL.len();

/// The costs, laid out to be looked up.
#[derive(Debug, Clone)]
pub struct Costs {
    /// One sound for another.
    pub alike: [[u16; SOUNDS]; SOUNDS],
    /// A sound of the listed word that was not typed.
    pub left: [u16; SOUNDS],
    /// A typed sound that the listed word has not.
    pub extra: [u16; SOUNDS],
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
                alike[usize::from(one.number())][usize::from(other.number())] =
                    match (one.is_vowel(), other.is_vowel()) {
                        _ if one == other => 0,
                        (false, false) if one == Lost || other == Lost => LOST,
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
        let (mut left, mut extra) = ([OTHER_LEFT; SOUNDS], [OTHER_EXTRA; SOUNDS]);
        for rule in LEFT {
            left[usize::from(rule.sound.number())] = rule.left;
            extra[usize::from(rule.sound.number())] = rule.extra;
        }
        Self { alike, left, extra, swap: SWAP, far_swap: FAR_SWAP }
    }
}
