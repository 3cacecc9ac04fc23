//! `roster pack` and `roster install`: a block's people as one file, and back.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::json;
use shivir_core::Core;
use shivir_core::roster::{
    AreaSummary, GroupSet, ImportError, ImportProgress, ImportReport, ImportStage, InstallOptions, PackOf,
};
use shivir_domain::codes::{Group, Lang};
use shivir_domain::id::AreaId;
use shivir_roster::pack::{Address, Depth, Header};

use super::{refused, taken};
use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::out::{Reply, indian, say};

/// Of whom a pack is made.
#[derive(clap::Args)]
pub(crate) struct PackArgs {
    /// यह फ़ाइल लिखें · Write this file
    file: PathBuf,
    /// विकासखण्ड: नाम या LGD कोड · The block: its name or LGD code
    #[arg(long, value_name = "NAME|N")]
    block: String,
    /// केवल यह पंचायत या वार्ड (कोड) · Only this panchayat or ward (its code)
    #[arg(long, value_name = "N")]
    area: Vec<u64>,
    /// कम विवरण: नाम, संबंध, जन्म वर्ष, गाँव, कार्ड · The minimal depth: name, relation, year of birth, village, card
    #[arg(long)]
    minimal: bool,
    /// गर्भवती, मरीज, निःशक्त और PVTG चिह्न भी: केवल उस काम वालों के लिए
    /// · The marks of maternal, hospital, disability and PVTG work too: only for the holders of that duty
    #[arg(long)]
    marks: bool,
    /// ज़िले का क्रमांक जिस पर पैक बना · The district number at which it is built
    #[arg(long, value_name = "N", default_value_t = 0)]
    number: u64,
}

/// Which packs to install.
#[derive(clap::Args)]
pub(crate) struct InstallArgs {
    /// पैक की फ़ाइलें · Files of packs
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// ज़िले का LGD कोड · LGD code of the district [default: the campaign's]
    #[arg(long, value_name = "N")]
    district: Option<u32>,
    /// फ़ाइल से लोड की गई सूची हटाकर · In place of a list that was loaded from a file
    #[arg(long)]
    replace_list: bool,
}

/// Makes a pack. The file is there whole or not at all.
pub(super) fn pack(ctx: &Ctx, core: &Core, args: &PackArgs) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let areas = core.roster_summary()?.areas;
    let code: Option<u32> = args.block.parse().ok();
    let of_block = |area: &&AreaSummary| code == Some(area.block) || area.block_name == args.block;
    let Some(found) = areas.iter().find(of_block) else {
        return Err(Fail::refused(
            "not_found",
            "यह विकासखण्ड सूची में नहीं है। कुछ नहीं बदला। नाम `shivir roster show` में देखें।",
            "The list has no such block. Nothing was changed. `shivir roster show` has the names.",
        ));
    };
    let of = PackOf {
        block: found.block,
        block_name: found.block_name.clone(),
        areas: args.area.iter().copied().map(AreaId).collect(),
        depth: if args.minimal { Depth::Minimal } else { Depth::Full },
        groups: if args.marks { u32::MAX } else { open_groups().0 },
        number: args.number,
    };
    let bar = ctx.bar(0, lang.pick("पैक बन रहा है", "Making the pack"));
    let part = args.file.with_extension("part");
    let made = write(core, &of, &part);
    bar.finish_and_clear();
    if made.is_err() {
        // What is not whole is no pack; where it cannot be removed it is refused as cut short.
        let _: std::io::Result<()> = std::fs::remove_file(&part);
    }
    let (header, address) = made?;
    std::fs::rename(&part, &args.file).map_err(|e| fail::file(&args.file, &e))?;
    let bytes = std::fs::metadata(&args.file).map_err(|e| fail::file(&args.file, &e))?.len();
    let json = json!({
        "address": address.to_string(),
        "block": header.block,
        "block_name": header.block_name,
        "areas": header.areas,
        "depth": header.depth.code(),
        "number": header.number,
        "day": header.day,
        "people": header.people,
        "households": header.households,
        "bytes": bytes,
    });
    let (people, kib) = (indian(header.people.into()), indian(bytes.div_ceil(1024)));
    let text = say!(
        lang,
        "पैक बना: {people} लोग, {kib} KB। इसमें नाम हैं: फ़ाइल सँभालकर रखें, लगाने के बाद हटा दें।",
        "The pack is made: {people} people, {kib} KB. It holds names: keep the file safe, and delete it once installed."
    );
    Ok(Reply::new(json, text))
}

