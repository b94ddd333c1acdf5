//! Charts: SVG drawn here and styled by classes, each with a table that says the same.
//!
//! A chart is labelled where the eye is and starts at zero. What would shrink its words on a phone is drawn
//! twice, wide and narrow. A template shows one with `{{ chart.html()?|safe }}`: all words in it are escaped.

mod calibration;
mod columns;
mod dots;
mod forecast;
mod funnel;
mod range;
mod scale;
mod targets;

pub use calibration::{CalibrationBand, CalibrationChart};
pub use columns::ColumnsChart;
pub use dots::Dots;
pub use forecast::{ForecastChart, Plan};
pub use funnel::FunnelChart;
pub use range::RangeMark;
pub use scale::Scale;
pub use targets::{TargetBar, TargetsChart};

/// A place on a chart, to a tenth of a pixel.
pub(crate) fn px(x: f64) -> String {
    let tenths = (x * 10.0).round() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}
