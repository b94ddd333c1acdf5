//! `bellwether directory`: an invented firm of any size, which `import` takes as it is.

use crate::binary::{Folder, run};
use std::path::Path;

fn firm(folder: &Path, people: &str) -> [std::path::PathBuf; 2] {
    let said = run(&["directory", "--people", people, "--out", folder.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    ["people.csv", "ties.csv"].map(|name| folder.join(name))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_firm_of_any_size_comes_in_without_a_complaint() {
    for size in ["1", "71", "3000"] {
        let (folder, out) = (Folder::new(), tempfile::TempDir::new().unwrap());
        let [people, ties] = firm(&out.path().join("firm"), size);
        let rows = |file: &Path| std::fs::read_to_string(file).unwrap().lines().count() as u64 - 1;
        let came = folder.people(&people, &["--json"]);
        assert_eq!((came.code, came.counts()), (0, [size.parse().unwrap(), 0, 0, 0]), "{came:?}");
        assert_eq!(came.json()["problems"], serde_json::json!([]));
        if size != "1" {
            let came = folder.ties(&ties, &["--json"]);
            assert_eq!((came.code, came.counts()), (0, [rows(&ties), 0, 0, 0]));
            assert_eq!(came.json()["problems"], serde_json::json!([]));
        }
    }
}

#[test]
fn the_same_seed_is_the_same_firm_and_no_file_is_written_over() {
    let out = tempfile::TempDir::new().unwrap();
    let [one, other] =
        ["one", "other"].map(|name| firm(&out.path().join(name), "500").map(|f| std::fs::read(f).unwrap()));
    assert!(one == other);
    let again = run(&["directory", "--people", "5", "--out", out.path().join("one").to_str().unwrap()]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("nothing was written"), "{again:?}");
    assert!(std::fs::read(out.path().join("one/people.csv")).unwrap() == one[0]);
}

#[test]
fn names_are_written_in_many_scripts() {
    let out = tempfile::TempDir::new().unwrap();
    let [people, _] = firm(&out.path().join("firm"), "2000");
    let text = std::fs::read_to_string(people).unwrap();
    for (script, from, to) in [
        ("Greek", 'Α', 'ω'),
        ("Cyrillic", 'А', 'я'),
        ("Arabic", 'ا', 'ي'),
        ("Hebrew", 'א', 'ת'),
        ("Devanagari", 'अ', 'ह'),
        ("Han", '一', '鿿'),
        ("Hangul", '가', '힣'),
        ("Kana", 'あ', 'ヺ'),
        ("Latin with marks", 'À', 'ž'),
    ] {
        assert!(text.chars().any(|c| (from..=to).contains(&c)), "no name is in {script}");
    }
}
