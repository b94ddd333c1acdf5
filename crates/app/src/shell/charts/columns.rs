use super::px;
use super::scale::Scale;
use askama::Template;

/// Counts side by side over time, as columns that stand on zero.
#[derive(Debug, Clone)]
pub struct ColumnsChart {
    /// Where its ids begin; one for each chart of a page.
    pub id: String,
    /// What it tells, in a sentence.
    pub title: String,
    /// What is counted: "Sessions held".
    pub counted: String,
    /// What stands under each column, and its count; in their order.
    pub columns: Vec<(String, i64)>,
}

#[derive(Template)]
#[template(path = "shell/charts/columns.html")]
struct Drawn<'a> {
    chart: &'a ColumnsChart,
    wide: Sketch,
    narrow: Sketch,
}

struct Sketch {
    width: String,
    marks: Vec<(String, i64)>,
    columns: Vec<Column>,
    ground: String,
    foot: String,
    height: String,
}

struct Column {
    label: String,
    count: i64,
    from: String,
    middle: String,
    top: String,
    width: String,
    height: String,
    above: String,
}

const HIGH: f64 = 110.0;
const TOP: f64 = 18.0;

impl ColumnsChart {
    /// The chart as SVG, wide and narrow, and its table.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self) -> askama::Result<String> {
        Drawn { chart: self, wide: self.sketch(1000.0, 1), narrow: self.sketch(340.0, 2) }.render()
    }

    /// `every` so many columns one has its label, so that labels do not meet.
    fn sketch(&self, width: f64, every: usize) -> Sketch {
        let most = self.columns.iter().map(|(_, n)| *n).max().unwrap_or(0);
        let scale = Scale::holding(most, 4);
        let (from, ground) = (28.0, TOP + HIGH);
        let each = (width - from) / self.columns.len().max(1) as f64;
        let last = self.columns.len().saturating_sub(1);
        let columns = self.columns.iter().enumerate().map(|(n, (label, count))| {
            let high = scale.place(0.0, HIGH, *count as f64);
            let left = from + each * n as f64;
            Column {
                label: if (last - n).is_multiple_of(every) { label.clone() } else { String::new() },
                count: *count,
                from: px(left + each * 0.18),
                middle: px(left + each * 0.5),
                top: px(ground - high),
                width: px(each * 0.64),
                height: px(high),
                above: px(ground - high - 5.0),
            }
        });
        Sketch {
            width: px(width),
            marks: scale.marks().map(|n| (px(ground - scale.place(0.0, HIGH, n as f64)), n)).collect(),
            columns: columns.collect(),
            ground: px(ground),
            foot: px(ground + 18.0),
            height: px(ground + 24.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_on_zero_and_under_the_top() {
        let counts = [0, 3, 7, 1];
        let columns = counts.iter().map(|n| ("x".to_owned(), *n)).collect();
        let chart =
            ColumnsChart { id: "c".to_owned(), title: String::new(), counted: String::new(), columns };
        for column in chart.sketch(1000.0, 1).columns {
            let (top, height): (f64, f64) = (column.top.parse().unwrap(), column.height.parse().unwrap());
            assert!((top + height - (TOP + HIGH)).abs() < 0.2 && top >= TOP, "{top} {height}");
        }
    }

    #[test]
    fn an_empty_chart_is_no_trouble() {
        let chart = ColumnsChart {
            id: "c".to_owned(),
            title: String::new(),
            counted: String::new(),
            columns: Vec::new(),
        };
        assert!(!chart.html().unwrap().contains("NaN"));
    }
}
