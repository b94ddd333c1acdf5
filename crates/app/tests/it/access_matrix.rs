//! Every route × every kind of person, against expectations written by hand in `access.txt`.
//!
//! Own, another program's and absent objects are asked for. A route that is missing there fails, as
//! does a line that no route has. *Not yours* and *not there* are the same answer.

use axum::http::{Method, StatusCode};
use bellwether_app::routes;
use bellwether_testkit::{Browser, House, Page};
use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::scene::{Scene, Which};

/// The columns of `access.txt`.
const PEOPLE: [&str; 7] = ["nobody", "person", "mentee", "leader", "coordinator", "other", "administrator"];

struct Expected {
    lines: BTreeMap<(String, String), Vec<String>>,
}

impl Expected {
    fn read() -> Self {
        let mut lines = BTreeMap::new();
        for line in include_str!("access.txt").lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
        {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(
                words.len(),
                2 + PEOPLE.len(),
                "this line of access.txt has too few or too many columns: {line}"
            );
            let answers = words[2..].iter().map(|w| (*w).to_owned()).collect();
            let key = (words[1].to_owned(), words[0].to_owned());
            assert!(lines.insert(key, answers).is_none(), "access.txt has this line twice: {line}");
        }
        Self { lines }
    }
}

/// What an answer amounts to: let in, sent to sign in, or nothing there.
fn amounts_to(page: &Page) -> &'static str {
    match page.status {
        StatusCode::NOT_FOUND => "no",
        StatusCode::SEE_OTHER if page.goes_to().starts_with("/sign-in?") || page.goes_to() == "/sign-in" => {
            "sign-in"
        }
        status if status.is_server_error() => "broken",
        _ => "in",
    }
}

async fn ask(browser: &mut Browser, method: &Method, path: &str) -> Page {
    if method == Method::GET { browser.get(path).await } else { browser.post(path, &[]).await }
}

async fn browser_of(house: &House, scene: &Scene, who: &str) -> Browser {
    match scene.person(who) {
        Some(person) => house.browser_of(person).await,
        None => house.stranger(),
    }
}

async fn staged() -> (PathBuf, tempfile::TempDir, Scene) {
    let house = House::on_sqlite().await;
    let scene = Scene::set(&house).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("scene.db");
    house.db.snapshot(&file).await.unwrap();
    (file, dir, scene)
}

#[test]
fn every_route_is_in_the_table_and_every_line_has_a_route() {
    let expected = Expected::read();
    let routes: Vec<(String, String)> =
        routes::table().iter().map(|r| (r.path.to_owned(), r.method.to_string())).collect();
    let missing: Vec<_> = routes
        .iter()
        .filter(|r| !expected.lines.contains_key(*r))
        .map(|(p, m)| format!("{m:5} {p}"))
        .collect();
    assert!(missing.is_empty(), "say in tests/it/access.txt, by hand, who may:\n{}", missing.join("\n"));
    let stale: Vec<_> = expected.lines.keys().filter(|line| !routes.contains(line)).collect();
    assert!(stale.is_empty(), "no route has these lines of access.txt: {stale:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_person_gets_in_just_where_they_belong() {
    let (file, _dir, scene) = staged().await;
    let mut wrong = Vec::new();
    let expected = Expected::read();
    let reading = House::on_copy_of(&file).await;
    for route in routes::table() {
        let Some(answers) = expected.lines.get(&(route.path.to_owned(), route.method.to_string())) else {
            continue;
        };
        let path = scene.fill(route.path, Which::Own);
        for (who, answer) in PEOPLE.iter().zip(answers) {
            // What changes something is done on a copy of its own, so that no answer depends on another.
            let own = if route.method == Method::GET { None } else { Some(House::on_copy_of(&file).await) };
            let house = own.as_ref().unwrap_or(&reading);
            let mut browser = browser_of(house, &scene, who).await;
            let page = ask(&mut browser, &route.method, &path).await;
            let got = amounts_to(&page);
            if got != answer {
                wrong.push(format!(
                    "{:5} {} — {who}: expected {answer}, got {got} ({})",
                    route.method, route.path, page.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_absent_or_in_another_program_is_the_same_as_not_there() {
    let (file, _dir, scene) = staged().await;
    let expected = Expected::read();
    let mut wrong = Vec::new();
    for route in routes::table().iter().filter(|r| r.path.contains('{')) {
        let Some(answers) = expected.lines.get(&(route.path.to_owned(), route.method.to_string())) else {
            continue;
        };
        for which in [Which::Absent, Which::OtherPrograms] {
            let path = scene.fill(route.path, which);
            if path == scene.fill(route.path, Which::Own) {
                continue; // the directory belongs to no program
            }
            for (who, _) in PEOPLE.iter().zip(answers).filter(|(_, answer)| *answer == "in") {
                let house = House::on_copy_of(&file).await;
                let page = ask(&mut browser_of(&house, &scene, who).await, &route.method, &path).await;
                if !matches!(amounts_to(&page), "no" | "sign-in") {
                    wrong.push(format!(
                        "{:5} {} — {who}, {which:?}: {} {path}",
                        route.method, route.path, page.status
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `docs/access.md` is made from the table and the expectations: who reads it reads what is enforced.
#[test]
fn the_page_about_access_says_what_is_enforced() {
    let expected = Expected::read();
    let mut page = String::from(
        "# Who may do what\n\nMade from the table of routes and from `crates/app/tests/it/access.txt` by the test that compares the two with \
         what the program does. After a change: `BELLWETHER_WRITE=1 cargo nextest run -p bellwether-app page_about_access`.\n\n\
         *in*: the page is shown, or what was sent is looked at · *sign in*: asked to sign in first · –: the page is not there for them\n\n\
         | | path | role | ",
    );
    page.push_str(&PEOPLE.join(" | "));
    page.push_str(" |\n| --- | --- | --- |");
    page.push_str(&" --- |".repeat(PEOPLE.len()));
    page.push('\n');
    let mut table = routes::table();
    table.sort_by_key(|r| (r.path, r.method.to_string()));
    for route in &table {
        let Some(answers) = expected.lines.get(&(route.path.to_owned(), route.method.to_string())) else {
            continue;
        };
        let answers: Vec<&str> = answers
            .iter()
            .map(|a| match a.as_str() {
                "no" => "–",
                "sign-in" => "sign in",
                other => other,
            })
            .collect();
        page.push_str(&format!(
            "| {} | `{}` | {} | {} |\n",
            route.method,
            route.path,
            route.who,
            answers.join(" | ")
        ));
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    if std::env::var_os("BELLWETHER_WRITE").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let stands = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        stands == page,
        "docs/access.md is not what is enforced: run BELLWETHER_WRITE=1 cargo nextest run -p bellwether-app page_about_access"
    );
}
