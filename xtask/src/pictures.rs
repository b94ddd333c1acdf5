//! `cargo xtask screenshots`: the pictures of the README and the guide, from the demo.

use std::process::Command;

use crate::step::{Outcome, run, step};
use crate::tools::{cargo, root, target};
use crate::{assets, npm};

/// Takes all pictures, or those that are named, into docs/pictures.
pub fn take(names: &[&str]) -> Outcome {
    assets::lay_out()?;
    step("Install the packages of the browser journeys", || npm::install("e2e"))?;
    step("Build", || run(cargo().args(["build", "--package", "bellwether", "--quiet"])))?;
    step("Take the pictures", || {
        let mut node = Command::new("node");
        run(node
            .arg("pictures.js")
            .args(names)
            .current_dir(root().join("e2e"))
            .env("CARGO_TARGET_DIR", target()))
    })
}
