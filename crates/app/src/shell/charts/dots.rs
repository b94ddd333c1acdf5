use super::px;
use askama::Template;

/// From so many on a count is a bar; below, each person is a dot.
const BARS_FROM: i64 = 10;

/// What a few people did, each a dot; from ten on a bar. The row of a table that says the same in
/// figures beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dots {
    /// Who have joined: solid green.
    pub joined: i64,
    /// Who are known to be elsewhere: an open ring.
    pub other: i64,
    /// Of whom nothing is known yet: a broken ring.
    pub waiting: i64,
}

#[derive(Template)]
#[template(path = "shell/charts/dots.html")]
struct Drawn {
    told: String,
    dots: Vec<(String, &'static str, &'static str)>,
    bars: Vec<(String, String, &'static str)>,
}

impl Dots {
    /// How many people they are.
    pub fn all(&self) -> i64 {
        self.joined + self.other + self.waiting
    }

    /// The marks as SVG, `told` saying what they mean: "2 joined, 1 another answer, 1 waiting". A
    /// bar's length is a share of `most`, the same for all rows that are compared.
    ///
    /// # Errors
    /// None that the values can bring about.
    pub fn html(&self, told: &str, most: i64) -> askama::Result<String> {
        let kinds = [(self.joined, "c-joined"), (self.other, "c-dot--open"), (self.waiting, "c-few")];
        let mut drawn = Drawn { told: told.to_owned(), dots: Vec::new(), bars: Vec::new() };
        if most < BARS_FROM {
            let each = kinds.iter().flat_map(|(n, class)| (0..*n).map(move |_| *class));
            let radius = |class| if class == "c-dot--open" { "4.5" } else { "5.5" };
            drawn.dots = each
                .enumerate()
                .map(|(at, class)| (px(8.0 + 15.0 * at as f64), class, radius(class)))
                .collect();
        } else {
            let mut from = 1.0;
            for (n, class) in kinds.into_iter().filter(|(n, _)| *n > 0) {
                let width = 136.0 * n as f64 / most.max(self.all()) as f64;
                let class = if class == "c-dot--open" { "c-bar" } else { class };
                drawn.bars.push((px(from), px(width), class));
                from += width;
            }
        }
        drawn.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn under_ten_everybody_is_a_dot() {
        let html = Dots { joined: 2, other: 1, waiting: 1 }.html("2 joined", 9).unwrap();
        assert_eq!(html.matches("<circle").count(), 4, "{html}");
        assert_eq!(html.matches("c-joined").count(), 2);
        assert!(!html.contains("<rect"));
    }

    #[test]
    fn from_ten_on_there_are_bars_that_fit() {
        for joined in 0..40 {
            let dots = Dots { joined, other: 7, waiting: 3 };
            let html = dots.html("", dots.all().max(10)).unwrap();
            assert!(!html.contains("<circle"));
            let widths =
                html.split(" width=\"").skip(1).filter_map(|t| t.split('"').next()?.parse::<f64>().ok());
            assert!(widths.sum::<f64>() <= 136.3, "{html}");
        }
    }
}
