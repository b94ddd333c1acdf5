use super::px;
use crate::shell::words;
use askama::Template;

/// How many of a group have joined, how many are expected with their interval, and the target.
#[derive(Debug, Clone)]
pub struct ForecastChart {
    /// Where its ids begin; one for each chart of a page.
    pub id: String,
    /// "4 Partners have joined. With these 6 asks about 9 are expected, …"
    pub title: String,
    /// Who have joined.
    pub joined: i64,
    /// How many are expected to have joined.
    pub expected: f64,
    /// Four times in five no fewer.
    pub low: i64,
    /// Four times in five no more.
    pub high: i64,
    /// Everybody in the group: the true denominator.
    pub people: i64,
    /// How many the target is; absent where there is none.
    pub needed: Option<i64>,
    /// "8 Partners, 20 %".
    pub needed_words: String,
    /// The same on a phone: "8, or 20 %".
    pub needed_short: String,
    /// The table's caption.
    pub caption: String,
    /// The heading of its last column: "Chance of 20 %".
    pub chance_of: String,
    /// The table's rows.
    pub plans: Vec<Plan>,
}

/// One row of the table: a plan and what it is expected to come to.
#[derive(Debug, Clone)]
pub struct Plan {
    /// "No further ask", "These 6".
    pub name: String,
    /// "9".
    pub expected: String,
    /// "6 to 11".
    pub range: String,
    /// "74 %".
    pub chance: String,
}

#[derive(Template)]
#[template(path = "shell/charts/forecast.html")]
struct Drawn<'a> {
    chart: &'a ForecastChart,
    wide: Sketch,
    narrow: Sketch,
    joined_words: String,
    joined_share: String,
    about: String,
    range: String,
    most: String,
}

/// Where everything is drawn, at one width.
struct Sketch {
    edge: String,
    width: String,
    joined: String,
    joined_width: String,
    hope_width: String,
    low: String,
    high: String,
    dot: String,
    target: String,
    target_label: String,
    about: String,
    end: String,
    has_end: bool,
}

impl ForecastChart {
    /// The chart as SVG, wide and narrow, and its table.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self) -> askama::Result<String> {
        let most = self.most();
        Drawn {
            chart: self,
            wide: self.sketch(20.0, 960.0, most, 90.0, 100.0),
            narrow: self.sketch(4.0, 312.0, most, 56.0, 60.0),
            joined_words: if self.joined == 0 {
                "none joined".to_owned()
            } else {
                format!("{} joined", self.joined)
            },
            joined_share: words::percent(self.joined as f64 / self.people.max(1) as f64),
            about: format!("about {:.0} expected", self.expected),
            range: format!("{}, four times in five", range(self.low, self.high)),
            most: if most < self.people { format!("{most} of {}", self.people) } else { most.to_string() },
        }
        .render()
    }

    /// The number at the right edge: round the target and the range, not everybody, or a few would be a sliver.
    fn most(&self) -> i64 {
        let needed = self.needed.unwrap_or(0);
        (needed * 3 / 2).max(self.high + 1).max(self.joined + 2).max(4).min(self.people.max(1))
    }

    /// `half_target` and `half_about` are half the widths of the two labels that move.
    fn sketch(&self, edge: f64, width: f64, most: i64, half_target: f64, half_about: f64) -> Sketch {
        let at = |n: f64| edge + width * (n / most as f64).clamp(0.0, 1.0);
        let (joined, expected) = (at(self.joined as f64), at(self.expected));
        let target = at(self.needed.unwrap_or(0) as f64);
        let about = expected.clamp(edge + 2.2 * half_about, edge + width - half_about);
        Sketch {
            edge: px(edge),
            width: px(width),
            joined: px(joined),
            joined_width: px(joined - edge),
            hope_width: px((expected - joined).max(0.0)),
            low: px(at(self.low as f64)),
            high: px(at(self.high as f64)),
            dot: px(expected),
            target: px(target),
            target_label: px(target.clamp(edge + half_target, edge + width - half_target)),
            about: px(about),
            end: px(edge + width),
            has_end: about + half_about + 80.0 < edge + width,
        }
    }
}

/// "6 to 11", or "8" where both are the same.
pub(super) fn range(low: i64, high: i64) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> ForecastChart {
        ForecastChart {
            id: "whatif".to_owned(),
            title: "4 Partners have joined.".to_owned(),
            joined: 4,
            expected: 8.8,
            low: 6,
            high: 11,
            people: 36,
            needed: Some(8),
            needed_words: "8 Partners, 20\u{a0}%".to_owned(),
            needed_short: "8, or 20\u{a0}%".to_owned(),
            caption: "Forecast of Partners who have joined by 31 March".to_owned(),
            chance_of: "Chance of 20\u{a0}%".to_owned(),
            plans: Vec::new(),
        }
    }

    #[test]
    fn four_of_twelve_fill_a_third_and_the_target_stands_at_two() {
        let html = chart().html().unwrap();
        assert!(html.contains(r#"<rect class="c-joined" x="20" y="30" width="320""#), "{html}");
        assert!(html.contains(r#"<path class="c-target" d="M660 20V62"/>"#), "{html}");
        assert!(html.contains("about 9 expected") && html.contains("6 to 11, four times in five"));
        assert!(html.contains("12 of 36"));
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture_however_few_or_many() {
        for (joined, expected, high, people) in
            [(0, 0.0, 0, 0), (0, 0.0, 0, 3), (36, 36.0, 36, 36), (1, 2.0, 400, 500)]
        {
            let chart = ForecastChart { joined, expected, high, people, low: joined, ..chart() };
            let sketch = chart.sketch(20.0, 960.0, chart.most(), 90.0, 100.0);
            for place in [&sketch.joined, &sketch.dot, &sketch.low, &sketch.high, &sketch.target] {
                let x: f64 = place.parse().unwrap();
                assert!((20.0..=980.0).contains(&x), "{place} of {chart:?}");
            }
        }
    }

    #[test]
    fn words_from_outside_are_escaped() {
        let chart = ForecastChart { title: "<script>".to_owned(), ..chart() };
        assert!(!chart.html().unwrap().contains("<script>"));
    }
}
