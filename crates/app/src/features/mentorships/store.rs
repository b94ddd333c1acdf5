use super::mentorship::{Mentorship, Session, Slot, Terms};
use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::jiff::{SignedDuration, Zoned};
use bellwether_kernel::{
    Date, MatchId, MentorshipId, PersonId, ProgramId, SessionId, SlotId, Timestamp, World,
};

/// The columns of a [`Mentorship`], in the order in which it is read.
macro_rules! mentorship_columns {
    () => {
        "x.id, x.program_id, g.name,
         case when x.ends_on < g.ends_on then x.ends_on else g.ends_on end, x.minutes_promised, x.started_at, x.ended_at,
         m.id, m.name, m.email, m.time_zone, m.title, m.department, m.office,
         e.id, e.name, e.email, e.time_zone, e.title, e.department, e.office
         from mentorships x join programs g on g.id = x.program_id
         join people m on m.id = x.mentor_id join people e on e.id = x.mentee_id"
    };
}
macro_rules! session_columns {
    () => {
        "id, local_start, zone, starts_at, minutes, place, uid, sequence, cancelled_at, held_at, not_held_at from sessions"
    };
}

statements! {
    FIND = concat!("select ", mentorship_columns!(), " where x.id = $1");
    OF_PERSON = concat!("select ", mentorship_columns!(), " where x.mentor_id = $1 or x.mentee_id = $1
        order by x.ended_at desc nulls first, x.started_at desc, x.id");
    OF_PROGRAM = concat!("select ", mentorship_columns!(), " where x.program_id = $1 order by m.name, e.name, x.id");
    LIVE_PAIR = "
        select id from mentorships
        where program_id = $1 and mentor_id = $2 and mentee_id = $3 and ended_at is null";
    CAPACITY = "
        select capacity from enrollments
        where program_id = $1 and person_id = $2 and role <> 'mentee' and withdrawn_at is null";
    SEATS = "
        select seat from mentorships where program_id = $1 and mentor_id = $2 and ended_at is null order by seat";
    BEGIN = "
        insert into mentorships (id, program_id, match_id, mentor_id, mentee_id, seat, minutes_promised, started_at, ends_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    END = "update mentorships set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null";
    PROMISE = "update mentorships set minutes_promised = $2 where id = $1 and minutes_promised = $3";
    /// What the mentor's own pitch asked for, if they said yes to one.
    AGREED = "
        select i.ask_minutes, i.ask_sessions, i.ask_months, i.ask_starts_on, s.smaller
        from prospects s join pitches i on i.prospect_id = s.id and i.state = 'sent'
        where s.program_id = $1 and s.person_id = $2 and s.answer in ('yes', 'smaller')
        order by i.sent_at desc nulls last limit 1";
    SLOTS = "
        select id, local_start, zone, minutes, taken_at, gone_at from slots
        where mentorship_id = $1 and taken_at is null and gone_at is null order by position";
    SLOT = "
        select id, local_start, zone, minutes, taken_at, gone_at from slots where mentorship_id = $1 and id = $2";
    OFFER = "
        insert into slots (id, mentorship_id, position, local_start, zone, minutes, offered_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    TAKE = "
        update slots set taken_at = $3
        where mentorship_id = $1 and id = $2 and taken_at is null and gone_at is null";
    CLOSE = "update slots set gone_at = $2 where mentorship_id = $1 and taken_at is null and gone_at is null";
    SESSIONS = concat!("select ", session_columns!(), " where mentorship_id = $1 order by starts_at, id");
    SESSION = concat!("select ", session_columns!(), " where mentorship_id = $1 and id = $2");
    BOOK = "
        insert into sessions (id, mentorship_id, local_start, zone, starts_at, minutes, place, uid, booked_by, booked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    MOVE = "
        update sessions set local_start = $3, zone = $4, starts_at = $5, minutes = $6, sequence = sequence + 1
        where mentorship_id = $1 and id = $2";
    PLACE = "update sessions set place = $3, sequence = sequence + 1 where mentorship_id = $1 and id = $2";
    CANCEL = "
        update sessions set cancelled_at = $3, sequence = sequence + 1
        where mentorship_id = $1 and id = $2 and cancelled_at is null";
    ANSWER = "
        update sessions set held_at = $3, not_held_at = $4, recorded_by = $5 where mentorship_id = $1 and id = $2";
    /// Sessions of either of two people, in any mentorship.
    BUSY = "
        select s.starts_at, s.minutes from sessions s join mentorships x on x.id = s.mentorship_id
        where (x.mentor_id in ($1, $2) or x.mentee_id in ($1, $2)) and s.cancelled_at is null and s.starts_at > $3";
    /// Times that either of two people is offered in another mentorship.
    BUSY_SLOTS = "
        select s.id, s.local_start, s.zone, s.minutes, s.taken_at, s.gone_at
        from slots s join mentorships x on x.id = s.mentorship_id
        where (x.mentor_id in ($1, $2) or x.mentee_id in ($1, $2)) and x.id <> $3
          and s.taken_at is null and s.gone_at is null";
    /// Times that these two were offered, or had booked, and did not want.
    UNWANTED = "
        select id, local_start, zone, minutes, taken_at, gone_at from slots where mentorship_id = $1 and offered_at > $2";
    /// Sessions that ended between two instants and nobody has said anything about.
    TO_ASK = "
        select s.mentorship_id, s.id from sessions s join mentorships x on x.id = s.mentorship_id
        where s.cancelled_at is null and s.held_at is null and s.not_held_at is null and x.ended_at is null
          and s.starts_at > $1 and s.starts_at < $2 order by s.starts_at, s.id";
    WITH_OPEN_SLOTS = "
        select distinct s.mentorship_id from slots s join mentorships x on x.id = s.mentorship_id
        where s.taken_at is null and s.gone_at is null and x.ended_at is null order by s.mentorship_id";
    ROUNDS = "select count(distinct offered_at) from slots where mentorship_id = $1 and offered_at >= $2";
    LEFT = "
        select x.id, p.name from mentorships x join people p on p.id = x.mentor_id or p.id = x.mentee_id
        where x.program_id = $1 and x.ended_at is null and p.left_on <= $2 order by x.id, p.name";
    ACTIVITY = "
        select x.id, x.mentor_id, x.mentee_id, s.starts_at, s.minutes
        from sessions s join mentorships x on x.id = s.mentorship_id
        where x.program_id = $1 and s.held_at is not null order by s.starts_at, s.id";
}

/// A mentorship, for whoever was let in to it (the scope has its id).
pub async fn find(db: &impl Read, id: MentorshipId) -> Result<Mentorship> {
    db.one(&FIND, params![id]).await
}

/// Somebody's mentorships, those that go on first.
pub async fn of_person(db: &impl Read, person: PersonId) -> Result<Vec<Mentorship>> {
    db.all(&OF_PERSON, params![person]).await
}

/// A program's mentorships, by the mentor's name.
pub async fn of_program(db: &impl Read, program: ProgramId) -> Result<Vec<Mentorship>> {
    db.all(&OF_PROGRAM, params![program]).await
}

/// The mentorship of two that goes on, if there is one.
pub async fn live_pair(
    db: &impl Read,
    program: ProgramId,
    mentor: PersonId,
    mentee: PersonId,
) -> Result<Option<MentorshipId>> {
    Ok(db.maybe::<(MentorshipId,)>(&LIVE_PAIR, params![program, mentor, mentee]).await?.map(|(id,)| id))
}

/// The first of a mentor's places that nobody has, counted from 1.
pub async fn free_seat(db: &impl Read, program: ProgramId, mentor: PersonId) -> Result<Option<i64>> {
    let capacity: Option<(i64,)> = db.maybe(&CAPACITY, params![program, mentor]).await?;
    let capacity = capacity.map_or(0, |(n,)| n);
    let taken: Vec<(i64,)> = db.all(&SEATS, params![program, mentor]).await?;
    if taken.len() as i64 >= capacity {
        return Ok(None);
    }
    Ok((1..=capacity).find(|seat| !taken.contains(&(*seat,))))
}

/// What is written when a mentorship begins.
pub struct Beginning {
    pub id: MentorshipId,
    pub program: ProgramId,
    pub matched: Option<MatchId>,
    pub mentor: PersonId,
    pub mentee: PersonId,
    pub seat: i64,
    pub promised: i64,
    /// The ask's last day; absent where no ask was ever decided.
    pub ends_on: Option<Date>,
    pub now: Timestamp,
}

pub async fn begin(tx: &Tx, new: &Beginning) -> Result<()> {
    let Beginning { id, program, matched, mentor, mentee, seat, promised, ends_on, now } = new;
    let values = params![id, program, matched, mentor, mentee, seat, promised, now, ends_on];
    tx.run(&BEGIN, values).await.map(drop)
}

pub async fn end(tx: &Tx, id: MentorshipId, by: PersonId, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&END, params![id, now, by]).await? > 0)
}

/// Raises the promise from `was`; nothing where it was raised meanwhile.
pub async fn promise(tx: &Tx, id: MentorshipId, was: i64, minutes: i64) -> Result<bool> {
    Ok(tx.run(&PROMISE, params![id, minutes, was]).await? > 0)
}

/// What the mentor's own pitch asked for, and which smaller ask they chose instead.
pub async fn agreed(
    db: &impl Read,
    program: ProgramId,
    mentor: PersonId,
) -> Result<Option<(Terms, Option<String>)>> {
    let row: Option<(i64, i64, i64, Date, Option<String>)> =
        db.maybe(&AGREED, params![program, mentor]).await?;
    Ok(row.map(|(minutes, sessions, months, starts_on, smaller)| {
        (Terms { minutes, sessions, months, starts_on }, smaller)
    }))
}

/// The times that are offered now.
pub async fn slots(db: &impl Read, id: MentorshipId) -> Result<Vec<Slot>> {
    db.all(&SLOTS, params![id]).await
}

pub async fn slot(db: &impl Read, id: MentorshipId, slot: SlotId) -> Result<Slot> {
    db.one(&SLOT, params![id, slot]).await
}

/// Takes back what was offered, and offers these instead.
pub async fn offer(
    tx: &Tx,
    world: &World,
    id: MentorshipId,
    times: &[Zoned],
    zone: &str,
    minutes: i64,
) -> Result<()> {
    close(tx, id, world.now()).await?;
    for (at, time) in times.iter().enumerate() {
        let slot: SlotId = world.id();
        let values =
            params![slot, id, at as i64 + 1, super::slots::written(time), zone, minutes, world.now()];
        tx.run(&OFFER, values).await?;
    }
    Ok(())
}

pub async fn take(tx: &Tx, id: MentorshipId, slot: SlotId, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&TAKE, params![id, slot, now]).await? > 0)
}

