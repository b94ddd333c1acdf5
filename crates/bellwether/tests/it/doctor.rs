//! `bellwether doctor`: a shape and a word for each thing, and a code for a script.

use crate::binary::{Folder, Said, run, sample};
use bellwether_db::{params, statements};
use bellwether_testkit::empty_postgres;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

statements! {
    HOLD = "insert into settings (name, value) values ('outbox.held', '0 restored from a copy')";
    UNSURE = "
        insert into messages (id, kind, about, to_name, to_email, to_key, from_name, subject, text_body, header_id, state, due_at, not_before, created_at)
        values (1, 'pitch', 'x', 'Ines', 'i@firm.example', 'i@firm.example', 'Firm', 'Hello', 'Hello.', 'x@firm', 'unsure', 0, 0, 0)";
    TAMPER = "update audit set detail = 'nothing happened'";
    TOMORROW = "
        insert into settings (name, value) values ('outbox.seen', '99999999999999999')
        on conflict (name) do update set value = excluded.value";
}

#[track_caller]
fn line<'a>(said: &'a Said, about: &str) -> &'a str {
    let mut lines = said
        .out
        .lines()
        .filter(|line| line.get(9..).is_some_and(|rest| rest.trim_start().starts_with(about)));
    lines.next().unwrap_or_else(|| panic!("nothing about the {about}: {said:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_in_order_gets_no_cross_and_every_line_a_shape_and_a_word() {
    let firm = Folder::new();
    let server = firm.serve(&["--base-url", "http://localhost:8080"]);
    let base_url = format!("http://127.0.0.1:{}", server.at.port());
    let said = firm.run(&["doctor", "--base-url", &base_url]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    for about in ["folder", "database", "schema", "audit log", "disk", "server", "clock", "outbox"] {
        assert!(line(&said, about).starts_with("✓ good"), "{}", said.out);
    }
    assert!(said.out.contains(&format!("{base_url} answers as Bellwether does")), "{}", said.out);
    assert!(said.out.contains("▲ look   base URL"), "it was served under another: {}", said.out);
    assert!(line(&said, "mail").starts_with("▲ look"), "none is set: {}", said.out);
}

#[test]
fn an_empty_folder_is_told_apart_and_stays_empty() {
    let nothing = Folder::new();
    let said = nothing.run(&["doctor"]);
    assert_eq!(said.code, 1);
    assert!(
        line(&said, "database").starts_with("✗ wrong") && said.out.contains("there is none in"),
        "{}",
        said.out
    );
    assert!(!nothing.data().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_person_is_to_be_looked_at() {
    let firm = Folder::new();
    firm.people(&sample("law-firm/people.csv"), &[]);
    let db = firm.db().await;
    db.run(&HOLD, params![]).await.unwrap();
    db.run(&UNSURE, params![]).await.unwrap();
    let said = firm.run(&["doctor"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("held: restored from a copy"), "{}", said.out);
    assert!(said.out.contains("of one nobody knows whether it arrived"), "{}", said.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_ends_with_1_and_says_what_to_do() {
    let firm = Folder::new();
    firm.people(&sample("law-firm/people.csv"), &[]);
    let database = firm.data().join("bellwether.db");
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    firm.db().await.run(&TAMPER, params![]).await.unwrap();
    firm.db().await.run(&TOMORROW, params![]).await.unwrap();
    let said =
        firm.run(&["doctor", "--base-url", "http://mentoring.firm.example", "--smtp", "smtp://127.0.0.1:1"]);
    assert_eq!(said.code, 1);
    for (about, words) in [
        ("folder", "chmod 0600"),
        ("audit log", "was changed after it was written"),
        ("clock", "set it"),
        ("base URL", "without TLS"),
        ("mail", "127.0.0.1:1"),
    ] {
        let line = line(&said, about);
        assert!(line.starts_with("✗ wrong") && line.contains(words), "{about}: {}", said.out);
    }
}

#[test]
fn a_damaged_database_is_found() {
    let firm = Folder::new();
    firm.people(&sample("law-firm/people.csv"), &[]);
    let mut file = std::fs::OpenOptions::new().write(true).open(firm.data().join("bellwether.db")).unwrap();
    file.seek(SeekFrom::Start(200 * 1024)).unwrap();
    file.write_all(&vec![0x55; 100 * 1024]).unwrap();
    let said = firm.run(&["doctor"]);
    assert!(said.code == 1 && said.out.contains("restore a backup"), "{said:?}");
}

#[test]
fn a_mail_server_is_greeted_and_given_nothing() {
    let firm = Folder::new();
    firm.people(&sample("law-firm/people.csv"), &[]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 here\r\n").unwrap();
        let (mut heard, mut bytes) = (String::new(), [0; 1024]);
        while let Ok(n @ 1..) = stream.read(&mut bytes) {
            let words = String::from_utf8_lossy(&bytes[..n]).into_owned();
            let answer = if words.starts_with("QUIT") { "221 bye\r\n" } else { "250 well\r\n" };
            heard.push_str(&words);
            if stream.write_all(answer.as_bytes()).is_err() {
                break;
            }
        }
        heard
    });
    let said = firm.run(&["doctor", "--smtp", &url]);
    assert!(line(&said, "mail").starts_with("✓ good") && said.out.contains("Nothing was sent"), "{said:?}");
    let heard = heard.join().unwrap();
    assert!(heard.starts_with("EHLO") && !heard.contains("MAIL FROM"), "{heard}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_server_is_looked_at_and_its_password_not_shown() {
    let (folder, url) = (Folder::new(), empty_postgres().await);
    let url = url.replacen("bellwether@", "bellwether:s3cret@", 1);
    assert!(url.contains("s3cret"), "there is a password to hide");
    folder.serve(&["--database", &url]).end("TERM");
    let said = run(&["doctor", "--database", &url, "--data", folder.data().to_str().unwrap()]);
    assert!(line(&said, "database").starts_with("✓ good") && said.out.contains("PostgreSQL"), "{said:?}");
    assert!(!said.out.contains("s3cret"), "{}", said.out);
}
