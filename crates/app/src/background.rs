//! What goes on without a request: mail leaves, and the clock brings things about.

mod post;

use crate::features::{matching, mentorships};
use crate::gate::InWorkingHours;
use crate::{App, Mode};
use bellwether_outbox::{Captured, Transport, Worker};
use post::Post;
pub(crate) use post::sender;
pub use post::server;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the clockwork looks.
const EVERY: Duration = Duration::from_secs(20);

/// How mail leaves: by the server given at the start, else by the one in the settings; captured
/// where people are invented.
///
/// # Errors
/// A sentence, where the address is not that of a mail server.
pub fn transport(app: &App, smtp: Option<&str>) -> Result<Arc<dyn Transport>, String> {
    match app.config().mode {
        Mode::Demo => Ok(Arc::new(Captured)),
        Mode::Serve => Ok(Arc::new(Post::new(app, smtp)?)),
    }
}

/// Starts the outbox and the clockwork; both end after `stopped` turns true. A database that was
/// copied from another installation (its base URL differs) has its mail held first.
///
/// # Errors
/// Where the database fails.
pub async fn start(
    app: &App,
    transport: Arc<dyn Transport>,
    stopped: &watch::Receiver<bool>,
) -> bellwether_db::Result<JoinHandle<()>> {
    let system = app.system();
    if app.config().mode == Mode::Serve {
        bellwether_outbox::settle_in(&system.db, &system.world, &app.config().base_url).await?;
    }
    let worker = worker(app, transport);
    let (outbox, clockwork) = (worker.run(until(stopped.clone())), tick(app.clone(), stopped.clone()));
    Ok(tokio::spawn(async move {
        tokio::join!(outbox, clockwork);
    }))
}

/// What hands mail over, asking about each once more whether there is still a reason for it.
pub fn worker(app: &App, transport: Arc<dyn Transport>) -> Worker {
    let system = app.system();
    let gate = Arc::new(InWorkingHours(app.clone()));
    Worker::new(system.db, system.world, transport, gate).with_bell(app.outbox_bell().clone())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn tick(app: App, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = run_due(&app).await {
            tracing::error!(%error, "the clockwork stopped short; it tries again");
        }
        tokio::select! {
            () = until(stopped.clone()) => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Does whatever has become due. Each piece is safe to repeat.
///
/// # Errors
/// Where the database fails; what was done before stays done.
pub async fn run_due(app: &App) -> bellwether_db::Result<()> {
    let system = app.system();
    matching::ripen(&system).await?;
    mentorships::ask_if_held(&system).await?;
    mentorships::renew_offers(&system).await?;
    Ok(())
}
