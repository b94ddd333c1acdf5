//! `backup`, `restore`, `release` and `move`: nothing lost, and nothing sent by two copies.

use crate::binary::{Folder, run, sample};
use bellwether_db::{Db, Read, params, statements};
use bellwether_testkit::empty_postgres;
use std::os::unix::fs::PermissionsExt as _;

statements! {
    PEOPLE = "select count(*) from people";
    TIES = "select count(*) from ties";
    HELD = "select count(*) from settings where name = 'outbox.held'";
}

fn law_firm() -> Folder {
    let firm = Folder::new();
    assert_eq!(firm.people(&sample("law-firm/people.csv"), &[]).code, 0);
    assert_eq!(firm.ties(&sample("law-firm/ties.csv"), &[]).code, 0);
    firm
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_restored_whole_and_its_mail_waits_until_somebody_lets_it_go() {
    let (firm, copy) = (law_firm(), Folder::new());
    let backup = firm.0.path().join("backup.db");
    let file = backup.to_str().unwrap();
    assert_eq!(firm.run(&["backup", file]).code, 0);
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "it is for nobody else");
    let again = firm.run(&["backup", file]);
    assert!(again.code == 1 && again.err.contains("exists already; nothing was written"), "{again:?}");
    let said = copy.run(&["restore", file]);
    assert!(said.code == 0 && said.out.contains("Its mail is held"), "{said:?}");
    assert_eq!(
        (copy.count(&PEOPLE).await, copy.count(&TIES).await, copy.count(&HELD).await),
        (71, firm.count(&TIES).await, 1)
    );
    assert_eq!(copy.run(&["release"]).out, "Mail may leave again.\n");
    assert_eq!(copy.count(&HELD).await, 0);
    let second = copy.run(&["restore", file]);
    assert!(second.code == 1 && second.err.contains("has a database already"), "{second:?}");
    let left: Vec<_> = std::fs::read_dir(copy.data()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("partial")), "{left:?}");
}

#[test]
fn what_is_no_backup_or_not_whole_is_refused_and_the_folder_stays_empty() {
    let (firm, copy) = (law_firm(), Folder::new());
    let backup = firm.0.path().join("backup.db");
    assert_eq!(firm.run(&["backup", backup.to_str().unwrap()]).code, 0);
    let whole = std::fs::read(&backup).unwrap();
    let mut torn = whole.clone();
    torn[8192..40960].fill(0x55);
    for (bytes, words) in [
        (&b"ID,Name\n1,Ines\n"[..], "is no backup of Bellwether"),
        (&whole[..whole.len() / 2], "is not whole"),
        (&torn, "is not whole"),
    ] {
        let file = copy.file("bad.db", bytes);
        let said = copy.run(&["restore", file.to_str().unwrap()]);
        assert!(
            said.code == 2 && said.err.contains(words) && said.err.contains("nothing was changed"),
            "{said:?}"
        );
        assert!(!copy.data().join("bellwether.db").exists());
    }
    assert_eq!(copy.run(&["restore", "/nowhere/backup.db"]).code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_moves_to_postgres_and_from_then_on_only_the_server_sends() {
    let (firm, url) = (law_firm(), empty_postgres().await);
    let said = firm.run(&["move", "--database", &url]);
    assert!(
        said.code == 0 && said.out.contains("71  people") && said.out.contains("Everything arrived"),
        "{said:?}"
    );
    let there = Db::postgres(&url).await.unwrap();
    let count = async |sql| there.value::<i64>(sql, params![]).await.unwrap();
    assert_eq!(
        (count(&PEOPLE).await, count(&TIES).await, count(&HELD).await),
        (71, firm.count(&TIES).await, 0)
    );
    assert_eq!(firm.count(&HELD).await, 1, "the file that stays behind would send everything again");
    let doctor = firm.run(&["doctor"]);
    assert!(doctor.out.contains("this folder was moved to a PostgreSQL server"), "{doctor:?}");
    let second = firm.run(&["move", "--database", &url]);
    assert!(second.code == 1 && second.err.contains("is not empty; nothing was copied"), "{second:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_fails_leaves_the_folder_as_it_was() {
    let (first, firm, url) = (law_firm(), law_firm(), empty_postgres().await);
    assert_eq!(first.run(&["move", "--database", &url]).code, 0);
    let said = firm.run(&["move", "--database", &url]);
    assert!(said.code == 1 && said.err.contains("is not empty; nothing was copied"), "{said:?}");
    assert_eq!(firm.count(&HELD).await, 0, "its mail leaves as before");
    let unreachable = firm.run(&["move", "--database", "postgres://nobody@127.0.0.1:1/nowhere"]);
    assert_eq!((unreachable.code, firm.count(&HELD).await), (1, 0), "{unreachable:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_whose_mail_was_held_is_held_where_it_moves_to() {
    let (firm, copy, url) = (law_firm(), Folder::new(), empty_postgres().await);
    let backup = firm.0.path().join("backup.db");
    assert_eq!(firm.run(&["backup", backup.to_str().unwrap()]).code, 0);
    assert_eq!(copy.run(&["restore", backup.to_str().unwrap()]).code, 0);
    assert_eq!(copy.run(&["move", "--database", &url]).code, 0);
    let there = Db::postgres(&url).await.unwrap();
    assert_eq!(there.value::<i64>(&HELD, params![]).await.unwrap(), 1, "nobody has released it");
}

#[test]
fn a_restored_folder_is_for_nobody_else_even_where_the_backup_was_for_everybody() {
    let (firm, copy) = (law_firm(), Folder::new());
    let backup = firm.0.path().join("backup.db");
    assert_eq!(firm.run(&["backup", backup.to_str().unwrap()]).code, 0);
    std::fs::set_permissions(&backup, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(copy.run(&["restore", backup.to_str().unwrap()]).code, 0);
    let file = std::fs::metadata(copy.data().join("bellwether.db")).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_postgres_is_restored_into_a_folder_and_into_postgres() {
    let (firm, url, other) = (law_firm(), empty_postgres().await, empty_postgres().await);
    assert_eq!(firm.run(&["move", "--database", &url]).code, 0);
    let backup = firm.0.path().join("backup.db");
    let file = backup.to_str().unwrap();
    assert_eq!(run(&["backup", file, "--database", &url]).code, 0);
    let copy = Folder::new();
    assert_eq!(copy.run(&["restore", file]).code, 0);
    assert_eq!((copy.count(&PEOPLE).await, copy.count(&HELD).await), (71, 1));
    assert_eq!(run(&["restore", file, "--database", &other]).code, 0);
    let there = Db::postgres(&other).await.unwrap();
    assert_eq!(there.value::<i64>(&HELD, params![]).await.unwrap(), 1, "restored, so held");
    assert_eq!(there.value::<i64>(&PEOPLE, params![]).await.unwrap(), 71);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_servers_share_one_postgres() {
    let (one, other, url) = (Folder::new(), Folder::new(), empty_postgres().await);
    let servers = [
        one.serve(&["--database", &url]),
        other.serve(&["--database", &url]),
        one.serve(&["--database", &url]),
    ];
    for server in servers {
        assert_eq!(server.status("/healthz"), 200);
        assert_eq!(server.end("TERM").0, Some(0));
    }
}
