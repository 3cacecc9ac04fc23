//! `verify`: every digest and every fold computed anew from the facts.

use serde_json::json;

use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::{Reply, say};

/// Runs the command: all districts; 1 where anything is wrong.
pub(crate) fn run(ctx: &Ctx) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::No)?;
    let (mut all, mut facts, mut wrong) = (Vec::new(), 0, Vec::new());
    for district in opened.hub.districts()? {
        let found = opened.hub.verify(district)?;
        facts += found.facts;
        if !found.is_right() {
            wrong.push(district.to_string());
        }
        all.push(json!({
            "district": district, "right": found.is_right(), "facts": found.facts,
            "areas_wrong": found.sums_wrong.len(), "people_wrong": found.folds_wrong,
            "numbers_missing": found.numbers_missing,
        }));
    }
    let json = json!({"districts": all});
    if wrong.is_empty() {
        let text = say!(ctx.lang(), "सब सही है: {facts} अभिलेख।", "All is right: {facts} records.");
        return Ok(Reply::new(json, text));
    }
    let names = wrong.join(", ");
    let fail = Fail::refused(
        "not_right",
        format!(
            "ज़िला {names}: जोड़ अभिलेखों से मेल नहीं खाते। अभिलेख जैसे थे वैसे हैं, कुछ नहीं बदला। प्रति बनाकर (shivir-hub backup) सुधार माँगें।"
        ),
        format!(
            "District {names}: the sums do not fit the records. The records are as they were, nothing was changed. Make a backup (shivir-hub backup) and ask for help."
        ),
    );
    Err(fail.with(json))
}
