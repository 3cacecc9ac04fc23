//! A case in words: what happened, what to bring, what it costs, where to go.

use shivir_core::aadhaar::CaseDetail;
use shivir_domain::campaign::Paper;
use shivir_domain::codes::Lang;

use crate::out::{day, say};

/// Papers as a list, a line each.
pub(crate) fn papers(papers: &[Paper], lang: Lang) -> String {
    let line = |p: &Paper| {
        let optional = if p.optional { lang.pick(" (हो तो)", " (if there is one)") } else { "" };
        format!("  • {}{optional}\n", p.text.pick(lang))
    };
    papers.iter().map(line).collect()
}

/// What to tell the family: advice, papers, fee, centres, what hurries.
pub(crate) fn told(detail: &CaseDetail, lang: Lang) -> String {
    let mut text = String::new();
    for hint in &detail.hints {
        text.push_str(&format!("! {}\n", hint.sentence(lang)));
    }
    if let Some(advice) = &detail.advice {
        text.push_str(&format!("{}\n", advice.pick(lang)));
    }
    if !detail.papers.is_empty() {
        text.push_str(lang.pick("साथ ले जाएँ:\n", "To bring:\n"));
        text.push_str(&papers(&detail.papers, lang));
    }
    if let Some(advice) = &detail.papers_advice {
        text.push_str(&format!("{}\n", advice.pick(lang)));
    }
    let fee = detail.fee_words(lang);
    text.push_str(&say!(lang, "शुल्क: {fee}\n", "Fee: {fee}\n"));
    if let Some(limit) = &detail.limit {
        text.push_str(&format!("{}\n", limit.text.pick(lang)));
    }
    for centre in &detail.centres {
        let name = centre.name.pick(lang);
        text.push_str(&say!(lang, "केंद्र: {name}\n", "Centre: {name}\n"));
    }
    text
}

/// The case whole.
pub(crate) fn whole(detail: &CaseDetail, lang: Lang) -> String {
    let row = &detail.row;
    let name = lang.pick(&row.who.name, &row.who.name_en);
    let (reason, state) = (row.reason_words(lang), row.state_words(lang));
    let mut text = format!("{name} · {reason} · {state}\n");
    if let Some(next) = row.next {
        let next = day(next, lang);
        text.push_str(&say!(lang, "फिर देखें: {next}\n", "Look again: {next}\n"));
    }
    if let Some(tracking) = &row.tracking {
        text.push_str(&say!(lang, "पर्ची क्रमांक: {tracking}\n", "Slip number: {tracking}\n"));
    }
    text.push_str(&told(detail, lang));
    text.push_str(lang.pick("\nक्या हुआ\n", "\nWhat happened\n"));
    for step in &detail.history {
        let on = day(step.step.day, lang);
        let to = match step.step.next.filter(|_| step.step.only_dated) {
            Some(next) => {
                let next = day(next, lang);
                say!(lang, "फिर देखें: {next}", "Look again: {next}")
            }
            None => step.step.to.word(lang).to_owned(),
        };
        let reason = step.step.reason.map_or("", |r| r.word(lang));
        let who = step.author_name.as_deref().unwrap_or("");
        text.push_str(format!("  {on}  {to}  {reason}  {who}").trim_end());
        text.push('\n');
    }
    let id = row.case.0;
    text.push_str(&say!(lang, "केस {id}", "Case {id}"));
    text
}
