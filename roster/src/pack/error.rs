//! Why a pack is not taken.

use std::io;

use shivir_domain::leb::Unreadable;
use thiserror::Error;

/// Why a pack cannot be read. Carries nothing of its contents.
#[derive(Debug, Error)]
pub enum PackError {
    /// The file does not begin as a pack does.
    #[error("the file is no roster pack")]
    NotAPack,
    /// Made by a newer version, in a format that this one does not know.
    #[error("the roster pack has format {format}, newer than this version knows")]
    Newer {
        /// The number of its format.
        format: u16,
    },
    /// The file ends too early. What is there may be right: see [`super::held`].
    #[error("the roster pack is cut short")]
    Cut,
    /// What it holds is not what its header, or the address under which it was asked for, says.
    #[error("the roster pack was altered")]
    Altered,
    /// It is whole, and yet its rows make no sense: it was made wrongly.
    #[error("the roster pack was made wrongly")]
    Malformed,
    /// The bytes could not be read.
    #[error("the roster pack could not be read: {0}")]
    Io(io::Error),
}

impl From<Unreadable> for PackError {
    fn from(_: Unreadable) -> Self {
        Self::Malformed
    }
}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Cut,
            _ => Self::Io(error),
        }
    }
}

impl PackError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAPack => "not_a_pack",
            Self::Newer { .. } => "pack_newer_format",
            Self::Cut => "pack_cut",
            Self::Altered => "pack_altered",
            Self::Malformed => "pack_malformed",
            Self::Io(_) => "pack_unreadable",
        }
    }

    /// What happened, what is safe and what to do next, in Hindi.
    pub fn hindi(&self) -> String {
        let (what, next) = match self {
            Self::NotAPack => ("यह फ़ाइल सूची का पैक नहीं है।", "सही फ़ाइल चुनें।"),
            Self::Newer { .. } => ("यह पैक ऐप के नए संस्करण का है।", "ऐप को अपडेट करें, फिर यही पैक लगाएँ।"),
            Self::Cut => {
                ("पैक अधूरा है: पूरी फ़ाइल नहीं आई।", "बाकी हिस्सा फिर से मँगाएँ; जो आ चुका वह दोबारा नहीं आएगा।")
            }
            Self::Altered => ("पैक में कुछ बदल गया है या खराब हो गया है।", "पैक को फिर से मँगाएँ।"),
            Self::Malformed => ("पैक गलत बना है।", "जिले को बताएँ और नया पैक मँगाएँ।"),
            Self::Io(_) => ("पैक पढ़ा नहीं जा सका।", "फ़ाइल दोबारा कॉपी करें और फिर कोशिश करें।"),
        };
        format!("{what} कुछ भी बदला नहीं गया; पहले की सूची सुरक्षित है। {next}")
    }

    /// What happened, what is safe and what to do next, in English.
    pub fn english(&self) -> String {
        let (what, next) = match self {
            Self::NotAPack => ("This file is no roster pack.", "Choose the right file."),
            Self::Newer { .. } => {
                ("This pack is for a newer version of the app.", "Update the app, then install this pack.")
            }
            Self::Cut => (
                "The pack is not whole: a part of the file is missing.",
                "Fetch the rest; what has come need not come again.",
            ),
            Self::Altered => ("The pack was altered or damaged.", "Fetch it again."),
            Self::Malformed => ("The pack was made wrongly.", "Tell the district and ask for a new one."),
            Self::Io(_) => ("The pack could not be read.", "Copy the file again and retry."),
        };
        format!("{what} Nothing was changed; the earlier list is safe. {next}")
    }
}
