use super::matched::{Match, State};
use super::member::Member;
use super::plan::Draft;
use super::report::Report;
use super::rules::Apart;
use crate::features::joining::{self, InPool, Part};
use crate::shell::Result;
use bellwether_db::{Read, Tx, params, row, statements};
use bellwether_kernel::{Date, EnrollmentId, MatchId, MatchRunId, PersonId, ProgramId, Timestamp, World};
use std::collections::BTreeMap;

/// The columns of a [`Match`], in the order in which it is read.
macro_rules! match_columns {
    () => {
        "m.id, m.program_id, m.mentor_id, m.mentee_id, m.score, m.reasons, m.rank_for_mentee, m.rank_for_mentor,
         m.state, m.locked_at,
         m.proposed_at, m.becomes_at, m.mentor_accepted_at, m.mentee_accepted_at, m.declined_at, m.declined_by,
         r.person_id, rp.name, rp.email, rp.time_zone, rp.title, rp.department, rp.office,
         e.person_id, ep.name, ep.email, ep.time_zone, ep.title, ep.department, ep.office
         from matches m
         join enrollments r on r.id = m.mentor_id join people rp on rp.id = r.person_id
         join enrollments e on e.id = m.mentee_id join people ep on ep.id = e.person_id"
    };
}

statements! {
    /// What a part in the program does not say: level and mail.
    FACTS = "
        select e.id, p.email, p.title,
               case when l.id is null then null else (select count(*) from levels k where k.rank < l.rank) end, l.name,
               coalesce(l.senior, 0)
        from enrollments e join people p on p.id = e.person_id left join levels l on l.id = p.level_id
        where e.program_id = $1 and e.withdrawn_at is null";
    /// Who takes part and has not left, and nothing else about them.
    PARTS = "
        select e.id, e.person_id, e.role, e.capacity from enrollments e join people p on p.id = e.person_id
        where e.program_id = $1 and e.withdrawn_at is null and p.erased_at is null and (p.left_on is null or p.left_on > $2)
        order by e.id";
    /// How drafts and proposed matches stand.
    STANDING = "select id, state, locked_at from matches where program_id = $1 and state in ('draft', 'proposed') order by id";
    /// The two of each mentorship that goes on.
    GOING_ON = "select mentor_id, mentee_id from mentorships where program_id = $1 and ended_at is null";
    /// The two of each proposed match, by their parts.
    ASKED = "select mentor_id, mentee_id from matches where program_id = $1 and state = 'proposed'";
    /// When proposals were made: the rounds that whoever was enrolled before has lived through.
    ROUNDS = "select distinct proposed_at from matches where program_id = $1 and proposed_at is not null";
    /// Those above whoever takes part who have a manager themselves, and that manager. Everybody once, however many they are
    /// above.
    ABOVE = "
        with recursive above (person) as (
            select p.manager_id from enrollments e join people p on p.id = e.person_id
            where e.program_id = $1 and e.withdrawn_at is null and p.manager_id is not null
            union
            select p.manager_id from above a join people p on p.id = a.person where p.manager_id is not null)
        select p.id, p.manager_id from above a join people p on p.id = a.person where p.manager_id is not null order by p.id";
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
    /// Nobody's where that column about identity is off: its values are erased then.
    GENDERS = "
        select v.person_id, v.value from sensitive_values v join enrollments e on e.person_id = v.person_id
        where e.program_id = $1 and e.withdrawn_at is null and v.attribute = 'gender'";
    GENDER_IS_ON = "select count(*) from sensitive_columns where attribute = 'gender'";
    /// The last that was not undone.
    LAST_RUN = "
        select r.id, r.ran_at, r.report from match_runs r where r.program_id = $1
          and not exists (select 1 from match_changes c where c.run_id = r.id and c.undone_at is not null)
        order by r.ran_at desc, r.id desc limit 1";
    RUNS = "select count(*) from match_runs where program_id = $1";
    KEEP_RUN = "insert into match_runs (id, program_id, ran_at, by_id, report) values ($1, $2, $3, $4, $5)";
    OF_PROGRAM = concat!("select ", match_columns!(), " where m.program_id = $1 and m.state in ('draft', 'proposed')
        order by case when m.state = 'draft' then 0 else 1 end, m.score desc, ep.name, m.id");
    OFF = concat!("select ", match_columns!(), " where m.program_id = $1
        and (m.state = 'declined' or m.state = 'withdrawn' and m.proposed_at is not null) and m.declined_at > $2
        order by m.declined_at desc, m.id");
    /// Taken away by a coordinator before anybody was asked.
    AWAY = concat!("select ", match_columns!(), " where m.program_id = $1
        and m.state = 'withdrawn' and m.proposed_at is null and m.declined_by is not null
        order by m.declined_at desc, m.id");
    FIND = concat!("select ", match_columns!(), " where m.id = $1");
    IN_PROGRAM = concat!("select ", match_columns!(), " where m.id = $1 and m.program_id = $2");
    PROPOSED_AT = concat!("select ", match_columns!(), " where m.program_id = $1 and m.proposed_at = $2 and m.state = 'proposed'");
    RIPE = "select id from matches where state = 'proposed' and becomes_at <= $1 order by becomes_at, id";
    KEEP = "
        insert into matches (id, program_id, run_id, mentor_id, mentee_id, score, reasons, rank_for_mentee, rank_for_mentor,
            state, locked_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11)";
    RENEW = "
        update matches set score = $2, reasons = $3, rank_for_mentee = $4, rank_for_mentor = $5
        where id = $1 and state = 'draft'";
    TAKE_BACK = "
        update matches set state = 'withdrawn', declined_at = $3, declined_by = $4, locked_at = null
        where id = $1 and program_id = $2 and state = 'proposed'";
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
        enrollment: EnrollmentId, email: Option<String>, title: Option<String>, level: Option<i64>, level_name: Option<String>,
        senior: bool
    }
}

/// Everybody who takes part and has not left, by name; and who is kept apart.
pub async fn members(db: &impl Read, program: ProgramId, today: Date) -> Result<(Vec<Member>, Apart)> {
    let pool = joining::pool(db, program, today).await?;
    let rounds: Vec<(Timestamp,)> = db.all(&ROUNDS, params![program]).await?;
    let facts: Vec<Facts> = db.all(&FACTS, params![program]).await?;
    let mut facts: BTreeMap<EnrollmentId, Facts> = facts.into_iter().map(|f| (f.enrollment, f)).collect();
    let part_of = pool.everyone.iter().map(|p| (p.person, p.enrollment)).collect();
    let engaged = Engaged::read(db, program, part_of).await?;
    let in_pool = pool.everyone.into_iter();
    let mut members: Vec<Member> = in_pool
        .filter_map(|p| {
            let facts = facts.remove(&p.enrollment)?;
            let lived_through = rounds.iter().filter(|(at,)| *at > p.enrolled_at).count() as i64;
            let part = (p.enrollment, p.person);
            let (places, wants) = engaged.leaves(part, p.role, p.capacity);
            let (member, guide) = (member(p, facts), engaged.guide(part));
            Some(Member { waited: member.waited + lived_through, places, wants, guide, ..member })
        })
        .collect();
    members.sort_by(|a, b| (&a.name, a.enrollment).cmp(&(&b.name, b.enrollment)));
    let apart = apart(db, program, pool.exclusions).await?;
    Ok((members, apart))
}

/// Who guides and learns already, by person, and who is asked to, by part.
#[derive(Default)]
struct Engaged {
    guiding: BTreeMap<PersonId, i64>,
    /// By mentee, their mentor.
    guided: BTreeMap<PersonId, PersonId>,
    asked_to_guide: BTreeMap<EnrollmentId, i64>,
    /// By mentee, who is asked to guide them.
    asked_to_learn: BTreeMap<EnrollmentId, EnrollmentId>,
    /// The part in the program of everybody who takes part.
    part_of: BTreeMap<PersonId, EnrollmentId>,
}

impl Engaged {
    async fn read(
        db: &impl Read,
        program: ProgramId,
        part_of: BTreeMap<PersonId, EnrollmentId>,
    ) -> Result<Self> {
        let mut engaged = Self { part_of, ..Self::default() };
        for (mentor, mentee) in db.all::<(PersonId, PersonId)>(&GOING_ON, params![program]).await? {
            *engaged.guiding.entry(mentor).or_default() += 1;
            engaged.guided.insert(mentee, mentor);
        }
        for (mentor, mentee) in db.all::<(EnrollmentId, EnrollmentId)>(&ASKED, params![program]).await? {
            *engaged.asked_to_guide.entry(mentor).or_default() += 1;
            engaged.asked_to_learn.insert(mentee, mentor);
        }
        Ok(engaged)
    }

    /// What is left of somebody's places, and whether they still want a mentor.
    fn leaves(&self, (part, person): (EnrollmentId, PersonId), role: Part, capacity: i64) -> (i64, bool) {
        let taken = self.guiding.get(&person).unwrap_or(&0) + self.asked_to_guide.get(&part).unwrap_or(&0);
        let has_mentor = self.guided.contains_key(&person) || self.asked_to_learn.contains_key(&part);
        ((capacity_as(role, capacity) - taken).max(0), role.learns() && !has_mentor)
    }

    /// Their mentor, or who was proposed to them; nobody where that mentor takes part no more.
    fn guide(&self, (part, person): (EnrollmentId, PersonId)) -> Option<EnrollmentId> {
        let has = self.guided.get(&person).and_then(|mentor| self.part_of.get(mentor));
        has.or_else(|| self.asked_to_learn.get(&part)).copied()
    }
}

fn capacity_as(role: Part, capacity: i64) -> i64 {
    if role.mentors() { capacity } else { 0 }
}

/// What a plan must not be kept over, if it changed since it was made: everybody's places and wants, by part, and how the
/// drafts and proposed matches stand, by id.
#[derive(Debug, PartialEq, Eq)]
pub struct Stand {
    /// Part, free places, and whether they want a mentor.
    pub members: Vec<(EnrollmentId, i64, bool)>,
    /// Match, state, and since when it is locked.
    pub matches: Vec<(MatchId, State, Option<Timestamp>)>,
}

/// Reads that much and no more: a writer waits for it.
pub async fn stand(db: &impl Read, program: ProgramId, today: Date) -> Result<Stand> {
    let parts: Vec<(EnrollmentId, PersonId, Part, i64)> = db.all(&PARTS, params![program, today]).await?;
    let engaged = Engaged::read(db, program, BTreeMap::new()).await?;
    let member = |(part, person, role, capacity): (EnrollmentId, PersonId, Part, i64)| {
        let (places, wants) = engaged.leaves((part, person), role, capacity);
        (part, places, wants)
    };
    let members = parts.into_iter().map(member).collect();
    Ok(Stand { members, matches: db.all(&STANDING, params![program]).await? })
}

/// Somebody who is not engaged yet.
fn member(of: InPool, facts: Facts) -> Member {
    let known = |part: &Option<String>| part.clone().filter(|p| !p.is_empty());
    let about =
        [known(&facts.title).or_else(|| known(&facts.level_name)), known(&of.department), known(&of.office)];
    let capacity = capacity_as(of.role, of.capacity);
    let keyed = |skills: Vec<joining::Skill>| skills.into_iter().map(|s| (s.key, s.name)).collect();
    Member {
        enrollment: of.enrollment,
        person: of.person,
        has_mail: facts.email.is_some_and(|e| !e.is_empty()),
        places: capacity,
        capacity,
        wants: of.role.learns(),
        goals: of.goals.trim().to_owned(),
        level: facts.level,
        level_name: facts.level_name,
        senior: facts.senior,
        guide: None,
        about: about.into_iter().flatten().collect::<Vec<String>>().join(", "),
        languages: of.languages.into_iter().map(|word| (bellwether_kernel::fold(&word), word)).collect(),
        name: of.name,
        role: of.role,
        office: of.office,
        department: of.department,
        manager: of.manager,
        offered: keyed(of.offered),
        wanted: keyed(of.wanted),
        other_department: of.other_department,
        same_office: of.same_office,
        wishes: of.wishes,
        waited: of.waited,
    }
}

/// What keeps pairs apart, whatever the two said of themselves.
async fn apart(db: &impl Read, program: ProgramId, excluded: Vec<(PersonId, PersonId)>) -> Result<Apart> {
    let earlier: Vec<(PersonId, PersonId)> = db.all(&EARLIER, params![program]).await?;
    let refused: Vec<(PersonId, PersonId)> = db.all(&REFUSED, params![program]).await?;
    Ok(Apart {
        excluded: excluded.into_iter().collect(),
        earlier: earlier.into_iter().chain(refused).collect(),
        managers: db.all(&ABOVE, params![program]).await?,
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

/// Each one's gender, for the report on fairness alone. Nobody's where the column is off.
pub async fn genders(db: &impl Read, program: ProgramId) -> Result<BTreeMap<PersonId, String>> {
    let rows: Vec<(PersonId, String)> = db.all(&GENDERS, params![program]).await?;
    Ok(rows.into_iter().collect())
}

/// Whether an administrator has switched the column gender on.
pub async fn gender_is_on(db: &impl Read) -> Result<bool> {
    Ok(db.value::<i64>(&GENDER_IS_ON, params![]).await? > 0)
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

/// Keeps what is known about a run.
pub async fn keep_run(
    tx: &Tx,
    world: &World,
    (program, by): (ProgramId, Option<PersonId>),
    report: &Report,
) -> Result<MatchRunId> {
    let run: MatchRunId = world.id();
    tx.run(&KEEP_RUN, params![run, program, world.now(), by, serde_json::to_string(report)?]).await?;
    Ok(run)
}

/// Keeps new drafts, locked ones if `locked`; their ids, in the same order. Without a run they were made by hand.
pub async fn keep(
    tx: &Tx,
    world: &World,
    (program, run): (ProgramId, Option<MatchRunId>),
    drafts: &[&Draft],
    locked: bool,
) -> Result<Vec<MatchId>> {
    let now = world.now();
    let (mut ids, mut rows) = (Vec::with_capacity(drafts.len()), Vec::with_capacity(drafts.len()));
    for draft in drafts {
        let id: MatchId = world.id();
        let Draft { two, score, rank_for_mentee, rank_for_mentor, .. } = draft;
        let reasons = serde_json::to_string(&draft.reasons)?;
        let locked_at = locked.then_some(now);
        rows.push(
            params![
                id,
                program,
                run,
                two.mentor,
                two.mentee,
                score,
                reasons,
                rank_for_mentee,
                rank_for_mentor,
                locked_at,
                now
            ]
            .to_vec(),
        );
        ids.push(id);
    }
    tx.run_each(&KEEP, &rows).await?;
    Ok(ids)
}

/// Writes anew what is known about drafts that stay.
pub async fn renew(tx: &Tx, drafts: &[(MatchId, &Draft)]) -> Result<()> {
    let mut rows = Vec::with_capacity(drafts.len());
    for (id, draft) in drafts {
        let reasons = serde_json::to_string(&draft.reasons)?;
        rows.push(params![id, draft.score, reasons, draft.rank_for_mentee, draft.rank_for_mentor].to_vec());
    }
    tx.run_in_any_order(&RENEW, &rows).await?;
    Ok(())
}

/// Takes a proposed match back; it is not made again.
pub async fn take_back(
    tx: &Tx,
    program: ProgramId,
    id: MatchId,
    by: PersonId,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.run(&TAKE_BACK, params![id, program, now, by]).await? > 0)
}

/// What coordinators took away before anybody was asked, the latest first.
pub async fn away(db: &impl Read, program: ProgramId) -> Result<Vec<Match>> {
    Ok(db.all(&AWAY, params![program]).await?)
}

/// Proposes drafts; each becomes a mentorship by itself when it says so.
pub async fn propose(
    tx: &Tx,
    program: ProgramId,
    drafts: &[Match],
    (by, now): (PersonId, Timestamp),
) -> Result<()> {
    let row = |of: &Match| params![of.id, program, now, by, of.becomes_at].to_vec();
    tx.run_in_any_order(&PROPOSE, &drafts.iter().map(row).collect::<Vec<_>>()).await?;
    Ok(())
}

/// Makes drafts of proposals again, but for those that somebody has said yes to; how many.
pub async fn unpropose(tx: &Tx, ids: &[MatchId]) -> Result<u64> {
    Ok(tx
        .run_in_any_order(&UNPROPOSE, &ids.iter().map(|id| params![id].to_vec()).collect::<Vec<_>>())
        .await?)
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
