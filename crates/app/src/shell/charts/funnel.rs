use super::px;
use askama::Template;

/// How many came how far: one bar a step, each within the one before. Under ten, each person is a
/// dot.
#[derive(Debug, Clone)]
pub struct FunnelChart {
    /// Where its ids begin; one for each chart of a page.
    pub id: String,
    /// What it tells, in a sentence.
    pub title: String,
    /// The steps: what it is called, and how many came that far. The last is *joined*.
    pub steps: Vec<(String, i64)>,
}

#[derive(Template)]
#[template(path = "shell/charts/funnel.html")]
struct Drawn<'a> {
    chart: &'a FunnelChart,
    wide: Sketch,
    narrow: Sketch,
}

struct Sketch {
    from: String,
    height: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    count: i64,
    top: String,
    text: String,
    width: String,
    count_at: String,
    dots: Vec<String>,
    middle: String,
    class: &'static str,
}

/// Fewer people than this are dots.
const DOTS_UNDER: i64 = 10;

impl FunnelChart {
    /// The chart as SVG, wide and narrow, and its table.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self) -> askama::Result<String> {
        Drawn { chart: self, wide: self.sketch(210.0, 720.0), narrow: self.sketch(96.0, 210.0) }.render()
    }

    fn sketch(&self, from: f64, width: f64) -> Sketch {
        let most = self.steps.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
        let last = self.steps.len().saturating_sub(1);
        let rows = self.steps.iter().enumerate().map(|(at, (name, count))| {
            let top = at as f64 * 34.0 + 4.0;
            let few = most < DOTS_UNDER;
            let wide = width * *count as f64 / most as f64;
            let dots = if few {
                (0..*count).map(|n| px(from + 8.0 + 20.0 * n as f64)).collect()
            } else {
                Vec::new()
            };
            let end = if few { 20.0 * *count as f64 } else { wide };
            Row {
                name: name.clone(),
                count: *count,
                top: px(top),
                text: px(top + 15.0),
                width: px(if few { 0.0 } else { wide }),
                count_at: px(from + end + 8.0),
                dots,
                middle: px(top + 10.0),
                class: if at == last { "c-joined" } else { "c-bar" },
            }
        });
        let height = self.steps.len() as f64 * 34.0;
        Sketch { from: px(from), height: px(height), rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(counts: [i64; 3]) -> FunnelChart {
        let steps = ["Identified", "Asked", "Joined"].map(str::to_owned).into_iter().zip(counts);
        FunnelChart { id: "f".to_owned(), title: "How far".to_owned(), steps: steps.collect() }
    }

    #[test]
    fn nobody_who_came_further_is_drawn_wider_than_those_who_set_out() {
        let sketch = chart([40, 12, 4]).sketch(210.0, 720.0);
        let widths: Vec<f64> = sketch.rows.iter().map(|r| r.width.parse().unwrap()).collect();
        assert_eq!(widths, [720.0, 216.0, 72.0]);
        assert!(sketch.rows.iter().all(|r| r.dots.is_empty()));
    }

    #[test]
    fn a_few_are_dots_and_the_last_step_is_green() {
        let html = chart([9, 3, 1]).html().unwrap();
        assert_eq!(html.matches("<circle").count(), 2 * 13, "{html}");
        assert_eq!(html.matches("<circle class=\"c-joined\"").count(), 2);
    }

    #[test]
    fn an_empty_program_is_drawn_too() {
        let html = chart([0, 0, 0]).html().unwrap();
        assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
    }
}
