//! The portal's word on people who were matched: of listed people a row each, which lies over the list and under the facts and
//! goes to phones in packs; of people who were added, of whom there are few, a fact of the hub's own.

use std::collections::{HashMap, HashSet};

use shivir_domain::codes::{CardKind, CardStatus};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, CardStated};
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;

use crate::args;
use crate::district::District;
use crate::env::Env;
use crate::error::HubError;
use crate::fact::{HUB_AUTHOR, Saying, Told, refold_subject, say};
use crate::roster::make_cards;
use crate::store::{Row, Tx, Value, number};

/// What the portal says of somebody.
pub(super) struct Claim {
    pub person: PersonId,
    /// She is on the list; else she was added.
    pub listed: bool,
    pub word: CardWord,
}

/// What claims came to.
pub(super) struct Applied {
    /// People of whom the hub says something else now, or something for the first time.
    pub changed: u64,
    /// Packs that were made anew.
    pub packs: u64,
}

/// A word from columns that begin here: status, day, dated.
pub(crate) fn word_of(row: &Row, column: usize) -> Result<CardWord, HubError> {
    let day = |days| Day::from_days(days).ok_or(HubError::Damaged);
    Ok(CardWord {
        status: CardStatus::from_number(row.num(column)?),
        day: row.maybe(column + 1)?.map(day).transpose()?,
        dated: day(row.num(column + 2)?)?,
    })
}

/// Works by what the portal says: later words take the place of earlier ones, whatever is loaded first.
pub(super) fn apply(
    tx: &mut dyn Tx,
    district: &mut District,
    env: &dyn Env,
    today: Day,
    claims: &[Claim],
) -> Result<Applied, HubError> {
    let code = district.code;
    let mut held: HashMap<PersonId, CardWord> = HashMap::new();
    for mut row in tx.rows("select person, status, day, dated from card where district = $1", args![code])? {
        held.insert(PersonId(row.array(0)?), word_of(&row, 1)?);
    }
    let newer = |claim: &&Claim| held.get(&claim.person).is_none_or(|known| claim.word.replaces(known));
    let changed: Vec<&Claim> = claims.iter().filter(|claim| claim.listed).filter(newer).collect();
    let mut rows = Vec::with_capacity(changed.len());
    let mut over = Vec::with_capacity(changed.len());
    for claim in &changed {
        let CardWord { status, day, dated } = claim.word;
        let (made, ms) = (claim.word.is_made(), number(claim.word.time().ms())?);
        let who = [Value::Int(code.into()), Value::Bytes(claim.person.0.to_vec())];
        over.push([who.to_vec(), vec![Value::Int(made.into()), Value::Int(ms)]].concat());
        let said = vec![
            Value::Int(status.number().into()),
            day.map_or(Value::Null, |day| Value::Int(day.days().into())),
            Value::Int(dated.days().into()),
            Value::Int(made.into()),
            Value::Int(ms),
        ];
        rows.push([who.to_vec(), said].concat());
    }
    tx.run_all(
        "insert into card (district, person, status, day, dated, made, ms) values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict (district, person) do update set status = excluded.status, day = excluded.day, \
         dated = excluded.dated, made = excluded.made, ms = excluded.ms",
        &rows,
    )?;
    tx.run_all("update listed set made = $3, card_ms = $4 where district = $1 and person = $2", &over)?;
    let mut known = HashSet::new();
    if !changed.is_empty() {
        for mut row in tx.rows("select person from person where district = $1", args![code])? {
            known.insert(PersonId(row.array(0)?));
        }
    }
    for claim in changed.iter().filter(|claim| known.contains(&claim.person)) {
        refold_subject(tx, code, claim.person.into())?;
    }
    let packs = if changed.is_empty() { 0 } else { make_cards(tx, district, today)? };
    let mut told = 0;
    for claim in claims.iter().filter(|claim| !claim.listed) {
        told += u64::from(tell(tx, district, env, claim)?);
    }
    district.count(tx)?;
    Ok(Applied { changed: changed.len() as u64 + told, packs })
}

/// Says of someone who was added what the portal says, unless a later word stands or it is said already. Phones hold her by
/// her facts alone, and no roster pack has her.
fn tell(tx: &mut dyn Tx, district: &mut District, env: &dyn Env, claim: &Claim) -> Result<bool, HubError> {
    let told = Told::of(tx, district.code, claim.person)?;
    let (fold, facts) = (told.fold(), told.facts);
    let (kind, status) = (CardKind::Family, claim.word.status);
    if let Some(card) = fold.card(kind) {
        let later = card.made_at.is_some_and(|at| claim.word.time() <= at);
        if later || card.stated == Some(status) && card.made == Some(status.is_made()) {
            return Ok(false);
        }
    }
    let Some(area) = fold.details.area.or(facts.first().map(|fact| fact.header.area)) else {
        return Ok(false);
    };
    let body = Body::CardStated(CardStated { kind, status });
    let subject = told.head.into();
    say(tx, district, env, &Saying { by: HUB_AUTHOR, area, subject, body })?;
    Ok(true)
}

/// Lays the portal's word over a list that was taken anew.
pub(crate) fn lay_over_list(tx: &mut dyn Tx, code: u32) -> Result<(), HubError> {
    tx.run(
        "update listed set \
         made = (select c.made from card c where c.district = listed.district and c.person = listed.person), \
         card_ms = (select c.ms from card c where c.district = listed.district and c.person = listed.person) \
         where district = $1 and exists \
         (select 1 from card c where c.district = listed.district and c.person = listed.person)",
        args![code],
    )?;
    Ok(())
}
