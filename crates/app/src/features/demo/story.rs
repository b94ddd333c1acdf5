//! What has happened at Corwin & Sedge in the nine weeks before now, in the order in which it did.
//! Chapters overlap, as in life: while the first leaders meet their mentees, others are asked.

mod asking;
mod evidence;
mod firm;
mod first_wave;
mod joining;
mod matching;
mod program;
mod second_wave;
mod sessions;
mod stage;

use super::visitor::Trouble;
use crate::features::settings;
use crate::{App, Config};
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
    let secret = settings::get(db, "secret").await.map_err(said)?;
    replace(db, config, secret.as_deref(), until).await?;
    Ok(true)
}

/// Puts the sample firm in the place of whatever a database has.
pub async fn load_over(db: &Db, app: &App, until: Timestamp) -> Result<(), Trouble> {
    replace(db, app.config(), Some(&String::from_utf8_lossy(app.secret())), until).await
}

/// Forgets everybody and everything.
pub async fn forget(db: &Db, app: &App) -> Result<(), Trouble> {
    db.clear().await.map_err(said)?;
    keep_secret(db, &String::from_utf8_lossy(app.secret())).await
}

/// The story is lived elsewhere first: hundreds of steps need not wait for the disk, half a story is
/// never seen, and the outbox at work here delivers none of it a second time.
async fn replace(db: &Db, config: &Config, secret: Option<&str>, until: Timestamp) -> Result<(), Trouble> {
    let name = format!("bellwether-demo-{}-{}.db", std::process::id(), until.as_microsecond());
    let file = std::env::temp_dir().join(name);
    let elsewhere = Db::scratch(&file).await.map_err(said)?;
    let copied = async {
        elsewhere.migrate().await.map_err(said)?;
        if let Some(secret) = secret {
            keep_secret(&elsewhere, secret).await?;
        }
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

/// The installation goes on with the secret that it holds: links that are made before it starts
/// again must open afterwards too.
async fn keep_secret(db: &Db, secret: &str) -> Result<(), Trouble> {
    let tx = db.begin().await.map_err(said)?;
    settings::put(&tx, "secret", secret).await.map_err(said)?;
    tx.commit().await.map_err(said)
}

/// Days before now stand in the comments; each chapter goes on where the one before it stopped.
async fn live(db: &Db, config: &Config, until: Timestamp) -> Result<(), Trouble> {
    let mut stage = Stage::new(db, config, until).await?;
    let stage = &mut stage;
    firm::moves_in(stage).await?; //                       66
    program::is_set_up(stage).await?; //                   65
    evidence::is_noted(stage).await?; //                   63
    first_wave::is_introduced(stage).await?; //            62 to 58
    first_wave::is_asked(stage).await?; //                 56 to 50
    first_wave::hears_from_friends(stage).await?; //       49 to 46
    joining::leaders_say_what_they_offer(stage).await?; // 44
    joining::associates_sign_up(stage).await?; //          43 to 40
    matching::the_first_pairs(stage).await?; //            39 to 37
    sessions::the_first_are_booked(stage).await?; //       36
    sessions::the_first_were_held(stage).await?; //        28
    second_wave::begins(stage).await?; //                  21
    joining::more_sign_up(stage).await?; //                19 to 16
    second_wave::is_introduced(stage).await?; //           15 to 13
    sessions::go_on(stage).await?; //                      10
    matching::one_says_no(stage).await?; //                 9 to 8
    second_wave::is_asked(stage).await?; //                 8 to 7
    second_wave::answers_come(stage).await?; //             5 to 4
    matching::others_are_proposed(stage).await?; //         2
    sessions::the_next_are_booked(stage).await?; //         2
    second_wave::goes_on(stage).await?; //                  1
    matching::more_are_drafted(stage).await?; //            1
    sessions::times_are_offered(stage).await?; //           0
    stage.ends().await
}

fn said(error: impl std::fmt::Display) -> Trouble {
    error.to_string()
}
