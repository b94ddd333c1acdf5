//! One server for each data folder, and what may go on beside it.

use crate::binary::{Folder, sample};
use bellwether_db::{params, statements};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

statements! {
    OF_AN_EARLIER_VERSION = "delete from migrations where name = '0009_erasures'";
    UNDO = "drop table erasures";
}

#[test]
fn a_second_server_on_a_folder_is_refused_and_the_first_goes_on() {
    let firm = Folder::new();
    let server = firm.serve(&[]);
    for second in [&["serve", "--listen", "127.0.0.1:0"][..], &["demo", "--listen", "127.0.0.1:0"]] {
        let said = firm.run(second);
        assert_eq!(said.code, 1, "{said:?}");
        let named = format!("another Bellwether (process {})", server.id());
        assert!(said.err.contains(&named) && said.err.contains("nothing was started"), "{}", said.err);
    }
    assert_eq!(server.status("/healthz"), 200);
}

#[test]
fn a_folder_is_free_again_after_its_server_was_killed() {
    let firm = Folder::new();
    firm.serve(&[]).end("KILL");
    let again = firm.serve(&[]);
    assert_eq!(again.status("/healthz"), 200);
}

#[test]
fn a_server_told_to_stop_finishes_and_ends_well() {
    let firm = Folder::new();
    let (code, lines) = firm.serve(&[]).end("TERM");
    assert_eq!(code, Some(0));
    assert!(lines.iter().any(|line| line.contains("finishing what is under way")), "{lines:?}");
}

#[test]
fn a_request_under_way_is_answered_although_the_server_was_told_to_stop() {
    let firm = Folder::new();
    let server = firm.serve(&[]);
    let mut stream = TcpStream::connect(server.at).unwrap();
    let head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 22\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 "), "the request is under way");
    server.signal("TERM");
    server.says("finishing what is under way");
    stream.write_all(b"email=ines%40firm.test").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn what_would_pull_the_folder_away_from_its_server_is_refused() {
    let firm = Folder::new();
    assert_eq!(firm.people(&sample("law-firm/people.csv"), &[]).code, 0);
    let backup = firm.0.path().join("backup.db");
    let server = firm.serve(&[]);
    assert_eq!(firm.run(&["backup", backup.to_str().unwrap()]).code, 0, "a backup is made while it serves");
    let restored = firm.run(&["restore", backup.to_str().unwrap()]);
    assert!(restored.code == 1 && restored.err.contains("nothing was restored"), "{restored:?}");
    let moved = firm.run(&["move", "--database", "postgres://127.0.0.1:1/x"]);
    assert!(moved.code == 1 && moved.err.contains("nothing was copied"), "{moved:?}");
    assert_eq!(server.status("/healthz"), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_of_a_newer_version_does_not_change_the_schema_under_a_server() {
    let firm = Folder::new();
    let server = firm.serve(&[]);
    let db = firm.db().await;
    db.run(&UNDO, params![]).await.unwrap();
    db.run(&OF_AN_EARLIER_VERSION, params![]).await.unwrap();
    let said = firm.people(&sample("law-firm/people.csv"), &[]);
    assert!(said.code == 1 && said.err.contains("change the schema first"), "{said:?}");
    server.end("TERM");
    let dry = firm.people(&sample("law-firm/people.csv"), &["--dry-run"]);
    assert!(dry.code == 1 && dry.err.contains("a dry run does not change it"), "{dry:?}");
    let said = firm.people(&sample("law-firm/people.csv"), &[]);
    assert!(said.code == 0 && said.err.contains("before-0009_erasures.db"), "{said:?}");
}
