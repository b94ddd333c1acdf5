//! What pages show of the outbox.

use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{MessageId, PersonId, ProgramId, Timestamp};

use crate::State;
use crate::message::{Message, message_columns};

/// The columns of a [`Listed`], in the order in which it is read.
macro_rules! listed_columns {
    () => {
        "id, kind, program_id, person_id, about, to_name, to_email, subject, state, attempt, not_before, created_at, \
         sent_at, words"
    };
}

statements! {
    COUNTS = "select state, count(*) from messages group by state";
    COUNTS_OF = "select state, count(*) from messages where program_id = $1 group by state";
    UNSURE = concat!("select ", listed_columns!(), " from messages
        where state = 'unsure' and (cast($1 as bigint) is null or program_id = $1) order by tried_at desc nulls last, id desc");
    FIND = concat!("select ", message_columns!(), " from messages where id = $1");
    OF_ABOUT = concat!("select ", listed_columns!(), " from messages where about = $1 order by id desc");
    ABOUT_GIVEN = "select distinct about from messages
        where program_id = $1 and kind = $2 and state not in ('queued', 'stopped')";
    LIST = concat!("select ", listed_columns!(), " from messages
        where (cast($1 as bigint) is null or program_id = $1) and (cast($2 as text) is null or state = $2)
          and (cast($3 as text) is null or kind = $3) and (cast($4 as bigint) is null or person_id = $4)
        order by id desc limit $5 offset $6");
    COUNT = "select count(*) from messages
        where (cast($1 as bigint) is null or program_id = $1) and (cast($2 as text) is null or state = $2)
          and (cast($3 as text) is null or kind = $3) and (cast($4 as bigint) is null or person_id = $4)";
}

/// How many messages stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting.
    pub queued: i64,
    /// Being handed over.
    pub sending: i64,
    /// Taken by the mail server.
    pub sent: i64,
    /// Refused by it.
    pub refused: i64,
    /// Delivery unknown.
    pub unsure: i64,
    /// Stopped before they left.
    pub stopped: i64,
}

row! {
    /// A message as lists show it, without its words.
    pub struct Listed {
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
        /// The subject.
        pub subject: String,
        /// Where it stands.
        pub state: State,
        /// How often it was handed to the mail server.
        pub attempt: i64,
        /// When it may be tried, or tried again.
        pub not_before: Timestamp,
        /// When it was written.
        pub created_at: Timestamp,
        /// When the mail server took it.
        pub sent_at: Option<Timestamp>,
        /// Why it was refused, stopped or is unsure; or the mail server's last reply.
        pub words: Option<String>,
    }
}

/// Which messages a list shows; what is absent does not restrict.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one program.
    pub program: Option<ProgramId>,
    /// In one state.
    pub state: Option<State>,
    /// Of one kind.
    pub kind: Option<String>,
    /// For one person.
    pub person: Option<PersonId>,
}

/// One page of a list, the latest first.
#[derive(Debug, Clone)]
pub struct Page {
    /// The messages on this page.
    pub messages: Vec<Listed>,
    /// How many there are on all pages.
    pub total: i64,
}

/// How many messages stand where, of one program or of all.
pub async fn due_counts(db: &impl Read, program: Option<ProgramId>) -> Result<Counts> {
    let found: Vec<(State, i64)> = match program {
        Some(program) => db.all(&COUNTS_OF, params![program]).await?,
        None => db.all(&COUNTS, params![]).await?,
    };
    let mut counts = Counts::default();
    for (state, n) in found {
        *match state {
            State::Queued => &mut counts.queued,
            State::Sending => &mut counts.sending,
            State::Sent => &mut counts.sent,
            State::Refused => &mut counts.refused,
            State::Unsure => &mut counts.unsure,
            State::Stopped => &mut counts.stopped,
        } = n;
    }
    Ok(counts)
}

/// Messages of which nobody knows whether they arrived, of one program or of all.
pub async fn unsure(db: &impl Read, program: Option<ProgramId>) -> Result<Vec<Listed>> {
    db.all(&UNSURE, params![program]).await
}

/// A message, whole.
pub async fn find(db: &impl Read, id: MessageId) -> Result<Option<Message>> {
    db.maybe(&FIND, params![id]).await
}

/// Every message about a matter ('pitch:…'), the latest first.
pub async fn of_about(db: &impl Read, about: &str) -> Result<Vec<Listed>> {
    db.all(&OF_ABOUT, params![about]).await
}

/// What a program's messages of a kind are about of which at least one was given to the mail server, or is being given.
pub async fn about_given(db: &impl Read, program: ProgramId, kind: &str) -> Result<Vec<String>> {
    let found: Vec<(String,)> = db.all(&ABOUT_GIVEN, params![program, kind]).await?;
    Ok(found.into_iter().map(|(about,)| about).collect())
}

/// One page of messages: `size` of them after the first `skip`.
pub async fn list(db: &impl Read, filter: &Filter, skip: i64, size: i64) -> Result<Page> {
    let Filter { program, state, kind, person } = filter;
    let messages = db.all(&LIST, params![program, state, kind, person, size, skip]).await?;
    let total = db.value(&COUNT, params![program, state, kind, person]).await?;
    Ok(Page { messages, total })
}