/// Takes back what was offered.
pub async fn close(tx: &Tx, id: MentorshipId, now: Timestamp) -> Result<()> {
    tx.run(&CLOSE, params![id, now]).await.map(drop)
}

/// Every session, the earliest first.
pub async fn sessions(db: &impl Read, id: MentorshipId) -> Result<Vec<Session>> {
    db.all(&SESSIONS, params![id]).await
}

pub async fn session(db: &impl Read, id: MentorshipId, session: SessionId) -> Result<Session> {
    db.one(&SESSION, params![id, session]).await
}

/// A session as it is written first.
pub struct Booking<'a> {
    pub id: SessionId,
    pub mentorship: MentorshipId,
    pub time: &'a Zoned,
    pub zone: &'a str,
    pub minutes: i64,
    pub place: &'a str,
    pub uid: String,
    pub by: PersonId,
    pub now: Timestamp,
}

pub async fn book(tx: &Tx, new: &Booking<'_>) -> Result<()> {
    let Booking { id, mentorship, time, zone, minutes, place, uid, by, now } = new;
    let local = super::slots::written(time);
    let values = params![id, mentorship, local, zone, time.timestamp(), minutes, place, uid, by, now];
    tx.run(&BOOK, values).await.map(drop)
}

pub async fn move_to(
    tx: &Tx,
    id: MentorshipId,
    session: SessionId,
    time: &Zoned,
    zone: &str,
    minutes: i64,
) -> Result<()> {
    let local = super::slots::written(time);
    tx.run(&MOVE, params![id, session, local, zone, time.timestamp(), minutes]).await.map(drop)
}

