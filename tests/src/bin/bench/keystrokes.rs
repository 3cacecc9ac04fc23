//! The engine's own time for what the bench of the phone's shell types through the bridge (`android/bench`): a process of its
//! own on the same store, so that the shell's bench can take turns with it.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use shivir::demo::roster::{Options, generate};
use shivir_core::env::SystemEnv;
use shivir_tests::kit;

use super::search;

/// First argument of the process that makes a folder's list of so many people, and writes down what is typed.
pub const TYPED: &str = "--typed";
/// First argument of the process that searches.
pub const KEYSTROKES: &str = "--keystrokes";

/// Times that each keystroke is searched for; what is before the first counts as warming up.
const ROUNDS: usize = 3;

/// Leaves `list.csv` and `queries.txt` in the folder: what is typed, one a line. A list that is there is taken as it is.
pub fn typed(dir: &Path, people: u64) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(dir)?;
    let list = dir.join("list.csv");
    if !list.exists() {
        let mut out = BufWriter::new(File::create(&list)?);
        generate(&Options::new(people, 1), &mut out, &mut |_| {})?;
        out.flush()?;
    }
    let queries = search::queries(&search::names(&list)?);
    let typed: Vec<&str> = queries.iter().filter_map(|line| Some(line.split_once('\t')?.1)).collect();
    std::fs::write(dir.join(search::QUERIES), typed.join("\n"))?;
    Ok(())
}

/// Searches the store in the folder's `store` for each line, as the shell does, and prints `hits ns ns ns` for each: the
/// time of each round. One round more comes before, untimed.
pub fn keystrokes(dir: &Path) -> Result<(), Box<dyn Error>> {
    let typed = std::fs::read_to_string(dir.join(search::QUERIES))?;
    let core = kit::open(&dir.join("store"), None, Arc::new(SystemEnv))?;
    let mut lines: Vec<String> = Vec::new();
    for query in typed.lines() {
        lines.push(search::keystroke(&core, query, None)?.to_string());
    }
    for _ in 0..ROUNDS {
        for (query, line) in typed.lines().zip(&mut lines) {
            let start = Instant::now();
            search::keystroke(&core, query, None)?;
            line.push_str(&format!(" {}", start.elapsed().as_nanos()));
        }
    }
    println!("{}", lines.join("\n"));
    core.store().close();
    Ok(())
}
