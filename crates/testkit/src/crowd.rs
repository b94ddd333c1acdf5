use crate::House;
use bellwether_db::{Value, params, statements};
use bellwether_kernel::{EnrollmentId, LevelId, PersonId, ProgramId, fold};

statements! {
    PERSON = "
        insert into people (id, key, name, email, email_key, title, level_id, office, department, manager_id, time_zone, source,
            search, created_at, updated_at)
        values ($1, $2, $3, $2, $2, $4, $5, $6, $7, $8, 'Europe/London', 'import', $9, $10, $10)";
    ENROLLMENT = "
        insert into enrollments (id, program_id, person_id, role, capacity, goals, languages, other_department, same_office, source,
            enrolled_at)
        values ($1, $2, $3, $4, $5, 'To lead something of my own within the year.', $6, $7, $8, 'form', $9)";
    SKILL = "
        insert into skills (enrollment_id, direction, skill_key, skill, position) values ($1, $2, $3, $4, $5)
        on conflict (enrollment_id, direction, skill_key) do nothing";
    WISH = "
        insert into wishes (enrollment_id, rank, mentor_id) values ($1, $2, $3)
        on conflict (enrollment_id, mentor_id) do nothing";
}

const FIRST: [&str; 20] = [
    "Amara", "Victor", "Esther", "Idris", "Nadia", "Ottilie", "Hugo", "Saoirse", "Katya", "Emeka", "Cyril",
    "Julian", "Imani", "Celeste", "Anselm", "Wanda", "Luís", "Leonie", "Håkon", "Petra",
];
const LAST: [&str; 25] = [
    "Novák",
    "Xu",
    "Farouk",
    "Inoue",
    "Ogilvie",
    "Mbeki",
    "Rao",
    "Laurent",
    "Cardozo",
    "Drummond",
    "Brandt",
    "Fonseca",
    "Jovanović",
    "Okafor",
    "Engström",
    "Castellanos",
    "Villanueva",
    "D’Souza",
    "Fairweather",
    "Nyman",
    "Haddad",
    "Lund",
    "Ito",
    "Byrne",
    "Calloway",
];
const LEVELS: [&str; 5] = ["Associate", "Manager", "Senior manager", "Director", "Partner"];
const DEPARTMENTS: [&str; 9] =
    ["Audit", "Tax", "Advisory", "Litigation", "Corporate", "Property", "Finance", "People", "Technology"];
const OFFICES: [&str; 6] = ["London", "Leeds", "Bristol", "Manchester", "Glasgow", "Cardiff"];
const SKILLS: [&str; 24] = [
    "Negotiation",
    "Second chair at trial",
    "Client boards",
    "Appellate writing",
    "Leading a team",
    "Saying no",
    "Budgets",
    "Public speaking",
    "Getting heard",
    "Mergers",
    "Tax law",
    "Hiring",
    "Career steps",
    "Coming back from leave",
    "Pricing",
    "Data",
    "Writing",
    "Networking",
    "Delegation",
    "Difficult talks",
    "Strategy",
    "Sales",
    "Audit quality",
    "The unwritten rules",
];

/// A program of a thousand: people who take part, invented but the same every time.
pub struct Crowd {
    /// Their enrollments, by name as they were made.
    pub mentors: Vec<EnrollmentId>,
    /// Theirs.
    pub mentees: Vec<EnrollmentId>,
}

/// A draw that is the same every time (Knuth's linear congruence).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// What is to be written.
#[derive(Default)]
struct Rows {
    people: Vec<Vec<Value>>,
    enrollments: Vec<Vec<Value>>,
    skills: Vec<Vec<Value>>,
    wishes: Vec<Vec<Value>>,
}

impl Crowd {
    pub(crate) async fn enroll(house: &House, program: ProgramId, mentors: usize, mentees: usize) -> Self {
        let cast = house.cast();
        let mut levels = Vec::new();
        for (at, name) in LEVELS.iter().enumerate() {
            levels.push(cast.level(name, 1000 * (at as i64 + 1), at == LEVELS.len() - 1).await);
        }
        let (mut draw, mut rows) = (Draw(2027), Rows::default());
        let (mut managers, mut crowd) = (Vec::new(), Self { mentors: Vec::new(), mentees: Vec::new() });
        for n in 0..mentors + mentees {
            let guides = n < mentors;
            let level = if guides { 2 + draw.below(3) } else { draw.below(2) };
            let manager = (n >= 20).then(|| managers[draw.below(usize::min(n, mentors))]);
            let person = rows.person(house, &mut draw, (n, levels[level], manager));
            managers.push(person);
            let enrollment = rows.enrollment(house, &mut draw, (program, person, guides));
            if guides { &mut crowd.mentors } else { &mut crowd.mentees }.push(enrollment);
            if !guides && draw.below(2) == 0 {
                for rank in 1..=3_i64 {
                    let wish = crowd.mentors[draw.below(mentors)];
                    rows.wishes.push(params![enrollment, rank, wish].to_vec());
                }
            }
        }
        rows.write(house).await;
        crowd
    }
}

impl Rows {
    fn person(
        &mut self,
        house: &House,
        draw: &mut Draw,
        (n, level, manager): (usize, LevelId, Option<PersonId>),
    ) -> PersonId {
        let id: PersonId = house.world.id();
        let name = format!("{} {}", draw.of(&FIRST), draw.of(&LAST));
        let email = format!("{}.{n}@firm.example", fold(&name).replace([' ', '’'], "."));
        let (office, department) = (draw.of(&OFFICES), draw.of(&DEPARTMENTS));
        let search = fold(&format!("{name} {email} {office} {department}"));
        let row = params![id, email, name, "", level, office, department, manager, search, house.now()];
        self.people.push(row.to_vec());
        id
    }

    fn enrollment(
        &mut self,
        house: &House,
        draw: &mut Draw,
        (program, person, guides): (ProgramId, PersonId, bool),
    ) -> EnrollmentId {
        let id: EnrollmentId = house.world.id();
        let (role, direction) = if guides { ("mentor", "offered") } else { ("mentee", "wanted") };
        let capacity = if guides { 1 + draw.below(4) as i64 } else { 0 };
        let languages = ["English", "English, Français", "English, Cymraeg"][draw.below(3)];
        let (other, near) = (draw.below(3) == 0, draw.below(4) == 0);
        let row = params![id, program, person, role, capacity, languages, other, near, house.now()];
        self.enrollments.push(row.to_vec());
        for position in 1..=3_i64 {
            let skill = draw.of(&SKILLS);
            self.skills.push(params![id, direction, fold(skill), skill, position].to_vec());
        }
        id
    }

    async fn write(&self, house: &House) {
        let tx = house.db.begin().await.unwrap();
        tx.run_each(&PERSON, &self.people).await.unwrap();
        tx.run_each(&ENROLLMENT, &self.enrollments).await.unwrap();
        tx.run_each(&SKILL, &self.skills).await.unwrap();
        tx.run_each(&WISH, &self.wishes).await.unwrap();
        tx.commit().await.unwrap();
    }
}
