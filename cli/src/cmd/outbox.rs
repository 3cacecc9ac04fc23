//! `outbox`: what waits to be sent to the district.

use serde_json::json;
use shivir_core::sync::Outbox;
use shivir_domain::codes::Lang;

use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, day, indian};
use crate::table::{pairs, table};

/// Runs the command.
pub(crate) fn run(ctx: &Ctx) -> Result<Reply, Fail> {
    let outbox = ctx.with_core(|core| Ok(core.outbox()?))?;
    let oldest = outbox.oldest.map(|o| json!({"day": o.day, "ms": o.written_ms}));
    let json = json!({
        "waiting": outbox.waiting,
        "oldest": oldest,
        "streams": outbox.by_stream,
        "refused": outbox.refused,
    });
    Ok(Reply::new(json, text(&outbox, ctx.lang())))
}

fn text(outbox: &Outbox, lang: Lang) -> String {
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let oldest = outbox.oldest.map_or(word("कुछ नहीं", "none"), |o| day(o.day, lang));
    let refused = outbox.refused.len() as u64;
    let mut text = pairs(&[
        (word("भेजना बाकी", "To be sent"), indian(outbox.waiting)),
        (word("सबसे पुराना", "Oldest"), oldest),
        (word("ज़िले ने अलग रखे", "Kept aside by the district"), indian(refused)),
    ]);
    if refused > 0 {
        let row = |r: &shivir_core::sync::Refused| {
            let (why, what) = r.words(lang);
            vec![r.fact.to_string(), why, what]
        };
        let rows: Vec<Vec<String>> = outbox.refused.iter().map(row).collect();
        let heads: [&str; 3] = match lang {
            Lang::Hi => ["अभिलेख", "कारण", "क्या करें"],
            Lang::En => ["Record", "Reason", "What to do"],
        };
        text.push('\n');
        text.push_str(&table(&heads, &rows));
    }
    text
}
