//! The answers of the flow, asked step by step.

use shivir_core::Core;
use shivir_core::facts::Sitting;
use shivir_core::registration::{Answer, DraftView, MemberView, Step, Whom};
use shivir_core::roster::SearchOptions;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::{ConsentMode, Document, Language, Outcome, SignedBy};
use shivir_domain::fact::{CardOutcome, Consent, SpokenConsent};
use shivir_domain::id::PersonId;
use shivir_domain::person::Sex;

use super::flags::Asked;
use super::whom::{Met, details, placed};
use super::{follow, likely, words};
use crate::cmd::{case_text, search};
use crate::fail::Fail;
use crate::out::say;
use crate::parse;
use crate::prompt::{Pick, Prompt};

/// How many people are offered to choose from.
const CHOICES: u32 = 15;

/// What was said.
pub(super) enum Said {
    /// Yes: go on.
    Yes,
    /// The draft as it is now.
    Changed(Box<DraftView>),
    /// The person at the laptop left.
    Left,
}

/// Takes what was picked, or leaves the function with going back or leaving.
macro_rules! picked {
    ($pick:expr) => {
        match $pick {
            Pick::One(value) => value,
            Pick::Back => return Ok(Pick::Back),
            Pick::Quit => return Ok(Pick::Quit),
        }
    };
}
pub(super) use picked;

/// Asks whom the registration is about; none where the person at the laptop left.
pub(super) fn whom(core: &Core, prompt: &mut Prompt, sitting: &Sitting) -> Result<Option<Met>, Fail> {
    loop {
        match asked_whom(core, prompt, sitting)? {
            Pick::One(met) => return Ok(Some(met)),
            Pick::Back => {}
            Pick::Quit => return Ok(None),
        }
    }
}

fn asked_whom(core: &Core, prompt: &mut Prompt, sitting: &Sitting) -> Result<Pick<Met>, Fail> {
    let lang = prompt.lang;
    let options = [
        lang.pick("सूची का व्यक्ति", "Someone on the list"),
        lang.pick("पूरा परिवार", "A whole household"),
        lang.pick("सूची में नाम नहीं", "Someone who is not on the list"),
        lang.pick("दूसरे ज़िले का व्यक्ति", "A guest from another district"),
    ]
    .map(str::to_owned);
    let title = lang.pick("किसका पंजीयन?", "Register whom?");
    let what = picked!(prompt.choose(title, &options));
    if what < 2 {
        let id = picked!(find(core, prompt)?);
        return Ok(Pick::One(Met::known(match what {
            0 => Whom::Person(id),
            _ => Whom::Household(id),
        })));
    }
    let Some(name) = picked!(prompt.text(lang.pick("नाम", "Name"))) else {
        return Ok(Pick::Back);
    };
    let mut new = details(&name);
    new.relative = picked!(prompt.text(lang.pick("पिता या पति का नाम", "Father's or husband's name")));
    let sexes: Vec<String> = Sex::ALL.iter().map(|s| s.word(lang).to_owned()).collect();
    let sex = picked!(prompt.choose(lang.pick("लिंग", "Sex"), &sexes));
    new.sex = Sex::ALL.get(sex).copied();
    new.birth = picked!(birth(core, prompt, sitting)?);
    let mut village = None;
    if what == 3 {
        let title = lang.pick("कहाँ से (ज़िला और जगह)", "From where (district and place)");
        new.guest_from = picked!(prompt.text(title));
    } else {
        village = picked!(prompt.text(lang.pick("गाँव", "Village")));
    }
    Ok(Pick::One(placed(core, new, village.as_deref())?))
}

/// Finds someone by the words of a name, a number or a slip, or takes an id.
fn find(core: &Core, prompt: &mut Prompt) -> Result<Pick<PersonId>, Fail> {
    let lang = prompt.lang;
    let title = lang.pick("नाम, राशन कार्ड या पर्ची", "Name, ration card or slip");
    loop {
        let Some(text) = picked!(prompt.text(title)) else {
            return Ok(Pick::Back);
        };
        if let Some(id) = PersonId::parse(&text) {
            return Ok(Pick::One(id));
        }
        let options = SearchOptions { limit: CHOICES, ..SearchOptions::default() };
        let hits = core.search(&text, &options)?;
        if hits.is_empty() {
            prompt.say(lang.pick("कोई नहीं मिला।", "Nobody was found."));
            continue;
        }
        let mut lines: Vec<String> = hits.iter().map(|h| search::line(h, lang)).collect();
        lines.push(lang.pick("फिर से खोजें", "Search again").to_owned());
        let picked = picked!(prompt.choose(lang.pick("कौन?", "Who?"), &lines));
        if let Some(hit) = hits.get(picked) {
            return Ok(Pick::One(hit.person));
        }
    }
}

