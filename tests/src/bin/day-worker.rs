//! A process that plays a camp day and is killed in the middle of it: `day-worker DIR KEY FROM BEFORE`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let [_, dir, key, from, before] = args.as_slice() else {
        eprintln!("usage: day-worker DIR KEY FROM BEFORE");
        return ExitCode::from(2);
    };
    let (Ok(from), Ok(before)) = (from.parse(), before.parse()) else {
        return ExitCode::from(2);
    };
    let mut out = std::io::stdout().lock();
    match shivir::demo::worker::run(Path::new(dir), Path::new(key), from, before, &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