pub async fn put_place(tx: &Tx, id: MentorshipId, session: SessionId, place: &str) -> Result<()> {
    tx.run(&PLACE, params![id, session, place]).await.map(drop)
}

pub async fn cancel(tx: &Tx, id: MentorshipId, session: SessionId, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&CANCEL, params![id, session, now]).await? > 0)
}

/// Writes whether a session was held; `None` takes the answer back.
pub async fn answer(
    tx: &Tx,
    id: MentorshipId,
    session: SessionId,
    held: Option<bool>,
    by: PersonId,
    now: Timestamp,
) -> Result<()> {
    let at = |answer| (held == Some(answer)).then_some(now);
    tx.run(&ANSWER, params![id, session, at(true), at(false), by]).await.map(drop)
}

/// A time that was not wanted takes the hours around it with it: the next offer is a different one.
const AROUND: SignedDuration = SignedDuration::from_hours(2);
/// What was not wanted is forgotten after so long.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(14 * 24);

/// When either of the two is taken, from now on: in sessions, in times offered elsewhere, and around
/// the times that they were offered lately and did not take.
pub async fn busy(db: &impl Read, of: &Mentorship, now: Timestamp) -> Result<Vec<(Timestamp, Timestamp)>> {
    let (mentor, mentee) = (of.mentor.id, of.mentee.id);
    let booked: Vec<(Timestamp, i64)> = db.all(&BUSY, params![mentor, mentee, now]).await?;
    let offered: Vec<Slot> = db.all(&BUSY_SLOTS, params![mentor, mentee, of.id]).await?;
    let unwanted: Vec<Slot> = db.all(&UNWANTED, params![of.id, now - FORGOTTEN]).await?;
    let starts = |slots: Vec<Slot>| -> Vec<(Timestamp, i64)> {
        slots.iter().filter_map(|s| Some((s.time()?.timestamp(), s.minutes))).collect()
    };
    let span = |(start, minutes): (Timestamp, i64), around: SignedDuration| {
        (start - around, start + SignedDuration::from_mins(minutes) + around)
    };
    let taken = booked.into_iter().chain(starts(offered)).map(|s| span(s, SignedDuration::ZERO));
    Ok(taken.chain(starts(unwanted).into_iter().map(|s| span(s, AROUND))).collect())
}

