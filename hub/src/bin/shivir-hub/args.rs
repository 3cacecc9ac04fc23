//! The options and commands. Help stands in Hindi and English on one line, since it is printed before any language is
//! chosen.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use shivir_domain::codes::Lang;

use crate::cmd;
use crate::parse::{self, Db};

/// The command line.
#[derive(Parser)]
#[command(
    name = "shivir-hub",
    version,
    about = "शिविर साथी: ज़िले का सर्वर · The district's hub",
    disable_help_subcommand = true,
    max_term_width = 110
)]
pub(crate) struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Clone)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// डेटाबेस: sqlite:फ़ाइल या postgres://… · Database [default: $SHIVIR_HUB_DB]
    #[arg(long, global = true, value_name = "sqlite:FILE|postgres://…", value_parser = parse::db)]
    pub db: Option<Db>,
    /// SQLite की कुंजी की फ़ाइल, पहली बार बन जाती है · File of SQLite's key, made on first use [default: FILE.key]
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// केवल एक JSON ऑब्जेक्ट छापें · Print exactly one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// उत्तर की भाषा · Language of the answers
    #[arg(long, global = true, value_name = "hi|en", default_value = "hi", value_parser = parse::lang, hide_possible_values = true)]
    pub lang: Lang,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// फ़ोनों के लिए चालू करें · Serve phones until told to stop
    Serve(cmd::serve::Args),
    /// डेटाबेस तैयार करें · Make the tables of an empty database
    Migrate,
    /// ज़िले · Districts
    #[command(subcommand)]
    District(cmd::district::Args),
    /// फ़ोन जोड़ने का कोड और QR · A one-time code and QR for a phone
    Enrol(cmd::enrol::Args),
    /// जुड़े हुए फ़ोन · The phones of a district
    Devices(cmd::device::Args),
    /// फ़ोन बंद करें · Take a phone's rights back
    Revoke(cmd::device::RevokeArgs),
    /// भूला PIN: फ़ोन के कोड का उत्तर · A forgotten PIN: the answer to the phone's code
    PinReset(cmd::pin::Args),
    /// अलग रखे अभिलेख · Records kept aside
    #[command(subcommand)]
    Quarantine(cmd::quarantine::Args),
    /// ज़िले की सूची · The district's list
    #[command(subcommand)]
    Roster(cmd::roster::Args),
    /// पोर्टल से मिली कार्डों की सूची · The portal's lists of cards
    #[command(subcommand)]
    Cards(cmd::cards::Args),
    /// अभियान पैक · The campaign pack that phones get
    #[command(subcommand)]
    Campaign(cmd::campaign::Args),
    /// कूरियर की लाई फ़ाइल का उत्तर · Answer a file that a courier brought
    Courier(cmd::courier::Args),
    /// चालू डेटाबेस की प्रति · Copy the database while it is in use
    Backup(cmd::backup::Args),
    /// प्रति वापस लाएँ · Put a copy in place
    Restore(cmd::restore::Args),
    /// नया युग, PostgreSQL की प्रति वापस लाने के बाद · A new epoch, after PostgreSQL came back from a copy
    #[command(subcommand)]
    Epoch(cmd::restore::EpochArgs),
    /// सब कुछ फिर से जोड़कर जाँचें · Compute everything anew and compare
    Verify,
}
