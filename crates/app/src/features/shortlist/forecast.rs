//! How many will have joined, against each target: joined, the chances of those asked, and of those ticked.

use super::place::Place;
use super::reckoning::{Leader, Reckoning};
use crate::features::programs::Target;
use crate::shell::charts::{ForecastChart, Plan};
use crate::shell::words;
use bellwether_influence::{Error, Forecast};
use bellwether_kernel::Date;

/// One target and what is expected of it. It takes the answers as independent of each other, and counts nobody
/// who may come unasked.
#[derive(Debug, Clone)]
pub struct TargetForecast {
    /// The target, with everybody at its level.
    pub target: Target,
    /// How many of them take part.
    pub joined: i64,
    /// How many have been asked and have not answered.
    pub asked: i64,
    /// The expected number of joined by the end.
    pub expected: f64,
    /// One time in ten it is below.
    pub low: i64,
    /// One time in ten it is above.
    pub high: i64,
    /// The chance that the target is reached, from 0 to 1.
    pub chance: f64,
}

impl TargetForecast {
    /// The forecast of a target, with these asked besides.
    pub(super) fn of(reckoning: &Reckoning, target: &Target, besides: &[&Leader]) -> Result<Self, Error> {
        let network = &reckoning.network;
        let at_level = |l: &&Leader| network.person(l.number).level == Some(target.level);
        let asked: Vec<f64> = reckoning.at(Place::Asked).filter(at_level).map(|l| l.chance).collect();
        let besides = besides.iter().filter(|l| l.place == Place::Open && at_level(l)).map(|l| l.chance);
        let chances: Vec<f64> = asked.iter().copied().chain(besides).collect();
        let joined = reckoning.joined_at(target.level);
        let forecast = Forecast::new(joined, &chances, 0.0)?;
        let range = forecast.range();
        Ok(Self {
            target: target.clone(),
            joined: joined as i64,
            asked: asked.len() as i64,
            expected: forecast.mean(),
            low: range.low as i64,
            high: range.high as i64,
            chance: forecast.chance_of(target.needed().max(0) as usize),
        })
    }

    /// Whether as many as the target asks for have joined.
    pub fn is_reached(&self) -> bool {
        self.target.people > 0 && self.joined >= self.target.needed()
    }

    /// "20 %".
    pub fn percent(&self) -> String {
        format!("{}\u{a0}%", self.target.percent)
    }

    /// "Partners".
    pub fn whom(&self) -> String {
        words::plural(&self.target.level_name)
    }

    /// "9 % likely", or "out of reach" where too few are asked.
    pub fn likely(&self) -> String {
        if self.chance > 0.0 { format!("{} likely", likely(self.chance)) } else { "out of reach".to_owned() }
    }

    /// As a row of the table.
    pub fn plan(&self, name: impl Into<String>) -> Plan {
        let range = if self.low == self.high {
            self.low.to_string()
        } else {
            format!("{} to {}", self.low, self.high)
        };
        Plan {
            name: name.into(),
            expected: format!("{:.0}", self.expected),
            range,
            chance: likely(self.chance),
        }
    }

    /// As a chart: `plan` says on what ("With these 6 asks"), and the table holds the rows given.
    pub fn chart(&self, id: &str, plan: &str, plans: Vec<Plan>) -> ForecastChart {
        let (needed, whom) = (self.target.needed(), self.whom());
        let have = if self.joined == 1 { "has" } else { "have" };
        let joined = words::sentence(&words::count(self.joined, &self.target.level_name, &whom));
        ForecastChart {
            id: id.to_owned(),
            title: format!(
                "{joined} {have} joined. {plan} about {:.0} are expected, between {} and {}. The target is {needed}.",
                self.expected, self.low, self.high
            ),
            joined: self.joined,
            expected: self.expected,
            low: self.low,
            high: self.high,
            people: self.target.people,
            needed: Some(needed),
            needed_words: format!(
                "{}, {}",
                words::count(needed, &self.target.level_name, &whom),
                self.percent()
            ),
            needed_short: format!("{needed}, or {}", self.percent()),
            caption: format!("Forecast of {whom} who have joined by {}", words::day(self.target.due_on)),
            chance_of: format!("Chance of {}", self.percent()),
            plans,
        }
    }

    /// The finding: "With these 6 asks: 20 % by 31 March, 74 % likely".
    pub fn finding(&self, plan: &str, today: Date) -> String {
        let (due, whom) = (words::day(self.target.due_on), self.whom());
        if self.is_reached() {
            format!("{} of {whom} is reached: {} have joined", self.percent(), words::number(self.joined))
        } else if self.target.due_on < today {
            format!(
                "{} by {due} was not reached: {} of {} {whom}",
                self.percent(),
                self.joined,
                self.target.needed()
            )
        } else {
            format!("{plan}: {} by {due}, {}", self.percent(), self.likely())
        }
    }
}

/// A chance as words: "74 %", "under 1 %", "over 99 %": what is nearly certain is not called so.
pub(super) fn likely(chance: f64) -> String {
    if chance > 0.99 && chance < 1.0 { "over 99\u{a0}%".to_owned() } else { words::percent(chance) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_kernel::{LevelId, TargetId};

    fn forecast() -> TargetForecast {
        let target = Target {
            id: TargetId(1),
            level: LevelId(1),
            level_name: "Partner".to_owned(),
            percent: 20,
            due_on: "2027-03-31".parse().unwrap(),
            people: 36,
        };
        TargetForecast { target, joined: 4, asked: 1, expected: 8.8, low: 6, high: 11, chance: 0.741 }
    }

    fn today() -> Date {
        "2027-02-09".parse().unwrap()
    }

    #[test]
    fn the_finding_names_the_share_the_day_and_the_chance() {
        let finding = forecast().finding("With these 6 asks", today());
        assert_eq!(finding, "With these 6 asks: 20\u{a0}% by 31 March, 74\u{a0}% likely");
    }

    #[test]
    fn a_target_that_is_reached_or_past_says_so() {
        let reached = TargetForecast { joined: 8, ..forecast() };
        assert_eq!(
            reached.finding("With these 6 asks", today()),
            "20\u{a0}% of Partners is reached: eight have joined"
        );
        let finding = forecast().finding("With these 6 asks", "2027-04-01".parse().unwrap());
        assert_eq!(finding, "20\u{a0}% by 31 March was not reached: 4 of 8 Partners");
    }

    #[test]
    fn the_chart_tells_the_target_and_the_true_denominator() {
        let chart = forecast().chart("whatif", "With these 6 asks", Vec::new());
        assert_eq!(
            chart.title,
            "4 Partners have joined. With these 6 asks about 9 are expected, between 6 and 11. The target is 8."
        );
        assert_eq!((chart.people, chart.needed), (36, Some(8)));
        assert_eq!(likely(0.9999), "over 99\u{a0}%");
    }
}