/// Sessions that began between two instants and that nobody has said anything about.
pub async fn to_ask(
    db: &impl Read,
    after: Timestamp,
    before: Timestamp,
) -> Result<Vec<(MentorshipId, SessionId)>> {
    db.all(&TO_ASK, params![after, before]).await
}

/// Mentorships that go on and have times on offer.
pub async fn with_open_slots(db: &impl Read) -> Result<Vec<MentorshipId>> {
    Ok(db.all::<(MentorshipId,)>(&WITH_OPEN_SLOTS, params![]).await?.into_iter().map(|(id,)| id).collect())
}

/// How often times were offered since an instant.
pub async fn rounds_since(db: &impl Read, id: MentorshipId, since: Timestamp) -> Result<i64> {
    db.value(&ROUNDS, params![id, since]).await
}

/// Mentorships that go on though one of the two has left, with who.
pub async fn with_leavers(
    db: &impl Read,
    program: ProgramId,
    today: Date,
) -> Result<Vec<(MentorshipId, String)>> {
    db.all(&LEFT, params![program, today]).await
}

bellwether_db::row! {
    /// A session that was held, for counting.
    pub struct Held {
        /// The mentorship.
        pub mentorship: MentorshipId,
        /// Its mentor.
        pub mentor: PersonId,
        /// Its mentee.
        pub mentee: PersonId,
        /// When.
        pub at: Timestamp,
        /// For how long.
        pub minutes: i64,
    }
}

/// Every session of a program that was held, the earliest first: dates and counts, never words.
pub async fn activity(db: &impl Read, program: ProgramId) -> Result<Vec<Held>> {
    db.all(&ACTIVITY, params![program]).await
}
