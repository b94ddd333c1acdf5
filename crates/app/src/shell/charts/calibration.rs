use super::px;
use crate::shell::words;
use askama::Template;

/// Whether chances held: of those who were given 40 %, about 40 % should have said yes. A line where it was expected, a dot
/// with its range where it came out, for each group of similar chances.
#[derive(Debug, Clone)]
pub struct CalibrationChart {
    /// Where its ids begin; one for each chart of a page.
    pub id: String,
    /// The groups, by ascending chance.
    pub bands: Vec<CalibrationBand>,
}

/// People who were asked with a similar chance.
#[derive(Debug, Clone, Copy)]
pub struct CalibrationBand {
    /// The mean of their chances, from 0 to 1.
    pub expected: f64,
    /// How many were asked.
    pub asked: i64,
    /// How many said yes.
    pub yes: i64,
    /// Where the true share lies four times in five, from 0 to 1.
    pub range: (f64, f64),
}

#[derive(Template)]
#[template(path = "shell/charts/calibration.html")]
struct Drawn<'a> {
    chart: &'a CalibrationChart,
    title: String,
    wide: Sketch,
    narrow: Sketch,
}

struct Sketch {
    from: String,
    to: String,
    middle: String,
    width: String,
    height: String,
    foot: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    words: String,
    share: String,
    top: String,
    middle: String,
    under: String,
    expected: String,
    dot: String,
    whisker: [String; 2],
    ends: [String; 4],
}

impl CalibrationChart {
    /// The chart as SVG, wide and narrow, and its table.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self) -> askama::Result<String> {
        let told: Vec<String> = self.bands.iter().map(CalibrationBand::told).collect();
        Drawn {
            chart: self,
            title: told.join(" "),
            wide: self.sketch(210.0, 720.0, 54.0, 16.0),
            narrow: self.sketch(0.0, 340.0, 66.0, 32.0),
        }
        .render()
    }

    /// `from` and `width` of the track, which is from none to all; `each` row's height with its space, and where its track begins.
    fn sketch(&self, from: f64, width: f64, each: f64, down: f64) -> Sketch {
        let at = |share: f64| px(from + width * share.clamp(0.0, 1.0));
        let rows = self.bands.iter().enumerate().map(|(n, band)| {
            let top = n as f64 * each + down;
            Row {
                name: band.expected_words(),
                words: band.words(),
                share: words::percent(band.share()),
                top: px(top),
                middle: px(top + 9.0),
                under: px(top + 25.0),
                expected: at(band.expected),
                dot: at(band.share()),
                whisker: [at(band.range.0), at(band.range.1)],
                ends: [px(top - 6.0), px(top + 24.0), px(top + 4.0), px(top + 14.0)],
            }
        });
        let height = self.bands.len() as f64 * each + 34.0;
        Sketch {
            from: px(from),
            to: px(from + width),
            middle: px(from + width / 2.0),
            width: px(width),
            height: px(height),
            foot: px(height - 4.0),
            rows: rows.collect(),
        }
    }
}

impl CalibrationBand {
    /// The share that said yes, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.yes as f64 / self.asked.max(1) as f64
    }

    /// Whether what was expected lies where the true share may lie.
    pub fn holds(&self) -> bool {
        self.range.0 <= self.expected && self.expected <= self.range.1
    }

    /// "about 31 %".
    pub fn expected_words(&self) -> String {
        format!("about {}", words::percent(self.expected))
    }

    /// "4 of 12 said yes".
    fn words(&self) -> String {
        format!("{} of {} said yes", self.yes, self.asked)
    }

    /// "19 % to 51 %".
    pub fn range_words(&self) -> String {
        format!("{} to {}", words::percent(self.range.0), words::percent(self.range.1))
    }

    /// The group as a sentence.
    fn told(&self) -> String {
        format!(
            "Expected {}: {}, {}; four times in five from {}.",
            self.expected_words(),
            self.words(),
            words::percent(self.share()),
            self.range_words()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band() -> CalibrationBand {
        CalibrationBand { expected: 0.31, asked: 12, yes: 4, range: (0.19, 0.51) }
    }

    fn drawn(bands: Vec<CalibrationBand>) -> String {
        CalibrationChart { id: "c".to_owned(), bands }.html().unwrap()
    }

    #[test]
    fn the_picture_says_what_its_table_says() {
        let html = drawn(vec![band()]);
        assert!(html.contains("Expected about 31\u{a0}%: 4 of 12 said yes, 33\u{a0}%; four times in five from 19\u{a0}% to 51\u{a0}%."), "{html}");
        assert!(
            html.contains("<th role=\"rowheader\" scope=\"row\">about 31\u{a0}%</th>")
                && html.contains("19\u{a0}% to 51\u{a0}%")
        );
    }

    #[test]
    fn a_group_holds_when_what_was_expected_is_in_its_range() {
        assert!(band().holds());
        assert!(!CalibrationBand { expected: 0.6, ..band() }.holds());
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture() {
        for (expected, yes) in [(0.0, 0), (1.0, 12), (0.5, 6)] {
            let band = CalibrationBand { expected, asked: 12, yes, range: (-0.1, 1.2) };
            let chart = CalibrationChart { id: "c".to_owned(), bands: vec![band] };
            for row in chart.sketch(210.0, 720.0, 54.0, 16.0).rows {
                for x in [&row.expected, &row.dot, &row.whisker[0], &row.whisker[1]] {
                    assert!((210.0..=930.0).contains(&x.parse::<f64>().unwrap()), "{x}");
                }
            }
        }
        assert!(!drawn(Vec::new()).contains("NaN"));
    }
}
