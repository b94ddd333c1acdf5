#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
//! Every promise of this crate, on both engines.
//!
//! PostgreSQL comes from `BELLWETHER_TEST_POSTGRES` (`cargo xtask test` sets it).

use bellwether_db::{Db, DbError, Read, Value, params, statements};
use std::sync::atomic::{AtomicU32, Ordering};

statements! {
    ADD = "insert into settings (name, value) values ($1, $2)";
    BACKWARDS = "select name from settings where value = $2 and name = $1";
    COUNT = "select count(*) from settings";
    READ = "select name, value from settings order by name";
    ADD_LEVEL = "insert into levels (id, name, name_key, rank) values ($1, $2, $2, $3)";
    RANK = "update levels set rank = $2 where id = $1";
    RENAME = "update levels set name = $2, name_key = $2 where id = $1";
    MANAGERS = "select key, manager_id from people order by id";
    LEVELS = "select name from levels order by rank desc";
    MANAGED = "insert into people (id, key, name, manager_id, source, search, created_at, updated_at) values ($1, $2, $2, $3, 'hand', '', 0, 0)";
}

struct Held {
    db: Db,
    _dir: tempfile::TempDir,
}

async fn sqlite() -> Held {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&dir.path().join("bellwether.db")).await.unwrap();
    db.migrate().await.unwrap();
    Held { db, _dir: dir }
}

async fn postgres() -> Held {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("BELLWETHER_TEST_POSTGRES")
        .expect("BELLWETHER_TEST_POSTGRES names no server; `cargo xtask test` starts one");
    let (admin, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let schema = format!("db_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    admin
        .batch_execute(&format!("drop schema if exists {schema} cascade; create schema {schema}"))
        .await
        .unwrap();
    let db = Db::postgres(&format!("{url}?options=-csearch_path%3D{schema}")).await.unwrap();
    db.migrate().await.unwrap();
    Held { db, _dir: tempfile::tempdir().unwrap() }
}

macro_rules! on_both {
    ($($name:ident |$db:ident| $body:block)*) => {
        mod on_sqlite { use super::*; $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { let held = sqlite().await; let $db = &held.db; $body })* }
        mod on_postgres { use super::*; $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { let held = postgres().await; let $db = &held.db; $body })* }
    };
}

