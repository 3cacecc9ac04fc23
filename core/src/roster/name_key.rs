//! The key by which new people, who are on no list, are found by name.

use shivir_domain::fact::Details;

/// The words of both names, lower case, each behind a space, so that a prefix of any word is found.
pub(crate) fn name_key(details: &Details) -> String {
    let mut key = String::new();
    for name in [&details.name_hi, &details.name_en].into_iter().flatten() {
        for word in name.split_whitespace() {
            key.push(' ');
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    key
}
