//! Finding people.

mod common;

use common::{Phone, register};
use shivir_core::registration::Whom;
use shivir_domain::codes::{Cadre, Outcome};
use shivir_domain::fact::Details;

fn details(name: &str, village: &str) -> Details {
    let mut details: Details = minicbor::decode(&[0xa0]).unwrap();
    details.name_hi = Some(name.to_owned());
    details.village = Some(village.to_owned());
    details
}

#[test]
fn a_new_person_is_there_after_the_application_ended() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let whom = Whom::New(Box::new(details("सोनकुंवर यादव", "सपोस")));
    let registered = register(&phone.core, &sitting, whom, Outcome::NotInList);
    let phone = phone.reopen();
    assert_eq!(
        phone
            .core
            .person(registered.person)
            .unwrap()
            .fold
            .visits
            .len(),
        1
    );
}
