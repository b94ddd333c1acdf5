//! Levels as titles and grades suggest them, and their order.
//!
//! A title says its level in words that most organisations share ("Senior Vice President, Tax");
//! a grade is a level by itself. What the words do not tell stays without a level until somebody
//! says it: nothing is guessed.

use bellwether_kernel::fold;

/// What a title's words say: the words, the level's name, how senior (more is more), from the most
/// telling phrase to the least.
const WORDS: [(&str, &str, i64); 62] = [
    ("executive vice president", "Executive Vice President", 880),
    ("senior vice president", "Senior Vice President", 860),
    ("assistant vice president", "Assistant Vice President", 700),
    ("vice president", "Vice President", 840),
    ("evp", "Executive Vice President", 880),
    ("svp", "Senior Vice President", 860),
    ("avp", "Assistant Vice President", 700),
    ("vp", "Vice President", 840),
    ("senior managing partner", "Managing Partner", 960),
    ("managing partner", "Managing Partner", 960),
    ("senior partner", "Senior Partner", 940),
    ("equity partner", "Equity Partner", 930),
    ("non equity partner", "Non-equity Partner", 910),
    ("salaried partner", "Salaried Partner", 910),
    ("hr business partner", "", 0),
    ("business partner", "", 0),
    ("partner", "Partner", 920),
    ("senior managing director", "Senior Managing Director", 900),
    ("managing director", "Managing Director", 890),
    ("executive director", "Executive Director", 830),
    ("senior director", "Senior Director", 820),
    ("associate director", "Associate Director", 780),
    ("deputy director", "Deputy Director", 790),
    ("assistant director", "Assistant Director", 770),
    ("director general", "Director General", 950),
    ("director", "Director", 800),
    ("chief of staff", "", 0),
    ("chair", "Chair", 990),
    ("chairman", "Chair", 990),
    ("chairwoman", "Chair", 990),
    ("chief", "Chief Officer", 970),
    ("ceo", "Chief Officer", 970),
    ("cfo", "Chief Officer", 970),
    ("coo", "Chief Officer", 970),
    ("cto", "Chief Officer", 970),
    ("cio", "Chief Officer", 970),
    ("chro", "Chief Officer", 970),
    ("president", "President", 965),
    ("general counsel", "Chief Officer", 970),
    ("dean", "Dean", 850),
    ("head", "Head", 790),
    ("professor", "Professor", 760),
    ("senior counsel", "Senior Counsel", 640),
    ("of counsel", "Counsel", 620),
    ("counsel", "Counsel", 620),
    ("principal", "Principal", 750),
    ("senior manager", "Senior Manager", 650),
    ("general manager", "General Manager", 690),
    ("assistant manager", "Assistant Manager", 540),
    ("manager", "Manager", 600),
    ("team lead", "Lead", 520),
    ("lead", "Lead", 520),
    ("supervisor", "Supervisor", 510),
    ("senior associate", "Senior Associate", 480),
    ("associate", "Associate", 400),
    ("senior analyst", "Senior Analyst", 380),
    ("analyst", "Analyst", 300),
    ("paralegal", "Paralegal", 220),
    ("trainee", "Trainee", 120),
    ("intern", "Intern", 100),
    ("apprentice", "Apprentice", 110),
    ("staff", "Staff", 200),
];

/// Grades of the civil service of the United Kingdom, the lowest first. Grade 7 is below Grade 6.
const CIVIL_SERVICE: [&[&str]; 11] = [
    &["aa", "administrative assistant"],
    &["ao", "administrative officer"],
    &["eo", "executive officer"],
    &["heo", "higher executive officer"],
    &["seo", "senior executive officer"],
    &["g7", "grade 7"],
    &["g6", "grade 6"],
    &["scs1", "scs 1", "scs pb1", "deputy director scs1"],
    &["scs2", "scs 2", "scs pb2"],
    &["scs3", "scs 3", "scs pb3"],
    &["scs4", "scs 4", "permanent secretary"],
];

/// From here on a level is senior unless somebody says otherwise.
const SENIOR_FROM: i64 = 760;

