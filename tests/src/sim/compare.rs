//! Everything is at rest: the hub is held against the book, and everybody against everybody.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::FactHash;
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId};
use shivir_hub::store::{Row, Value};

use super::hubs::id_of;
use super::template::look_into;
use super::trace::note;
use super::world::World;
use super::{Broken, Kind};

/// What a store has of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    hash: [u8; 32],
    area: AreaId,
    subject: PersonId,
    whole: bool,
}

type Facts = BTreeMap<FactId, Held>;

/// What is folded of a person: rows as texts, by the facts that they are folded of.
type Rows = BTreeMap<PersonId, Vec<String>>;

/// Who is shown under another id, and that.
type Joined = BTreeMap<PersonId, PersonId>;

/// Whose rows were seen first, by the person and the facts that they are folded of.
type Seen = BTreeMap<(PersonId, Vec<FactId>), (String, Vec<String>)>;

/// What a table has of each person: the person first, then what is compared.
const HUB_ROWS: [(&str, &str); 4] = [
    ("person", "select person, area, class, open_case from person where district = $1"),
    (
        "visit",
        "select person, stream, seq, camp, day, area, family, vay_vandana from visit where district = $1",
    ),
    (
        "case",
        "select person, stream, seq, area, state, reason, since, due, open from aadhaar_case where district = $1",
    ),
    ("review", "select subject, id, kind, field, facts, open from review where district = $1 and noted = 0"),
];

const PHONE_ROWS: [(&str, &str); 4] = [
    // Those beside the target the phone tells apart, the hub does not.
    ("person", "select id, area, case when class in (0, 6) then 5 else class end, open_case from person"),
    (
        "visit",
        "select v.person, s.id, f.seq, v.camp, v.day, v.area, v.family, v.vay_vandana from visit v \
         join fact f on f.no = v.fact join stream s on s.no = f.stream",
    ),
    (
        "case",
        "select c.person, s.id, f.seq, c.area, c.state, c.reason, c.since, c.due, c.open from aadhaar_case c \
         join fact f on f.no = c.fact join stream s on s.no = f.stream",
    ),
    // What was noted on arrival is no fold: a phone notes by its own clock.
    ("review", "select subject, id, kind, field, facts, open from review where kind not in (?, ?)"),
];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn told(value: ValueRef) -> String {
    match value {
        ValueRef::Null => "-".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => hex(bytes),
    }
}

fn told_by_hub(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::Int(number) => number.to_string(),
        Value::Bytes(bytes) => hex(bytes),
        Value::Text(text) => hex(text.as_bytes()),
    }
}

