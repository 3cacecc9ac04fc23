//! People who are on no list: found in the same way, by the key that `camp.db` keeps of their names.

use rusqlite::Connection;
use shivir_domain::fact::Details;
use shivir_domain::id::PersonId;
use shivir_roster::lexicon::{Ask, distance};
use shivir_roster::sounds::{Costs, Sound, each_word};

use super::asked::{Asked, Typed};
use super::reach::LEVELS;
use crate::error::CoreError;
use crate::roster::Listed;

/// Between the words of a name, and before those of father or husband.
const BETWEEN: u8 = b' ';
const RELATIVE: u8 = b'|';

/// The first sound is written as this letter, the next as the one after it.
const FIRST: u8 = b'0';

/// The key by which a person who is on no list is found: the sounds of the words of both names, a letter each, then those
/// of father or husband.
pub(crate) fn name_key(details: &Details) -> String {
    let mut key = String::new();
    let mut add = |before: u8, name: &Option<String>| {
        each_word(name.as_deref().unwrap_or_default(), |word| {
            key.push(char::from(before));
            key.extend(word.bytes().map(|sound| char::from(FIRST + sound)));
        });
    };
    add(BETWEEN, &details.name_hi);
    add(BETWEEN, &details.name_en);
    add(RELATIVE, &details.relative);
    key
}

/// Calls `each` with the sounds of each word of a person's own names, from her key.
pub(in crate::roster) fn each_own_word(key: &str, mut each: impl FnMut(&[Sound])) {
    let own = key.split(char::from(RELATIVE)).next().unwrap_or_default();
    let mut word = Vec::new();
    for sounds in own.as_bytes().split(|b| *b == BETWEEN).filter(|sounds| !sounds.is_empty()) {
        word.clear();
        word.extend(sounds.iter().filter_map(|b| Sound::from_number(b.checked_sub(FIRST)?)));
        each(&word);
    }
}

/// People who are on no list, those whose names are nearest first. `mistyped`: also those whose names are only near, which
/// takes longer.
pub(super) fn new_people(
    camp: &Connection,
    asked: &Asked,
    mistyped: bool,
) -> Result<Vec<PersonId>, CoreError> {
    let most = LEVELS[usize::from(mistyped)];
    // Spellings of one name begin with the same family of sounds.
    let families: Vec<Option<Sound>> = asked.words.iter().map(|w| family(w.sounds.as_slice())).collect();
    if !asked.ids.is_empty() || asked.words.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut query = camp.prepare_cached("select no, id, name_key from person where name_key is not null")?;
    let mut rows = query.query([])?;
    let mut word = Vec::new();
    while let Some(row) = rows.next()? {
        let key = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        if let Some(cost) = fit(&asked.words, most, |each| {
            for sounds in key.as_bytes().split(|b| *b == BETWEEN || *b == RELATIVE) {
                let first = sounds.first().and_then(|b| Sound::from_number(b.checked_sub(FIRST)?));
                if !mistyped && !families.contains(&first.map(Sound::family)) {
                    continue;
                }
                word.clear();
                word.extend(sounds.iter().filter_map(|b| Sound::from_number(b.checked_sub(FIRST)?)));
                each(&word);
            }
        }) {
            found.push((cost, row.get::<_, i64>(0)?, PersonId(row.get(1)?)));
        }
    }
    found.sort_unstable_by_key(|(cost, no, _)| (*cost, *no));
    Ok(found.into_iter().map(|(.., id)| id).collect())
}

/// Whether every word is near one of a listed person's names.
pub(super) fn fits(words: &[Typed], listed: &Listed) -> bool {
    let names = [&listed.name_hi, &listed.name_en, &listed.relative];
    fit(words, LEVELS[1], |each| {
        for name in names.into_iter().flatten() {
            each_word(name, |word| each(word.as_slice()));
        }
    })
    .is_some()
}

/// The sum of the words' distances from the nearest of some words each; none where one is near none of them.
/// `words_of`: calls what it is given with each of these.
fn fit(words: &[Typed], most: u16, mut words_of: impl FnMut(&mut dyn FnMut(&[Sound]))) -> Option<u16> {
    let mut best = vec![None; words.len()];
    words_of(&mut |sounds| {
        for (typed, best) in words.iter().zip(&mut best) {
            let asked = typed.sounds.as_slice();
            if most <= LEVELS[0] && family(asked) != family(sounds) {
                continue;
            }
            let ask = Ask { sounds: asked, begun: typed.begun, most: best.unwrap_or(most) };
            *best = distance(Costs::get(), &ask, sounds).or(*best);
        }
    });
    let costs = words
        .iter()
        .zip(best)
        .map(|(typed, best)| if typed.courtesy { Some(best.unwrap_or(0)) } else { best });
    costs.sum()
}

/// The family of the first sound.
fn family(sounds: &[Sound]) -> Option<Sound> {
    sounds.first().map(|sound| sound.family())
}
