//! What follows from an outcome, asked; and an answered member in one line.

use shivir_core::Core;
use shivir_core::registration::{Answer, Follow, MemberView};
use shivir_domain::codes::{AadhaarReason, Lang, LeaveReason, RationReason};

use super::ask::picked;
use super::flags::Asked;
use crate::fail::Fail;
use crate::parse;
use crate::prompt::{Pick, Prompt};

/// Asks what the outcomes ask for.
pub(super) fn ask(
    core: &Core,
    prompt: &mut Prompt,
    member: &MemberView,
    asked: Asked,
) -> Result<Pick<Answer>, Fail> {
    let lang = prompt.lang;
    let mut follow = Follow::default();
    if asked.aadhaar {
        // A reason may stand more than once in the pack, for ages apart.
        let mut reasons = member.reasons.clone();
        reasons.dedup();
        let words: Vec<String> = reasons.iter().map(|r| r.word(lang).to_owned()).collect();
        let title = lang.pick("आधार से कार्ड क्यों नहीं बन रहा?", "Why does Aadhaar block the card?");
        let picked = picked!(prompt.choose(title, &words));
        follow.aadhaar = reasons.get(picked).copied();
        if follow.aadhaar.is_some_and(|r| only_after_attempts(core, r)) {
            let options = [lang.pick("हाँ", "Yes"), lang.pick("नहीं", "No")].map(str::to_owned);
            let title = lang.pick(
                "चेहरा और ओटीपी, दोनों से कोशिश हुई और नहीं बना?",
                "Were face and one-time password both tried, and both failed?",
            );
            follow.face_and_otp_failed = picked!(prompt.choose(title, &options)) == 0;
        }
        let title = lang.pick(
            "आधार के अंतिम 4 अंक (न बताएँ तो Enter)",
            "Last 4 digits of the Aadhaar (Enter where not told)",
        );
        follow.last4 = picked!(prompt.last4(title));
    }
    if asked.ration {
        let words: Vec<String> = RationReason::ALL.iter().map(|r| r.word(lang).to_owned()).collect();
        let title = lang.pick("सूची में नाम क्यों नहीं?", "Why not on the list?");
        let picked = picked!(prompt.choose(title, &words));
        follow.ration = RationReason::ALL.get(picked).copied();
    }
    if asked.leave {
        let words: Vec<String> = LeaveReason::ALL.iter().map(|r| r.word(lang).to_owned()).collect();
        let title = lang.pick("कैसे पता चला?", "How is it known?");
        let picked = picked!(prompt.choose(title, &words));
        follow.leave = LeaveReason::ALL.get(picked).copied();
    }
    if asked.away {
        follow.back_in = picked!(month(prompt));
    }
    Ok(Pick::One(Answer::Follow(follow)))
}

fn month(prompt: &mut Prompt) -> Pick<Option<u32>> {
    let title = prompt.lang.pick(
        "लौटने का माह, जैसे 2027-03 (पता न हो तो Enter)",
        "Month of return, such as 2027-03 (Enter where not known)",
    );
    loop {
        match prompt.text(title) {
            Pick::One(None) => return Pick::One(None),
            Pick::One(Some(text)) => match parse::month(&text) {
                Ok(month) => return Pick::One(Some(month)),
                Err(form) => prompt.say(&form),
            },
            Pick::Back => return Pick::Back,
            Pick::Quit => return Pick::Quit,
        }
    }
}

fn only_after_attempts(core: &Core, reason: AadhaarReason) -> bool {
    core.campaign().is_ok_and(|c| {
        let mut rules = c.pack().reasons.iter();
        rules.any(|rule| rule.reason == reason && !rule.after.is_empty())
    })
}

/// The answers of a member in one line.
pub(super) fn summary(member: &MemberView, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    for answer in &member.answers {
        match answer {
            Answer::Another { .. } | Answer::GoOn { .. } => {}
            Answer::Consent(c) if c.given => {
                parts.push(format!("{} ({})", lang.pick("सहमति", "consent"), c.mode.word(lang)))
            }
            Answer::Consent(_) => parts.push(lang.pick("मना किया", "refused").to_owned()),
            Answer::NotMet { outcome } => parts.push(outcome.word(lang).to_owned()),
            Answer::Documents { shown } => {
                let words: Vec<&str> = shown.iter().map(|d| d.word(lang)).collect();
                if !words.is_empty() {
                    parts.push(words.join(", "));
                }
            }
            Answer::Outcomes { outcomes } => parts
                .extend(outcomes.iter().map(|o| format!("{}: {}", o.kind.word(lang), o.outcome.word(lang)))),
            Answer::Follow(f) => {
                let words = [
                    f.aadhaar.map(|r| r.word(lang).to_owned()),
                    f.ration.map(|r| r.word(lang).to_owned()),
                    f.leave.map(|r| r.word(lang).to_owned()),
                    f.back_in.map(|m| format!("{}-{:02}", m / 100, m % 100)),
                ];
                parts.extend(words.into_iter().flatten());
            }
        }
    }
    parts.join(" · ")
}
