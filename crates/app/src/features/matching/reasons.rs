//! Reasons for a pair, in words. Pure.
//!
//! They are kept without names, `{mentor}` and `{mentee}` standing for them: a reason outlives a
//! name that was corrected or erased. What speaks against a pair begins with "But:".

use super::member::Member;
use super::score;
use crate::shell::words;

/// How a partner stands among all that were possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// 1 for the best.
    pub rank: i64,
    /// How many were possible.
    pub of: i64,
    /// Whether the cap on scarce mentors kept somebody better away.
    pub capped: bool,
}

/// What speaks for two, and what against, the weightiest first.
pub fn of(mentor: &Member, mentee: &Member, wish: Option<usize>, standing: Option<Standing>) -> Vec<String> {
    let all = [
        wish.map(|rank| format!("{{mentee}}’s {} wish", ordinal(rank as i64))),
        skills(mentor, mentee),
        department(mentor, mentee),
        office(mentor, mentee),
        languages(mentor, mentee),
        seniority(mentor, mentee),
        standing.and_then(stands),
    ];
    let (against, speaking): (Vec<String>, Vec<String>) =
        all.into_iter().flatten().partition(|reason| is_against(reason));
    speaking.into_iter().chain(against).collect()
}

/// What the two are told: what the mentee wants and what the two share, never how they were ranked.
/// Where no skill fits, it is said as plainly as where one does: the mentor is to decide knowing it.
pub fn shared(mentor: &Member, mentee: &Member) -> Vec<String> {
    let met = skills(mentor, mentee).filter(|reason| !is_against(reason));
    let fits = [department(mentor, mentee), office(mentor, mentee), languages(mentor, mentee)];
    let fits: Vec<String> = fits.into_iter().flatten().filter(|reason| !is_against(reason)).collect();
    if let Some(met) = met {
        return std::iter::once(met).chain(fits).collect();
    }
    let other = match fits.first() {
        Some(_) => "what speaks for the two of you is below.",
        None => "the two of you were paired because there was a place.",
    };
    let wants = wants(mentee).map(|words| format!("{{mentee}} wants: {words}"));
    let unmet = format!("No skill in common: {other}");
    wants.into_iter().chain([unmet]).chain(fits).collect()
}

/// What a mentee wants to learn, the dearest first.
fn wants(mentee: &Member) -> Option<String> {
    let words: Vec<&String> = mentee.wanted.iter().map(|(_, word)| word).collect();
    (!words.is_empty()).then(|| words::list(&words))
}

/// A reason with the names in it.
pub fn with_names(reason: &str, mentor: &str, mentee: &str) -> String {
    reason.replace("{mentor}", mentor).replace("{mentee}", mentee)
}

/// Whether a reason speaks against a pair.
pub fn is_against(reason: &str) -> bool {
    reason.starts_with("But:")
}

fn skills(mentor: &Member, mentee: &Member) -> Option<String> {
    if mentee.wanted.is_empty() {
        return None;
    }
    let met: Vec<&String> =
        mentee.wanted.iter().filter(|(key, _)| score::offers(mentor, key)).map(|(_, word)| word).collect();
    let it = match met.len() {
        0 => return Some("But: {mentor} offers none of what {mentee} wants to learn".to_owned()),
        1 => "it",
        2 => "both",
        _ => "all of it",
    };
    Some(format!("{{mentee}} wants to learn {}; {{mentor}} offers {it}", words::list(&met)))
}

fn department(mentor: &Member, mentee: &Member) -> Option<String> {
    let differ = score::differ(mentor.department.as_deref(), mentee.department.as_deref())?;
    let who = asked(mentor.other_department, mentee.other_department)?;
    Some(if differ {
        format!("Different departments, as {who} asked")
    } else {
        format!("But: the same department, though {who} asked for another")
    })
}

fn office(mentor: &Member, mentee: &Member) -> Option<String> {
    let differ = score::differ(mentor.office.as_deref(), mentee.office.as_deref())?;
    let who = asked(mentor.same_office, mentee.same_office)?;
    Some(if differ {
        format!("But: different offices, though {who} asked for somebody near")
    } else {
        format!("Both in {}, as {who} asked", mentor.office.as_deref().unwrap_or_default())
    })
}

