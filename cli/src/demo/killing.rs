//! Plays a plan through a process that is killed again and again, and keeps what that process said was confirmed.

use std::io::BufReader;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use shivir_core::CoreError;

use super::random::Random;
use super::worker::{Kept, Line, hear};

/// When to kill.
#[derive(Debug, Clone, Copy)]
pub struct Kills {
    /// So many kills have to fall into a confirmation: after everything was answered, before the process could say that
    /// it was done.
    pub wanted: usize,
    /// A kill is tried at every so many turns, until there were enough.
    pub every: usize,
    /// Where chance starts: how long after the announcement the kill comes.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Played {
    /// Everyone whose confirmation returned, or was found made by the process after.
    pub kept: Vec<Kept>,
    /// Kills that fell into a confirmation.
    pub kills: usize,
    /// Of these, how often the next process found the confirmation made.
    pub found_made: usize,
    /// Microseconds of each confirmation.
    pub confirm_us: Vec<u64>,
    /// Microseconds of the floor after each.
    pub floor_us: Vec<u64>,
}

/// Runs `command(from, before)` for the turns that are left, until `turns` are played. `progress`: turns played.
///
/// # Errors
/// Where the process cannot be started, or ends by itself before the plan does.
pub fn play_through(
    command: impl Fn(usize, usize) -> Command,
    turns: usize,
    kills: Kills,
    mut progress: impl FnMut(usize),
) -> Result<Played, CoreError> {
    let mut random = Random::part(kills.seed, 0x4b11);
    let mut played = Played::default();
    let (mut next, mut killed_at) = (0, None);
    while next < turns {
        let mut child = command(next, played.kept.len()).stdout(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or(CoreError::Internal("stdout"))?);
        let mut killed = false;
        while let Some(line) = hear(&mut lines) {
            match line {
                Line::Ready { turn } => {
                    let due = turn % kills.every == kills.every / 2;
                    if due && killed_at != Some(turn) && played.kills < kills.wanted {
                        wait(Duration::from_micros(random.below(400)));
                        kill(&mut child)?;
                        (killed, killed_at) = (true, Some(turn));
                    }
                }
                Line::Confirmed { turn, people, confirm_us, floor_us } => {
                    if killed && killed_at == Some(turn) {
                        // It was quicker than the kill.
                        killed = false;
                        child.wait()?;
                    }
                    if confirm_us.is_none() {
                        played.found_made += 1;
                    }
                    played.kept.extend(people);
                    played.confirm_us.extend(confirm_us);
                    played.floor_us.extend(floor_us);
                    next = turn + 1;
                    progress(next);
                }
            }
        }
        let status = child.wait()?;
        if killed {
            played.kills += 1;
        } else if status.code().is_some_and(|code| code != 0) {
            // It ended by itself: its own words are on stderr.
            return Err(CoreError::Internal("the day's process"));
        }
    }
    Ok(played)
}

fn kill(child: &mut Child) -> Result<(), CoreError> {
    // SIGKILL: nothing in the process can catch it or tidy up.
    child.kill()?;
    Ok(())
}

/// Waits without giving up the processor: sleeping is far coarser than a confirmation is long.
fn wait(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}
