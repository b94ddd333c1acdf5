//! Two people who are never to be matched with each other.

use crate::access::{At, Coordinator, Ctx, audit};
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_db::{Read, Tx, params, row, statements};
use bellwether_kernel::{PersonId, ProgramId, Timestamp, fold};

statements! {
    LIST = "
        select x.one_id, a.name, x.other_id, b.name, x.reason
        from exclusions x join people a on a.id = x.one_id join people b on b.id = x.other_id
        where x.program_id = $1 order by x.at desc, a.search limit 500";
    ADD = "
        insert into exclusions (program_id, one_id, other_id, reason, by_id, at) values ($1, $2, $3, $4, $5, $6)
        on conflict (program_id, one_id, other_id) do update set reason = excluded.reason";
    REMOVE = "delete from exclusions where program_id = $1 and one_id = $2 and other_id = $3";
    /// People of a program by what was typed; whoever has just that name or address comes first.
    FOUND = "
        select p.id, p.name, p.email, case when p.email_key = $3 or p.search like $2 || ' %' or p.search = $2 then 1 else 0 end
        from enrollments e join people p on p.id = e.person_id
        where e.program_id = $1 and p.erased_at is null and (p.search like '%' || $2 || '%' or p.email_key = $3)
        order by 4 desc, p.search, p.id limit 6";
    NAMES = "
        select p.name from enrollments e join people p on p.id = e.person_id
        where e.program_id = $1 and e.withdrawn_at is null and p.erased_at is null order by p.search limit 500";
}

row! {
    struct Pair { one: PersonId, one_name: String, other: PersonId, other_name: String, reason: String }
}

row! { struct Found { id: PersonId, name: String, email: Option<String>, exactly: bool } }

#[derive(Template)]
#[template(path = "features/joining/exclusions.html")]
struct ExclusionsPage {
    frame: Frame,
    base: String,
    pairs: Vec<Pair>,
    names: Vec<String>,
    fields: Fields,
    problems: Problems,
}

async fn page_of(
    ctx: &Ctx<Coordinator>,
    db: &impl Read,
    fields: Fields,
    problems: Problems,
) -> Result<ExclusionsPage> {
    let names: Vec<(String,)> = db.all(&NAMES, params![ctx.scope.program]).await?;
    Ok(ExclusionsPage {
        frame: ctx.frame("Never together", &ctx.path("/enrollments")),
        base: ctx.path("/enrollments"),
        pairs: db.all(&LIST, params![ctx.scope.program]).await?,
        names: names.into_iter().map(|(name,)| name).collect(),
        fields,
        problems,
    })
}

/// `GET /programs/{program}/enrollments/exclusions`
pub async fn page(ctx: Ctx<Coordinator>, At(_): At<ProgramId>) -> Result {
    show(&page_of(&ctx, &ctx.db, Fields::default(), Problems::none()).await?)
}

/// `POST /programs/{program}/enrollments/exclusions`: keeps two people apart.
pub async fn add(ctx: Ctx<Coordinator>, At(program): At<ProgramId>, fields: Fields) -> Result {
    let tx = ctx.db.begin().await?;
    let mut problems = Problems::none();
    let one = somebody(&tx, program, &fields, "one", &mut problems).await?;
    let other = somebody(&tx, program, &fields, "other", &mut problems).await?;
    let reason = fields.get("reason").to_owned();
    if reason.chars().count() > 300 {
        problems.say("reason", "This is longer than 300 characters. Shorten it; nothing was cut off.");
    }
    if let (Some((a, _)), Some((b, _))) = (&one, &other)
        && a == b
    {
        problems.say("other", "These are the same person. Name two.");
    }
    let (Some(one), Some(other), true) = (one, other, problems.is_empty()) else {
        return show_refused(&page_of(&ctx, &tx, fields, problems).await?);
    };
    keep_apart(&tx, &ctx, one.0, other.0, &reason, ctx.now).await?;
    tx.commit().await?;
    let says = format!("{} and {} are never proposed to each other.", one.1, other.1);
    see_other_with(&ctx.path("/enrollments/exclusions"), Flash::new(says))
}

async fn keep_apart(
    tx: &Tx,
    ctx: &Ctx<Coordinator>,
    a: PersonId,
    b: PersonId,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let (one, other) = (a.min(b), a.max(b));
    tx.run(&ADD, params![ctx.scope.program, one, other, reason, ctx.scope.by, now]).await?;
    tell(tx, ctx, "kept two people apart", one, other).await
}

/// `POST /programs/{program}/enrollments/exclusions/remove`
pub async fn remove(ctx: Ctx<Coordinator>, At(program): At<ProgramId>, fields: Fields) -> Result {
    let (Ok(one), Ok(other)) =
        (fields.get("one").parse::<PersonId>(), fields.get("other").parse::<PersonId>())
    else {
        return Err(Error::refused(
            "Which two was not said",
            "Nothing was changed. Go back and choose the pair.",
        ));
    };
    let tx = ctx.db.begin().await?;
    if tx.run(&REMOVE, params![program, one.min(other), one.max(other)]).await? > 0 {
        tell(&tx, &ctx, "no longer keeps two people apart", one, other).await?;
    }
    tx.commit().await?;
    see_other_with(
        &ctx.path("/enrollments/exclusions"),
        Flash::new("They may be proposed to each other again."),
    )
}

async fn tell(tx: &Tx, ctx: &Ctx<Coordinator>, verb: &str, one: PersonId, other: PersonId) -> Result<()> {
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb,
        object: format!("person:{one}, person:{other}"),
        program: Some(ctx.scope.program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &ctx.world, line).await?)
}

/// The one person of the program who was meant, or what is wrong at the field.
async fn somebody(
    tx: &Tx,
    program: ProgramId,
    fields: &Fields,
    field: &str,
    problems: &mut Problems,
) -> Result<Option<(PersonId, String)>> {
    let typed = fields.get(field);
    let text = fold(typed).replace(['%', '_', '\\'], " ").trim().to_owned();
    if text.is_empty() {
        problems.say(field, "Write a name.");
        return Ok(None);
    }
    let mut found: Vec<Found> = tx.all(&FOUND, params![program, text, typed.to_lowercase()]).await?;
    if found.iter().filter(|f| f.exactly).count() == 1 {
        found.truncate(1);
    }
    match &found[..] {
        [only] => return Ok(Some((only.id, only.name.clone()))),
        [] => problems.say(
            field,
            format!("Nobody in this program is called “{typed}”. Only who is enrolled can be kept apart."),
        ),
        several => {
            let known = |f: &Found| f.email.clone().unwrap_or_else(|| f.name.clone());
            let who = words::list(&several.iter().map(known).collect::<Vec<_>>());
            problems.say(field, format!("Several fit “{typed}”: {who}. Write the address instead."));
        }
    }
    Ok(None)
}
