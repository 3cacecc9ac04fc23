//! Whoever is added is looked up, and what is found is written down.

use std::collections::BTreeSet;

use shivir_domain::codes::LikelyBand;
use shivir_domain::fact::{Body, Fact, FactKind, LikelyDuplicate, LikelyReason};
use shivir_domain::id::{AreaId, PersonId, SubjectId};
use shivir_roster::duplicate::{Band, Population, Prepared, Score, compare};

use super::key::{self, Keyed, keys_of};
use super::known::Known;
use crate::args;
use crate::district::District;
use crate::env::Env;
use crate::error::HubError;
use crate::fact::{HUB_AUTHOR, Saying, Told, head, say};
use crate::store::{Tx, number};

/// People of one key who are compared at most: of her area, and with her last four digits anywhere.
const COMPARED: i64 = 48;

/// Others of whom it is said at most that they are likely she.
const MOST: usize = 3;

/// From even odds on a question is worth an officer's time; the phone asks from less, while the person stands there.
const STRONG: i16 = 0;

/// Looks at those whom these facts add, in the transaction that took the facts: nobody is known without having been looked at.
pub(crate) fn look<'f>(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    facts: impl Iterator<Item = &'f Fact>,
) -> Result<(), HubError> {
    let added = facts.filter(|fact| fact.header.kind == FactKind::PersonAdded);
    let added: BTreeSet<(SubjectId, AreaId)> =
        added.map(|fact| (fact.header.subject, fact.header.area)).collect();
    for (subject, area) in added {
        one(tx, district, env, subject, area)?;
    }
    Ok(())
}

fn one(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    subject: SubjectId,
    written_in: AreaId,
) -> Result<(), HubError> {
    let (code, person) = (district.code, PersonId::from(subject));
    let told = Told::of(tx, code, person)?;
    let known = Known::by_facts(&told);
    let d = &known.details;
    let last4 = d.last4.as_ref().map(|last4| last4.as_str());
    let keyed = Keyed {
        person,
        area: d.area.unwrap_or(written_in),
        listed: false,
        names: [d.name_hi.as_deref().unwrap_or_default(), d.name_en.as_deref().unwrap_or_default()],
        sex: d.sex.map_or(0, |sex| sex.number()),
        year: d.birth.map_or(0, |birth| birth.day.year()),
        last4,
    };
    let found_before: BTreeSet<PersonId> = told
        .facts
        .iter()
        .filter_map(|fact| match fact.body() {
            Ok(Some(Body::LikelyDuplicate(likely))) => Some(likely.other),
            _ => None,
        })
        .collect();
    let prepared = Prepared::of(known.compared());
    let mut found: Vec<(PersonId, Score)> = Vec::new();
    let mut others = BTreeSet::new();
    for other in candidates(tx, code, &keyed)? {
        others.insert(head(tx, code, other)?);
    }
    others.remove(&told.head);
    for other in others.difference(&found_before) {
        if let Some(theirs) = Known::read(tx, code, *other)? {
            let score = compare(&prepared, &Prepared::of(theirs.compared()), &Population::UNKNOWN);
            if score.band == Band::Same || score.band == Band::Ask && score.points >= STRONG {
                found.push((*other, score));
            }
        }
    }
    let mut rows = Vec::new();
    keys_of(code, &keyed, &mut rows)?;
    key::keep(tx, &rows)?;
    found.sort_by_key(|(other, score)| (std::cmp::Reverse((score.band, score.points)), *other));
    found.truncate(MOST);
    for (other, score) in found {
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
        // Where she was written, so that the phones that know her hear of it.
        say(tx, district, env, &Saying { by: HUB_AUTHOR, area: written_in, subject, body: &body })?;
    }
    Ok(())
}

/// Those who are compared with her: of her area by what is heard of the name, anywhere by that and the last four digits. The
/// nearest in age first, where there are many.
fn candidates(tx: &mut dyn Tx, code: u32, keyed: &Keyed) -> Result<BTreeSet<PersonId>, HubError> {
    let mut found = BTreeSet::new();
    let by_name = key::keys(keyed.names, None);
    for key in key::keys(keyed.names, keyed.last4) {
        let rows = match by_name.contains(&key) {
            true => tx.rows(
                "select person from likely_key where district = $1 and key = $2 and area = $3 and person <> $4 \
                 and (sex = 0 or sex = 3 or cast($5 as bigint) in (0, 3) or sex = cast($5 as bigint)) \
                 order by abs(year - cast($6 as bigint)), person limit $7",
                args![
                    code,
                    &key,
                    number(keyed.area.0)?,
                    &keyed.person.0,
                    keyed.sex,
                    i64::from(keyed.year),
                    COMPARED
                ],
            )?,
            false => tx.rows(
                "select person from likely_key where district = $1 and key = $2 and person <> $3 \
                 order by person limit $4",
                args![code, &key, &keyed.person.0, COMPARED],
            )?,
        };
        for mut row in rows {
            found.insert(PersonId(row.array(0)?));
        }
    }
    Ok(found)
}
