//! Reading what operators type. Errors say what is expected and quote nothing.

use std::path::PathBuf;

use shivir_domain::codes::{Cadre, Lang};
use shivir_domain::day::Day;
use shivir_domain::fact::FactHash;
use shivir_domain::id::{AreaId, FactId, PersonId, WorkerId};
use shivir_domain::wire::enrol::AreaGrant;
use shivir_domain::wire::pack::Depth;
use shivir_hub::cards::LeftKey;

/// Which database.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// A file.
    Sqlite(PathBuf),
    /// A server, by its address.
    Postgres(String),
}

/// `sqlite:FILE`, `postgres://…`, `postgresql://…`.
pub(crate) fn db(text: &str) -> Result<Db, String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(Db::Postgres(text.to_owned()));
    }
    match text.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
        Some(path) if !path.is_empty() => Ok(Db::Sqlite(path.into())),
        _ => Err("sqlite:FILE / postgres://USER@HOST/DATABASE".to_owned()),
    }
}

/// `hi` or `en`.
pub(crate) fn lang(text: &str) -> Result<Lang, String> {
    match text {
        "hi" => Ok(Lang::Hi),
        "en" => Ok(Lang::En),
        _ => Err("hi / en".to_owned()),
    }
}

/// `AREA:full` or `AREA:minimal`.
pub(crate) fn area(text: &str) -> Result<AreaGrant, String> {
    let found = text.split_once(':').and_then(|(area, depth)| {
        let depth = match depth.to_ascii_lowercase().as_str() {
            "full" => Depth::Full,
            "minimal" => Depth::Minimal,
            _ => return None,
        };
        Some(AreaGrant { area: AreaId(area.trim().parse().ok()?), depth })
    });
    found.ok_or_else(|| "AREA:full / AREA:minimal".to_owned())
}

/// A worker: a name, what she is, and her id where she had a phone before.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    pub name: String,
    pub cadre: Cadre,
    pub id: Option<WorkerId>,
}

/// `NAME:CADRE` or `NAME:CADRE:ID`.
pub(crate) fn worker(text: &str) -> Result<Worker, String> {
    let mut parts = text.split(':');
    let (name, cadre, id) = (parts.next(), parts.next(), parts.next());
    let found = name.map(str::trim).filter(|name| !name.is_empty()).and_then(|name| {
        let cadre = Cadre::from_code(&cadre?.trim().to_ascii_uppercase())?;
        let id = match id {
            Some(id) => Some(WorkerId::parse(id.trim())?),
            None => None,
        };
        Some(Worker { name: name.to_owned(), cadre, id })
    });
    match (found, parts.next()) {
        (Some(worker), None) if worker.name.chars().count() <= 200 => Ok(worker),
        _ => Err("NAME:CADRE / NAME:CADRE:ID (MITANIN, AWW, VLE …)".to_owned()),
    }
}

/// A record in quarantine, `STREAM/NUMBER/HASH` as the list shows it.
pub(crate) fn aside(text: &str) -> Result<(FactId, FactHash), String> {
    let found = text.rsplit_once('/').and_then(|(fact, hash)| {
        let digits = hash.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some((FactId::parse(fact)?, FactHash(bytes)))
    });
    found.ok_or_else(|| "STREAM/NUMBER/HASH".to_owned())
}

/// A day, `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "YYYY-MM-DD".to_owned())
}

/// A row of a portal's file that is kept aside, as `cards left` names it.
pub(crate) fn card_row(text: &str) -> Result<LeftKey, String> {
    LeftKey::parse(text).ok_or_else(|| "ROW (32 × 0-9 a-f)".to_owned())
}

/// A person's id.
pub(crate) fn person(text: &str) -> Result<PersonId, String> {
    PersonId::parse(text).ok_or_else(|| "PERSON".to_owned())
}

/// The public address of the hub, as it stands in QR codes.
pub(crate) fn url(text: &str) -> Result<String, String> {
    let right = (text.starts_with("https://") || text.starts_with("http://")) && text.len() <= 500;
    if right && !text.chars().any(|sign| sign.is_control() || sign.is_whitespace()) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("https://… / http://…".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_keeps_her_id_on_a_new_phone() {
        let id = WorkerId([7; 16]);
        let read = worker(&format!("सुनीता बाई:mitanin:{id}")).unwrap();
        assert_eq!((read.name.as_str(), read.cadre, read.id), ("सुनीता बाई", Cadre::Mitanin, Some(id)));
        assert!(worker("सुनीता").is_err() && worker("सुनीता:QUEEN").is_err() && worker(":AWW").is_err());
        assert!(worker("सुनीता:AWW:7").is_err() && worker(&format!("सुनीता:AWW:{id}:x")).is_err());
    }

    #[test]
    fn databases_and_areas_are_read_or_refused() {
        assert!(matches!(db("sqlite:hub.db"), Ok(Db::Sqlite(path)) if path.ends_with("hub.db")));
        assert!(matches!(db("postgres://hub@host/hub"), Ok(Db::Postgres(_))));
        assert!(db("hub.db").is_err() && db("sqlite:").is_err() && db("mysql://x").is_err());
        assert_eq!(area("42:Full"), Ok(AreaGrant { area: AreaId(42), depth: Depth::Full }));
        assert!(area("42").is_err() && area("x:full").is_err() && area("42:all").is_err());
    }
}
