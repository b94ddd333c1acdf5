//! The wall: the leaders who take part and agreed to be named, and how many take part at all.

use crate::shell::words;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{Date, EnrollmentId, ProgramId, initials};
use std::collections::HashMap;

statements! {
    /// Leaders who joined, have not withdrawn by either door, and said "on the program's page".
    NAMED = "
        select e.id, p.name, l.name, p.department, p.office, e.words
        from prospects s
        join enrollments e on e.program_id = s.program_id and e.person_id = s.person_id
        join people p on p.id = s.person_id
        join levels l on l.id = p.level_id
        where s.program_id = $1 and s.named = 'wall' and s.joined_at is not null and s.withdrawn_at is null
          and e.withdrawn_at is null and e.role in ('mentor', 'either') and l.senior = 1
          and p.erased_at is null and (p.left_on is null or p.left_on > $2)
        order by l.rank desc, s.joined_at, p.search";
    SKILLS = "
        select s.enrollment_id, s.skill from skills s join enrollments e on e.id = s.enrollment_id
        where e.program_id = $1 and e.withdrawn_at is null and s.direction = 'offered' order by s.position, s.skill_key";
    /// Every senior level: people at it, how many joined, and the target where there is one.
    LEVELS = "
        select l.name, count(*), count(s.id), t.percent, t.due_on
        from levels l
        join people p on p.level_id = l.id and p.erased_at is null and (p.left_on is null or p.left_on > $2)
        left join prospects s on s.person_id = p.id and s.program_id = $1 and s.joined_at is not null and s.withdrawn_at is null
        left join targets t on t.level_id = l.id and t.program_id = $1
        where l.senior = 1
        group by l.id, l.name, l.rank, t.percent, t.due_on
        order by l.rank desc, l.id";
    MENTEES = "
        select count(*) from enrollments
        where program_id = $1 and withdrawn_at is null and role in ('mentee', 'either')";
}

row! { struct Line { id: EnrollmentId, name: String, level: String, department: Option<String>, office: Option<String>, words: String } }

row! {
    /// A senior level, and how far it has come.
    pub struct LevelCount {
        /// Its name.
        pub name: String,
        /// People at it.
        pub people: i64,
        /// How many of them have joined: those who are named, and the others where they are enough to be told.
        pub joined: i64,
        /// The target, of a hundred, where there is one.
        pub percent: Option<i64>,
        /// By when.
        pub due_on: Option<Date>
    }
}

/// A leader on the wall.
#[derive(Debug, Clone)]
pub struct OnWall {
    /// Their name.
    pub name: String,
    /// Their level.
    pub level: String,
    /// "Litigation, Boston".
    pub place: String,
    /// Their own sentence; empty where they wrote none.
    pub words: String,
    /// What they offer.
    pub skills: Vec<String>,
}

/// What the program's page shows of who takes part.
#[derive(Debug, Clone)]
pub struct Wall {
    /// Leaders who agreed to be named, the most senior first.
    pub named: Vec<OnWall>,
    /// Senior levels, the most senior first.
    pub levels: Vec<LevelCount>,
    /// How many mentees signed up, where they are enough to be told.
    pub mentees: Option<i64>,
}

/// Groups under this size are not shown.
const FEWEST: i64 = 5;
/// Fewer leaders of a level who are not named are not counted either: a number that rises by one on the
/// day after somebody was seen to be asked gives their name away.
const FEWEST_UNNAMED: i64 = 3;

/// Reads it.
pub async fn wall(db: &impl Read, program: ProgramId, today: Date) -> Result<Wall> {
    let lines: Vec<Line> = db.all(&NAMED, params![program, today]).await?;
    let mut skills: HashMap<EnrollmentId, Vec<String>> = HashMap::new();
    for (id, skill) in db.all::<(EnrollmentId, String)>(&SKILLS, params![program]).await? {
        skills.entry(id).or_default().push(skill);
    }
    let named = lines.into_iter().map(|l| OnWall {
        place: [l.department, l.office]
            .into_iter()
            .flatten()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        skills: skills.remove(&l.id).unwrap_or_default(),
        name: l.name,
        level: l.level,
        words: l.words,
    });
    let named: Vec<OnWall> = named.collect();
    let mut levels: Vec<LevelCount> = db.all(&LEVELS, params![program, today]).await?;
    for level in &mut levels {
        level.leave_out_the_few(&named);
    }
    let mentees: i64 = db.value(&MENTEES, params![program]).await?;
    Ok(Wall { named, levels, mentees: (mentees >= FEWEST).then_some(mentees) })
}

impl OnWall {
    /// For the round beside the name.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// "oral argument, negotiation and drafting", at most three.
    pub fn helps_with(&self) -> String {
        words::list(&self.skills[..self.skills.len().min(3)])
    }
}

impl LevelCount {
    fn leave_out_the_few(&mut self, named: &[OnWall]) {
        let named = named.iter().filter(|leader| leader.level == self.name).count();
        let named = i64::try_from(named).unwrap_or(i64::MAX);
        if self.joined - named < FEWEST_UNNAMED {
            self.joined = self.joined.min(named);
        }
    }

