//! Adding and changing a person by hand.

use super::named::named;
use super::person::{Person, search_text};
use super::{find, levels};
use crate::access::{At, Ctx, Staff, audit};
use crate::shell::{Error, Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused};
use askama::Template;
use bellwether_db::{Read, Tx, params, statements};
use bellwether_kernel::{Date, LevelId, PersonId, one_line};

statements! {
    ADD = "
        insert into people (id, key, name, email, email_key, title, level_id, office, department, manager_id, assistant_id,
            time_zone, since, languages, source, search, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'hand', $15, $16, $16)";
    CHANGE = "
        update people set key = $2, name = $3, email = $4, email_key = $5, title = $6, level_id = $7, office = $8,
            department = $9, manager_id = $10, assistant_id = $11, time_zone = $12, since = $13, languages = $14,
            search = $15, updated_at = $16
        where id = $1 and erased_at is null";
    WITH_KEY = "select name from people where key = $1 and id <> $2";
    WITH_ADDRESS = "select name from people where email_key = $1 and id <> $2";
    /// Everybody above a person, and they themselves.
    ABOVE = "
        with recursive above (id, steps) as (
            select cast($1 as bigint), 0
            union all
            select p.manager_id, above.steps + 1 from above join people p on p.id = above.id
            where p.manager_id is not null and above.steps < 200
        )
        select count(*) from above where id = $2";
}

#[derive(Template)]
#[template(path = "features/people/edit.html")]
struct EditPage {
    frame: Frame,
    heading: String,
    action: String,
    back: String,
    levels: Vec<super::Level>,
    fields: Fields,
    problems: Problems,
    is_new: bool,
}

/// A person as a form has them.
struct Written {
    key: String,
    name: String,
    email: Option<String>,
    title: Option<String>,
    level: Option<LevelId>,
    office: Option<String>,
    department: Option<String>,
    manager: Option<PersonId>,
    assistant: Option<PersonId>,
    time_zone: Option<String>,
    since: Option<i64>,
    languages: String,
}

/// `GET /people/new`
pub async fn new_page(ctx: Ctx<Staff>) -> Result {
    show(&shown(&ctx, None, Fields::default(), Problems::none()).await?)
}

/// `POST /people/new`
pub async fn add(ctx: Ctx<Staff>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let id: PersonId = ctx.world.id();
    let tx = ctx.db.begin().await?;
    let written = read(&tx, id, &fields, ctx.today(), &mut problems).await?;
    if !problems.is_empty() {
        drop(tx);
        return show_refused(&shown(&ctx, None, fields, problems).await?);
    }
    put(&tx, &ADD, id, &written, &ctx).await?;
    note(&tx, &ctx, id, "added a person").await?;
    tx.commit().await?;
    see_other_with(&format!("/people/{id}"), Flash::new(format!("{} is in the directory.", written.name)))
}

/// `GET /people/{person}/edit`
pub async fn edit_page(ctx: Ctx<Staff>, At(id): At<PersonId>) -> Result {
    let person = find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let fields = stored(&ctx, &person).await?;
    show(&shown(&ctx, Some(&person), fields, Problems::none()).await?)
}

/// `POST /people/{person}/edit`
pub async fn change(ctx: Ctx<Staff>, At(id): At<PersonId>, fields: Fields) -> Result {
    let person = find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let mut problems = Problems::none();
    let tx = ctx.db.begin().await?;
    let mut written = read(&tx, id, &fields, ctx.today(), &mut problems).await?;
    if fields.get("key").is_empty() && problems.is_empty() {
        written.key = if person.email.as_ref().map(|e| e.to_lowercase()).as_deref() == Some(&person.key) {
            written.key
        } else {
            person.key.clone()
        };
    }
    if !problems.is_empty() {
        drop(tx);
        return show_refused(&shown(&ctx, Some(&person), fields, problems).await?);
    }
    put(&tx, &CHANGE, id, &written, &ctx).await?;
    note(&tx, &ctx, id, "changed a person").await?;
    tx.commit().await?;
    see_other_with(&format!("/people/{id}"), Flash::new("Saved."))
}