/// An age in years, or a birth as day, month or year.
fn birth(core: &Core, prompt: &mut Prompt, sitting: &Sitting) -> Result<Pick<Option<BirthDate>>, Fail> {
    let title = prompt.lang.pick(
        "आयु (पूरे वर्ष), या जन्म की तारीख या वर्ष; पता न हो तो Enter",
        "Age (completed years), or date or year of birth; Enter where not known",
    );
    loop {
        let Some(text) = picked!(prompt.text(title)) else {
            return Ok(Pick::One(None));
        };
        let years = text.parse().ok().filter(|years: &u16| *years <= 120);
        let stated = match years {
            Some(years) => {
                let day = core.when(sitting)?.day;
                let source = BirthSource::Stated;
                Ok(BirthDate { source, ..BirthDate::from_age(years, day) })
            }
            None => parse::birth(&text),
        };
        match stated {
            Ok(birth) => return Ok(Pick::One(Some(birth))),
            Err(form) => prompt.say(&form),
        }
    }
}

/// Asks the step at hand of a member and gives the answer to the core.
pub(super) fn step(core: &Core, prompt: &mut Prompt, view: &DraftView, at: usize) -> Result<Said, Fail> {
    let Some(member) = view.members.get(at) else {
        return Ok(Said::Yes);
    };
    let several = view.members.len() > 1;
    let step = member.step.word(prompt.lang);
    let (n, of, name) = (at + 1, view.members.len(), &member.name);
    prompt.say(&if several {
        format!("\n── {n}/{of} {name} · {step}")
    } else {
        format!("\n── {name} · {step}")
    });
    // Whoever is like her is asked about before anything else is, once.
    if matches!(member.step, Step::Likely | Step::Warnings | Step::Consent)
        && let Some(said) = likely::ask(core, prompt, view, at)?
    {
        return Ok(said);
    }
    let answer = match member.step {
        Step::Likely => return Ok(Said::Yes),
        Step::Warnings => match warnings(prompt, member, several)? {
            Pick::One(false) => {
                let changed = core.leave_out(view.no, at, true)?;
                return Ok(Said::Changed(Box::new(changed)));
            }
            Pick::One(true) => Pick::One(Answer::GoOn { seen: member.warnings.clone() }),
            Pick::Back => Pick::Back,
            Pick::Quit => Pick::Quit,
        },
        Step::Consent => consent(core, prompt, view, member)?,
        Step::Documents => documents(prompt, member)?,
        Step::Outcome => outcomes(core, prompt, view, member)?,
        Step::Follow => follow::ask(core, prompt, member, Asked::of(member))?,
        Step::Ready => return Ok(Said::Yes),
    };
    match answer {
        Pick::One(answer) => {
            let view = core.answer(view.no, at, answer)?;
            prompt.went_back = false;
            Ok(Said::Changed(Box::new(view)))
        }
        Pick::Back => Ok(Said::Changed(Box::new(core.back(view.no, at)?))),
        Pick::Quit => Ok(Said::Left),
    }
}

/// True: go on; false: leave this member out.
fn warnings(prompt: &mut Prompt, member: &MemberView, several: bool) -> Result<Pick<bool>, Fail> {
    let lang = prompt.lang;
    for w in &member.warnings {
        prompt.say(&format!("! {}", words::warning(w, lang)));
    }
    let mut options = vec![lang.pick("आगे बढ़ें", "Go on").to_owned()];
    if several {
        options.push(lang.pick("इस सदस्य को छोड़ें", "Leave this member out").to_owned());
    }
    let picked = picked!(prompt.choose(lang.pick("क्या करें?", "What now?"), &options));
    Ok(Pick::One(picked == 0))
}

