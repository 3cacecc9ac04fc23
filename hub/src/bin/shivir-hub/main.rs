//! `shivir-hub`: the district's hub. It serves phones, and holds what the desk does by hand: districts, codes for phones,
//! quarantine, backups. See `docs/HUB.md`.

mod args;
mod cmd;
mod ctx;
mod fail;
mod key;
mod lock;
mod log;
mod out;
mod parse;
mod usage;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use ctx::Ctx;
use fail::Fail;

/// Runs the command line. 0 done, 1 refused with a sentence, 2 wrong usage.
fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::explain(error, &arguments),
    };
    let ctx = Ctx::new(cli.global);
    match cmd::run(&ctx, cli.command) {
        Ok(reply) => {
            if out::stdout(&reply.bytes(ctx.json())) {
                return ExitCode::SUCCESS;
            }
            out::stderr(ctx.lang().pick(
                "काम हो गया और सुरक्षित है, पर उत्तर लिखा नहीं जा सका।",
                "The work is done and safe, but the answer could not be written.",
            ));
            ExitCode::from(1)
        }
        Err(fail) => {
            refuse(&fail, ctx.json(), ctx.lang());
            ExitCode::from(fail.exit())
        }
    }
}

fn refuse(fail: &Fail, json: bool, lang: shivir_domain::codes::Lang) {
    if json {
        out::stdout(format!("{}\n", fail.json(lang)).as_bytes());
    } else {
        out::stderr(&fail.sentence(lang));
    }
}