/// The level that a title suggests, by its most telling words; nothing where it suggests none.
pub fn level_of_title(title: &str) -> Option<&'static str> {
    let title = plain(title);
    let found = WORDS.iter().find(|(words, _, _)| has_words(&title, words));
    found.map(|(_, name, _)| *name).filter(|name| !name.is_empty())
}

/// How senior a level is by its name, as far as the name tells: more is more senior.
pub fn seniority(level: &str) -> Option<i64> {
    let name = plain(level);
    if let Some(place) = grade(level) {
        return Some([150, 200, 300, 400, 500, 600, 700, 800, 850, 900, 950][place]);
    }
    let exact = WORDS.iter().find(|(_, known, _)| plain(known) == name);
    exact
        .or_else(|| WORDS.iter().find(|(words, known, _)| !known.is_empty() && has_words(&name, words)))
        .map(|w| w.2)
}

/// Whether people at a level of this name are leaders, unless somebody says otherwise.
pub fn is_senior(level: &str) -> bool {
    seniority(level).is_some_and(|s| s >= SENIOR_FROM)
}

/// Whether a text is a grade that is known by name.
pub fn is_grade(text: &str) -> bool {
    grade(text).is_some()
}

/// By what a level is told apart from others: "G7" and "Grade 7" are one.
pub fn key(level: &str) -> String {
    grade(level).map_or_else(|| fold(level), |place| CIVIL_SERVICE[place][0].to_owned())
}

fn grade(text: &str) -> Option<usize> {
    let name = plain(text);
    CIVIL_SERVICE.iter().position(|names| names.contains(&name.as_str()))
}

/// Puts names of levels in order, the most senior first: by what their names tell, then numbered
/// ones by their number ("Band 10" before "Band 9"), then by name.
pub fn most_senior_first(names: &mut [String]) {
    names.sort_by_cached_key(|name| {
        let number = number_in(name);
        (std::cmp::Reverse(seniority(name)), std::cmp::Reverse(number), fold(name))
    });
}

fn number_in(name: &str) -> Option<u64> {
    let digits: String =
        name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Folded, and with spaces where there are signs, one at each end: " senior manager tax ".
fn plain(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_none_or(|c| c == ' ');
        before && text[at + words.len()..].chars().next().is_none_or(|c| c == ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_its_level() {
        let told = [
            ("Partner", Some("Partner")),
            ("Associate", Some("Associate")),
            ("Senior Vice President, Tax", Some("Senior Vice President")),
            ("SVP - Operations", Some("Senior Vice President")),
            ("HR Business Partner", None),
            ("Head of Litigation", Some("Head")),
            ("Chief Executive Officer", Some("Chief Officer")),
            ("Engineering Manager", Some("Manager")),
            ("Leader in residence", None),
            ("Some role", None),
            ("", None),
        ];
        for (title, level) in told {
            assert_eq!(level_of_title(title), level, "{title}");
        }
    }

    #[test]
    fn the_grades_of_the_civil_service_stand_in_their_order() {
        let mut names: Vec<String> =
            ["G6", "AA", "SCS4", "HEO", "G7", "SCS1", "AO", "SEO", "EO", "SCS3", "SCS2"]
                .map(str::to_owned)
                .into();
        most_senior_first(&mut names);
        assert_eq!(names.join(" > "), "SCS4 > SCS3 > SCS2 > SCS1 > G6 > G7 > SEO > HEO > EO > AO > AA");
        assert!(is_senior("SCS1") && !is_senior("G6") && is_grade("Grade 7"));
    }

    #[test]
    fn numbered_bands_go_by_their_numbers_and_known_titles_by_their_words() {
        let mut names: Vec<String> =
            ["Band 9", "Band 10", "Partner", "Associate", "Counsel"].map(str::to_owned).into();
        most_senior_first(&mut names);
        assert_eq!(names.join(" > "), "Partner > Counsel > Associate > Band 10 > Band 9");
        assert!(is_senior("Partner") && !is_senior("Associate") && !is_senior("Band 10"));
    }
}
