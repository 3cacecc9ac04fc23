//! Whoever is added is looked up, and what is found is written down.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;

use shivir_domain::codes::LikelyBand;
use shivir_domain::fact::{Body, Fact, FactKind, LikelyDuplicate, LikelyReason};
use shivir_domain::id::{AreaId, PersonId, SubjectId};
use shivir_roster::duplicate::{Band, Details, Known, Population, Prepared, SAME_FROM, Score, compare, most};

use super::key::{self, Keyed};
use super::known::{by_facts, known_all};
use crate::district::District;
use crate::env::Env;
use crate::error::HubError;
use crate::fact::{Applied, HUB_AUTHOR, Saying, facts_of_all, heads, write_down};
use crate::store::{Tx, Value, number};

/// People of one key who are compared at most: of her area, and with her last four digits anywhere.
const COMPARED: i64 = 48;

/// Others of whom it is said at most that they are likely she.
const MOST: usize = 3;

/// From even odds on a question is worth an officer's time; the phone asks from less, while the person stands there.
const STRONG: i16 = 0;

/// Those who are looked at together: what they are compared with is in memory.
const AT_A_TIME: usize = 512;

/// Looks at those whom these facts add, in the transaction that took the facts: nobody is known without having been looked at.
/// `known`: the subjects on whom there were facts before. Gives the facts that say what was found, which whoever holds the
/// district folds.
pub(crate) fn look(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    facts: &[Applied],
    known: &BTreeSet<SubjectId>,
) -> Result<Vec<Applied>, HubError> {
    let headers = facts.iter().map(|applied| &applied.fact.header);
    let added = headers.clone().filter(|header| header.kind == FactKind::PersonAdded);
    let added: BTreeSet<(SubjectId, AreaId)> = added.map(|header| (header.subject, header.area)).collect();
    // Of whom nothing was known, all facts are in hand; but not where a body among them was blanked.
    let blanked = headers.filter(|header| header.kind == FactKind::BodyBlanked).map(|header| header.subject);
    let read: BTreeSet<SubjectId> = known.iter().copied().chain(blanked).collect();
    let mut in_hand: BTreeMap<SubjectId, Vec<&Fact>> =
        added.iter().filter(|(subject, _)| !read.contains(subject)).map(|(s, _)| (*s, Vec::new())).collect();
    for applied in facts {
        if let Some(facts) = in_hand.get_mut(&applied.fact.header.subject) {
            facts.push(&applied.fact);
        }
    }
    let added: Vec<(SubjectId, AreaId)> = added.into_iter().collect();
    let mut said = Vec::new();
    for some in added.chunks(AT_A_TIME) {
        let elsewhere = some.iter().map(|(subject, _)| *subject).filter(|s| !in_hand.contains_key(s));
        let elsewhere: Vec<SubjectId> = elsewhere.collect();
        let found = facts_of_all(tx, district.code, elsewhere.iter().copied())?;
        let found: BTreeMap<SubjectId, Vec<Fact>> = elsewhere.into_iter().zip(found).collect();
        let people = some.iter().map(|added| match in_hand.get(&added.0) {
            Some(facts) => Added::of(*added, facts),
            None => {
                let facts = found.get(&added.0).into_iter().flatten();
                Added::of(*added, &facts.collect::<Vec<_>>())
            }
        });
        let people: Vec<Added> = people.collect::<Result<_, HubError>>()?;
        let sayings = look_at(tx, district.code, &people)?;
        said.append(&mut write_down(tx, district, env, &sayings)?);
    }
    Ok(said)
}

/// Someone who is looked at.
struct Added {
    person: PersonId,
    /// Where she was written, so that the phones that know her hear of what is found.
    written_in: AreaId,
    /// Where she lives.
    area: AreaId,
    known: Known,
    /// Those of whom it was said before.
    before: BTreeSet<PersonId>,
}

