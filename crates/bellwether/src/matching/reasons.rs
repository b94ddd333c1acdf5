//! Why two were paired, in words.

use bellwether_matching::{PairReasons, Standing, WhyNotMentor};

/// One line: what was decided before, the wish, and how each stands with the other.
pub fn words(reasons: &PairReasons) -> String {
    let mut words = Vec::new();
    if reasons.locked {
        words.push("Decided beforehand".to_owned());
    }
    if let Some(rank) = reasons.wish {
        words.push(format!("the mentee’s {} wish", ordinal(rank)));
    }
    if reasons.previous {
        words.push("the two were paired in the run before".to_owned());
    }
    words.push(format!("for the mentee {}{}", stands(&reasons.for_mentee, "mentor"), why_not(reasons)));
    words.push(format!("for the mentor {}", stands(&reasons.for_mentor, "mentee")));
    let words = words.join("; ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn stands<Better>(standing: &Standing<Better>, whom: &str) -> String {
    match (standing.rank, standing.of) {
        (_, 1) => format!("the only {whom}"),
        (1, of) => format!("the best of {of} {whom}s"),
        (rank, of) => format!("the {} of {of} {whom}s", ordinal(rank)),
    }
}

/// What became of the mentors whom the mentee's scores prefer.
fn why_not(reasons: &PairReasons) -> String {
    let better = &reasons.for_mentee.better;
    let taken = better.iter().filter(|one| matches!(one.why_not, WhyNotMentor::Taken { .. })).count();
    match taken {
        0 => String::new(),
        _ if taken == better.len() => " (whoever is better is full)".to_owned(),
        _ => format!(" ({taken} of those who are better are full)"),
    }
}

/// "first", "2nd", "13th".
fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    if n == 1 { "first".to_owned() } else { format!("{n}{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_as_people_say_them() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal).to_vec();
        assert_eq!(said.join(" "), "first 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th");
    }
}
