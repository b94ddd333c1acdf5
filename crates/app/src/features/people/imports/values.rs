//! Reading what stands in a cell. Each reader gives the value or, as the rest of a sentence, what is
//! wrong with it.

use bellwether_kernel::{Date, parse_zone};

/// What is wrong with a cell, in words.
pub type Wrong = String;

/// The year in which somebody came who has been here for so many years.
pub fn years_here(text: &str, today: Date) -> Result<i64, Wrong> {
    let years: f64 = decimal(text).ok_or_else(|| not_a_number(text, "a number of years"))?;
    if !(0.0..=80.0).contains(&years) {
        return Err("not a number of years from 0 to 80".to_owned());
    }
    Ok(i64::from(today.year()) - years.floor() as i64)
}

/// The year of a date, or a year by itself. What lies in the future is refused.
pub fn since(text: &str, today: Date) -> Result<i64, Wrong> {
    let text = text.trim();
    if let (4, Ok(year)) = (text.len(), text.parse::<i16>()) {
        return not_later(i64::from(year), year > today.year());
    }
    let readings = readings(text);
    let first = readings.iter().min().ok_or("not a date; write it as 2019-03-31, or the year alone")?;
    // A date that can be read two ways is in the future only if both readings are.
    not_later(i64::from(first.year()), *first > today)
}

fn not_later(year: i64, is_later: bool) -> Result<i64, Wrong> {
    match year {
        _ if is_later => Err("this lies in the future".to_owned()),
        ..=1919 => Err("this is more than a hundred years ago".to_owned()),
        _ => Ok(year),
    }
}

/// A day; it may lie in the future (somebody who has given notice).
pub fn last_day(text: &str) -> Result<Date, Wrong> {
    match readings(text.trim())[..] {
        [] => Err("not a date; write it as 2027-03-31".to_owned()),
        [one] => Ok(one),
        [one, other, ..] => Err(format!("this could be {one} or {other}; write it as year-month-day")),
    }
}

/// Every day that a text can mean: one for most, two for "03/04/2027".
fn readings(text: &str) -> Vec<Date> {
    let day =
        text.split(['T', ' ']).next().filter(|d| d.contains(|c: char| "-/.".contains(c))).unwrap_or(text);
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return with_month_name(text).into_iter().collect() };
    let number = |s: &str| s.parse::<i16>().ok().filter(|_| s.len() <= 4);
    let make = |y: Option<i16>, m: &str, d: &str| {
        let (m, d) = (m.parse::<i8>().ok()?, d.parse::<i8>().ok()?);
        Date::new(full_year(y?), m, d).ok()
    };
    if a.len() == 4 {
        return make(number(a), b, c).into_iter().collect();
    }
    let by_day = make(number(c), b, a);
    // Points are written day first; slashes and dashes either way.
    let by_month = if day.contains('.') { None } else { make(number(c), a, b) };
    if by_day.is_none() && by_month.is_none() {
        return with_month_name(text).into_iter().collect();
    }
    let mut all: Vec<Date> = by_day.into_iter().chain(by_month).collect();
    all.dedup();
    all
}

/// "31 March 2019", "31-Mar-19", "March 31, 2019".
fn with_month_name(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let [first, second, third, ..] = &words[..] else { return None };
    let month = |word: &str| {
        let known = MONTHS.iter().position(|m| word.starts_with(m))?;
        i8::try_from(known + 1).ok()
    };
    let (day, month) = match (month(first), month(second)) {
        (Some(m), None) => (second, m),
        (None, Some(m)) => (first, m),
        _ => return None,
    };
    Date::new(
        full_year(third.parse().ok()?),
        month,
        day.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?,
    )
    .ok()
}

/// Two digits are of this century up to 68, as POSIX has it.
fn full_year(year: i16) -> i16 {
    match year {
        0..=68 => 2000 + year,
        69..=99 => 1900 + year,
        other => other,
    }
}

/// A time zone by its IANA name.
pub fn time_zone(text: &str) -> Result<String, Wrong> {
    if parse_zone(text).is_some() {
        return Ok(text.to_owned());
    }
    Err("not a time zone; write its name like Europe/Paris".to_owned())
}

