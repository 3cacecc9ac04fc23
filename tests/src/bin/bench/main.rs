//! `make bench`: one line a figure, each speed also as a ratio to a floor measured in the same run.

mod confirm;

use std::error::Error;

use shivir_tests::figures::Figures;

fn main() -> Result<(), Box<dyn Error>> {
    // The bench runs itself under a tracer to count the system calls of its confirmations.
    if std::env::args().nth(1).as_deref() == Some(confirm::TRACED) {
        return confirm::traced();
    }
    let mut figures = Figures::new();
    confirm::run(&mut figures)?;
    println!("{}", figures.write()?.display());
    Ok(())
}
