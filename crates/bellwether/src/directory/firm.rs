//! Who is there: offices, practices, levels, reporting lines.

use super::Draw;
use super::names;

/// An office of the firm.
pub struct Office {
    /// Where it is.
    pub name: &'static str,
    /// Its time zone.
    pub zone: &'static str,
    /// Where most of its people's names come from: a place in [`names::ALL`].
    home: usize,
    /// Its share of the firm, against the others'.
    share: usize,
}

const fn office(name: &'static str, zone: &'static str, home: usize, share: usize) -> Office {
    Office { name, zone, home, share }
}

/// The largest first: a small firm has the first of them alone.
static OFFICES: [Office; 16] = [
    office("London", "Europe/London", 0, 22),
    office("Frankfurt am Main", "Europe/Berlin", 1, 14),
    office("Mumbai", "Asia/Kolkata", 9, 12),
    office("São Paulo", "America/Sao_Paulo", 2, 9),
    office("Łódź", "Europe/Warsaw", 3, 7),
    office("Αθήνα", "Europe/Athens", 5, 6),
    office("Київ", "Europe/Kyiv", 6, 6),
    office("دبي", "Asia/Dubai", 7, 5),
    office("תל אביב", "Asia/Jerusalem", 8, 4),
    office("上海", "Asia/Shanghai", 10, 5),
    office("서울", "Asia/Seoul", 11, 4),
    office("東京", "Asia/Tokyo", 12, 5),
    office("Göteborg", "Europe/Stockholm", 1, 3),
    office("İstanbul", "Europe/Istanbul", 4, 3),
    office("กรุงเทพ", "Asia/Bangkok", 13, 2),
    office("Québec", "America/Toronto", 1, 2),
];

const PRACTICES: [(&str, usize); 9] = [
    ("Corporate", 20),
    ("Litigation", 18),
    ("Tax", 14),
    ("Audit", 14),
    ("Advisory", 12),
    ("Property", 8),
    ("Employment", 6),
    ("Technology", 5),
    ("People and finance", 3),
];

/// Titles, the highest first, and how many of a hundred people have them.
const TITLES: [(&str, usize); 6] = [
    ("Partner", 5),
    ("Director", 7),
    ("Senior Manager", 13),
    ("Manager", 20),
    ("Senior Associate", 25),
    ("Associate", 30),
];

/// Somebody in the firm.
pub struct Person {
    number: usize,
    /// Their name.
    pub name: String,
    /// What they are called; it says the level.
    pub title: &'static str,
    /// The title's place, 0 the highest.
    pub rank: usize,
    /// Where they work.
    pub office: &'static Office,
    /// What they work on.
    pub practice: &'static str,
    /// To whom they report: always somebody before them in the list.
    pub manager: Option<usize>,
    days_here: usize,
}

/// So many people, the highest first.
pub fn people(count: usize, draw: &mut Draw) -> Vec<Person> {
    let offices = &OFFICES[..(count / 60).clamp(3, OFFICES.len())];
    let practices = &PRACTICES[..(count / 30).clamp(2, PRACTICES.len())];
    let mut people: Vec<Person> = Vec::with_capacity(count);
    for number in 0..count {
        let rank = rank(number, count);
        let office = &offices[weighted(draw, offices.iter().map(|o| o.share))];
        let practice = practices[weighted(draw, practices.iter().map(|p| p.1))].0;
        let home = if draw.below(10) < 7 { office.home } else { draw.below(names::ALL.len()) };
        let mut person = Person {
            number,
            name: names::ALL[home].draw(draw),
            title: TITLES[rank].0,
            rank,
            office,
            practice,
            manager: None,
            days_here: 30 + draw.below(600) + (TITLES.len() - rank) * draw.below(1400),
        };
        person.manager = manager(&people, &person, draw);
        people.push(person);
    }
    people
}

/// The rank of the person with this number: ranks follow each other by their shares.
fn rank(number: usize, count: usize) -> usize {
    let mut up_to = 0;
    for (rank, (_, share)) in TITLES.iter().enumerate() {
        up_to += share;
        if number * 100 < up_to * count {
            return rank;
        }
    }
    TITLES.len() - 1
}

fn weighted(draw: &mut Draw, shares: impl Iterator<Item = usize> + Clone) -> usize {
    let mut left = draw.below(shares.clone().sum());
    for (at, share) in shares.enumerate() {
        if left < share {
            return at;
        }
        left -= share;
    }
    0
}

/// Somebody one or two ranks above, nearby where there is one. Partners report to nobody.
fn manager(people: &[Person], person: &Person, draw: &mut Draw) -> Option<usize> {
    if person.rank == 0 {
        return None;
    }
    let above = |p: &&Person| p.rank < person.rank && p.rank + 2 >= person.rank;
    let from = people.iter().position(|p| above(&p)).unwrap_or(0);
    let to = people.iter().rposition(|p| above(&p)).map_or(from, |at| at + 1);
    let mut best: Option<(usize, usize)> = None;
    for _ in 0..24 {
        let at = from + draw.below(to - from);
        let Some(candidate) = people.get(at) else { continue };
        let near = 2 * usize::from(candidate.practice == person.practice)
            + usize::from(candidate.office.name == person.office.name);
        if best.is_none_or(|(has, _)| near > has) {
            best = Some((near, at));
        }
    }
    best.map(|(_, at)| at)
}

/// The id of the person with this number.
pub fn id(number: usize) -> String {
    format!("E{:06}", number + 1)
}

impl Person {
    /// As ties name them.
    pub fn id(&self) -> String {
        id(self.number)
    }

    /// An address of a domain that nobody can have (RFC 2606).
    pub fn email(&self) -> String {
        format!("{}@firm.example", self.id().to_lowercase())
    }

    /// The day on which they came, before 2026.
    pub fn joined_on(&self) -> String {
        let (years, days) = (self.days_here / 365, self.days_here % 365);
        format!("{}-{:02}-{:02}", 2025 - years.min(40), 1 + days / 31, 1 + days % 28)
    }
}
