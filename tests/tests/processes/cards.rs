//! The portal's list of cards, from the file in the office to what a phone shows.

use serde_json::Value;

use crate::programs::{Office, Phone};

const PEOPLE: &str = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड\n\
    5001,220000001,सीता साहू,रामलाल,महिला,11/11/1982,डभरा,सपोस,सपोस,नहीं\n\
    5002,220000001,मोहन साहू,रामलाल,पुरुष,02/03/1979,डभरा,सपोस,सपोस,हाँ\n\
    5003,220000002,कुमारी यादव,दुखीराम,महिला,05/06/1990,डभरा,किरारी,किरारी,नहीं\n";

const CARDS: &str = "PMJAY ID,Beneficiary Name,Father Name,Gender,Year of Birth,Block,Gram Panchayat,Village,Card Status,Card Generated Date\n";

fn load(office: &Office, rows: &str, dated: &str) -> Value {
    let file = office.dir.path().join("cards.csv");
    std::fs::write(&file, format!("{CARDS}{rows}")).unwrap();
    office.ok(&["cards", "load", file.to_str().unwrap(), "--dated", dated])
}

fn hit(phone: &Phone, name: &str) -> Value {
    let said = phone.ok(&["search", name]);
    assert_eq!(said["hits"].as_array().unwrap().len(), 1, "{said}");
    said["hits"][0].clone()
}

#[test]
fn the_portals_list_reaches_a_phone_that_already_has_its_roster() {
    let office = Office::with_sqlite();
    let list = office.dir.path().join("list.csv");
    std::fs::write(&list, PEOPLE).unwrap();
    office.ok(&["roster", "import", list.to_str().unwrap()]);
    let serving = office.serve().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let phone = Phone(dir.path().join("phone"));
    let url = format!("http://{}", office.address);
    office.enrol(&phone, &url);
    let first = phone.ok(&["sync", "--hub"]);
    // The block in its minimal depth, and Sapos in full.
    assert_eq!(first["packs_installed"], 2, "{first}");
    assert_eq!(hit(&phone, "सीता")["made"], false);

    // Spelled otherwise, and without an id that the list knows: matched by the bands of likely duplicates.
    let rows = "PX1,Seeta Sahu,Ramlal,F,1982,डभरा,सपोस,सपोस,Approved,11/10/2023\n\
        PX3,कुमारी यादव,दुखीराम,F,1990,डभरा,किरारी,किरारी,Approved,12/10/2023\n\
        PX9,कोई और,,M,1930,डभरा,सपोस,सपोस,Approved,12/10/2023\n";
    let said = load(&office, rows, "2023-10-20");
    assert_eq!((&said["matched"], &said["unmatched"]), (&2.into(), &1.into()), "{said}");
    let second = phone.ok(&["sync", "--hub"]);
    assert_eq!((&second["packs_installed"], &second["packs_waiting"]), (&1.into(), &0.into()), "{second}");
    let sita = hit(&phone, "सीता");
    assert_eq!((&sita["made"], &sita["portal"]["day"]), (&true.into(), &"2023-10-11".into()));
    // Of the panchayat that the phone has in the minimal depth, too.
    assert_eq!(hit(&phone, "कुमारी")["made"], true);
    let shown = phone.ok(&["roster", "show"]);
    assert_eq!((&shown["made"], &shown["left"]), (&3.into(), &0.into()), "{shown}");

    // Nothing new: nothing comes.
    load(&office, rows, "2023-10-20");
    let third = phone.ok(&["sync", "--hub"]);
    assert_eq!((&third["packs_installed"], &third["trips"]), (&0.into(), &1.into()), "{third}");
    // The office decides of a row; a newer list of people keeps what the portal says.
    let left = office.ok(&["cards", "left"]);
    office.ok(&["cards", "settle", left["left"][0]["row"].as_str().unwrap(), "--nobody"]);
    assert_eq!(office.ok(&["cards", "left"])["left"], Value::Array(Vec::new()));
    let more = format!("{PEOPLE}5004,220000003,बुधवारा बाई,समारू,महिला,07/08/1950,डभरा,सपोस,सपोस,नहीं\n");
    std::fs::write(&list, more).unwrap();
    office.ok(&["roster", "import", list.to_str().unwrap()]);
    phone.ok(&["sync", "--hub"]);
    let shown = phone.ok(&["roster", "show"]);
    assert_eq!((&shown["people"], &shown["made"]), (&4.into(), &3.into()), "{shown}");
    assert_eq!((office.facts(), hit(&phone, "सीता")["made"].clone()), (0, true.into()));
    drop(serving);
}
