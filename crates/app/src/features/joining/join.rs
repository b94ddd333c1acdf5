//! Signing up, changing what one wrote, and withdrawing: each for oneself.

use super::enroll::{bring_back, enroll};
use super::enrollment::{NewEnrollment, Part, Source};
use super::letters;
use super::page::takes_sign_ups;
use super::questions::{Questions, fields_of};
use super::store::{self, Enrollment};
use crate::access::{At, Ctx, SignedIn, audit};
use crate::features::people::{self, Person};
use crate::features::programs::{self, Program};
use crate::features::recruiting;
use crate::shell::{
    Error, Fields, Flash, Letter, Problems, Result, see_other, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_db::{Read, Tx};
use bellwether_kernel::ProgramId;

#[derive(Template)]
#[template(path = "features/joining/join.html")]
struct JoinPage {
    letter: Letter,
    program: Program,
    person: Person,
    /// What they do in the program so far.
    role: Option<Part>,
    since: String,
    open: bool,
    /// Their answers have just been kept: what comes next is said, and the questions are not asked again.
    done: bool,
    q: Questions,
}

/// What a sign-up stands on.
struct Joining {
    program: Program,
    person: Person,
    kept: Option<Enrollment>,
}

impl Joining {
    async fn read(db: &impl Read, ctx: &Ctx<SignedIn>, id: ProgramId) -> Result<Self> {
        let person = people::find(db, ctx.scope.person).await?.ok_or(Error::NotFound)?;
        Ok(Self {
            program: programs::find(db, id).await?,
            kept: store::of_person(db, id, person.id).await?,
            person,
        })
    }

    /// What they do in it now.
    fn role(&self) -> Option<Part> {
        self.kept.as_ref().filter(|k| k.is_active()).map(|k| k.role)
    }

    /// The part whose questions are asked: the one that was chosen, or else the one they have.
    fn part(&self, chosen: &str) -> Part {
        match (chosen.parse(), self.role()) {
            (Ok(Part::Mentor), _) | (Err(_), Some(Part::Mentor)) => Part::Mentor,
            _ => Part::Mentee,
        }
    }

    /// What is kept of them, or else what is known without asking.
    async fn known(&self, db: &impl Read, part: Part) -> Result<NewEnrollment> {
        if let Some(kept) = &self.kept {
            return Ok(store::whole(db, kept).await?);
        }
        let languages = self.person.languages.clone();
        let capacity =
            self.program.ask.map_or(1, |ask| ask.mentees.clamp(1, super::enrollment::MOST_MENTEES));
        let new = NewEnrollment::of(self.program.id, self.person.id, part, Source::Form);
        Ok(NewEnrollment { languages, capacity, ..new })
    }

    async fn questions(
        &self,
        db: &impl Read,
        ctx: &Ctx<SignedIn>,
        part: Part,
        fields: Fields,
    ) -> Result<Questions> {
        let mut mentors = store::choosable(db, self.program.id, ctx.today()).await?;
        mentors.retain(|m| m.person != self.person.id && Some(m.person) != self.person.manager);
        Ok(Questions {
            part,
            by_hand: false,
            leads: self.person.leads,
            program: self.program.name.clone(),
            fields,
            problems: Problems::none(),
            mentors,
            suggestions: store::offered(db, self.program.id).await?,
        })
    }

    fn page(self, ctx: &Ctx<SignedIn>, q: Questions) -> JoinPage {
        let title = format!("Sign up for {}", self.program.name);
        let at = self.kept.as_ref().map(|k| k.enrolled_at.to_zoned(ctx.organization.zone.clone()).date());
        JoinPage {
            letter: ctx.letter(title, &self.program.name),
            open: takes_sign_ups(&self.program, ctx.today()),
            done: false,
            role: self.role(),
            since: at.map_or(String::new(), words::day),
            program: self.program,
            person: self.person,
            q,
        }
    }
}

/// `GET /programs/{program}/join`, with `?as=mentor` for mentors; with `&done` once answers were kept.
pub async fn page(ctx: Ctx<SignedIn>, At(id): At<ProgramId>) -> Result {
    let joining = Joining::read(&ctx.db, &ctx, id).await?;
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let part = joining.part(query.get("as"));
    let consent = store::consent(&ctx.db, id, ctx.scope.person).await?;
    let fields = fields_of(&joining.known(&ctx.db, part).await?, consent);
    let questions = joining.questions(&ctx.db, &ctx, part, fields).await?;
    let mut page = joining.page(&ctx, questions);
    page.done = query.has("done") && page.is_in();
    show(&page)
}

/// `GET /programs/{program}/offer`: where leaders who said yes add what they offer.
pub async fn offer(ctx: Ctx<SignedIn>, At(id): At<ProgramId>) -> Result {
    programs::find(&ctx.db, id).await?;
    see_other(&format!("/programs/{id}/join?as=mentor"))
}

/// `POST /programs/{program}/join`: signs up, or changes what one wrote. Sent twice is sent once.
pub async fn join(ctx: Ctx<SignedIn>, At(id): At<ProgramId>, fields: Fields) -> Result {
    let tx = ctx.db.begin().await?;
    let joining = Joining::read(&tx, &ctx, id).await?;
    if !takes_sign_ups(&joining.program, ctx.today()) {
        return Err(closed(&joining.program));
    }
    let part = joining.part(fields.get("as"));
    let mut questions = joining.questions(&tx, &ctx, part, fields).await?;
    let (mut answers, problems) = questions.answers(joining.known(&tx, part).await?);
    if !problems.is_empty() {
        questions.problems = problems;
        return show_refused(&joining.page(&ctx, questions));
    }
    let before = joining.role();
    let role = before.map_or(part, |role| role.and(part));
    answers.enrollment.role = role;
    answers.enrollment.source = Source::Form;
    enroll(&tx, &ctx.world, answers.enrollment).await?;
    if let Some(named) = answers.named {
        recruiting::joined_unasked(&tx, &ctx.world, id, joining.person.id).await?;
        recruiting::choose_named(&tx, id, joining.person.id, named, ctx.now).await?;
    }
    let says = if before == Some(role) {
        "Your answers are kept.".to_owned()
    } else {
        tell(&tx, &ctx, &joining, part).await?
    };
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(&format!("/programs/{id}/join?as={part}&done"), Flash::new(says))
}

/// The confirmation and the audit log's line; what the next page says.
async fn tell(tx: &Tx, ctx: &Ctx<SignedIn>, joining: &Joining, part: Part) -> Result<String> {
    let Joining { program, person, .. } = joining;
    let verb = if part == Part::Mentor { "signed up as a mentor" } else { "signed up for a mentor" };
    let line = audit::Line {
        actor: Some(person.id),
        verb,
        object: format!("person:{}", person.id),
        program: Some(program.id),
        ..audit::Line::default()
    };
    audit::write(tx, &ctx.world, line).await?;
    let sent = letters::confirm(tx, ctx, program, person, part).await?;
    let done = match part {
        Part::Mentor => "You are signed up as a mentor.",
        _ => "You are signed up for a mentor.",
    };
    Ok(match sent {
        Some(address) => format!("{done} A confirmation is on its way to {address}."),
        None => done.to_owned(),
    })
}

/// `POST /programs/{program}/join/withdraw`: gives up one part (`as`), or all.
pub async fn leave(ctx: Ctx<SignedIn>, At(id): At<ProgramId>, fields: Fields) -> Result {
    let tx = ctx.db.begin().await?;
    let joining = Joining::read(&tx, &ctx, id).await?;
    let Some(role) = joining.role() else { return see_other(&format!("/programs/{id}")) };
    let part = fields.get("as").parse().unwrap_or(Part::Either);
    let person = joining.person.id;
    super::leave::leave(&tx, &ctx.app, id, person, part).await?;
    let line = audit::Line {
        actor: Some(person),
        verb: "withdrew from a program",
        object: format!("person:{person}"),
        program: Some(id),
        ..audit::Line::default()
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let says = match (role, part) {
        (Part::Either, Part::Mentor) => "You no longer mentor. You are still signed up for a mentor.",
        (Part::Either, Part::Mentee) => "You no longer look for a mentor. You still mentor.",
        _ => "You have withdrawn. What you wrote is kept, in case you come back.",
    };
    let undo = format!("/programs/{id}/join/return?as={role}");
    see_other_with(&format!("/programs/{id}"), Flash::with_undo(says, undo))
}

/// `POST /programs/{program}/join/return`: takes a withdrawal back.
pub async fn come_back(ctx: Ctx<SignedIn>, At(id): At<ProgramId>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let tx = ctx.db.begin().await?;
    let joining = Joining::read(&tx, &ctx, id).await?;
    if !takes_sign_ups(&joining.program, ctx.today()) {
        return Err(closed(&joining.program));
    }
    let Some(kept) = &joining.kept else { return Err(Error::NotFound) };
    let part: Part = query.get("as").parse().unwrap_or(kept.role);
    let person = joining.person.id;
    let changed = bring_back(&tx, id, person, part).await?;
    if changed && part.mentors() {
        recruiting::returned(&tx, id, person).await?;
    }
    tx.commit().await?;
    see_other_with(&format!("/programs/{id}"), Flash::new("You are back, as you were."))
}

fn closed(program: &Program) -> Error {
    Error::refused(
        format!("{} takes no more sign-ups", program.name),
        "Nothing was changed. Its coordinators can tell you about the next one.",
    )
}

impl JoinPage {
    fn heading(&self) -> &'static str {
        if self.done {
            return "You are signed up";
        }
        match (self.role, self.q.part) {
            (None, Part::Mentor) => "Whom could you help along?",
            (None, _) => "Find me a mentor",
            (Some(role), Part::Mentor) if !role.mentors() => "Mentor somebody, too",
            (Some(role), Part::Mentee) if !role.learns() => "Find me a mentor, too",
            (_, Part::Mentor) => "What you offer",
            _ => "What you are after",
        }
    }

    /// Whether the questions on this page were answered before.
    fn is_in(&self) -> bool {
        self.role.is_some_and(|role| role.without(self.q.part) != Some(role))
    }

    fn known(&self) -> String {
        let p = &self.person;
        let parts =
            [Some(p.name.as_str()), p.level_name.as_deref(), p.department.as_deref(), p.office.as_deref()];
        parts.into_iter().flatten().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn button(&self) -> &'static str {
        match (self.is_in(), self.q.part) {
            (true, _) => "Keep these answers",
            (false, Part::Mentor) => "Sign me up as a mentor",
            (false, _) => "Sign me up",
        }
    }

    fn other(&self) -> (&'static str, &'static str) {
        match (self.q.part, self.role) {
            (Part::Mentor, Some(role)) if role.learns() => ("mentee", "What you are after"),
            (Part::Mentor, _) => ("mentee", "I am looking for a mentor"),
            (_, Some(role)) if role.mentors() => ("mentor", "What you offer"),
            _ => ("mentor", "I would like to mentor"),
        }
    }
}
