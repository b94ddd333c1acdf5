use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{PersonId, ProgramId, Timestamp, fold};

statements! {
    LISTED = "
        select a.position, a.at, p.name, f.name, a.verb, a.object, a.detail, g.name
        from audit a
        left join people p on p.id = a.actor_id
        left join people f on f.id = a.for_id
        left join programs g on g.id = a.program_id
        where (cast($1 as bigint) is null or a.program_id = $1)
          and (cast($2 as text) is null or a.verb = $2)
          and (cast($3 as text) is null or p.search like '%' || $3 || '%' or f.search like '%' || $3 || '%')
        order by a.position desc limit $4 offset $5";
    COUNT = "
        select count(*)
        from audit a
        left join people p on p.id = a.actor_id
        left join people f on f.id = a.for_id
        where (cast($1 as bigint) is null or a.program_id = $1)
          and (cast($2 as text) is null or a.verb = $2)
          and (cast($3 as text) is null or p.search like '%' || $3 || '%' or f.search like '%' || $3 || '%')";
    VERBS = "select distinct verb from audit order by verb";
    PROGRAMS = "select id, name from programs order by name, id";
    NAME = "select name from people where id = $1";
    ENDS = "
        select (select min(at) from audit), (select max(position) from audit),
               (select hash from audit order by position desc limit 1)";
}

row! {
    /// A line of the log, with names.
    pub struct Listed {
        /// Its place, counted from 1.
        pub position: i64,
        /// When.
        pub at: Timestamp,
        /// Who did it; nobody where the console or the clock did.
        pub actor: Option<String>,
        /// On whose behalf.
        pub for_person: Option<String>,
        /// What was done.
        pub verb: String,
        /// To what: "person:3f9k…".
        pub object: String,
        /// What else is to be known.
        pub detail: String,
        /// The program.
        pub program: Option<String>
    }
}

row! {
    /// The log from end to end.
    pub struct Ends {
        /// When its first line was written.
        pub since: Option<Timestamp>,
        /// How many lines it has.
        pub lines: Option<i64>,
        /// The hash of its last line, which seals all before it.
        pub seal: Option<String>
    }
}

/// Which lines are shown; what is absent does not restrict.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one program.
    pub program: Option<ProgramId>,
    /// Of one kind of deed.
    pub verb: Option<String>,
    /// By or for people of this name.
    pub person: Option<String>,
}

/// `size` lines after the first `skip`, the latest first, and how many there are in all.
pub async fn lines(db: &impl Read, filter: &Filter, skip: i64, size: i64) -> Result<(Vec<Listed>, i64)> {
    let person = filter.person.as_deref().map(|text| fold(text).replace(['%', '_', '\\'], " "));
    let listed = db.all(&LISTED, params![filter.program, filter.verb, person, size, skip]).await?;
    let total = db.value(&COUNT, params![filter.program, filter.verb, person]).await?;
    Ok((listed, total))
}

/// Every verb that the log has.
pub async fn verbs(db: &impl Read) -> Result<Vec<String>> {
    Ok(db.all::<(String,)>(&VERBS, params![]).await?.into_iter().map(|row| row.0).collect())
}

/// Every program, to choose from.
pub async fn programs(db: &impl Read) -> Result<Vec<(ProgramId, String)>> {
    db.all(&PROGRAMS, params![]).await
}

/// Somebody's name.
pub async fn name(db: &impl Read, person: PersonId) -> Result<Option<String>> {
    Ok(db.maybe::<(String,)>(&NAME, params![person]).await?.map(|row| row.0))
}

/// The log from end to end.
pub async fn ends(db: &impl Read) -> Result<Ends> {
    db.one(&ENDS, params![]).await
}
