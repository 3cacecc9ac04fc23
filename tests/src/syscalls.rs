//! Counting the system calls that make data durable, as the kernel sees them, by running a program under `strace`.
//!
//! The program says where it is by [`mark`]; the trace is cut there, so that a test can tell the syncs of one
//! confirmation from those of a checkpoint before it.

use std::io;
use std::process::{Command, Output};
use std::{fs, path::Path};

/// The calls counted. The question mark lets strace pass over one that a machine does not have.
const TRACED: &str = "trace=?fsync,?fdatasync,?sync_file_range,?sync_file_range2,?msync,?sync,?syncfs,\
                      ?readlink,?readlinkat";
/// No such place exists, so reading it as a link only fails; but strace shows the call with the whole string.
const MARK: &str = "/nowhere/shivir-mark/";

/// Shows `label` in the trace of this process, by a system call that changes nothing. Costs about a microsecond when
/// nobody traces. `label` should be short and plain: letters, digits, spaces.
pub fn mark(label: &str) {
    // Failing is what it is for.
    let _ = fs::read_link(format!("{MARK}{label}"));
}

/// What cannot be counted.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The machine has no strace.
    #[error("strace is not installed: the sync calls cannot be counted (Debian: apt-get install strace)")]
    Missing,
    /// strace or the program failed.
    #[error("the traced program ended with {status}: {stderr}")]
    Failed {
        /// How it ended.
        status: String,
        /// What it wrote to standard error, strace's own words included.
        stderr: String,
    },
    /// The trace could not be kept or read.
    #[error("the trace could not be read")]
    Io(#[from] io::Error),
}

/// One system call that syncs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncCall {
    /// Its name: `fdatasync`, `fsync`, …
    pub call: String,
    /// The file or directory synced, when the call names one.
    pub path: Option<String>,
}

/// What happened from one mark to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// The mark it begins with; empty for what came before the first.
    pub label: String,
    /// The syncs, in order.
    pub calls: Vec<SyncCall>,
}

/// Runs `command` to its end under strace, with its threads and children, and gives the windows in order.
/// Its standard output is thrown away.
///
/// # Errors
/// When strace is missing, or the program does not exit with 0.
pub fn trace(command: &Command) -> Result<Vec<Window>, TraceError> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("trace");
    let output = run(command, &trace).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => TraceError::Missing,
        _ => TraceError::Io(error),
    })?;
    if !output.status.success() {
        return Err(TraceError::Failed {
            status: output.status.to_string(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    Ok(windows(&String::from_utf8_lossy(&fs::read(trace)?)))
}

fn run(command: &Command, trace: &Path) -> io::Result<Output> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-s", "4096", "-e", "signal=none", "-e", TRACED, "-o"]);
    strace.arg(trace).arg("--").arg(command.get_program());
    strace.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    if let Some(dir) = command.get_current_dir() {
        strace.current_dir(dir);
    }
    strace.output()
}

/// Cuts a trace, as `strace -f -y -o` writes it, at its marks.
fn windows(trace: &str) -> Vec<Window> {
    let mut windows = vec![Window::default()];
    for line in trace.lines() {
        // "1234  fdatasync(5</tmp/camp.db-wal>) = 0"; a call that another thread's line cuts in two is counted where it
        // begins, and its "<... fdatasync resumed>" is not.
        let call = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let Some((name, rest)) = call.split_once('(') else {
            continue;
        };
        if name.starts_with("readlink") {
            if let Some((_, label)) = rest.split_once(MARK) {
                let label = label.split('"').next().unwrap_or_default().to_owned();
                windows.push(Window { label, calls: Vec::new() });
            }
        } else if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && let Some(window) = windows.last_mut()
        {
            let path = rest.split_once('<').and_then(|(_, path)| path.split_once('>'));
            window.calls.push(SyncCall {
                call: name.to_owned(),
                path: path.map(|(path, _)| path.to_owned()).filter(|path| path.starts_with('/')),
            });
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trace_is_cut_at_its_marks_and_resumed_calls_count_once() {
        let trace = r#"10    readlink("/etc/localtime", "x", 4095) = 1
10    fsync(3</tmp>)                    = 0
10    readlink("/nowhere/shivir-mark/confirm 1", 0x7f, 256) = -1 ENOENT (No such file or directory)
10    fdatasync(5</tmp/camp.db-wal> <unfinished ...>
11    readlinkat(AT_FDCWD, "/nowhere/shivir-mark/confirmed 1",  <unfinished ...>
10    <... fdatasync resumed>)          = 0
11    <... readlinkat resumed>0x7f, 256) = -1 ENOENT (No such file or directory)
11    sync()                            = 0
11    +++ exited with 0 +++
"#;
        let call = |call: &str, path: Option<&str>| SyncCall {
            call: call.to_owned(),
            path: path.map(str::to_owned),
        };
        let window = |label: &str, calls| Window { label: label.to_owned(), calls };
        assert_eq!(
            windows(trace),
            [
                window("", vec![call("fsync", Some("/tmp"))]),
                window("confirm 1", vec![call("fdatasync", Some("/tmp/camp.db-wal"))]),
                window("confirmed 1", vec![call("sync", None)]),
            ]
        );
    }

    #[test]
    fn failing_program_is_an_error_that_says_why() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo broken >&2; exit 3"]);
        match trace(&command) {
            Err(TraceError::Failed { stderr, .. }) => {
                assert!(stderr.contains("broken"), "{stderr}")
            }
            other => panic!("{other:?}"),
        }
    }
}
