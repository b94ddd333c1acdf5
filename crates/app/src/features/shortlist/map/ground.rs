//! Where everybody stands on the map: offices beside each other, in each a circle for every department. It depends on
//! the directory alone, so that the same people stand in the same place each time.

use super::plan::{Group, Planned, Soul, office_name, offices};
use super::round::Round;
use super::skyline::Skyline;

/// From so many people on the map is painted rather than drawn person by person.
pub const MANY: usize = 400;

/// For a desk, or for a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Broader than high.
    Wide,
    /// Higher than broad.
    Narrow,
}

/// The map's ground, in units of its own: a shape's width is fixed, its height follows.
#[derive(Debug, Clone)]
pub struct Ground {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
    /// The radius of the room that a person has.
    pub space: f64,
    /// The offices, the largest first.
    pub offices: Vec<Office>,
    /// The circles, office by office.
    pub circles: Vec<Circle>,
    /// Where each person stands, by number.
    pub places: Vec<[f64; 2]>,
}

/// An office and the box that it takes.
#[derive(Debug, Clone)]
pub struct Office {
    /// Its name; nothing where people have none.
    pub name: Option<String>,
    /// Left, top, width, height.
    pub within: [f64; 4],
    /// Who belongs to it, by number.
    pub people: Vec<u32>,
}

/// The people of one department in one office.
#[derive(Debug, Clone)]
pub struct Circle {
    /// Which of the offices.
    pub office: usize,
    /// The department; nothing where the office is one circle.
    pub department: Option<String>,
    /// Its middle.
    pub middle: [f64; 2],
    /// To its rim.
    pub radius: f64,
    /// Who stands in it, by number.
    pub people: Vec<u32>,
}

impl Shape {
    /// Left to right, in units.
    pub fn width(self) -> f64 {
        match self {
            Self::Wide => 1180.0,
            Self::Narrow => 356.0,
        }
    }

    /// How high a picture of so many people may be.
    fn height(self, people: usize) -> f64 {
        let many = (people.max(1) as f64).ln();
        match self {
            Self::Wide => 400.0 + 50.0 * many,
            Self::Narrow => 500.0 + 110.0 * many,
        }
    }

    /// The most room that a person may have: enough for a third of the sheet to be people.
    fn space(self, people: usize) -> f64 {
        let each = self.width() * self.height(people) / people.max(1) as f64;
        let most = if self == Self::Wide { 32.0 } else { 21.0 };
        (0.38 * each / std::f64::consts::PI).sqrt().min(most)
    }
}

/// How large everything is in one try.
struct Measure {
    shape: Shape,
    space: f64,
    /// Above an office, for its name and its count.
    head: f64,
    /// Below a circle, for its department.
    foot: f64,
    /// To either side of a circle, for names.
    beside: f64,
    /// Whether departments get the room that their names need.
    named: bool,
}

impl Measure {
    fn of(shape: Shape, space: f64, named: bool) -> Self {
        let beside = if shape == Shape::Wide { 34.0 } else { 14.0 };
        let (foot, beside) = if named { (34.0, beside) } else { (5.0 * space, 2.0 * space) };
        Self { shape, space, head: 62.0, foot, beside, named }
    }
}

impl Ground {
    /// Puts everybody in their place, with as much room for each as the picture's height allows.
    pub fn of(people: &[Soul<'_>], shape: Shape) -> Self {
        let offices = offices(people);
        let (most, named) = (shape.space(people.len()), people.len() < MANY);
        let mut space = most;
        loop {
            let ground = lay(people, &offices, &Measure::of(shape, space, named));
            let fits = |ground: &Self| ground.height <= shape.height(people.len()) || space < 0.2 * most;
            match ground {
                Some(ground) if fits(&ground) => return ground,
                _ => space *= 0.96,
            }
        }
    }

    /// The office with a name.
    pub fn office(&self, name: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.name.as_deref() == Some(name))
    }

    /// The radius of somebody's dot.
    pub fn dot(&self, leads: bool) -> f64 {
        let (share, least, most) = if leads { (0.25, 0.6, 7.5) } else { (0.145, 0.42, 4.2) };
        (share * self.space).max((least * self.space).min(if leads { 2.4 } else { 1.6 })).min(most)
    }
}

