//! The map as SVG, for a desk and for a phone: circles, ties, ripples, dots and names.

use super::super::reckoning::Reckoning;
use super::captions::{self, Caption, Label};
use super::ground::{Ground, MANY, Shape};
use super::names::{self, Name, Wanted};
use super::picked::{Picked, of_joined};
use super::plan::Soul;
use super::question::Question;
use super::view::View;
use super::who::{Mark, PERHAPS, Who};
use crate::shell::charts::px;
use askama::Template;
use bellwether_influence::Error;
use std::sync::Arc;

/// More lines than these say nothing any more: of all who have joined, of the picked person.
const MOST_TIES: usize = 500;
const MOST_PICKED_TIES: usize = 80;

/// So many of those who have joined have a ripple where people are many.
const MOST_RIPPLES: usize = 60;

/// So many of them have a name there.
const MOST_NAMES: usize = 12;

/// From so near on everybody is named, and not only those who matter now.
const OTHERS_FROM: f64 = 2.0;

#[derive(Template)]
#[template(path = "features/shortlist/map/picture.html")]
struct Drawn<'a> {
    title: &'a str,
    sketches: Vec<Sketch>,
}

/// One of the two drawings.
#[derive(Default)]
struct Sketch {
    kind: &'static str,
    view: String,
    zoom: String,
    width: String,
    height: String,
    grounds: Vec<[String; 3]>,
    discs: Vec<(&'static str, [String; 3])>,
    ties: String,
    picked_ties: String,
    ripples: Vec<(&'static str, [String; 3])>,
    dots: Vec<(&'static str, Vec<[String; 3]>)>,
    halos: Vec<[String; 3]>,
    offices: Vec<Caption>,
    departments: Vec<Caption>,
    names: Vec<Label>,
}

/// What is drawn.
pub struct Picture<'a> {
    /// The program over the network.
    pub reckoning: &'a Reckoning,
    /// What everybody is.
    pub who: &'a Who,
    /// Whose ties are drawn.
    pub picked: Option<&'a Picked>,
    /// Which part is looked at.
    pub question: &'a Question,
    /// What leaders are called: one, several.
    pub called: &'a (String, String),
}

/// Where everybody stands.
pub fn ground(reckoning: &Reckoning, shape: Shape) -> Arc<Ground> {
    reckoning.map.ground(shape, || lay(reckoning, shape))
}

fn lay(reckoning: &Reckoning, shape: Shape) -> Ground {
    let network = &reckoning.network;
    let soul = |number: u32| {
        let person = network.person(number);
        let given = |text: &'_ Option<String>| text.as_deref().filter(|t| !t.is_empty()).map(str::to_owned);
        (given(&person.office), given(&person.department), network.leads(number))
    };
    let known: Vec<_> = network.everybody().map(soul).collect();
    let souls: Vec<Soul<'_>> = known
        .iter()
        .map(|(office, department, leads)| Soul {
            office: office.as_deref(),
            department: department.as_deref(),
            leads: *leads,
        })
        .collect();
    Ground::of(&souls, shape)
}

impl Picture<'_> {
    /// Both drawings; `title` says what they show.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn html(&self, wide: &Ground, narrow: &Ground, title: &str) -> Result<String, Error> {
        let sketches = vec![self.sketch(wide, Shape::Wide)?, self.sketch(narrow, Shape::Narrow)?];
        Drawn { title, sketches }
            .render()
            .map_err(|_| Error::Impossible { reason: "the map could not be written".to_owned() })
    }

    /// Whether everybody is drawn here; where they are many, the script paints them.
    fn draws_everybody(&self) -> bool {
        self.who.marks.len() < MANY
    }

    fn view(&self, ground: &Ground) -> View {
        let office = self.question.office.as_deref().and_then(|name| ground.office(name));
        let picked = self.picked.map(|p| ground.places[p.number as usize]);
        match (office, picked, self.question.zoom) {
            (Some(office), _, None) => View::onto(ground, office.within),
            (_, Some(place), Some(zoom)) => View::around(ground, place, zoom),
            (Some(office), None, Some(zoom)) => {
                let [left, top, width, height] = office.within;
                View::around(ground, [left + width / 2.0, top + height / 2.0], zoom)
            }
            (None, None, Some(zoom)) => View::around(ground, [ground.width / 2.0, ground.height / 2.0], zoom),
            (None, _, None) => View::whole(ground),
        }
    }