    /// "4 of 36 Partners; we aim for 8 by 31 March".
    pub fn in_words(&self) -> String {
        let so_far =
            format!("{} of {}", words::figure(self.joined), words::people_at(self.people, &self.name));
        match (self.percent, self.due_on) {
            (Some(percent), Some(due)) => {
                let needed = (self.people * percent + 99) / 100;
                format!("{so_far}; we aim for {} by {}", words::figure(needed), words::day(due))
            }
            _ => so_far,
        }
    }
}

impl Wall {
    /// How many leaders have joined, as far as it is told.
    pub fn joined(&self) -> i64 {
        self.levels.iter().map(|l| l.joined).sum()
    }

    /// How many leaders there are.
    pub fn leaders(&self) -> i64 {
        self.levels.iter().map(|l| l.people).sum()
    }

    /// Whether more than one level is on the wall, so that it must be said.
    pub fn is_mixed(&self) -> bool {
        self.named.iter().any(|n| Some(&n.level) != self.named.first().map(|first| &first.level))
    }

    /// The finding at the head of the page.
    pub fn finding(&self) -> String {
        let joined = self.joined();
        let mut with_some = self.levels.iter().filter(|l| l.joined > 0);
        let level = match (with_some.next(), with_some.next()) {
            (Some(only), None) => only.name.as_str(),
            _ => "leader",
        };
        let who = words::people_at(joined, level);
        let rest = who.split_once(' ').map_or("", |(_, rest)| rest);
        let who = words::sentence(&format!("{} {rest}", words::number(joined)));
        match joined {
            0 => "Somebody here has been where you are going. Whom would you ask?".to_owned(),
            1 => format!("{who} has opened the door. What would you bring?"),
            _ => format!("{who} have opened their door. Whose would you knock on?"),
        }
    }

    /// "31 colleagues have signed up for a mentor", where they are enough to be told.
    pub fn waiting(&self) -> Option<String> {
        self.mentees.map(|n| format!("{} colleagues have signed up for a mentor", words::figure(n)))
    }

    /// That some who joined are not named, where that is so.
    pub fn unnamed(&self) -> Option<String> {
        let named = i64::try_from(self.named.len()).unwrap_or(i64::MAX);
        match (self.joined(), self.joined() - named) {
            (joined, rest) if joined == 0 || rest <= 0 => None,
            (1, _) => Some("One leader takes part without being named.".to_owned()),
            (joined, rest) if joined == rest => Some(format!(
                "{} leaders take part without being named.",
                words::sentence(&words::number(rest))
            )),
            (_, 1) => Some("One more takes part without being named.".to_owned()),
            (_, rest) => {
                Some(format!("{} more take part without being named.", words::sentence(&words::number(rest))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(name: &str, people: i64, joined: i64) -> LevelCount {
        LevelCount { name: name.to_owned(), people, joined, percent: None, due_on: None }
    }

    fn of(levels: Vec<LevelCount>) -> Wall {
        Wall { named: Vec::new(), levels, mentees: None }
    }

    #[test]
    fn the_page_begins_with_what_was_found() {
        let says = |levels| of(levels).finding();
        assert_eq!(
            says(vec![level("Partner", 36, 4)]),
            "Four Partners have opened their door. Whose would you knock on?"
        );
        assert_eq!(
            says(vec![level("Partner", 36, 1)]),
            "One Partner has opened the door. What would you bring?"
        );
        assert_eq!(
            says(vec![level("Partner", 36, 20), level("Director", 9, 1)]),
            "21 leaders have opened their door. Whose would you knock on?"
        );
        assert!(says(vec![level("SCS1", 20, 3)]).starts_with("Three people at SCS1 have"));
        assert!(says(vec![level("Partner", 36, 0)]).ends_with('?'));
    }

    #[test]
    fn a_target_is_told_with_its_day() {
        let partners = LevelCount {
            percent: Some(20),
            due_on: Some("2027-03-31".parse().unwrap()),
            ..level("Partner", 36, 4)
        };
        assert_eq!(partners.in_words(), "4 of 36 Partners; we aim for 8 by 31 March");
    }

    #[test]
    fn one_or_two_who_are_not_named_are_not_counted_either() {
        let on_wall = |level: &str| OnWall {
            name: "Amara Novák".to_owned(),
            level: level.to_owned(),
            place: String::new(),
            words: String::new(),
            skills: Vec::new(),
        };
        let named = [on_wall("Partner"), on_wall("Director")];
        let told = |joined| {
            let mut partners = level("Partner", 36, joined);
            partners.leave_out_the_few(&named);
            partners.joined
        };
        assert_eq!([told(1), told(2), told(3), told(4), told(5)], [1, 1, 1, 4, 5]);
    }

    #[test]
    fn who_is_not_named_is_counted_and_no_more() {
        assert_eq!(of(vec![level("Partner", 36, 0)]).unnamed(), None);
        assert_eq!(
            of(vec![level("Partner", 36, 2)]).unnamed().unwrap(),
            "Two leaders take part without being named."
        );
    }
}
