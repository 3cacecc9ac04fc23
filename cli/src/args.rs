//! The options and commands. Help stands in Hindi and English on one line, since it is printed before any language is
//! chosen.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use shivir_domain::codes::Lang;

use crate::cmd;
use crate::parse;

/// The command line.
#[derive(Parser)]
#[command(
    name = "shivir",
    version,
    about = "शिविर साथी: आयुष्मान कार्ड शिविर, बिना नेटवर्क के · Ayushman card camps, without a network",
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
    /// डेटा का फ़ोल्डर · Folder of the data [default: $XDG_DATA_HOME/shivir or ~/.local/share/shivir]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// कुंजी की फ़ाइल, पहली बार बन जाती है · File of the key, made on first use [default: DIR/key]
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// केवल एक JSON ऑब्जेक्ट छापें · Print exactly one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// उत्तर की भाषा · Language of the answers
    #[arg(long, global = true, value_name = "hi|en", default_value = "hi", value_parser = parse::lang(), hide_possible_values = true)]
    pub lang: Lang,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// अभियान पैक · The campaign pack
    #[command(subcommand)]
    Campaign(cmd::campaign::Args),
    /// कार्यकर्ता · Workers
    #[command(subcommand)]
    Worker(cmd::worker::Args),
    /// ज़िले की सूची · The district's list
    #[command(subcommand)]
    Roster(cmd::roster::Args),
    /// नाम, राशन कार्ड या पर्ची से खोजें · Find people by name, ration card or slip
    Search(cmd::search::Args),
    /// एक व्यक्ति: कार्ड, इतिहास, केस · One person: cards, history, cases
    Person(cmd::person::Args),
    /// एक परिवार के सूचीबद्ध सदस्य · The listed members of a household
    Household(cmd::person::HouseholdArgs),
    /// व्यक्ति या परिवार का पंजीयन · Register a person or a household
    Register(Box<cmd::register::Args>),
    /// अधूरे पंजीयन · Drafts: registrations that are not confirmed yet
    #[command(subcommand)]
    Draft(cmd::draft::Args),
    /// गलत पंजीयन वापस लें · Take a mistaken registration back
    Withdraw(cmd::withdraw::Args),
    /// आधार अपडेट और राशन कार्ड के केस · Aadhaar updates and ration-card cases
    #[command(subcommand)]
    Case(cmd::case::Args),
    /// जाँच: दो लोगों ने अलग कहा, दो बार पंजीयन, संभवतः वही व्यक्ति · Review items: list and settle
    #[command(subcommand)]
    Review(cmd::review::Args),
    /// दिन की रिपोर्ट · The day's report
    Tally(cmd::tally::Args),
    /// खाता: लक्ष्य = बने + शेष · The ledger: target, made, left
    Ledger(cmd::tally::LedgerArgs),
    /// ज़िले को भेजना बाकी · What waits to be sent to the district
    Outbox,
    /// ज़िले से जुड़ना · Enrol this phone in the district
    Enrol(cmd::enrol::Args),
    /// ज़िले से मेल: कितना हुआ, कूरियर की फ़ाइलें · Sync: how far it is, and the courier's files
    Sync(cmd::sync::Args),
    /// खराब फ़ाइल से बचाव · Salvage a damaged file
    Salvage,
    /// कुंजी: मुहरबंद करना, वापस पाना · The key: seal it, get it back
    #[command(subcommand)]
    Key(cmd::key::Args),
    /// यहाँ क्या-क्या है, एक नज़र में · What is here, at a glance
    Status,
    /// एक बनाए हुए ज़िले में पूरा शिविर-दिन · A whole camp day over a made-up district
    Demo(cmd::demo::Args),
    /// The process that plays the demo's day.
    #[command(hide = true)]
    DemoWorker(cmd::demo::WorkerArgs),
}
