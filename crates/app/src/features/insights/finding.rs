//! The sentence at the head of the page.

use crate::features::shortlist::TargetForecast;
use crate::shell::words;
use bellwether_kernel::Date;

/// What the page comes to, about its first target: "Half way to the target, with seven weeks left".
pub fn heading(target: Option<&TargetForecast>, today: Date) -> String {
    let Some(forecast) = target else { return "No target yet".to_owned() };
    let (joined, needed) = (forecast.joined, forecast.target.needed());
    if needed == 0 {
        return format!("Nobody is at the level {} yet", forecast.target.level_name);
    }
    let left = time_left(forecast.target.due_on, today);
    match joined {
        n if n >= needed => format!("The target is reached, {left}"),
        0 => format!("Nobody has joined yet, {left}"),
        n if n * 2 == needed => format!("Half way to the target, {left}"),
        n => format!(
            "{} of {} on the way to the target, {left}",
            words::sentence(&words::number(n)),
            words::number(needed)
        ),
    }
}

/// "Four of 36 Partners have joined and all four are active. Eight make 20 %."
pub fn lede(forecast: &TargetForecast, active: i64) -> String {
    let (joined, target) = (forecast.joined, &forecast.target);
    let have = if joined == 1 { "has" } else { "have" };
    let active = match (joined, active) {
        (0, _) => String::new(),
        (1, 1) => ", and is active".to_owned(),
        (2, 2) => "; both are active".to_owned(),
        (_, 0) => "; nobody is active yet".to_owned(),
        (j, a) if j == a => format!("; all {} are active", words::number(j)),
        (_, a) => format!("; {} {} active", words::number(a), if a == 1 { "is" } else { "are" }),
    };
    let who = if joined == 0 { "None".to_owned() } else { words::sentence(&words::number(joined)) };
    let whom = forecast.whom();
    let needed = words::sentence(&words::number(target.needed()));
    let make = if target.needed() == 1 { "makes" } else { "make" };
    format!(
        "{who} of {} {whom} {have} joined{active}. {needed} {make} {}.",
        target.people,
        forecast.percent()
    )
}

fn time_left(due: Date, today: Date) -> String {
    match (due - today).get_days() {
        ..0 => format!("and {} has passed", words::day(due)),
        0 => "on its last day".to_owned(),
        1 => "with one day left".to_owned(),
        days @ 2..14 => format!("with {} days left", words::number(i64::from(days))),
        days => format!("with {} weeks left", words::number(i64::from(days / 7))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::programs::Target;
    use bellwether_kernel::{LevelId, TargetId};

    fn forecast(joined: i64) -> TargetForecast {
        let target = Target {
            id: TargetId(1),
            level: LevelId(1),
            level_name: "Partner".to_owned(),
            percent: 20,
            due_on: "2027-03-31".parse().unwrap(),
            people: 36,
        };
        TargetForecast { target, joined, asked: 0, expected: 6.0, low: 4, high: 8, chance: 0.3 }
    }

    #[test]
    fn the_page_begins_with_what_it_comes_to() {
        let on = |joined, day: &str| heading(Some(&forecast(joined)), day.parse().unwrap());
        assert_eq!(on(4, "2027-02-09"), "Half way to the target, with seven weeks left");
        assert_eq!(on(3, "2027-03-30"), "Three of eight on the way to the target, with one day left");
        assert_eq!(on(8, "2027-03-25"), "The target is reached, with six days left");
        assert_eq!(on(0, "2027-04-02"), "Nobody has joined yet, and 31 March has passed");
    }

    #[test]
    fn joined_and_active_are_told_apart() {
        assert_eq!(
            lede(&forecast(4), 4),
            "Four of 36 Partners have joined; all four are active. Eight make 20\u{a0}%."
        );
        assert_eq!(
            lede(&forecast(4), 1),
            "Four of 36 Partners have joined; one is active. Eight make 20\u{a0}%."
        );
        assert_eq!(lede(&forecast(0), 0), "None of 36 Partners have joined. Eight make 20\u{a0}%.");
    }
}
