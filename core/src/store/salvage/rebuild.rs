//! The new `camp.db`, from what the pages of the damaged one give.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use shivir_domain::fact::FactKind;
use shivir_domain::fold::FOLD_VERSION;
use shivir_domain::id::{PersonId, StreamId};

use super::harvest::Harvest;
use super::pages::Pages;
use super::report::{Gap, LostFacts, SalvageReport};
use super::tables::Tables;
use super::{Progress, switch};
use crate::error::CoreError;
use crate::store::{
    BUILT_MS, Mode, StoreFile, StoreKey, StoreOptions, connect, meta, migrate, open, refold, set_meta,
};

/// Fills the new file under its working name. Where that fails, nothing is left of it.
pub(super) fn rebuild(
    options: &StoreOptions,
    key: &StoreKey,
    pages: &Pages,
    progress: &mut Progress,
) -> Result<SalvageReport, CoreError> {
    let part = switch::part(options);
    let filled = connect(options, key, StoreFile::Camp, &part, Mode::Build)
        .and_then(|db| fill(db, options, pages, progress));
    if filled.is_err() {
        open::remove(&part)?;
    }
    filled
}

fn fill(
    mut db: Connection,
    options: &StoreOptions,
    pages: &Pages,
    progress: &mut Progress,
) -> Result<SalvageReport, CoreError> {
    // Rows come in the order of pages: a fact may come before its stream.
    db.execute_batch("pragma foreign_keys = off")?;
    migrate::CAMP.bring_up_to_date(&mut db)?;
    let tables = Tables::of(&db)?;
    db.execute_batch("begin; delete from meta;")?;
    let mut harvest = Harvest::begin(pages, &tables, &db)?;
    harvest.bring(&mut progress.part(40, 60))?;
    harvest.facts.settle(&db)?;
    let lost = lost(&db)?;
    let lost_count: u64 = lost.iter().map(LostFacts::count).sum();
    let slips = settle_tick(&db, &harvest, lost_count)?;
    settle_meta(&db, options)?;
    let mut report = SalvageReport {
        pages: pages.count,
        pages_damaged: pages.damaged.iter().copied().collect(),
        log_pages_damaged: pages.frames_damaged,
        rows_unread: harvest.unread,
        listing_lost: listing_lost(&db)?,
        lost,
        slips,
        ..SalvageReport::default()
    };
    drop(harvest);
    refold::everyone(&db, &mut progress.part(60, 99))?;
    report.lost_people = lost_people(&db)?;
    crate::sync::after_salvage(&db)?;
    // Rows of people whose facts are all lost: they are in the report.
    db.execute_batch("delete from person where id not in (select subject from fact union select person from joined); commit;")?;
    count(&db, &mut report)?;
    db.close().map_err(|(_, e)| e)?;
    Ok(report)
}

/// Facts that the damaged file knew of and that were not saved.
fn lost(db: &Connection) -> Result<Vec<LostFacts>, CoreError> {
    let mut missing: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    // Of one's own streams every number up to the highest is known to have been there. Of others' only what an index says:
    // a phone holds the facts of its areas, not whole streams.
    let mut query = db.prepare(
        "with known (stream, seq) as ( \
             select stream, seq from seen_id \
             union select s.no, b.seq from seen_base b join stream s on s.id = b.stream and s.own \
             union select no, acked from stream where own and acked > 0), \
         top (stream, seq) as ( \
             select s.no, max(coalesce((select max(seq) from fact where stream = s.no), 0), \
                 coalesce((select max(seq) from known where stream = s.no), 0)) \
             from stream s where s.own), \
         every (stream, seq) as ( \
             select stream, seq from top where seq > 0 \
             union all select stream, seq - 1 from every where seq > 1) \
         select stream, seq from known union select stream, seq from every \
         except select stream, seq from fact",
    )?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for row in rows {
        let (stream, seq) = row?;
        missing.entry(stream).or_default().insert(seq);
    }
    let mut lost = Vec::new();
    for (no, seqs) in missing {
        let mut query = db.prepare_cached("select id, own, acked from stream where no = ?")?;
        // The index knows a stream of which neither its row nor any fact is left: it has no name any more.
        let (stream, own, acked) = query
            .query_map([no], |r| Ok((r.get(0).map(StreamId)?, r.get(1)?, r.get(2)?)))?
            .next()
            .transpose()?
            .unwrap_or((StreamId([0; 16]), true, 0));
        lost.push(LostFacts { stream, own, ranges: ranges(&seqs), acked });
    }
    Ok(lost)
}

