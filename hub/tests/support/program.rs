//! The real program, as an operator runs it: a folder, a key, a database.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use shivir_domain::wire::enrol::Invitation;

use crate::support::Line;

/// Where every key of an answer is documented.
const GUIDE: &str = include_str!("../../../docs/HUB.md");

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The one object on stdout; the guide names each of its keys.
    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{}{}", self.stdout, self.stderr);
        let value: Value = serde_json::from_str(&self.stdout).unwrap();
        documented(&value);
        assert_eq!(value["ok"], self.exit == 0, "{value}");
        value
    }
}

fn documented(value: &Value) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            assert!(GUIDE.contains(&format!("`{key}`")), "{key} is not in docs/HUB.md");
            documented(value);
        }),
        Value::Array(all) => all.iter().for_each(documented),
        _ => {}
    }
}

/// A district office.
pub struct Office {
    dir: tempfile::TempDir,
    db: String,
}

impl Office {
    /// With a database in a file.
    pub fn with_sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let db = format!("sqlite:{}", dir.path().join("hub.db").display());
        Self { dir, db }
    }

    /// With a database on a server.
    pub fn with_postgres(url: String) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), db: url }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shivir-hub"));
        command.args(arguments).arg("--db").arg(&self.db);
        command.current_dir(self.dir.path()).env_clear().stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran {
            exit: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs it with `--json`, which has to succeed.
    pub fn ok(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{arguments:?}: {}", ran.stdout);
        ran.json()
    }

    /// Runs it with `--json`, which has to be refused with this code.
    pub fn refused(&self, arguments: &[&str], code: &str) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        let value = ran.json();
        assert_eq!((ran.exit, &value["code"]), (1, &Value::from(code)), "{arguments:?}: {value}");
        value
    }

    /// A code for a phone of these areas.
    pub fn invite(&self, areas: &[&str], worker: &str) -> Invitation {
        let mut arguments = vec!["enrol", "--worker", worker, "--url", "https://hub.example/"];
        areas.iter().for_each(|area| arguments.extend(["--area", area]));
        let said = self.ok(&arguments);
        Invitation::parse(said["invitation"].as_str().unwrap()).unwrap()
    }

    /// Serves; up once this returns. Its log goes to the file `log`, after what is there.
    pub fn serve(&self) -> Serving {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.path("log")).unwrap();
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{}", self.log()));
        documented(&said);
        let address = said["address"].as_str().unwrap().parse().unwrap();
        Serving { child, out, address }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap()
    }
}

/// The program while it serves.
pub struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
    pub address: SocketAddr,
}

impl Serving {
    pub fn line(&self) -> Line {
        Line::to(self.address)
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; gives its exit code. It says nothing more on stdout.
    pub fn stop(mut self) -> i32 {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        self.child.wait().unwrap().code().unwrap()
    }
}

/// A test that fails leaves no process behind.
impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
