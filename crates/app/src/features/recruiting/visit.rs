//! A leader's link, opened: what it leads to today, and whom the page names.

use super::answering::contacts;
use super::letters::Contact;
use super::standing::{Door, Doorway, door};
use super::{Pitch, Prospect, pitches, store};
use crate::Mode;
use crate::access::{Ctx, LinkHolder, Role};
use crate::features::people::{self, Person};
use crate::features::programs::{self, Program};
use crate::shell::{Error, Result, assets};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{PersonId, ProgramId, initials};

statements! {
    /// Whether somebody's mentee is named: proposed to both, or working together.
    MENTEE_NAMED = "
        select (select count(*) from matches m join enrollments r on r.id = m.mentor_id
                where r.program_id = $1 and r.person_id = $2 and m.state in ('proposed', 'accepted'))
             + (select count(*) from mentorships w where w.program_id = $1 and w.mentor_id = $2 and w.ended_at is null)";
}

/// What a link leads to.
pub struct Visit {
    pub pitch: Pitch,
    pub prospect: Prospect,
    pub program: Program,
    pub person: Person,
    pub runs: Contact,
    pub door: Door,
    pub sheet: Sheet,
}

/// The leader's small page around whatever it says.
pub struct Sheet {
    pub title: String,
    pub css: &'static str,
    pub from_name: String,
    pub initials: String,
    /// `/ask/{token}`; in a preview, the preview itself.
    pub base: String,
    pub program: String,
    pub organization: String,
    pub runs: String,
    pub runs_first: String,
    pub runs_email: Option<String>,
    pub demo: bool,
}

impl Sheet {
    /// The sheet around a pitch.
    pub fn of<R: Role>(ctx: &Ctx<R>, pitch: &Pitch, program: &Program, runs: &Contact, base: String) -> Self {
        Self {
            title: format!("{} asks: {}", pitch.from_name, super::evidence::lower(&pitch.question)),
            css: assets::pitch_css(),
            from_name: pitch.from_name.clone(),
            initials: initials(&pitch.from_name),
            base,
            program: program.name.clone(),
            organization: ctx.organization.name.clone(),
            runs: runs.name.clone(),
            runs_first: people::first_name(&runs.name).to_owned(),
            runs_email: runs.email.clone(),
            demo: ctx.app.config().mode == Mode::Demo,
        }
    }
}

/// Opens a leader's link. It reads, and writes nothing.
pub async fn open(ctx: &Ctx<LinkHolder>) -> Result<Visit> {
    let scope = &ctx.scope;
    let pitch = pitches::find(&ctx.db, scope.pitch).await?;
    let prospect = store::find(&ctx.db, scope.program, scope.prospect).await?;
    let program = programs::find(&ctx.db, scope.program).await?;
    let person = people::find(&ctx.db, scope.person).await?.ok_or(Error::NotFound)?;
    let runs = runs(&ctx.db, &program, &prospect).await?;
    let way = Doorway {
        state: pitch.state,
        answered: prospect.answered_at.is_some(),
        closed: prospect.closed_at.is_some(),
        mentee_named: mentee_named(&ctx.db, scope.program, scope.person).await?,
        program_closed: program.closed_at.is_some(),
        answer_by: pitch.answer_by,
        ends_on: pitch.ask.ends_on(),
    };
    let door = door(&way, ctx.today());
    let base: String = ctx.uri.path().split('/').take(3).collect::<Vec<_>>().join("/");
    let sheet = Sheet::of(ctx, &pitch, &program, &runs, base);
    Ok(Visit { pitch, prospect, program, person, runs, door, sheet })
}

/// Whom a leader can write to: the owner, or the first coordinator.
pub async fn runs(db: &impl Read, program: &Program, prospect: &Prospect) -> Result<Contact> {
    let mut contacts = contacts(db, program, prospect.owner).await?;
    let nobody = || Contact { person: None, name: "The coordinator".to_owned(), email: None };
    Ok(if contacts.is_empty() { nobody() } else { contacts.swap_remove(0) })
}

/// Whether somebody's mentee is named in a program.
pub async fn mentee_named(
    db: &impl Read,
    program: ProgramId,
    person: PersonId,
) -> bellwether_db::Result<bool> {
    Ok(db.value::<i64>(&MENTEE_NAMED, params![program, person]).await? > 0)
}
