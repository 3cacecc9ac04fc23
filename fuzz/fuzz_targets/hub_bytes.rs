//! See `shivir_fuzz::TARGETS`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| shivir_fuzz::run("hub_bytes", data));
