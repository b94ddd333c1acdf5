//! `bellwether demo`: invented people, on this machine alone; no mail leaves.

use crate::args::{At, Demo};
use crate::said::Said;
use crate::{open, serve};
use bellwether_app::Mode;
use bellwether_app::features::demo;
use std::time::Instant;

/// Loads the sample firm where nobody is yet, and serves it until a signal.
pub async fn demo(args: Demo) -> Result<(), Said> {
    check(&args)?;
    let base_url = format!("http://localhost:{}", args.listen.port());
    let at = At { data: args.data, database: None, base_url };
    let (app, _lock) = open::served(&at, Mode::Demo, |config| config.development = true).await?;
    let system = app.system();
    let began = Instant::now();
    let loaded = demo::load(&system.db, app.config(), system.now).await.map_err(|why| {
        Said::wrong(format!(
            "the sample firm could not be loaded; delete {} and try again. {why}",
            at.data.display()
        ))
    })?;
    if loaded {
        app.reload().await?;
        eprintln!("bellwether: the sample firm was loaded in {:.1} s", began.elapsed().as_secs_f64());
    }
    eprintln!("\nOpen {}\n", app.link("/demo"));
    serve::run(app, args.listen, None).await
}

/// A demonstration lends anybody anybody's eyes, so nobody else may reach it; and it sends nothing.
fn check(args: &Demo) -> Result<(), Said> {
    if args.smtp.is_some() {
        return Err(Said::usage(
            "a demonstration sends no mail, so it takes no --smtp; its mail is in its mailbox page",
        ));
    }
    if !args.listen.ip().is_loopback() {
        return Err(Said::usage(format!(
            "--listen {}: in a demonstration anybody may be anybody, so it listens on this machine alone. Use 127.0.0.1:{}",
            args.listen,
            args.listen.port()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(listen: &str, smtp: Option<&str>) -> Demo {
        Demo { data: "x".into(), listen: listen.parse().unwrap(), smtp: smtp.map(str::to_owned) }
    }

    #[test]
    fn a_demonstration_is_for_this_machine_alone_and_sends_nothing() {
        assert!(check(&args("127.0.0.1:8080", None)).is_ok());
        assert!(check(&args("[::1]:8080", None)).is_ok());
        for (listen, smtp, why) in [
            ("0.0.0.0:8080", None, "this machine alone"),
            ("192.0.2.1:8080", None, "this machine alone"),
            ("127.0.0.1:8080", Some("smtp://localhost"), "sends no mail"),
        ] {
            let said = check(&args(listen, smtp)).unwrap_err();
            assert!(said.to_string().contains(why) && said.code == 64, "{said}");
        }
    }
}
