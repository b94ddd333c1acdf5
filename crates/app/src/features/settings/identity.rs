//! Columns about identity are off until an administrator switches one on for a written purpose;
//! switched off, its values are erased.

use crate::access::{Administrator, Ctx, audit};
use crate::shell::{
    Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_db::{Read, params, row, statements};
use bellwether_kernel::Timestamp;

statements! {
    COLUMNS = "
        select c.attribute, c.purpose, c.switched_on_at, p.name,
               (select count(*) from sensitive_values v where v.attribute = c.attribute)
        from sensitive_columns c left join people p on p.id = c.switched_on_by
        order by c.attribute";
    SWITCH_ON = "
        insert into sensitive_columns (attribute, purpose, switched_on_by, switched_on_at) values ($1, $2, $3, $4)
        on conflict (attribute) do nothing";
    SWITCH_OFF = "delete from sensitive_columns where attribute = $1";
    ERASE_VALUES = "delete from sensitive_values where attribute = $1";
}

row! {
    /// A column about identity that is on.
    pub struct Column {
        /// What it is: "gender".
        pub attribute: String,
        /// What it is for, in the administrator's words.
        pub purpose: String,
        /// Since when.
        pub since: Timestamp,
        /// Who switched it on.
        pub by: Option<String>,
        /// How many people have a value.
        pub values: i64
    }
}

/// What imports recognise as being about identity.
const KNOWN: [&str; 9] = [
    "age",
    "disability",
    "ethnicity",
    "gender",
    "identity",
    "matching by identity",
    "orientation",
    "religion",
    "social background",
];
const PATH: &str = "/settings/identity";

#[derive(Template)]
#[template(path = "features/settings/identity.html")]
struct IdentityPage {
    frame: Frame,
    on: Vec<(Column, String)>,
    off: Vec<&'static str>,
    fields: Fields,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "features/settings/identity_off.html")]
struct OffPage {
    frame: Frame,
    column: Column,
}

/// Every column about identity that is on.
pub(super) async fn columns(db: &impl Read) -> bellwether_db::Result<Vec<Column>> {
    db.all(&COLUMNS, params![]).await
}

/// `GET /settings/identity`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    show(&page_of(&ctx, Fields::default(), Problems::none()).await?)
}

/// `POST /settings/identity`
pub async fn switch_on(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let attribute = KNOWN.into_iter().find(|known| *known == fields.get("attribute"));
    if attribute.is_none() {
        problems.say("attribute", "Choose one of these.");
    }
    let missing = "Write what it is needed for; people read it under “what is kept about me”.";
    let purpose = fields.words("purpose", 500, missing, &mut problems);
    if !purpose.is_empty() && purpose.chars().count() < 15 {
        problems.say("purpose", "Write a whole sentence: what is it needed for, and who uses it?");
    }
    let (Some(attribute), true) = (attribute, problems.is_empty()) else {
        return show_refused(&page_of(&ctx, fields, problems).await?);
    };
    let tx = ctx.db.begin().await?;
    if tx.run(&SWITCH_ON, params![attribute, purpose, ctx.scope.by, ctx.now]).await? > 0 {
        audit::write(&tx, &ctx.world, line(&ctx, "switched a column about identity on", attribute)).await?;
    }
    tx.commit().await?;
    let says = format!("The column {attribute} is on. The next import that has it keeps it.");
    see_other_with(PATH, Flash::new(says))
}

/// `GET /settings/identity/off?attribute=gender`: what would be erased.
pub async fn off_page(ctx: Ctx<Administrator>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let all = columns(&ctx.db).await?;
    let Some(column) = all.into_iter().find(|c| c.attribute == query.get("attribute")) else {
        return see_other(PATH);
    };
    show(&OffPage { frame: ctx.frame("Switch a column off", "/settings"), column })
}

/// `POST /settings/identity/off`
pub async fn switch_off(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let attribute = fields.get("attribute");
    let tx = ctx.db.begin().await?;
    let erased = tx.run(&ERASE_VALUES, params![attribute]).await?;
    if tx.run(&SWITCH_OFF, params![attribute]).await? > 0 {
        audit::write(&tx, &ctx.world, line(&ctx, "switched a column about identity off", attribute)).await?;
    }
    tx.commit().await?;
    let erased = words::count(erased as i64, "value was", "values were");
    see_other_with(PATH, Flash::new(format!("The column is off; {erased} erased.")))
}

fn line(ctx: &Ctx<Administrator>, verb: &'static str, attribute: &str) -> audit::Line<'static> {
    let object = format!("column:{attribute}");
    audit::Line { actor: Some(ctx.scope.by), verb, object, ..audit::Line::default() }
}

async fn page_of(ctx: &Ctx<Administrator>, fields: Fields, problems: Problems) -> Result<IdentityPage> {
    let on = columns(&ctx.db).await?;
    let off = KNOWN.into_iter().filter(|known| on.iter().all(|c| c.attribute != *known)).collect();
    let day = |c: &Column| words::day_year(c.since.to_zoned(ctx.organization.zone.clone()).date());
    let on = on.into_iter().map(|c| (c.clone(), day(&c))).collect();
    Ok(IdentityPage { frame: ctx.frame("Columns about identity", "/settings"), on, off, fields, problems })
}
