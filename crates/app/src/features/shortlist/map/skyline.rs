//! Putting boxes beside and below each other, each as high up as it fits.

/// How fine the outline is.
const STEP: f64 = 4.0;

/// The lower outline of what has been put down, from left to right.
#[derive(Debug, Clone)]
pub struct Skyline {
    heights: Vec<f64>,
}

impl Skyline {
    /// An empty sheet of a width.
    pub fn new(width: f64) -> Self {
        Self { heights: vec![0.0; (width / STEP).ceil().max(1.0) as usize] }
    }

    /// Puts a box down where its top is highest, the leftmost of such places: the corner that it got. A box that is
    /// wider than the sheet lies at its left.
    pub fn put(&mut self, width: f64, height: f64) -> [f64; 2] {
        let columns = ((width / STEP).ceil() as usize).clamp(1, self.heights.len());
        let tops = self.heights.windows(columns).map(|under| under.iter().copied().fold(0.0, f64::max));
        let best = tops.enumerate().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let (at, top) = best.unwrap_or((0, 0.0));
        self.heights.iter_mut().skip(at).take(columns).for_each(|under| *under = top + height);
        [at as f64 * STEP, top]
    }

    /// How far down anything reaches.
    pub fn height(&self) -> f64 {
        self.heights.iter().copied().fold(0.0, f64::max)
    }

    /// How far to the right anything reaches.
    pub fn width(&self) -> f64 {
        self.heights.iter().rposition(|under| *under > 0.0).map_or(0.0, |last| (last + 1) as f64 * STEP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_box_goes_beside_a_tall_one_below_what_is_short() {
        let mut sheet = Skyline::new(100.0);
        assert_eq!(sheet.put(60.0, 80.0).map(f64::round).map(|n| n as i64), [0, 0]);
        assert_eq!(sheet.put(40.0, 30.0).map(f64::round).map(|n| n as i64), [60, 0]);
        assert_eq!(sheet.put(40.0, 30.0).map(f64::round).map(|n| n as i64), [60, 30]);
        assert_eq!(sheet.put(80.0, 10.0).map(f64::round).map(|n| n as i64), [0, 80]);
        assert!((sheet.height() - 90.0).abs() < 1e-9 && (sheet.width() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_too_wide_lies_at_the_left() {
        assert_eq!(Skyline::new(10.0).put(500.0, 5.0).map(f64::round).map(|n| n as i64), [0, 0]);
    }
}
