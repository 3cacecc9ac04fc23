//! Code lists: what is stored is a code, what is shown is a word.
//!
//! Each list is a Rust enum made by [`codes!`]. Every value has a number (what travels and is stored in facts), a code
//! (what JSON, CSV and the campaign pack carry), and a word in Hindi and one in English. A number that this version
//! does not know, from a newer peer, is kept as `Unknown(number)` and written back unchanged.

mod aadhaar;
mod card;
mod consent;
mod people;
mod visit;

pub use aadhaar::{AadhaarReason, CaseState};
pub use card::{CardKind, CardStatus};
pub use consent::{ConsentMode, Language, SignedBy};
pub use people::{Cadre, Group};
pub use visit::{
    BlankReason, CallHow, Document, LeaveReason, LikelyBand, Outcome, RationReason, RationState, ReviewKind,
};

/// The two languages of every word that a person sees. Hindi first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Lang {
    /// हिन्दी
    #[default]
    Hi,
    /// English
    En,
}

impl Lang {
    /// The Hindi or the English of two texts.
    pub fn pick<'a>(self, hindi: &'a str, english: &'a str) -> &'a str {
        match self {
            Lang::Hi => hindi,
            Lang::En => english,
        }
    }
}

/// Makes a code list: `Name = number, "CODE", "हिन्दी", "English";` a line.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $number:literal, $code:literal, $hindi:literal, $english:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $code] #[doc = $hindi] #[doc = $english] $variant,)+
            /// A number from a newer peer, kept as it came.
            Unknown(u16),
        }

        impl $name {
            /// Every value that this version knows, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The number that travels and is stored.
            pub fn number(self) -> u16 {
                match self { $($name::$variant => $number,)+ $name::Unknown(n) => n }
            }

            /// The value of a number; one that is not on the list becomes `Unknown`.
            pub fn from_number(number: u16) -> Self {
                match number { $($number => $name::$variant,)+ n => $name::Unknown(n) }
            }

            /// The code as JSON, CSV and the campaign pack carry it; `UNKNOWN` for a newer peer's.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ $name::Unknown(_) => "UNKNOWN" }
            }

            /// The value of a code, or `None` where the list has no such code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }

            /// The word in Hindi.
            pub fn hindi(self) -> &'static str {
                match self { $($name::$variant => $hindi,)+ $name::Unknown(_) => "नए संस्करण का कोड" }
            }

            /// The word in English.
            pub fn english(self) -> &'static str {
                match self { $($name::$variant => $english,)+ $name::Unknown(_) => "code of a newer version" }
            }

            /// The word in the language asked for.
            pub fn word(self, lang: $crate::codes::Lang) -> &'static str {
                lang.pick(self.hindi(), self.english())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $name::Unknown(n) => s.serialize_u16(*n),
                    known => s.serialize_str(known.code()),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Visit;
                impl serde::de::Visitor<'_> for Visit {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str(concat!("a code of ", stringify!($name)))
                    }
                    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<$name, E> {
                        $name::from_code(v).ok_or_else(|| E::custom(concat!("not a code of ", stringify!($name))))
                    }
                    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<$name, E> {
                        u16::try_from(v).map($name::from_number).map_err(E::custom)
                    }
                }
                d.deserialize_any(Visit)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(&self, e: &mut minicbor::Encoder<W>, _: &mut C)
                -> Result<(), minicbor::encode::Error<W::Error>> {
                e.u16(self.number())?;
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Ok($name::from_number(d.u16()?))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::FactKind;
    use crate::wire::pack::{Depth, PackKind};
    use crate::wire::{Advice, ErrorCode, QuarantineReason};
    use std::collections::HashSet;

    macro_rules! sound {
        ($($list:ident),+) => {$(
            let mut numbers = HashSet::new();
            let mut codes = HashSet::new();
            for v in $list::ALL {
                assert!(numbers.insert(v.number()), "{v:?}: number used twice");
                assert!(codes.insert(v.code()), "{v:?}: code used twice");
                assert_eq!($list::from_number(v.number()), *v);
                assert_eq!($list::from_code(v.code()), Some(*v));
                assert!(!v.english().is_empty());
                assert!(v.hindi().chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)) || v.code() == "RSBY",
                    "{v:?} has no Hindi word");
                let json = serde_json::to_string(v).unwrap();
                assert_eq!(serde_json::from_str::<$list>(&json).unwrap(), *v);
            }
        )+};
    }

    #[test]
    fn every_list_has_distinct_numbers_and_codes_and_words_in_both_languages() {
        sound!(
            AadhaarReason,
            CaseState,
            CardKind,
            CardStatus,
            ConsentMode,
            Language,
            SignedBy,
            Cadre,
            Group,
            BlankReason,
            CallHow,
            Document,
            LeaveReason,
            Outcome,
            RationReason,
            RationState,
            ReviewKind,
            LikelyBand,
            FactKind,
            ErrorCode,
            QuarantineReason,
            Advice,
            Depth,
            PackKind
        );
    }

    #[test]
    fn a_newer_peers_number_comes_back_as_it_came() {
        let newer = Outcome::from_number(900);
        assert_eq!(newer, Outcome::Unknown(900));
        let bytes = minicbor::to_vec(newer).unwrap();
        assert_eq!(minicbor::decode::<Outcome>(&bytes).unwrap(), newer);
        let json = serde_json::to_string(&newer).unwrap();
        assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), newer);
    }
}
