//! A laptop: a folder of its own, and the program run in it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// Where every key is documented.
const GUIDE: &str = include_str!("../../../docs/guide/en/cli.md");

/// What a run came to.
pub struct Ran {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The one JSON object on stdout, on one line, with nothing before or after it; the guide names each of its keys.
    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{}", self.stdout);
        let value: Value = serde_json::from_str(&self.stdout).unwrap();
        assert_eq!(value["ok"], self.exit == 0, "{value}");
        for key in value.as_object().unwrap().keys() {
            assert!(GUIDE.contains(&format!("`{key}`")), "{key} is not in the guide");
        }
        if value["ok"] == false {
            assert!(value["code"].is_string() && value["message"].is_string(), "{value}");
        }
        value
    }
}

pub struct Laptop {
    dir: tempfile::TempDir,
}

impl Laptop {
    /// With nothing done before.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With the campaign of Sakti and one mitanin.
    pub fn of_sakti() -> Self {
        let laptop = Self::new();
        laptop.ok(&["campaign", "load", "sakti-2023"]);
        laptop.ok(&["worker", "add", "--name", "सुनीता", "--cadre", "MITANIN"]);
        laptop
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shivir"));
        command.args(arguments).arg("--data-dir").arg(self.data()).env_clear().stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments).output().unwrap())
    }

    /// Runs it with these lines typed, and says what it came to.
    pub fn type_in(&self, arguments: &[&str], lines: &[&str]) -> Ran {
        let mut child = self.waiting(arguments);
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
        drop(stdin);
        ran(child.wait_with_output().unwrap())
    }

    /// Starts it with an open stdin.
    pub fn waiting(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs it with `--json`, which has to succeed.
    pub fn ok(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.exit, 0, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.stderr, "", "{arguments:?}");
        ran.json()
    }

    /// Runs it with `--json`, which has to be refused with this code.
    pub fn refused(&self, arguments: &[&str], code: &str) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.exit, 1, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        let value = ran.json();
        assert_eq!(value["code"], code, "{value}");
        value
    }

    /// Every file under the folder of the data.
    pub fn files(&self) -> Vec<PathBuf> {
        fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, files);
                } else {
                    files.push(path);
                }
            }
        }
        let mut files = Vec::new();
        walk(self.dir.path(), &mut files);
        files
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A registration of someone new whose Aadhaar blocks the card.
pub const BLOCKED: &[&str] = &[
    "register",
    "--new-name",
    "सीता बाई",
    "--village",
    "सपोस",
    "--age",
    "45",
    "--sex",
    "F",
    "--consent",
    "thumb",
    "--document",
    "AADHAAR",
    "RATION_CARD",
    "--outcome",
    "BLOCKED_AADHAAR",
    "--reason",
    "MOBILE",
    "--last4",
    "2346",
];
