//! Words in two languages, and the reading of codes and texts in a pack.

use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer};
use serde::{Deserialize, Serialize};

use crate::codes::Lang;

/// What [`filled`] says of an empty text; the parser turns it into a sentence in both languages.
pub(super) const EMPTY: &str = "empty text";
/// What [`hindi`] says of a Hindi text without a letter of Devanagari.
pub(super) const NOT_HINDI: &str = "no Hindi in the Hindi text";

/// A text in Hindi and English. A pack in which either is empty, or the Hindi has no Devanagari, is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Text {
    /// हिन्दी
    #[serde(deserialize_with = "hindi")]
    pub hi: String,
    /// English
    #[serde(deserialize_with = "filled")]
    pub en: String,
}

impl Text {
    /// The text in the language asked for.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.hi, &self.en)
    }
}

/// How sure a rule is, so that an administrator knows what to check first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Sure {
    /// Stands in the order itself.
    Order,
    /// A published source.
    Published,
    /// A weak source.
    Weak,
    /// General knowledge, to be checked.
    General,
}

/// A text that is not empty, in any language.
pub(super) fn filled<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    let text = String::deserialize(d)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom(EMPTY));
    }
    Ok(text)
}

/// A text that is not empty and has a letter of Devanagari.
pub(super) fn hindi<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    let text = filled(d)?;
    if !text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)) {
        return Err(D::Error::custom(NOT_HINDI));
    }
    Ok(text)
}

/// A value of a code list, written as its code. The lists read bare numbers too, for facts of newer peers; a pack may
/// not, since a number there is a slip of the pen.
struct Known<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = String::deserialize(d)?;
        let code: serde::de::value::StrDeserializer<'_, D::Error> = code.as_str().into_deserializer();
        T::deserialize(code).map(Known)
    }
}

/// One code.
pub(super) fn code<'de, D: Deserializer<'de>, T: DeserializeOwned>(d: D) -> Result<T, D::Error> {
    Known::deserialize(d).map(|known: Known<T>| known.0)
}

/// One code or `null`; with `#[serde(default)]` also an absent field.
pub(super) fn code_or_none<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    d: D,
) -> Result<Option<T>, D::Error> {
    Option::<Known<T>>::deserialize(d).map(|known| known.map(|known| known.0))
}

/// A list of codes.
pub(super) fn codes<'de, D: Deserializer<'de>, T: DeserializeOwned>(d: D) -> Result<Vec<T>, D::Error> {
    Vec::<Known<T>>::deserialize(d).map(|list| list.into_iter().map(|known| known.0).collect())
}