impl World<'_> {
    /// Looks at everything.
    pub fn look_at_everything(&mut self) -> Result<(), Broken> {
        self.all_acknowledged_is_held()?;
        let (hub, aside) = (self.hub_facts()?, self.hub_aside()?);
        self.book_is_kept(&hub, &aside);
        self.nothing_twice()?;
        let verified = self.hub()?.verify(self.template.district)?;
        if verified.numbers_missing > 0 {
            self.fail(
                Kind::Duplicated,
                format!("{} numbers of the count are nobody's", verified.numbers_missing),
            );
        }
        if !verified.is_right() {
            self.fail(Kind::Diverged, format!("the hub's own sums or folds are wrong: {verified:?}"));
        }
        let mut folds = Seen::new();
        let (rows, joined) = (self.hub_folds()?, self.joined_at_hub()?);
        self.same_folds("the hub", &hub, rows, &joined, &mut folds);
        let devices = self.hub()?.devices(self.template.district)?;
        for phone in 0..self.phones.len() {
            let device = devices.iter().find(|state| Some(state.device) == self.phones[phone].device);
            let db = look_into(&self.phones[phone].dir)?;
            let own_sums = self.phones[phone].core.as_ref().map(|core| core.sums_hold()).transpose()?;
            if own_sums == Some(false) {
                self.fail(Kind::Diverged, format!("phone {phone}: its sums are not those of its facts"));
            }
            let here = facts_at(&db)?;
            if let Some(device) = device.filter(|device| !device.revoked) {
                for granted in &device.grant.areas {
                    self.same_facts(phone, granted.area, &here, &hub, &aside);
                }
            }
            self.same_folds(&format!("phone {phone}"), &here, folds_at(&db)?, &joined_at(&db)?, &mut folds);
        }
        note!(self, "{} facts at the hub, {} aside, {} folds compared", hub.len(), aside.len(), folds.len());
        Ok(())
    }

    fn hub_facts(&self) -> Result<Facts, Broken> {
        let sql = "select stream, seq, hash, area, subject, body from fact where district = $1";
        let held = |row: &Row| match &row.0[2..] {
            [Value::Bytes(hash), Value::Int(area), Value::Bytes(subject), body] => Some(Held {
                hash: hash.as_slice().try_into().ok()?,
                area: AreaId(area.unsigned_abs()),
                subject: PersonId::from_slice(subject)?,
                whole: *body != Value::Null,
            }),
            _ => None,
        };
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        Ok(rows.iter().filter_map(|row| Some((id_of(row)?, held(row)?))).collect())
    }

    fn hub_aside(&self) -> Result<BTreeSet<(FactId, [u8; 32])>, Broken> {
        let sql = "select stream, seq, hash from quarantine where district = $1";
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        let hash = |row: &Row| match row.0.get(2) {
            Some(Value::Bytes(hash)) => <[u8; 32]>::try_from(&hash[..]).ok(),
            _ => None,
        };
        Ok(rows.iter().filter_map(|row| Some((id_of(row)?, hash(row)?))).collect())
    }

    /// Every registration that was confirmed is at the hub, with the content that it was confirmed with.
    fn book_is_kept(&mut self, hub: &Facts, aside: &BTreeSet<(FactId, [u8; 32])>) {
        let held = |fact: FactId, hash: FactHash| {
            hub.get(&fact).is_some_and(|held| held.hash == hash.0) || aside.contains(&(fact, hash.0))
        };
        let entries = self.book.entries.iter().filter(|entry| !entry.excused);
        let promised = entries.map(|entry| (entry.fact, entry.hash)).chain(self.book.peer.iter().copied());
        let lost: Vec<FactId> =
            promised.filter(|(fact, hash)| !held(*fact, *hash)).map(|(fact, _)| fact).collect();
        for fact in lost {
            self.fail(Kind::Lost, format!("{fact} was confirmed and is not at the hub"));
        }
    }

    /// Nobody is registered more often than was confirmed.
    fn nothing_twice(&mut self) -> Result<(), Broken> {
        let sql = "select subject, count(*) from fact where district = $1 and kind = 1 group by subject";
        for row in self.hub_rows(sql, &[self.template.district.into()])? {
            let [Value::Bytes(subject), Value::Int(count)] = row.0.as_slice() else {
                continue;
            };
            let person = PersonId::from_slice(subject).unwrap_or(PersonId([0; 16]));
            let confirmed = self.book.visits.get(&person).copied().unwrap_or(0);
            if count.unsigned_abs() > confirmed {
                let what =
                    format!("{person} was confirmed {confirmed} times and is registered {count} times");
                self.fail(Kind::Duplicated, what);
            }
        }
        Ok(())
    }

    /// A phone has the facts of its area that the hub has, and beside them those of its own that are kept aside.
    fn same_facts(
        &mut self,
        phone: usize,
        area: AreaId,
        here: &Facts,
        hub: &Facts,
        aside: &BTreeSet<(FactId, [u8; 32])>,
    ) {
        let of = |facts: &Facts| -> BTreeMap<FactId, ([u8; 32], bool)> {
            let facts = facts.iter().filter(|(_, held)| held.area == area);
            facts.map(|(id, held)| (*id, (held.hash, held.whole))).collect()
        };
        let (mut mine, theirs) = (of(here), of(hub));
        mine.retain(|id, (hash, _)| theirs.contains_key(id) || !aside.contains(&(*id, *hash)));
        if mine != theirs {
            let missing: Vec<_> = theirs.keys().filter(|id| !mine.contains_key(id)).collect();
            let more: Vec<_> = mine.keys().filter(|id| !theirs.contains_key(id)).collect();
            let what = format!(
                "phone {phone}: area {} is another than the hub's: missing {missing:?}, more {more:?}",
                area.0
            );
            self.fail(Kind::Diverged, what);
        }
    }

    fn joined_at_hub(&self) -> Result<Joined, Broken> {
        let sql = "select person, head from joined where district = $1";
        let ids = |row: &Row| match row.0.as_slice() {
            [Value::Bytes(person), Value::Bytes(head)] => {
                Some((PersonId::from_slice(person)?, PersonId::from_slice(head)?))
            }
            _ => None,
        };
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        Ok(rows.iter().filter_map(ids).collect())
    }

    fn hub_folds(&self) -> Result<Rows, Broken> {
        let mut rows = Rows::new();
        for (table, sql) in HUB_ROWS {
            for row in self.hub_rows(sql, &[self.template.district.into()])? {
                let Some(Value::Bytes(person)) = row.0.first() else {
                    continue;
                };
                let Some(person) = PersonId::from_slice(person) else {
                    continue;
                };
                // The list is the phones' here: the hub does not know where it has somebody.
                if table == "person" && self.template.listed.contains(&person) {
                    continue;
                }
                let values: Vec<String> = row.0[1..].iter().map(told_by_hub).collect();
                rows.entry(person).or_default().push(format!("{table} {}", values.join(" ")));
            }
        }
        rows.values_mut().for_each(|rows| rows.sort());
        Ok(rows)
    }

    /// Whoever has the same facts on a person shows the same of her.
    /// Of one who is joined, the facts on all of her ids.
    fn same_folds(&mut self, whose: &str, facts: &Facts, rows: Rows, joined: &Joined, seen: &mut Seen) {
        let head = |person: PersonId| joined.get(&person).copied().unwrap_or(person);
        let mut known: BTreeMap<PersonId, Vec<FactId>> = BTreeMap::new();
        let mut people: BTreeSet<PersonId> = joined.keys().copied().collect();
        for (id, held) in facts {
            known.entry(head(held.subject)).or_default().push(*id);
            people.insert(held.subject);
        }
        for person in people {
            let facts = known.get(&head(person)).cloned().unwrap_or_default();
            let mut own = rows.get(&person).cloned().unwrap_or_default();
            if self.template.listed.contains(&person) {
                own.retain(|row| !row.starts_with("person "));
            }
            match seen.entry((person, facts)) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert((whose.to_owned(), own));
                }
                std::collections::btree_map::Entry::Occupied(entry) if entry.get().1 != own => {
                    let (other, theirs) = entry.get();
                    let differs = |a: &[String], b: &[String]| -> Vec<String> {
                        a.iter().filter(|row| !b.contains(row)).cloned().collect()
                    };
                    let (mine, others) = (differs(&own, theirs), differs(theirs, &own));
                    let what = format!("{person} is {mine:?} at {whose} and {others:?} at {other}");
                    self.fail(Kind::Diverged, what);
                }
                std::collections::btree_map::Entry::Occupied(_) => {}
            }
        }
    }
}

