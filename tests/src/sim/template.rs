//! What every seed begins with: a district with its hub, phones that are enrolled, one that is not yet, and a phone of a
//! newer version. Made once; a seed works on copies of the files.

use std::fs;
use std::io::Cursor as Reader;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use rusqlite::{Connection, OpenFlags};
use shivir_core::Core;
use shivir_core::roster::ImportOptions;
use shivir_core::store::StoreOptions;
use shivir_core::sync::Invited;
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Cadre;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, DeviceId, PersonId, WorkerId};
use shivir_domain::wire::enrol::{
    AreaGrant, BoundWorker, EnrolRequest, EnrolResponse, Grant, Invitation, Limits,
};
use shivir_domain::wire::envelope::{
    Answer, RequestBody, RequestHash, RequestHead, Response, ResponseBody, sign_request,
};
use shivir_domain::wire::keys::{SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::pack::Depth;
use shivir_domain::wire::{Cursor, Epoch};
use shivir_hub::Hub;
use shivir_hub::store::{Sqlite, Value, migrate};
use tempfile::TempDir;

use super::clock::Clock;
use super::{Broken, broken};
use crate::kit;
use crate::vfs::record::crash_dir;

/// The key of the hub's database.
pub(super) const HUB_KEY: [u8; 48] = [0x3c; 48];

/// Phones that are enrolled, and one more that is not yet.
pub(super) const PHONES: usize = 4;

/// The last of them: it enrols in the course of the seed.
pub(super) const LATE: usize = 3;

/// People on the list.
const LISTED: usize = 6;

/// The files and who is who.
pub(super) struct Template {
    dir: TempDir,
    pub district: u32,
    pub hub_sign: SignPublic,
    /// What only the hub has: with these a bug of a hub can be played that its own code does not have.
    pub hub_sign_secret: SignSecret,
    pub hub_seal_secret: SealSecret,
    /// By phone; the late one's is drawn when it enrols.
    pub devices: Vec<DeviceId>,
    pub seals: Vec<SealSecret>,
    pub workers: Vec<WorkerId>,
    /// Of the phone that is not enrolled yet.
    pub invited: Invited,
    pub peer: DeviceId,
    pub peer_sign: SignSecret,
    pub peer_worker: WorkerId,
    pub areas: Vec<AreaId>,
    pub listed: Vec<PersonId>,
}

/// The folder of a phone's store, and of the hub's.
pub(super) fn folder(phone: usize) -> String {
    format!("phone-{phone}")
}

/// The hub's folder and its database.
pub(super) const HUB: &str = "hub";
pub(super) const HUB_DB: &str = "hub.db";

/// What a phone is granted at first.
pub(super) fn first_grant(areas: &[AreaId], workers: &[WorkerId], phone: usize) -> Grant {
    let all = areas.iter().enumerate();
    // Each phone lacks one area, so that what two share differs; the late one has all.
    let own = all.filter(|(at, _)| *at != (phone + 2) % PHONES).map(|(_, area)| *area);
    grant(own, workers.get(phone).copied())
}

/// A grant of areas to a worker.
pub(super) fn grant(areas: impl Iterator<Item = AreaId>, worker: Option<WorkerId>) -> Grant {
    Grant {
        areas: areas.map(|area| AreaGrant { area, depth: Depth::Full }).collect(),
        workers: worker
            .map(|worker| BoundWorker {
                // One who may settle review items and join people too.
                worker,
                name: "सीता बाई".into(),
                cadre: Cadre::MitaninTrainer,
            })
            .into_iter()
            .collect(),
        limits: Limits::default(),
    }
}

impl Template {
    /// Makes it.
    pub fn make() -> Result<Self, Broken> {
        let dir = crash_dir()?;
        let clock = Clock::new(&Arc::new(AtomicU64::new(kit::TEN - 3_600_000)), 20_261_124);
        let campaign = Campaign::builtin("sakti-2023").map_err(broken)?;
        let district = campaign.pack().district.code;
        fs::create_dir(dir.path().join(HUB))?;
        let db = Sqlite::open(&dir.path().join(HUB).join(HUB_DB), &HUB_KEY)?;
        migrate(&db)?;
        let hub = Hub::new(Arc::new(db), clock.clone());
        let hub_sign = hub.add_district(district)?.sign;
        let workers: Vec<WorkerId> =
            (0..PHONES).map(|n| WorkerId::new_worker(kit::TEN - 7_200_000, [n as u8; 10])).collect();
        let mut stores = Vec::new();
        for phone in 0..PHONES {
            let path = dir.path().join(folder(phone));
            let core = Core::open(StoreOptions::at(&path), kit::key()?, clock.clone())?;
            core.load_campaign(campaign.raw(), None).map_err(broken)?;
            import(&core, district)?;
            stores.push(core);
        }
        let listed: Vec<PersonId> =
            (0..LISTED).map(|n| PersonId::listed(district, key(n).as_bytes())).collect();
        let mut areas = vec![AreaId(762_000_001), AreaId(762_000_002), AreaId(762_000_003)];
        for person in &listed {
            let area = stores[0].person(*person)?.listed.ok_or(Broken::Said("nobody is listed".into()))?.area;
            if !areas.contains(&area) {
                areas.insert(0, area);
            }
        }
        let mut devices = Vec::new();
        for (phone, core) in stores.iter().enumerate().take(LATE) {
            let invited = invite(&hub, district, &first_grant(&areas, &workers, phone))?;
            let out = core.enrol_request(&scanned(&invited), "1")?;
            let reply = hub.handle(EnrolRequest::PATH, &out.bytes);
            devices.push(core.enrol_response(&reply.bytes, None)?.device);
        }
        let late = scanned(&invite(&hub, district, &first_grant(&areas, &workers, LATE))?);
        let peer_worker = WorkerId::new_worker(kit::TEN - 7_200_000, [0xee; 10]);
        let peer_sign = SignSecret::from_bytes([0x77; 32]);
        let peer = enrol_peer(&hub, district, &grant(std::iter::empty(), Some(peer_worker)), &peer_sign)?;
        drop(stores);
        let mut secrets = Vec::new();
        hub.db().read(&mut |tx| {
            secrets = tx.rows("select sign, seal from district", &[])?;
            Ok(())
        })?;
        let secret = |at: usize| match secrets.first().and_then(|row| row.0.get(at)) {
            Some(Value::Bytes(bytes)) => <[u8; 32]>::try_from(&bytes[..]).map_err(broken),
            _ => Err(Broken::Said("the hub has no keys".into())),
        };
        let hub_sign_secret = SignSecret::from_bytes(secret(0)?);
        let hub_seal_secret = SealSecret::from_bytes(secret(1)?);
        let seals =
            (0..LATE).map(|phone| seal_of(&dir.path().join(folder(phone)))).collect::<Result<_, _>>()?;
        Ok(Self {
            dir,
            district,
            hub_sign,
            hub_sign_secret,
            hub_seal_secret,
            devices,
            seals,
            workers,
            invited: late,
            peer,
            peer_sign,
            peer_worker,
            areas,
            listed,
        })
    }

    /// Copies a folder of it under `root`.
    pub fn copy(&self, folder: &str, root: &Path) -> Result<(), Broken> {
        copy(&self.dir.path().join(folder), &root.join(folder))
    }
}

/// Makes a folder hold the files of another, and no others; not the memory that the processes on a database share.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Broken> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().ends_with(b"-shm") {
            fs::copy(from.join(&name), to.join(&name))?;
        }
    }
    Ok(())
}

