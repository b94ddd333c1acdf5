//! The house stays as it is planned: directions, rooms, sizes.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file with an ending below a folder, with its text. Build products are left out.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(|e| e.unwrap().path()) {
            let name = entry.file_name().unwrap().to_str().unwrap().to_owned();
            if entry.is_dir() && !["target", "node_modules", "dist"].contains(&name.as_str()) {
                folders.push(entry);
            } else if name.ends_with(ending) && entry.is_file() {
                let shown = entry.strip_prefix(root()).unwrap().display().to_string();
                found.push((shown, std::fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    found
}

/// The feature that a file belongs to: `crates/app/src/features/people/…` is people's.
fn feature_of(file: &str) -> Option<&str> {
    file.strip_prefix("crates/app/src/features/")?.split('/').next()
}

#[test]
fn a_feature_sees_another_only_through_what_it_re_exports() {
    let mut wrong = Vec::new();
    for (file, text) in files(&root().join("crates/app/src"), ".rs") {
        for (at, _) in text.match_indices("features::") {
            let mut path = text[at + "features::".len()..].split("::");
            let (other, inner) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
            if inner == "store" && feature_of(&file) != Some(other) {
                wrong.push(format!("{file} reaches into features::{other}::store"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn technology_knows_nothing_of_the_product() {
    let may_use: [(&str, &[&str]); 6] = [
        ("kernel", &[]),
        ("matching", &[]),
        ("influence", &[]),
        ("db", &["kernel"]),
        ("wire", &["kernel"]),
        ("outbox", &["db", "kernel", "wire"]),
    ];
    for (name, allowed) in may_use {
        let manifest = std::fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml"))).unwrap();
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
        for line in dependencies.lines().filter(|l| l.starts_with("bellwether-")) {
            let used = line.trim_start_matches("bellwether-").split(['.', ' ', '=']).next().unwrap();
            assert!(allowed.contains(&used), "{name} must not depend on {used}");
        }
    }
}

#[test]
fn only_the_database_crate_knows_which_engine_runs() {
    for folder in ["crates/app/src", "crates/outbox/src"] {
        for (file, text) in files(&root().join(folder), ".rs") {
            assert!(!text.contains("rusqlite") && !text.contains("tokio_postgres"), "{file} knows an engine");
        }
    }
}

#[test]
fn no_request_reaches_the_database_but_through_its_context() {
    for (file, text) in files(&root().join("crates/app/src"), ".rs") {
        let may = file.starts_with("crates/app/src/access/") || file == "crates/app/src/app.rs";
        assert!(
            may || !text.contains("app.db()"),
            "{file} takes the database from the app; ask for Ctx, or System for background work"
        );
    }
}

#[test]
fn no_page_carries_style_or_script_within_it() {
    for (file, text) in files(&root().join("crates/app/src"), ".html") {
        assert!(
            !text.contains(" style=\"") && !text.contains("<style"),
            "{file} has a style of its own; the policy refuses it"
        );
        let inline = text
            .match_indices("<script")
            .any(|(at, _)| !text[at..].split('>').next().unwrap_or_default().contains("src="));
        assert!(
            !inline && !text.contains(" onclick="),
            "{file} has a script of its own; the policy refuses it"
        );
    }
}

#[test]
fn no_room_is_overcrowded() {
    let mut crowded = Vec::new();
    for folder in ["crates", "xtask"] {
        for (file, text) in files(&root().join(folder), ".rs") {
            let lines = text.lines().count();
            if lines > 600 {
                crowded.push(format!("{lines} {file}"));
            }
        }
    }
    assert!(crowded.is_empty(), "over 600 lines; split by what they are about:\n{}", crowded.join("\n"));
}

#[test]
fn nothing_is_left_half_done() {
    let marks =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    for (file, text) in files(&root().join("crates"), ".rs") {
        for mark in marks {
            assert!(!text.contains(mark), "{file} has {mark}");
        }
    }
}
