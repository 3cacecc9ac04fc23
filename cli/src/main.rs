//! The program `shivir`.

use std::process::ExitCode;

fn main() -> ExitCode {
    shivir::cmd::main()
}
