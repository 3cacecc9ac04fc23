//! Envelopes and couriers' files: only whom they are meant for reads them, and no byte changes unseen.

use proptest::prelude::*;
use shivir_domain::id::{DeviceId, StreamId};
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::enrol::{EnrolCode, EnrolRequest, EnrolResponse};
use shivir_domain::wire::envelope::{
    Answer, Request, RequestHash, RequestHead, Response, ResponseHead, sign_request, sign_response,
};
use shivir_domain::wire::keys::{SealSecret, SignSecret};
use shivir_domain::wire::pack::{CampaignRequest, PackAddress, Ticket, read_ticket_header, ticket_header};
use shivir_domain::wire::sync::{SyncRequest, SyncResponse, announce};
use shivir_domain::wire::{Cursor, Epoch, ErrorBody, ErrorCode, Limit, MOST_ENVELOPE, WireError};

use crate::messages::enrolled;

fn phone() -> SignSecret {
    SignSecret::from_bytes([1; 32])
}

fn hub() -> SignSecret {
    SignSecret::from_bytes([2; 32])
}

fn head(counter: u64) -> RequestHead {
    RequestHead { district: 762, device: Some(DeviceId([9; 16])), counter, epoch: Epoch(5) }
}

fn request(cursor: u64) -> Vec<u8> {
    let body = SyncRequest { cursor: Cursor(cursor), ..SyncRequest::default() };
    sign_request(&head(7), &body, &phone()).unwrap()
}

fn response(request: &[u8]) -> Vec<u8> {
    let body = SyncResponse { cursor: Cursor(40), hub_ms: 8, ..SyncResponse::default() };
    let head = ResponseHead { counter: 7, epoch: Epoch(5) };
    sign_response(&head, &Answer::Done(body), RequestHash::of(request), &hub()).unwrap()
}

#[test]
fn a_request_is_read_with_its_phones_key_alone() {
    let bytes = request(30);
    let read = Request::read(&bytes).unwrap();
    assert_eq!(read.head, head(7));
    assert_eq!(read.open::<SyncRequest>(&phone().public()).unwrap().cursor, Cursor(30));
    assert_eq!(read.open::<SyncRequest>(&hub().public()).unwrap_err(), WireError::Signature);
    assert_eq!(read.open::<CampaignRequest>(&phone().public()).unwrap_err(), WireError::Type);
}

#[test]
fn an_answer_holds_for_its_own_request_alone() {
    let (asked, other) = (request(30), request(31));
    let bytes = response(&asked);
    let read = Response::read(&bytes).unwrap();
    assert_eq!(read.head, ResponseHead { counter: 7, epoch: Epoch(5) });
    let open = |key: &SignSecret, of: &[u8]| read.open::<SyncResponse>(&key.public(), RequestHash::of(of));
    assert!(matches!(open(&hub(), &asked), Ok(Answer::Done(r)) if r.cursor == Cursor(40)));
    assert_eq!(open(&hub(), &other).unwrap_err(), WireError::Signature);
    assert_eq!(open(&phone(), &asked).unwrap_err(), WireError::Signature);
}

#[test]
fn a_refusal_is_signed_too_and_says_what_to_do_in_both_languages() {
    let asked = b"not even a request".to_vec();
    let error = ErrorBody { code: ErrorCode::SlowDown, retry_ms: Some(30_000), number: None };
    let head = ResponseHead { counter: 0, epoch: Epoch(5) };
    let refused = Answer::<SyncResponse>::Refused(error);
    let bytes = sign_response(&head, &refused, RequestHash::of(&asked), &hub()).unwrap();
    let read = Response::read(&bytes).unwrap();
    assert_eq!(read.open(&hub().public(), RequestHash::of(&asked)), Ok(refused));
    for code in ErrorCode::ALL {
        assert!((400..600).contains(&code.status()), "{code:?}");
        assert!(code.hindi().contains('।') && code.english().ends_with('.'), "{code:?}");
    }
}

#[test]
fn a_phone_that_enrols_is_read_by_the_key_that_it_brings() {
    let body = EnrolRequest {
        code: EnrolCode::draw([3; 20]),
        sign: phone().public(),
        seal: SealSecret::from_bytes([4; 32]).public(),
        app: "1.0".into(),
        phone_ms: 9,
    };
    let head = RequestHead { district: 762, device: None, counter: 1, epoch: Epoch(0) };
    let bytes = sign_request(&head, &body, &phone()).unwrap();
    let read = Request::read(&bytes).unwrap();
    assert_eq!(read.open_by_its_own(|b: &EnrolRequest| b.sign).unwrap(), body);
    // Someone else's key in the message: who sends does not hold it.
    let bytes = sign_request(&head, &EnrolRequest { sign: hub().public(), ..body }, &phone()).unwrap();
    let read = Request::read(&bytes).unwrap();
    assert_eq!(read.open_by_its_own(|b: &EnrolRequest| b.sign).unwrap_err(), WireError::Signature);
}

