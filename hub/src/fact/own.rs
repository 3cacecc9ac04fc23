//! Facts that the hub writes itself: what it finds, and what the desk decides. They go down to phones like others.

use std::collections::{BTreeMap, BTreeSet};

use shivir_domain::fact::{Body, Fact, Header};
use shivir_domain::fold::heads;
use shivir_domain::hlc::{Hlc, HlcClock};
use shivir_domain::id::{AreaId, DeviceId, FactId, StreamId, SubjectId, WorkerId};

use super::{Applied, Told, facts_of_all, insert, joined, refold_subject};
use crate::args;
use crate::district::District;
use crate::env::{Env, drawn, india};
use crate::error::HubError;
use crate::store::{Tx, first, number};

/// The device of the hub's own facts: no phone has it, for a phone's is drawn at random by its key.
pub const HUB_DEVICE: DeviceId = DeviceId([0; 16]);

/// The author of what the hub finds by itself; what the desk decides has its officer's name.
pub const HUB_AUTHOR: WorkerId = WorkerId([0; 16]);

/// What the hub says.
pub(crate) struct Saying {
    /// Who decided it: [`HUB_AUTHOR`], or an officer.
    pub by: WorkerId,
    /// To whose phones it goes.
    pub area: AreaId,
    pub subject: SubjectId,
    pub body: Body,
}

/// Writes a fact in the stream of the district's epoch, gives it its number, and folds what it is about. The district is
/// held ([`District::lock`]), and its count is written back by whoever holds it.
pub(crate) fn say(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    saying: &Saying,
) -> Result<Fact, HubError> {
    let written = write_down(tx, district, env, std::slice::from_ref(saying))?;
    refold_subject(tx, district.code, saying.subject)?;
    written.into_iter().next().map(|applied| applied.fact).ok_or(HubError::Internal("fact"))
}

/// The same for several facts, which whoever holds the district folds too.
pub(crate) fn write_down(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    sayings: &[Saying],
) -> Result<Vec<Applied>, HubError> {
    if sayings.is_empty() {
        return Ok(Vec::new());
    }
    let (code, now) = (district.code, env.now_ms());
    let (stream, mut seq, mut time) = own_stream(tx, district, env)?;
    let subjects: BTreeSet<SubjectId> = sayings.iter().map(|saying| saying.subject).collect();
    let facts = facts_of_all(tx, code, subjects.iter().copied())?;
    let mut facts: BTreeMap<SubjectId, Vec<Fact>> = subjects.iter().copied().zip(facts).collect();
    // Of one who is joined with another, what is said knows of all that was said under either id.
    for subject in joined(tx, code, &subjects.into_iter().collect::<Vec<_>>())? {
        facts.insert(subject, Told::of(tx, code, subject.into())?.facts);
    }
    let (day, minute) = india(now);
    let mut written = Vec::with_capacity(sayings.len());
    for saying in sayings {
        let facts = facts.entry(saying.subject).or_default();
        let known: Vec<&Fact> = facts.iter().collect();
        let base = heads(&known);
        seq += 1;
        // Its own clock is the one that others are judged by.
        time = HlcClock::new(time, now).tick(now);
        let header = Header {
            id: FactId { stream, seq },
            time,
            author: saying.by,
            typist: saying.by,
            day,
            minute: Some(minute),
            area: saying.area,
            kind: saying.body.kind(),
            subject: saying.subject,
            base,
        };
        let fact = Fact::write(header, &saying.body);
        facts.push(fact.clone());
        district.number.0 += 1;
        let (number, device) = (district.number, HUB_DEVICE);
        written.push(Applied { fact, number, device, released: false, flag: None });
    }
    let seq = number(seq)?;
    tx.run(
        "insert into hub_stream (district, epoch, stream, seq, time) values ($1, $2, $3, $4, $5) \
         on conflict (district, epoch) do update set seq = excluded.seq, time = excluded.time",
        args![code, number(district.epoch.0)?, &stream.0, seq, number(time.0)?],
    )?;
    tx.run("update stream set upto = $3 where district = $1 and stream = $2", args![code, &stream.0, seq])?;
    insert(tx, code, &written)?;
    Ok(written)
}

/// The stream of the district's epoch, its last number, and the time of its last fact.
fn own_stream(tx: &mut dyn Tx, district: &District, env: &dyn Env) -> Result<(StreamId, u64, Hlc), HubError> {
    let sql = "select stream, seq, time from hub_stream where district = $1 and epoch = $2";
    if let Some(mut row) = first(tx, sql, args![district.code, number(district.epoch.0)?])? {
        return Ok((StreamId(row.array(0)?), row.num(1)?, Hlc(row.num(2)?)));
    }
    let stream = drawn::<16>(env)?;
    // Bound to the hub like a phone's to the phone: nobody else can write in it.
    tx.run(
        "insert into stream (district, stream, device, upto, announced) values ($1, $2, $3, 0, $4)",
        args![district.code, &stream, &HUB_DEVICE.0, &[0u8; 0]],
    )?;
    Ok((StreamId(stream), 0, Hlc::default()))
}
