//! What stands between the people who signed up and good pairs. Pure.

use super::member::Member;
use crate::shell::words;

/// One line of the readiness check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// "ok", "todo" or "stop", as the style sheet has it.
    pub class: &'static str,
    /// What is so.
    pub says: String,
    /// Who is meant, or what to do.
    pub who: String,
}

/// The readiness check of a program.
pub fn of(members: &[Member], has_ask: bool) -> Vec<Check> {
    let mentors: Vec<&Member> = members.iter().filter(|m| m.mentors()).collect();
    let waiting: Vec<&Member> = members.iter().filter(|m| m.learns() && m.wants).collect();
    let places: i64 = mentors.iter().map(|m| m.places).sum();
    let mut checks = vec![enough(mentors.len() as i64, places, waiting.len() as i64)];
    if !has_ask {
        checks.push(Check {
            class: "stop",
            says: "The program has no ask yet".to_owned(),
            who: "Nobody can agree to an unknown time. Set it before anything is proposed.".to_owned(),
        });
    }
    let lists = [
        (
            lacking(&waiting, |m| m.wanted.is_empty()),
            "has not said what to learn",
            "have not said what to learn",
        ),
        (lacking(&waiting, |m| m.goals.is_empty()), "has written no goal", "have written no goal"),
        (
            lacking(&mentors, |m| m.offered.is_empty()),
            "has not said what to offer",
            "have not said what to offer",
        ),
        (
            lacking(members_of(&mentors, &waiting).as_slice(), |m| !m.has_mail),
            "has no mail address",
            "have no mail address",
        ),
    ];
    for (who, one, many) in lists {
        if let Some(check) = missing(&who, one, many) {
            checks.push(check);
        }
    }
    if checks.len() == 1 && checks[0].class == "ok" {
        checks.push(Check {
            class: "ok",
            says: "Everybody has said what matters".to_owned(),
            who: String::new(),
        });
    }
    checks
}

fn enough(mentors: i64, places: i64, waiting: i64) -> Check {
    let have = format!(
        "{} with {}, {} for a mentor",
        words::count(mentors, "mentor", "mentors"),
        if places == 0 {
            "no free place".to_owned()
        } else {
            words::count(places, "free place", "free places")
        },
        if waiting == 1 {
            "1 person waits".to_owned()
        } else {
            format!("{} people wait", words::figure(waiting))
        },
    );
    let (class, who) = match waiting - places {
        _ if waiting == 0 => ("todo", "Nobody waits at present.".to_owned()),
        short if short > 0 => (
            "todo",
            format!(
                "{} will go without, at least. More mentors, or more places, would help.",
                words::sentence(&words::number(short))
            ),
        ),
        _ => ("ok", String::new()),
    };
    Check { class, says: have, who }
}

fn members_of<'a>(mentors: &[&'a Member], waiting: &[&'a Member]) -> Vec<&'a Member> {
    let others = waiting.iter().filter(|w| !mentors.iter().any(|m| m.enrollment == w.enrollment));
    mentors.iter().chain(others).copied().collect()
}

fn lacking<'a>(members: &[&'a Member], lacks: impl Fn(&Member) -> bool) -> Vec<&'a str> {
    members.iter().filter(|m| lacks(m)).map(|m| m.name.as_str()).collect()
}

fn missing(who: &[&str], one: &str, many: &str) -> Option<Check> {
    let named = match who {
        [] => return None,
        few if few.len() <= 4 => words::list(few),
        [first, second, third, rest @ ..] => {
            format!("{first}, {second}, {third} and {} more", words::number(rest.len() as i64))
        }
        _ => return None,
    };
    let n = who.len() as i64;
    let says = if n == 1 {
        format!("One person {one}")
    } else {
        format!("{} people {many}", words::sentence(&words::number(n)))
    };
    Some(Check { class: "todo", says, who: named })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{keyed, member};
    use super::*;
    use crate::features::joining::Part;

    #[test]
    fn what_is_missing_is_named_with_whose_it_is() {
        let mentor = member(1);
        let mentee = Member {
            role: Part::Mentee,
            wants: true,
            capacity: 0,
            places: 0,
            goals: String::new(),
            ..member(2)
        };
        let other = Member { wanted: keyed("trials"), has_mail: false, ..mentee.clone() };
        let said: Vec<String> = of(&[mentor, mentee, other], false).into_iter().map(|c| c.says).collect();
        assert_eq!(
            said,
            [
                "1 mentor with 1 free place, 2 people wait for a mentor",
                "The program has no ask yet",
                "One person has not said what to learn",
                "Two people have written no goal",
                "One person has not said what to offer",
                "One person has no mail address",
            ]
        );
    }
}