on_both! {
    a_parameter_goes_where_its_number_says |db| {
        db.run(&ADD, params!["name", "value"]).await.unwrap();
        let found: String = db.value(&BACKWARDS, params!["name", "value"]).await.unwrap();
        assert_eq!(found, "name");
    }

    a_transaction_that_is_dropped_leaves_nothing |db| {
        let tx = db.begin().await.unwrap();
        tx.run(&ADD, params!["a", "1"]).await.unwrap();
        assert_eq!(tx.value::<i64>(&COUNT, params![]).await.unwrap(), 1);
        drop(tx);
        assert_eq!(db.value::<i64>(&COUNT, params![]).await.unwrap(), 0);
        db.run(&ADD, params!["a", "2"]).await.unwrap();
    }

    a_limit_that_refuses_is_told_apart |db| {
        db.run(&ADD, params!["a", "1"]).await.unwrap();
        let refused = db.run(&ADD, params!["a", "2"]).await.unwrap_err();
        assert!(refused.is_conflict(), "{refused}");
    }

    writers_take_turns_and_none_is_lost |db| {
        let writers: Vec<_> = (0..8).map(|w| {
            let db = db.clone();
            tokio::spawn(async move {
                for n in 0..10 {
                    let tx = db.begin().await.unwrap();
                    let seen: i64 = tx.value(&COUNT, params![]).await.unwrap();
                    tx.run(&ADD, params![format!("{w}-{n}"), seen.to_string()]).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        }).collect();
        for writer in writers { writer.await.unwrap(); }
        let rows: Vec<(String, String)> = db.all(&READ, params![]).await.unwrap();
        let mut seen: Vec<i64> = rows.iter().map(|(_, value)| value.parse().unwrap()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..80).collect::<Vec<_>>(), "each writer saw what all before it had written");
    }

    a_row_that_is_missing_is_not_a_fault |db| {
        assert_eq!(db.maybe::<(String,)>(&BACKWARDS, params!["no", "such"]).await.unwrap(), None);
        assert!(matches!(db.one::<(String,)>(&BACKWARDS, params!["no", "such"]).await, Err(DbError::NoRow { .. })));
    }

    the_schema_is_brought_up_to_date_once |db| {
        assert_eq!(db.migrate().await.unwrap().steps.len(), 0);
        assert_eq!(db.pending().await.unwrap().len(), 0);
    }

    text_in_any_script_comes_back_as_it_went |db| {
        for (rank, name) in ["Grünwald", "山田 太郎", "إدريس", "🙂", "it's; drop table people"].into_iter().enumerate() {
            db.run(&ADD_LEVEL, params![rank, name, rank]).await.unwrap();
        }
        let names: Vec<(String,)> = db.all(&LEVELS, params![]).await.unwrap();
        assert_eq!(names.first().unwrap().0, "it's; drop table people");
        assert_eq!(names.last().unwrap().0, "Grünwald");
    }

    many_rows_are_written_at_once_in_their_order |db| {
        let tx = db.begin().await.unwrap();
        let rows: Vec<Vec<Value>> = (0..5000).map(|n| params![n, format!("level {n}"), 5000 - n].to_vec()).collect();
        assert_eq!(tx.run_each(&ADD_LEVEL, &rows).await.unwrap(), 5000);
        let nobody: Vec<Vec<Value>> = vec![params![1_i64, "one", None::<i64>].to_vec(), params![2_i64, "", 1_i64].to_vec()];
        assert_eq!(tx.run_each(&MANAGED, &nobody).await.unwrap(), 2);
        tx.commit().await.unwrap();
        let names: Vec<(String,)> = db.all(&LEVELS, params![]).await.unwrap();
        assert_eq!((names.len(), names[0].0.as_str()), (5000, "level 0"));
        let managers: Vec<(String, Option<i64>)> = db.all(&MANAGERS, params![]).await.unwrap();
        assert_eq!(managers, [("one".to_owned(), None), (String::new(), Some(1))]);
    }

    many_rows_are_changed_as_if_one_after_the_other |db| {
        let tx = db.begin().await.unwrap();
        for (n, name) in ["a", "b", "c"].iter().enumerate() {
            tx.run(&ADD_LEVEL, params![n, name, n]).await.unwrap();
        }
        let rank = |id: i64, rank: i64| params![id, rank].to_vec();
        assert_eq!(tx.run_in_any_order(&RANK, &[rank(0, 7), rank(2, 9), rank(8, 1)]).await.unwrap(), 2);
        assert_eq!(tx.run_in_any_order(&RANK, &[rank(1, 20), rank(1, 5)]).await.unwrap(), 2, "the last of two stays");
        let name = |id: i64, name: &str| params![id, name].to_vec();
        let chain = [name(0, "free"), name(1, "a"), name(2, "b")];
        assert_eq!(tx.run_each(&RENAME, &chain).await.unwrap(), 3, "each takes the name that the one before left");
        let ranks: Vec<(String,)> = tx.all(&LEVELS, params![]).await.unwrap();
        assert_eq!(ranks.iter().map(|(name,)| name.as_str()).collect::<Vec<_>>(), ["b", "free", "a"]);
        tx.commit().await.unwrap();
    }

    one_row_of_many_that_is_refused_leaves_nothing |db| {
        let tx = db.begin().await.unwrap();
        let rows: Vec<Vec<Value>> = [1_i64, 2, 1].iter().map(|n| params![n, format!("level {n}"), 0_i64].to_vec()).collect();
        assert!(tx.run_each(&ADD_LEVEL, &rows).await.unwrap_err().is_conflict());
        drop(tx);
        assert_eq!(db.all::<(String,)>(&LEVELS, params![]).await.unwrap().len(), 0);
    }

    a_manager_may_be_written_after_those_they_manage |db| {
        let tx = db.begin().await.unwrap();
        tx.run(&MANAGED, params![1_i64, "one", 2_i64]).await.unwrap();
        tx.run(&MANAGED, params![2_i64, "two", None::<i64>]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_database_moves_to_postgres_and_back() {
    let (small, large, again) = (sqlite().await, postgres().await, sqlite().await);
    let tx = small.db.begin().await.unwrap();
    tx.run(&ADD, params!["logo", "sheep"]).await.unwrap();
    tx.run(&MANAGED, params![1_i64, "one", 2_i64]).await.unwrap();
    tx.run(&MANAGED, params![2_i64, "two", None::<i64>]).await.unwrap();
    tx.commit().await.unwrap();
    let there = small.db.copy_into(&large.db).await.unwrap();
    let back = large.db.copy_into(&again.db).await.unwrap();
    assert_eq!(there, back);
    assert!(there.tables.contains(&("people".to_owned(), 2)));
    assert!(matches!(small.db.copy_into(&large.db).await, Err(DbError::NotEmpty(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_either_engine_is_one_file_with_everything_in_it() {
    for held in [sqlite().await, postgres().await] {
        held.db.run(&ADD, params!["logo", "sheep"]).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("it's a backup.db");
        held.db.snapshot(&file).await.unwrap();
        assert!(held.db.snapshot(&file).await.is_err(), "a backup is never written over");
        let copy = Db::sqlite(&file).await.unwrap();
        assert_eq!(copy.value::<i64>(&COUNT, params![]).await.unwrap(), 1);
        assert_eq!(copy.pending().await.unwrap().len(), 0);
    }
}

#[tokio::test]
async fn sqlite_flushes_to_the_disk_at_every_commit() {
    let held = sqlite().await;
    statements! {
        SYNC = "select synchronous from pragma_synchronous";
        KEYS = "select foreign_keys from pragma_foreign_keys";
    }
    assert_eq!(held.db.value::<i64>(&SYNC, params![]).await.unwrap(), 2, "2 is FULL");
    assert_eq!(held.db.value::<i64>(&KEYS, params![]).await.unwrap(), 1);
    assert_eq!(STATEMENTS.len(), 2);
}
