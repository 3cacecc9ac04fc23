//! `person` and `household`: what is known here of someone.

use serde_json::{Value, json};
use shivir_core::Core;
use shivir_core::roster::{GroupSet, Person};
use shivir_domain::codes::{CardKind, Group, Lang};
use shivir_domain::day::Day;
use shivir_domain::fold::Class;
use shivir_domain::id::PersonId;

use super::worker;
use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, ages, clock, day, say};
use crate::parse;
use crate::table::{pairs, table};

/// Whom to show.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// व्यक्ति की पहचान · Id of the person
    #[arg(value_name = "ID", value_parser = parse::person)]
    id: PersonId,
    /// किसकी ओर से देखा जा रहा है (संवेदनशील समूह केवल दायित्व वाले को) · Who looks: marks that only a duty's holder may see need her name
    #[arg(long = "as", value_name = "ID|NAME")]
    viewer: Option<String>,
}

/// Whose household to show.
#[derive(clap::Args)]
pub(crate) struct HouseholdArgs {
    /// परिवार के किसी सदस्य की पहचान · Id of any member
    #[arg(value_name = "ID", value_parser = parse::person)]
    id: PersonId,
}

/// Runs `person`.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    ctx.with_core(|core| {
        let mut person = core.person(args.id)?;
        hide_marks(core, &mut person, args.viewer.as_deref())?;
        let today = core.today()?;
        let cards = cards(core, &person, today);
        let json = json!({
            "id": person.id,
            "name": person.name(lang),
            "class": person.class(),
            "cards": cards_json(&person, &cards),
            "listed": person.listed,
            "details": person.fold.details,
            "visits": person.fold.visits,
            "cases": person.fold.cases,
            "ration_cases": person.fold.ration,
            "calls": person.fold.calls,
            "leave": person.fold.leave,
            "reviews": person.fold.reviews,
        });
        Ok(Reply::new(json, text(&person, &cards, today, lang)))
    })
}

/// Runs `household`.
pub(crate) fn household(ctx: &Ctx, args: &HouseholdArgs) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    ctx.with_core(|core| {
        let today = core.today()?;
        let members = core.household(args.id)?;
        let key = members.first().and_then(|m| m.listed.as_ref());
        let key = key.map(|l| l.household.clone());
        let rows: Vec<Vec<String>> = members.iter().map(|m| row(m, today, lang)).collect();
        let heads = lang_heads(lang);
        let json = json!({
            "household": key,
            "members": members.iter().map(|m| brief(core, m, today, lang)).collect::<Vec<_>>(),
        });
        Ok(Reply::new(json, table(&heads, &rows)))
    })
}

/// Headings of a list of people.
pub(crate) fn lang_heads(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Hi => ["नाम", "पिता/पति", "संबंध", ">आयु", "गाँव", "कार्ड", "पहचान"],
        Lang::En => ["Name", "Father/husband", "Relation", ">Age", "Village", "Card", "Id"],
    }
}

/// A person as a row of a list.
fn row(person: &Person, today: Day, lang: Lang) -> Vec<String> {
    let (listed, details) = (person.listed.as_ref(), &person.fold.details);
    let relative = details.relative.as_deref();
    let relative = relative.or(listed.and_then(|l| l.relative.as_deref()));
    let relation = details.relation.or(listed.and_then(|l| l.relation));
    let village = details.village.as_deref();
    let village = village.or(listed.map(|l| l.village.as_str()));
    let guest = details.guest_from.as_deref();
    vec![
        person.name(lang).to_owned(),
        relative.unwrap_or_default().to_owned(),
        relation.map_or("", |r| r.word(lang)).to_owned(),
        ages(age(person, today)),
        village.or(guest).unwrap_or_default().to_owned(),
        class_word(person.class(), lang).to_owned(),
        person.id.to_string(),
    ]
}

/// The keys of a person in a list.
fn brief(core: &Core, person: &Person, today: Day, lang: Lang) -> Value {
    let listed = person.listed.as_ref();
    json!({
        "id": person.id,
        "name": person.name(lang),
        "relation": person.fold.details.relation.or(listed.and_then(|l| l.relation)),
        "age": age(person, today),
        "area": person.fold.details.area.or(listed.map(|l| l.area)),
        "village": person.fold.details.village.as_deref().or(listed.map(|l| l.village.as_str())),
        "class": person.class(),
        "cards": cards_json(person, &cards(core, person, today)),
    })
}