fn asked(mentor: bool, mentee: bool) -> Option<&'static str> {
    match (mentor, mentee) {
        (true, true) => Some("both"),
        (true, false) => Some("{mentor}"),
        (false, true) => Some("{mentee}"),
        (false, false) => None,
    }
}

/// Worth a word only where somebody speaks more than one.
fn languages(mentor: &Member, mentee: &Member) -> Option<String> {
    if mentor.languages.len() + mentee.languages.len() <= 2 {
        return None;
    }
    let keys: Vec<&String> = mentee.languages.iter().map(|(key, _)| key).collect();
    let shared: Vec<&String> =
        mentor.languages.iter().filter(|(key, _)| keys.contains(&key)).map(|(_, word)| word).collect();
    (!shared.is_empty()).then(|| format!("Both speak {}", words::list(&shared)))
}

fn seniority(mentor: &Member, mentee: &Member) -> Option<String> {
    Some(match score::levels_above(mentor, mentee)? {
        // One or two levels are what everybody expects.
        1 | 2 => return None,
        0 => "The same level".to_owned(),
        n if n < 0 => "But: {mentor} is less senior than {mentee}".to_owned(),
        n => format!("{} levels above {{mentee}}", words::sentence(&words::number(n))),
    })
}

fn stands(Standing { rank, of, capped }: Standing) -> Option<String> {
    match (rank, of) {
        (_, 0) => None,
        (_, 1) => Some("The only mentor possible for {mentee}".to_owned()),
        (1, of) => Some(format!("Best of {} mentors possible for {{mentee}}", words::number(of))),
        (rank, of) => Some(format!(
            "{} of {} mentors possible for {{mentee}}; who fits better is {}",
            words::sentence(&ordinal(rank)),
            words::number(of),
            if capped {
                "needed elsewhere, or scarce, and the cap leaves them to others"
            } else {
                "needed elsewhere"
            }
        )),
    }
}

/// "first", "second" … "twelfth", then "13th".
fn ordinal(n: i64) -> String {
    const SMALL: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ];
    let small = usize::try_from(n - 1).ok().and_then(|at| SMALL.get(at));
    small.map_or_else(|| format!("{n}th"), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{keyed, member};
    use super::*;

    #[test]
    fn a_pair_says_why_in_plain_words_with_the_contrary_last() {
        let (mut amara, mut nadia) = (member(1), member(2));
        amara.offered = keyed("trial thinking, negotiation");
        nadia.wanted = keyed("negotiation, client boards");
        (amara.department, nadia.department) = (Some("Tax".to_owned()), Some("Tax".to_owned()));
        nadia.other_department = true;
        (amara.level, nadia.level) = (Some(5), Some(2));
        let reasons = of(&amara, &nadia, Some(1), Some(Standing { rank: 2, of: 5, capped: false }));
        let named: Vec<String> = reasons.iter().map(|r| with_names(r, "Amara", "Nadia")).collect();
        assert_eq!(
            named,
            [
                "Nadia’s first wish",
                "Nadia wants to learn negotiation; Amara offers it",
                "Three levels above Nadia",
                "Second of five mentors possible for Nadia; who fits better is needed elsewhere",
                "But: the same department, though Nadia asked for another",
            ]
        );
    }

    #[test]
    fn the_two_are_told_what_they_share_and_nothing_that_ranks_them() {
        let (mut a, mut b) = (member(1), member(2));
        (a.languages, b.languages) = (keyed("English, Português"), keyed("português"));
        (a.level, b.level) = (Some(1), Some(4));
        b.wanted = keyed("trials");
        let unmet = "No skill in common: what speaks for the two of you is below.";
        assert_eq!(shared(&a, &b), ["{mentee} wants: trials", unmet, "Both speak Português"]);
    }

    #[test]
    fn where_nothing_fits_it_is_said() {
        let (mentor, mut mentee) = (member(1), member(2));
        let unmet = "No skill in common: the two of you were paired because there was a place.";
        assert_eq!(shared(&mentor, &mentee), [unmet]);
        mentee.wanted = keyed("the unwritten rules");
        assert_eq!(shared(&mentor, &mentee), ["{mentee} wants: the unwritten rules", unmet]);
    }
}
