//! The next waves as the page shows them: who is in each, why the first is first, and how much easier the others become.

use super::order::{Eased, Once, Order, Turn, WAVES};
use super::question::{Question, SIZES, WAVE};
use super::reckoning::Reckoning;
use crate::shell::words;
use bellwether_influence::Error;
use bellwether_kernel::PersonId;
use std::collections::HashMap;

/// What the waves are called.
const NAMES: [&str; WAVES] = ["First wave", "Second wave", "Third wave"];

/// Why that is.
const COLLEAGUES: &str = "Close colleagues who have joined make a yes likelier.";

/// What is said where a size was chosen and no order is better than another.
const ANY_ORDER: &str = "Nobody here makes another noticeably easier to win: ask in the order of the list.";

/// From so many yeses more on it is said what asking in waves brings.
const MORE: f64 = 0.1;

/// The section about waves.
pub struct Waves {
    /// What it is called.
    pub title: &'static str,
    /// "Asked wave by wave, 10.8 of these 18 are expected to say yes; all at once, 9.9. Close colleagues who …"
    pub says: Option<String>,
    /// The waves.
    pub waves: Vec<Wave>,
    /// Asks of a wave.
    pub size: usize,
    /// What stands above the list of each leader who has a word to tell, by number.
    pub turns: HashMap<u32, String>,
}

/// One of them.
pub struct Wave {
    /// "First wave".
    pub name: &'static str,
    /// The names.
    pub who: String,
    /// What their turn makes of the others, or the others of it.
    pub says: Option<String>,
    /// The question with these ticked; none where they are.
    pub choose: Option<Question>,
}

impl Waves {
    /// The waves in words. `ticked` are those who are ticked now.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub(super) fn of(
        reckoning: &Reckoning,
        order: &Order,
        question: &Question,
        ticked: &[PersonId],
    ) -> Result<Self, Error> {
        let asks = order.waves.iter().flatten().count();
        let says = (order.in_waves - order.at_once >= MORE).then(|| {
            format!(
                "Asked wave by wave, {:.1} of these {asks} are expected to say yes; all at once, {:.1}. {COLLEAGUES}",
                order.in_waves, order.at_once
            )
        });
        let mut waves = Vec::with_capacity(order.waves.len());
        let mut turns = HashMap::new();
        for (at, (name, wave)) in NAMES.into_iter().zip(&order.waves).enumerate() {
            let people: Vec<_> =
                wave.iter().map(|turn| reckoning.network.person(turn.leader.number)).collect();
            let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
            let chosen = ids.len() == ticked.len() && ids.iter().all(|id| ticked.contains(id));
            // The first is what an address without a wave proposes.
            let wanted = (at > 0).then_some(ids);
            let later: Vec<&Turn> = order.waves.iter().skip(at + 1).flatten().collect();
            waves.push(Wave {
                name,
                who: words::list(&people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>()),
                says: if at == 0 {
                    reckoning.eased_by(wave, &later)?.map(|eased| all_of_them(reckoning, &eased))
                } else {
                    by_then(wave)
                },
                choose: (!chosen).then(|| Question { wave: wanted, ..question.clone() }),
            });
            let told = wave.iter().filter_map(|turn| Some((turn.leader.number, told(reckoning, at, turn)?)));
            turns.extend(told.map(|(number, words)| (number, format!("{name}: {words}"))));
        }
        Ok(Self { title: "In which order to ask", says, waves, size: question.size.unwrap_or(WAVE), turns })
    }

    /// Where nobody makes anybody easier: nothing, but for a size that was chosen and may be changed again.
    pub(super) fn none(reckoning: &Reckoning, question: &Question) -> Option<Self> {
        let size = question.size?;
        let is_known = reckoning.network.ties + reckoning.network.lines > 0;
        let says = is_known.then(|| ANY_ORDER.to_owned());
        Some(Self { title: "The size of a wave", says, waves: Vec::new(), size, turns: HashMap::new() })
    }

    /// The sizes that a wave may have.
    pub fn sizes(&self) -> impl Iterator<Item = usize> + use<> {
        SIZES
    }
}

/// What is worth telling of one leader's turn in the wave at that place.
fn told(reckoning: &Reckoning, at: usize, turn: &Turn) -> Option<String> {
    let name = |number: u32| reckoning.network.person(number).name.as_str();
    if at == 0 {
        let eased = turn.eases.as_ref()?;
        return Some(match eased.others {
            1 => format!("makes {} easier to win, {}", name(eased.most), rise(eased.from, eased.to)),
            n => format!(
                "makes {} others easier to win, {} most, {}",
                words::number(n as i64),
                name(eased.most),
                rise(eased.from, eased.to)
            ),
        });
    }
    let Once { through, to } = turn.once.as_ref()?;
    let names: Vec<&str> = through.iter().map(|number| name(*number)).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    Some(format!("easier once {} {have} joined, {}", words::list(&names), rise(turn.leader.chance, *to)))
}

/// "If all of them join, eleven of the others are easier to win: Quentin Wójcik most, from 55 % to 67 %."
fn all_of_them(reckoning: &Reckoning, eased: &Eased) -> String {
    let (name, rise) = (&reckoning.network.person(eased.most).name, rise(eased.from, eased.to));
    match eased.others {
        1 => format!("If all of them join, {name} is easier to win: {rise}."),
        n => {
            let n = words::number(n as i64);
            format!("If all of them join, {n} of the others are easier to win: {name} most, {rise}.")
        }
    }
}

/// "By then a yes from them is likelier: 61 % on average, and 55 % today."
fn by_then(wave: &[Turn]) -> Option<String> {
    let mean = |of: fn(&Turn) -> f64| wave.iter().map(of).sum::<f64>() / wave.len().max(1) as f64;
    let (today, then) = (mean(|turn| turn.leader.chance), mean(|turn| turn.then));
    let (today, then) = (words::percent(today), words::percent(then));
    (today != then).then(|| format!("By then a yes is likelier: {then} on average, and {today} today."))
}

/// "from 55 % to 67 %".
fn rise(from: f64, to: f64) -> String {
    format!("from {} to {}", words::percent(from), words::percent(to))
}
