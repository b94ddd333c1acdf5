//! Words for dates, numbers and counts, the same on every page. English, for now.
//!
//! They take values and references alike, since templates hand on references.

use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, Timestamp};
use std::borrow::Borrow;
use std::fmt::Write as _;

/// "Tuesday 9 February".
pub fn weekday(date: impl Borrow<Date>) -> String {
    date.borrow().strftime("%A %-d %B").to_string()
}

/// "9 February".
pub fn day(date: impl Borrow<Date>) -> String {
    date.borrow().strftime("%-d %B").to_string()
}

/// "9 Feb".
pub fn day_short(date: impl Borrow<Date>) -> String {
    date.borrow().strftime("%-d %b").to_string()
}

/// "9 February 2027".
pub fn day_year(date: impl Borrow<Date>) -> String {
    date.borrow().strftime("%-d %B %Y").to_string()
}

/// "9 February at 14:05", in a zone.
pub fn moment(at: impl Borrow<Timestamp>, zone: &TimeZone) -> String {
    at.borrow().to_zoned(zone.clone()).strftime("%-d %B at %H:%M").to_string()
}

/// "today", "yesterday", "tomorrow", "in 3 days", "3 days ago", else the day.
pub fn relative(date: impl Borrow<Date>, today: impl Borrow<Date>) -> String {
    let (date, today) = (*date.borrow(), *today.borrow());
    match (date - today).get_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        n @ 2..=6 => format!("in {n} days"),
        n @ -6..=-2 => format!("{} days ago", -n),
        _ => day(date),
    }
}

const SMALL: [&str; 13] = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// A number in words up to twelve, as a sentence begins: "Four of 36 Partners".
pub fn number(n: impl Borrow<i64>) -> String {
    let n = *n.borrow();
    usize::try_from(n).ok().and_then(|i| SMALL.get(i)).map_or_else(|| figure(n), |s| (*s).to_owned())
}

/// A number with separators: "2,571".
pub fn figure(n: impl Borrow<i64>) -> String {
    let n = *n.borrow();
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// "1 person", "3 people".
pub fn count(n: impl Borrow<i64>, one: &str, many: &str) -> String {
    let n = *n.borrow();
    format!("{} {}", figure(n), if n == 1 { one } else { many })
}

/// People at a level, as a sentence has them: "1 Partner", "36 Partners", "8 people at SCS1".
pub fn people_at(n: i64, level: &str) -> String {
    match plural(level) {
        grade if grade == level => format!("{} at {level}", count(n, "person", "people")),
        many => count(n, level, &many),
    }
}

/// What several at a level are called: "Partners", "Deputies"; a grade such as "SCS1" stays as it is.
pub fn plural(name: &str) -> String {
    let before = |end: &str| name.strip_suffix(end).filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match name.chars().next_back() {
        Some('s' | 'x') => name.to_owned(),
        Some('y') if before("y").is_some() => format!("{}ies", before("y").unwrap_or_default()),
        Some(c) if c.is_ascii_lowercase() => format!("{name}s"),
        _ => name.to_owned(),
    }
}

/// The first letter large: the start of a sentence.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A share as a percentage: "20 %" with a no-break space; "under 1 %" for what is small but there.
pub fn percent(share: impl Borrow<f64>) -> String {
    let share = *share.borrow();
    // A sum of chances may come out a hair below nothing.
    let hundredths = (share * 100.0).round().abs();
    if share > 0.0 && hundredths < 1.0 {
        "under 1\u{a0}%".to_owned()
    } else {
        format!("{hundredths:.0}\u{a0}%")
    }
}

/// "6 hours", "1 hour", "45 minutes", "7½ hours".
pub fn duration(minutes: impl Borrow<i64>) -> String {
    let minutes = *minutes.borrow();
    match (minutes / 60, minutes % 60) {
        (0, m) => count(m, "minute", "minutes"),
        (h, 0) => count(h, "hour", "hours"),
        (h, 30) => format!("{}½ hours", figure(h)),
        (h, m) => format!("{} {}", count(h, "hour", "hours"), count(m, "minute", "minutes")),
    }
}

/// "Amara, Victor and Esther".
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            format!("{} and {}", most.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}

/// The first word of a name, as a colleague would say it; both words where one alone is half a name.
pub fn first_name(name: &str) -> &str {
    let name = name.trim();
    let after_word = |from: usize| {
        let rest = &name[from..];
        let start = from + (rest.len() - rest.trim_start().len());
        name[start..].find(char::is_whitespace).map_or(name.len(), |end| start + end)
    };
    let end = after_word(0);
    // Half a name would be another word: "servant", "father of".
    let is_half = ["Abd", "Abdul", "Abu", "عبد", "أبو"].contains(&&name[..end]);
    &name[..if is_half { after_word(end) } else { end }]
}

/// Named values as the query of an address, "?office=Boston&rows=20", or nothing where there are none.
pub fn query<'n>(pairs: impl IntoIterator<Item = (&'n str, String)>) -> String {
    let pairs = pairs.into_iter().map(|(name, value)| format!("{name}={}", in_query(&value)));
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// A text within a query: everything but letters, digits and `-._~/` is escaped.
pub fn in_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_shares_read_well() {
        assert_eq!(count(1, "person", "people"), "1 person");
        assert_eq!(count(2571, "tie", "ties"), "2,571 ties");
        assert_eq!(figure(-1_234_567), "−1,234,567");
        assert_eq!(percent(0.2), "20\u{a0}%");
        assert_eq!(percent(0.004), "under 1\u{a0}%");
        assert_eq!(percent(0.0), "0\u{a0}%");
        assert_eq!(percent(-1e-17), "0\u{a0}%");
        assert_eq!(duration(360), "6 hours");
        assert_eq!(duration(450), "7½ hours");
        assert_eq!(duration(45), "45 minutes");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(
            ["Partner", "Deputy", "Attorney", "Sales", "SCS1"].map(plural),
            ["Partners", "Deputies", "Attorneys", "Sales", "SCS1"]
        );
        assert_eq!(people_at(36, "Partner"), "36 Partners");
        assert_eq!(people_at(1, "Partner"), "1 Partner");
        assert_eq!(people_at(8, "SCS1"), "8 people at SCS1");
        assert_eq!(in_query("/a b?c=d"), "/a%20b%3Fc%3Dd");
    }

    #[test]
    fn people_are_called_by_a_whole_name_in_any_script() {
        let called =
            ["Idris Inoue", "Suharto", "欧阳明月", "عبد الرحمن بن محمد", " Abdul  Rahman ", "Abu ", ""]
                .map(first_name);
        assert_eq!(called, ["Idris", "Suharto", "欧阳明月", "عبد الرحمن", "Abdul  Rahman", "Abu", ""]);
    }
}
