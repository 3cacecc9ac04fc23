//! `make bench`: one line a figure, each speed also as a ratio to a floor measured in the same run. Options:
//! `--people N` for a smaller list.

mod confirm;
mod import;
mod packs;
mod peer;
mod search;

use std::error::Error;
use std::path::Path;

use shivir_tests::figures::Figures;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // The bench runs itself under a tracer to count system calls, and by itself to measure memory.
    let people = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [confirm::TRACED] => return confirm::traced(),
        [import::IMPORT, dir] => return import::import(Path::new(dir)),
        [search::SEARCH, dir] => return search::search(Path::new(dir)),
        ["--people", people] => Some(people.parse()?),
        [] => None,
        _ => return Err("usage: bench [--people N]".into()),
    };
    let mut figures = Figures::new();
    let district = tempfile::tempdir_in(target())?;
    import::run(&mut figures, people, district.path())?;
    search::run(&mut figures, district.path())?;
    packs::run(&mut figures, district.path())?;
    confirm::run(&mut figures)?;
    println!("{}", figures.write()?.display());
    Ok(())
}

/// The build folder: on the disk, where a temporary folder may lie in memory.
fn target() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../target")
}