impl Added {
    fn of((subject, written_in): (SubjectId, AreaId), facts: &[&Fact]) -> Result<Self, HubError> {
        // A fault of the fold is that of these facts alone.
        let known = catch_unwind(|| by_facts(facts)).map_err(|_| HubError::Fold(subject))?;
        let before = facts
            .iter()
            .filter(|fact| fact.header.kind == FactKind::LikelyDuplicate)
            .filter_map(|fact| match fact.body() {
                Ok(Some(Body::LikelyDuplicate(likely))) => Some(likely.other),
                _ => None,
            })
            .collect();
        let area = known.details.area.unwrap_or(written_in);
        Ok(Self { person: subject.into(), written_in, area, known, before })
    }

    fn keyed(&self) -> Keyed<'_> {
        let d = &self.known.details;
        Keyed {
            person: self.person,
            area: self.area,
            listed: false,
            names: [d.name_hi.as_deref().unwrap_or_default(), d.name_en.as_deref().unwrap_or_default()],
            sex: d.sex.map_or(0, |sex| sex.number()),
            year: d.birth.map_or(0, |birth| birth.day.year()),
            last4: d.last4.as_ref().map(|last4| last4.as_str()),
        }
    }
}

/// What is to be said of those who are looked at.
fn look_at(tx: &mut dyn Tx, code: u32, people: &[Added]) -> Result<Vec<Saying>, HubError> {
    let keyed: Vec<Keyed> = people.iter().map(Added::keyed).collect();
    let mut asked: Vec<Asked> = Vec::new();
    for (at, keyed) in keyed.iter().enumerate() {
        let keys = key::keys(keyed.names, keyed.last4).into_iter();
        asked.extend(keys.map(|(key, by_name)| Asked { keyed, at, key, by_name }));
    }
    let candidates = candidates(tx, code, people.len(), &asked)?;
    // Who is joined with another is compared once, as the one person that they are.
    let all = candidates.iter().flatten().copied().chain(people.iter().map(|added| added.person));
    let heads = heads(tx, code, all)?;
    let head = |id: &PersonId| heads.get(id).copied().unwrap_or(*id);
    let others_of = |(some, added): (&BTreeSet<PersonId>, &Added)| -> BTreeSet<PersonId> {
        some.iter().map(head).filter(|other| *other != head(&added.person)).collect()
    };
    let candidates: Vec<BTreeSet<PersonId>> = candidates.iter().zip(people).map(others_of).collect();
    let rows = asked.into_iter().map(|asked| key::row_of(code, asked.keyed, asked.key));
    key::keep(tx, &rows.collect::<Result<Vec<_>, HubError>>()?)?;
    let others: BTreeSet<PersonId> = candidates.iter().flatten().copied().collect();
    let others: Vec<PersonId> = others.into_iter().collect();
    let known = known_all(tx, code, &others)?;
    // Names are taken apart where the rest does not speak against her already.
    let known = known.iter().map(|known| known.as_ref().map(|known| (known.compared(), OnceCell::new())));
    let known: BTreeMap<PersonId, Option<(Details, OnceCell<Prepared>)>> =
        others.iter().copied().zip(known).collect();
    let mut sayings = Vec::new();
    let mut said = BTreeSet::new();
    for (added, candidates) in people.iter().zip(candidates) {
        let details = added.known.compared();
        let she = OnceCell::new();
        let mut found: Vec<(PersonId, Score)> = Vec::new();
        for other in candidates.difference(&added.before) {
            let Some(Some((theirs, prepared))) = known.get(other) else {
                continue;
            };
            if most(&details, theirs, &Population::UNKNOWN) < STRONG.min(SAME_FROM) {
                continue;
            }
            let she = she.get_or_init(|| Prepared::of(details));
            let theirs = prepared.get_or_init(|| Prepared::of(*theirs));
            let score = compare(she, theirs, &Population::UNKNOWN);
            let likely = score.band == Band::Same || score.band == Band::Ask && score.points >= STRONG;
            if likely && !said.contains(&(added.person, *other)) {
                found.push((*other, score));
            }
        }
        found.sort_by_key(|(other, score)| (std::cmp::Reverse((score.band, score.points)), *other));
        found.truncate(MOST);
        for (other, score) in found {
            said.insert((added.person, other));
            let body = Body::LikelyDuplicate(LikelyDuplicate {
                other,
                band: if score.band == Band::Same { LikelyBand::Same } else { LikelyBand::Ask },
                points: score.points,
                why: score
                    .reasons
                    .iter()
                    .map(|reason| LikelyReason { finding: reason.finding.number(), points: reason.points })
                    .collect(),
            });
            let (area, subject) = (added.written_in, added.person.into());
            sayings.push(Saying { by: HUB_AUTHOR, area, subject, body });
        }
    }
    Ok(sayings)
}

