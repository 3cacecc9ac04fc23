//! Writes the Kotlin of the built library: `kotlin LIBRARY FOLDER`. A development tool: nothing of it goes to a phone.

use std::error::Error;

use uniffi_bindgen::BindgenPaths;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(library), Some(folder), None) = (args.next(), args.next(), args.next()) else {
        return Err("usage: kotlin LIBRARY FOLDER".into());
    };
    let options = GenerateOptions {
        languages: vec![TargetLanguage::Kotlin],
        source: library.into(),
        out_dir: folder.into(),
        config_override: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/kotlin.toml").into()),
        ..GenerateOptions::default()
    };
    generate_with_bindgen_paths(options, BindgenPaths::default())?;
    Ok(())
}
