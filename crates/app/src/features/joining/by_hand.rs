//! Enrollments written by a coordinator: for whoever cannot sign up, and to mend what is wrong.

use super::enroll::{bring_back, enroll};
use super::enrollment::{NewEnrollment, Part, Source};
use super::leave::leave;
use super::questions::{Questions, fields_of};
use super::store::{self, Enrollment};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::people::{self, Person, Picked};
use crate::features::{programs, recruiting};
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_db::{Read, Tx};
use bellwether_kernel::{EnrollmentId, PersonId, ProgramId};

#[derive(Template)]
#[template(path = "features/joining/who.html")]
struct WhoPage {
    frame: Frame,
    base: String,
    search: String,
    found: Vec<Picked>,
}

#[derive(Template)]
#[template(path = "features/joining/by_hand.html")]
struct ByHandPage {
    frame: Frame,
    base: String,
    person: Person,
    kept: Option<Enrollment>,
    since: String,
    q: Questions,
}

/// `GET /programs/{program}/enrollments/new`: whom, and then what.
pub async fn new_page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let base = ctx.path("/enrollments");
    if let Ok(id) = query.get("person").parse::<PersonId>() {
        if let Some(kept) = store::of_person(&ctx.db, program, id).await? {
            return see_other(&format!("{base}/{}?as={}", kept.id, query.get("as")));
        }
        let person = present(&ctx, &ctx.db, id).await?;
        return show(&form(&ctx, &ctx.db, person, None, query.get("as")).await?);
    }
    let search = query.get("q").to_owned();
    let found = if search.is_empty() { Vec::new() } else { people::search(&ctx.db, &search, 20).await? };
    show(&WhoPage { frame: ctx.frame("Enroll somebody", &base), base, search, found })
}

/// `POST /programs/{program}/enrollments/new`
pub async fn add(ctx: Ctx<Coordinator>, At(program): At<ProgramId>, fields: Fields) -> Result {
    let Ok(id) = fields.get("person").parse::<PersonId>() else {
        return Err(Error::refused(
            "Who is to be enrolled was not said",
            "Nothing was changed. Go back and choose somebody.",
        ));
    };
    let tx = ctx.db.begin().await?;
    let person = present(&ctx, &tx, id).await?;
    let kept = store::of_person(&tx, program, id).await?;
    write(ctx, tx, person, kept, fields).await
}

/// `GET /programs/{program}/enrollments/{enrollment}`
pub async fn page(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, EnrollmentId)>) -> Result {
    let kept = store::find(&ctx.db, program, id).await?;
    let person = people::find(&ctx.db, kept.person).await?.ok_or(Error::NotFound)?;
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    show(&form(&ctx, &ctx.db, person, Some(kept), query.get("as")).await?)
}

/// `POST /programs/{program}/enrollments/{enrollment}`
pub async fn change(
    ctx: Ctx<Coordinator>,
    At((program, id)): At<(ProgramId, EnrollmentId)>,
    fields: Fields,
) -> Result {
    let tx = ctx.db.begin().await?;
    let kept = store::find(&tx, program, id).await?;
    let person = people::find(&tx, kept.person).await?.ok_or(Error::NotFound)?;
    write(ctx, tx, person, Some(kept), fields).await
}

