//! `bellwether import` with files that are no good: a sentence, a code, and nothing changed.

use crate::binary::{Folder, binary, said, sample};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

#[track_caller]
fn refused(firm: &Folder, file: &Path, words: &str) {
    for more in [&[][..], &["--json"], &["--dry-run"]] {
        let said = firm.people(file, more);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
        assert!(said.err.contains(words) && said.err.contains("Nothing was changed"), "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
}

#[test]
fn a_file_that_cannot_be_read_as_a_table_is_refused_with_a_sentence() {
    let firm = Folder::new();
    let file = |bytes: &[u8]| firm.file("file.csv", bytes);
    refused(&firm, &file(b"%PDF-1.7\n"), "a PDF document");
    refused(&firm, &file(b"\x89PNG\r\n\x1a\n1234"), "a picture");
    refused(&firm, &file(b""), "empty");
    refused(&firm, &file(b"Colour,Size\nred,3\n"), "No column was recognised as the name");
    refused(&firm, firm.0.path(), "is a folder");
    refused(&firm, &firm.0.path().join("nowhere.csv"), "could not be read");
}

#[test]
fn a_file_that_was_cut_off_while_it_was_written_is_refused_whole() {
    let firm = Folder::new();
    let whole = std::fs::read_to_string(sample("law-firm/people.csv")).unwrap();
    let cut = format!("{}\n999,\"Halloran, In", &whole[..whole.len() / 2]);
    refused(&firm, &firm.file("people.csv", cut), "never closed");
}

#[test]
fn a_row_that_was_cut_off_is_named_and_the_rows_before_it_come_in() {
    let firm = Folder::new();
    let said =
        firm.people(&firm.file("people.csv", "ID,Name,Email\n1,Ines,ines@firm.example\n2,Bo"), &["--json"]);
    assert_eq!((said.code, said.counts()), (1, [1, 0, 0, 1]));
    assert_eq!(said.json()["problems"][0]["line"], 3);
}

#[test]
fn wrong_usage_ends_with_64() {
    let firm = Folder::new();
    let file = firm.file("people.csv", "ID,Name\n1,Ines\n");
    assert_eq!(firm.people(&file, &["--colour"]).code, 64);
    assert_eq!(firm.run(&["import", "people"]).code, 64);
    assert_eq!(firm.run(&["import", "sheep", "x.csv"]).code, 64);
    assert_eq!(firm.ties(&file, &["--program", "x"]).code, 64, "ties enroll nobody");
    assert_eq!(firm.people(&file, &["--role", "mentor"]).code, 64, "a role is a role in a program");
    let none = firm.people(&file, &["--program", "Open Door"]);
    assert!(none.code == 64 && none.err.contains("no program “Open Door”"), "{none:?}");
}

#[test]
fn a_file_from_a_pipe_comes_in_and_a_reader_who_leaves_early_is_no_trouble() {
    let firm = Folder::new();
    let mut child = binary()
        .args(["import", "people", "-", "--json", "--data"])
        .arg(firm.data())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"ID,Name\n1,Ines\n").unwrap();
    assert_eq!(said(child.wait_with_output().unwrap()).counts(), [1, 0, 0, 0]);
    let bad: String = (0..20_000).map(|n| format!("{n},Person,nowhere\n")).collect();
    let file = firm.file("bad.csv", format!("ID,Name,Email\n{bad}"));
    let mut child = binary()
        .args(["import", "people", "--json", "--dry-run"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let said = said(child.wait_with_output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{said:?}");
}

/// Two hundred thousand rows, none of them good: within 1 GB of addresses and 120 s of the processor,
/// also where nothing is optimised (release: a tenth of it).
#[test]
fn two_hundred_thousand_bad_rows_are_all_counted_and_named_in_bounded_memory_and_time() {
    const ROWS: u64 = 200_000;
    let firm = Folder::new();
    let rows: String = (0..ROWS).map(|n| format!("{n},Person {n},nowhere-{n}\n")).collect();
    let file = firm.file("people.csv", format!("ID,Name,Email\n{rows}"));
    let mut command = Command::new("sh");
    let limited = ["-c", "ulimit -v 1000000; ulimit -t 120; exec \"$@\"", "sh"];
    command.args(limited).args([env!("CARGO_BIN_EXE_bellwether"), "import", "people", "--json"]);
    // Each thread reserves addresses that it never uses; a machine of many cores would use them up.
    command.env("TOKIO_WORKER_THREADS", "2").env("MALLOC_ARENA_MAX", "2");
    let named = said(command.arg(&file).arg("--data").arg(firm.data()).output().unwrap());
    assert_eq!((named.code, named.counts()), (1, [0, 0, 0, ROWS]));
    assert_eq!(named.json()["problems"].as_array().unwrap().len() as u64, ROWS);
}

#[test]
fn of_many_bad_rows_a_person_at_the_terminal_reads_a_few_and_how_many_more_there_are() {
    let firm = Folder::new();
    let rows: String = (0..2000).map(|n| format!("{n},Person {n},nowhere-{n}\n")).collect();
    let said = firm.people(&firm.file("people.csv", format!("ID,Name,Email\n{rows}")), &[]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.out.contains("2,000 rows were rejected") && said.out.contains("… and 1,980 more rows."),
        "{}",
        said.out
    );
    assert!(said.out.contains("--json names every one"), "{}", said.out);
    assert!(said.out.lines().count() < 40, "{}", said.out);
}
