//! What every command has at hand: the global options, and the way to the database.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use shivir_domain::codes::Lang;
use shivir_hub::env::SystemEnv;
use shivir_hub::store::{Postgres, Sqlite, Storage, migrate};
use shivir_hub::{Hub, HubError};
use tokio::runtime::Runtime;

use crate::args::Global;
use crate::fail::{self, Fail};
use crate::key::{self, Key, beside};
use crate::lock::Lock;
use crate::parse::{self, Db};

/// The global options of this run.
pub(crate) struct Ctx {
    global: Global,
}

/// Whether a command may begin a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin {
    /// An empty one gets its tables; a file that is not there is made.
    Yes,
    /// There has to be one.
    No,
}

/// A database that is open, and the hub over it.
pub(crate) struct Opened {
    pub hub: Hub,
    /// Where it is a file.
    pub sqlite: Option<Arc<Sqlite>>,
    pub runtime: Runtime,
    pub _lock: Option<Lock>,
}

impl Ctx {
    /// From the options as parsed.
    pub fn new(global: Global) -> Self {
        Self { global }
    }

    /// The language of the answers.
    pub fn lang(&self) -> Lang {
        self.global.lang
    }

    /// One JSON object on stdout and nothing else.
    pub fn json(&self) -> bool {
        self.global.json
    }

    /// Which database: the option's, else the environment's.
    pub fn db(&self) -> Result<Db, Fail> {
        if let Some(db) = &self.global.db {
            return Ok(db.clone());
        }
        let set = std::env::var("SHIVIR_HUB_DB").ok();
        set.and_then(|text| parse::db(&text).ok()).ok_or_else(|| {
            Fail::usage(
                "कौन-सा डेटाबेस? --db sqlite:FILE या --db postgres://USER@HOST/DATABASE लिखें।",
                "Which database? Write --db sqlite:FILE or --db postgres://USER@HOST/DATABASE.",
            )
        })
    }

    /// The key of an SQLite file. Data without its key is never given a new one.
    pub fn key(&self, db: &Path, begin: Begin) -> Result<Key, Fail> {
        let file = self.global.key_file.clone().unwrap_or_else(|| beside(db, ".key"));
        key::from_file(&file, begin == Begin::Yes && !db.exists())
    }

    /// Opens the database.
    pub fn open(&self, begin: Begin) -> Result<Opened, Fail> {
        let runtime = runtime()?;
        let (db, sqlite, lock): (Arc<dyn Storage>, _, _) = match self.db()? {
            Db::Sqlite(path) => {
                if begin == Begin::No && !path.exists() {
                    return Err(no_database());
                }
                let lock = Lock::shared(&path)?;
                let key = self.key(&path, begin)?;
                make(&path).map_err(|e| fail::file(&path, &e))?;
                let db = Arc::new(Sqlite::open(&path, &key)?);
                (db.clone(), Some(db), Some(lock))
            }
            Db::Postgres(url) => {
                let db = Postgres::new(&url, runtime.handle().clone()).map_err(|_| address())?;
                (Arc::new(db), None, None)
            }
        };
        if begin == Begin::Yes || db.version()? > 0 {
            migrate(&*db)?;
        } else {
            return Err(no_database());
        }
        let hub = Hub::new(db, Arc::new(SystemEnv));
        Ok(Opened { hub, sqlite, runtime, _lock: lock })
    }
}

impl Opened {
    /// The district that is meant: the one named, else the only one there is.
    pub fn district(&self, named: Option<u32>) -> Result<u32, Fail> {
        if let Some(code) = named {
            return Ok(code);
        }
        match self.hub.districts()?[..] {
            [only] => Ok(only),
            [] => Err(Fail::refused(
                "no_district",
                "अभी कोई ज़िला नहीं है। पहले जोड़ें: shivir-hub district add CODE",
                "There is no district yet. Add one first: shivir-hub district add CODE",
            )),
            _ => Err(Fail::usage(
                "यहाँ कई ज़िले हैं: --district से बताएँ।",
                "There are several districts here: say which with --district.",
            )),
        }
    }
}

/// A runtime for the server and for PostgreSQL's connections.
pub(crate) fn runtime() -> Result<Runtime, Fail> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|_| HubError::Internal("runtime").into())
}

/// The file is its owner's alone from its first byte.
fn make(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(e),
        _ => Ok(()),
    }
}

fn no_database() -> Fail {
    Fail::refused(
        "no_database",
        "यहाँ अभी सर्वर का डेटाबेस नहीं है। पता देखें, या पहले बनाएँ: shivir-hub migrate",
        "There is no database of a hub here yet. Look at the path, or make it first: shivir-hub migrate",
    )
}

fn address() -> Fail {
    Fail::usage(
        "PostgreSQL का पता ठीक नहीं: postgres://USER@HOST/DATABASE",
        "The address of PostgreSQL is not right: postgres://USER@HOST/DATABASE",
    )
}
