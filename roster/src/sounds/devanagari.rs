//! Devanagari letters to sounds.

use super::sound::Sound::{self, *};

/// What a letter of Devanagari is.
pub(super) enum Letter {
    /// A consonant, which has an unwritten vowel unless a sign follows.
    Consonant(&'static [Sound]),
    /// ञ: the second part of ज्ञ, else न.
    Nya,
    /// A vowel that stands for itself.
    Vowel(&'static [Sound]),
    /// The sign of a vowel, in place of the unwritten one.
    Sign(&'static [Sound]),
    /// अनुस्वार, चंद्रबिंदु.
    Nasal,
    /// The sign that takes the unwritten vowel away.
    Halant,
    /// The dot under a consonant.
    Nukta,
    /// Not heard: विसर्ग, अवग्रह, stress marks.
    Silent,
}

/// The letter of a character; none for what is no letter of a name.
pub(super) fn letter(c: char) -> Option<Letter> {
    use Letter::{Consonant, Halant, Nukta, Sign, Silent, Vowel};
    Some(match c {
        'क' => Consonant(&[K]),
        'ख' => Consonant(&[Kh]),
        'ग' | 'ॻ' => Consonant(&[G]),
        'घ' => Consonant(&[Gh]),
        'च' => Consonant(&[Ch]),
        'छ' => Consonant(&[Chh]),
        'ज' | 'ॼ' => Consonant(&[J]),
        'झ' => Consonant(&[Jh]),
        'ट' => Consonant(&[Tt]),
        'ठ' => Consonant(&[Tth]),
        'ड' | 'ॾ' => Consonant(&[Dd]),
        'ढ' => Consonant(&[Ddh]),
        'त' => Consonant(&[T]),
        'थ' => Consonant(&[Th]),
        'द' => Consonant(&[D]),
        'ध' => Consonant(&[Dh]),
        'न' | 'ङ' => Consonant(&[N]),
        'ञ' => Letter::Nya,
        'ण' => Consonant(&[Nn]),
        'प' => Consonant(&[P]),
        'फ' => Consonant(&[Ph]),
        'ब' | 'ॿ' => Consonant(&[B]),
        'भ' => Consonant(&[Bh]),
        'म' => Consonant(&[M]),
        'य' | 'ॺ' => Consonant(&[Y]),
        'र' => Consonant(&[R]),
        'ल' | 'ळ' => Consonant(&[L]),
        'व' => Consonant(&[V]),
        'श' => Consonant(&[Sh]),
        'ष' => Consonant(&[Ss]),
        'स' => Consonant(&[S]),
        'ह' => Consonant(&[H]),
        'अ' => Vowel(&[A]),
        'आ' => Vowel(&[Aa]),
        'इ' => Vowel(&[I]),
        'ई' => Vowel(&[Ii]),
        'उ' => Vowel(&[U]),
        'ऊ' => Vowel(&[Uu]),
        'ऋ' | 'ॠ' => Vowel(&[R, I]),
        'ए' | 'ऍ' | 'ऎ' => Vowel(&[E]),
        'ऐ' => Vowel(&[A, I]),
        'ओ' | 'ऑ' | 'ऒ' => Vowel(&[O]),
        'औ' => Vowel(&[A, U]),
        'ा' => Sign(&[Aa]),
        'ि' => Sign(&[I]),
        'ी' => Sign(&[Ii]),
        'ु' => Sign(&[U]),
        'ू' => Sign(&[Uu]),
        'ृ' | 'ॄ' => Sign(&[R, I]),
        'े' | 'ॅ' | 'ॆ' => Sign(&[E]),
        'ै' => Sign(&[Schwa, I]),
        'ो' | 'ॉ' | 'ॊ' => Sign(&[O]),
        'ौ' => Sign(&[Schwa, U]),
        'ँ' | 'ं' | 'ऀ' => Letter::Nasal,
        '्' => Halant,
        '\u{93c}' => Nukta,
        'ः' | 'ऽ' | 'ॐ' | '\u{951}'..='\u{954}' => Silent,
        _ => return None,
    })
}

/// A consonant with the dot under it.
pub(super) fn with_nukta(plain: Sound) -> Sound {
    match plain {
        J => Z,
        Dd | Ddh => Flap,
        other => other,
    }
}
