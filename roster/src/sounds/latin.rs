//! Latin spellings to sounds: the longest spelling that fits, from the left.

use super::sound::Sound::{self, *};

/// Where in a word a spelling is heard so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// Anywhere.
    Any,
    /// Only at its beginning.
    First,
    /// Only at its end, behind another letter.
    Last,
    /// Before a consonant or at the end.
    Closed,
    /// Before e, i or y.
    Soft,
}
use Where::{Any, Closed, First, Last, Soft};

/// A spelling with its sounds.
pub struct Spelling {
    /// Lower-case letters.
    pub letters: &'static str,
    pub(super) place: Where,
    /// What is heard.
    pub sounds: &'static [Sound],
    /// Why, with an example.
    pub why: &'static str,
}

const fn spelling(
    letters: &'static str,
    place: Where,
    sounds: &'static [Sound],
    why: &'static str,
) -> Spelling {
    Spelling { letters, place, sounds, why }
}

/// All spellings; of those that fit the longest holds, of equally long ones the first.
pub const SPELLINGS: &[Spelling] = &[
    spelling("chchh", Any, &[Chh], "च्छ is heard as one: Achchhe अच्छे"),
    spelling("cchh", Any, &[Chh], "च्छ is heard as one"),
    spelling("chh", Any, &[Chh], "छ: Chhabi छबि"),
    spelling("cch", Any, &[Chh], "च्छ in short: Lacchu लच्छू"),
    spelling("tch", Any, &[Ch], "English spelling of च"),
    spelling("dny", Any, &[G, Y], "Marathi spelling of ज्ञ: Dnyaneshwar ज्ञानेश्वर"),
    spelling("jna", Last, &[G, Y, LastA], "scholars' spelling of ज्ञ at the end: Prajna प्रज्ञा"),
    spelling("jn", First, &[G, Y], "scholars' spelling of ज्ञ at the beginning: Jnaneshwar ज्ञानेश्वर"),
    spelling("gn", First, &[G, Y], "ज्ञ at the beginning: Gnaneshwar ज्ञानेश्वर"),
    spelling("ck", Any, &[K], "English spelling of क"),
    spelling("ch", Any, &[Ch], "च: Chandra चंद्र"),
    spelling("kh", Any, &[Kh], "ख: Rekha रेखा"),
    spelling("gh", Any, &[Gh], "घ: Ghasi घासी"),
    spelling("jh", Any, &[Jh], "झ: Jhumuk झुमुक"),
    spelling("th", Any, &[Th], "थ or ठ, in southern spelling त: Seetha सीता"),
    spelling("dh", Any, &[Dh], "ध or ढ: Dhani धनी"),
    spelling("ph", Any, &[Ph], "फ: Phool फूल"),
    spelling("bh", Any, &[Bh], "भ: Bhola भोला"),
    spelling("sh", Any, &[Sh], "श or ष: Shiv शिव"),
    spelling("qu", Any, &[K, V], "English spelling of क्व"),
    spelling("aa", Any, &[Aa], "आ: Raam राम"),
    spelling("ee", Any, &[Ii], "ई: Seeta सीता"),
    spelling("ii", Any, &[Ii], "ई"),
    spelling("oo", Any, &[Uu], "ऊ: Phool फूल"),
    spelling("uu", Any, &[Uu], "ऊ"),
    spelling("ngh", Last, &[N, H], "सिंह: Singh"),
    spelling("ore", Last, &[O, R], "e at the end is not heard: Rathore राठौर"),
    spelling("ou", Any, &[Schwa, U], "औ: Sourabh सौरभ"),
    spelling("ow", Closed, &[Schwa, U], "औ: Gowri गौरी"),
    spelling("y", Last, &[Ii], "ई at the end: Shanty शांति"),
    spelling("a", Last, &[LastA], "आ or nothing at the end: Sita सीता, Rama राम"),
    spelling("c", Soft, &[S], "English spelling of स"),
    spelling("a", Any, &[A], "अ or आ"),
    spelling("b", Any, &[B], ""),
    spelling("c", Any, &[K], "English spelling of क"),
    spelling("d", Any, &[D], "द or ड"),
    spelling("e", Any, &[E], ""),
    spelling("f", Any, &[Ph], "फ़ is heard as फ: Fulbai फूलबाई"),
    spelling("g", Any, &[G], ""),
    spelling("h", Any, &[H], ""),
    spelling("i", Any, &[I], ""),
    spelling("j", Any, &[J], ""),
    spelling("k", Any, &[K], ""),
    spelling("l", Any, &[L], ""),
    spelling("m", Any, &[M], ""),
    spelling("n", Any, &[N], "न or ण, or अनुस्वार"),
    spelling("o", Any, &[O], ""),
    spelling("p", Any, &[P], ""),
    spelling("q", Any, &[K], "क़ is heard as क: Qasim क़ासिम"),
    spelling("r", Any, &[R], ""),
    spelling("s", Any, &[S], ""),
    spelling("t", Any, &[T], "त or ट"),
    spelling("u", Any, &[U], ""),
    spelling("v", Any, &[V], ""),
    spelling("w", Any, &[V], "व: Wasudev वासुदेव"),
    spelling("x", Any, &[K, Sh], "क्ष: Laxmi लक्ष्मी"),
    spelling("y", Any, &[Y], ""),
    spelling("z", Any, &[Z], ""),
];

/// Adds the sounds of a run of Latin letters in lower case.
///
/// `last`: nothing of the word follows the run.
pub(super) fn sounds(run: &str, last: bool, mut push: impl FnMut(Sound)) {
    let mut at = 0;
    while let Some(rest) = run.get(at..).filter(|rest| !rest.is_empty()) {
        let fits = |s: &&Spelling| {
            let Some(behind) = rest.strip_prefix(s.letters) else {
                return false;
            };
            let next = behind.chars().next();
            match s.place {
                Any => true,
                First => at == 0,
                Last => last && next.is_none() && at > 0,
                Closed => !next.is_some_and(|c| "aeiouy".contains(c)),
                Soft => next.is_some_and(|c| "eiy".contains(c)),
            }
        };
        let longest = SPELLINGS
            .iter()
            .filter(fits)
            .reduce(|a, b| if b.letters.len() > a.letters.len() { b } else { a });
        let Some(found) = longest else {
            // Not a letter of the table: the caller gives none such.
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        found.sounds.iter().for_each(|s| push(*s));
        at += found.letters.len();
    }
}
