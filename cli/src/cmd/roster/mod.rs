//! `roster`: the district's list.

mod packs;

use std::fs::File;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};
use shivir_core::Core;
use shivir_core::roster::{
    ImportError, ImportOptions, ImportProgress, ImportReport, ImportStage, NoteCount, RosterSummary,
};
use shivir_domain::codes::Lang;
use shivir_domain::day::Day;
use shivir_roster::Question;

use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::out::{Reply, day, indian, say};
use crate::parse;
use crate::prompt::{Pick, Prompt};
use crate::table::{pairs, table};

/// What to do with the list.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// ज़िले की सूची लोड करें: CSV या Excel · Load the district's list: CSV or Excel
    Import(ImportArgs),
    /// चालू सूची दिखाएँ · Show the list in use
    Show,
    /// एक विकासखण्ड के लोगों का पैक बनाएँ · Make a pack of the people of a block
    Pack(packs::PackArgs),
    /// पैक लगाएँ · Install packs
    Install(packs::InstallArgs),
}

/// Which list, and how to read it.
#[derive(clap::Args)]
pub(crate) struct ImportArgs {
    /// सूची की फ़ाइल · File of the list
    file: PathBuf,
    /// ज़िले का LGD कोड · LGD code of the district [default: the campaign's]
    #[arg(long, value_name = "N")]
    district: Option<u32>,
    /// छोड़ी गई पंक्तियाँ कारण सहित यहाँ लिखें · Write the rows that are not taken here, with the reasons
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
    /// इस कॉलम में आधार है (1 से गिनें) · This column holds Aadhaar numbers (counted from 1)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    aadhaar_column: Vec<u16>,
    /// इस कॉलम में आधार नहीं है (1 से गिनें) · This column holds none (counted from 1)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    not_aadhaar_column: Vec<u16>,
    /// सूची की तारीख, जिस दिन की आयु लिखी है · The day of the list, for which it gives ages [default: today]
    #[arg(long, value_name = "DAY", value_parser = parse::day)]
    list_date: Option<Day>,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    match args {
        Args::Import(args) => ctx.with_core(|core| import(ctx, core, args)),
        Args::Pack(args) => ctx.with_core(|core| packs::pack(ctx, core, args)),
        Args::Install(args) => ctx.with_core(|core| packs::install(ctx, core, args)),
        Args::Show => {
            let (summary, packs) =
                ctx.with_core(|core| Ok((core.roster_summary()?, packs::shown(core, ctx.lang())?)))?;
            let left = summary.people.saturating_sub(summary.made);
            let mut json = json!(summary);
            if let Value::Object(object) = &mut json {
                object.insert("left".into(), json!(left));
            }
            Ok(Reply::new(json, packs + &shown(&summary, ctx.lang())))
        }
    }
}

fn import(ctx: &Ctx, core: &Core, args: &ImportArgs) -> Result<Reply, Fail> {
    let mut file = File::open(&args.file).map_err(|e| fail::file(&args.file, &e))?;
    let district = match args.district {
        Some(district) => district,
        None => core.campaign()?.pack().district.code,
    };
    let column = |n: &u16| usize::from(*n).saturating_sub(1);
    let mut options = ImportOptions::new(district, core.today()?);
    options.list_date = args.list_date.unwrap_or(options.list_date);
    options.aadhaar_columns = args.aadhaar_column.iter().map(column).collect();
    options.not_aadhaar_columns = args.not_aadhaar_column.iter().map(column).collect();
    options.rejected.clone_from(&args.rejected);
    loop {
        match read(ctx, core, &mut file, &options) {
            Ok(report) => return Ok(Reply::new(json!(report), taken(&report, ctx.lang()))),
            Err(ImportError::Question(question)) if ctx.someone_there() => {
                ask(ctx.lang(), &question, &mut options)?;
            }
            Err(error) => return Err(refused(error)),
        }
    }
}

fn read(
    ctx: &Ctx,
    core: &Core,
    file: &mut File,
    options: &ImportOptions,
) -> Result<ImportReport, ImportError> {
    let lang = ctx.lang();
    let bar = ctx.bar(0, lang.pick("सूची पढ़ी जा रही है", "Reading the list"));
    let mut told = |p: ImportProgress| {
        match p.stage {
            ImportStage::Reading => {
                bar.set_length(p.bytes_total);
                bar.set_position(p.bytes_read);
            }
            ImportStage::Indexing => {
                bar.set_message(lang.pick("खोज तैयार हो रही है", "Making it searchable"));
            }
        }
        ControlFlow::Continue(())
    };
    let report = core.import_roster(file, options, &mut told);
    bar.finish_and_clear();
    report
}

