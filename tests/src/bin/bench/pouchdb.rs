//! The hub's peer: PouchDB pushing to express-pouchdb, each a process of its own, over HTTP on the same machine. As it comes it
//! answers before anything is on the disk; it is measured so, and with a LevelDB that is told to sync each write.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use shivir_domain::fact::{Body, Fact};

use super::target;

/// Where the peer is described.
const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/pouchdb");
const FILES: [&str; 5] = ["package.json", "package-lock.json", ".npmrc", "server.js", "push.js"];

/// Documents in a request: as PouchDB does where nobody says otherwise, and as many as a phone of ours sends.
pub const DEFAULT_BATCH: usize = 100;
pub const LARGE_BATCH: usize = 1_000;

/// A fact as a document.
pub fn record(fact: &Fact) -> Result<String, Box<dyn Error>> {
    let h = &fact.header;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let id = format!("{}-{:08}", hex(&h.id.stream.0), h.id.seq);
    let base: Vec<String> =
        h.base.iter().map(|base| format!("{}-{:08}", hex(&base.stream.0), base.seq)).collect();
    let body: Value = match fact.body().map_err(|_| "a body")?.ok_or("no body")? {
        Body::Visit(visit) => serde_json::to_value(visit)?,
        Body::PersonAdded(details) => serde_json::to_value(details)?,
        _ => return Err("a fact of another kind".into()),
    };
    Ok(json!({
        "_id": id, "ms": h.time.ms(), "author": hex(&h.author.0), "typist": hex(&h.typist.0),
        "day": h.day.days(), "minute": h.minute, "area": h.area.0, "kind": h.kind.number(),
        "subject": hex(&h.subject.0), "base": base, "body": body,
    })
    .to_string())
}

/// Documents a second of a push of these, so many in a request, each write synced or not; none where there is no npm.
pub fn push(
    dir: &Path,
    records: &[String],
    batch: usize,
    synced: bool,
) -> Result<Option<f64>, Box<dyn Error>> {
    let Some(home) = install()? else {
        return Ok(None);
    };
    let file = dir.join("records.jsonl");
    std::fs::write(&file, records.join("\n"))?;
    let folder = dir.join(format!("pouchdb-{batch}-{synced}"));
    std::fs::create_dir(&folder)?;
    let mut server = Command::new("node");
    let server = server.current_dir(&home).arg("server.js").arg(&folder).args(synced.then_some("sync"));
    let mut server = server.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut port = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut port)?;
    let address = format!("http://127.0.0.1:{}/camp", port.trim());
    let mut pushing = Command::new("node");
    let pushing =
        pushing.current_dir(&home).arg("push.js").arg(&file).args([address, batch.to_string()]).output();
    // The server ends with its standard input.
    drop(server.stdin.take());
    server.wait()?;
    let pushed = pushing?;
    if !pushed.status.success() {
        return Err(format!("PouchDB: {}", String::from_utf8_lossy(&pushed.stderr)).into());
    }
    let said: Value = serde_json::from_slice(&pushed.stdout)?;
    let number = |key: &str| said.get(key).and_then(Value::as_f64).ok_or("PouchDB said nothing");
    Ok(Some(number("docs")? * 1e3 / number("ms")?))
}

/// Installs the peer into the build folder, as its lock file says, where it is not there already.
fn install() -> Result<Option<PathBuf>, Box<dyn Error>> {
    let home = Path::new(target()).join("peers/pouchdb");
    std::fs::create_dir_all(&home)?;
    let lock = Path::new(PEER).join("package-lock.json");
    let installed = home.join("node_modules").exists()
        && std::fs::read(home.join("package-lock.json")).ok() == Some(std::fs::read(lock)?);
    for file in FILES {
        std::fs::copy(Path::new(PEER).join(file), home.join(file))?;
    }
    if installed {
        return Ok(Some(home));
    }
    let npm = Command::new("npm").current_dir(&home).args(["ci", "--ignore-scripts"]).output();
    Ok(npm.is_ok_and(|npm| npm.status.success()).then_some(home))
}