    fn sketch(&self, ground: &Ground, shape: Shape) -> Result<Sketch, Error> {
        let view = self.view(ground);
        let mut sketch = Sketch {
            kind: if shape == Shape::Wide { "wide" } else { "narrow" },
            view: view.view_box(),
            zoom: view.zoom.to_string(),
            width: px(ground.width),
            height: px(ground.height),
            grounds: ground.circles.iter().map(|c| disc(c.middle, c.radius)).collect(),
            ripples: self.ripples(ground)?,
            offices: captions::offices(ground, &self.who.marks, self.called, view.zoom),
            departments: captions::departments(ground, view.zoom),
            names: self.names(ground, shape)?.into_iter().map(|name| Label::of(name, view.zoom)).collect(),
            ..Sketch::default()
        };
        if self.draws_everybody() {
            let (ties, _) = of_joined(self.reckoning);
            let pairs = ties.iter().flat_map(|(from, to)| to.iter().map(move |to| (*from, *to)));
            sketch.ties = curves(ground, pairs.take(MOST_TIES));
            sketch.dots = self.dots(ground, self.reckoning.network.everybody());
        } else {
            sketch.discs = self.discs(ground);
            sketch.dots = self.dots(ground, self.marked());
        }
        if let Some(picked) = self.picked {
            let ties = picked.ties.iter().filter(|tie| !tie.words.is_empty()).take(MOST_PICKED_TIES);
            sketch.picked_ties = curves(ground, ties.map(|tie| (picked.number, tie.number)));
            let won = picked.ties.iter().filter(|tie| tie.chance >= PERHAPS).take(MOST_TIES);
            let dot = |p: u32| ground.dot(self.reckoning.network.leads(p));
            sketch.halos =
                won.map(|tie| disc(ground.places[tie.number as usize], dot(tie.number) + 2.5)).collect();
        }
        Ok(sketch)
    }

    /// Those who are drawn in any case: the picked, the next, and some of those who have joined.
    fn marked(&self) -> impl Iterator<Item = u32> {
        let picked = self.picked.map(|p| p.number);
        let joined = self.reckoning.joined.iter().copied().take(MOST_RIPPLES);
        let mut marked: Vec<u32> = self.who.next.iter().copied().chain(joined).chain(picked).collect();
        marked.sort_unstable();
        marked.dedup();
        marked.into_iter()
    }

    fn dots(
        &self,
        ground: &Ground,
        people: impl Iterator<Item = u32>,
    ) -> Vec<(&'static str, Vec<[String; 3]>)> {
        let kinds = [Mark::Out, Mark::Perhaps, Mark::Likely, Mark::Next, Mark::TakesPart, Mark::Joined];
        let mut dots: Vec<_> = kinds.iter().map(|kind| (kind.class(), Vec::new())).collect();
        for person in people {
            let at = kinds.iter().position(|kind| *kind == self.who.marks[person as usize]).unwrap_or(0);
            let radius = ground.dot(self.reckoning.network.leads(person));
            dots[at].1.push(disc(ground.places[person as usize], radius));
        }
        dots.retain(|(_, all)| !all.is_empty());
        dots
    }

    /// For each circle what share takes part, and what share takes part or is reached, as areas.
    fn discs(&self, ground: &Ground) -> Vec<(&'static str, [String; 3])> {
        let of = |circle: &super::ground::Circle| {
            let all = circle.people.len().max(1) as f64;
            let parts =
                circle.people.iter().filter(|p| self.who.marks[**p as usize] >= Mark::TakesPart).count()
                    as f64;
            let reached = self.who.expected(circle.people.iter().copied());
            let of_area = |share: f64| circle.radius * share.min(1.0).sqrt();
            [
                ("m-disc", disc(circle.middle, of_area((parts + reached) / all))),
                ("m-disc m-disc--joined", disc(circle.middle, of_area(parts / all))),
            ]
        };
        ground.circles.iter().flat_map(of).collect()
    }

