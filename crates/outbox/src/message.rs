use bellwether_db::{FromRow, Row, words};
use bellwether_kernel::{MessageId, PersonId, ProgramId, Timestamp};

words! {
    /// Where a message stands.
    pub enum State {
        /// Waits for its time, or for the next try.
        Queued = "queued",
        /// Is being handed to the mail server.
        Sending = "sending",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server will not have it.
        Refused = "refused",
        /// Handed over, and no word came back: it may have arrived or not. A person decides.
        Unsure = "unsure",
        /// Will not leave: somebody stopped it, or there was no longer a reason for it.
        Stopped = "stopped",
    }
}

/// A message as the outbox keeps it.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// What it is, 'pitch', 'sign-in'.
    pub kind: String,
    /// The program it belongs to.
    pub program: Option<ProgramId>,
    /// Whom it is for.
    pub person: Option<PersonId>,
    /// What it is about, 'pitch:…'.
    pub about: String,
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to_email: String,
    /// In whose name it comes.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The words with their looks.
    pub html: Option<String>,
    /// A calendar file to go with it, and its method (REQUEST, CANCEL).
    pub calendar: Option<crate::Calendar>,
    /// The Message-ID without its angle brackets: the same at every attempt.
    pub header_id: String,
    /// Where it stands.
    pub state: State,
    /// How often it was handed to the mail server.
    pub attempt: i64,
    /// The fencing token of its last claim.
    pub fence: i64,
    /// When it was meant to leave.
    pub due_at: Timestamp,
    /// When it may be tried, or tried again.
    pub not_before: Timestamp,
    /// It is of no use afterwards.
    pub expires_at: Option<Timestamp>,
    /// Who caused it.
    pub created_by: Option<PersonId>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
    /// Why it was refused, stopped or is unsure; or the mail server's last reply.
    pub words: Option<String>,
}

/// The columns of a [`Message`], in the order in which it is read.
macro_rules! message_columns {
    () => {
        "id, kind, program_id, person_id, about, to_name, to_email, from_name, reply_to, subject, text_body, \
         html_body, calendar, calendar_method, header_id, state, attempt, fence, due_at, not_before, expires_at, \
         created_by, created_at, tried_at, sent_at, words"
    };
}
pub(crate) use message_columns;

impl FromRow for Message {
    fn from_row(row: &Row<'_>) -> bellwether_db::Result<Self> {
        row.has(26)?;
        let file: Option<String> = row.get(12)?;
        let method: Option<String> = row.get(13)?;
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            program: row.get(2)?,
            person: row.get(3)?,
            about: row.get(4)?,
            to_name: row.get(5)?,
            to_email: row.get(6)?,
            from_name: row.get(7)?,
            reply_to: row.get(8)?,
            subject: row.get(9)?,
            text: row.get(10)?,
            html: row.get(11)?,
            calendar: file.zip(method).map(|(file, method)| crate::Calendar { method, file }),
            header_id: row.get(14)?,
            state: row.get(15)?,
            attempt: row.get(16)?,
            fence: row.get(17)?,
            due_at: row.get(18)?,
            not_before: row.get(19)?,
            expires_at: row.get(20)?,
            created_by: row.get(21)?,
            created_at: row.get(22)?,
            tried_at: row.get(23)?,
            sent_at: row.get(24)?,
            words: row.get(25)?,
        })
    }
}
