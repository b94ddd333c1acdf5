use super::px;
use super::scale::Scale;
use crate::shell::words;
use askama::Template;

/// How far each level is: who has joined, who of them is active, the target, and the forecast.
#[derive(Debug, Clone)]
pub struct TargetsChart {
    /// Where its ids begin; one for each chart of a page.
    pub id: String,
    /// The levels, the most senior first.
    pub bars: Vec<TargetBar>,
}

/// One level.
#[derive(Debug, Clone)]
pub struct TargetBar {
    /// "Partners".
    pub name: String,
    /// Everybody at the level: the true denominator.
    pub people: i64,
    /// Who have joined.
    pub joined: i64,
    /// Who of them had a session in the last 60 days.
    pub active: i64,
    /// The target as a share, from 1 to 100.
    pub percent: i64,
    /// How many the target is.
    pub needed: i64,
    /// By when: "31 March".
    pub due: String,
    /// How many are expected, four times in five, where that is known.
    pub forecast: Option<(i64, i64)>,
}

#[derive(Template)]
#[template(path = "shell/charts/targets.html")]
struct Drawn<'a> {
    chart: &'a TargetsChart,
    title: String,
    wide: Sketch,
    narrow: Sketch,
    most: String,
}

struct Sketch {
    from: String,
    to: String,
    width: String,
    height: String,
    foot: String,
    bars: Vec<Bar>,
}

struct Bar {
    name: String,
    words: String,
    share: String,
    target: String,
    top: String,
    middle: String,
    under: String,
    joined: String,
    active: String,
    whisker: Option<[String; 2]>,
    mark: String,
    mark_label: String,
    ends: [String; 4],
}

impl TargetsChart {
    /// The chart as SVG, wide and narrow, and its table.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self) -> askama::Result<String> {
        let scale = self.scale();
        let told: Vec<String> = self.bars.iter().map(TargetBar::told).collect();
        Drawn {
            chart: self,
            title: told.join(" "),
            wide: self.sketch(scale, 210.0, 720.0, 62.0, 22.0),
            narrow: self.sketch(scale, 0.0, 340.0, 72.0, 32.0),
            most: format!("{}\u{a0}% of the level", scale.top),
        }
        .render()
    }

    /// In percent of a level. Half of a level is enough room unless somebody goes beyond.
    fn scale(&self) -> Scale {
        let most = self.bars.iter().map(|bar| {
            let far = bar.joined.max(bar.needed).max(bar.forecast.map_or(0, |(_, high)| high));
            far * 100 / bar.people.max(1) + 4
        });
        let scale = Scale::holding(most.max().unwrap_or(0).clamp(20, 100), 5);
        Scale { top: scale.top.min(100), ..scale }
    }

    /// `from` and `width` of the track; `each` bar's height with its space, and where its track begins.
    fn sketch(&self, scale: Scale, from: f64, width: f64, each: f64, down: f64) -> Sketch {
        let bars = self.bars.iter().enumerate().map(|(n, bar)| {
            let at = |number: i64| scale.place(from, width, number as f64 * 100.0 / bar.people.max(1) as f64);
            let top = n as f64 * each + down;
            let mark = scale.place(from, width, bar.percent as f64);
            Bar {
                name: bar.name.clone(),
                words: bar.words(),
                share: words::percent(bar.joined as f64 / bar.people.max(1) as f64),
                target: format!("{}\u{a0}%", bar.percent),
                top: px(top),
                middle: px(top + 9.0),
                under: px(top + 25.0),
                joined: px(at(bar.joined) - from),
                active: px(at(bar.active) - from),
                whisker: bar.forecast.map(|(low, high)| [px(at(low)), px(at(high))]),
                mark: px(mark),
                mark_label: px(mark.clamp(from + 18.0, from + width - 18.0)),
                ends: [px(top - 6.0), px(top + 24.0), px(top + 4.0), px(top + 14.0)],
            }
        });
        let height = self.bars.len() as f64 * each + 26.0;
        Sketch {
            from: px(from),
            to: px(from + width),
            width: px(width),
            height: px(height),
            foot: px(height - 4.0),
            bars: bars.collect(),
        }
    }
}

impl TargetBar {
    /// "4 of 36 joined, 3 active".
    fn words(&self) -> String {
        format!("{} of {} joined, {} active", self.joined, self.people, self.active)
    }

    /// The bar as a sentence.
    fn told(&self) -> String {
        let range = self.forecast.map_or(String::new(), |(low, high)| {
            format!(" Four times in five from {low} to {high} are expected by {}.", self.due)
        });
        format!("{}: {}; the target is {}.{range}", self.name, self.words(), self.needed)
    }

    /// "4, 11 %".
    pub fn joined_words(&self) -> String {
        format!("{}, {}", self.joined, words::percent(self.joined as f64 / self.people.max(1) as f64))
    }

    /// "8, 20 %".
    pub fn target_words(&self) -> String {
        format!("{}, {}\u{a0}%", self.needed, self.percent)
    }

    /// "6 to 11".
    pub fn forecast_words(&self) -> String {
        self.forecast.map_or_else(|| "unknown".to_owned(), |(low, high)| super::forecast::range(low, high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partners() -> TargetBar {
        TargetBar {
            name: "Partners".to_owned(),
            people: 36,
            joined: 4,
            active: 3,
            percent: 20,
            needed: 8,
            due: "31 March".to_owned(),
            forecast: Some((6, 11)),
        }
    }

    fn drawn(bar: TargetBar) -> String {
        TargetsChart { id: "t".to_owned(), bars: vec![bar] }.html().unwrap()
    }

    #[test]
    fn the_picture_says_what_its_table_says() {
        let html = drawn(partners());
        assert!(html.contains("Partners: 4 of 36 joined, 3 active; the target is 8."), "{html}");
        assert!(html.contains("4, 11\u{a0}%") && html.contains("8, 20\u{a0}%") && html.contains("6 to 11"));
    }

    #[test]
    fn the_axis_ends_at_a_round_share_that_holds_everything() {
        let chart = |bar| TargetsChart { id: "t".to_owned(), bars: vec![bar] }.scale().top;
        assert_eq!(chart(partners()), 40);
        assert_eq!(chart(TargetBar { joined: 36, forecast: None, ..partners() }), 100);
        assert_eq!(chart(TargetBar { people: 0, joined: 0, needed: 0, forecast: None, ..partners() }), 20);
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture() {
        for (joined, active, people, percent) in
            [(0, 0, 0, 1), (36, 36, 36, 100), (1, 0, 400, 1), (3, 9, 3, 50)]
        {
            let bar =
                TargetBar { joined, active, people, percent, forecast: Some((0, people)), ..partners() };
            let chart = TargetsChart { id: "t".to_owned(), bars: vec![bar] };
            let sketch = chart.sketch(chart.scale(), 210.0, 720.0, 62.0, 22.0);
            for bar in sketch.bars {
                let places = [bar.mark, bar.whisker.as_ref().unwrap()[1].clone()];
                assert!(
                    places.iter().all(|x| (210.0..=930.0).contains(&x.parse::<f64>().unwrap())),
                    "{places:?}"
                );
                assert!(bar.joined.parse::<f64>().unwrap() <= 720.0);
            }
        }
    }

    #[test]
    fn words_from_outside_are_escaped() {
        assert!(!drawn(TargetBar { name: "<script>".to_owned(), ..partners() }).contains("<script>"));
    }
}
