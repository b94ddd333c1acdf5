use bellwether_db::{Db, Result};
use bellwether_kernel::World;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::trouble::Health;
use crate::{Gate, Message, Pace, Transport, attempt, sending};

/// Takes messages out of the outbox and hands them over, several at once.
///
/// Several workers, in one process or many, may serve one outbox: each message is claimed by one.
#[derive(Clone)]
pub struct Worker {
    pub(crate) db: Db,
    pub(crate) world: World,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) gate: Arc<dyn Gate>,
    pub(crate) pace: Pace,
    pub(crate) health: Arc<Health>,
    bell: Arc<Notify>,
}

/// What a worker has in its hands.
#[derive(Default)]
struct Hands {
    claimed: VecDeque<Message>,
    under_way: JoinSet<()>,
    next_start: Option<Instant>,
    begun: usize,
}

impl Worker {
    /// A worker at the usual [`Pace`].
    pub fn new(db: Db, world: World, transport: Arc<dyn Transport>, gate: Arc<dyn Gate>) -> Self {
        let (pace, bell, health) = (Pace::default(), Arc::default(), Arc::default());
        Self { db, world, transport, gate, pace, health, bell }
    }

    /// At another pace.
    #[must_use]
    pub fn with_pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    /// Rings at once when somebody has put something into the outbox (and committed).
    #[must_use]
    pub fn with_bell(self, bell: Arc<Notify>) -> Self {
        Self { bell, ..self }
    }

    /// Works until `shutdown`, then finishes what is under way and gives back the rest.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let mut hands = Hands::default();
        tokio::pin!(shutdown);
        loop {
            if let Err(error) = self.take_up(&mut hands).await {
                tracing::error!(%error, "the outbox could not be read");
            }
            let pause = hands.pause(self.pace.poll);
            tokio::select! {
                () = &mut shutdown => break,
                Some(_) = hands.under_way.join_next() => {}
                () = self.bell.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.give_back(&mut hands).await;
        let draining = async { while hands.under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(self.pace.drain_within, draining).await.is_err() {
            tracing::warn!("messages were still being handed over; they will be shown as unsure");
        }
    }

    /// Works until nothing is due, and returns how many messages were taken up. What waits (for a
    /// stop button, after a refusal) is left.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut hands = Hands::default();
        loop {
            self.take_up(&mut hands).await?;
            let may_go_on = !hands.claimed.is_empty() && self.health.places(1) > 0;
            if hands.under_way.is_empty() && !may_go_on {
                self.give_back(&mut hands).await;
                return Ok(hands.begun);
            }
            let pause = hands.pause(self.pace.poll);
            tokio::select! {
                Some(_) = hands.under_way.join_next() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Starts as many messages as there are free places, claiming more where none are left.
    async fn take_up(&self, hands: &mut Hands) -> Result<()> {
        while hands.under_way.try_join_next().is_some() {}
        while hands.under_way.len() < self.health.places(self.pace.at_once) && hands.may_start() {
            if hands.claimed.is_empty() {
                hands.claimed = self.claim().await?.into();
            }
            let Some(message) = hands.claimed.pop_front() else { return Ok(()) };
            hands.start(self.clone(), message);
        }
        Ok(())
    }

    async fn give_back(&self, hands: &mut Hands) {
        for message in hands.claimed.drain(..) {
            if let Err(error) = sending::give_back(&self.db, &message).await {
                tracing::warn!(%error, "a claimed message is free again when its lease runs out");
            }
        }
    }

    async fn claim(&self) -> Result<Vec<Message>> {
        let now = self.world.now();
        let waiting = sending::look(&self.db, now).await?;
        sending::keep_watch(&self.db, now, &waiting).await?;
        if waiting.abandoned {
            let parked = sending::park_abandoned(&self.db, now).await?;
            tracing::warn!(parked, "messages were being handed over when Bellwether stopped");
        }
        if !waiting.due || waiting.held() {
            return Ok(Vec::new());
        }
        sending::claim(&self.db, now, &self.pace, self.pace.at_once * 2).await
    }
}

impl Hands {
    fn may_start(&self) -> bool {
        self.next_start.is_none_or(|at| at <= Instant::now())
    }

    fn start(&mut self, worker: Worker, message: Message) {
        self.begun += 1;
        self.next_start = worker.pace.per_second.map(|n| {
            let from = self.next_start.unwrap_or_else(Instant::now).max(Instant::now());
            from + ONE_SECOND / n.max(1)
        });
        self.under_way.spawn(async move { attempt::make(&worker, message).await });
    }

    /// How long to sleep: until the next may start, at most until the next look.
    fn pause(&self, poll: Duration) -> Duration {
        let until_start = self.next_start.map(|at| at.saturating_duration_since(Instant::now()));
        until_start.filter(|d| !d.is_zero()).map_or(poll, |d| d.min(poll))
    }
}

const ONE_SECOND: Duration = Duration::from_secs(1);
