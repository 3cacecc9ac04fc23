//! A real PostgreSQL: Debian's binaries, a folder of its own, a socket in it and no port on the network. It ends with the
//! process that began it, however that ends: a shell outside of it waits on a pipe.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A server.
pub struct Postgres {
    dir: PathBuf,
    bin: PathBuf,
    count: AtomicU32,
    /// When it closes, the server is stopped and its folder removed.
    _pipe: ChildStdin,
    _watch: Child,
}

/// The server that the tests of a process share; each has a database of its own.
pub fn shared() -> &'static Postgres {
    static SHARED: OnceLock<Postgres> = OnceLock::new();
    SHARED.get_or_init(Postgres::begin)
}

impl Postgres {
    /// A server of one's own.
    pub fn begin() -> Self {
        let bin = binaries();
        let dir = tempfile::tempdir().unwrap().keep();
        if let Some((user, group)) = other_user() {
            chown(&dir, Some(user), Some(group)).unwrap();
        }
        let (folder, bins) = (dir.display(), bin.display());
        // Beyond the reach of signals to the tests' own group.
        let mut watch = Command::new("setsid")
            .args(["sh", "-c"])
            .arg(format!(
                "trap '' INT TERM HUP; read _; {} {bins}/pg_ctl -D {folder}/data -m immediate stop >/dev/null 2>&1; \
                 rm -rf {folder}",
                as_postgres().join(" ")
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let pipe = watch.stdin.take().unwrap();
        let server = Self { dir, bin, count: AtomicU32::new(0), _pipe: pipe, _watch: watch };
        let data = server.data();
        let made = ["-D", &data, "-A", "trust", "-U", "hub", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
        server.run("initdb", &made);
        server.start();
        server
    }

    /// Starts it; it takes connections once this returns.
    pub fn start(&self) {
        let log = format!("{}/log", self.dir.display());
        // Only the socket: no port of the machine is taken, so that any number of servers run beside each other.
        let options = format!(
            "-k {} -h '' -c fsync=on -c synchronous_commit=on -c max_connections=200 -c shared_buffers=32MB",
            self.dir.display()
        );
        self.run("pg_ctl", &["-D", &self.data(), "-l", &log, "-o", &options, "-w", "start"]);
    }

    /// Stops it as a crash would, and waits until it is gone.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    /// The address of a database that is empty.
    pub fn database(&self) -> String {
        let name = format!("t{}", self.count.fetch_add(1, Ordering::SeqCst));
        let socket = self.dir.display().to_string();
        self.run("createdb", &["-h", &socket, "-U", "hub", &name]);
        format!("postgres://hub@/{name}?host={}", socket.replace('/', "%2F"))
    }

    fn data(&self) -> String {
        format!("{}/data", self.dir.display())
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut line = as_postgres();
        line.push(self.bin.join(program).display().to_string());
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).args(arguments).current_dir(&self.dir);
        // Into a file: the server would hold a pipe open for as long as it runs.
        let said = tempfile::tempfile().unwrap();
        command.stdin(Stdio::null()).stdout(said.try_clone().unwrap()).stderr(said.try_clone().unwrap());
        let status = command.status().unwrap();
        assert!(status.success(), "{program}: {}", read(said));
    }
}

fn read(mut file: std::fs::File) -> String {
    use std::io::{Read, Seek};
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

/// Debian's, else those on the path.
fn binaries() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<PathBuf> = debian.filter_map(|v| Some(v.ok()?.path().join("bin"))).collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::env::split_paths(&path).chain(found).filter(|bin| bin.join("initdb").exists());
    all.last().expect("PostgreSQL is not installed: run scripts/setup.sh")
}

fn root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// PostgreSQL refuses to run as root: there it runs as its own user.
fn as_postgres() -> Vec<String> {
    if root() { ["runuser", "-u", "postgres", "--"].map(str::to_owned).to_vec() } else { vec!["env".into()] }
}

fn other_user() -> Option<(u32, u32)> {
    let id = |flag: &str| {
        let said = Command::new("id").args([flag, "postgres"]).output().ok()?;
        String::from_utf8(said.stdout).ok()?.trim().parse().ok()
    };
    if root() {
        Some((id("-u").expect("a user postgres"), id("-g").expect("a group postgres")))
    } else {
        None
    }
}

/// Its folder, for what looks into it.
impl AsRef<Path> for Postgres {
    fn as_ref(&self) -> &Path {
        &self.dir
    }
}
