//! `make bench`: one line a figure, each speed also as a ratio to a floor measured in the same run. Options:
//! `--people N` for a smaller list; `--only PARTS`, of `import,search,packs,duplicates,confirm,sync,hub`, for some of the
//! figures (of the hub's alone `push,arrive,load`); `--only soak`, with `--facts N`, for those that take hours; `--dir DIR` keeps the list and the store there: a list that is there is taken as it is, and `--only search` takes the store too; an
//! import removes all other files of the folder.

mod confirm;
mod duplicates;
mod hub;
mod hubs;
mod import;
mod keystrokes;
mod packs;
mod peer;
mod pouchdb;
mod search;
mod sync;

use std::error::Error;
use std::path::{Path, PathBuf};

use shivir_tests::figures::Figures;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // The bench runs itself under a tracer to count system calls, and by itself to measure memory.
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [confirm::TRACED] => return confirm::traced(),
        [import::IMPORT, dir] => return import::import(Path::new(dir)),
        [hubs::SERVE, db] => return hubs::serve(db),
        [search::SEARCH, dir] => return search::search(Path::new(dir)),
        [keystrokes::TYPED, dir, people] => return keystrokes::typed(Path::new(dir), people.parse()?),
        [keystrokes::KEYSTROKES, dir] => return keystrokes::keystrokes(Path::new(dir)),
        _ => {}
    }
    let options = Options::of(&args)?;
    let mut figures = Figures::new();
    let passing = tempfile::tempdir_in(target())?;
    let dir = options.dir.as_deref().unwrap_or(passing.path());
    std::fs::create_dir_all(dir)?;
    if options.has("import")
        || (!options.only.iter().all(|part| WITHOUT_LIST.contains(&part.as_str()))
            && !dir.join("camp.db").exists())
    {
        import::run(&mut figures, options.people, dir)?;
    }
    if options.has("search") {
        search::run(&mut figures, dir)?;
    }
    if options.has("packs") {
        packs::run(&mut figures, dir)?;
    }
    if options.has("duplicates") {
        duplicates::run(&mut figures, dir)?;
    }
    if options.has("confirm") {
        confirm::run(&mut figures)?;
    }
    if options.has("sync") {
        sync::run(&mut figures, dir)?;
    }
    let soak = options.only.iter().any(|part| part == SOAK);
    if ["push", "arrive", "load"].into_iter().any(|part| options.has(part)) || soak {
        let day = sync::facts_of_a_day(dir)?;
        if options.has("push") {
            hub::push(&mut figures, dir, &day)?;
        }
        if options.has("arrive") {
            hub::arrive(&mut figures, dir, &day)?;
        }
        if options.has("load") {
            hub::load(&mut figures, dir, &day)?;
        }
        if soak {
            hub::soak(&mut figures, dir, &day, options.facts.unwrap_or(SOAK_FACTS))?;
        }
    }
    println!("{}", figures.write()?.display());
    Ok(())
}

/// What to measure.
#[derive(Default)]
struct Options {
    people: Option<u64>,
    facts: Option<usize>,
    only: Vec<String>,
    dir: Option<PathBuf>,
}

impl Options {
    fn of(args: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut options = Self::default();
        let mut args = args.iter();
        while let Some(name) = args.next() {
            let value = args.next().ok_or(USAGE)?;
            match name.as_str() {
                "--people" => options.people = Some(value.parse()?),
                "--facts" => options.facts = Some(value.parse()?),
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--dir" => options.dir = Some(value.into()),
                _ => return Err(USAGE.into()),
            }
        }
        if options.only.iter().any(|part| part == HUB) {
            options.only.retain(|part| part != HUB);
            options.only.extend(["push", "arrive", "load"].map(str::to_owned));
        }
        if options.only.iter().any(|part| part != SOAK && !PARTS.contains(&part.as_str())) {
            return Err(USAGE.into());
        }
        Ok(options)
    }

    fn has(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == part)
    }
}

const PARTS: [&str; 9] =
    ["import", "search", "packs", "duplicates", "confirm", "sync", "push", "arrive", "load"];
/// One name for those of the hub.
const HUB: &str = "hub";
/// What is measured only where it is named.
const SOAK: &str = "soak";
/// Facts of the largest hub of the soak.
const SOAK_FACTS: usize = 10_000_000;
/// Parts that need no imported list.
const WITHOUT_LIST: [&str; 5] = ["confirm", "push", "arrive", "load", SOAK];
const USAGE: &str = "usage: bench [--people N] [--only import,search,packs,duplicates,confirm,sync,hub,soak] \
                     [--facts N] [--dir DIR]";

/// The build folder: on the disk, where a temporary folder may lie in memory.
fn target() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../target")
}
