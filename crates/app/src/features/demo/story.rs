//! What has happened at Corwin & Sedge in the eight weeks before now.

mod firm;
mod program;
mod stage;

use super::visitor::Trouble;
use crate::Config;
use bellwether_db::Db;
use bellwether_kernel::Timestamp;
use stage::Stage;

/// Loads the sample firm into a database where nobody is yet, its weeks ending at `until`; `false`
/// where somebody is there already, and nothing was done.
///
/// # Errors
/// A sentence with the page that did not do what the story wanted of it.
pub async fn load(db: &Db, config: &Config, until: Timestamp) -> Result<bool, Trouble> {
    if !super::store::is_empty(db).await.map_err(said)? {
        return Ok(false);
    }
    live(db, config, until).await?;
    Ok(true)
}

/// Puts the sample firm in the place of whatever a database has. The story is lived elsewhere
/// first, so that the outbox at work here delivers none of it a second time.
pub async fn load_over(db: &Db, config: &Config, until: Timestamp) -> Result<(), Trouble> {
    let name = format!("bellwether-demo-{}-{}.db", std::process::id(), until.as_microsecond());
    let file = std::env::temp_dir().join(name);
    let elsewhere = Db::sqlite(&file).await.map_err(said)?;
    let copied = async {
        elsewhere.migrate().await.map_err(said)?;
        live(&elsewhere, config, until).await?;
        db.clear().await.map_err(said)?;
        elsewhere.copy_into(db).await.map_err(said).map(drop)
    };
    let copied = copied.await;
    drop(elsewhere);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    copied
}

async fn live(db: &Db, config: &Config, until: Timestamp) -> Result<(), Trouble> {
    let mut stage = Stage::new(db, config, until).await?;
    firm::moves_in(&mut stage).await?;
    program::is_set_up(&mut stage).await?;
    stage.ends().await
}

fn said(error: bellwether_db::DbError) -> Trouble {
    error.to_string()
}
