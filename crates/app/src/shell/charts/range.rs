use super::px;
use askama::Template;

/// How many are expected, and where the number falls four times in five: a dot on a whisker, beside the words
/// that say the same.
#[derive(Debug, Clone, Copy)]
pub struct RangeMark {
    /// The expected number.
    pub expected: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The number at the right edge, the same for all marks that are compared.
    pub most: f64,
}

#[derive(Template)]
#[template(path = "shell/charts/range.html")]
struct Drawn {
    low: String,
    high: String,
    dot: String,
}

impl RangeMark {
    /// The mark as SVG.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self) -> askama::Result<String> {
        let at = |n: f64| 4.0 + 112.0 * (n / self.most.max(1.0)).clamp(0.0, 1.0);
        Drawn { low: px(at(self.low)), high: px(at(self.high)), dot: px(at(self.expected)) }.render()
    }
}
