use std::os::unix::fs::PermissionsExt;

use crate::support::{BLOCKED, Laptop};

#[test]
fn a_lost_key_comes_back_from_the_districts_seal() {
    let (laptop, district) = (Laptop::of_sakti(), Laptop::new());
    std::fs::create_dir_all(district.data()).unwrap();
    let secret = district.data().join("secret");
    let secret = secret.to_str().unwrap();
    let public = district.ok(&["key", "draw", "--secret", secret])["public"].clone();
    let mode = std::fs::metadata(secret).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    laptop.refused(&["key", "seal", "nonsense"], "not_a_key");
    laptop.ok(&["key", "seal", public.as_str().unwrap()]);
    laptop.ok(BLOCKED);
    laptop.refused(&["key", "recover", "--secret", secret], "key_exists");
    let key = std::fs::read(laptop.data().join("key")).unwrap();
    std::fs::remove_file(laptop.data().join("key")).unwrap();
    laptop.refused(&["status"], "key_missing");
    laptop.ok(&["key", "recover", "--secret", secret]);
    assert_eq!(std::fs::read(laptop.data().join("key")).unwrap(), key);
    assert!(laptop.ok(&["status"])["outbox"].as_u64().unwrap() > 0);
    // A secret is never written over.
    assert_eq!(district.run(&["key", "draw", "--secret", secret]).exit, 1);
}

#[test]
fn a_damaged_file_is_salvaged_and_set_aside() {
    let laptop = Laptop::of_sakti();
    laptop.ok(BLOCKED);
    let camp = laptop.data().join("camp.db");
    let mut bytes = std::fs::read(&camp).unwrap();
    bytes[16..4096].fill(0x5a);
    std::fs::write(&camp, &bytes).unwrap();
    let value = laptop.refused(&["status"], "camp_damaged");
    assert!(value["message"].as_str().unwrap().contains("बचाव"), "{value}");
    let saved = laptop.ok(&["salvage"]);
    assert_eq!(saved["lost_facts"], 0);
    assert_eq!(std::fs::read(laptop.data().join(saved["set_aside"].as_str().unwrap())).unwrap(), bytes);
    assert_eq!(laptop.ok(&["case", "list"])["cases"].as_array().unwrap().len(), 1);
    assert!(laptop.run(&["salvage", "--lang", "en"]).stdout.contains("safe in a new file"));
}
