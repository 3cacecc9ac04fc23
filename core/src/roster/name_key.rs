//! The key by which new people, who are on no list, are found by name.

use shivir_domain::fact::Details;

use super::words::each_word;

/// The words of both names, each behind a space, so that a prefix of any word is found.
pub(crate) fn name_key(details: &Details) -> String {
    let mut key = String::new();
    for name in [&details.name_hi, &details.name_en].into_iter().flatten() {
        each_word(name, &mut String::new(), |word| {
            key.push(' ');
            key.push_str(word);
        });
    }
    key
}
