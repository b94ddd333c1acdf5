use super::Party;
use crate::App;
use crate::features::programs;
use bellwether_db::{Read, Result, Tx};
use bellwether_kernel::{Email, PersonId, ProgramId, Timestamp};
use bellwether_outbox::{Calendar, Letter};

/// Letters of one program to the people in it, in its coordinator's name.
pub struct Post<'a> {
    app: &'a App,
    program: ProgramId,
    /// The coordinator who signs, or the organisation where a program has none.
    pub from: String,
    reply_to: Option<Email>,
    by: Option<PersonId>,
}

/// One letter, but for whom it is to.
pub struct Words {
    /// What it is, 'match'.
    pub kind: &'static str,
    /// The handle by which it is stopped and asked about, 'match:…'.
    pub about: String,
    /// The subject.
    pub subject: String,
    /// The words, without greeting and signature.
    pub text: String,
    /// A calendar file to go with it.
    pub calendar: Option<Calendar>,
    /// When it may leave.
    pub not_before: Timestamp,
}

impl<'a> Post<'a> {
    /// The post of a program; `by` caused it, nobody where the clock did.
    pub async fn of(
        app: &'a App,
        db: &impl Read,
        program: ProgramId,
        by: Option<PersonId>,
    ) -> Result<Post<'a>> {
        let coordinators = programs::coordinators(db, program).await?;
        let signs = coordinators.into_iter().find(|(_, _, email)| email.is_some());
        let (from, reply_to) = match signs {
            Some((_, name, email)) => (name, email.as_deref().and_then(|e| Email::parse(e).ok())),
            None => (app.organization().name.clone(), None),
        };
        Ok(Self { app, program, from, reply_to, by })
    }

    /// The whole text of a letter, greeted and signed.
    pub fn whole(&self, to: &Party, text: &str) -> String {
        format!("Hello {},\n\n{}\n\n{}\n", to.first(), text.trim_end(), self.from)
    }

    /// Writes a letter to the outbox. Who has no address gets none; `false` then.
    pub async fn send(&self, tx: &Tx, to: &Party, words: Words) -> Result<bool> {
        let Some(letter) = self.letter(to, words) else { return Ok(false) };
        bellwether_outbox::enqueue(tx, self.app.world(), self.app.config().host(), letter).await?;
        Ok(true)
    }

    /// Writes many letters to the outbox at once. Who has no address gets none.
    pub async fn send_all(&self, tx: &Tx, letters: Vec<(&Party, Words)>) -> Result<()> {
        let letters = letters.into_iter().filter_map(|(to, words)| self.letter(to, words)).collect();
        bellwether_outbox::enqueue_all(tx, self.app.world(), self.app.config().host(), letters).await
    }

    fn letter(&self, to: &Party, words: Words) -> Option<Letter> {
        let email = to.email.as_deref().and_then(|e| Email::parse(e).ok())?;
        Some(Letter {
            kind: words.kind,
            program: Some(self.program),
            person: Some(to.id),
            about: words.about,
            to: (to.name.clone(), email),
            from_name: self.from.clone(),
            reply_to: self.reply_to.clone(),
            subject: words.subject,
            text: self.whole(to, &words.text),
            html: None,
            calendar: words.calendar,
            not_before: words.not_before,
            expires_at: None,
            created_by: self.by,
        })
    }
}
