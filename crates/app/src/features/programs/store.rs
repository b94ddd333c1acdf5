use super::{Ask, Pillar, Program, Target};
use crate::access::scope::{Directory, InProgram};
use bellwether_db::{FromRow, Read, Result, Row, Tx, params, statements};
use bellwether_kernel::{Date, LevelId, PersonId, PillarId, ProgramId, TargetId, Timestamp, World};

statements! {
    FIND = "
        select id, name, purpose, starts_on, ends_on, ask_minutes, ask_sessions, ask_months, ask_mentees, ask_starts_on,
               accept_days, daily_limit, open_at, closed_at
        from programs where id = $1";
    PILLARS = "select id, name, how from pillars where program_id = $1 order by position, id";
    /// Targets with their true denominator: everybody at the level who has not left.
    TARGETS = "
        select t.id, t.level_id, l.name, t.percent, t.due_on,
               (select count(*) from people p
                where p.level_id = t.level_id and p.erased_at is null and (p.left_on is null or p.left_on > $2))
        from targets t join levels l on l.id = t.level_id
        where t.program_id = $1 order by l.rank desc, t.id";
    COORDINATORS = "
        select p.id, p.name, p.email
        from coordinators c join people p on p.id = c.person_id
        where c.program_id = $1 order by c.since, p.name";

    /// Every program, for an administrator; those they coordinate, for a coordinator.
    LISTED = "
        select p.id, p.name, p.starts_on, p.ends_on, p.closed_at,
               (select count(*) from prospects s where s.program_id = p.id and s.joined_at is not null and s.withdrawn_at is null),
               (select count(*) from enrollments e where e.program_id = p.id and e.withdrawn_at is null),
               case when c.person_id is null then 0 else 1 end
        from programs p left join coordinators c on c.program_id = p.id and c.person_id = $1
        where c.person_id is not null or $2 = 1
        order by p.closed_at nulls first, p.starts_on desc, p.name, p.id";
    /// The newest program that somebody coordinates and that has no target yet, once levels are known.
    WITHOUT_TARGETS = "
        select p.id from programs p join coordinators c on c.program_id = p.id and c.person_id = $1
        where p.closed_at is null and exists (select 1 from levels)
          and not exists (select 1 from targets t where t.program_id = p.id)
        order by p.created_at desc, p.id desc limit 1";
    NAMES = "select id, name from programs order by closed_at nulls first, starts_on desc, name, id";
    CREATE = "
        insert into programs (id, name, purpose, starts_on, ends_on, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)";
    SET_PURPOSE = "update programs set name = $2, purpose = $3, starts_on = $4, ends_on = $5 where id = $1";
    SET_ASK = "
        update programs set ask_minutes = $2, ask_sessions = $3, ask_months = $4, ask_mentees = $5, ask_starts_on = $6 where id = $1";
    SET_RULES = "update programs set accept_days = $2, daily_limit = $3 where id = $1";
    CLOSE = "update programs set closed_at = $2 where id = $1 and closed_at is null";
    REOPEN = "
        update programs set closed_at = null
        where id = $1 and exists (select 1 from coordinators c where c.program_id = $1 and c.person_id = $2)";
    PUT_PILLAR = "
        insert into pillars (id, program_id, position, name, how) values ($1, $2, $3, $4, $5)
        on conflict (id) do update set position = excluded.position, name = excluded.name, how = excluded.how
        where pillars.program_id = excluded.program_id";
    DROP_PILLAR = "delete from pillars where id = $1 and program_id = $2";
    PUT_TARGET = "
        insert into targets (id, program_id, level_id, percent, due_on) values ($1, $2, $3, $4, $5)
        on conflict (program_id, level_id) do update set percent = excluded.percent, due_on = excluded.due_on";
    DROP_TARGET = "delete from targets where program_id = $1 and level_id = $2";
    ADD_COORDINATOR = "
        insert into coordinators (program_id, person_id, since, by_id) values ($1, $2, $3, $4) on conflict do nothing";
    /// Takes a coordinator away, but never the last.
    REMOVE_COORDINATOR = "
        delete from coordinators where program_id = $1 and person_id = $2
          and (select count(*) from coordinators c where c.program_id = $1) > 1";
}

bellwether_db::row! {
    /// A program as the list shows it.
    pub struct Listed {
        pub id: ProgramId, pub name: String, pub starts_on: Date, pub ends_on: Date, pub closed_at: Option<Timestamp>,
        pub joined: i64, pub enrolled: i64, pub coordinates: bool
    }
}

/// What a program begins with.
pub struct NewProgram {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// Name and how mentoring serves it.
    pub pillars: Vec<(String, String)>,
}

impl FromRow for Program {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let numbers: [Option<i64>; 4] = [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?];
        let ask = match (numbers, row.get::<Option<Date>>(9)?) {
            ([Some(minutes), Some(sessions), Some(months), Some(mentees)], Some(starts_on)) => {
                Some(Ask { minutes, sessions, months, mentees, starts_on })
            }
            _ => None,
        };
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            purpose: row.get(2)?,
            starts_on: row.get(3)?,
            ends_on: row.get(4)?,
            ask,
            accept_days: row.get(10)?,
            daily_limit: row.get(11)?,
            open_at: row.get(12)?,
            closed_at: row.get(13)?,
        })
    }
}

impl FromRow for Pillar {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, how: row.get(2)? })
    }
}

impl FromRow for Target {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            level: row.get(1)?,
            level_name: row.get(2)?,
            percent: row.get(3)?,
            due_on: row.get(4)?,
            people: row.get(5)?,
        })
    }
}

