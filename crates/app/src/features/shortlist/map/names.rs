//! Names beside dots, so that no two meet, and none covers somebody who matters: what has no room at first appears when one
//! comes nearer.

use super::ground::{Ground, label};
use super::view::STEPS;

/// The size of a name's letters in units, at the widest view, where the window is narrowest: for a desk, and for a phone. Its room is a
/// little higher than that.
const SIZES: [f64; 2] = [19.0, 15.0];
const HIGHER: f64 = 1.2;

/// A name on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// What is written.
    pub text: String,
    /// Where it begins, or ends.
    pub at: [f64; 2],
    /// Whether it ends there.
    pub ends: bool,
    /// From which zoom on it is seen.
    pub from: f64,
}

/// Somebody who shall be named.
pub struct Wanted {
    /// Who.
    pub person: u32,
    /// What is written.
    pub text: String,
    /// The radius that it must clear.
    pub radius: f64,
    /// Not before this zoom.
    pub from: f64,
}

/// Names for these people in the order of what they matter, clear of what is `written` already. Whoever finds no room at any zoom
/// has none.
pub fn beside(ground: &Ground, written: &[Name], wanted: impl IntoIterator<Item = Wanted>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    // A name stands outside of the middle of its circle, where there is more room.
    let mut middles = vec![0.0; ground.places.len()];
    for circle in &ground.circles {
        for person in &circle.people {
            middles[*person as usize] = circle.middle[0];
        }
    }
    let size = SIZES[usize::from(ground.width < 600.0)];
    let wanted: Vec<Wanted> = wanted.into_iter().collect();
    let dots: Vec<[f64; 4]> =
        wanted.iter().filter(|one| one.from <= STEPS[0]).map(|one| dot(ground, one)).collect();
    for Wanted { person, text, radius, from } in wanted {
        let [x, y] = ground.places[person as usize];
        let right = Name { text, at: [x + radius + 5.0, y], ends: false, from };
        let left = Name { at: [x - radius - 5.0, y], ends: true, ..right.clone() };
        let place = STEPS.into_iter().filter(|zoom| *zoom >= from).find_map(|zoom| {
            let outside = if x < middles[person as usize] - 1.0 { [&left, &right] } else { [&right, &left] };
            let mut sides = outside.into_iter().map(|name| Name { from: zoom, ..name.clone() });
            sides.find(|name| {
                let here = extent(name, size, zoom);
                let mut others = names.iter().chain(written);
                here[0] >= 0.0
                    && here[1] <= ground.width
                    && !dots.iter().any(|dot| meet(here, *dot))
                    && !others.any(|other| collide(name, other, size))
            })
        });
        names.extend(place);
    }
    names
}

/// The room of somebody's dot: left, right, top, bottom.
fn dot(ground: &Ground, one: &Wanted) -> [f64; 4] {
    let [x, y] = ground.places[one.person as usize];
    [x - one.radius, x + one.radius, y - one.radius, y + one.radius]
}

/// Whether two names meet where both are seen. They shrink as one comes nearer, so it is enough to look where they first are.
fn collide(one: &Name, other: &Name, size: f64) -> bool {
    let zoom = one.from.max(other.from);
    meet(extent(one, size, zoom), extent(other, size, zoom))
}

/// Left, right, top, bottom.
fn extent(name: &Name, size: f64, zoom: f64) -> [f64; 4] {
    let width = (label(&name.text, size) + 6.0) / zoom;
    let [x, y] = name.at;
    let half = HIGHER * size / 2.0 / zoom;
    let left = if name.ends { x - width } else { x };
    [left, left + width, y - half, y + half]
}

fn meet(one: [f64; 4], other: [f64; 4]) -> bool {
    one[0] < other[1] && other[0] < one[1] && one[2] < other[3] && other[2] < one[3]
}

#[cfg(test)]
mod tests {
    use super::super::ground::Shape;
    use super::super::plan::Soul;
    use super::*;

    fn wanted(person: u32, text: &str) -> Wanted {
        Wanted { person, text: text.to_owned(), radius: 5.0, from: 1.0 }
    }

    #[test]
    fn no_two_names_that_are_seen_together_meet() {
        let souls = [Soul { office: Some("Boston"), department: None, leads: true }; 60];
        let ground = Ground::of(&souls, Shape::Narrow);
        let names = beside(&ground, &[], (0..60).map(|p| wanted(p, "Featherstone")));
        assert!(names.len() > 40, "{} of 60", names.len());
        for zoom in STEPS {
            let seen: Vec<&Name> = names.iter().filter(|name| name.from <= zoom).collect();
            for (n, one) in seen.iter().enumerate() {
                assert!(
                    seen[..n].iter().all(|other| !meet(extent(one, 15.0, zoom), extent(other, 15.0, zoom)))
                );
            }
        }
    }

    #[test]
    fn no_name_covers_somebody_who_matters() {
        let souls = [Soul { office: Some("Boston"), department: None, leads: true }; 60];
        let ground = Ground::of(&souls, Shape::Narrow);
        let all: Vec<Wanted> = (0..60).map(|p| wanted(p, "Featherstone")).collect();
        let dots: Vec<[f64; 4]> = all.iter().map(|one| dot(&ground, one)).collect();
        let names = beside(&ground, &[], all);
        assert!(names.len() > 40, "{} of 60", names.len());
        for name in names {
            assert!(!dots.iter().any(|dot| meet(extent(&name, 15.0, name.from), *dot)), "{name:?}");
        }
    }

    #[test]
    fn who_matters_most_is_named_first_and_a_name_too_long_for_the_sheet_is_left_out() {
        let souls = [Soul { office: Some("Boston"), department: None, leads: true }; 3];
        let ground = Ground::of(&souls, Shape::Narrow);
        let names = beside(&ground, &[], [wanted(2, "Xu"), wanted(0, &"x".repeat(20_000))]);
        assert_eq!((names.len(), names[0].text.as_str()), (1, "Xu"));
        assert!(names[0].from <= 1.0);
        let written = [names[0].clone()];
        let again = beside(&ground, &written, [wanted(2, "Xu")]);
        assert!(again.iter().all(|name| name.ends), "what is written already is left clear");
    }
}
