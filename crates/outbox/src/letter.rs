use bellwether_db::{Result, Tx, Value, params, statements};
use bellwether_kernel::{Email, MessageId, PersonId, ProgramId, Timestamp, World, one_line};

statements! {
    ENQUEUE = "insert into messages (id, kind, program_id, person_id, about, to_name, to_email, to_key, from_name, reply_to,
            subject, text_body, html_body, calendar, calendar_method, header_id, state, due_at, not_before, expires_at,
            created_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'queued', $17, $17, $18, $19, $20)";
}

/// What is to be sent to one recipient.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What it is, in a word: 'pitch', 'sign-in', 'invitation'.
    pub kind: &'static str,
    /// The program it belongs to.
    pub program: Option<ProgramId>,
    /// Whom it is for, where that is a person of the directory.
    pub person: Option<PersonId>,
    /// What it is about, 'pitch:…': the handle by which it is stopped and asked about. May be empty.
    pub about: String,
    /// The recipient's name and address.
    pub to: (String, Email),
    /// In whose name it comes.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: Option<Email>,
    /// The subject; line breaks become spaces.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The words with their looks.
    pub html: Option<String>,
    /// A calendar file to go with it.
    pub calendar: Option<Calendar>,
    /// When it may leave: now, or two minutes from now behind a stop button.
    pub not_before: Timestamp,
    /// When it is of no use any more (a sign-in code). Such a letter leaves before others, is never
    /// spaced out after a downtime, and is stopped once its time has passed.
    pub expires_at: Option<Timestamp>,
    /// Who caused it.
    pub created_by: Option<PersonId>,
}

/// A calendar file and its method (RFC 5546): REQUEST, CANCEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The method.
    pub method: String,
    /// The file's text.
    pub file: String,
}

/// Writes a letter to the outbox, in the transaction of the fact that causes it.
///
/// `host` is the host of the installation's base URL; with the id it makes the Message-ID, which is
/// the same at every attempt.
pub async fn enqueue(tx: &Tx, world: &World, host: &str, letter: Letter) -> Result<MessageId> {
    let (id, values) = written(world, host, letter);
    tx.run(&ENQUEUE, &values).await?;
    Ok(id)
}

/// Writes many letters to the outbox at once, each as [`enqueue`] does.
pub async fn enqueue_all(tx: &Tx, world: &World, host: &str, letters: Vec<Letter>) -> Result<()> {
    let rows: Vec<Vec<Value>> = letters.into_iter().map(|letter| written(world, host, letter).1).collect();
    tx.run_each(&ENQUEUE, &rows).await.map(drop)
}

/// A letter as its row.
fn written(world: &World, host: &str, letter: Letter) -> (MessageId, Vec<Value>) {
    let id: MessageId = world.id();
    let (name, email) = &letter.to;
    let (file, method) = letter.calendar.map(|c| (c.file, c.method)).unzip();
    let values = params![
        id,
        letter.kind,
        letter.program,
        letter.person,
        letter.about,
        one_line(name),
        email.as_str(),
        email.key(),
        one_line(&letter.from_name),
        letter.reply_to.as_ref().map(Email::as_str),
        one_line(&letter.subject),
        letter.text,
        letter.html,
        file,
        method,
        format!("{id}@{}", domain(host)),
        letter.not_before,
        letter.expires_at,
        letter.created_by,
        world.now(),
    ];
    (id, values.to_vec())
}

/// A host fit for a Message-ID (RFC 5322, 3.6.4): `[::1]` and other oddities become plain.
fn domain(host: &str) -> String {
    let plain: String =
        host.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let plain = plain.trim_matches(['-', '.']);
    if plain.is_empty() { "localhost".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::domain;

    #[test]
    fn any_host_makes_a_message_id() {
        assert_eq!(domain("mentoring.firm.example"), "mentoring.firm.example");
        assert_eq!(domain("[::1]"), "1");
        assert_eq!(domain("[fe80::1]"), "fe80--1");
        assert_eq!(domain(""), "localhost");
    }
}
