//! `search`: finding people by name, by the numbers on their papers, by the code of a slip.

use serde_json::json;
use shivir_core::roster::{Ages, Facets, Hit, Left, SearchOptions};
use shivir_domain::codes::Lang;
use shivir_domain::id::AreaId;

use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, ages};
use crate::table::table;

/// What to look for.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// नाम के शब्द, राशन कार्ड क्रमांक या पर्ची · Words of the name, a ration card number, or a slip
    #[arg(required = true)]
    words: Vec<String>,
    /// अधिकतम कितने · How many at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    limit: u16,
    /// केवल इस ग्राम पंचायत या वार्ड में · Only in this gram panchayat or ward
    #[arg(long, value_name = "N")]
    area: Option<u64>,
    /// इस ग्राम पंचायत या वार्ड के लोग पहले · People of this gram panchayat or ward first
    #[arg(long, value_name = "N")]
    near: Vec<u64>,
    /// केवल जिनका कार्ड शेष है: all सभी, family पूरा परिवार, member जिस परिवार में कार्ड है · Only those whose card is left
    #[arg(long, value_name = "WHO", num_args = 0..=1, default_missing_value = "all")]
    left: Option<LeftOf>,
    /// केवल 5 वर्ष से छोटे (child) या 70 और अधिक (elderly) · Only children under 5, or those of 70 and over
    #[arg(long, value_name = "AGES")]
    ages: Option<AgesOf>,
    /// केवल जिनका आधार केस चल रहा है · Only those with an Aadhaar update under way
    #[arg(long)]
    open_case: bool,
}

/// Which of those who are left.
#[derive(Clone, Copy, clap::ValueEnum)]
enum LeftOf {
    /// सभी · All
    All,
    /// जिनके परिवार में किसी का कार्ड नहीं · Families in which nobody has a card
    Family,
    /// जिनके परिवार में किसी का कार्ड है · Members left out of families with a card
    Member,
}

/// Ages that are cared for apart.
#[derive(Clone, Copy, clap::ValueEnum)]
enum AgesOf {
    /// 5 वर्ष से छोटे · Under 5
    Child,
    /// 70 और अधिक · 70 and over
    Elderly,
}

impl Args {
    fn options(&self) -> SearchOptions {
        SearchOptions {
            limit: u32::from(self.limit),
            area: self.area.map(AreaId),
            near: self.near.iter().copied().map(AreaId).collect(),
            facets: Facets {
                left: self.left.map(|left| match left {
                    LeftOf::All => Left::Any,
                    LeftOf::Family => Left::WholeFamily,
                    LeftOf::Member => Left::OfCardedFamily,
                }),
                ages: self.ages.map(|ages| match ages {
                    AgesOf::Child => Ages::UnderFive,
                    AgesOf::Elderly => Ages::Elderly,
                }),
                open_case: self.open_case,
            },
        }
    }
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let hits = ctx.with_core(|core| Ok(core.search(&args.words.join(" "), &args.options())?))?;
    let text = if hits.is_empty() {
        lang.pick(
            "कोई नहीं मिला। नाम का कम हिस्सा, दूसरी वर्तनी या राशन कार्ड क्रमांक से खोजें।",
            "Nobody was found. Try less of the name, another spelling, or the ration card number.",
        )
        .to_owned()
    } else {
        list(&hits, lang)
    };
    Ok(Reply::new(json!({"hits": hits}), text))
}

/// The name in the language asked for, else in the other script.
fn name(hit: &Hit, lang: Lang) -> &str {
    let (hi, en) = (hit.name_hi.as_deref(), hit.name_en.as_deref());
    match lang {
        Lang::Hi => hi.or(en),
        Lang::En => en.or(hi),
    }
    .unwrap_or("")
}

/// The card in a word, with the day on which it was made, where the portal says so.
fn card(hit: &Hit, lang: Lang) -> String {
    let day = hit.portal.filter(|card| card.is_made()).and_then(|card| card.day);
    let word = match (hit.made, hit.open_case, hit.listed) {
        (true, _, _) => lang.pick("बना है", "made"),
        (_, true, _) => lang.pick("आधार केस", "Aadhaar case"),
        (_, _, true) => lang.pick("शेष", "left"),
        _ => lang.pick("सूची से बाहर", "not on the list"),
    };
    match day {
        Some(day) if hit.made => format!("{word} {day}"),
        _ => word.to_owned(),
    }
}

/// A person in one line, to be chosen from several.
pub(crate) fn line(hit: &Hit, lang: Lang) -> String {
    let relation = hit.relation.map_or("", |r| r.word(lang));
    let relative = hit.relative.as_deref().unwrap_or("");
    let village = hit.village.as_deref().unwrap_or("");
    let para = hit.para.as_deref().unwrap_or("");
    let head = match &hit.head {
        Some(head) => format!("{} {head}", lang.pick("मुखिया", "head")),
        None => String::new(),
    };
    let parts = [
        name(hit, lang),
        relation,
        relative,
        &ages(hit.age.map(Into::into)),
        para,
        village,
        &head,
        &card(hit, lang),
    ]
    .map(str::to_owned);
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn list(hits: &[Hit], lang: Lang) -> String {
    let rows: Vec<Vec<String>> = hits
        .iter()
        .map(|h| {
            vec![
                name(h, lang).to_owned(),
                h.relative.clone().unwrap_or_default(),
                h.relation.map_or("", |r| r.word(lang)).to_owned(),
                ages(h.age.map(Into::into)),
                h.village.clone().unwrap_or_default(),
                card(h, lang),
                h.person.to_string(),
            ]
        })
        .collect();
    table(&super::person::lang_heads(lang), &rows)
}
