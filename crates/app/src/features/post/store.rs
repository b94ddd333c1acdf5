use crate::access::scope::InProgram;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{MessageId, Timestamp};
use bellwether_outbox::{State, Suppression};

statements! {
    /// Suppressed addresses that concern a program: of its letters, of its people, or by its coordinators.
    OF_PROGRAM = "
        select s.email_key, s.reason, s.by_id, s.at
        from suppressions s
        where exists (select 1 from messages m where m.program_id = $1 and m.to_key = s.email_key)
           or exists (select 1 from coordinators c where c.program_id = $1 and c.person_id = s.by_id)
           or exists (select 1 from people p join prospects r on r.person_id = p.id
                      where r.program_id = $1 and p.email_key = s.email_key)
           or exists (select 1 from people p join enrollments e on e.person_id = p.id
                      where e.program_id = $1 and p.email_key = s.email_key)
        order by s.at desc, s.email_key";
    BY_PROGRAM = "
        select coalesce(g.name, ''), m.state, count(*)
        from messages m left join programs g on g.id = m.program_id
        group by g.name, m.state order by g.name nulls first, m.state";
    /// Letters of no program that somebody must decide about. A code to sign in is of no use by then.
    WITHOUT_PROGRAM = "
        select id, kind, to_name, to_email, state, words, created_at
        from messages
        where program_id is null and expires_at is null and state in ('unsure', 'refused')
        order by created_at desc limit 100";
    LEAVING = "
        select count(*) from messages
        where state = 'queued' and (expires_at is null or expires_at > $1)";
}

row! {
    /// How many letters of a program stand where; the empty name is that of no program.
    pub struct Standing {
        /// The program's name.
        pub program: String,
        /// Where.
        pub state: State,
        /// How many.
        pub count: i64
    }
}

row! {
    /// A letter of no program, without its words.
    pub struct Loose {
        /// Its id.
        pub id: MessageId,
        /// What it is.
        pub kind: String,
        /// To whom.
        pub to_name: String,
        /// Their address.
        pub to_email: String,
        /// Where it stands.
        pub state: State,
        /// Why.
        pub words: Option<String>,
        /// When it was written.
        pub created_at: Timestamp
    }
}

/// Addresses that nothing is sent to and that concern a program.
pub async fn suppressions(db: &impl Read, scope: &InProgram) -> Result<Vec<Suppression>> {
    db.all(&OF_PROGRAM, params![scope.program]).await
}

/// How many letters stand where, by program.
pub async fn by_program(db: &impl Read) -> Result<Vec<Standing>> {
    db.all(&BY_PROGRAM, params![]).await
}

/// Letters of no program that were refused or are unsure.
pub async fn without_program(db: &impl Read) -> Result<Vec<Loose>> {
    db.all(&WITHOUT_PROGRAM, params![]).await
}

/// How many letters would leave, sooner or later, if nothing held them.
pub async fn leaving(db: &impl Read, now: Timestamp) -> Result<i64> {
    db.value(&LEAVING, params![now]).await
}
