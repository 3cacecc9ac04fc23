use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::{BLOCKED, Laptop};

#[test]
fn a_reader_that_leaves_early_undoes_nothing_and_breaks_nothing() {
    let laptop = Laptop::of_sakti();
    for more in [&[][..], &["--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status =
            laptop.command(&[BLOCKED, more].concat()).stdout(writer).stderr(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), Some(0));
    }
    assert_eq!(laptop.ok(&["draft", "list"])["drafts"], serde_json::json!([]));
}

#[test]
fn an_error_nobody_reads_still_has_its_exit_code() {
    let laptop = Laptop::new();
    for (arguments, exit) in [(&["campaign", "show"][..], 1), (&["nothing"], 2)] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = laptop.command(arguments).stdout(Stdio::null()).stderr(writer).status().unwrap();
        assert_eq!(status.code(), Some(exit));
    }
}

#[test]
fn a_second_process_on_the_store_gets_a_sentence() {
    let laptop = Laptop::of_sakti();
    // The first one asks its first question and so has the store open.
    let mut first = laptop.waiting(&["register", "--ask"]);
    let mut questions = BufReader::new(first.stderr.take().unwrap()).lines();
    assert!(questions.any(|line| line.unwrap().contains("किसका पंजीयन")));
    let second = laptop.refused(&["status"], "in_use");
    assert!(second["message"].as_str().unwrap().contains("दूसरे प्रोग्राम"));
    let english = laptop.refused(&["status", "--lang", "en"], "in_use");
    assert!(english["message"].as_str().unwrap().contains("Another program"));
    drop(first.stdin.take());
    drop(questions);
    assert_eq!(first.wait().unwrap().code(), Some(0));
    laptop.ok(&["status"]);
}
