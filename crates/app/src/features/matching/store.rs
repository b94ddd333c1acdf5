use super::matched::{Match, State};
use super::member::Member;
use super::plan::{Draft, Two};
use super::report::Report;
use super::rules::Apart;
use crate::features::joining::{self, InPool};
use crate::shell::Result;
use bellwether_db::{Read, Tx, params, row, statements};
use bellwether_kernel::{Date, EnrollmentId, MatchId, MatchRunId, PersonId, ProgramId, Timestamp, World};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a [`Match`], in the order in which it is read.
macro_rules! match_columns {
    () => {
        "m.id, m.program_id, m.mentor_id, m.mentee_id, m.score, m.reasons, m.rank_for_mentee, m.state, m.locked_at,
         m.proposed_at, m.becomes_at, m.mentor_accepted_at, m.mentee_accepted_at, m.declined_at, m.declined_by,
         r.person_id, rp.name, rp.email, rp.time_zone, rp.title, rp.department, rp.office,
         e.person_id, ep.name, ep.email, ep.time_zone, ep.title, ep.department, ep.office
         from matches m
         join enrollments r on r.id = m.mentor_id join people rp on rp.id = r.person_id
         join enrollments e on e.id = m.mentee_id join people ep on ep.id = e.person_id"
    };
}

