//! `salvage` and `key`: what to do when the file is damaged or the key is lost.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};
use shivir_core::env::SystemEnv;
use shivir_core::store::{RecoveryPublic, RecoverySecret, SEALED_KEY, StoreOptions, unseal_key};
use shivir_core::{Core, CoreError};
use zeroize::Zeroizing;

use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::out::{Reply, say};

/// What to do with the key.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// ज़िले की पुनर्प्राप्ति कुंजी बनाएँ (ज़िला कार्यालय) · Make the district's recovery key (at the district)
    Draw {
        /// गुप्त कुंजी इस नई फ़ाइल में · The secret key goes to this new file
        #[arg(long, value_name = "FILE")]
        secret: PathBuf,
    },
    /// इस डेटा की कुंजी ज़िले के लिए मुहरबंद करें · Seal this data's key to the district's recovery key
    Seal {
        /// ज़िले की सार्वजनिक कुंजी, 64 अंक (0-9, a-f) · The district's public key, 64 hexadecimal digits
        #[arg(value_name = "PUBLIC")]
        public: String,
    },
    /// खोई कुंजी वापस पाएँ (ज़िला कार्यालय) · Get a lost key back (at the district)
    Recover {
        /// ज़िले की गुप्त कुंजी की फ़ाइल · File of the district's secret key
        #[arg(long, value_name = "FILE")]
        secret: PathBuf,
    },
}

/// Runs `key`.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    match args {
        Args::Draw { secret } => draw(ctx, secret),
        Args::Seal { public } => seal(ctx, public),
        Args::Recover { secret } => recover(ctx, secret),
    }
}

/// Runs `salvage`.
pub(crate) fn salvage(ctx: &Ctx) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let options = StoreOptions::at(ctx.data_dir()?);
    let bar = ctx.bar(100, lang.pick("फ़ाइल पढ़ी जा रही है", "Reading the file"));
    let mut told = |percent: u8| bar.set_position(u64::from(percent));
    let report = Core::salvage(&options, &ctx.key()?, &SystemEnv, &mut told);
    bar.finish_and_clear();
    let report = report?;
    let mut text = report.sentence(lang);
    for person in &report.lost_people {
        text.push_str(&format!("\n  {person}"));
    }
    let mut json = json!(report);
    if let Value::Object(object) = &mut json {
        object.insert("lost_facts".into(), json!(report.lost_count()));
        object.insert("message".into(), json!(report.sentence(lang)));
    }
    Ok(Reply::new(json, text))
}

fn draw(ctx: &Ctx, file: &Path) -> Result<Reply, Fail> {
    let secret = RecoverySecret::draw(&SystemEnv)?;
    new_file(file, &secret.to_hex())?;
    let public = secret.public().to_hex();
    let name = file.display();
    let text = say!(
        ctx.lang(),
        "गुप्त कुंजी «{name}» में है: इसे ज़िला कार्यालय में सुरक्षित रखें, किसी फोन या लैपटॉप पर न छोड़ें।\nसार्वजनिक कुंजी: {public}",
        "The secret key is in \"{name}\": keep it safe at the district, on no phone or laptop of a camp.\nPublic key: {public}"
    );
    Ok(Reply::new(json!({"public": public, "secret_file": file}), text))
}

fn seal(ctx: &Ctx, public: &str) -> Result<Reply, Fail> {
    let public = RecoveryPublic::from_hex(public.trim()).ok_or_else(|| {
        Fail::refused(
            "not_a_key",
            "यह सार्वजनिक कुंजी नहीं है (64 अंक 0-9, a-f)। कुछ नहीं बदला। ज़िले से मिली कुंजी दें।",
            "This is no public key (64 hexadecimal digits). Nothing was changed. Give the one from the district.",
        )
    })?;
    let file = ctx.data_dir()?.join(SEALED_KEY);
    ctx.with_core(|core| Ok(core.store().seal_for_recovery(&public)?))?;
    let name = file.display();
    let text = say!(
        ctx.lang(),
        "कुंजी ज़िले के लिए मुहरबंद है: «{name}»। कुंजी खो जाए तो ज़िला इससे वापस दे सकता है।",
        "The key is sealed to the district: \"{name}\". Should it be lost, the district can give it back from this."
    );
    Ok(Reply::new(json!({"sealed": file}), text))
}

/// Opens the seal and writes the key where it belongs. A key that is there is never written over.
fn recover(ctx: &Ctx, secret: &Path) -> Result<Reply, Fail> {
    let text = Zeroizing::new(std::fs::read_to_string(secret).map_err(|e| fail::file(secret, &e))?);
    let secret = RecoverySecret::from_hex(text.trim()).ok_or(CoreError::WrongKey)?;
    let sealed = ctx.data_dir()?.join(SEALED_KEY);
    let bytes = std::fs::read(&sealed).map_err(|e| fail::file(&sealed, &e))?;
    let key = unseal_key(&secret, &bytes)?;
    let file = ctx.key_file()?;
    if file.exists() {
        let name = file.display();
        return Err(Fail::refused(
            "key_exists",
            format!("«{name}» पहले से है, उसे बदला नहीं गया। --key-file से नई फ़ाइल का नाम दें।"),
            format!("\"{name}\" is there already and was not changed. Name a new file with --key-file."),
        ));
    }
    new_file(&file, &hex(&key.to_bytes()))?;
    let name = file.display();
    let text = say!(
        ctx.lang(),
        "कुंजी वापस मिल गई: «{name}»। डेटा अब खुल सकता है।",
        "The key is back: \"{name}\". The data can be opened again."
    );
    Ok(Reply::new(json!({"key_file": file}), text))
}

/// The form in which a key file holds it. Grows nowhere, so that no copy is left in memory.
fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for half in bytes.iter().flat_map(|b| [b >> 4, b & 15]) {
        text.extend(char::from_digit(u32::from(half), 16));
    }
    text
}

/// Writes a key to a file of its owner's alone that must not be there yet.
fn new_file(path: &Path, hex: &str) -> Result<(), Fail> {
    let failed = |e: std::io::Error| fail::file(path, &e);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(hex.as_bytes())
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.sync_all())
        .map_err(failed)
}