async fn read(
    tx: &Tx,
    id: PersonId,
    fields: &Fields,
    today: Date,
    problems: &mut Problems,
) -> Result<Written> {
    let name = one_line(&fields.words("name", 200, "Write their name, as they write it.", problems));
    let email = if fields.get("email").is_empty() { None } else { fields.email("email", problems) };
    let email_key = email.as_ref().map(|e| e.key().to_owned());
    let key = match (one_line(fields.get("key")), &email_key) {
        (key, _) if !key.is_empty() => key,
        (_, Some(address)) => address.clone(),
        _ => {
            problems.say("email", "Write an address, or an ID: people are told apart by one of them.");
            String::new()
        }
    };
    if let Some((other,)) = tx.maybe::<(String,)>(&WITH_KEY, params![key, id]).await? {
        let field = if fields.get("key").is_empty() { "email" } else { "key" };
        problems.say(field, format!("{other} has this already."));
    }
    if let Some((other,)) = tx.maybe::<(String,)>(&WITH_ADDRESS, params![email_key, id]).await? {
        problems.say("email", format!("{other} has this address already."));
    }
    let manager = whom(tx, fields, "manager", problems).await?;
    if let Some(manager) = manager
        && tx.value::<i64>(&ABOVE, params![manager, id]).await? > 0
    {
        let says = if manager == id {
            "Nobody reports to themselves. Leave it empty."
        } else {
            "This person reports to them already, directly or through others: the reporting line would go in a circle."
        };
        problems.say("manager", says);
    }
    let assistant = whom(tx, fields, "assistant", problems).await?.filter(|a| *a != id);
    let text = |name: &str| Some(one_line(fields.get(name))).filter(|t| !t.is_empty());
    for name in ["title", "office", "department", "key", "languages"] {
        if fields.get(name).chars().count() > 200 {
            problems.say(name, "This is longer than 200 characters. Shorten it; nothing was cut off.");
        }
    }
    let since = if fields.get("since").is_empty() {
        None
    } else {
        Some(fields.whole("since", 1920, i64::from(today.year()), problems))
    };
    Ok(Written {
        key,
        name,
        email: email.map(|e| e.as_str().to_owned()),
        title: text("title"),
        level: fields.get("level").parse().ok(),
        office: text("office"),
        department: text("department"),
        manager,
        assistant,
        time_zone: fields.zone("time_zone", problems),
        since,
        languages: text("languages").unwrap_or_default(),
    })
}

async fn whom(tx: &Tx, fields: &Fields, field: &str, problems: &mut Problems) -> Result<Option<PersonId>> {
    if fields.get(field).is_empty() {
        return Ok(None);
    }
    let found = named(tx, fields.get(field)).await?.or_say();
    Ok(found.map_err(|what| problems.say(field, what)).ok())
}

async fn put(
    tx: &Tx,
    sql: &'static bellwether_db::Sql,
    id: PersonId,
    w: &Written,
    ctx: &Ctx<Staff>,
) -> Result<()> {
    let email_key = w.email.as_ref().map(|e| e.to_lowercase());
    let others = [w.email.as_deref(), w.title.as_deref(), w.office.as_deref(), w.department.as_deref()];
    let search = search_text(&w.name, others);
    let values = params![
        id,
        w.key,
        w.name,
        w.email,
        email_key,
        w.title,
        w.level,
        w.office,
        w.department,
        w.manager,
        w.assistant,
        w.time_zone,
        w.since,
        w.languages,
        search,
        ctx.now
    ];
    if tx.run(sql, values).await? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Writes the line of the audit log.
pub async fn note(tx: &Tx, ctx: &Ctx<Staff>, id: PersonId, verb: &str) -> Result<()> {
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb,
        object: format!("person:{id}"),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &ctx.world, line).await?)
}

/// The form of somebody who is there.
async fn stored(ctx: &Ctx<Staff>, person: &Person) -> Result<Fields> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let has_own_key = person.email.as_ref().map(|e| e.to_lowercase()).as_deref() != Some(&person.key);
    let mut fields = Fields::of([
        ("key", if has_own_key { person.key.clone() } else { String::new() }),
        ("name", person.name.clone()),
        ("email", text(&person.email)),
        ("title", text(&person.title)),
        ("level", person.level.map(|l| l.to_string()).unwrap_or_default()),
        ("office", text(&person.office)),
        ("department", text(&person.department)),
        ("time_zone", text(&person.time_zone)),
        ("since", person.since.map(|s| s.to_string()).unwrap_or_default()),
        ("languages", person.languages.clone()),
    ]);
    for (field, other) in [("manager", person.manager), ("assistant", person.assistant)] {
        if let Some(other) = other
            && let Some(other) = find(&ctx.db, other).await?
        {
            fields.set(field, other.email.unwrap_or(other.key));
        }
    }
    Ok(fields)
}

async fn shown(
    ctx: &Ctx<Staff>,
    person: Option<&Person>,
    fields: Fields,
    problems: Problems,
) -> Result<EditPage> {
    let to = person.map_or("/people/new".to_owned(), |p| format!("/people/{}/edit", p.id));
    Ok(EditPage {
        frame: ctx.frame(person.map_or("Add a person", |p| p.name.as_str()), "/people"),
        heading: person.map_or("Who is new?".to_owned(), |p| p.name.clone()),
        back: person.map_or("/people".to_owned(), |p| format!("/people/{}", p.id)),
        action: to,
        levels: levels(&ctx.db).await?,
        fields,
        problems,
        is_new: person.is_none(),
    })
}

impl EditPage {
    /// A field with its label, its hint and its error.
    fn text(&self, name: &'static str, label: &'static str, hint: &'static str) -> TextField<'_> {
        TextField { name, label, hint, value: self.fields.get(name), problem: self.problems.at(name) }
    }
}

#[derive(Template)]
#[template(path = "features/people/field.html")]
struct TextField<'a> {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &'a str,
    problem: Option<&'a str>,
}