/// A program, for whoever was let in to it (the scope has its id).
pub async fn find(db: &impl Read, program: ProgramId) -> Result<Program> {
    db.one(&FIND, params![program]).await
}

/// Its strategy pillars, in their order.
pub async fn pillars(db: &impl Read, program: ProgramId) -> Result<Vec<Pillar>> {
    db.all(&PILLARS, params![program]).await
}

/// Its targets, with how many people are at each level today.
pub async fn targets(db: &impl Read, program: ProgramId, today: Date) -> Result<Vec<Target>> {
    db.all(&TARGETS, params![program, today]).await
}

/// Its coordinators: id, name, address. The first is whom letters name.
pub async fn coordinators(
    db: &impl Read,
    program: ProgramId,
) -> Result<Vec<(PersonId, String, Option<String>)>> {
    db.all(&COORDINATORS, params![program]).await
}

/// Where somebody's setting up of a program stopped for want of levels, and may go on now.
pub async fn without_targets(db: &impl Read, person: PersonId) -> Result<Option<ProgramId>> {
    Ok(db.maybe::<(ProgramId,)>(&WITHOUT_TARGETS, params![person]).await?.map(|(id,)| id))
}

/// The programs that somebody may see in the list.
pub async fn listed(db: &impl Read, scope: &Directory) -> Result<Vec<Listed>> {
    db.all(&LISTED, params![scope.by, scope.administers]).await
}

/// All programs by name, those under way first: for the command line.
pub async fn names(db: &impl Read) -> Result<Vec<(ProgramId, String)>> {
    db.all(&NAMES, params![]).await
}

/// Makes a program, and `by` its first coordinator.
pub async fn create(tx: &Tx, world: &World, by: PersonId, new: &NewProgram) -> Result<ProgramId> {
    let id: ProgramId = world.id();
    tx.run(&CREATE, params![id, new.name, new.purpose, new.starts_on, new.ends_on, by, world.now()]).await?;
    for (position, (name, how)) in new.pillars.iter().enumerate() {
        let pillar: PillarId = world.id();
        tx.run(&PUT_PILLAR, params![pillar, id, position, name, how]).await?;
    }
    add_coordinator(tx, world, id, by, Some(by)).await?;
    Ok(id)
}

/// Changes name, purpose and dates.
pub async fn set_purpose(tx: &Tx, scope: &InProgram, new: &NewProgram) -> Result<()> {
    tx.run(&SET_PURPOSE, params![scope.program, new.name, new.purpose, new.starts_on, new.ends_on])
        .await
        .map(drop)
}

/// Writes the pillars as they were typed; what kept its id stays the same pillar, so that pitches
/// that name it still do.
pub async fn set_pillars(
    tx: &Tx,
    world: &World,
    scope: &InProgram,
    typed: &[(Option<PillarId>, String, String)],
) -> Result<()> {
    let kept: Vec<PillarId> = typed.iter().filter_map(|(id, _, _)| *id).collect();
    for old in pillars(tx, scope.program).await?.iter().filter(|p| !kept.contains(&p.id)) {
        tx.run(&DROP_PILLAR, params![old.id, scope.program]).await?;
    }
    for (position, (id, name, how)) in typed.iter().enumerate() {
        let id = id.unwrap_or_else(|| world.id());
        tx.run(&PUT_PILLAR, params![id, scope.program, position, name, how]).await?;
    }
    Ok(())
}

/// Sets the ask.
pub async fn set_ask(tx: &Tx, program: ProgramId, ask: &Ask) -> Result<()> {
    let values = params![program, ask.minutes, ask.sessions, ask.months, ask.mentees, ask.starts_on];
    tx.run(&SET_ASK, values).await.map(drop)
}

/// Sets after how many days a match becomes a mentorship, and how many pitches leave in a day.
pub async fn set_rules(tx: &Tx, scope: &InProgram, accept_days: i64, daily_limit: i64) -> Result<()> {
    tx.run(&SET_RULES, params![scope.program, accept_days, daily_limit]).await.map(drop)
}

/// Sets a target for a level, or with `None` takes it away.
pub async fn set_target(
    tx: &Tx,
    world: &World,
    program: ProgramId,
    level: LevelId,
    to: Option<(i64, Date)>,
) -> Result<()> {
    match to {
        Some((percent, due_on)) => {
            let id: TargetId = world.id();
            tx.run(&PUT_TARGET, params![id, program, level, percent, due_on]).await.map(drop)
        }
        None => tx.run(&DROP_TARGET, params![program, level]).await.map(drop),
    }
}

/// Makes somebody a coordinator; `false` where they were one.
pub async fn add_coordinator(
    tx: &Tx,
    world: &World,
    program: ProgramId,
    person: PersonId,
    by: Option<PersonId>,
) -> Result<bool> {
    Ok(tx.run(&ADD_COORDINATOR, params![program, person, world.now(), by]).await? > 0)
}

/// Takes a coordinator away; `false` where they are the last.
pub async fn remove_coordinator(tx: &Tx, scope: &InProgram, person: PersonId) -> Result<bool> {
    Ok(tx.run(&REMOVE_COORDINATOR, params![scope.program, person]).await? > 0)
}

/// Closes a program: nothing more is asked or matched in it.
pub async fn close(tx: &Tx, scope: &InProgram, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&CLOSE, params![scope.program, now]).await? > 0)
}

/// Opens a closed program again, for one of its coordinators.
pub async fn reopen(tx: &Tx, program: ProgramId, by: PersonId) -> Result<bool> {
    Ok(tx.run(&REOPEN, params![program, by]).await? > 0)
}