fn consent(
    core: &Core,
    prompt: &mut Prompt,
    view: &DraftView,
    member: &MemberView,
) -> Result<Pick<Answer>, Fail> {
    let lang = prompt.lang;
    let notice = words::notice(core, view, Language::Hindi)?;
    prompt.say(&format!("\n{}\n{}", notice.title, notice.text));
    const GONE: [Outcome; 4] = [Outcome::Absent, Outcome::Away, Outcome::Moved, Outcome::Deceased];
    let modes = ConsentMode::ALL.iter().map(|m| m.word(lang));
    let refused = Outcome::Refused.word(lang);
    let options: Vec<String> =
        modes.chain([refused]).chain(GONE.iter().map(|o| o.word(lang))).map(str::to_owned).collect();
    let picked = picked!(prompt.choose(lang.pick("सहमति?", "Consent?"), &options));
    let modes = ConsentMode::ALL.len();
    if let Some(outcome) = picked.checked_sub(modes + 1).and_then(|n| GONE.get(n)) {
        return Ok(Pick::One(Answer::NotMet { outcome: *outcome }));
    }
    let mode = ConsentMode::ALL.get(picked).copied();
    let spoken = if mode == Some(ConsentMode::Spoken) {
        let reader = picked!(prompt.text(lang.pick("किसने पढ़कर सुनाया", "Who read it")));
        let witness = picked!(prompt.text(lang.pick("गवाह का नाम", "Name of the witness")));
        Some(SpokenConsent { reader: reader.unwrap_or_default(), witness: witness.unwrap_or_default() })
    } else {
        None
    };
    let (mut by, mut guardian) = (SignedBy::Own, None);
    if member.minor {
        let who: Vec<SignedBy> = SignedBy::ALL.iter().copied().filter(|b| *b != SignedBy::Own).collect();
        let words: Vec<String> = who.iter().map(|b| b.word(lang).to_owned()).collect();
        let title = lang.pick("18 से कम: सहमति किसने दी?", "Under 18: who gave the consent?");
        let picked = picked!(prompt.choose(title, &words));
        by = who.get(picked).copied().unwrap_or(SignedBy::Own);
        guardian = picked!(prompt.text(lang.pick("संरक्षक का नाम", "Name of the guardian")));
    }
    Ok(Pick::One(Answer::Consent(Consent {
        notice: notice.version,
        language: Language::Hindi,
        mode: mode.unwrap_or(ConsentMode::Signed),
        spoken,
        by,
        guardian,
        given: mode.is_some(),
    })))
}

fn documents(prompt: &mut Prompt, member: &MemberView) -> Result<Pick<Answer>, Fail> {
    let lang = prompt.lang;
    if let Some(limit) = member.check_the_paper {
        prompt.say(&say!(
            lang,
            "! आयु {limit} वर्ष के पास है: जन्मतिथि कागज़ पर देखें।",
            "! The age is close to {limit}: look at the paper for the birth date."
        ));
    }
    if !member.papers.is_empty() {
        prompt.say(lang.pick("ये चाहिए:", "Needed:"));
        prompt.say(case_text::papers(&member.papers, lang).trim_end());
    }
    let options: Vec<String> = Document::ALL.iter().map(|d| d.word(lang).to_owned()).collect();
    let title = lang.pick("कौन-से दस्तावेज़ दिखाए?", "Which papers were shown?");
    let picked = picked!(prompt.choose_any(title, &options));
    let shown = picked.iter().filter_map(|n| Document::ALL.get(*n).copied());
    Ok(Pick::One(Answer::Documents { shown: shown.collect() }))
}

fn outcomes(
    core: &Core,
    prompt: &mut Prompt,
    view: &DraftView,
    member: &MemberView,
) -> Result<Pick<Answer>, Fail> {
    let lang = prompt.lang;
    let maker = core.worker(view.sitting.author)?.cadre.is_card_maker();
    let listed = core.person(member.person).is_ok_and(|p| p.listed.is_some());
    let possible = |o: &Outcome| {
        o.needs_consent() && (maker || !o.needs_card_maker()) && !(listed && *o == Outcome::NotInList)
    };
    let possible: Vec<Outcome> = Outcome::ALL.iter().copied().filter(possible).collect();
    let mut outcomes = Vec::new();
    for due in &member.due {
        let mut words: Vec<String> = possible.iter().map(|o| o.word(lang).to_owned()).collect();
        if !due.certain {
            words.push(lang.pick("यह कार्ड इनके लिए नहीं", "This card is not for this person").to_owned());
        }
        let picked = picked!(prompt.choose(due.kind.word(lang), &words));
        if let Some(outcome) = possible.get(picked) {
            outcomes.push(CardOutcome { kind: due.kind, outcome: *outcome });
        }
    }
    Ok(Pick::One(Answer::Outcomes { outcomes }))
}

/// Shows what will be registered and asks for the last word.
pub(super) fn confirm(core: &Core, prompt: &mut Prompt, view: &DraftView) -> Result<Said, Fail> {
    let lang = prompt.lang;
    let taken: Vec<usize> =
        (0..view.members.len()).filter(|at| view.members.get(*at).is_some_and(|m| !m.left_out)).collect();
    prompt.say("");
    for member in &view.members {
        let said = match member.left_out {
            true => lang.pick("इस बार नहीं", "not this time").to_owned(),
            false => follow::summary(member, lang),
        };
        prompt.say(&format!("{}: {said}", member.name));
    }
    let options = [lang.pick("दर्ज करें", "Register").to_owned()];
    match prompt.choose(lang.pick("सब ठीक है?", "Is all right?"), &options) {
        Pick::One(_) => Ok(Said::Yes),
        Pick::Back => match taken.last() {
            Some(at) => Ok(Said::Changed(Box::new(core.back(view.no, *at)?))),
            None => Ok(Said::Left),
        },
        Pick::Quit => Ok(Said::Left),
    }
}