statements! {
    /// What a part in the program does not say: level, mail, places taken, mentor found; and how many
    /// rounds of proposals somebody has lived through.
    FACTS = "
        select e.id, p.email, p.title,
               (select count(*) from mentorships x
                where x.program_id = e.program_id and x.mentor_id = e.person_id and x.ended_at is null)
               + (select count(*) from matches m where m.mentor_id = e.id and m.state = 'proposed'),
               (select count(*) from mentorships x
                where x.program_id = e.program_id and x.mentee_id = e.person_id and x.ended_at is null)
               + (select count(*) from matches m where m.mentee_id = e.id and m.state = 'proposed'),
               (select count(distinct m.proposed_at) from matches m
                where m.program_id = e.program_id and m.proposed_at > e.enrolled_at),
               case when l.id is null then null else (select count(*) from levels k where k.rank < l.rank) end, l.name
        from enrollments e join people p on p.id = e.person_id left join levels l on l.id = p.level_id
        where e.program_id = $1 and e.withdrawn_at is null";
    /// Everybody above everybody who takes part; a circle in the directory ends after 40 steps.
    ABOVE = "
        with recursive above (person, boss, steps) as (
            select p.id, p.manager_id, 1 from enrollments e join people p on p.id = e.person_id
            where e.program_id = $1 and e.withdrawn_at is null and p.manager_id is not null
            union all
            select a.person, p.manager_id, a.steps + 1 from above a join people p on p.id = a.boss
            where p.manager_id is not null and a.steps < 40)
        select person, boss from above";
    /// Who has been mentor and mentee before, in any program.
    EARLIER = "
        select distinct x.mentor_id, x.mentee_id from mentorships x
        join enrollments r on r.person_id = x.mentor_id and r.program_id = $1
        join enrollments e on e.person_id = x.mentee_id and e.program_id = $1";
    /// Who was declined by one of the two, or taken away by a coordinator.
    REFUSED = "
        select r.person_id, e.person_id from matches m
        join enrollments r on r.id = m.mentor_id join enrollments e on e.id = m.mentee_id
        where m.program_id = $1 and (m.state = 'declined' or m.state = 'withdrawn' and m.declined_by is not null)";
    LAST_RUN = "select id, ran_at, report from match_runs where program_id = $1 order by ran_at desc, id desc limit 1";
    RUNS = "select count(*) from match_runs where program_id = $1";
    KEEP_RUN = "insert into match_runs (id, program_id, ran_at, by_id, report) values ($1, $2, $3, $4, $5)";
    OF_PROGRAM = concat!("select ", match_columns!(), " where m.program_id = $1 and m.state in ('draft', 'proposed')
        order by case when m.state = 'draft' then 0 else 1 end, m.score desc, ep.name, m.id");
    OFF = concat!("select ", match_columns!(), " where m.program_id = $1
        and (m.state = 'declined' or m.state = 'withdrawn' and m.proposed_at is not null) and m.declined_at > $2
        order by m.declined_at desc, m.id");
    FIND = concat!("select ", match_columns!(), " where m.id = $1");
    IN_PROGRAM = concat!("select ", match_columns!(), " where m.id = $1 and m.program_id = $2");
    PROPOSED_AT = concat!("select ", match_columns!(), " where m.program_id = $1 and m.proposed_at = $2 and m.state = 'proposed'");
    RIPE = "select id from matches where state = 'proposed' and becomes_at <= $1 order by becomes_at, id";
    DROP_DRAFTS = "delete from matches where program_id = $1 and state = 'draft' and locked_at is null";
    DROP_DRAFT = "delete from matches where id = $1 and program_id = $2 and state = 'draft'";
    KEEP = "
        insert into matches (id, program_id, run_id, mentor_id, mentee_id, score, reasons, rank_for_mentee, rank_for_mentor,
            state, locked_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11)";
    RENEW = "
        update matches set run_id = $2, score = $3, reasons = $4, rank_for_mentee = $5, rank_for_mentor = $6
        where id = $1 and state = 'draft'";
    LOCK = "update matches set locked_at = $3 where id = $1 and program_id = $2 and state = 'draft'";
    TAKE_AWAY = "
        update matches set state = 'withdrawn', declined_at = $3, declined_by = $4, locked_at = null
        where id = $1 and program_id = $2 and state in ('draft', 'proposed')";
    BRING_BACK = "
        update matches set state = 'draft', declined_at = null, declined_by = null
        where id = $1 and program_id = $2 and state = 'withdrawn' and proposed_at is null";
    PROPOSE = "
        update matches set state = 'proposed', proposed_at = $3, proposed_by = $4, becomes_at = $5
        where id = $1 and program_id = $2 and state = 'draft'";
    UNPROPOSE = "
        update matches set state = 'draft', proposed_at = null, proposed_by = null, becomes_at = null
        where id = $1 and state = 'proposed' and mentor_accepted_at is null and mentee_accepted_at is null";
    MENTOR_ACCEPTS = "
        update matches set mentor_accepted_at = $2 where id = $1 and state = 'proposed' and mentor_accepted_at is null";
    MENTEE_ACCEPTS = "
        update matches set mentee_accepted_at = $2 where id = $1 and state = 'proposed' and mentee_accepted_at is null";
    ACCEPTED = "update matches set state = 'accepted' where id = $1 and state = 'proposed'";
    DECLINED = "
        update matches set state = 'declined', declined_at = $2, declined_by = $3 where id = $1 and state = 'proposed'";
    UNDECLINED = "
        update matches set state = 'proposed', declined_at = null, declined_by = null
        where id = $1 and state = 'declined' and declined_by = $2";
    NO_PLACE = "
        update matches set state = 'withdrawn', declined_at = $2 where id = $1 and state = 'proposed'";
    /// Both still take part, and the mentee is free.
    STILL_FITS = "
        select count(*) from matches m
        join enrollments r on r.id = m.mentor_id and r.withdrawn_at is null join people rp on rp.id = r.person_id
        join enrollments e on e.id = m.mentee_id and e.withdrawn_at is null join people ep on ep.id = e.person_id
        where m.id = $1 and rp.erased_at is null and ep.erased_at is null
          and (rp.left_on is null or rp.left_on > $2) and (ep.left_on is null or ep.left_on > $2)";
}

row! {
    struct Facts {
        enrollment: EnrollmentId, email: Option<String>, title: Option<String>, taken: i64, has_mentor: i64,
        rounds: i64, level: Option<i64>, level_name: Option<String>
    }
}

/// Everybody who takes part and has not left, by name; and who is kept apart.
pub async fn members(db: &impl Read, program: ProgramId, today: Date) -> Result<(Vec<Member>, Apart)> {
    let pool = joining::pool(db, program, today).await?;
    let facts: Vec<Facts> = db.all(&FACTS, params![program]).await?;
    let mut facts: BTreeMap<EnrollmentId, Facts> = facts.into_iter().map(|f| (f.enrollment, f)).collect();
    let mut above: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
    for (person, boss) in db.all::<(PersonId, PersonId)>(&ABOVE, params![program]).await? {
        above.entry(person).or_default().insert(boss);
    }
    let in_pool = pool.everyone.into_iter();
    let mut members: Vec<Member> = in_pool
        .filter_map(|p| {
            let facts = facts.remove(&p.enrollment)?;
            let above = above.remove(&p.person).unwrap_or_default();
            Some(member(p, facts, above))
        })
        .collect();
    members.sort_by(|a, b| (&a.name, a.enrollment).cmp(&(&b.name, b.enrollment)));
    let apart = apart(db, program, pool.exclusions).await?;
    Ok((members, apart))
}

fn member(of: InPool, facts: Facts, above: BTreeSet<PersonId>) -> Member {
    let known = |part: &Option<String>| part.clone().filter(|p| !p.is_empty());
    let about =
        [known(&facts.title).or_else(|| known(&facts.level_name)), known(&of.department), known(&of.office)];
    let capacity = if of.role.mentors() { of.capacity } else { 0 };
    let keyed = |skills: Vec<joining::Skill>| skills.into_iter().map(|s| (s.key, s.name)).collect();
    Member {
        enrollment: of.enrollment,
        person: of.person,
        has_mail: facts.email.is_some_and(|e| !e.is_empty()),
        places: (capacity - facts.taken).max(0),
        capacity,
        wants: of.role.learns() && facts.has_mentor == 0,
        goals: of.goals.trim().to_owned(),
        level: facts.level,
        about: about.into_iter().flatten().collect::<Vec<String>>().join(", "),
        languages: of.languages.into_iter().map(|word| (bellwether_kernel::fold(&word), word)).collect(),
        name: of.name,
        role: of.role,
        office: of.office,
        department: of.department,
        manager: of.manager,
        above,
        offered: keyed(of.offered),
        wanted: keyed(of.wanted),
        other_department: of.other_department,
        same_office: of.same_office,
        wishes: of.wishes,
        waited: of.waited + facts.rounds,
    }
}

/// Pairs that are out, whatever else holds.
async fn apart(db: &impl Read, program: ProgramId, excluded: Vec<(PersonId, PersonId)>) -> Result<Apart> {
    let earlier: Vec<(PersonId, PersonId)> = db.all(&EARLIER, params![program]).await?;
    let refused: Vec<(PersonId, PersonId)> = db.all(&REFUSED, params![program]).await?;
    Ok(Apart {
        excluded: excluded.into_iter().collect(),
        earlier: earlier.into_iter().chain(refused).collect(),
    })
}

/// The last run: when, and what is kept about it.
pub async fn last_run(db: &impl Read, program: ProgramId) -> Result<Option<(Timestamp, Report)>> {
    let row: Option<(MatchRunId, Timestamp, String)> = db.maybe(&LAST_RUN, params![program]).await?;
    Ok(match row {
        Some((_, at, report)) => Some((at, serde_json::from_str(&report)?)),
        None => None,
    })
}

/// How many runs there were.
pub async fn runs(db: &impl Read, program: ProgramId) -> Result<i64> {
    Ok(db.value(&RUNS, params![program]).await?)
}

/// Drafts and proposed matches, drafts first, the best first.
pub async fn of_program(db: &impl Read, program: ProgramId) -> Result<Vec<Match>> {
    Ok(db.all(&OF_PROGRAM, params![program]).await?)
}

/// Matches that came to nothing since an instant.
pub async fn off_since(db: &impl Read, program: ProgramId, since: Timestamp) -> Result<Vec<Match>> {
    Ok(db.all(&OFF, params![program, since]).await?)
}

/// A match, for one of its two (the scope has its id) or for the clock.
pub async fn find(db: &impl Read, id: MatchId) -> Result<Match> {
    Ok(db.one(&FIND, params![id]).await?)
}

/// A match of a program, for its coordinators.
pub async fn in_program(db: &impl Read, program: ProgramId, id: MatchId) -> Result<Match> {
    Ok(db.one(&IN_PROGRAM, params![id, program]).await?)
}

/// The matches that were proposed together.
pub async fn proposed_at(db: &impl Read, program: ProgramId, at: Timestamp) -> Result<Vec<Match>> {
    Ok(db.all(&PROPOSED_AT, params![program, at]).await?)
}

/// Matches whose days are over.
pub async fn ripe(db: &impl Read, now: Timestamp) -> Result<Vec<MatchId>> {
    Ok(db.all::<(MatchId,)>(&RIPE, params![now]).await?.into_iter().map(|(id,)| id).collect())
}

/// Keeps a run and its drafts; earlier drafts go, but those that are locked.
pub async fn keep(
    tx: &Tx,
    world: &World,
    (program, by): (ProgramId, Option<PersonId>),
    report: &Report,
    drafts: &[Draft],
    locked: &BTreeMap<Two, MatchId>,
) -> Result<MatchRunId> {
    let (run, now): (MatchRunId, _) = (world.id(), world.now());
    tx.run(&KEEP_RUN, params![run, program, now, by, serde_json::to_string(report)?]).await?;
    tx.run(&DROP_DRAFTS, params![program]).await?;
    for draft in drafts {
        let reasons = serde_json::to_string(&draft.reasons)?;
        let Draft { two, score, rank_for_mentee, rank_for_mentor, .. } = draft;
        if let Some(id) = locked.get(two) {
            tx.run(&RENEW, params![id, run, score, reasons, rank_for_mentee, rank_for_mentor]).await?;
            continue;
        }
        let id: MatchId = world.id();
        let values = params![
            id,
            program,
            run,
            two.mentor,
            two.mentee,
            score,
            reasons,
            rank_for_mentee,
            rank_for_mentor,
            None::<Timestamp>,
            now
        ];
        tx.run(&KEEP, values).await?;
    }
    Ok(run)
}

/// Keeps one draft that a coordinator made by hand, locked.
pub async fn keep_by_hand(
    tx: &Tx,
    world: &World,
    program: ProgramId,
    two: Two,
    score: i64,
    reasons: &[String],
) -> Result<MatchId> {
    let (id, now): (MatchId, _) = (world.id(), world.now());
    let none = None::<i64>;
    let reasons = serde_json::to_string(reasons)?;
    let values = params![
        id,
        program,
        None::<MatchRunId>,
        two.mentor,
        two.mentee,
        score,
        reasons,
        none,
        none,
        Some(now),
        now
    ];
    tx.run(&KEEP, values).await?;
    Ok(id)
}

pub async fn drop_draft(tx: &Tx, program: ProgramId, id: MatchId) -> Result<bool> {
    Ok(tx.run(&DROP_DRAFT, params![id, program]).await? > 0)
}

/// Locks a draft, or unlocks it.
pub async fn lock(tx: &Tx, program: ProgramId, id: MatchId, at: Option<Timestamp>) -> Result<bool> {
    Ok(tx.run(&LOCK, params![id, program, at]).await? > 0)
}

/// Takes a draft or a proposed match away; it is not made again.
pub async fn take_away(
    tx: &Tx,
    program: ProgramId,
    id: MatchId,
    by: PersonId,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.run(&TAKE_AWAY, params![id, program, now, by]).await? > 0)
}

/// Brings a draft back that was taken away.
pub async fn bring_back(tx: &Tx, program: ProgramId, id: MatchId) -> Result<bool> {
    Ok(tx.run(&BRING_BACK, params![id, program]).await? > 0)
}

pub async fn propose(
    tx: &Tx,
    program: ProgramId,
    id: MatchId,
    by: PersonId,
    now: Timestamp,
    becomes: Timestamp,
) -> Result<bool> {
    Ok(tx.run(&PROPOSE, params![id, program, now, by, becomes]).await? > 0)
}

pub async fn unpropose(tx: &Tx, id: MatchId) -> Result<bool> {
    Ok(tx.run(&UNPROPOSE, params![id]).await? > 0)
}

/// Writes that one of the two said yes.
pub async fn accept(tx: &Tx, id: MatchId, as_mentor: bool, now: Timestamp) -> Result<bool> {
    let statement = if as_mentor { &MENTOR_ACCEPTS } else { &MENTEE_ACCEPTS };
    Ok(tx.run(statement, params![id, now]).await? > 0)
}

/// Writes the end of a proposal.
pub async fn settle(
    tx: &Tx,
    id: MatchId,
    state: State,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<bool> {
    let changed = match state {
        State::Accepted => tx.run(&ACCEPTED, params![id]).await?,
        State::Declined => tx.run(&DECLINED, params![id, now, by]).await?,
        State::Proposed => tx.run(&UNDECLINED, params![id, by]).await?,
        State::Withdrawn | State::Draft => tx.run(&NO_PLACE, params![id, now]).await?,
    };
    Ok(changed > 0)
}

/// Whether both of a match still take part.
pub async fn still_fits(db: &impl Read, id: MatchId, today: Date) -> Result<bool> {
    Ok(db.value::<i64>(&STILL_FITS, params![id, today]).await? > 0)
}