/// The least and the greatest age on a day.
fn age(person: &Person, today: Day) -> Option<(u16, u16)> {
    person.birth()?.age_range(today)
}

/// The kinds of card that matter to the person: offered at her age, or spoken of in a fact.
fn cards(core: &Core, person: &Person, today: Day) -> Vec<CardKind> {
    let (youngest, oldest) = person.birth().and_then(|b| b.age_range(today)).unwrap_or((0, 0));
    let offered = |kind: CardKind| {
        let at = |age| core.campaign().is_ok_and(|c| c.cards_for(age, today).any(|r| r.kind == kind));
        at(youngest) || at(oldest)
    };
    let kinds = CardKind::ALL.iter().copied();
    kinds.filter(|k| *k == CardKind::Family || person.fold.card(*k).is_some() || offered(*k)).collect()
}

fn cards_json(person: &Person, kinds: &[CardKind]) -> Vec<Value> {
    let one = |kind: &CardKind| {
        let card = person.fold.card(*kind);
        json!({
            "kind": kind,
            "made": person.made(*kind),
            "outcome": card.and_then(|c| c.outcome),
            "stated": card.and_then(|c| c.stated),
            "since": card.map(|c| c.since),
            "portal": person.portal().filter(|_| *kind == CardKind::Family),
        })
    };
    kinds.iter().map(one).collect()
}

/// Marks of pregnancy, illness, disability and PVTG are taken out unless a duty of the one who looks names them.
fn hide_marks(core: &Core, person: &mut Person, viewer: Option<&str>) -> Result<(), Fail> {
    let campaign = core.campaign().ok();
    let cadre = match viewer {
        Some(named) => Some(worker::find(core, Some(named))?.cadre),
        None => None,
    };
    let seen = |group: &Group| match (cadre, &campaign) {
        (Some(cadre), Some(campaign)) => campaign.may_see(cadre, *group),
        _ => !group.is_sensitive(),
    };
    if let Some(listed) = &mut person.listed {
        let groups: Vec<Group> = listed.groups.groups().into_iter().filter(seen).collect();
        listed.groups = GroupSet::of(&groups);
    }
    if let Some(groups) = &mut person.fold.details.groups {
        groups.retain(seen);
    }
    Ok(())
}

/// The word for a class of the ledger.
pub(crate) fn class_word(class: Class, lang: Lang) -> &'static str {
    let (hi, en) = match class {
        Class::Made => ("बना है", "made"),
        Class::Left => ("शेष", "left"),
        Class::Deceased => ("मृत", "deceased"),
        Class::Moved => ("बाहर गए", "moved away"),
        Class::Beside => ("सूची से बाहर", "not on the list"),
    };
    lang.pick(hi, en)
}

fn text(person: &Person, cards: &[CardKind], today: Day, lang: Lang) -> String {
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let mut rows = vec![(word("नाम", "Name"), person.name(lang).to_owned())];
    for kind in cards {
        let made = if person.made(*kind) {
            lang.pick("बना है", "made")
        } else {
            lang.pick("नहीं बना", "not made")
        };
        let last = person.fold.card(*kind).and_then(|c| c.outcome);
        let last = last.map_or(String::new(), |o| format!(" · {}", o.word(lang)));
        rows.push((kind.word(lang).to_owned(), format!("{made}{last}")));
        if let Some(word) = person.portal().filter(|_| *kind == CardKind::Family) {
            let day = word.day.map(|day| format!(" {day}")).unwrap_or_default();
            let (status, dated) = (word.status.word(lang), word.dated);
            let said = say!(lang, "{status}{day} (सूची {dated} की)", "{status}{day} (list of {dated})");
            rows.push((lang.pick("पोर्टल", "Portal").to_owned(), said));
        }
    }
    rows.push((word("स्थिति", "Class"), class_word(person.class(), lang).to_owned()));
    for merge in person.fold.merges.iter().filter(|merge| merge.undone.is_none()) {
        rows.push((word("इसी व्यक्ति की दूसरी प्रविष्टि", "Another entry of hers"), merge.other.to_string()));
    }
    about(person, today, lang, &mut rows);
    rows.push((word("पहचान", "Id"), person.id.to_string()));
    let mut text = pairs(&rows);
    history(person, lang, &mut text);
    text
}

