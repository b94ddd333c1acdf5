//! `pairs.csv`: who was paired, and why.

use super::reasons;
use crate::said::Said;
use bellwether_matching::{Explainer, Instance, Solution};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

/// Writes `mentee,mentor,score,why`, sorted by mentee and mentor. The score has the bonuses in it.
pub fn write(file: &Path, instance: &Instance, solution: &Solution) -> Result<(), Said> {
    let cannot = |why: csv::Error| {
        Said::with_code(
            74,
            format!("the pairs were found, but “{}” could not be written: {why}", file.display()),
        )
    };
    let mut rows = csv::Writer::from_writer(File::create(file).map_err(|why| cannot(why.into()))?);
    rows.write_record(["mentee", "mentor", "score", "why"]).map_err(cannot)?;
    let explainer = Explainer::new(instance, solution);
    for reasons in explainer.pairs() {
        let (mentee, mentor) = (reasons.pair.mentee.0, reasons.pair.mentor.0);
        let score = reasons.score.unwrap_or(0);
        let words = [mentee.to_string(), mentor.to_string(), score.to_string(), reasons::words(&reasons)];
        rows.write_record(words).map_err(cannot)?;
    }
    let mut file = rows.into_inner().map_err(|why| cannot(why.into_error().into()))?;
    file.flush().map_err(|why| cannot(why.into()))
}
