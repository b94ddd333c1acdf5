//! Mail: what waits, and whether the server can be reached. Nothing is sent.

use super::Findings;
use bellwether_app::features::settings;
use bellwether_db::Db;
use bellwether_wire::smtp::Server;

/// What waits, what is held, and of what nobody knows whether it arrived.
pub async fn outbox(found: &mut Findings, db: &Db) {
    const ABOUT: &str = "outbox";
    match bellwether_outbox::held(db).await {
        Ok(Some(held)) => {
            let reason = held.reason;
            found
                .look(ABOUT, format!("held: {reason}. Look at it, then let it go with “bellwether release”"));
        }
        Ok(None) => {}
        Err(why) => return found.wrong(ABOUT, why.to_string()),
    }
    let counts = match bellwether_outbox::due_counts(db, None).await {
        Ok(counts) => counts,
        Err(why) => return found.wrong(ABOUT, why.to_string()),
    };
    let words = format!("{} waiting, {} sent, {} refused", counts.queued, counts.sent, counts.refused);
    match counts.unsure {
        0 => found.good(ABOUT, words),
        1 => found.look(
            ABOUT,
            format!("{words}; of one nobody knows whether it arrived. The outbox page asks you"),
        ),
        n => found.look(
            ABOUT,
            format!("{words}; of {n} nobody knows whether they arrived. The outbox page asks you"),
        ),
    }
    if let Ok(Some(trouble)) = bellwether_outbox::trouble(db).await {
        found.look(ABOUT, format!("the last attempt failed: {}", trouble.words));
    }
}

/// The mail server: greeted, and left.
pub async fn server(found: &mut Findings, db: &Db, given: Option<&str>) {
    const ABOUT: &str = "mail";
    let set = match (given, settings::organization(db).await) {
        (Some(given), _) => Some(given.to_owned()),
        (None, Ok(organization)) => organization.smtp,
        (None, Err(why)) => return found.wrong(ABOUT, why.to_string()),
    };
    let Some(url) = set else {
        return found.look(
            ABOUT,
            "no server is set, so no mail leaves. Set it under Settings → Mail, or with --smtp",
        );
    };
    let server = match Server::parse(&url) {
        Ok(server) => server,
        Err(why) => return found.wrong(ABOUT, why.to_string()),
    };
    let place = format!("{}:{}", server.host, server.port);
    match settings::knock(server).await {
        Ok(welcome) => found.good(ABOUT, format!("{place} answers: {welcome}. Nothing was sent")),
        Err(why) => found.wrong(ABOUT, format!("{place}: {why}")),
    }
}
