//! What must hold for any bytes at all. The fuzzer (`fuzz/fuzz_targets/folder.rs`) and the property tests both call this.

use std::collections::BTreeMap;

use bellwether_matching::certificate::value_of;
use bellwether_matching::folder::{self, Options, Refused};
use bellwether_matching::{Explainer, Instance, Unsolved, Value, infeasibility, solve};

/// The files of a folder, in the order in which bytes are divided among them.
pub const FILES: [&str; 9] = [
    "mentees.csv",
    "mentors.csv",
    "edges.csv",
    "locked.csv",
    "forbidden.csv",
    "earlier.csv",
    "previous.csv",
    "groups.csv",
    "caps.csv",
];

/// Ends a file (the file separator of ASCII). A file that is left out altogether is not there.
pub const END: u8 = 0x1c;

/// What became of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Refused,
    Proved,
}

/// Takes the bytes for options and files: they are refused with a reason, or matched with a proof.
pub fn judge(bytes: &[u8]) -> Verdict {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let options = Options {
        wants: first & 1 > 0,
        wishes: first & 2 > 0,
        stability: u32::from(first & 4) * 10_000,
        seed: u64::from(first >> 3),
    };
    let parts = rest.split(|byte| *byte == END);
    let files: BTreeMap<&str, &[u8]> =
        FILES.into_iter().zip(parts).filter(|(_, part)| !part.is_empty()).collect();
    let input = match folder::read(&files, &options) {
        Ok(reading) => reading.input,
        Err(why) => return refused(&why),
    };
    let instance = match Instance::new(input) {
        Ok(instance) => instance,
        Err(why) => return refused(&folder::locate(&files, &why)),
    };
    proved(&instance)
}

fn refused(why: &Refused) -> Verdict {
    let told = why.to_string();
    assert!(told.starts_with(why.file) && !why.reason.is_empty(), "{told}");
    assert!(!told.chars().any(char::is_control), "{told:?}");
    Verdict::Refused
}

fn proved(instance: &Instance) -> Verdict {
    let is_flow = instance.groups().is_empty() && instance.caps().is_empty();
    match solve(instance) {
        Ok(solution) => {
            assert_eq!(value_of(instance, solution.pairs()), Ok(solution.value()));
            assert!(solution.value() <= solution.bound());
            assert!(!is_flow || solution.gap() == Value::ZERO);
            assert_eq!(Explainer::new(instance, &solution).pairs().count(), solution.pairs().len());
            let report = infeasibility(instance, &solution, &[]).unwrap();
            assert_eq!(report.unmatched.len(), solution.unmatched(instance).count());
            Verdict::Proved
        }
        Err(Unsolved::GroupsUnfilled(mentors)) => {
            assert!(!is_flow && !mentors.is_empty());
            Verdict::Refused
        }
        Err(Unsolved::Unproved(why)) => panic!("not proved: {why}"),
    }
}
