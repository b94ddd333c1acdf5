//! What is written on the map: offices with their counts, departments, names.

use super::ground::{Circle, Ground, MANY, Office, label};
use super::names::Name;
use super::plan::office_name;
use super::view::STEPS;
use super::who::Mark;
use crate::shell::charts::px;
use crate::shell::words;

/// An office with its count, or a department.
pub struct Caption {
    /// Where it stands.
    pub x: String,
    /// The same from the top.
    pub y: String,
    /// Its name.
    pub words: String,
    /// "48 people, 3 Partners joined"; nothing for a department.
    pub more: String,
    /// From which zoom on it is seen.
    pub from: String,
    /// Whether it is not seen yet.
    pub later: bool,
}

/// A name, as the template needs it.
pub struct Label {
    /// Where it begins or ends.
    pub x: String,
    /// The middle of its line.
    pub y: String,
    /// What is written.
    pub text: String,
    /// Whether it ends there.
    pub ends: bool,
    /// From which zoom on it is seen.
    pub from: String,
    /// Whether it is not seen yet.
    pub later: bool,
}

/// Over each office its name, how many people it has and how many leaders have joined.
pub fn offices(ground: &Ground, marks: &[Mark], (one, many): &(String, String), zoom: f64) -> Vec<Caption> {
    let caption = |office: &Office| {
        let joined = office.people.iter().filter(|p| marks[**p as usize] == Mark::Joined).count();
        let people = words::count(office.people.len() as i64, "person", "people");
        let [left, top, width, _] = office.within;
        let more = match joined {
            0 => people,
            n => format!("{people}, {} joined", words::count(n as i64, one, many)),
        };
        // The count stands where it has room; the name always does.
        let fits = |step: &f64| label(&more, 16.0) / step <= width.max(label("20,000 people", 16.0));
        let from = STEPS.into_iter().find(fits).unwrap_or(1.0);
        Caption {
            x: px(left + 4.0),
            y: px(top + 20.0),
            words: office_name(office.name.as_deref()),
            from: from.to_string(),
            later: from > zoom,
            more,
        }
    };
    ground.offices.iter().map(caption).collect()
}

/// Below each circle its department, from where there is room for it on.
pub fn departments(ground: &Ground, zoom: f64) -> Vec<Caption> {
    let caption = |circle: &Circle| {
        let words = circle.department.clone()?;
        let ([x, y], from) = below(ground, circle, &words)?;
        Some(Caption {
            x: px(x),
            y: px(y),
            words,
            more: String::new(),
            from: from.to_string(),
            later: from > zoom,
        })
    };
    ground.circles.iter().filter_map(caption).collect()
}

/// Where the middle of a department's name stands, and from which zoom on there is room for it.
fn below(ground: &Ground, circle: &Circle, words: &str) -> Option<([f64; 2], f64)> {
    let named = ground.places.len() < MANY;
    let fits = |step: &f64| named || label(words, 13.0) / step <= 2.0 * circle.radius + ground.space;
    let [x, y] = circle.middle;
    let down = if named { 20.0 } else { 2.5 * ground.space };
    Some(([x, y + circle.radius + down], STEPS.into_iter().find(fits)?))
}

/// The room that offices and departments take at the widest view, so that names are kept clear of it.
pub fn written(ground: &Ground) -> Vec<Name> {
    let office = |office: &Office| {
        let [left, top, ..] = office.within;
        let name = |text: String, down: f64| Name { text, at: [left, top + down], ends: false, from: 1.0 };
        [name(office_name(office.name.as_deref()), 20.0), name("20,000 people, 300 joined".to_owned(), 40.0)]
    };
    let department = |circle: &Circle| {
        let text = circle.department.clone()?;
        let ([x, y], from) = below(ground, circle, &text)?;
        Some(Name { at: [x - label(&text, 16.0) / 2.0 / from, y], text, ends: false, from })
    };
    ground.offices.iter().flat_map(office).chain(ground.circles.iter().filter_map(department)).collect()
}

impl Label {
    /// The name as it is seen from so near.
    pub fn of(name: Name, zoom: f64) -> Self {
        let [x, y] = name.at;
        Self {
            x: px(x),
            y: px(y),
            text: name.text,
            ends: name.ends,
            from: name.from.to_string(),
            later: name.from > zoom,
        }
    }
}
