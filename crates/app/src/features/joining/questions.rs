//! The sign-up questions: at most six for a mentee, at most six for a mentor, and how their answers
//! are read. What the directory knows is never asked.

use super::enrollment::{LONGEST_SKILL, MOST_MENTEES, MOST_SKILLS, MOST_WISHES, NewEnrollment, Part, named};
use super::store::Choosable;
use crate::features::recruiting::Named;
use crate::shell::{Fields, Problems};
use bellwether_kernel::EnrollmentId;

/// The longest free answer, in characters.
const LONGEST: usize = 1000;
/// The longest sentence for the wall.
const LONGEST_WORDS: usize = 160;
/// Fields for skills that are shown at least.
const FEWEST_TYPED: usize = 4;

/// The questions of one part, as `features/joining/questions.html` shows them.
pub struct Questions {
    /// For a mentee, or for a mentor.
    pub part: Part,
    /// A coordinator writes for somebody else.
    pub by_hand: bool,
    /// They are a leader: being named is their own choice of three.
    pub leads: bool,
    /// The program's name.
    pub program: String,
    /// What was typed, or is kept.
    pub fields: Fields,
    /// What is wrong with it.
    pub problems: Problems,
    /// Mentors who can be wished for.
    pub mentors: Vec<Choosable>,
    /// Skills to suggest.
    pub suggestions: Vec<String>,
}

/// What was answered.
pub struct Answers {
    /// The enrollment that it makes.
    pub enrollment: NewEnrollment,
    /// A leader's choice about being named.
    pub named: Option<Named>,
}

/// The fields as they are kept.
pub fn fields_of(kept: &NewEnrollment, consent: Option<Named>) -> Fields {
    let tick = |on: bool| if on { "yes" } else { "" }.to_owned();
    let mut fields = Fields::of([
        ("wanted", kept.wanted.join("\n")),
        ("offered", kept.offered.join("\n")),
        ("goals", kept.goals.clone()),
        ("words", kept.words.clone()),
        ("capacity", kept.capacity.to_string()),
        ("languages", kept.languages.clone()),
        ("other-department", tick(kept.other_department)),
        ("same-office", tick(kept.same_office)),
        ("listed", tick(kept.listed)),
        ("named", consent.map_or(String::new(), |n| n.word().to_owned())),
        ("note", kept.note.clone()),
    ]);
    for (rank, mentor) in (1..).zip(&kept.wishes) {
        fields.set(&format!("wish-{rank}"), mentor.to_string());
    }
    fields
}

impl Questions {
    /// The skills typed so far, with room for more.
    pub fn typed(&self, name: &str) -> Vec<String> {
        let mut typed = skills(&self.fields, name);
        let room = (typed.len() + 1).max(FEWEST_TYPED).min(MOST_SKILLS.max(typed.len()));
        typed.resize(room, String::new());
        typed
    }

    /// Ranks of wishes: "First", "Second" …, with what is chosen there.
    pub fn wishes(&self) -> Vec<(usize, &'static str, &str)> {
        let ranks = ["First wish", "Second wish", "Third wish"];
        (1..=MOST_WISHES).zip(ranks).map(|(n, label)| (n, label, self.fields.get(wish_field(n)))).collect()
    }

    /// "2 answers need".
    pub fn refused(&self) -> String {
        let n = self.problems.len();
        if n == 1 { "one answer needs".to_owned() } else { format!("{n} answers need") }
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.fields.get(name).is_empty()
    }

    /// Reads the answers into what is kept; what belongs to the other part stays as it is.
    pub fn answers(&self, kept: NewEnrollment) -> (Answers, Problems) {
        let mut problems = Problems::none();
        let mut new = kept;
        let mut consent = None;
        if self.part == Part::Mentee {
            self.read_mentee(&mut new, &mut problems);
        } else {
            consent = self.read_mentor(&mut new, &mut problems);
        }
        new.languages = self.at_most("languages", 200, &mut problems);
        new.note = self.at_most("note", LONGEST, &mut problems);
        (Answers { enrollment: new, named: consent }, problems)
    }

    fn read_mentee(&self, new: &mut NewEnrollment, problems: &mut Problems) {
        new.wanted = self.read_skills("wanted", problems);
        if new.wanted.is_empty() {
            problems.say("wanted", "Name one thing at least; it decides who is proposed.");
        }
        new.goals = self.at_most("goals", LONGEST, problems);
        new.other_department = self.ticked("other-department");
        new.same_office = self.ticked("same-office");
        if !self.mentors.is_empty() {
            new.wishes = self.read_wishes(problems);
        }
    }

