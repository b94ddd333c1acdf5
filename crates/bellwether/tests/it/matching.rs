//! `bellwether match`: a folder in, the best pairs out.

use crate::binary::{Folder, Said, run};
use std::path::Path;

/// Mentees 1 and 2 compete for mentor 0; greed would leave mentee 1 with nobody.
fn instance() -> Folder {
    let folder = Folder::new();
    folder.file("mentees.csv", "id,wants,prefs\n0,2,1\n1,1,\n2,1,0\n");
    folder.file("mentors.csv", "id,capacity\n0,1\n1,2\n");
    folder.file("edges.csv", "mentee,mentor,score\n0,0,900\n0,1,800\n1,0,700\n2,0,600\n2,1,500\n");
    folder
}

fn matched(folder: &Path, more: &[&str]) -> Said {
    run(&[&["match", "--instance", folder.to_str().unwrap()], more].concat())
}

#[test]
fn one_object_says_what_was_found_and_that_it_is_the_best() {
    let folder = instance();
    let said = matched(folder.0.path(), &["--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let json = said.json();
    assert_eq!(
        (&json["matched"], &json["pairs"], &json["score"], &json["gap"]),
        (&3.into(), &3.into(), &2000.into(), &0.into())
    );
    assert!(json["gap_in"].is_null());
    assert_eq!(json["bound"], serde_json::json!({ "matched": 3, "further": 0, "score": 2000 }));
    for measured in ["seconds", "read_seconds", "peak_mb"] {
        assert!(json[measured].as_f64().is_some_and(|number| number >= 0.0), "{measured}: {json}");
    }
}

#[test]
fn a_person_at_the_terminal_reads_sentences() {
    let folder = instance();
    let said = matched(folder.0.path(), &[]);
    for words in [
        "3 mentees, 2 mentors, 5 pairs that may be made",
        "3 of 3 mentees have a mentor. The scores add up to 2,000.",
        "Nothing can be better: it is proved, with a gap of 0.",
        "--out FILE writes them",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let without = folder.file("mentors.csv", "id,capacity\n0,1\n1,1\n");
    let said = matched(without.parent().unwrap(), &[]);
    assert!(said.out.contains("2 of 3 mentees have a mentor, 1 has none."), "{}", said.out);
}

#[test]
fn mentees_get_further_mentors_where_that_is_asked_for() {
    let folder = instance();
    folder.file("mentors.csv", "id,capacity\n0,1\n1,3\n");
    folder.file("edges.csv", "mentee,mentor,score\n0,0,900\n0,1,800\n1,1,700\n2,1,500\n");
    let one = matched(folder.0.path(), &["--json"]).json();
    assert_eq!((&one["pairs"], &one["further"]), (&3.into(), &0.into()));
    let two = matched(folder.0.path(), &["--json", "--wants"]).json();
    assert_eq!((&two["matched"], &two["pairs"], &two["further"]), (&3.into(), &4.into(), &1.into()));
}

#[test]
fn groups_and_caps_are_kept_to_and_the_bound_is_told() {
    let folder = instance();
    folder.file("groups.csv", "mentor,min,max\n1,2,2\n");
    folder.file("mentees.csv", "id,wants,prefs,unit\n0,2,1,Tax\n1,1,,Tax\n2,1,0,\n");
    let free = matched(folder.0.path(), &["--json"]).json();
    assert_eq!((&free["matched"], &free["gap"]), (&3.into(), &0.into()));
    folder.file("caps.csv", "unit,most\nTax,1\n");
    let said = matched(folder.0.path(), &["--json"]);
    let json = said.json();
    assert_eq!(
        (&json["matched"], &json["score"], &json["gap"]),
        (&2.into(), &1300.into(), &0.into()),
        "{json}"
    );
    assert_eq!(json["bound"]["matched"], 2);
}

#[test]
fn the_pairs_are_written_with_their_reasons() {
    let folder = instance();
    folder.file("locked.csv", "mentee,mentor\n2,1\n");
    let out = folder.0.path().join("pairs.csv");
    let said = matched(folder.0.path(), &["--out", out.to_str().unwrap()]);
    assert!(said.out.contains("The pairs are in"), "{}", said.out);
    assert_eq!(
        std::fs::read_to_string(out).unwrap(),
        "mentee,mentor,score,why\n\
         0,1,800,The mentee’s first wish; for the mentee the 2nd of 2 mentors (whoever is better is full); \
         for the mentor the best of 2 mentees\n\
         1,0,700,For the mentee the only mentor; for the mentor the 2nd of 3 mentees\n\
         2,1,500,Decided beforehand; for the mentee the 2nd of 2 mentors (whoever is better is full); \
         for the mentor the 2nd of 2 mentees\n"
    );
}

#[test]
fn a_folder_that_cannot_be_right_is_refused_with_file_and_line_and_writes_nothing() {
    let folder = instance();
    let out = folder.0.path().join("pairs.csv");
    folder.file("edges.csv", "mentee,mentor,score\n0,0,900\n0,1,-800\n");
    for more in [&["--json"][..], &[], &["--out", out.to_str().unwrap()]] {
        let said = matched(folder.0.path(), more);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
        let words = "bellwether: edges.csv, line 3: the score -800 is below zero. Nothing was matched.";
        assert!(said.err.starts_with(words) && said.err.lines().count() == 1, "{}", said.err);
    }
    assert!(!out.exists());
    let nowhere = matched(&folder.0.path().join("nowhere"), &[]);
    assert!(nowhere.code == 2 && nowhere.err.contains("is no folder"), "{nowhere:?}");
}

#[test]
fn pairs_that_cannot_be_written_are_no_success() {
    let folder = instance();
    let said = matched(folder.0.path(), &["--out", folder.0.path().to_str().unwrap()]);
    assert!(said.code == 74 && said.err.contains("could not be written"), "{said:?}");
}

#[test]
fn wrong_usage_of_match_ends_with_64() {
    let folder = instance();
    assert_eq!(run(&["match"]).code, 64);
    assert_eq!(matched(folder.0.path(), &["--stability", "1000001"]).code, 64);
    assert_eq!(matched(folder.0.path(), &["--seed", "-1"]).code, 64);
}

/// A file of this size makes the program start once more, for large pages; what it was asked for must survive that.
#[test]
fn a_large_program_is_solved_as_it_was_asked_for() {
    const EACH: u32 = 800;
    let folder = Folder::new();
    let people =
        |head: &str, rest: &str| (0..EACH).fold(head.to_owned(), |all, id| all + &format!("{id},1{rest}\n"));
    folder.file("mentees.csv", people("id,wants,prefs\n", ","));
    folder.file("mentors.csv", people("id,capacity\n", ""));
    let mut edges = String::from("mentee,mentor,score\n");
    for mentee in 0..EACH {
        for mentor in 0..EACH {
            let score = if mentee + mentor == EACH - 1 { 1_000_000 } else { 100_000 + mentee * mentor };
            edges += &format!("{mentee:05},{mentor:05},{score}\n");
        }
    }
    assert!(edges.len() > 10 << 20);
    folder.file("edges.csv", &edges);
    let out = folder.0.path().join("the pairs.csv");
    let json = matched(folder.0.path(), &["--json", "--out", out.to_str().unwrap()]).json();
    assert_eq!((&json["matched"], &json["gap"]), (&EACH.into(), &0.into()));
    assert_eq!(json["score"], u64::from(EACH) * 1_000_000);
    let pairs = std::fs::read_to_string(out).unwrap();
    assert_eq!(pairs.lines().count() as u32, EACH + 1);
    assert!(pairs.contains("\n0,799"), "{pairs:.80}");
}
