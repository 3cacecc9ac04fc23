//! Packs by ranges.

use std::io::Cursor;

use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::enrol::EnrolResponse;
use shivir_domain::wire::pack::{PackAddress, ticket_header};
use shivir_hub::http::{Options, Rate};

use crate::common::{Phone, SAKTI, grant, invite, opened};
use crate::on_sqlite;
use crate::support::client::Answer;
use crate::support::{Line, Served};

/// So many women of Sapos, as the district sends them.
fn list(people: usize) -> Vec<u8> {
    let mut text = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,Name,पिता/पति का नाम,मुखिया से संबंध,लिंग,जन्म तिथि,विकासखण्ड,\
                    ग्राम पंचायत,ग्राम,पारा/मोहल्ला,मोबाइल,आयुष्मान कार्ड (हाँ/नहीं),कार्ड का प्रकार/श्रेणी\r\n"
        .to_owned();
    for n in 0..people {
        text.push_str(&format!(
            "{n},22{n:06},सीता {n},Sita {n},रामलाल,मुखिया,महिला,11/11/1982,डभरा,सपोस,बांसपाली,जुन्ना पारा,,नहीं,अंत्योदय\r\n"
        ));
    }
    text.into_bytes()
}

fn get(line: &mut Line, address: PackAddress, ticket: &[u8], range: &str) -> Answer {
    let (path, header) = (address.path(), ticket_header(ticket));
    let range = if range.is_empty() { String::new() } else { format!("range: {range}\r\n") };
    line.write(
        format!("GET {path} HTTP/1.1\r\nhost: hub\r\nauthorization: {header}\r\n{range}\r\n").as_bytes(),
    );
    line.answer()
}

fn refused(answer: &Answer, ticket: &[u8], phone: &Phone) -> ErrorCode {
    let (_, said) = opened::<EnrolResponse>(&answer.body, ticket, &phone.hub);
    said.unwrap_err().code
}

#[test]
fn a_pack_comes_by_ranges_to_whom_it_is_meant_for_and_to_nobody_else() {
    let (hub, _dir) = on_sqlite();
    let today = Day::from_ymd(2026, 11, 25).unwrap();
    let report = hub.import_roster(SAKTI, today, &mut Cursor::new(list(300)), &mut |_, _| ()).unwrap();
    assert_eq!(report.people, 300);
    let area = AreaId::derived(SAKTI, "डभरा", "सपोस");
    let served = Served::start(&hub, Options::default());
    let mut line = served.line();
    let mut a = line.enrol(&invite(&hub, &grant(&[area.0], 1)), 1).unwrap();
    let said = line.sync(&mut a).unwrap();
    let offer = said.packs.unwrap().remove(0);
    let address = offer.address;

    let first = a.ticket(address);
    let whole = get(&mut line, address, &first, "");
    assert_eq!((whole.status, whole.body.len() as u64), (200, offer.size));
    let half = whole.body.len() / 2;
    let answer = get(&mut line, address, &a.ticket(address), &format!("bytes={half}-"));
    assert_eq!((answer.status, &answer.body[..]), (206, &whole.body[half..]));
    let (last, size) = (offer.size - 1, offer.size);
    assert_eq!(answer.headers["content-range"], format!("bytes {half}-{last}/{size}"));
    let answer = get(&mut line, address, &a.ticket(address), &format!("bytes={size}-"));
    assert_eq!((answer.status, &answer.headers["content-range"]), (416, &format!("bytes */{size}")));

    // The same ticket twice, one for another pack, none, another phone's pack, a path that is no address.
    let answer = get(&mut line, address, &first, "");
    assert_eq!((answer.status, refused(&answer, &first, &a)), (409, ErrorCode::Replayed));
    let other = a.ticket(PackAddress([7; 32]));
    let answer = get(&mut line, address, &other, "");
    assert_eq!((answer.status, refused(&answer, &other, &a)), (403, ErrorCode::NotAllowed));
    let answer = get(&mut line, address, b"", "");
    assert_eq!((answer.status, refused(&answer, b"", &a)), (400, ErrorCode::Malformed));
    let mut b = line.enrol(&invite(&hub, &grant(&[9], 2)), 2).unwrap();
    let hers = b.ticket(address);
    let answer = get(&mut line, address, &hers, "");
    assert_eq!((answer.status, refused(&answer, &hers, &b)), (403, ErrorCode::NotAllowed));
    assert_eq!(line.get("/v1/packs/none").status, 404);
    let metrics = line.get("/metrics");
    let counted = "shivir_requests_total{route=\"/v1/packs/{address}\",code=\"OK\"} 2";
    assert!(metrics.text().contains(counted), "{}", metrics.text());
}

#[test]
fn packs_are_not_held_beyond_the_memory_there_is_and_count_among_a_phone_s_requests() {
    let (hub, _dir) = on_sqlite();
    let today = Day::from_ymd(2026, 11, 25).unwrap();
    hub.import_roster(SAKTI, today, &mut Cursor::new(list(3_000)), &mut |_, _| ()).unwrap();
    let area = AreaId::derived(SAKTI, "डभरा", "सपोस");
    let device_rate = Rate { burst: 3, per_second: 0.001 };
    let served = Served::start(&hub, Options { held_bytes: 2 << 10, device_rate, ..Options::default() });
    let mut line = served.line();
    let mut a = line.enrol(&invite(&hub, &grant(&[area.0], 1)), 1).unwrap();
    let address = line.sync(&mut a).unwrap().packs.unwrap()[0].address;
    for expected in [ErrorCode::Busy, ErrorCode::Busy, ErrorCode::SlowDown] {
        let shown = a.ticket(address);
        let answer = get(&mut line, address, &shown, "");
        assert_eq!((answer.status, refused(&answer, &shown, &a)), (expected.status(), expected));
    }
}