/// Whether a column holds Aadhaar numbers.
fn ask(lang: Lang, question: &Question, options: &mut ImportOptions) -> Result<(), Fail> {
    let Question::ColumnLooksLikeAadhaar { column, .. } = question;
    let title = match lang {
        Lang::Hi => question.hindi(),
        Lang::En => question.english(),
    };
    let answers = [
        lang.pick("हाँ, केवल अंतिम 4 अंक रखें", "Yes: keep the last 4 digits alone"),
        lang.pick("नहीं, यह आधार नहीं है", "No, it is none"),
    ]
    .map(str::to_owned);
    match Prompt::new(lang).choose(&title, &answers) {
        Pick::One(0) => options.aadhaar_columns.push(*column),
        Pick::One(_) => options.not_aadhaar_columns.push(*column),
        Pick::Back | Pick::Quit => return Err(refused(ImportError::Cancelled)),
    }
    Ok(())
}

pub(super) fn refused(error: ImportError) -> Fail {
    match error {
        ImportError::Core(error) => Fail::Core(error),
        ImportError::Question(question) => {
            let Question::ColumnLooksLikeAadhaar { column, header } = &question;
            let n = column + 1;
            let (hi, en) = (question.hindi(), question.english());
            Fail::refused(
                "question",
                format!("{hi} उत्तर दें: --aadhaar-column {n} या --not-aadhaar-column {n}।"),
                format!("{en} Answer with --aadhaar-column {n} or --not-aadhaar-column {n}."),
            )
            .with("column", json!(n))
            .with("header", json!(header))
        }
        other => Fail::refused(other.code(), other.sentence(Lang::Hi), other.sentence(Lang::En)),
    }
}

fn taken(report: &ImportReport, lang: Lang) -> String {
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let number = |hi: &str, en: &str, n: u64| (word(hi, en), indian(n));
    let mut rows = vec![
        number("लोग", "People", report.people),
        number("कार्ड बने", "Cards made", report.made),
        number("शेष", "Left", report.people.saturating_sub(report.made)),
        number("परिवार", "Households", report.households),
        number("ग्राम पंचायत और वार्ड", "Gram panchayats and wards", report.areas),
        number("छोड़ी गई पंक्तियाँ", "Rows not taken", report.rejected),
        number("दोहराई गई पंक्तियाँ", "Rows that stand twice", report.duplicates),
    ];
    if report.updated > 0 {
        rows.push(number("बदले गए दर्ज लोग", "Registered people updated", report.updated));
    }
    let gone = report.no_longer_listed.len() as u64;
    if gone > 0 {
        rows.push(number("अब सूची में नहीं", "No longer on the list", gone));
    }
    if report.in_several_packs > 0 {
        rows.push(number("एक से अधिक पैक में", "In more than one pack", report.in_several_packs));
    }
    for NoteCount { note, rows: count } in &report.notes {
        let what = match lang {
            Lang::Hi => note.hindi(),
            Lang::En => note.english(),
        };
        rows.push((format!("  {what}"), indian(*count)));
    }
    if let Some(file) = &report.rejected_file {
        rows.push((word("छोड़ी गई पंक्तियों की फ़ाइल", "File of rows not taken"), file.display().to_string()));
    }
    let head = if report.unchanged {
        word("यही सूची पहले से चालू है।", "This list was in use already.")
    } else {
        word("सूची लोड हुई।", "The list is loaded.")
    };
    format!("{head}\n\n{}", pairs(&rows))
}

fn shown(summary: &RosterSummary, lang: Lang) -> String {
    let (people, made) = (indian(summary.people), indian(summary.made));
    let left = indian(summary.people.saturating_sub(summary.made));
    let (households, created) = (indian(summary.households), day(summary.created, lang));
    let head = say!(
        lang,
        "लोग {people} · कार्ड बने {made} · शेष {left} · परिवार {households}\n{created} को लोड हुई\n\n",
        "People {people} · cards made {made} · left {left} · households {households}\nLoaded on {created}\n\n"
    );
    let rows: Vec<Vec<String>> = summary
        .areas
        .iter()
        .map(|a| {
            vec![
                a.name.clone(),
                a.block_name.clone(),
                indian(a.listed),
                indian(a.made),
                indian(a.listed.saturating_sub(a.made)),
                a.area.0.to_string(),
            ]
        })
        .collect();
    let heads: [&str; 6] = match lang {
        Lang::Hi => ["ग्राम पंचायत/वार्ड", "विकासखण्ड", ">लोग", ">बने", ">शेष", ">कोड"],
        Lang::En => ["Panchayat or ward", "Block", ">People", ">Made", ">Left", ">Code"],
    };
    head + &table(&heads, &rows)
}