    /// How far those who have joined reach, and the picked person, as rings.
    fn ripples(&self, ground: &Ground) -> Result<Vec<(&'static str, [String; 3])>, Error> {
        let scale = (ground.space / 29.0).clamp(0.3, 1.0);
        let far = |person: u32| -> Result<f64, Error> {
            let reach = self.reckoning.network.reach.marginal(person)?.mean;
            Ok(ground.dot(true) + scale * (4.0 + 9.0 * reach.sqrt()))
        };
        let mut ripples = Vec::new();
        for person in self.reckoning.joined.iter().take(MOST_RIPPLES) {
            let (at, far) = (ground.places[*person as usize], far(*person)?);
            ripples.push(("m-ripple", disc(at, far)));
            ripples.push(("m-ripple", disc(at, 0.6 * far)));
        }
        if let Some(picked) = self.picked {
            ripples
                .push(("m-ripple--pick", disc(ground.places[picked.number as usize], far(picked.number)?)));
        }
        Ok(ripples)
    }

    /// Whose names stand on the map, the picked person's first.
    fn names(&self, ground: &Ground, shape: Shape) -> Result<Vec<Name>, Error> {
        let network = &self.reckoning.network;
        let mut joined = Vec::new();
        for person in &self.reckoning.joined {
            joined.push((*person, network.reach.marginal(*person)?.mean));
        }
        joined.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let most = if self.draws_everybody() { joined.len() } else { MOST_NAMES };
        let picked = self.picked.map(|p| p.number).into_iter();
        let joined = joined.iter().map(|(p, _)| *p).take(most);
        let mut wanted: Vec<u32> = picked.chain(joined).chain(self.who.next.iter().copied()).collect();
        let matter = wanted.len();
        if self.draws_everybody() {
            wanted.extend(network.everybody().filter(|p| network.leads(*p)));
            wanted.extend(network.everybody().filter(|p| !network.leads(*p)));
        }
        let mut seen = vec![false; self.who.marks.len()];
        let mut once = |p: u32| !std::mem::replace(&mut seen[p as usize], true);
        let name = |(at, person): (usize, u32)| {
            let name = &network.person(person).name;
            let text = if shape == Shape::Wide { name.clone() } else { short(name) };
            // Whoever matters less is named to those who come nearer.
            let from = if at < matter { 1.0 } else { OTHERS_FROM };
            Wanted { person, text, radius: ground.dot(network.leads(person)), from }
        };
        let wanted = wanted.into_iter().enumerate().filter(|(_, p)| once(*p)).map(name);
        Ok(names::beside(ground, &captions::written(ground), wanted))
    }
}

fn disc([x, y]: [f64; 2], radius: f64) -> [String; 3] {
    [px(x), px(y), px(radius)]
}

/// Lines that bend a little, so that there and back are two.
fn curves(ground: &Ground, pairs: impl Iterator<Item = (u32, u32)>) -> String {
    let curve = |(from, to): (u32, u32)| {
        let ([ax, ay], [bx, by]) = (ground.places[from as usize], ground.places[to as usize]);
        let (x, y) = (f64::midpoint(ax, bx) - (by - ay) * 0.12, f64::midpoint(ay, by) + (bx - ax) * 0.12);
        format!("M{} {}Q{} {} {} {}", px(ax), px(ay), px(x), px(y), px(bx), px(by))
    };
    pairs.map(curve).collect()
}

/// A name where there is little room: its last word, at most fourteen letters of it.
fn short(name: &str) -> String {
    let last = name.split_whitespace().next_back().unwrap_or(name);
    if last.chars().count() <= 14 {
        return last.to_owned();
    }
    last.chars().take(13).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_shortened_where_there_is_little_room() {
        assert_eq!(short("Amara Novák"), "Novák");
        assert_eq!(short("欧阳明月"), "欧阳明月");
        assert_eq!(short("Olga Konstantinopolitanskaya"), "Konstantinopo…");
        assert_eq!(short(""), "");
    }
}
