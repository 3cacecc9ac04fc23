//! The plan of the demo's day: three hundred people of one panchayat and some who are on no list, in all outcomes.

use serde::{Deserialize, Serialize};
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::{Core, CoreError};
use shivir_domain::codes::{LeaveReason, Outcome, RationReason};
use shivir_domain::id::{PersonId, WorkerId};

use super::random::Random;
use super::script::{Comer, Scene, Turn, scene, stranger};

/// People of the camp's day.
pub const PEOPLE: usize = 300;
/// Of every so many turns, one is somebody on no list, one is a whole household, one is the card-maker's.
const STRANGER: u32 = 11;
const HOUSEHOLD: u32 = 15;
const MAKER: u32 = 9;
const PAPER: u32 = 50;

/// What the process that plays the day reads.
#[derive(Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The mitanin's table.
    pub table: Sitting,
    /// When the camp opened: milliseconds since 1970.
    pub opened_ms: u64,
    /// The turns, in order.
    pub turns: Vec<Turn>,
}

/// Who sits at the camp beside the mitanin.
pub struct Helpers {
    /// Choice Centre operator, who alone can say that a card is approved.
    pub maker: WorkerId,
}

/// Draws the turns from the panchayat's left-out people, by the seed.
///
/// # Errors
/// Storage errors.
pub fn turns(
    core: &Core,
    table: &Sitting,
    listed: &[PersonId],
    village: &str,
    helpers: &Helpers,
    today: shivir_domain::day::Day,
    seed: u64,
) -> Result<Vec<Turn>, CoreError> {
    let mut random = Random::part(seed, 0x0da1);
    let mut waiting: Vec<PersonId> = listed.to_vec();
    // Not in the order of the list: people come as they come.
    for i in (1..waiting.len()).rev() {
        waiting.swap(i, random.below(i as u64 + 1) as usize);
    }
    let mut met = std::collections::HashSet::new();
    let (mut turns, mut people) = (Vec::new(), 0);
    for n in 0.. {
        if people >= PEOPLE {
            break;
        }
        let mut turn = Turn {
            comer: Comer::New(Box::new(stranger(n, village, None))),
            scene: scene(n),
            author: None,
            paper: None,
        };
        if n % STRANGER == 0 {
            let guest = (n % (2 * STRANGER) != 0).then_some("जांजगीर-चांपा");
            turn.comer = Comer::New(Box::new(stranger(n, village, guest)));
            turn.scene = match guest {
                Some(_) => Scene::Plain(Outcome::Submitted),
                None => Scene::Unlisted(
                    RationReason::ALL[n as usize / STRANGER as usize / 2 % RationReason::ALL.len()],
                ),
            };
            people += 1;
        } else {
            let Some(person) = waiting.pop() else { break };
            let household: Vec<PersonId> = match n % HOUSEHOLD {
                7 => asked(core, table, person)?,
                _ => vec![person],
            };
            // Who came with her household before, or would make too many, does not come again.
            if household.iter().any(|p| met.contains(p)) || people + household.len() > PEOPLE {
                continue;
            }
            if household.len() > 1 {
                turn.comer = Comer::Household(person);
                turn.scene = Scene::Plain(Outcome::IntakeDone);
            } else {
                turn.comer = Comer::Listed(person);
            }
            people += household.len();
            met.extend(household);
        }
        match n % MAKER {
            4 if matches!(turn.comer, Comer::Listed(_)) => {
                turn.author = Some(helpers.maker);
                let said = [Outcome::Approved, Outcome::Approved, Outcome::Pending, Outcome::Rejected];
                turn.scene = Scene::Plain(said[n as usize / MAKER as usize % said.len()]);
            }
            _ if n % PAPER == 33 => turn.paper = Some(today),
            _ => {}
        }
        if turn.scene == Scene::Left(Outcome::Moved, LeaveReason::Married)
            && matches!(turn.comer, Comer::Household(_))
        {
            turn.scene = Scene::Left(Outcome::Moved, LeaveReason::WholeFamilyLeft);
        }
        turns.push(turn);
    }
    Ok(turns)
}

/// Of a person's household, those who are asked in one pass.
fn asked(core: &Core, table: &Sitting, person: PersonId) -> Result<Vec<PersonId>, CoreError> {
    let draft = core.begin(table.clone(), Whom::Household(person))?;
    core.cancel(draft.no)?;
    Ok(draft.members.iter().filter(|m| !m.left_out).map(|m| m.person).collect())
}
