use async_trait::async_trait;
use bellwether_kernel::Email;
use bellwether_wire::smtp::{
    Calendar, Concern, Envelope, Letter, Mailbox, Outcome, Server, Session, Stage, Unsendable, compose,
};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

use crate::{Delivery, Message, Transport};

/// A connection that was idle for longer is not used again: servers close them about then.
const STALE: Duration = Duration::from_secs(30);

/// Sends by SMTP, keeping connections from one message to the next.
pub struct Smtp(Mutex<Line>);

struct Line {
    server: Server,
    from: Email,
    idle: Vec<(Session, Instant)>,
    changes: u64,
}

impl Smtp {
    /// Through `server`, in the name of the address `from`.
    pub fn new(server: Server, from: Email) -> Self {
        Self(Mutex::new(Line { server, from, idle: Vec::new(), changes: 0 }))
    }

    /// From the next message on through another server, or from another address.
    pub fn change(&self, server: Server, from: Email) {
        let mut line = self.lock();
        *line = Line { server, from, idle: Vec::new(), changes: line.changes + 1 };
    }

    fn take(&self) -> (Session, u64) {
        let mut line = self.lock();
        line.idle.retain(|(_, since)| since.elapsed() < STALE);
        let session = line.idle.pop().map(|(session, _)| session);
        (session.unwrap_or_else(|| Session::new(line.server.clone())), line.changes)
    }

    fn give_back(&self, session: Session, changes: u64) {
        let mut line = self.lock();
        if line.changes == changes {
            line.idle.push((session, Instant::now()));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for Smtp {
    async fn deliver(&self, message: &Message) -> Delivery {
        let from = self.lock().from.clone();
        let (envelope, mail) = match write(message, &from) {
            Ok(written) => written,
            Err(why) => return Delivery::Unwritable(why.to_string()),
        };
        let (mut session, changes) = self.take();
        let outcome = session.deliver(&envelope, &mail).await;
        self.give_back(session, changes);
        known(&outcome)
    }
}

/// The envelope and the mail. The same message gives the same mail at every attempt, save its date.
fn write(message: &Message, from: &Email) -> Result<(Envelope, Vec<u8>), Unsendable> {
    let envelope = Envelope::new(from.as_str(), &message.to_email)?;
    // RFC 3834: what no person wrote is not answered by an absence note.
    let by_itself = message.created_by.is_none();
    let letter = Letter {
        from: Mailbox::new(&message.from_name, from.as_str()),
        reply_to: message.reply_to.as_ref().map(Mailbox::bare),
        to: Mailbox::new(&message.to_name, &message.to_email),
        subject: message.subject.clone(),
        text: message.text.clone(),
        html: message.html.clone(),
        calendar: message.calendar.clone().map(|c| Calendar { method: c.method, ics: c.file }),
        message_id: format!("<{}>", message.header_id),
        date: message.tried_at.unwrap_or(message.created_at),
        headers: if by_itself { vec![auto_submitted()] } else { Vec::new() },
    };
    Ok((envelope, compose(&letter)?))
}

fn auto_submitted() -> (String, String) {
    ("Auto-Submitted".to_owned(), "auto-generated".to_owned())
}

/// What an outcome means for the message. A refusal that is about the server or our login there (a
/// wrong password) says nothing about the message: it waits.
fn known(outcome: &Outcome) -> Delivery {
    match outcome {
        Outcome::Accepted { reply } => Delivery::Accepted(reply.to_string()),
        Outcome::Unsure { what } => Delivery::Unsure(what.clone()),
        Outcome::RefusedForNow { stage, reply } | Outcome::Refused { stage, reply } => {
            let words = format!("{stage}: {reply}");
            let for_good = matches!(outcome, Outcome::Refused { .. });
            // A server that does not know us says so at the recipient, and of everybody.
            let relaying = reply.text.to_lowercase().contains("relay");
            let unknown = *stage == Stage::Recipient && matches!(reply.code, Some(550 | 551 | 553));
            match outcome.concern() {
                Some(Concern::Server) => Delivery::ServerTrouble(words),
                _ if relaying && *stage == Stage::Recipient => Delivery::ServerTrouble(words),
                Some(Concern::Recipient) if for_good && unknown => Delivery::NoSuchRecipient(words),
                _ if for_good => Delivery::Refused(words),
                _ => Delivery::RefusedForNow(words),
            }
        }
    }
}
