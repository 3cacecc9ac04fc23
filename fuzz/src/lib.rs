//! What the fuzz targets do with the bytes that they are given, and the seeds that they begin with.
//!
//! A target is a function of bytes that must not panic, hang, or break what it asserts. `scripts/fuzz.sh` lets cargo-fuzz
//! run each for a while; `cargo test -p shivir-fuzz` replays the seeds. Most of what comes over a network is signed, so that
//! plain mutation would end at the signature: the targets sign what they are given, as a hostile phone or hub would.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a target says that something is wrong")]

#[path = "../../domain/tests/wire/day.rs"]
mod day;
mod hub;
mod messages;
mod packs;
mod phone;
mod seeds;
mod sign;

/// A target: its name, what it does, the seeds it begins with.
pub struct Target {
    /// As cargo-fuzz knows it.
    pub name: &'static str,
    /// What it does with bytes.
    pub run: fn(&[u8]),
    /// Bytes to begin with, from invented data.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "requests", run: messages::requests, seeds: seeds::requests },
    Target { name: "responses", run: messages::responses, seeds: seeds::responses },
    Target { name: "batch", run: messages::batch, seeds: seeds::batches },
    Target { name: "texts", run: messages::texts, seeds: seeds::texts },
    Target { name: "courier", run: messages::courier_file, seeds: seeds::couriers },
    Target { name: "campaign", run: packs::campaign, seeds: seeds::campaigns },
    Target { name: "pack_file", run: packs::file, seeds: seeds::pack_files },
    Target { name: "pack_chunks", run: packs::chunks, seeds: seeds::pack_chunks },
    Target { name: "list", run: packs::list, seeds: seeds::lists },
    Target { name: "phone_answers", run: phone::answers, seeds: seeds::answers },
    Target { name: "hub_bytes", run: hub::bytes, seeds: seeds::hub_bytes },
    Target { name: "hub_signed", run: hub::signed, seeds: seeds::hub_signed },
    Target { name: "hub_facts", run: hub::facts, seeds: seeds::batches },
];

/// Runs a target by its name.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.unwrap_or_else(|| panic!("no target {name}")).run)(bytes);
}

#[cfg(test)]
mod tests {
    use super::TARGETS;

    #[test]
    fn every_target_has_seeds_and_none_of_them_breaks_it() {
        for target in TARGETS {
            let seeds = (target.seeds)();
            assert!(!seeds.is_empty(), "{}", target.name);
            // Cut and altered too, so that a target is tried without cargo-fuzz as well.
            for seed in seeds {
                (target.run)(&seed);
                for at in (0..seed.len()).step_by(seed.len() / 12 + 1) {
                    (target.run)(&seed[..at]);
                    let mut altered = seed.clone();
                    altered[at] ^= 0x41;
                    (target.run)(&altered);
                }
            }
        }
    }

    #[test]
    fn every_target_is_one_of_cargo_fuzz_too() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz_targets");
        let files = std::fs::read_dir(dir).unwrap();
        let mut files: Vec<String> = files.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        let mut names: Vec<String> = TARGETS.iter().map(|target| format!("{}.rs", target.name)).collect();
        files.sort();
        names.sort();
        assert_eq!(files, names);
    }
}
