//! Signals: dated evidence about a leader. Coordinators alone see and keep them; a leader sees
//! theirs on request.

use crate::access::{At, Ctx, Staff};
use crate::shell::{Error, Fields, Flash, Result, see_other_with, words};
use bellwether_db::{Read, Result as DbResult, params, row, statements, words};
use bellwether_kernel::{Date, PersonId, SignalId, parse_date};

statements! {
    OF_PERSON = "
        select s.id, s.kind, s.happened_on, s.note, s.source, p.name
        from signals s left join people p on p.id = s.created_by
        where s.person_id = $1 and s.retracted_at is null
        order by s.happened_on desc nulls last, s.created_at desc, s.id";
    ADD = "
        insert into signals (id, person_id, kind, happened_on, note, source, created_by, created_at)
        values ($1, $2, $3, $4, $5, 'hand', $6, $7)";
    THERE = "
        select count(*) from signals
        where person_id = $1 and kind = $2 and note = $3 and coalesce(happened_on, '') = $4 and retracted_at is null";
    RETRACT = "update signals set retracted_at = $3 where id = $1 and person_id = $2 and retracted_at is null";
    RESTORE = "update signals set retracted_at = null where id = $1 and person_id = $2";
    EXISTS = "select count(*) from signals where id = $1 and person_id = $2";
}

words! {
    /// What a signal says.
    pub enum SignalKind {
        /// They have mentored before.
        MentoredBefore = "mentored-before",
        /// They offered to help.
        OfferedToHelp = "offered-to-help",
        /// They worked on people strategy.
        PeopleStrategy = "people-strategy",
        /// They sponsor a network.
        NetworkSponsor = "network-sponsor",
        /// Members of their team were promoted.
        TeamPromoted = "team-promoted",
        /// Something else that speaks for them.
        Other = "other",
    }
}

row! {
    /// A signal as a page shows it.
    pub struct Signal {
        /// Its id.
        pub id: SignalId,
        /// Its kind.
        pub kind: String,
        /// When it was.
        pub happened_on: Option<Date>,
        /// In the words of whoever noted it.
        pub note: String,
        /// Where it comes from.
        pub source: String,
        /// Who noted it.
        pub by: Option<String>
    }
}

impl SignalKind {
    /// What it says, as a sentence goes on: "has mentored before".
    pub fn label(self) -> &'static str {
        match self {
            Self::MentoredBefore => "Has mentored before",
            Self::OfferedToHelp => "Offered to help",
            Self::PeopleStrategy => "Worked on people strategy",
            Self::NetworkSponsor => "Sponsors a network",
            Self::TeamPromoted => "Members of the team were promoted",
            Self::Other => "Something else",
        }
    }
}

impl Signal {
    /// What it says.
    pub fn label(&self) -> String {
        self.kind
            .parse::<SignalKind>()
            .map_or_else(|_| words::sentence(&self.kind.replace(['-', '_'], " ")), |k| k.label().to_owned())
    }

    /// When, and who noted it.
    pub fn provenance(&self) -> String {
        let when = self.happened_on.map(words::day_year);
        let by = match (&self.by, self.source.as_str()) {
            (Some(name), _) => format!("noted by {name}"),
            (None, "hand") => "noted by hand".to_owned(),
            _ => "from the records".to_owned(),
        };
        when.into_iter().chain([by]).collect::<Vec<_>>().join(", ")
    }
}

/// The signals about a person, the newest first. For coordinators.
pub async fn of_person(db: &impl Read, person: PersonId) -> DbResult<Vec<Signal>> {
    db.all(&OF_PERSON, params![person]).await
}

/// `POST /people/{person}/signals`
pub async fn add(ctx: Ctx<Staff>, At(id): At<PersonId>, fields: Fields) -> Result {
    must_coordinate(&ctx)?;
    super::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let kind: SignalKind = fields.get("kind").parse().map_err(|_| {
        Error::refused(
            "Choose what the evidence is",
            "Nothing was saved. Go back and choose one of the list.",
        )
    })?;
    let day = parse_date(fields.get("on"));
    let trouble = match day {
        Some(day) if day > ctx.today() => Some("This day lies in the future"),
        None if !fields.get("on").is_empty() => Some("This is not a day"),
        _ if fields.get("note").chars().count() > 300 => Some("The note is longer than 300 characters"),
        _ if kind == SignalKind::Other && fields.get("note").is_empty() => {
            Some("Say in a few words what it is")
        }
        _ => None,
    };
    if let Some(what) = trouble {
        return Err(Error::refused(what, "Nothing was saved. Go back, mend it, and send it again."));
    }
    let written = day.map(|d| d.to_string()).unwrap_or_default();
    let tx = ctx.db.begin().await?;
    let there: i64 = tx.value(&THERE, params![id, kind, fields.get("note"), written]).await?;
    if there == 0 {
        let signal: SignalId = ctx.world.id();
        let by = ctx.scope.by;
        tx.run(&ADD, params![signal, id, kind, day, fields.get("note"), by, ctx.now]).await?;
    }
    tx.commit().await?;
    see_other_with(&format!("/people/{id}#evidence"), Flash::new("The evidence is noted."))
}

/// `POST /people/{person}/signals/{signal}/retract`: it counts no longer, and is shown no longer.
pub async fn retract(ctx: Ctx<Staff>, At((id, signal)): At<(PersonId, SignalId)>) -> Result {
    must_coordinate(&ctx)?;
    must_exist(&ctx, id, signal).await?;
    ctx.db.run(&RETRACT, params![signal, id, ctx.now]).await?;
    let undo = format!("/people/{id}/signals/{signal}/restore");
    see_other_with(
        &format!("/people/{id}#evidence"),
        Flash::with_undo("The evidence no longer counts.", undo),
    )
}

/// `POST /people/{person}/signals/{signal}/restore`
pub async fn restore(ctx: Ctx<Staff>, At((id, signal)): At<(PersonId, SignalId)>) -> Result {
    must_coordinate(&ctx)?;
    must_exist(&ctx, id, signal).await?;
    ctx.db.run(&RESTORE, params![signal, id]).await?;
    see_other_with(&format!("/people/{id}#evidence"), Flash::new("The evidence counts again."))
}

async fn must_exist(ctx: &Ctx<Staff>, person: PersonId, signal: SignalId) -> Result<()> {
    match ctx.db.value::<i64>(&EXISTS, params![signal, person]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Ties and signals are for coordinators alone: to an administrator they are not there.
pub fn must_coordinate(ctx: &Ctx<Staff>) -> Result<()> {
    if ctx.scope.coordinates { Ok(()) } else { Err(Error::NotFound) }
}
