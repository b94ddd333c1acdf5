//! Prospects as the board, the list and the day's work show them.

use super::prospect::status;
use super::standing::FIND_A_MENTEE;
use super::{Answer, PitchState, Stage};
use crate::shell::words;
use bellwether_db::{FromRow, Read, Result, Row, params, row, statements};
use bellwether_kernel::{Date, LevelId, PersonId, ProgramId, ProspectId, Timestamp, fold};
use bellwether_outbox::State;

statements! {
    CARDS = "
        select s.id, p.name, l.name, p.department, p.office, o.name, c.name, s.stage, s.answer,
               s.next_step, s.next_on, s.override_at, s.wakes_on, s.joined_at, s.withdrawn_at, s.closed_at, i.state, m.state,
               (select max(t.happened_on) from touches t where t.prospect_id = s.id and t.kind in ('meeting', 'call')),
               (select count(*) from touches t where t.prospect_id = s.id and t.kind = 'thank-you'),
               (select count(*) from sessions x join mentorships w on w.id = x.mentorship_id
                where w.program_id = s.program_id and w.mentor_id = s.person_id and x.held_at is not null),
               s.answered_at, (select count(*) from touches t where t.prospect_id = s.id and t.kind = 'follow-up'),
               (select b.name from touches t join people b on b.id = t.by_id
                where t.prospect_id = s.id and t.kind in ('meeting', 'call')
                order by t.happened_on desc, t.created_at desc, t.id desc limit 1)
        from prospects s
        join people p on p.id = s.person_id
        left join levels l on l.id = p.level_id
        left join people o on o.id = s.owner_id
        left join people c on c.id = s.connector_id
        left join pitches i on i.prospect_id = s.id and i.state in ('draft', 'sent')
        left join messages m on m.id = i.message_id
        where s.program_id = $1 and s.aside_at is null and p.erased_at is null
          and (p.left_on is null or p.left_on > $2)
          and (cast($3 as text) is null or s.stage = $3)
          and (cast($4 as bigint) is null or s.owner_id = $4)
          and (cast($5 as text) is null or p.search like '%' || $5 || '%')
        order by s.next_on nulls last, p.search, s.id limit $6";
    JOINED_AT_LEVEL = "
        select count(*) from prospects s join people p on p.id = s.person_id
        where s.program_id = $1 and p.level_id = $2 and s.joined_at is not null and s.withdrawn_at is null
          and p.erased_at is null and (p.left_on is null or p.left_on > $3)";
}

/// A prospect in a line.
#[derive(Debug, Clone)]
pub struct Card {
    pub id: ProspectId,
    pub name: String,
    pub level: Option<String>,
    pub department: Option<String>,
    pub office: Option<String>,
    pub owner_name: Option<String>,
    pub connector: Option<String>,
    pub stage: Stage,
    pub answer: Option<Answer>,
    pub next_step: Option<String>,
    pub next_on: Option<Date>,
    pub overridden: bool,
    pub wakes_on: Option<Date>,
    pub joined: bool,
    pub withdrew: bool,
    pub closed: bool,
    pub pitch: Option<PitchState>,
    pub mail: Option<State>,
    pub spoke_on: Option<Date>,
    /// Who spoke with them last.
    pub spoke_by: Option<String>,
    pub thanked: bool,
    pub sessions_held: i64,
    pub answered_at: Option<Timestamp>,
    pub follow_ups: i64,
}

impl FromRow for Card {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(24)?;
        let at = |column| row.get::<Option<Timestamp>>(column);
        let joined = at(13)?.is_some();
        let withdrew = at(14)?.is_some();
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            level: row.get(2)?,
            department: row.get(3)?,
            office: row.get(4)?,
            owner_name: row.get(5)?,
            connector: row.get(6)?,
            stage: row.get(7)?,
            answer: row.get(8)?,
            next_step: row.get(9)?,
            next_on: row.get(10)?,
            overridden: at(11)?.is_some(),
            wakes_on: row.get(12)?,
            joined: joined && !withdrew,
            withdrew,
            closed: at(15)?.is_some(),
            pitch: row.get(16)?,
            mail: row.get(17)?,
            spoke_on: row.get(18)?,
            thanked: row.get::<i64>(19)? > 0,
            sessions_held: row.get(20)?,
            answered_at: at(21)?,
            follow_ups: row.get(22)?,
            spoke_by: row.get(23)?,
        })
    }
}