/// A key by which someone's like are looked for.
struct Asked<'a> {
    keyed: &'a Keyed<'a>,
    /// Her place among those who are looked at.
    at: usize,
    key: Vec<u8>,
    /// What is heard of the name alone.
    by_name: bool,
}

impl Asked<'_> {
    /// Whether someone who has the same key is to be compared with her.
    fn takes(&self, other: &Keyed) -> bool {
        let either = |sex| sex == 0 || sex == 3;
        let sex = either(self.keyed.sex) || either(other.sex) || self.keyed.sex == other.sex;
        other.person != self.keyed.person && (!self.by_name || other.area == self.keyed.area && sex)
    }

    /// Years between her and someone.
    fn apart(&self, year: i32) -> u32 {
        if self.by_name { year.abs_diff(self.keyed.year) } else { 0 }
    }

    fn args(&self, district: u32) -> Result<Vec<Value>, HubError> {
        let Keyed { person, area, sex, year, .. } = self.keyed;
        let (code, key, person) =
            (Value::Int(district.into()), Value::Bytes(self.key.clone()), Value::Bytes(person.0.to_vec()));
        let limit = Value::Int(COMPARED);
        Ok(match self.by_name {
            true => {
                let area = Value::Int(number(area.0)?);
                vec![code, key, area, person, Value::Int((*sex).into()), Value::Int((*year).into()), limit]
            }
            false => vec![code, key, person, limit],
        })
    }
}

/// Those who are compared with each: of her area by what is heard of the name, anywhere by that and the last four digits. The
/// nearest in age first, where there are many. Of those who are looked at together, each is compared with those before her.
fn candidates(
    tx: &mut dyn Tx,
    code: u32,
    people: usize,
    all: &[Asked],
) -> Result<Vec<BTreeSet<PersonId>>, HubError> {
    let mut same_key: BTreeMap<&[u8], Vec<&Asked>> = BTreeMap::new();
    all.iter().for_each(|asked| same_key.entry(&asked.key).or_default().push(asked));
    let mut found: Vec<BTreeSet<PersonId>> = (0..people).map(|_| BTreeSet::new()).collect();
    for by_name in [true, false] {
        let sql = match by_name {
            true => {
                "select person, year from likely_key where district = $1 and key = $2 and area = $3 and person <> $4 \
                 and (sex = 0 or sex = 3 or cast($5 as bigint) in (0, 3) or sex = cast($5 as bigint)) \
                 order by abs(year - cast($6 as bigint)), person limit $7"
            }
            false => {
                "select person, year from likely_key where district = $1 and key = $2 and person <> $3 \
                 order by person limit $4"
            }
        };
        let some: Vec<&Asked> = all.iter().filter(|asked| asked.by_name == by_name).collect();
        let args: Vec<Vec<Value>> = some.iter().map(|asked| asked.args(code)).collect::<Result<_, _>>()?;
        for (asked, rows) in some.iter().zip(tx.rows_all(sql, &args)?) {
            let mut near = BTreeSet::new();
            for mut row in rows {
                near.insert((asked.apart(row.num(1)?), PersonId(row.array(0)?)));
            }
            let before = same_key.get(asked.key.as_slice()).into_iter().flatten();
            let before = before.take_while(|other| other.at < asked.at);
            let before = before.filter(|other| asked.takes(other.keyed));
            near.extend(before.map(|other| (asked.apart(other.keyed.year), other.keyed.person)));
            if let Some(found) = found.get_mut(asked.at) {
                found.extend(near.into_iter().take(COMPARED as usize).map(|(_, person)| person));
            }
        }
    }
    Ok(found)
}