fn ranges(numbers: &BTreeSet<i64>) -> Vec<Gap> {
    let mut ranges: Vec<Gap> = Vec::new();
    for n in numbers.iter().filter_map(|n| u64::try_from(*n).ok()) {
        match ranges.last_mut() {
            Some(gap) if gap.last + 1 == n => gap.last = n,
            _ => ranges.push(Gap { first: n, last: n }),
        }
    }
    ranges
}

/// People of whom a fact is lost: by the index, by the visits as they were folded, by a row without facts.
fn lost_people(db: &Connection) -> Result<Vec<PersonId>, CoreError> {
    let mut query = db.prepare(
        "select subject from seen_subject where no not in (select no from fact) \
         union select id from person where id not in (select subject from fact union select person from joined) \
         except select id from worker",
    )?;
    let rows = query.query_map([], |r| r.get(0).map(PersonId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// People who are on the list, since no fact adds them, and whose row of the list is gone.
fn listing_lost(db: &Connection) -> Result<u64, CoreError> {
    let sql = format!(
        "select count(*) from ({} except select id from person except select subject from fact where kind = {})",
        refold::people_sql(),
        FactKind::PersonAdded.number()
    );
    Ok(db.query_row(&sql, [], |r| r.get(0))?)
}

/// Writes the counters: none goes backwards. Returns the slip counter.
fn settle_tick(db: &Connection, harvest: &Harvest, lost: u64) -> Result<u32, CoreError> {
    let (tick, facts) = (&harvest.tick, &harvest.facts);
    let mut query = db.prepare("select id from stream where own")?;
    let own = query.query_map([], |r| r.get(0).map(StreamId))?.collect::<Result<Vec<_>, _>>()?;
    let latest = own.iter().filter_map(|s| facts.latest.get(s)).max();
    let phone = match tick.phone {
        0 => own.iter().filter_map(|s| facts.phones.get(s)).max().map_or(0, |(_, phone)| *phone),
        phone => phone,
    };
    let mut slips = tick.slips.max(facts.slips.get(&phone).copied().unwrap_or(0));
    if !tick.latest {
        // Each fact that is lost may have given a slip.
        slips = slips.saturating_add(i64::try_from(lost).unwrap_or(i64::MAX));
    }
    let slips = u32::try_from(slips).unwrap_or(u32::MAX);
    let hlc = tick.hlc.max(latest.map_or(0, |t| t.cast_signed()));
    let trusted = tick.trusted_ms.max(BUILT_MS.cast_signed());
    db.execute(
        "update tick set hlc = ?, trusted_ms = ?, slips = ?, phone = ?",
        params![hlc, trusted, slips, phone],
    )?;
    Ok(slips)
}

/// Where the settings are gone, the roster in the folder is still the roster.
fn settle_meta(db: &Connection, options: &StoreOptions) -> Result<(), CoreError> {
    set_meta(db, "fold_version", FOLD_VERSION)?;
    if meta::<String>(db, "roster")?.is_some() {
        return Ok(());
    }
    let latest = std::fs::read_dir(&options.dir)?
        .flatten()
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let roster = name.starts_with("roster-") && name.ends_with(".db");
            roster.then_some((e.metadata().ok()?.modified().ok()?, name))
        })
        .max();
    match latest {
        Some((_, name)) => set_meta(db, "roster", name),
        None => Ok(()),
    }
}

fn count(db: &Connection, report: &mut SalvageReport) -> Result<(), CoreError> {
    let of = |sql: &str| -> Result<u64, CoreError> { Ok(db.query_row(sql, [], |r| r.get(0))?) };
    report.facts = of("select count(*) from fact")?;
    report.forks = of("select count(*) from fork")?;
    report.people = of("select count(*) from person")?;
    report.cases = of("select (select count(*) from aadhaar_case) + (select count(*) from ration_case)")?;
    report.drafts = of("select count(*) from draft")?;
    report.workers = of("select count(*) from worker")?;
    report.campaigns =
        of("select count(*) from campaign where id = (select value from meta where name = 'campaign')")?;
    Ok(())
}
