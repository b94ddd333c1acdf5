//! Which part of the ground is looked at, and how near.

use super::ground::Ground;

/// How many times larger than the whole; the style sheet and the script know the same.
pub const STEPS: [f64; 9] = [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0];

/// A part of the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// One of [`STEPS`].
    pub zoom: f64,
    /// Left, top, width, height.
    pub within: [f64; 4],
}

impl View {
    /// The whole.
    pub fn whole(ground: &Ground) -> Self {
        Self::around(ground, [ground.width / 2.0, ground.height / 2.0], 1.0)
    }

    /// So near, with a point in the middle as far as the ground's edges allow.
    pub fn around(ground: &Ground, [x, y]: [f64; 2], zoom: f64) -> Self {
        let (width, height) = (ground.width / zoom, ground.height / zoom);
        let at = |middle: f64, part: f64, all: f64| (middle - part / 2.0).clamp(0.0, all - part);
        Self { zoom, within: [at(x, width, ground.width), at(y, height, ground.height), width, height] }
    }

    /// As near as a box can be seen whole.
    pub fn onto(ground: &Ground, [left, top, width, height]: [f64; 4]) -> Self {
        let most = (ground.width / width).min(ground.height / height);
        Self::around(ground, [left + width / 2.0, top + height / 2.0], step(most))
    }

    /// As SVG has it.
    pub fn view_box(&self) -> String {
        self.within.map(|n| format!("{n:.1}")).join(" ")
    }
}

/// The step at or below a zoom.
pub fn step(zoom: f64) -> f64 {
    STEPS.into_iter().rev().find(|step| *step <= zoom + 1e-9).unwrap_or(1.0)
}

/// The next nearer and the next wider step.
pub fn beside(zoom: f64) -> (Option<f64>, Option<f64>) {
    let nearer = STEPS.into_iter().find(|step| *step > zoom + 1e-9);
    (nearer, STEPS.into_iter().rev().find(|step| *step < zoom - 1e-9))
}

#[cfg(test)]
mod tests {
    use super::super::ground::Shape;
    use super::super::plan::Soul;
    use super::*;

    #[test]
    fn a_view_stays_on_the_ground() {
        let souls = [Soul { office: Some("Boston"), department: None, leads: true }; 40];
        let ground = Ground::of(&souls, Shape::Wide);
        for point in [[0.0, 0.0], [1e9, -5.0], ground.places[7]] {
            for zoom in STEPS {
                let [left, top, width, height] = View::around(&ground, point, zoom).within;
                assert!(left >= 0.0 && top >= 0.0);
                assert!(left + width <= ground.width + 1e-6 && top + height <= ground.height + 1e-6);
            }
        }
        assert!((View::whole(&ground).zoom - 1.0).abs() < 1e-9);
        let office = View::onto(&ground, ground.offices[0].within);
        assert!(office.zoom >= 1.0 && office.within[2] >= ground.offices[0].within[2]);
    }

    #[test]
    fn the_steps_lead_up_and_down() {
        assert_eq!((step(2.7), step(0.2), step(99.0)), (2.0, 1.0, 16.0));
        assert_eq!(beside(1.0), (Some(1.5), None));
        assert_eq!(beside(16.0), (None, Some(12.0)));
    }
}
