//! Whether chances held, as they stood when leaders were asked.

use crate::features::recruiting::DecidedAsk;
use crate::shell::charts::{CalibrationBand, CalibrationChart};
use crate::shell::words;
use bellwether_influence::chance::{Band, Calibration};

/// Whether chances held.
pub enum Held {
    /// There are too few answers to tell: so many.
    TooFew(usize),
    /// By groups of similar chances.
    Shown { finding: String, chart: CalibrationChart },
}

/// What became of the chances that the program itself gave. Answers of other programs are left aside: whoever knows their
/// own would find in each group those few that are not, and what they said.
pub fn held(asks: &[DecidedAsk]) -> Held {
    let answers: Vec<(f64, bool)> =
        asks.iter().filter(|ask| ask.own).map(|ask| (ask.known.chance, ask.joined)).collect();
    match Calibration::of(&answers) {
        Calibration::TooFewToTell { answers } => Held::TooFew(answers),
        Calibration::Bands(bands) => {
            let bands: Vec<CalibrationBand> = bands.iter().map(band).collect();
            let finding = finding(&bands);
            Held::Shown { finding, chart: CalibrationChart { id: "held".to_owned(), bands } }
        }
    }
}

fn band(band: &Band) -> CalibrationBand {
    CalibrationBand {
        expected: band.expected,
        asked: band.asked as i64,
        yes: band.yes as i64,
        range: (band.observed.low, band.observed.high),
    }
}

fn finding(bands: &[CalibrationBand]) -> String {
    let off: Vec<&CalibrationBand> = bands.iter().filter(|band| !band.holds()).collect();
    let more = off.iter().filter(|band| band.share() > band.expected).count();
    let groups = words::count(bands.len() as i64, "group", "groups");
    match off.len() {
        0 => "The chances held".to_owned(),
        n if more == n => format!("In {n} of {groups} more said yes than expected"),
        n if more == 0 => format!("In {n} of {groups} fewer said yes than expected"),
        n => format!("In {n} of {groups} the chances did not hold"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finding_says_whether_more_or_fewer_came() {
        let fits = CalibrationBand { expected: 0.3, asked: 10, yes: 3, range: (0.15, 0.5) };
        let fewer = CalibrationBand { expected: 0.7, asked: 10, yes: 3, range: (0.15, 0.5) };
        assert_eq!(finding(&[fits, fits]), "The chances held");
        assert_eq!(finding(&[fits, fewer]), "In 1 of 2 groups fewer said yes than expected");
        let more = CalibrationBand { expected: 0.1, ..fits };
        assert_eq!(finding(&[more, fits]), "In 1 of 2 groups more said yes than expected");
        assert_eq!(finding(&[more, fits, fewer]), "In 2 of 3 groups the chances did not hold");
    }
}