/// How strong a tie is: a number above zero.
pub fn weight(text: &str) -> Result<f64, Wrong> {
    let weight = decimal(text).ok_or_else(|| not_a_number(text, "a number above zero"))?;
    match weight {
        w if w > 0.0 && w <= 1e9 => Ok(w),
        w if w > 0.0 => Err("larger than a thousand million; weights are small numbers".to_owned()),
        _ => Err("a weight is a number above zero".to_owned()),
    }
}

/// Yes or no, as people write it.
pub fn yes_or_no(text: &str) -> Result<bool, Wrong> {
    match bellwether_kernel::fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "both" | "ja" | "oui" | "si" => Ok(true),
        "" | "no" | "n" | "false" | "0" | "nein" | "non" => Ok(false),
        _ => Err("neither yes nor no".to_owned()),
    }
}

/// A decimal number with a point or a comma; never an infinity.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let has_form = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    text.parse::<f64>().ok().filter(|n| has_form && n.is_finite())
}

fn not_a_number(text: &str, wanted: &str) -> Wrong {
    let letters =
        [('O', "the letter O"), ('o', "the letter o"), ('l', "the letter l"), ('I', "the letter I")];
    let has_digits = text.chars().any(|c| c.is_ascii_digit());
    let slip = letters.iter().find_map(|(c, name)| Some((text.chars().position(|x| x == *c)?, name)));
    match slip.filter(|_| has_digits && text.chars().count() <= 6) {
        Some((place, name)) => format!("not {wanted}: character {} is {name}", place + 1),
        None => format!("not {wanted}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_kernel::jiff::civil::date;

    const TODAY: Date = date(2027, 2, 9);

    #[test]
    fn a_year_is_read_from_whatever_a_system_writes() {
        let cases = [
            "2019-03-31",
            "2019",
            "31.03.2019",
            "31/03/2019",
            "03/31/2019",
            "31 Mar 2019",
            "March 31, 2019",
            "31-Mar-19",
            "2019-03-31T00:00:00",
            "2019-03-31 09:00",
            "31-03-2019",
            "3/31/19",
        ];
        for text in cases {
            assert_eq!(since(text, TODAY), Ok(2019), "{text}");
        }
        assert_eq!(years_here("31", TODAY), Ok(1996));
        assert_eq!(years_here("2.5", TODAY), Ok(2025));
    }

    #[test]
    fn what_lies_in_the_future_is_refused() {
        assert!(since("2028", TODAY).unwrap_err().contains("future"));
        assert!(since("2027-02-10", TODAY).unwrap_err().contains("future"));
        assert_eq!(since("2027-02-09", TODAY), Ok(2027));
        assert_eq!(since("02/03/2027", TODAY), Ok(2027), "it can be read as 3 February");
        assert!(
            since("soon", TODAY).is_err()
                && since("31/31/2019", TODAY).is_err()
                && since("0000", TODAY).is_err()
        );
    }

    #[test]
    fn a_last_day_that_can_be_read_two_ways_is_not_guessed() {
        assert_eq!(last_day("2027-03-31"), Ok(date(2027, 3, 31)));
        assert_eq!(last_day("31/03/2027"), Ok(date(2027, 3, 31)));
        assert_eq!(last_day("04.03.2027"), Ok(date(2027, 3, 4)));
        assert!(last_day("03/04/2027").unwrap_err().contains("could be"));
    }

    #[test]
    fn the_slip_of_a_finger_is_named() {
        assert_eq!(
            years_here("2O", TODAY).unwrap_err(),
            "not a number of years: character 2 is the letter O"
        );
        assert!(
            years_here("-1", TODAY).is_err()
                && years_here("NaN", TODAY).is_err()
                && years_here("inf", TODAY).is_err()
        );
    }

    #[test]
    fn a_weight_is_a_number_above_zero() {
        assert_eq!(weight("0,5"), Ok(0.5));
        for bad in ["0", "-1", "NaN", "inf", "strong", "1e300", ""] {
            assert!(weight(bad).is_err(), "{bad}");
        }
    }
}