row! { struct Count { n: i64 } }

/// Which prospects a list shows; what is absent does not restrict.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub stage: Option<Stage>,
    pub owner: Option<PersonId>,
    pub text: Option<String>,
}

/// The most prospects that one page shows.
pub const MOST: i64 = 1000;

/// The prospects of a program, those first whose next step is due first. Who was set aside, has left
/// or was erased is not among them.
pub async fn cards(db: &impl Read, program: ProgramId, filter: &Filter, today: Date) -> Result<Vec<Card>> {
    let text =
        filter.text.as_deref().map(|t| fold(t).replace(['%', '_', '\\'], " ")).filter(|t| !t.is_empty());
    db.all(&CARDS, params![program, today, filter.stage, filter.owner, text, MOST]).await
}

/// How many people at a level take part in a program.
pub async fn joined_at_level(db: &impl Read, program: ProgramId, level: LevelId, today: Date) -> Result<i64> {
    let count: Count = db.one(&JOINED_AT_LEVEL, params![program, level, today]).await?;
    Ok(count.n)
}

impl Card {
    /// Whether the pitch may be written.
    pub fn may_pitch(&self) -> bool {
        self.spoke_on.is_some() || self.overridden
    }

    /// The class and words of where they stand.
    pub fn status(&self) -> (&'static str, &'static str) {
        status(self.stage, self.answer, self.joined, self.withdrew, self.closed)
    }

    /// Whether they take part and have met their mentee: nothing is to be done about them.
    pub fn is_under_way(&self) -> bool {
        self.joined && self.sessions_held > 0
    }

    /// The next step as it is kept. What follows a yes by itself is done once they have met.
    fn step(&self) -> Option<&str> {
        let is_done = |step: &str| self.is_under_way() && step.starts_with(FIND_A_MENTEE);
        self.next_step.as_deref().filter(|step| !step.is_empty() && !is_done(step))
    }

    /// What is done next, in words.
    pub fn next_words(&self) -> String {
        if let Some(step) = self.step() {
            return step.to_owned();
        }
        if self.is_under_way() {
            return match self.sessions_held {
                1 => "First session held".to_owned(),
                n => format!("{} sessions held", words::sentence(&words::number(n))),
            };
        }
        let connector = self.connector.as_deref().map(words::first_name);
        match (self.stage, connector) {
            _ if self.closed => "Nothing more".to_owned(),
            (Stage::Identified, Some(connector)) => format!("Ask {connector} for an introduction"),
            (Stage::Identified, None) => "Choose who introduces them".to_owned(),
            (Stage::Introduced, _) => "Find ten minutes".to_owned(),
            (Stage::Met, _) if self.pitch.is_some() => "Send the pitch".to_owned(),
            (Stage::Met, _) => "Write the pitch".to_owned(),
            (Stage::Asked, _) if self.mail != Some(State::Sent) => self.on_its_way().to_owned(),
            (Stage::Asked, _) if self.follow_ups == 0 => "One follow-up left".to_owned(),
            (Stage::Asked, _) => "Wait for the answer".to_owned(),
            (Stage::Answered, _) => String::new(),
        }
    }

    /// What is to be done about a letter that has not arrived yet, as far as is known.
    fn on_its_way(&self) -> &'static str {
        match self.mail {
            Some(State::Queued | State::Sending) => "The pitch waits to leave",
            Some(State::Unsure) => "Ask whether the pitch arrived",
            Some(State::Refused) => "The pitch came back",
            Some(State::Stopped) => "The pitch was stopped",
            Some(State::Sent) | None => "Wait for the answer",
        }
    }

    /// Whether the next step is late.
    pub fn is_late(&self, today: Date) -> bool {
        !self.closed && self.next_on.is_some_and(|on| on < today)
    }

    /// "10 Feb", "today".
    pub fn due(&self, today: Date) -> String {
        match self.next_on {
            Some(_) if self.is_under_way() && self.step().is_none() => String::new(),
            Some(on) if on == today => "Today".to_owned(),
            Some(on) => words::day_short(on),
            None => String::new(),
        }
    }

    /// The owner's first name.
    pub fn owner_first(&self) -> &str {
        self.owner_name.as_deref().map_or("Nobody yet", words::first_name)
    }

    /// "Litigation, Boston".
    pub fn position(&self) -> String {
        let known = [self.level.as_deref(), self.department.as_deref(), self.office.as_deref()];
        known.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
