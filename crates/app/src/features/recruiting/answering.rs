//! Taking an answer: by the leader's own link, or recorded by a coordinator after a telephone call.
//! The fact and its consequences are one transaction.

use super::holding::{Judged, Said, judge};
use super::letters::{self, Contact, Posting};
use super::standing::{Standing, agreed, standing};
use super::{Help, Pitch, Prospect, advocacies, pitches, responses, steps, store};
use crate::features::joining;
use crate::features::people::{self, Person};
use crate::features::programs::{self, Program};
use crate::{App, Mode};
use bellwether_db::{Result, Tx};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{Email, PersonId, ProgramId, ProspectId, Timestamp};

/// How long letters about an answer wait, so that what is taken back at once tells nobody.
const SETTLES: SignedDuration = SignedDuration::from_mins(1);

/// Who answers, about what.
pub struct Answering<'a> {
    pub app: &'a App,
    pub program: ProgramId,
    pub prospect: ProspectId,
    /// The pitch whose link was used; absent where a coordinator records the answer.
    pub pitch: Option<&'a Pitch>,
    /// The coordinator who records it.
    pub recorded_by: Option<PersonId>,
}

impl Answering<'_> {
    fn now(&self) -> Timestamp {
        self.app.world().now()
    }

    /// Takes an answer; what became of it.
    pub async fn take(&self, tx: &Tx, said: Said, help: Option<Help>) -> Result<Judged> {
        let judged = self.judge(tx, said).await?;
        match judged {
            Judged::Counts => self.count(tx, said).await?,
            Judged::Already => {}
            Judged::TooSoon | Judged::Contradicts => self.hold(tx, said).await?,
        }
        if let (Some(help), Judged::Counts | Judged::Already) = (help, judged) {
            advocacies::offer(tx, self.app.world(), self.prospect, help).await?;
        }
        Ok(judged)
    }

    /// Takes the answer of that instant back; what counted before it counts again.
    pub async fn undo(&self, tx: &Tx, at: Timestamp) -> Result<()> {
        // Taken back twice (a form sent twice) is once: only the answer that the page showed.
        let prospect = store::find(tx, self.program, self.prospect).await?;
        if prospect.answered_at != Some(at) {
            return Ok(());
        }
        responses::undo(tx, self.prospect, self.now()).await?;
        self.apply(tx).await.map(drop)
    }

    async fn judge(&self, tx: &Tx, said: Said) -> Result<Judged> {
        let counted = responses::counted(tx, self.prospect).await?.last().map(|e| e.said);
        let Some(pitch) = self.pitch else {
            return Ok(if counted == Some(said) { Judged::Already } else { Judged::Counts });
        };
        let earlier = responses::through(tx, pitch.id).await?;
        let delivered = pitches::delivered_at(tx, pitch.id, self.now()).await?;
        // Nobody has a link before its letter has left, except in a demonstration, whose mailbox shows what is to leave.
        let demo = self.app.config().mode == Mode::Demo;
        let delivered = delivered.or(demo.then_some(Timestamp::UNIX_EPOCH));
        Ok(judge(said, counted, delivered, &earlier, self.now(), self.app.config().holding))
    }

    async fn count(&self, tx: &Tx, said: Said) -> Result<()> {
        self.keep(tx, said, false).await?;
        if let Some(pitch) = self.pitch {
            responses::settle_held(tx, pitch.id, self.now()).await?;
        }
        let standing = self.apply(tx).await?;
        if let Some(standing) = standing {
            self.tell(tx, &standing).await?;
        }
        Ok(())
    }

    /// Keeps an answer that counts for nothing, and with it whatever counted within the same seconds.
    async fn hold(&self, tx: &Tx, said: Said) -> Result<()> {
        self.keep(tx, said, true).await?;
        let (Some(pitch), now) = (self.pitch, self.now()) else { return Ok(()) };
        let since = now - self.app.config().holding.between_answers;
        responses::hold_since(tx, pitch.id, since, now).await?;
        advocacies::withdraw_since(tx, self.prospect, since, now).await?;
        self.apply(tx).await.map(drop)
    }

    async fn keep(&self, tx: &Tx, said: Said, held: bool) -> Result<()> {
        let new = responses::New {
            prospect: self.prospect,
            pitch: self.pitch.map(|p| p.id),
            said,
            recorded_by: self.recorded_by,
            held,
        };
        responses::add(tx, self.app.world(), &new).await
    }

    /// Makes of the prospect what the counted answers say: dates, next step, part in the program.
    async fn apply(&self, tx: &Tx) -> Result<Option<Standing>> {
        let world = self.app.world();
        let prospect = store::find(tx, self.program, self.prospect).await?;
        bellwether_outbox::stop_about(
            tx,
            world,
            &letters::about_answer(prospect.id),
            "the answer was changed",
        )
        .await?;
        let standing = standing(&responses::counted(tx, self.prospect).await?);
        let joined = standing.as_ref().is_some_and(Standing::has_joined);
        if prospect.has_joined() && !joined {
            joining::withdraw_mentor(tx, prospect.program, prospect.person, self.now()).await?;
            steps::named(tx, prospect.id, None, self.now()).await?;
        }
        match &standing {
            None => steps::unanswered(tx, prospect.id).await?,
            Some(standing) => self.write(tx, &prospect, standing).await?,
        }
        Ok(standing)
    }

    async fn write(&self, tx: &Tx, prospect: &Prospect, standing: &Standing) -> Result<()> {
        let world = self.app.world();
        let today = self.now().to_zoned(self.app.organization().zone.clone()).date();
        let next = standing.next_step(today);
        let answered = steps::Answered {
            at: standing.at,
            answer: standing.said.answer,
            smaller: standing.said.smaller,
            wakes_on: standing.said.wakes_on,
            joined_at: standing.joined_at,
            withdrawn_at: standing.withdrawn_at,
            closed_at: standing.closed_at,
            next: next.as_ref().map(|(step, on)| (step.as_str(), *on)),
        };
        steps::answered(tx, prospect.id, &answered).await?;
        for pitch in pitches::sent_to(tx, prospect.id).await? {
            bellwether_outbox::stop_about(tx, world, &pitches::about(pitch), "they have answered").await?;
        }
        if standing.has_joined() && !prospect.has_joined() {
            let mentees = self.ask(tx).await?.map_or(1, |ask| ask.mentees);
            joining::enroll_mentor(tx, world, prospect.program, prospect.person, mentees).await?;
        }
        Ok(())
    }

    /// The ask that was put to them.
    async fn ask(&self, tx: &Tx) -> Result<Option<programs::Ask>> {
        match self.pitch {
            Some(pitch) => Ok(Some(pitch.ask)),
            None => match pitches::open(tx, self.program, self.prospect).await? {
                Some(pitch) => Ok(Some(pitch.ask)),
                None => Ok(programs::find(tx, self.program).await?.ask),
            },
        }
    }

    /// Thanks whoever joined, and tells the coordinators who answered, never what.
    async fn tell(&self, tx: &Tx, standing: &Standing) -> Result<()> {
        let prospect = store::find(tx, self.program, self.prospect).await?;
        let program = programs::find(tx, self.program).await?;
        let Some(leader) = people::find(tx, prospect.person).await? else { return Ok(()) };
        let contacts = contacts(tx, &program, prospect.owner).await?;
        let Some(runs) = contacts.first() else { return Ok(()) };
        if let (true, Some(ask)) = (standing.has_joined(), self.ask(tx).await?) {
            let ask = agreed(&ask, &standing.said);
            let from = self.pitch.map_or(runs.name.as_str(), |p| p.from_name.as_str());
            let draft = letters::thank_you(&leader, from, &ask, &program, runs);
            self.send(tx, &draft, "thank-you", &program, &as_contact(&leader), runs).await?;
        }
        if self.recorded_by.is_none() {
            for contact in &contacts {
                let draft = letters::answered(self.app, contact, &leader, &prospect);
                self.send(tx, &draft, "answered", &program, contact, runs).await?;
            }
        }
        Ok(())
    }

    async fn send(
        &self,
        tx: &Tx,
        draft: &letters::Draft,
        kind: &'static str,
        program: &Program,
        to: &Contact,
        runs: &Contact,
    ) -> Result<()> {
        let address = to.email.as_deref().and_then(|e| Email::parse(e).ok());
        let (Some(person), Some(email)) = (to.person, address) else { return Ok(()) };
        let posting = Posting {
            kind,
            program,
            about: letters::about_answer(self.prospect),
            to: (person, to.name.clone(), email),
            from_name: if kind == "answered" { program.name.clone() } else { runs.name.clone() },
            reply_to: runs.email.as_deref().and_then(|e| Email::parse(e).ok()),
            not_before: self.now() + SETTLES,
            created_by: None,
        };
        let host = self.app.config().host();
        bellwether_outbox::enqueue(tx, self.app.world(), host, letters::post(draft, posting)).await.map(drop)
    }
}

/// Whom letters name and whom answers are told to: the owner where there is one, else every
/// coordinator.
pub async fn contacts(
    db: &impl bellwether_db::Read,
    program: &Program,
    owner: Option<PersonId>,
) -> Result<Vec<Contact>> {
    let all = programs::coordinators(db, program.id).await?;
    let as_contact = |(person, name, email)| Contact { person: Some(person), name, email };
    let mut contacts: Vec<Contact> = all.into_iter().map(as_contact).collect();
    if let Some(at) = contacts.iter().position(|c| owner.is_some() && c.person == owner) {
        contacts = vec![contacts.swap_remove(at)];
    }
    Ok(contacts)
}

fn as_contact(person: &Person) -> Contact {
    Contact { person: Some(person.id), name: person.name.clone(), email: person.email.clone() }
}
