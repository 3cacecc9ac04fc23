//! Hubs to be measured: over a database of either kind, within the bench or in a process of their own, and what fills them.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;

use shivir_domain::fact::{Body, Fact};
use shivir_domain::id::{AreaId, FactId};
use shivir_domain::person::Sex;
use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::sync::SyncRequest;
use shivir_hub::Hub;
use shivir_hub::env::SystemEnv;
use shivir_hub::http::Options;
use shivir_hub::store::migrate;
use shivir_tests::common::{Phone, SAKTI, grant, invite, sqlite};
use shivir_tests::rng::Rng;
use shivir_tests::support::{Served, postgres, postgres_at};

/// First argument of the process that is a hub.
pub const SERVE: &str = "--serve";

/// Facts of a phone that fills a hub, in one request.
const AT_A_TIME: usize = 5_000;

/// Areas that a filled hub has facts of, from this number on.
const AREAS: u64 = 400;
pub const FIRST_AREA: u64 = 762_000_001;

/// Where a hub keeps its facts.
pub enum Db {
    /// `hub.db` in this folder, written through to the disk at each commit (WAL, `synchronous=full`).
    Sqlite(PathBuf),
    /// An empty database of a server with `fsync` and `synchronous_commit` on.
    Postgres(String),
}

impl Db {
    /// A file in a new folder.
    pub fn sqlite(dir: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let dir = dir.join(name);
        std::fs::create_dir_all(&dir)?;
        Ok(Self::Sqlite(dir))
    }

    /// A database of the bench's own server.
    pub fn postgres() -> Self {
        Self::Postgres(postgres::shared().database())
    }

    fn of(argument: &str) -> Self {
        match argument.starts_with("postgres://") {
            true => Self::Postgres(argument.to_owned()),
            false => Self::Sqlite(argument.into()),
        }
    }

    /// A hub over it, of Sakti where the database is new.
    pub fn hub(&self) -> Result<Hub, Box<dyn Error>> {
        let db = match self {
            Self::Sqlite(dir) => sqlite(dir),
            Self::Postgres(url) => postgres_at(url),
        };
        migrate(&*db)?;
        let hub = Hub::new(db, Arc::new(SystemEnv));
        if hub.districts()?.is_empty() {
            hub.add_district(SAKTI)?;
        }
        Ok(hub)
    }
}

/// A hub in a process of its own.
pub struct HubProcess {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    stdin: Option<ChildStdin>,
}

impl HubProcess {
    /// Over a database.
    pub fn start(db: &Db) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(std::env::current_exe()?);
        match db {
            Db::Sqlite(dir) => command.arg(SERVE).arg(dir),
            Db::Postgres(url) => command.arg(SERVE).arg(url),
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdin = child.stdin.take();
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { address: line.trim().parse()?, child, stdin })
    }

    /// The memory that it holds now, in MB.
    pub fn rss_mb(&self) -> Result<f64, Box<dyn Error>> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = status.lines().find_map(|l| l.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        Ok(kib.ok_or("no memory")?.trim().parse::<f64>()? * 1024.0 / 1e6)
    }
}

impl Drop for HubProcess {
    fn drop(&mut self) {
        // It ends with its standard input.
        self.stdin.take();
        let _ = self.child.wait();
    }
}

/// The process that is a hub.
pub fn serve(argument: &str) -> Result<(), Box<dyn Error>> {
    let hub = Db::of(argument).hub()?;
    let served = Served::start(&hub, Options::default());
    println!("{}", served.address);
    std::io::stdin().read_to_end(&mut Vec::new())?;
    served.stop();
    Ok(())
}

/// A light phone of one area, the `n`th.
pub fn phone(hub: &Hub, n: u32, area: u64) -> Result<Phone, Box<dyn Error>> {
    let invitation = invite(hub, &grant(&[area], 1));
    let salt = n.to_be_bytes();
    let bytes = std::array::from_fn(|at| salt[at % 4] ^ (at as u8));
    Phone::enrol_with(hub, &invitation, bytes).map_err(|code| format!("enrolment: {}", code.code()).into())
}

/// Facts of a real day, and what others are called whom they are told of when they are written again.
pub struct CampDay {
    pub facts: Vec<Fact>,
    pub people: Vec<(String, Sex)>,
}

impl CampDay {
    /// The facts on those of a made-up list; `list`: its file.
    pub fn of(facts: Vec<Fact>, list: &Path) -> Result<Self, Box<dyn Error>> {
        let mut people = Vec::new();
        for line in BufReader::new(File::open(list)?).lines().skip(1) {
            let line = line?;
            let mut columns = line.split(',').skip(3);
            let name = columns.next().ok_or("a list without names")?;
            let sex = if columns.nth(3) == Some("महिला") { Sex::Female } else { Sex::Male };
            people.push((name.to_owned(), sex));
        }
        Ok(Self { facts, people })
    }
}

/// Lets a phone write the first facts of a day once more, about others: `salt` is another each time.
pub fn write_again(phone: &mut Phone, day: &CampDay, most: usize, salt: u32) -> Result<(), Box<dyn Error>> {
    let facts = day.facts.get(..most).unwrap_or(&day.facts);
    let mut rng = Rng::new(salt.into());
    let (before, area) = (phone.own.len(), phone.grant.areas.first().ok_or("no area")?.area);
    let id = |at: usize| FactId { stream: phone.stream, seq: (before + at) as u64 + 1 };
    let mut written = Vec::with_capacity(facts.len());
    for (at, fact) in facts.iter().enumerate() {
        let mut body = fact.body().map_err(|_| "a body")?.ok_or("no body")?;
        // Whoever comes without being on the list is another person each time, not the same one many times over.
        if let Body::PersonAdded(details) = &mut body {
            let (name, sex) = day.people.get(rng.below(day.people.len())).ok_or("no people")?;
            (details.name_hi, details.sex) = (Some(name.clone()), Some(*sex));
            details.mobile = Some(7_000_000_000 + rng.below(2_999_999_999) as u64);
        }
        let mut header = fact.header.clone();
        // What its author had seen of the day has its place in this phone's stream too.
        let seen = header.base.iter().filter_map(|base| facts.iter().position(|fact| fact.id() == *base));
        header.base = seen.map(id).collect();
        (header.id, header.area) = (id(at), area);
        (header.author, header.typist) = (phone.typist, phone.typist);
        for (byte, salt) in header.subject.0.iter_mut().skip(12).zip(salt.to_be_bytes()) {
            *byte ^= salt;
        }
        written.push(Fact::write(header, &body));
    }
    phone.own.append(&mut written);
    Ok(())
}

/// Fills a hub with so many facts, like those of a day, of so many areas. `first`: number of the first phone.
pub fn fill(hub: &Hub, day: &CampDay, facts: usize, first: u32) -> Result<(), Box<dyn Error>> {
    let mut left = facts;
    for n in first.. {
        if left == 0 {
            return Ok(());
        }
        let area = AreaId(FIRST_AREA + u64::from(n) % AREAS);
        let mut phone = phone(hub, n, area.0)?;
        let most = left.min(AT_A_TIME);
        for turn in 0.. {
            let room = most - phone.own.len();
            if room == 0 {
                break;
            }
            write_again(&mut phone, day, room, n * 64 + turn + 1)?;
        }
        left -= most;
        while phone.acked < most as u64 {
            let (bytes, _) = phone.request();
            let reply = hub.handle(SyncRequest::PATH, &bytes);
            phone.told(&reply.bytes, &bytes).map_err(|code| format!("sync: {}", code.code()))?;
        }
    }
    Ok(())
}
