//! The database: reached, whole, and of this version.

use super::Findings;
use bellwether_app::access::audit;
use bellwether_db::{Db, EngineKind, MIGRATIONS};

const ABOUT: &str = "database";

/// Whether more can be asked of it.
pub async fn look(found: &mut Findings, db: &Db, place: &str) -> bool {
    let engine = match db.engine().await {
        Ok(engine) => engine,
        Err(why) => {
            found.wrong(ABOUT, format!("{place}: {why}"));
            return false;
        }
    };
    let advice = match db.kind() {
        EngineKind::Sqlite => "Stop the server, keep the file, restore a backup",
        EngineKind::Postgres => "Ask whoever looks after the PostgreSQL server",
    };
    match db.faults().await {
        Ok(faults) if faults.is_empty() => found.good(ABOUT, format!("{engine}, {place}, is whole")),
        Ok(faults) => {
            let faults = faults.join("; ");
            found.wrong(ABOUT, format!("{place} is not whole: {faults}. {advice}"));
        }
        Err(why) => {
            found.wrong(ABOUT, format!("{place} cannot be read: {why}. {advice}"));
            return false;
        }
    }
    schema(found, db).await && writes(found, db).await
}

async fn schema(found: &mut Findings, db: &Db) -> bool {
    match db.pending().await {
        Ok(pending) if pending.is_empty() => {
            found.good("schema", format!("up to date ({})", MIGRATIONS.last().map_or("", |m| m.name)));
            true
        }
        Ok(pending) if pending.len() == MIGRATIONS.len() => {
            found.wrong("schema", "there is none yet; the first “bellwether serve” makes it");
            false
        }
        Ok(pending) => {
            let n = pending.len();
            found.look(
                "schema",
                format!("of an earlier version ({n} to go); the next start takes a backup and changes it"),
            );
            false
        }
        Err(why) => {
            found.wrong("schema", why.to_string());
            false
        }
    }
}

/// Whether it can be written: a turn is taken, and nothing is done with it.
async fn writes(found: &mut Findings, db: &Db) -> bool {
    match db.begin().await {
        Ok(turn) => drop(turn),
        Err(why) => {
            found.wrong("writing", why.to_string());
            return true;
        }
    }
    match audit::first_broken(db).await {
        Ok(None) => found.good("audit log", "nothing in it was changed"),
        Ok(Some(line)) => found.wrong("audit log", format!("line {line} was changed after it was written")),
        Err(why) => found.wrong("audit log", why.to_string()),
    }
    true
}

/// A database's address as it may be shown.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "the PostgreSQL server".to_owned() };
    match rest.rsplit_once('@') {
        Some((login, place)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{place}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://bell:s3cr:t@db.example/b"), "postgres://bell@db.example/b");
        assert_eq!(without_password("postgres://db.example/b"), "postgres://db.example/b");
        assert_eq!(without_password("host=db password=secret"), "the PostgreSQL server");
    }
}
