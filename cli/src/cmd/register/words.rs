//! What the registration says: warnings, the notice, what was registered and what the family should bring.

use serde_json::{Value, json};
use shivir_core::Core;
use shivir_core::registration::{DraftView, Registered, Warning};
use shivir_domain::campaign::{Notice, NoticeKind};
use shivir_domain::codes::{Lang, Language};
use shivir_domain::hlc::ClockDoubt;

use crate::cmd::case_text;
use crate::fail::Fail;
use crate::out::say;

/// The consent notice in a language on the day of the registration; where there is none in it, the Hindi one.
pub(super) fn notice(core: &Core, view: &DraftView, language: Language) -> Result<Notice, Fail> {
    let campaign = core.campaign()?;
    let day = core.when(&view.sitting)?.day;
    let held = campaign.notice(language, day).or_else(|| campaign.notice(Language::Hindi, day));
    let first = || {
        let mut all = campaign.pack().notices.iter();
        all.find(|n| n.kind == NoticeKind::Consent)
    };
    held.or_else(first).cloned().ok_or_else(|| {
        Fail::refused(
            "no_notice",
            "अभियान पैक में सहमति का पाठ नहीं है। पैक फिर से लोड करें।",
            "The campaign pack has no consent notice. Load the pack again.",
        )
    })
}

/// A warning as a sentence.
pub(super) fn warning(warning: &Warning, lang: Lang) -> String {
    match warning {
        Warning::Clock { doubt: ClockDoubt::SetBack } => say!(
            lang,
            "लैपटॉप की घड़ी पीछे है। घड़ी ठीक करें, या तारीख --day से बताएँ।",
            "The laptop's clock is behind. Set it, or give the day with --day."
        ),
        Warning::Clock { .. } => say!(
            lang,
            "लैपटॉप की घड़ी बहुत आगे है। घड़ी ठीक करें, या तारीख --day से बताएँ।",
            "The laptop's clock is far ahead. Set it, or give the day with --day."
        ),
        other => other.sentence(lang),
    }
}

/// The warnings of all members who wait for them, a line each.
fn warnings(view: &DraftView, lang: Lang) -> String {
    let several = view.members.len() > 1;
    let mut lines = Vec::new();
    for (n, member) in view.members.iter().enumerate().filter(|(_, m)| !m.left_out) {
        for w in &member.warnings {
            let text = warning(w, lang);
            lines.push(if several { format!("{}. {}: {text}", n + 1, member.name) } else { text });
        }
    }
    lines.join("\n")
}

/// The warnings stop a registration by flags.
pub(super) fn warned(view: &DraftView, _: Lang) -> Fail {
    let (hi, en) = (warnings(view, Lang::Hi), warnings(view, Lang::En));
    let list: Vec<Value> = view
        .members
        .iter()
        .enumerate()
        .filter(|(_, m)| !m.left_out && !m.warnings.is_empty())
        .map(|(n, m)| json!({"member": n + 1, "person": m.person, "warnings": m.warnings}))
        .collect();
    Fail::refused(
        "warnings",
        format!("{hi}\nकुछ दर्ज नहीं हुआ। देखकर आगे बढ़ना हो तो --go-on के साथ फिर चलाएँ।"),
        format!("{en}\nNothing was registered. Look at it; to go on, run it again with --go-on."),
    )
    .with("warnings", json!(list))
}

/// What was registered for one person, and what the family should do next.
pub(super) fn registered(core: &Core, one: &Registered, name: &str, lang: Lang) -> Result<String, Fail> {
    let outcomes: Vec<String> =
        one.outcomes.iter().map(|o| format!("{}: {}", o.kind.word(lang), o.outcome.word(lang))).collect();
    let outcomes = outcomes.join(", ");
    let mut text = format!("\n{name}\n  {outcomes}\n");
    if let Some(slip) = &one.slip {
        text.push_str(&say!(lang, "  पर्ची: {slip}\n", "  Slip: {slip}\n"));
    }
    let (id, fact) = (one.person, one.fact);
    text.push_str(&say!(lang, "  व्यक्ति {id}\n  अभिलेख {fact}\n", "  Person {id}\n  Record {fact}\n"));
    if let Some(case) = one.case {
        let detail = core.case(case)?;
        let reason = detail.row.reason_words(lang);
        text.push_str(&say!(
            lang,
            "  आधार अपडेट का केस खुला: {reason}\n",
            "  Aadhaar update queued: {reason}\n"
        ));
        for line in case_text::told(&detail, lang).lines() {
            text.push_str(&format!("  {line}\n"));
        }
    }
    if one.ration_case.is_some() {
        text.push_str(lang.pick("  राशन कार्ड का केस खुला।\n", "  A ration-card case was opened.\n"));
    }
    Ok(text)
}

/// The keys of one registration.
pub(super) fn registered_json(core: &Core, one: &Registered, name: &str) -> Result<Value, Fail> {
    let detail = one.case.map(|case| core.case(case)).transpose()?;
    Ok(json!({
        "person": one.person,
        "name": name,
        "fact": one.fact,
        "slip": one.slip,
        "outcomes": one.outcomes,
        "case": one.case,
        "reason": detail.as_ref().map(|d| d.row.reason),
        "papers": detail.map(|d| d.papers),
        "ration_case": one.ration_case,
    }))
}
