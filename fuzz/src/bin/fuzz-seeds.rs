//! Writes the seeds of every target: `fuzz-seeds DIR`, or replays inputs: `fuzz-seeds --run TARGET FILE…`.

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [flag, target, files @ ..] if flag == "--run" => {
            for file in files {
                shivir_fuzz::run(target, &std::fs::read(file)?);
            }
        }
        [dir] => {
            for target in shivir_fuzz::TARGETS {
                let dir = Path::new(dir).join(target.name);
                std::fs::create_dir_all(&dir)?;
                for (n, seed) in (target.seeds)().into_iter().enumerate() {
                    std::fs::write(dir.join(format!("seed-{n:03}")), seed)?;
                }
                println!("{}", target.name);
            }
        }
        _ => return Err(io::Error::other("usage: fuzz-seeds DIR | fuzz-seeds --run TARGET FILE…")),
    }
    Ok(())
}
