//! What every command has at hand: the global options, and the way to the store.

use std::io::IsTerminal;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_domain::codes::Lang;

use crate::args::Global;
use crate::fail::Fail;
use crate::paths;

/// The global options of this run.
pub(crate) struct Ctx {
    global: Global,
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

    /// The folder of the data, where it was named.
    pub fn named_data_dir(&self) -> Option<&std::path::Path> {
        self.global.data_dir.as_deref()
    }

    /// The folder of the data.
    pub fn data_dir(&self) -> Result<PathBuf, Fail> {
        paths::data_dir(self.global.data_dir.as_deref())
    }

    /// The file of the key.
    pub fn key_file(&self) -> Result<PathBuf, Fail> {
        match &self.global.key_file {
            Some(file) => Ok(file.clone()),
            None => Ok(self.data_dir()?.join("key")),
        }
    }

    /// The key, made on first use. Data without its key is never given a new one.
    pub fn key(&self) -> Result<StoreKey, Fail> {
        let (dir, file) = (self.data_dir()?, self.key_file()?);
        paths::make(&dir)?;
        if !file.exists() && dir.join("camp.db").exists() {
            let name = file.display();
            return Err(Fail::refused(
                "key_missing",
                format!(
                    "इस डेटा की कुंजी «{name}» नहीं मिली। डेटा जैसा था वैसा ही सुरक्षित है। --key-file से कुंजी बताएँ, या shivir key recover चलाएँ।"
                ),
                format!(
                    "The key of this data, \"{name}\", is not there. The data is safe as it was. Name the key with --key-file, or run shivir key recover."
                ),
            ));
        }
        Ok(StoreKey::from_file(&file, &SystemEnv)?)
    }

    /// Opens the store, does the work, and closes the store again.
    pub fn with_core<T>(&self, work: impl FnOnce(&Core) -> Result<T, Fail>) -> Result<T, Fail> {
        let key = self.key()?;
        let options = StoreOptions::at(self.data_dir()?);
        let core = Core::open(options, key, std::sync::Arc::new(SystemEnv))?;
        let done = work(&core);
        core.store().close();
        done
    }

    /// A bar on stderr where a person looks on, else one that shows nothing. `length`: steps, 0 where not known.
    pub fn bar(&self, length: u64, text: &str) -> ProgressBar {
        let seen = !self.json() && std::io::stderr().is_terminal();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {percent} % {eta}") {
            bar.set_style(style);
        }
        bar.set_message(text.to_owned());
        bar
    }

    /// A person sits before it and can be asked.
    pub fn someone_there(&self) -> bool {
        !self.json() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }
}
