//! The commands, a file each.

pub(crate) mod campaign;
pub(crate) mod case;
mod case_text;
pub(crate) mod demo;
pub(crate) mod draft;
pub(crate) mod enrol;
pub(crate) mod key;
mod outbox;
pub(crate) mod person;
pub(crate) mod register;
pub(crate) mod review;
pub(crate) mod roster;
pub(crate) mod search;
pub(crate) mod sitting;
pub(crate) mod status;
pub(crate) mod sync;
pub(crate) mod tally;
mod usage;
pub(crate) mod withdraw;
pub(crate) mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::last4::cut_arguments;
use crate::out::{self, Reply};

/// Runs the command line of this process. 0 done, 1 refused with a sentence, 2 wrong usage.
pub fn main() -> ExitCode {
    let arguments = cut_arguments(std::env::args_os());
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => run(cli),
        Err(error) => usage::explain(error, &arguments),
    }
}

fn run(cli: Cli) -> ExitCode {
    let ctx = Ctx::new(cli.global);
    match dispatch(&ctx, cli.command) {
        Ok(reply) => written(&ctx, reply.bytes(ctx.json())),
        Err(fail) => {
            refuse(&fail, ctx.json(), ctx.lang());
            ExitCode::from(fail.exit())
        }
    }
}

fn dispatch(ctx: &Ctx, command: Command) -> Result<Reply, Fail> {
    match command {
        Command::Campaign(a) => campaign::run(ctx, a),
        Command::Worker(a) => worker::run(ctx, a),
        Command::Roster(a) => roster::run(ctx, &a),
        Command::Search(a) => search::run(ctx, &a),
        Command::Demo(a) => demo::run(ctx, &a),
        Command::DemoWorker(a) => demo::run_worker(ctx, &a),
        Command::Person(a) => person::run(ctx, &a),
        Command::Household(a) => person::household(ctx, &a),
        Command::Register(a) => register::run(ctx, *a),
        Command::Draft(a) => draft::run(ctx, a),
        Command::Withdraw(a) => withdraw::run(ctx, &a),
        Command::Case(a) => case::run(ctx, a),
        Command::Review(a) => review::run(ctx, a),
        Command::Tally(a) => tally::run(ctx, &a),
        Command::Ledger(a) => tally::ledger(ctx, &a),
        Command::Outbox => outbox::run(ctx),
        Command::Enrol(a) => enrol::run(ctx, &a),
        Command::Sync(a) => sync::run(ctx, &a),
        Command::Salvage => key::salvage(ctx),
        Command::Key(a) => key::run(ctx, &a),
        Command::Status => status::run(ctx),
    }
}

/// The work is done; where its answer cannot be written, that is said, so that nobody does the work twice.
fn written(ctx: &Ctx, bytes: Vec<u8>) -> ExitCode {
    if out::stdout(&bytes) {
        return ExitCode::SUCCESS;
    }
    out::stderr(ctx.lang().pick(
        "काम हो गया और सुरक्षित है, पर उत्तर लिखा नहीं जा सका।",
        "The work is done and safe, but the answer could not be written.",
    ));
    ExitCode::from(1)
}

fn refuse(fail: &Fail, json: bool, lang: shivir_domain::codes::Lang) {
    if json {
        out::stdout(format!("{}\n", fail.json(lang)).as_bytes());
    } else {
        out::stderr(&fail.sentence(lang));
    }
}

/// Whether an argument stands among those that were given, for what has to be known before they could be parsed.
fn has(arguments: &[OsString], wanted: &str) -> bool {
    arguments.iter().any(|a| a == wanted)
}