/// Opens a phone's `camp.db` beside its store, to look at its rows or to plant what no store would write.
pub(super) fn look_into(dir: &Path) -> Result<Connection, Broken> {
    let db = Connection::open_with_flags(dir.join("camp.db"), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let key: String = kit::key()?.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    db.execute_batch(&format!("pragma key = \"x'{key}'\""))?;
    Ok(db)
}

fn seal_of(dir: &Path) -> Result<SealSecret, Broken> {
    let seal = look_into(dir)?.query_row("select seal from enrolment", [], |r| r.get(0))?;
    Ok(SealSecret::from_bytes(seal))
}

fn invite(hub: &Hub, district: u32, grant: &Grant) -> Result<Invitation, Broken> {
    Ok(hub.invite(district, grant, "https://hub.example", 40 * 86_400_000)?)
}

fn scanned(invitation: &Invitation) -> Invited {
    let Invitation { url, hub, district, code } = invitation.clone();
    Invited { url, district, code, hub: Some(hub) }
}

/// A phone of a newer version, which this program's store is not: it speaks the wire by hand.
fn enrol_peer(hub: &Hub, district: u32, grant: &Grant, sign: &SignSecret) -> Result<DeviceId, Broken> {
    let invitation = invite(hub, district, grant)?;
    let seal = SealSecret::from_bytes([0x78; 32]).public();
    let head = RequestHead { district, device: None, counter: 0, epoch: Epoch(0) };
    let (code, app) = (invitation.code, "9".to_owned());
    let body = EnrolRequest { code, sign: sign.public(), seal, app, phone_ms: kit::TEN };
    let bytes = sign_request(&head, &body, sign).map_err(broken)?;
    let reply = hub.handle(EnrolRequest::PATH, &bytes);
    let answer = open::<EnrolResponse>(&reply.bytes, &invitation.hub, &bytes)?;
    Ok(answer.ok_or(Broken::Said("the newer phone was refused".into()))?.device)
}

/// The hub's answer to a request; none where it refused.
pub(super) fn open<B: ResponseBody>(
    reply: &[u8],
    hub: &SignPublic,
    request: &[u8],
) -> Result<Option<B>, Broken> {
    let response = Response::read(reply).map_err(broken)?;
    match response.open(hub, RequestHash::of(request)).map_err(broken)? {
        Answer::Done(body) => Ok(Some(body)),
        Answer::Refused(_) => Ok(None),
    }
}

fn key(n: usize) -> String {
    format!("I:{}", 5_000_000 + n)
}

/// A list of a few people, every third with a card.
fn import(core: &Core, district: u32) -> Result<(), Broken> {
    let mut list = String::from(
        "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)\r\n",
    );
    for n in 0..LISTED {
        let made = if n % 3 == 0 { "हाँ" } else { "नहीं" };
        let (id, card) = (5_000_000 + n, 220_000_000 + n / 2);
        list.push_str(&format!(
            "{id},{card},सुनीता यादव,Sunita Yadav,रामलाल,महिला,11/11/1982,डभरा,सपोस,सपोस,{made}\r\n"
        ));
    }
    let today = Day::from_ymd(2026, 11, 24).ok_or(Broken::Said("no day".into()))?;
    let options = ImportOptions::new(district, today);
    let done = core.import_roster(&mut Reader::new(list), &options, &mut |_| ControlFlow::Continue(()));
    done.map(drop).map_err(broken)
}

/// Where nothing was taken in yet.
pub(super) const START: Cursor = Cursor(0);
