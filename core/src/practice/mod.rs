//! Practice: a store of invented people, in a folder of its own, of which nothing ever leaves the phone. A worker who learns
//! does there all that she does at a camp.
//!
//! Three walls stand around it. Its files are under a key that is derived from the phone's and serves nothing else, so that
//! neither store opens as the other. A mark in it says what it is, and is read before anything else. And every call by which
//! facts leave or come ends with [`PracticeRefusal::Never`]. Its district is one that no hub has, and it is never enrolled.

mod people;
mod refusal;

pub use refusal::PracticeRefusal;

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::{Value, json};
use shivir_domain::aadhaar::Last4;
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{AadhaarReason, Cadre};
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, CampId, PersonId};

use crate::Core;
use crate::aadhaar::Opening;
use crate::env::Env;
use crate::error::{CoreError, Refusal};
use crate::facts::Sitting;
use crate::roster::{ImportError, ImportOptions};
use crate::store::{StoreKey, StoreOptions, meta, set_meta};

/// The mark in `meta`.
const MARK: &str = "practice";

/// A district that the LGD does not have.
const DISTRICT: u32 = 99_999;
const BLOCK: u64 = 99_999_000_001;
const PANCHAYAT: u64 = 99_999_000_002;
const VILLAGES: [(u64, &str, &str); 2] =
    [(99_999_000_003, "अभ्यासपुर", "Abhyaspur"), (99_999_000_004, "नमूनाडीह", "Namunadih")];

impl Core {
    /// Opens the practice store in a folder of its own, or makes it with its invented people, their campaign, a worker and
    /// two open Aadhaar cases. `key`: the phone's key, as for [`Core::open`].
    ///
    /// # Errors
    /// [`PracticeRefusal::IsReal`] where the folder holds real work; as [`Core::open`].
    pub fn open_practice(options: StoreOptions, key: StoreKey, env: Arc<dyn Env>) -> Result<Self, CoreError> {
        if key.is_of(&options)? {
            return Err(Refusal::Practice(PracticeRefusal::IsReal).into());
        }
        let mut core = Self::open_unmarked(options, key.for_practice(), env)?;
        if !marked(&core)? {
            core.store().write(|tx| set_meta(tx, MARK, 1))?;
        }
        core.practice = true;
        core.invent()?;
        Ok(core)
    }

    /// Whether this is practice: the screens say so, on every page.
    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// Practice anew: its files are removed and made again. The store must be closed; a damaged one is mended so too.
    ///
    /// # Errors
    /// [`PracticeRefusal::IsReal`] where the folder does not hold a practice store of this phone: it is left as it is.
    /// [`CoreError::InUse`] where it is open; as [`Core::open_practice`].
    pub fn reset_practice(
        options: StoreOptions,
        key: StoreKey,
        env: Arc<dyn Env>,
    ) -> Result<Self, CoreError> {
        if !key.for_practice().is_of(&options)? {
            return Err(Refusal::Practice(PracticeRefusal::IsReal).into());
        }
        crate::store::remove_all(&options)?;
        Self::open_practice(options, key, env)
    }

    /// Ends a call by which facts would leave, or others' come in.
    pub(crate) fn only_real(&self) -> Result<(), CoreError> {
        if self.practice { Err(Refusal::Practice(PracticeRefusal::Never).into()) } else { Ok(()) }
    }

    /// Makes what is not there yet: a kill half-way is taken up at the next opening.
    fn invent(&self) -> Result<(), CoreError> {
        let today = self.today()?;
        if self.store().read(|db| meta::<String>(db, "campaign"))?.is_none() {
            self.load_campaign(&campaign(today)?, None)
                .map_err(|_| CoreError::Internal("practice campaign"))?;
        }
        if self.store().read(|db| meta::<String>(db, "roster"))?.is_none() {
            let list = people::list(today, "अभ्यास खण्ड", "अभ्यासपुर");
            let mut go_on = |_| ControlFlow::Continue(());
            let options = ImportOptions::new(DISTRICT, today);
            self.import_list(&mut Cursor::new(list.into_bytes()), &options, &mut go_on).map_err(|error| {
                match error {
                    ImportError::Core(error) => error,
                    _ => CoreError::Internal("practice list"),
                }
            })?;
        }
        let worker = match self.workers()?.into_iter().next() {
            Some(worker) => worker,
            None => self.add_worker("अभ्यास मितानिन", Cadre::Mitanin, &[AreaId(PANCHAYAT)])?,
        };
        let table = Sitting {
            author: worker.id,
            typist: worker.id,
            camp: Some(CampId(1)),
            area: AreaId(PANCHAYAT),
            on: None,
        };
        for (id, reason) in [("ABHYAS090", AadhaarReason::Mobile), ("ABHYAS091", AadhaarReason::Name)] {
            let person = PersonId::listed(DISTRICT, format!("I:{id}").as_bytes());
            let opening = Opening { reason, face_and_otp_failed: true, last4: Last4::new("0000") };
            match self.open_case(&table, person, &opening) {
                Ok(_) | Err(CoreError::Refused(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}

/// Whether the store bears the mark.
pub(crate) fn marked(core: &Core) -> Result<bool, CoreError> {
    Ok(core.store().read(|db| meta::<i64>(db, MARK))?.is_some())
}

/// The campaign of the practice district: the rules of a real one, its places and figures invented, its camp today.
fn campaign(today: Day) -> Result<String, CoreError> {
    let fault = || CoreError::Internal("practice campaign");
    let real = Campaign::builtin("sakti-2023").map_err(|_| fault())?;
    let mut pack: Value = serde_json::from_str(real.raw()).map_err(|_| fault())?;
    let fields = pack.as_object_mut().ok_or_else(fault)?;
    let text = |hi: &str, en: &str| json!({ "hi": hi, "en": en });
    let place = |code: u64, level: &str, parent: u64, hi: &str, en: &str| json!({ "code": code, "level": level, "parent": parent, "name_hi": hi, "name_en": en, "hindi_by": "written" });
    let mut places = vec![
        place(BLOCK, "block", DISTRICT.into(), "अभ्यास खण्ड", "Abhyas Block"),
        place(PANCHAYAT, "gram_panchayat", BLOCK, "अभ्यासपुर", "Abhyaspur"),
    ];
    places.extend(VILLAGES.map(|(code, hi, en)| place(code, "village", PANCHAYAT, hi, en)));
    let people: usize = people::HOUSEHOLDS.iter().map(|(_, members)| members.len()).sum();
    let cards: usize = people::cards();
    let district = json!({ "code": DISTRICT, "name": text("अभ्यास ज़िला", "Practice district") });
    let source = text("गढ़े हुए आँकड़े", "Invented figures");
    for (field, value) in [
        ("id", json!("practice")),
        ("title", text("अभ्यास शिविर", "Practice camp")),
        ("note", text("सब लोग और स्थान गढ़े हुए हैं।", "All people and places are invented.")),
        ("district", district.clone()),
        ("districts", json!([district])),
        (
            "target",
            json!({ "beneficiaries": people, "cards_made": cards, "left": people - cards, "as_on": today, "source": source }),
        ),
        ("contact", json!({ "office": text("अभ्यास कार्यालय", "Practice office"), "phone": "104" })),
        ("copies_to", json!([])),
        ("centres", json!([])),
        ("places", json!(places)),
        (
            "camps",
            json!([{ "id": 1, "place": PANCHAYAT, "date": today, "opens": "10:00", "closes": "17:00" }]),
        ),
    ] {
        fields.insert(field.to_owned(), value);
    }
    serde_json::to_string(&pack).map_err(|_| fault())
}
