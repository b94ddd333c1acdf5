//! `bellwether serve`: the pages, the outbox and the clockwork, until a signal.

use crate::args::Serve;
use crate::open;
use crate::said::Said;
use bellwether_app::features::accounts;
use bellwether_app::{App, Mode, background, routes};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// How long requests and deliveries under way may take after a signal.
const DRAINS: Duration = Duration::from_secs(20);

/// Serves until SIGTERM or SIGINT.
pub async fn serve(args: Serve) -> Result<(), Said> {
    let (app, _lock) = open::served(&args.at, Mode::Serve, |config| {
        config.development = args.development;
        config.trusted_proxies.clone_from(&args.trust_proxy);
        config.smtp.clone_from(&args.smtp);
    })
    .await?;
    if accounts::needs_setup(&app).await? {
        let link = accounts::setup_link(&app).await?;
        eprintln!(
            "\nNobody administers this installation yet. Open this link once, within a day:\n\n  {}\n",
            link.url
        );
    }
    run(app, args.listen, args.smtp.as_deref()).await
}

/// Serves an installation on an address.
pub async fn run(app: App, listen: SocketAddr, smtp: Option<&str>) -> Result<(), Said> {
    let transport = background::transport(&app, smtp).map_err(Said::usage)?;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|e| Said::wrong(format!("cannot listen on {listen}: {e}")))?;
    let at = listener.local_addr().unwrap_or(listen);
    // Heard from here on: whoever reads that it listens may already tell it to stop.
    let signals = Signals::hear()?;
    let (stop, stopped) = watch::channel(false);
    let work = background::start(&app, transport, &stopped).await?;
    eprintln!("bellwether: listening on {at}, for {}", app.config().base_url);
    let service = routes::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let mut until = stopped.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = until.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(server.into_future());
    signals.first().await;
    eprintln!("bellwether: finishing what is under way");
    let _ = stop.send(true);
    let drained = tokio::time::timeout(DRAINS, async { (server.await, work.await) }).await;
    match drained {
        Ok((Ok(Ok(())), _)) => Ok(()),
        Ok((Ok(Err(error)), _)) => Err(Said::wrong(format!("the server ended: {error}"))),
        Ok((Err(error), _)) => Err(Said::wrong(format!("the server ended: {error}"))),
        Err(_) => {
            eprintln!(
                "bellwether: some requests were still open and were cut off; nothing that was acknowledged is lost"
            );
            Ok(())
        }
    }
}

/// What ends a server: SIGTERM and SIGINT.
struct Signals {
    term: Signal,
    int: Signal,
}

impl Signals {
    fn hear() -> Result<Self, Said> {
        let no_signals = |e| Said::wrong(format!("signals cannot be heard: {e}"));
        let term = signal(SignalKind::terminate()).map_err(no_signals)?;
        Ok(Self { term, int: signal(SignalKind::interrupt()).map_err(no_signals)? })
    }

    async fn first(mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
    }
}
