//! The people of a small town, the portal's file on them, and phones that are told of it.
#![allow(clippy::unwrap_used)] // The lints spare test functions, not their helpers.

use super::*;

pub const PEOPLE: &str = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आधार नंबर,आयुष्मान कार्ड\n\
    5001,220000001,सीता साहू,रामलाल,महिला,11/11/1982,डभरा,सपोस,सपोस,,नहीं\n\
    5002,220000001,मोहन साहू,रामलाल,पुरुष,02/03/1979,डभरा,सपोस,सपोस,,हाँ\n\
    5003,220000002,कुमारी यादव,दुखीराम,महिला,05/06/1990,डभरा,सपोस,सपोस,,नहीं\n\
    5004,220000003,बुधवारा बाई,समारू,महिला,07/08/1950,डभरा,किरारी,किरारी,,नहीं\n\
    5005,220000004,फूलबासन निषाद,कन्हैया,महिला,20/01/1985,सक्ती,नंदेली,नंदेली,234123412346,नहीं\n\
    5006,220000004,संतोष निषाद,कन्हैया,पुरुष,20/01/1988,सक्ती,नंदेली,नंदेली,,नहीं\n";

pub const CARDS: &str = "Member ID,PMJAY ID,Beneficiary Name,Father Name,Gender,Year of Birth,Block,Gram Panchayat,Village,Aadhaar No,Card Status,Card Generated Date\n";

pub fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

pub fn today() -> Day {
    day("2026-11-25")
}

pub fn import(hub: &Hub, list: &str) {
    hub.import_roster(SAKTI, today(), &mut Cursor::new(list), &mut |_, _| {}).unwrap();
}

pub fn load_dated(hub: &Hub, rows: &str, dated: Option<Day>) -> Result<CardsReport, CardsError> {
    hub.load_cards(SAKTI, today(), dated, &mut Cursor::new(format!("{CARDS}{rows}")), &mut |_| {})
}

pub fn load(hub: &Hub, rows: &str, dated: &str) -> CardsReport {
    load_dated(hub, rows, Some(day(dated))).unwrap()
}

pub fn person(id: &str) -> PersonId {
    PersonId::listed(SAKTI, format!("I:{id}").as_bytes())
}

pub fn card_packs(hub: &Hub) -> Vec<PackMade> {
    hub.packs(SAKTI).unwrap().into_iter().filter(|pack| pack.offer.kind == PackKind::Cards).collect()
}

/// A phone of one panchayat.
pub fn phone(hub: &Hub, n: u8) -> Phone {
    let area = AreaId::derived(SAKTI, "डभरा", "सपोस");
    Phone::enrol(hub, &invite(hub, &grant(&[area.0], n)), n).unwrap()
}

pub fn get(hub: &Hub, phone: &mut Phone, address: PackAddress, from: u64) -> Vec<u8> {
    let ticket = phone.ticket(address);
    hub.pack(&ticket_header(&ticket), address, from).map_err(|reply| reply.status).unwrap().bytes
}

pub fn words_of(bytes: &[u8], address: PackAddress) -> Vec<(Head, CardWord)> {
    let mut words = Vec::new();
    read_cards(bytes, Some(Address(address.0)), |head, word| {
        words.push((head, *word));
        Ok::<(), PackError>(())
    })
    .unwrap();
    words
}

/// All that phones are told of cards.
pub fn told(hub: &Hub) -> BTreeMap<Head, CardWord> {
    let mut phone = phone(hub, 200);
    let packs = card_packs(hub);
    packs.iter().flat_map(|p| words_of(&get(hub, &mut phone, p.offer.address, 0), p.offer.address)).collect()
}

/// Of whom phones hear that she has a card.
pub fn made(hub: &Hub, id: &str) -> Option<bool> {
    told(hub).get(&head_of(person(id))).map(CardWord::is_made)
}

pub fn left(hub: &Hub) -> Vec<CardLeft> {
    hub.cards_left(SAKTI).unwrap()
}

/// A phone says something of somebody, so many days after the day of the tests.
pub fn say(phone: &mut Phone, who: SubjectId, days: i64, body: &Body) -> Fact {
    let area = phone.grant.areas[0].area;
    let written = phone.write(area.0, 0, body.clone());
    phone.own.pop();
    let time = Hlc::at_ms(TEN.saturating_add_signed(days * DAY_MS as i64) + written.id().seq);
    let fact = Fact::write(Header { subject: who, time, ..written.header }, body);
    phone.own.push(fact.clone());
    fact
}

/// One who is added: Dukalin of Sapos.
pub fn dukalin() -> Details {
    Details {
        name_hi: Some("दुकालिन केंवट".into()),
        relative: Some("बिसाहू".into()),
        sex: Some(Sex::Female),
        birth: BirthDate::in_year(1971, BirthSource::Stated),
        area: Some(AreaId::derived(SAKTI, "डभरा", "सपोस")),
        village: Some("सपोस".into()),
        ..empty()
    }
}
