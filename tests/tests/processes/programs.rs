//! The two programs, built once, and an office and a phone that run them.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::Value;

/// LGD code of Sakti.
pub const SAKTI: &str = "762";

/// The gram panchayat of Sapos, where everyone is registered.
pub const SAPOS: &str = "762000001";

/// The folder of the programs, which are brought up to date with the same profile as this test: cargo gives a test its own
/// package's programs alone, and an old one would prove nothing.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut command = Command::new(cargo);
        without_package(&mut command);
        let built = command
            .args([
                "build",
                "--locked",
                "-p",
                "shivir",
                "-p",
                "shivir-hub",
                "--bins",
                "--profile",
                profile(&folder),
            ])
            .arg("--target-dir")
            .arg(folder.parent().unwrap())
            .status()
            .unwrap();
        assert!(built.success(), "the programs could not be built");
        folder
    })
}

/// Takes away what cargo tells a test of its package: build scripts that look at it would run again each time.
pub fn without_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if ["CARGO_MANIFEST", "CARGO_PKG", "CARGO_CRATE", "CARGO_PRIMARY"].iter().any(|p| name.starts_with(p))
        {
            command.env_remove(name);
        }
    }
}

/// The profile whose folder this is.
pub fn profile(folder: &Path) -> &str {
    match folder.file_name().unwrap().to_str().unwrap() {
        "debug" => "dev",
        other => other,
    }
}

/// What a run came to; exit is none where it was killed.
#[derive(Debug)]
pub struct Ran {
    pub exit: Option<i32>,
    pub stdout: String,
}

impl Ran {
    /// The object that it printed, where it came to print it whole.
    pub fn said(&self) -> Option<Value> {
        serde_json::from_str(&self.stdout).ok()
    }

    /// The object, where all went well.
    pub fn ok(self) -> Value {
        let said = self.said().unwrap_or_default();
        assert!(self.exit == Some(0) && said["ok"] == true, "{:?} {}", self.exit, self.stdout);
        said
    }
}

/// Runs a program to its end; it is killed (`kill -9`) after so long.
pub fn run_for(command: &mut Command, most: Duration) -> Ran {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let (give, take) = channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        // Its end closes the pipe.
        let _ = out.read_to_string(&mut text);
        let _ = give.send(text);
    });
    let stdout = take.recv_timeout(most).unwrap_or_else(|_| {
        child.kill().unwrap();
        take.recv().unwrap()
    });
    Ran { exit: child.wait().unwrap().code(), stdout }
}

/// Long enough for whatever is not to be killed.
pub const LONG: Duration = Duration::from_secs(120);

/// A district office with a hub of Sakti.
pub struct Office {
    pub dir: tempfile::TempDir,
    db: String,
    /// Where it listens whenever it is up.
    pub address: SocketAddr,
}

impl Office {
    pub fn with_sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let db = format!("sqlite:{}", dir.path().join("hub.db").display());
        Self::begun(dir, db)
    }

    pub fn with_postgres(url: String) -> Self {
        Self::begun(tempfile::tempdir().unwrap(), url)
    }

    fn begun(dir: tempfile::TempDir, db: String) -> Self {
        // The same port after each restart, as in an office.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let office = Self { dir, db, address };
        office.ok(&["district", "add", SAKTI]);
        office.ok(&["campaign", "load", "sakti-2023"]);
        office
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(folder().join("shivir-hub"));
        command.args(arguments).args(["--json", "--db", &self.db]).env_clear();
        command
    }

    /// Runs it, which has to succeed.
    pub fn ok(&self, arguments: &[&str]) -> Value {
        run_for(&mut self.command(arguments), LONG).ok()
    }

    /// Serves; up once this returns. None where it could not start, the database being down.
    pub fn serve(&self) -> Option<Serving> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.dir.path().join("log"));
        let mut command = self.command(&["serve", "--listen", &self.address.to_string()]);
        let mut child = command.stdout(Stdio::piped()).stderr(log.unwrap()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let serving = Serving(child);
        (!line.is_empty()).then_some(serving)
    }

    /// Enrols a phone over the network, under this address.
    pub fn enrol(&self, phone: &Phone, url: &str) {
        let said = self.invite(url);
        phone.ok(&["campaign", "load", "sakti-2023"]);
        phone.ok(&["enrol", "--invitation", said["invitation"].as_str().unwrap()]);
    }

    /// A code for a phone of Sapos.
    pub fn invite(&self, url: &str) -> Value {
        let area = format!("{SAPOS}:full");
        self.ok(&["enrol", "--area", &area, "--worker", "सुनीता बाई:MITANIN", "--url", url])
    }

    /// Facts of the district, where every sum and every fold is right and no number is missing.
    pub fn facts(&self) -> u64 {
        let said = self.ok(&["verify"]);
        let district = &said["districts"][0];
        assert_eq!((&district["right"], &district["numbers_missing"]), (&true.into(), &0.into()), "{said}");
        district["facts"].as_u64().unwrap()
    }
}

/// A hub that is up. Dropped, it is killed (`kill -9`).
pub struct Serving(pub Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A phone: a folder, and `shivir` run in it.
pub struct Phone(pub PathBuf);

impl Phone {
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(folder().join("shivir"));
        command.args(arguments).arg("--json").arg("--data-dir").arg(&self.0).env_clear();
        command
    }

    /// Runs it, which has to succeed.
    pub fn ok(&self, arguments: &[&str]) -> Value {
        run_for(&mut self.command(arguments), LONG).ok()
    }

    /// Registers someone new of Sapos; killed after so long.
    pub fn register(&self, name: &str, age: u64, most: Duration) -> Ran {
        run_for(&mut self.registering(name, age), most)
    }

    /// The same, where several workers are bound to the phone.
    pub fn register_as(&self, worker: &str, name: &str, age: u64) -> Ran {
        run_for(self.registering(name, age).args(["--worker", worker]), LONG)
    }

    fn registering(&self, name: &str, age: u64) -> Command {
        let (age, outcome) = (age.to_string(), "BLOCKED_AADHAAR");
        let whom = ["register", "--new-name", name, "--village", "सपोस", "--age", &age, "--sex", "F"];
        let answers = ["--consent", "thumb", "--document", "AADHAAR", "RATION_CARD", "--outcome", outcome];
        let mut command = self.command(&whom);
        command.args(answers).args(["--reason", "MOBILE", "--area", SAPOS]);
        command
    }
}
