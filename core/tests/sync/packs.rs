//! Packs and the campaign pack as they are offered.

use std::ops::ControlFlow;

use crate::common::{Phone, today};
use crate::queue_common::{OnList, load_list};
use crate::ready;
use crate::sync_common::{Hub, sync};
use shivir_core::error::{CoreError, Thing};
use shivir_core::roster::PackOf;
use shivir_core::sync::SyncError;
use shivir_domain::campaign::Campaign;
use shivir_domain::wire::envelope::{Answer, Request, RequestHash};
use shivir_domain::wire::pack::{
    CampaignOffer, CampaignResponse, Depth, PackAddress, PackKind, PackOffer, Ticket, read_ticket_header,
};
use shivir_domain::wire::{Cursor, ErrorBody, ErrorCode};
use shivir_roster::pack::Depth as PackDepth;

#[test]
fn an_offered_pack_is_asked_for_by_a_signed_ticket_from_where_it_ends_here() {
    let mut hub = Hub::new();
    let (phone, _) = ready(1);
    let device = hub.enrol(&phone, &[1]);
    let address = PackAddress([3; 32]);
    let not = phone.core.pack_request(address).unwrap_err();
    assert!(matches!(not, SyncError::Core(CoreError::NotFound(Thing::Pack))));
    hub.packs.push(PackOffer {
        block: 3644,
        block_name: "डभरा".into(),
        depth: Depth::Full,
        number: Cursor(0),
        address,
        size: 1000,
        kind: PackKind::Roster,
    });
    sync(&phone, &mut hub);
    let phone = phone.reopen();
    let wanted = phone.core.sync_state().unwrap().packs;
    assert_eq!((wanted.len(), wanted[0].bytes, wanted[0].here, wanted[0].whole), (1, 1000, 0, false));
    let one = phone.core.pack_request(address).unwrap();
    let two = phone.core.pack_request(address).unwrap();
    assert_eq!((one.path.as_str(), one.from), (address.path().as_str(), 0));
    assert_ne!(one.authorization, two.authorization, "each with a number of its own");
    let ticket = read_ticket_header(&two.authorization).unwrap();
    let request = Request::read(&ticket).unwrap();
    assert_eq!(request.head.device, Some(device));
    assert_eq!(request.open::<Ticket>(&hub.devices[&device].sign).unwrap().address, address);
    // The tag says that it is not here, so it is offered until it is; one taken back is wanted no more.
    sync(&phone, &mut hub);
    hub.packs.clear();
    sync(&phone, &mut hub);
    hub.packs.clear();
    assert_eq!(phone.core.packs_wanted().unwrap().len(), 1, "an empty list and none have one tag");
}

#[test]
fn work_begins_with_the_packs_of_ones_own_areas_while_the_others_are_still_to_come() {
    let office = Phone::with_seed(9);
    let person = |source, place| OnList { source, place, made: false };
    load_list(&office, &[person(1, 0), person(2, 1), person(3, 2)]);
    let mut hub = Hub::new();
    let (phone, _) = ready(1);
    hub.enrol(&phone, &[1]);
    let mut packs = Vec::new();
    // The other block is offered first, as small packs may be.
    for (block, depth) in [("जैजैपुर", PackDepth::Minimal), ("डभरा", PackDepth::Full)] {
        let block_name = block.to_owned();
        let of = PackOf { block: 0, block_name, areas: Vec::new(), depth, groups: u32::MAX, number: 0 };
        let mut bytes = Vec::new();
        let (_, address) = office.core.make_pack(&of, &mut bytes).unwrap();
        hub.packs.push(PackOffer {
            block: 0,
            block_name: block.into(),
            depth: if depth == PackDepth::Full { Depth::Full } else { Depth::Minimal },
            number: Cursor(0),
            address: PackAddress(address.0),
            size: bytes.len() as u64,
            kind: PackKind::Roster,
        });
        packs.push((address, bytes));
    }
    sync(&phone, &mut hub);
    let core = &phone.core;
    let first = || core.install_first(today(), &mut |_| ControlFlow::Continue(())).unwrap();
    let wanted = core.packs_wanted().unwrap();
    assert_eq!(
        wanted.iter().map(|pack| (pack.block.as_str(), pack.own)).collect::<Vec<_>>(),
        [("डभरा", true), ("जैजैपुर", false)]
    );
    assert!(first().is_none(), "nothing is here");
    core.keep_pack_part(packs[1].0, 0, &packs[1].1).unwrap();
    // Half of the other stays where it is.
    let (begun, rest) = packs[0].1.split_at(packs[0].1.len() / 2);
    core.keep_pack_part(packs[0].0, 0, begun).unwrap();
    assert_eq!(first().unwrap().people, 2);
    assert!(first().is_none(), "there is a roster now");
    let left = core.packs_wanted().unwrap();
    assert_eq!((left.len(), left[0].here), (1, begun.len() as u64));
    core.keep_pack_part(packs[0].0, begun.len() as u64, rest).unwrap();
    let all = core.install_offered(today(), false, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((all.people, core.packs_wanted().unwrap()), (3, Vec::new()));
}

#[test]
fn a_newer_campaign_pack_is_fetched_and_worked_by() {
    let mut hub = Hub::new();
    let (phone, _) = ready(1);
    hub.enrol(&phone, &[1]);
    let held = phone.core.campaign().unwrap();
    let version = held.pack().version;
    hub.campaign = Some(CampaignOffer { version: version + 1, size: 10 });
    sync(&phone, &mut hub);
    assert_eq!(phone.core.sync_state().unwrap().campaign, Some(version + 1));
    let text = Campaign::builtin("sakti-2023").unwrap().raw().replacen(
        &format!("\"version\": {version}"),
        &format!("\"version\": {}", version + 1),
        1,
    );
    let out = phone.core.campaign_request().unwrap();
    assert_eq!(out.path, "/v1/campaign");
    let answer = |out: &shivir_core::sync::SyncOut, text: &str| {
        let body = CampaignResponse::new(version + 1, text).unwrap();
        hub.signed(out.counter, &Answer::Done(body), RequestHash::of(&out.bytes))
    };
    let phone = phone.reopen();
    assert!(matches!(phone.core.campaign_response(&answer(&out, "{}")), Err(SyncError::Campaign(_))));
    assert_eq!(phone.core.campaign().unwrap().pack().version, version);
    let no = Answer::<CampaignResponse>::Refused(ErrorBody {
        code: ErrorCode::Busy,
        retry_ms: None,
        number: None,
    });
    let busy = hub.signed(out.counter, &no, RequestHash::of(&out.bytes));
    assert!(matches!(phone.core.campaign_response(&busy), Err(SyncError::Refused { .. })));
    assert!(phone.core.sync_response(&answer(&out, &text)).is_err(), "no answer to a sync");
    let taken = phone.core.campaign_response(&answer(&out, &text)).unwrap();
    assert_eq!(taken.pack().version, version + 1);
    hub.campaign = None;
    sync(&phone, &mut hub);
    assert_eq!(phone.core.sync_state().unwrap().campaign, None);
}
