//! Decoders of the wire: envelopes, messages, batches, texts, couriers' files.

use shivir_domain::fact::Fact;
use shivir_domain::fold::fold_person;
use shivir_domain::id::{DeviceId, FactId};
use shivir_domain::wire::Epoch;
use shivir_domain::wire::batch::{read_batch, write_batch};
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::enrol::{EnrolCode, EnrolRequest, EnrolResponse, Invitation};
use shivir_domain::wire::envelope::{
    Answer, Request, RequestBody, RequestHash, RequestHead, Response, ResponseBody, ResponseHead,
};
use shivir_domain::wire::keys::{SealSecret, SignSecret};
use shivir_domain::wire::pack::{
    CampaignRequest, CampaignResponse, PackAddress, Ticket, read_ticket_header, ticket_header,
};
use shivir_domain::wire::sync::{SyncRequest, SyncResponse};

use crate::sign;

/// The first byte chooses the type; the others are a message, rightly signed, and an envelope as they are.
pub fn requests(data: &[u8]) {
    let Some((kind, body)) = data.split_first() else { return };
    let head = RequestHead { district: 762, device: Some(DeviceId([3; 16])), counter: 7, epoch: Epoch(1) };
    let bytes = sign::request(kind % 5, &minicbor::to_vec(head).unwrap(), body);
    opened::<SyncRequest>(&bytes);
    opened::<EnrolRequest>(&bytes);
    opened::<Ticket>(&bytes);
    opened::<CampaignRequest>(&bytes);
    if let Ok(request) = Request::read(&bytes)
        && let Ok(body) = request.open::<SyncRequest>(&SignSecret::from_bytes(sign::PHONE).public())
        && let Ok(facts) = body.facts()
    {
        let _ = body.is_complete(&facts);
    }
    // Nothing that is not signed is opened, whatever it is.
    if let Ok(request) = Request::read(body) {
        let stranger = SignSecret::from_bytes([77; 32]).public();
        assert!(request.open::<SyncRequest>(&stranger).is_err());
        let _ = request.open_by_its_own(|asked: &EnrolRequest| asked.sign);
    }
}

fn opened<B: RequestBody + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let key = SignSecret::from_bytes(sign::PHONE).public();
    let Ok(body) = Request::read(bytes).unwrap().open::<B>(&key) else { return };
    // What is read can be written and is the same when it is read again.
    let again: B = minicbor::decode(&minicbor::to_vec(&body).unwrap()).unwrap();
    assert_eq!(again, body);
}

/// The same for answers.
pub fn responses(data: &[u8]) {
    let Some((kind, body)) = data.split_first() else { return };
    let head = minicbor::to_vec(ResponseHead { counter: 7, epoch: Epoch(1) }).unwrap();
    let bytes = sign::response(kind % 16, &head, body, [9; 32]);
    if let Some(Answer::Done(body)) = answered::<SyncResponse>(&bytes) {
        let _ = body.facts();
    }
    if let Some(Answer::Done(body)) = answered::<CampaignResponse>(&bytes) {
        let _ = body.text();
    }
    answered::<EnrolResponse>(&bytes);
    if let Ok(response) = Response::read(body) {
        let _ = response.unproved_refusal();
        let _ = response.open_by_its_own::<EnrolResponse>(|said| said.hub_sign, RequestHash([9; 32]));
    }
}

fn answered<B: ResponseBody + Clone + PartialEq + std::fmt::Debug>(bytes: &[u8]) -> Option<Answer<B>> {
    let key = SignSecret::from_bytes(sign::HUB).public();
    let answer = Response::read(bytes).unwrap().open::<B>(&key, RequestHash([9; 32])).ok()?;
    if let Answer::Done(body) = &answer {
        let again: B = minicbor::decode(&minicbor::to_vec(body).unwrap()).unwrap();
        assert_eq!(again, *body);
    }
    Some(answer)
}

/// A batch; what can be read comes out of a batch of its own as it went in, and can be folded.
pub fn batch(data: &[u8]) {
    let Ok(facts) = read_batch(data) else { return };
    for fact in &facts {
        let _ = fact.body();
        let read = Fact::read(fact.header_bytes.clone(), fact.body.clone(), fact.body_hash, fact.hash());
        assert_eq!(read.as_ref(), Ok(fact));
    }
    let (bytes, taken) = write_batch(&facts);
    // Facts past a limit do not travel again.
    assert_eq!(read_batch(&bytes).as_deref(), Ok(&facts[..taken]));
    if facts.len() < 50 {
        fold_person(&facts.iter().collect::<Vec<_>>());
    }
}

/// What is scanned, typed, or stands in a header.
pub fn texts(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(invitation) = Invitation::parse(text) {
        assert_eq!(Invitation::parse(&invitation.to_text()), Some(invitation));
    }
    if let Some(code) = EnrolCode::parse(text) {
        assert!(
            EnrolCode::parse(&code.to_string()) == Some(code)
                && EnrolCode::parse(code.as_str()) == Some(code)
        );
    }
    if let Some(address) = PackAddress::from_hex(text) {
        assert_eq!(PackAddress::from_hex(&address.to_string()), Some(address));
    }
    if let Some(ticket) = read_ticket_header(text) {
        assert_eq!(read_ticket_header(&ticket_header(&ticket)), Some(ticket));
    }
    if let Some(fact) = FactId::parse(text) {
        assert_eq!(FactId::parse(&fact.to_string()), Some(fact));
    }
}

/// A courier's file, as it is and with its bytes sealed.
pub fn courier_file(data: &[u8]) {
    let key = SealSecret::from_bytes([4; 32]);
    for way in [Way::Up, Way::Down] {
        let _ = courier::open(way, data, &key);
    }
    let sealed = courier::seal(Way::Up, data, &key.public(), [5; 32]).unwrap();
    assert_eq!(courier::open(Way::Up, &sealed, &key).as_deref(), Ok(data));
    assert!(courier::open(Way::Down, &sealed, &key).is_err());
}
