//! Someone who is entered as new and may be known already: shown, asked about, switched to.

use serde_json::json;
use shivir_core::Core;
use shivir_core::registration::{Answer, DraftView, MemberView};
use shivir_core::roster::Likely;
use shivir_domain::codes::Lang;

use super::ask::Said;
use crate::fail::Fail;
use crate::out::ages;
use crate::prompt::{Pick, Prompt};

/// A person in one line, and why it may be she.
fn line(one: &Likely, lang: Lang) -> String {
    let (hi, en) = (one.name_hi.as_deref(), one.name_en.as_deref());
    let name = match lang {
        Lang::Hi => hi.or(en),
        Lang::En => en.or(hi),
    };
    let head = one.head.as_ref().map(|head| format!("{} {head}", lang.pick("मुखिया", "head")));
    let card = match (one.made, one.listed) {
        (true, _) => lang.pick("कार्ड बना है", "card made"),
        (_, true) => lang.pick("सूची में", "on the list"),
        _ => lang.pick("यहाँ जोड़ा गया", "added here"),
    };
    let parts = [
        name.map(str::to_owned),
        one.relation.map(|r| r.word(lang).to_owned()),
        one.relative.clone(),
        Some(ages(one.age.map(Into::into))),
        one.para.clone(),
        one.village.clone(),
        head,
        Some(card.to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let why: Vec<&str> = one.why.iter().map(|reason| reason.finding.word(lang)).collect();
    format!("{} ({})", parts.join(" · "), why.join(", "))
}

/// The lines of some people, each with the id by which a registration is about her.
fn lines<'a>(people: impl Iterator<Item = &'a Likely>, lang: Lang) -> String {
    people.map(|one| format!("{}\n  {}", line(one, lang), one.person)).collect::<Vec<_>>().join("\n")
}

/// Whoever is known already stops a registration by flags until it is said whom it is about.
pub(super) fn known_already(member: &MemberView) -> Fail {
    let (hi, en) = (lines(member.same(), Lang::Hi), lines(member.same(), Lang::En));
    Fail::refused(
        "likely",
        format!(
            "यह व्यक्ति पहले से दर्ज लगता है:\n{hi}\nकुछ दर्ज नहीं हुआ। वही हो तो --person ID से, दूसरा व्यक्ति हो तो --another ID जोड़कर फिर चलाएँ।"
        ),
        format!(
            "This person seems to be known already:\n{en}\nNothing was registered. If it is she, run it with --person ID; if it is another person, run it again with --another ID."
        ),
    )
    .with("likely", json!(member.likely))
}

/// What is said after a registration of those who were only to be looked at; nothing where there was nobody.
pub(super) fn to_look_at(member: &MemberView, lang: Lang) -> String {
    let lines = lines(member.unanswered(), lang);
    if lines.is_empty() {
        return lines;
    }
    let title = lang.pick("  मिलते-जुलते लोग, देख लें:\n", "  People who are like her; please look:\n");
    title.to_owned() + &lines.lines().map(|line| format!("    {line}\n")).collect::<String>()
}

/// Asks about those who may be she and were not answered for; none where there is nobody to ask about.
pub(super) fn ask(
    core: &Core,
    prompt: &mut Prompt,
    view: &DraftView,
    at: usize,
) -> Result<Option<Said>, Fail> {
    let Some(member) = view.members.get(at) else {
        return Ok(None);
    };
    let people: Vec<&Likely> = member.unanswered().collect();
    if people.is_empty() {
        return Ok(None);
    }
    let lang = prompt.lang;
    let mut options: Vec<String> = people.iter().map(|one| line(one, lang)).collect();
    options.push(lang.pick("इनमें से कोई नहीं, दूसरा व्यक्ति", "None of these: another person").to_owned());
    let title =
        lang.pick("क्या यह इनमें से कोई है, जो पहले से दर्ज है?", "Is it one of these, who are known already?");
    Ok(Some(match prompt.choose(title, &options) {
        Pick::One(picked) => {
            let changed = match people.get(picked) {
                Some(one) => core.switch_to(view.no, at, one.person)?,
                None => {
                    let people = people.iter().map(|one| one.person).collect();
                    core.answer(view.no, at, Answer::Another { people })?
                }
            };
            prompt.went_back = false;
            Said::Changed(Box::new(changed))
        }
        // Nothing was asked before this.
        Pick::Back | Pick::Quit => Said::Left,
    }))
}
