//! The index by which likely duplicates are found: the consonants of the given name, and these with the last four digits of
//! the Aadhaar. Coarse on purpose: whom it finds is compared, whom it does not find nobody compares.

use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::duplicate::Heard;
use shivir_roster::sounds::{Sound, Sounds};

use crate::args;
use crate::error::HubError;
use crate::store::{Tx, Value, number};

/// Consonants of a name that are kept: later ones are heard less, and written more freely.
const CONSONANTS: usize = 4;

/// A person as she is kept in the index.
pub(crate) struct Keyed<'a> {
    pub person: PersonId,
    pub area: AreaId,
    /// She is on the list.
    pub listed: bool,
    /// In Devanagari and in Latin letters; empty where there is none.
    pub names: [&'a str; 2],
    /// Number of the code, 0 for none.
    pub sex: u16,
    /// Year of birth, 0 where it is not known.
    pub year: i32,
    /// Last four digits of the Aadhaar.
    pub last4: Option<&'a str>,
}

/// The rows of a person, for [`keep`].
pub(crate) fn keys_of(district: u32, keyed: &Keyed, rows: &mut Vec<Vec<Value>>) -> Result<(), HubError> {
    for (key, _) in keys(keyed.names, keyed.last4) {
        rows.push(row_of(district, keyed, key)?);
    }
    Ok(())
}

/// The row of one key of a person, for [`keep`].
pub(super) fn row_of(district: u32, keyed: &Keyed, key: Vec<u8>) -> Result<Vec<Value>, HubError> {
    Ok(vec![
        Value::Int(district.into()),
        Value::Bytes(key),
        Value::Int(number(keyed.area.0)?),
        Value::Bytes(keyed.person.0.to_vec()),
        Value::Int(keyed.listed.into()),
        Value::Int(keyed.sex.into()),
        Value::Int(keyed.year.into()),
    ])
}

/// Writes rows; one that is there stays.
pub(crate) fn keep(tx: &mut dyn Tx, rows: &[Vec<Value>]) -> Result<(), HubError> {
    tx.run_all(
        "insert into likely_key (district, key, area, person, listed, sex, year) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (district, key, area, person) do nothing",
        rows,
    )
}

/// The list in use is replaced: those who were added stay.
pub(crate) fn forget_list(tx: &mut dyn Tx, district: u32) -> Result<(), HubError> {
    tx.run("delete from likely_key where district = $1 and listed = 1", args![district])?;
    Ok(())
}

/// The keys of a person, and whether each is of the name alone: one where both scripts sound alike.
pub(crate) fn keys(names: [&str; 2], last4: Option<&str>) -> Vec<(Vec<u8>, bool)> {
    let mut keys: Vec<(Vec<u8>, bool)> = Vec::with_capacity(4);
    for name in names {
        let heard = Heard::of(name);
        let Some(key) = heard.words().first().map(consonants).filter(|key| !key.is_empty()) else {
            continue;
        };
        let with_last4 = last4.map(|digits| ([key.as_slice(), digits.as_bytes()].concat(), false));
        for key in std::iter::once((key, true)).chain(with_last4) {
            if !keys.iter().any(|(known, _)| *known == key.0) {
                keys.push(key);
            }
        }
    }
    keys
}

/// What is heard of a word whoever writes it: its first consonants, those that are confused as one; of a word without any,
/// its vowels.
fn consonants(word: &Sounds) -> Vec<u8> {
    let mut key: Vec<u8> = Vec::with_capacity(CONSONANTS);
    for (at, sound) in word.as_slice().iter().enumerate() {
        let heard = match sound {
            sound if sound.is_vowel() => continue,
            Sound::Nasal | Sound::Lost => continue,
            // Written or left out before another consonant, and at the end.
            Sound::N | Sound::Nn | Sound::H | Sound::Y if at > 0 => continue,
            other => one_of(*other),
        };
        if key.last() != Some(&heard.number()) {
            key.push(heard.number());
        }
        if key.len() == CONSONANTS {
            break;
        }
    }
    if key.is_empty() { word.bytes().collect() } else { key }
}

/// One for those that clerks write for each other.
fn one_of(sound: Sound) -> Sound {
    match sound {
        Sound::Kh => Sound::K,
        Sound::Gh => Sound::G,
        Sound::Chh => Sound::Ch,
        Sound::Jh | Sound::Z => Sound::J,
        Sound::Tt | Sound::Tth | Sound::Th => Sound::T,
        Sound::Dd | Sound::Ddh | Sound::Dh => Sound::D,
        Sound::Flap => Sound::R,
        Sound::Nn => Sound::N,
        Sound::Ph => Sound::P,
        Sound::Bh | Sound::V => Sound::B,
        Sound::Sh | Sound::Ss => Sound::S,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> Vec<u8> {
        keys([name, ""], None).remove(0).0
    }

    #[test]
    fn spellings_of_one_name_in_both_scripts_have_one_key() {
        for names in [
            &["सीता बाई", "Seeta", "Sita Sahu", "Seetha"][..],
            &["विमला", "बिमला", "Vimla", "Bimala"],
            &["संतोष", "सन्तोष", "Santosh"],
            &["रामकुमारी", "Ramkumari"],
        ] {
            let keys: Vec<Vec<u8>> = names.iter().map(|name| first(name)).collect();
            assert!(keys.iter().all(|key| *key == keys[0]), "{names:?}: {keys:?}");
        }
        assert_ne!(first("सीता"), first("गीता"));
        assert!(!first("आई").is_empty());
    }

    #[test]
    fn both_scripts_that_sound_alike_need_one_key_and_a_number_makes_a_second() {
        assert_eq!(keys(["सीता", "Sita"], None).len(), 1);
        assert_eq!(keys(["सीता", "Sita"], Some("2346")).len(), 2);
        assert_eq!(keys(["सीता", "Gita"], Some("2346")).len(), 4);
        assert!(keys(["", "123"], Some("2346")).is_empty());
    }
}
