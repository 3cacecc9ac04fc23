//! `make run SERVE=1`: the demo's district stays up, and its hub is killed while phones sync.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::oracle::plain;
use crate::programs::{LONG, Phone, Ran, Serving, folder, profile, run_for, without_package};

fn hub(db: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(folder().join("shivir-hub"));
    command.args(["--db", db, "--json"]).args(arguments).env_clear();
    command
}

fn facts(db: &str) -> u64 {
    let said = run_for(&mut hub(db, &["verify"]), LONG).ok();
    assert_eq!(said["districts"][0]["right"], true);
    said["districts"][0]["facts"].as_u64().unwrap()
}

/// Waits for the line that says the hub is up.
fn up(child: &mut Child, address: &str) {
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = out.lines().map_while(Result::ok);
    // What the script prints of commands names the address too: the hub's own line does with its scheme, and is not indented.
    assert!(lines.any(|line| !line.starts_with(' ') && line.contains(&format!("http://{address}"))));
}

fn confirmed(ran: &Ran) -> String {
    assert_eq!(ran.exit, Some(0), "{}", ran.stdout);
    ran.said().unwrap()["people"][0]["fact"].as_str().unwrap().to_owned()
}

#[test]
fn the_hub_of_make_run_serve_is_killed_while_phones_sync_and_nothing_is_lost() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("run");
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    // As `make run SERVE=1`, over a smaller district and with this test's profile.
    let mut script = Command::new(root.join("scripts/serve.sh"));
    without_package(&mut script);
    let serving = script
        .args(["--people", "2000"])
        .env("PROFILE", profile(folder()))
        .env("RUN_DIR", &dir)
        .env("LISTEN", &address)
        .env("CARGO_TARGET_DIR", folder().parent().unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut serving = Serving(serving);
    up(&mut serving.0, &address);
    let db = format!("sqlite:{}", dir.join("hub/hub.db").display());
    let before = facts(&db);
    let phones = [Phone(dir.join("phone-2")), Phone(dir.join("phone-3"))];
    let url = format!("http://{address}");
    let mut kept = Vec::new();
    for (phone, name) in phones.iter().zip(["ढेलाबाई मरकाम", "घुरवाराम नेताम"])
    {
        // Several have worked on the demo's phones.
        let worker = phone.ok(&["worker", "list"])["workers"][0]["id"].as_str().unwrap().to_owned();
        kept.push(confirmed(&phone.register_as(&worker, name, 47)));
    }
    std::thread::scope(|scope| {
        let mut waits = Vec::new();
        for phone in &phones {
            let sync = || run_for(&mut phone.command(&["sync", "--hub", &url]), Duration::from_secs(2));
            waits.push(scope.spawn(sync));
        }
        // In the middle of it.
        serving.0.kill().unwrap();
        serving.0.wait().unwrap();
    });
    // The script became the hub; it is started again as the script says.
    let serving = hub(&db, &["serve", "--listen", &address])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut serving = Serving(serving);
    up(&mut serving.0, &address);
    let waiting = |phone: &Phone| phone.ok(&["outbox"])["waiting"].as_u64().unwrap();
    for phone in &phones {
        for _ in 0..10 {
            run_for(&mut phone.command(&["sync", "--hub", &url]), LONG);
            if waiting(phone) == 0 {
                break;
            }
        }
        assert_eq!(waiting(phone), 0);
    }
    drop(serving);
    // Each phone knows that its registration is at the district, and the hub has the two facts of each, once.
    for (phone, fact) in phones.iter().zip(&kept) {
        let (stream, number) = fact.split_once('/').unwrap();
        let reached = |s: &Value| plain(&s["stream"]) == stream && s["acked"].as_u64() >= number.parse().ok();
        let said = phone.ok(&["outbox"]);
        assert!(said["streams"].as_array().unwrap().iter().any(reached), "{fact}");
        assert_eq!(said["refused"], Value::Array(Vec::new()));
    }
    assert_eq!(facts(&db), before + 4);
}
