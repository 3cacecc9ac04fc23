//! Facts that the hub writes itself: what it finds, and what the desk decides. They go down to phones like others.

use shivir_domain::fact::{Body, Fact, Header, causal_order};
use shivir_domain::hlc::{Hlc, HlcClock};
use shivir_domain::id::{AreaId, DeviceId, FactId, StreamId, SubjectId, WorkerId};

use super::{Applied, Told, insert, refold_subject};
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
pub(crate) struct Saying<'a> {
    /// Who decided it: [`HUB_AUTHOR`], or an officer.
    pub by: WorkerId,
    /// To whose phones it goes.
    pub area: AreaId,
    pub subject: SubjectId,
    pub body: &'a Body,
}

/// Writes a fact in the stream of the district's epoch, gives it its number, and folds what it is about. The district is
/// held ([`District::lock`]), and its count is written back by whoever holds it.
pub(crate) fn say(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    saying: &Saying,
) -> Result<Fact, HubError> {
    let (code, epoch, now) = (district.code, number(district.epoch.0)?, env.now_ms());
    let sql = "select stream, seq, time from hub_stream where district = $1 and epoch = $2";
    let held = first(tx, sql, args![code, epoch])?;
    let (stream, seq, time) = match held {
        Some(mut row) => (StreamId(row.array(0)?), row.num::<u64>(1)? + 1, Hlc(row.num(2)?)),
        None => {
            let stream = drawn::<16>(env)?;
            // Bound to the hub like a phone's to the phone: nobody else can write in it.
            tx.run(
                "insert into stream (district, stream, device, upto, announced) values ($1, $2, $3, 0, $4)",
                args![code, &stream, &HUB_DEVICE.0, &[0u8; 0]],
            )?;
            (StreamId(stream), 1, Hlc::default())
        }
    };
    let facts = Told::of(tx, code, saying.subject.into())?.facts;
    let known: Vec<&Fact> = facts.iter().collect();
    let mut base: Vec<FactId> =
        causal_order(&known).heads().into_iter().filter_map(|head| facts.get(head)).map(Fact::id).collect();
    base.sort_unstable();
    let (day, minute) = india(now);
    let header = Header {
        id: FactId { stream, seq },
        // Its own clock is the one that others are judged by.
        time: HlcClock::new(time, now).tick(now),
        author: saying.by,
        typist: saying.by,
        day,
        minute: Some(minute),
        area: saying.area,
        kind: saying.body.kind(),
        subject: saying.subject,
        base,
    };
    let fact = Fact::write(header, saying.body);
    tx.run(
        "insert into hub_stream (district, epoch, stream, seq, time) values ($1, $2, $3, $4, $5) \
         on conflict (district, epoch) do update set seq = excluded.seq, time = excluded.time",
        args![code, epoch, &stream.0, number(seq)?, number(fact.header.time.0)?],
    )?;
    tx.run(
        "update stream set upto = $3 where district = $1 and stream = $2",
        args![code, &stream.0, number(seq)?],
    )?;
    district.number.0 += 1;
    let (number, device) = (district.number, HUB_DEVICE);
    let applied = Applied { fact, number, device, released: false, flag: None };
    insert(tx, code, std::slice::from_ref(&applied))?;
    refold_subject(tx, code, saying.subject)?;
    Ok(applied.fact)
}