/// The whole sheet; nothing where something is wider than it.
fn lay(souls: &[Soul<'_>], offices: &[Planned], measure: &Measure) -> Option<Ground> {
    let mut ground = Ground {
        width: measure.shape.width(),
        height: 0.0,
        space: measure.space,
        offices: Vec::new(),
        circles: Vec::new(),
        places: vec![[0.0, 0.0]; souls.len()],
    };
    let mut sheet = Skyline::new(ground.width);
    for Planned { name, people, departments } in offices {
        let rounds: Vec<Round> =
            departments.iter().map(|(_, people)| round(souls, people, measure.space)).collect();
        let (corners, [width, height]) = office(departments, &rounds, measure)?;
        // A name that is longer than the sheet runs on; nobody is left out for it.
        let needs = label(&office_name(name.as_deref()), 24.0).max(label("400 people", 16.0)) + 12.0;
        let (width, height) = (width.max(needs).min(ground.width), measure.head + height);
        let [left, top] = sheet.put(width, height);
        for ((department, people), (round, [x, y])) in departments.iter().zip(rounds.iter().zip(corners)) {
            let middle = [left + x, top + measure.head + y];
            ground.stand(souls, people, round, middle);
            ground.circles.push(Circle {
                office: ground.offices.len(),
                department: department.clone(),
                middle,
                radius: round.radius,
                people: people.clone(),
            });
        }
        let within = [left, top, width, height];
        ground.offices.push(Office { name: name.clone(), within, people: people.clone() });
    }
    ground.height = sheet.height().max(80.0);
    Some(ground)
}

fn round(souls: &[Soul<'_>], people: &[u32], space: f64) -> Round {
    let leaders = people.iter().filter(|p| souls[**p as usize].leads).count();
    Round::of(leaders, people.len() - leaders, space)
}

/// The middles of an office's circles within its box, and the box.
fn office(departments: &[Group], rounds: &[Round], measure: &Measure) -> Option<(Vec<[f64; 2]>, [f64; 2])> {
    let width = measure.shape.width();
    let cell = |((name, _), round): (&Group, &Round)| {
        let name = name.as_deref().filter(|_| measure.named).map_or(0.0, |name| label(name, 13.0));
        let across = (2.0 * (round.radius + measure.beside)).max(name.min(width));
        [across, 2.0 * round.radius + measure.foot]
    };
    let cells: Vec<[f64; 2]> = departments.iter().zip(rounds).map(cell).collect();
    let widest = cells.iter().map(|cell| cell[0]).fold(0.0, f64::max);
    if widest > width {
        return None;
    }
    let area: f64 = cells.iter().map(|[width, height]| width * height).sum();
    // On a desk offices stand beside each other; a phone has one below the other.
    let across = if measure.shape == Shape::Wide { (1.6 * area.sqrt()).clamp(widest, width) } else { width };
    let mut sheet = Skyline::new(across);
    let corner = |([width, height], round): (&[f64; 2], &Round)| {
        let [x, y] = sheet.put(*width, *height);
        [x + width / 2.0, y + round.radius]
    };
    let middles = cells.iter().zip(rounds).map(corner).collect();
    Some((middles, [sheet.width(), sheet.height()]))
}

/// About how wide a text is: half its size a letter, and its size a character of East Asia.
pub fn label(text: &str, size: f64) -> f64 {
    let broad = |c: char| if matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..) { 1.0 } else { 0.56 };
    text.chars().map(broad).sum::<f64>() * size
}

impl Ground {
    fn stand(&mut self, souls: &[Soul<'_>], people: &[u32], round: &Round, [x, y]: [f64; 2]) {
        let (leaders, others): (Vec<u32>, Vec<u32>) = people.iter().partition(|p| souls[**p as usize].leads);
        let places = round.leaders.iter().chain(&round.others);
        for (person, [dx, dy]) in leaders.into_iter().chain(others).zip(places) {
            self.places[person as usize] = [x + dx, y + dy];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firm(people: usize) -> Vec<Soul<'static>> {
        let offices = [Some("Boston"), Some("Hartford"), Some("Göteborg"), None];
        let departments = [Some("Litigation"), Some("Corporate"), None];
        let soul = |n: usize| Soul {
            office: offices[(n * n / 3) % offices.len()],
            department: departments[n % departments.len()],
            leads: n.is_multiple_of(5),
        };
        (0..people).map(soul).collect()
    }

    #[test]
    fn everybody_stands_on_the_sheet_in_the_circle_of_their_department() {
        for (people, shape) in
            [(1, Shape::Wide), (71, Shape::Wide), (71, Shape::Narrow), (3_000, Shape::Narrow)]
        {
            let ground = Ground::of(&firm(people), shape);
            assert_eq!(ground.circles.iter().map(|c| c.people.len()).sum::<usize>(), people);
            for circle in &ground.circles {
                let [x, y] = circle.middle;
                assert!(x - circle.radius >= 0.0 && x + circle.radius <= ground.width, "{people} {shape:?}");
                assert!(y + circle.radius <= ground.height);
                for person in &circle.people {
                    let [px, py] = ground.places[*person as usize];
                    assert!((px - x).hypot(py - y) <= circle.radius + 1e-6);
                }
            }
        }
    }

    #[test]
    fn no_two_circles_meet() {
        for people in [71, 800] {
            let ground = Ground::of(&firm(people), Shape::Wide);
            for (n, one) in ground.circles.iter().enumerate() {
                for other in &ground.circles[..n] {
                    let apart = (one.middle[0] - other.middle[0]).hypot(one.middle[1] - other.middle[1]);
                    assert!(apart >= one.radius + other.radius, "{one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn the_same_directory_is_always_drawn_alike() {
        let (one, two) = (Ground::of(&firm(500), Shape::Wide), Ground::of(&firm(500), Shape::Wide));
        assert_eq!(one.places, two.places);
    }

    #[test]
    fn a_picture_of_any_size_has_a_pleasing_height() {
        for people in [20, 71, 400, 5_000, 20_000] {
            let wide = Ground::of(&firm(people), Shape::Wide);
            assert!((300.0..1_300.0).contains(&wide.height), "{people}: {}", wide.height);
        }
    }
}
