//! The phone's core for Kotlin: one facade, [`Phone`], that delegates to `shivir-core` and decides nothing. The structs of
//! core and domain cross as they are; errors are mapped once, to what the app does about them ([`PhoneError`]). The Kotlin is
//! generated from the built library (`examples/kotlin.rs`, `kotlin.toml`) and never committed.

mod error;
mod guard;
mod phone;
mod watch;
pub mod words;

pub use error::PhoneError;
pub use phone::*;
pub use watch::{ImportWatch, WatchError};

uniffi::setup_scaffolding!();
// So that the linker keeps what describes their types.
shivir_domain::uniffi_reexport_scaffolding!();
shivir_core::uniffi_reexport_scaffolding!();