fn about(person: &Person, today: Day, lang: Lang, rows: &mut Vec<(String, String)>) {
    let mut add = |hi: &str, en: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            rows.push((lang.pick(hi, en).to_owned(), value));
        }
    };
    let (listed, d) = (person.listed.as_ref(), &person.fold.details);
    let relative = d.relative.clone();
    add("पिता/पति", "Father/husband", relative.or(listed.and_then(|l| l.relative.clone())));
    let relation = d.relation.or(listed.and_then(|l| l.relation));
    add("मुखिया से संबंध", "Relation", relation.map(|r| r.word(lang).to_owned()));
    let sex = d.sex.or(listed.and_then(|l| l.sex));
    add("लिंग", "Sex", sex.map(|s| s.word(lang).to_owned()));
    let birth = person.birth().map(|b| b.source.word(lang));
    let age = age(person, today).map(|a| ages(Some(a))).zip(birth);
    add("आयु", "Age", age.map(|(age, source)| say!(lang, "{age} वर्ष ({source})", "{age} ({source})")));
    let village = d.village.clone().or(listed.map(|l| l.village.clone()));
    add("गाँव", "Village", village);
    add("ग्राम पंचायत", "Gram panchayat", listed.map(|l| l.area_name.clone()));
    add("विकासखण्ड", "Block", listed.map(|l| l.block_name.clone()));
    add("कहाँ से", "Guest from", d.guest_from.clone());
    let groups = d.groups.clone().or(listed.map(|l| l.groups.groups())).unwrap_or_default();
    let groups: Vec<&str> = groups.iter().map(|g| g.word(lang)).collect();
    add("समूह", "Groups", Some(groups.join(", ")));
}

fn history(person: &Person, lang: Lang, text: &mut String) {
    let fold = &person.fold;
    if !fold.visits.is_empty() {
        text.push_str(lang.pick("\nपंजीयन\n", "\nRegistrations\n"));
    }
    for v in &fold.visits {
        let time = v.minute.map(clock).unwrap_or_default();
        let outcomes: Vec<String> = v
            .visit
            .outcomes
            .iter()
            .map(|o| format!("{}: {}", o.kind.word(lang), o.outcome.word(lang)))
            .collect();
        let slip = v.visit.token.as_ref().map(|t| t.code()).unwrap_or_default();
        let stands = if v.stands() {
            ""
        } else {
            lang.pick("(सुधारा या वापस लिया)", "(corrected or taken back)")
        };
        let (day, outcomes, fact) = (day(v.day, lang), outcomes.join(", "), v.fact);
        text.push_str(&format!("  {day} {time}  {outcomes}  {slip} {stands}\n    {fact}\n"));
    }
    if !fold.cases.is_empty() || !fold.ration.is_empty() {
        text.push_str(lang.pick("\nकेस\n", "\nCases\n"));
    }
    for c in &fold.cases {
        let (state, since) = (c.state.word(lang), day(c.since, lang));
        let reasons: Vec<&str> = c.reasons.iter().map(|r| r.word(lang)).collect();
        let (reasons, id) = (reasons.join(", "), c.case.0);
        text.push_str(&say!(
            lang,
            "  आधार: {reasons} · {state}, {since} से\n    {id}\n",
            "  Aadhaar: {reasons} · {state}, since {since}\n    {id}\n"
        ));
    }
    for c in &fold.ration {
        let (state, since, reason, id) =
            (c.state.word(lang), day(c.since, lang), c.reason.word(lang), c.case);
        text.push_str(&say!(
            lang,
            "  राशन कार्ड: {reason} · {state}, {since} से\n    {id}\n",
            "  Ration card: {reason} · {state}, since {since}\n    {id}\n"
        ));
    }
    let open = fold.reviews.iter().filter(|r| r.settled.is_none());
    for review in open {
        let kind = review.kind.word(lang);
        text.push_str(&say!(lang, "\nजाँच करें: {kind}\n", "\nTo be reviewed: {kind}\n"));
    }
}