/// The groups that every worker may see.
fn open_groups() -> GroupSet {
    let open = Group::ALL.iter().filter(|group| !group.is_sensitive());
    open.fold(GroupSet::default(), |set, group| set.with(*group))
}

fn write(core: &Core, of: &PackOf, part: &Path) -> Result<(Header, Address), Fail> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = BufWriter::new(options.open(part).map_err(|e| fail::file(part, &e))?);
    let made = core.make_pack(of, &mut file).map_err(refused)?;
    file.flush().and_then(|()| file.get_ref().sync_all()).map_err(|e| fail::file(part, &e))?;
    Ok(made)
}

/// Installs packs beside those in use.
pub(super) fn install(ctx: &Ctx, core: &Core, args: &InstallArgs) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let district = match args.district {
        Some(district) => district,
        None => core.campaign()?.pack().district.code,
    };
    let mut new = Vec::new();
    for file in &args.files {
        let mut bytes = BufReader::new(File::open(file).map_err(|e| fail::file(file, &e))?);
        new.push(core.keep_pack(&mut bytes).map_err(refused)?.address);
    }
    let done = installed(ctx, core, district, args.replace_list, &new);
    if done.is_err() {
        // What was refused is not kept: it would stand in the way of the next.
        let in_use = core.packs_in_use()?;
        for address in new.iter().filter(|a| in_use.iter().all(|used| used.address != a.to_string())) {
            core.drop_pack(*address)?;
        }
    }
    let report = done.map_err(refused)?;
    Ok(Reply::new(json!(report), taken(&report, lang)))
}

fn installed(
    ctx: &Ctx,
    core: &Core,
    district: u32,
    replace_list: bool,
    new: &[Address],
) -> Result<ImportReport, ImportError> {
    let lang = ctx.lang();
    let packs = core.packs_with(new)?;
    let options = InstallOptions { district, today: core.today()?, packs, replace_list };
    let bar = ctx.bar(0, lang.pick("पैक लगाए जा रहे हैं", "Installing the packs"));
    let done = core.install_packs(&options, &mut |p: ImportProgress| {
        bar.set_length(p.bytes_total);
        bar.set_position(p.bytes_read);
        if p.stage == ImportStage::Indexing {
            bar.set_message(lang.pick("खोज तैयार हो रही है", "Making it searchable"));
        }
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    done
}

/// A line for each pack that the roster in use was built of.
pub(super) fn shown(core: &Core, lang: Lang) -> Result<String, Fail> {
    let mut text = String::new();
    for pack in core.packs_in_use()? {
        let (name, people, number) = (&pack.block_name, indian(pack.people.into()), pack.number);
        if pack.cards.is_some() {
            let (used, day) = (indian(pack.taken.into()), pack.day);
            text += &say!(
                lang,
                "कार्ड (पोर्टल): {name} · {people} लोग, {used} यहाँ · {day}\n",
                "Cards (portal): {name} · {people} people, {used} here · {day}\n"
            );
            continue;
        }
        let depth = match pack.depth {
            Depth::Full => lang.pick("पूरा", "full"),
            Depth::Minimal => lang.pick("कम विवरण", "minimal"),
        };
        text += &say!(
            lang,
            "पैक: {name} · {depth} · {people} लोग · क्रमांक {number}\n",
            "Pack: {name} · {depth} · {people} people · number {number}\n"
        );
    }
    Ok(text)
}