fn facts_at(db: &Connection) -> Result<Facts, Broken> {
    let mut query = db.prepare(
        "select s.id, f.seq, f.hash, f.area, f.subject, f.body is not null from fact f join stream s on s.no = f.stream",
    )?;
    let rows = query.query_map([], |r| {
        let held =
            Held { hash: r.get(2)?, area: AreaId(r.get(3)?), subject: PersonId(r.get(4)?), whole: r.get(5)? };
        Ok((FactId { stream: StreamId(r.get(0)?), seq: r.get(1)? }, held))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn joined_at(db: &Connection) -> Result<Joined, Broken> {
    let mut query = db.prepare("select person, head from joined")?;
    let rows = query.query_map([], |r| Ok((PersonId(r.get(0)?), PersonId(r.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn folds_at(db: &Connection) -> Result<Rows, Broken> {
    let mut all = Rows::new();
    for (table, sql) in PHONE_ROWS {
        let mut query = db.prepare(sql)?;
        let noted = [ReviewKind::Fork.number(), ReviewKind::FutureDated.number()];
        let noted: &[u16] = if table == "review" { &noted } else { &[] };
        let columns = query.column_count();
        let mut rows = query.query(rusqlite::params_from_iter(noted))?;
        while let Some(row) = rows.next()? {
            let person = PersonId(row.get(0)?);
            let values = (1..columns)
                .map(|at| Ok(told(row.get_ref(at)?)))
                .collect::<Result<Vec<_>, rusqlite::Error>>()?;
            all.entry(person).or_default().push(format!("{table} {}", values.join(" ")));
        }
    }
    all.values_mut().for_each(|rows| rows.sort());
    Ok(all)
}