    fn read_mentor(&self, new: &mut NewEnrollment, problems: &mut Problems) -> Option<Named> {
        new.offered = self.read_skills("offered", problems);
        let most = if self.by_hand { 50 } else { MOST_MENTEES.max(new.capacity) };
        new.capacity = self.fields.whole("capacity", 1, most, problems);
        if self.by_hand {
            return None;
        }
        new.words = self.at_most("words", LONGEST_WORDS, problems);
        if !self.leads {
            new.listed = self.ticked("listed");
            return None;
        }
        let choice = self.fields.get("named").parse().ok();
        if choice.is_none() {
            problems.say("named", "Choose one of the three; until you do, nobody is told.");
        }
        choice
    }

    fn read_skills(&self, name: &str, problems: &mut Problems) -> Vec<String> {
        let typed = skills(&self.fields, name);
        if typed.len() > MOST_SKILLS {
            problems.say(
                name,
                format!("These are {}; {MOST_SKILLS} are the most. Keep the ones that matter.", typed.len()),
            );
        }
        if let Some(long) = typed.iter().find(|s| s.chars().count() > LONGEST_SKILL) {
            let begin: String = long.chars().take(20).collect();
            problems.say(
                name,
                format!("“{begin}…” is longer than {LONGEST_SKILL} characters. Say it in fewer words, or put it into the next question."),
            );
        }
        typed
    }

    fn read_wishes(&self, problems: &mut Problems) -> Vec<EnrollmentId> {
        let mut wishes: Vec<EnrollmentId> = Vec::new();
        for chosen in (1..=MOST_WISHES).map(|n| self.fields.get(wish_field(n))).filter(|c| !c.is_empty()) {
            let Some(mentor) = self.mentors.iter().find(|m| m.id.to_string() == chosen) else {
                problems.say(
                    "wishes",
                    "One of the people you chose takes part no longer. Choose somebody else, or nobody.",
                );
                continue;
            };
            if wishes.contains(&mentor.id) {
                problems.say("wishes", format!("You chose {} twice. Once is enough.", mentor.name));
            } else {
                wishes.push(mentor.id);
            }
        }
        wishes
    }

    fn at_most(&self, name: &str, most: usize, problems: &mut Problems) -> String {
        let text = self.fields.get(name);
        if text.chars().count() > most {
            problems.say(
                name,
                format!("This is longer than {most} characters. Shorten it; nothing was cut off."),
            );
        }
        text.to_owned()
    }
}

fn wish_field(rank: usize) -> &'static str {
    ["wish-1", "wish-2", "wish-3"][(rank - 1).min(2)]
}

fn skills(fields: &Fields, name: &str) -> Vec<String> {
    named(&fields.all(name).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::joining::Source;
    use bellwether_kernel::{PersonId, ProgramId};

    fn asked(part: Part, leads: bool, fields: Fields) -> (Answers, Problems) {
        let mentor = Choosable {
            id: EnrollmentId(7),
            person: PersonId(7),
            name: "Amara Novák".to_owned(),
            department: None,
            office: None,
        };
        let questions = Questions {
            part,
            by_hand: false,
            leads,
            program: "Open Door".to_owned(),
            fields,
            problems: Problems::none(),
            mentors: vec![mentor],
            suggestions: Vec::new(),
        };
        questions.answers(NewEnrollment::of(ProgramId(1), PersonId(1), part, Source::Form))
    }

    #[test]
    fn a_mentee_needs_one_skill_and_nothing_else() {
        let (answers, problems) =
            asked(Part::Mentee, false, Fields::of([("wanted", "Oral argument".to_owned())]));
        assert!(problems.is_empty());
        assert_eq!(answers.enrollment.wanted, ["Oral argument"]);
        let (_, problems) = asked(Part::Mentee, false, Fields::of([("goals", "All".to_owned())]));
        assert!(problems.at("wanted").is_some());
    }

    #[test]
    fn a_wish_counts_once_and_only_for_who_takes_part() {
        let wish = |first: &str, second: &str| {
            let of = |id: &str| if id == "7" { EnrollmentId(7).to_string() } else { id.to_owned() };
            let fields =
                Fields::of([("wanted", "x".to_owned()), ("wish-1", of(first)), ("wish-2", of(second))]);
            asked(Part::Mentee, false, fields)
        };
        assert_eq!(wish("7", "").0.enrollment.wishes, [EnrollmentId(7)]);
        assert_eq!(wish("7", "7").1.at("wishes"), Some("You chose Amara Novák twice. Once is enough."));
        assert!(wish("0000000000009", "").1.at("wishes").is_some());
    }

    #[test]
    fn a_leader_is_named_only_as_they_chose() {
        let mentor = |named: &str| {
            asked(Part::Mentor, true, Fields::of([("capacity", "1".to_owned()), ("named", named.to_owned())]))
        };
        assert!(mentor("").1.at("named").is_some());
        assert_eq!(mentor("wall").0.named, Some(Named::Wall));
        let (_, problems) = asked(Part::Mentor, false, Fields::of([("capacity", "6".to_owned())]));
        assert_eq!(problems.at("capacity"), Some("“6” is not a whole number from 1 to 5."));
    }
}