/// `POST /programs/{program}/enrollments/{enrollment}/withdraw`
pub async fn take_out(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, EnrollmentId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let kept = store::find(&tx, program, id).await?;
    let person = people::find(&tx, kept.person).await?.ok_or(Error::NotFound)?;
    if kept.is_active() {
        leave(&tx, &ctx.app, program, kept.person, Part::Either).await?;
        tell(&tx, &ctx, "withdrew somebody by hand", id).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let base = ctx.path("/enrollments");
    let says = format!("{} takes part no longer.", person.name);
    see_other_with(&base, Flash::with_undo(says, format!("{base}/{id}/return")))
}

/// `POST /programs/{program}/enrollments/{enrollment}/return`
pub async fn put_back(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, EnrollmentId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let kept = store::find(&tx, program, id).await?;
    let person = people::find(&tx, kept.person).await?.ok_or(Error::NotFound)?;
    if bring_back(&tx, program, kept.person, kept.role).await? {
        if kept.role.mentors() {
            recruiting::returned(&tx, program, kept.person).await?;
        }
        tell(&tx, &ctx, "brought somebody back by hand", id).await?;
    }
    tx.commit().await?;
    see_other_with(&ctx.path("/enrollments"), Flash::new(format!("{} takes part again.", person.name)))
}

/// Somebody who can be enrolled: known, and not gone.
async fn present(ctx: &Ctx<Coordinator>, db: &impl Read, id: PersonId) -> Result<Person> {
    let person = people::find(db, id).await?.ok_or(Error::NotFound)?;
    if person.has_left(ctx.today()) {
        return Err(Error::refused(
            format!("{} has left", person.name),
            "Nothing was changed. Choose somebody else.",
        ));
    }
    Ok(person)
}

fn part(chosen: &str, kept: Option<&Enrollment>) -> Part {
    match (chosen.parse(), kept.map(|k| k.role)) {
        (Ok(Part::Mentor), _) | (Err(_), Some(Part::Mentor)) => Part::Mentor,
        _ => Part::Mentee,
    }
}

async fn known(
    db: &impl Read,
    program: ProgramId,
    person: &Person,
    kept: Option<&Enrollment>,
    part: Part,
) -> Result<NewEnrollment> {
    Ok(match kept {
        Some(kept) => store::whole(db, kept).await?,
        None => NewEnrollment {
            languages: person.languages.clone(),
            ..NewEnrollment::of(program, person.id, part, Source::Hand)
        },
    })
}

async fn form(
    ctx: &Ctx<Coordinator>,
    db: &impl Read,
    person: Person,
    kept: Option<Enrollment>,
    chosen: &str,
) -> Result<ByHandPage> {
    let part = part(chosen, kept.as_ref());
    let fields = fields_of(&known(db, ctx.scope.program, &person, kept.as_ref(), part).await?, None);
    let q = questions(ctx, db, &person, part, fields).await?;
    Ok(page_of(ctx, person, kept, q))
}

async fn questions(
    ctx: &Ctx<Coordinator>,
    db: &impl Read,
    person: &Person,
    part: Part,
    fields: Fields,
) -> Result<Questions> {
    let program = programs::find(db, ctx.scope.program).await?;
    let mut mentors = store::mentors(db, program.id, ctx.today()).await?;
    mentors.retain(|m| m.person != person.id && Some(m.person) != person.manager);
    Ok(Questions {
        part,
        by_hand: true,
        leads: person.leads,
        program: program.name,
        fields,
        problems: Problems::none(),
        mentors,
        suggestions: store::offered(db, program.id).await?,
    })
}

fn page_of(ctx: &Ctx<Coordinator>, person: Person, kept: Option<Enrollment>, q: Questions) -> ByHandPage {
    let base = ctx.path("/enrollments");
    let since = kept.as_ref().map(|k| k.enrolled_at.to_zoned(ctx.organization.zone.clone()).date());
    ByHandPage {
        frame: ctx.frame(person.name.clone(), &base),
        base,
        since: since.map_or(String::new(), words::day_year),
        person,
        kept,
        q,
    }
}

async fn write(
    ctx: Ctx<Coordinator>,
    tx: Tx,
    person: Person,
    kept: Option<Enrollment>,
    fields: Fields,
) -> Result {
    let program = ctx.scope.program;
    let part = part(fields.get("as"), kept.as_ref());
    let mut q = questions(&ctx, &tx, &person, part, fields).await?;
    let (answers, problems) = q.answers(known(&tx, program, &person, kept.as_ref(), part).await?);
    if !problems.is_empty() {
        q.problems = problems;
        return show_refused(&page_of(&ctx, person, kept, q));
    }
    let before = kept.as_ref().filter(|k| k.is_active()).map(|k| k.role);
    let role = before.map_or(part, |before| before.and(part));
    let id =
        enroll(&tx, &ctx.world, NewEnrollment { role, source: Source::Hand, ..answers.enrollment }).await?;
    if person.leads && part.mentors() {
        recruiting::joined_unasked(&tx, &ctx.world, program, person.id).await?;
    }
    let verb = if before.is_some() { "changed an enrollment by hand" } else { "enrolled somebody by hand" };
    tell(&tx, &ctx, verb, id).await?;
    tx.commit().await?;
    let says = match (before, part) {
        (Some(before), _) if before == role => format!("What you wrote about {} is kept.", person.name),
        (_, Part::Mentor) => format!("{} takes part as a mentor.", person.name),
        _ => format!("{} takes part as a mentee.", person.name),
    };
    see_other_with(&ctx.path("/enrollments"), Flash::new(says))
}

async fn tell(tx: &Tx, ctx: &Ctx<Coordinator>, verb: &str, id: EnrollmentId) -> Result<()> {
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb,
        object: format!("enrollment:{id}"),
        program: Some(ctx.scope.program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &ctx.world, line).await?)
}

impl ByHandPage {
    fn action(&self) -> String {
        match &self.kept {
            Some(kept) => format!("{}/{}", self.base, kept.id),
            None => format!("{}/new", self.base),
        }
    }

    /// Where the questions of the other part are.
    fn other(&self) -> (String, &'static str) {
        let (part, label) = match self.q.part {
            Part::Mentor => ("mentee", "What they want, as a mentee"),
            _ => ("mentor", "What they offer, as a mentor"),
        };
        match &self.kept {
            Some(kept) => (format!("{}/{}?as={part}", self.base, kept.id), label),
            None => (format!("{}/new?person={}&as={part}", self.base, self.person.id), label),
        }
    }

    fn stands(&self) -> String {
        match &self.kept {
            None => "Takes part in nothing here yet.".to_owned(),
            Some(kept) if !kept.is_active() => "Withdrew. Keeping these answers brings them back.".to_owned(),
            Some(kept) => {
                let as_what = match kept.role {
                    Part::Mentor => "a mentor",
                    Part::Mentee => "a mentee",
                    Part::Either => "a mentor and a mentee",
                };
                format!("Takes part as {as_what} since {}.", self.since)
            }
        }
    }

    fn is_active(&self) -> bool {
        self.kept.as_ref().is_some_and(Enrollment::is_active)
    }
}