#[test]
fn a_phone_whose_code_was_typed_takes_the_answer_by_the_key_that_it_brings() {
    let asked = b"an enrolment".to_vec();
    let head = ResponseHead { counter: 1, epoch: Epoch(5) };
    let hash = RequestHash::of(&asked);
    let open = |bytes: &[u8], hash| {
        let read = Response::read(bytes).unwrap();
        (read.open_by_its_own(|b: &EnrolResponse| b.hub_sign, hash), read.unproved_refusal())
    };
    let done = sign_response(&head, &Answer::Done(enrolled()), hash, &hub()).unwrap();
    assert_eq!(open(&done, hash), (Ok(enrolled()), None));
    assert_eq!(open(&done, RequestHash::of(b"another")), (Err(WireError::Signature), None));
    let another = sign_response(&head, &Answer::Done(enrolled()), hash, &phone()).unwrap();
    assert_eq!(open(&another, hash), (Err(WireError::Signature), None));
    let error = ErrorBody { code: ErrorCode::CodeUsed, retry_ms: None, number: None };
    let refused = sign_response(&head, &Answer::<EnrolResponse>::Refused(error), hash, &hub()).unwrap();
    assert_eq!(open(&refused, hash), (Err(WireError::Type), Some(error)));
}

#[test]
fn a_stream_is_bound_to_one_phone_of_one_district() {
    let (device, stream) = (DeviceId([9; 16]), StreamId([3; 16]));
    let signed = announce(762, device, stream, &phone());
    let key = phone().public();
    assert_eq!(signed.check(762, device, stream, &key), Ok(()));
    assert!(signed.check(375, device, stream, &key).is_err());
    assert!(signed.check(762, DeviceId([8; 16]), stream, &key).is_err());
    assert!(signed.check(762, device, StreamId([4; 16]), &key).is_err());
    assert!(signed.check(762, device, stream, &hub().public()).is_err());
}

#[test]
fn a_couriers_file_opens_for_whom_it_is_meant_and_goes_one_way() {
    let (to, other) = (SealSecret::from_bytes([5; 32]), SealSecret::from_bytes([6; 32]));
    let bytes = request(30);
    let file = courier::seal(Way::Up, &bytes, &to.public(), [7; 32]).unwrap();
    assert_eq!(courier::open(Way::Up, &file, &to).unwrap(), bytes);
    assert_eq!(courier::open(Way::Down, &file, &to), Err(WireError::Type));
    assert_eq!(courier::open(Way::Up, &file, &other), Err(WireError::Sealed));
    assert_ne!(courier::seal(Way::Up, &bytes, &to.public(), [8; 32]).unwrap(), file);
    // The cursor cannot be read, nor the phone.
    assert!(!file.windows(16).any(|w| w == [9; 16]));
    let long = vec![0; MOST_ENVELOPE + 1];
    let refused = courier::seal(Way::Up, &long, &to.public(), [7; 32]);
    assert_eq!(refused, Err(WireError::TooBig(Limit::Envelope)));
}

#[test]
fn a_newer_protocol_is_told_from_damage() {
    let mut bytes = request(30);
    bytes[0] = 2;
    assert!(matches!(Request::read(&bytes), Err(WireError::Newer(2))));
    bytes[0] = 0;
    assert!(matches!(Request::read(&bytes), Err(WireError::Malformed)));
    let long = vec![1; MOST_ENVELOPE + 1];
    assert!(matches!(Request::read(&long), Err(WireError::TooBig(Limit::Envelope))));
}

#[test]
fn a_ticket_stands_in_a_header_and_names_one_pack() {
    let ticket = Ticket { address: PackAddress([7; 32]) };
    let bytes = sign_request(&head(8), &ticket, &phone()).unwrap();
    let header = ticket_header(&bytes);
    assert!(header.is_ascii() && header.len() < 500);
    let back = read_ticket_header(&header).unwrap();
    assert_eq!(Request::read(&back).unwrap().open::<Ticket>(&phone().public()).unwrap(), ticket);
    for wrong in ["", "Shivir 0", "Shivir 0g", "Bearer 00", "Shivir ०१"] {
        assert_eq!(read_ticket_header(wrong), None, "{wrong}");
    }
    assert_eq!(PackAddress::from_hex(&ticket.address.to_string()), Some(ticket.address));
}

proptest! {
    #[test]
    fn no_byte_of_a_request_or_an_answer_changes_unseen(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let asked = request(30);
        let mut bytes = asked.clone();
        bytes[at.index(asked.len())] ^= flip;
        let opened = Request::read(&bytes).and_then(|r| r.open::<SyncRequest>(&phone().public()));
        prop_assert!(opened.is_err());
        let mut bytes = response(&asked);
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let hash = RequestHash::of(&asked);
        let opened = Response::read(&bytes).and_then(|r| r.open::<SyncResponse>(&hub().public(), hash));
        prop_assert!(opened.is_err());
    }

    #[test]
    fn no_byte_of_a_file_changes_unseen(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let key = SealSecret::from_bytes([5; 32]);
        let mut file = courier::seal(Way::Up, &request(30), &key.public(), [7; 32]).unwrap();
        let at = at.index(file.len());
        file[at] ^= flip;
        prop_assert!(courier::open(Way::Up, &file, &key).is_err());
    }

    #[test]
    fn any_bytes_are_no_envelope_or_file_and_make_nothing_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let key = SealSecret::from_bytes([5; 32]);
        let begun = [&[1u8, 1, 3][..], &bytes].concat();
        for bytes in [&bytes, &begun] {
            let opened = Request::read(bytes).and_then(|r| r.open::<SyncRequest>(&phone().public()));
            prop_assert!(opened.is_err());
            let hash = RequestHash([0; 32]);
            let opened = Response::read(bytes).and_then(|r| r.open::<SyncResponse>(&hub().public(), hash));
            prop_assert!(opened.is_err());
            prop_assert!(courier::open(Way::Up, bytes, &key).is_err());
        }
        let file = [&b"SHIVSYNC\x01\x01"[..], &key.public().id(), &bytes].concat();
        prop_assert_eq!(courier::open(Way::Up, &file, &key), Err(WireError::Sealed));
    }
}
