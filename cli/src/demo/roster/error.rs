//! What can go wrong while a district is made up.

use std::io;
use std::path::{Path, PathBuf};

/// Why no list was made. `Display` is English, [`Error::hindi`] Hindi; both say what to do next. Nothing but the
/// unfinished list is left behind in any case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The number of people is 0 or more than the ration card numbers can tell apart.
    #[error("The demo makes lists of 1 to {most} people, not {people}. Give another --people.")]
    People {
        /// The number asked for.
        people: u64,
        /// The largest that is made.
        most: u64,
    },
    /// More cards than people.
    #[error("{cards_made} cards cannot be made for {people} people. Give fewer cards.")]
    Cards {
        /// The cards asked for.
        cards_made: u64,
        /// The people asked for.
        people: u64,
    },
    /// A file of names or villages could not be read.
    #[error("{} could not be read ({source}). Check the path, or leave the option out: the built-in sample is then used.", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of names or villages was read but had nothing to use.
    #[error("{} has nothing to use; {wanted} is expected. Check the file, or leave the option out: the built-in sample is then used.", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Its columns as they should be.
        wanted: &'static str,
    },
    /// The list could not be written.
    #[error(
        "The made-up list could not be written ({0}). Free some space or give another folder, then run the demo again."
    )]
    Write(#[source] io::Error),
}

impl Error {
    /// The same in Hindi.
    pub fn hindi(&self) -> String {
        match self {
            Error::People { people, most } => {
                format!("डेमो 1 से {most} लोगों तक की सूची बनाता है, {people} की नहीं। --people में दूसरी संख्या दें।")
            }
            Error::Cards { cards_made, people } => {
                format!("{people} लोगों के लिए {cards_made} कार्ड नहीं हो सकते। कार्ड की संख्या कम दें।")
            }
            Error::Read { path, source } => format!(
                "{} नहीं पढ़ी जा सकी ({source})। फ़ाइल का पता जाँचें, या यह विकल्प न दें: तब साथ आए नमूने से काम होगा।",
                path.display()
            ),
            Error::Unusable { path, wanted } => format!(
                "{} में काम का कुछ नहीं मिला; {wanted} चाहिए। फ़ाइल जाँचें, या यह विकल्प न दें: तब साथ आए नमूने से काम होगा।",
                path.display()
            ),
            Error::Write(source) => format!(
                "बनावटी सूची लिखी नहीं जा सकी ({source})। जगह खाली करें या दूसरा फ़ोल्डर दें, फिर डेमो दोबारा चलाएँ।"
            ),
        }
    }

    /// A failed reading of a CSV file.
    pub(super) fn read(path: &Path, error: csv::Error) -> Error {
        Error::Read { path: path.to_owned(), source: io_error(error) }
    }

    /// A failed writing of the list.
    pub(super) fn write(error: csv::Error) -> Error {
        Error::Write(io_error(error))
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        // The kind alone: a row's text stays out of messages.
        _ => io::Error::new(io::ErrorKind::InvalidData, "not a CSV file in UTF-8"),
    }
}
