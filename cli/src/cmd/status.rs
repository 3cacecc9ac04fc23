//! `status`: what is here, on one screen, numbers first.

use serde_json::{Map, Value, json};
use shivir_core::{Core, CoreError};

use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, day, indian};
use crate::table::pairs;

/// Runs the command.
pub(crate) fn run(ctx: &Ctx) -> Result<Reply, Fail> {
    ctx.with_core(|core| {
        let mut screen = Screen { lang: ctx.lang(), rows: Vec::new(), json: Map::new() };
        roster(core, &mut screen)?;
        outbox(core, &mut screen)?;
        people(core, &mut screen)?;
        storage(core, &mut screen)?;
        campaign(core, &mut screen)?;
        screen.row(
            ("डेटा", "Data"),
            core.store().dir().display().to_string(),
            "data_dir",
            json!(core.store().dir().display().to_string()),
        );
        Ok(Reply::new(Value::Object(screen.json), pairs(&screen.rows)))
    })
}

struct Screen {
    lang: shivir_domain::codes::Lang,
    rows: Vec<(String, String)>,
    json: Map<String, Value>,
}

impl Screen {
    fn row(&mut self, name: (&str, &str), shown: String, key: &str, value: Value) {
        self.rows.push((self.lang.pick(name.0, name.1).to_owned(), shown));
        self.json.insert(key.to_owned(), value);
    }

    fn number(&mut self, name: (&str, &str), key: &str, number: u64) {
        self.row(name, indian(number), key, json!(number));
    }
}

fn roster(core: &Core, screen: &mut Screen) -> Result<(), Fail> {
    let (state, summary) = match core.roster_summary() {
        Ok(summary) => ("loaded", Some(summary)),
        Err(CoreError::NotFound(_)) => ("none", None),
        Err(CoreError::Damaged(_)) => ("damaged", None),
        Err(e) => return Err(e.into()),
    };
    let (people, made) = summary.as_ref().map_or((0, 0), |s| (s.people, s.made));
    screen.number(("सूची में लोग", "People on the list"), "people", people);
    screen.number(("कार्ड बने (सूची से)", "Cards made, by the list"), "made", made);
    let left = people.saturating_sub(made);
    screen.number(("शेष (सूची से)", "Left, by the list"), "left", left);
    let lang = screen.lang;
    let shown = match (&summary, state) {
        (Some(s), _) => day(s.created, lang),
        (None, "damaged") => lang.pick("खराब: फिर से लोड करें", "damaged: load it again").to_owned(),
        (None, _) => lang.pick("नहीं: shivir roster import …", "none: shivir roster import …").to_owned(),
    };
    screen.row(("सूची", "List"), shown, "roster", json!(state));
    Ok(())
}

fn outbox(core: &Core, screen: &mut Screen) -> Result<(), Fail> {
    let outbox = core.outbox()?;
    screen.number(("भेजना बाकी", "To be sent"), "outbox", outbox.waiting);
    let refused = outbox.refused.len() as u64;
    screen.number(("ज़िले ने अलग रखे", "Kept aside"), "refused", refused);
    let oldest = outbox.oldest.map(|o| o.day);
    let shown = oldest.map_or(String::new(), |d| day(d, screen.lang));
    screen.row(("सबसे पुराना", "Oldest unsent"), shown, "oldest", json!(oldest));
    Ok(())
}

fn storage(core: &Core, screen: &mut Screen) -> Result<(), Fail> {
    let space = core.space()?;
    let megabytes = space.free_bytes / 1_000_000;
    let shown = match space.sentence(screen.lang) {
        Some(sentence) => sentence,
        None => format!("{} MB", indian(megabytes)),
    };
    screen.row(("खाली जगह", "Free storage"), shown, "free_mb", json!(megabytes));
    screen.json.insert("room".into(), json!(space.room()));
    Ok(())
}

fn people(core: &Core, screen: &mut Screen) -> Result<(), Fail> {
    let drafts = match core.drafts() {
        Ok(drafts) => drafts.len(),
        // Drafts cannot be opened without the campaign's rules.
        Err(CoreError::NotFound(_)) => 0,
        Err(e) => return Err(e.into()),
    };
    screen.number(("अधूरे पंजीयन", "Drafts"), "drafts", drafts as u64);
    let workers = core.workers()?.len();
    screen.number(("कार्यकर्ता", "Workers"), "workers", workers as u64);
    Ok(())
}

fn campaign(core: &Core, screen: &mut Screen) -> Result<(), Fail> {
    let campaign = match core.campaign() {
        Ok(campaign) => Some(campaign),
        Err(CoreError::NotFound(_)) => None,
        Err(e) => return Err(e.into()),
    };
    let lang = screen.lang;
    let shown = match &campaign {
        Some(c) => format!("{} (v{})", c.pack().title.pick(lang), c.pack().version),
        None => lang.pick("नहीं: shivir campaign load …", "none: shivir campaign load …").to_owned(),
    };
    let id = campaign.map(|c| json!({"id": c.pack().id, "version": c.pack().version, "year": c.year()}));
    screen.row(("अभियान", "Campaign"), shown, "campaign", json!(id));
    Ok(())
}
