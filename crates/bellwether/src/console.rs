//! What an administrator asks at the terminal.
#![allow(clippy::print_stdout, reason = "a terminal program talks to the terminal")]

use crate::args::At;
use crate::open;
use crate::said::Said;
use bellwether_app::features::accounts;
use bellwether_app::routes;
use bellwether_kernel::Email;

/// `bellwether setup`
pub async fn setup(at: &At) -> Result<(), Said> {
    let app = open::installation(at).await?;
    let link = accounts::setup_link(&app).await?;
    println!("{}", link.url);
    eprintln!("bellwether: the link works once, within a day, and makes whoever opens it an administrator");
    Ok(())
}

/// `bellwether sign-in EMAIL`
pub async fn sign_in(at: &At, email: &str) -> Result<(), Said> {
    let email = Email::parse(email).map_err(|why| Said::usage(format!("{email}: {why}")))?;
    let app = open::installation(at).await?;
    let Some((code, _)) = accounts::console_code(&app, &email).await? else {
        return Err(Said::wrong(format!("nobody here has the address {email}; nothing was done")));
    };
    println!("{code}");
    eprintln!(
        "bellwether: at {}, open “My code came from the console” and type it with the address, within ten minutes. The audit log has this.",
        app.link("/sign-in/code")
    );
    Ok(())
}

/// `bellwether routes`
pub fn routes(json: bool) {
    let table = routes::table();
    if json {
        let rows: Vec<_> = table
            .iter()
            .map(|r| serde_json::json!({ "method": r.method.as_str(), "path": r.path, "who": r.who }))
            .collect();
        println!("{}", serde_json::Value::Array(rows));
        return;
    }
    for route in table {
        println!("{:5} {:16} {}", route.method, route.who, route.path);
    }
}

/// `bellwether release`
pub async fn release(at: &At) -> Result<(), Said> {
    let app = open::installation(at).await?;
    let system = app.system();
    let tx = system.db.begin().await?;
    let was_held = bellwether_outbox::release(&tx, &system.world).await?;
    tx.commit().await?;
    println!("{}", if was_held { "Mail may leave again." } else { "Mail was not held." });
    Ok(())
}
