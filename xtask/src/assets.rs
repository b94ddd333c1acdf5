//! Third-party files for the browser: from npm into `web/dist`, which the binary embeds.
//! Our own style sheets and scripts need no step: `crates/app/build.rs` joins them.

use std::fs;

use crate::npm;
use crate::step::{Outcome, step};
use crate::tools::root;

/// What is taken from which package, and under which name the product serves it.
const FILES: [(&str, &str); 1] = [("htmx.org/dist/htmx.min.js", "htmx.js")];

/// `cargo xtask assets`.
pub fn lay_out() -> Outcome {
    step("Lay third-party files in web/dist", || {
        npm::install("web")?;
        let web = root().join("web");
        for (from, to) in FILES {
            let from = web.join("node_modules").join(from);
            let to = web.join("dist").join(to);
            let bytes = fs::read(&from).map_err(|e| format!("{}: {e}", from.display()))?;
            // Written only when it differs: Cargo builds again what is newer.
            if fs::read(&to).ok().as_ref() != Some(&bytes) {
                fs::write(&to, &bytes).map_err(|e| format!("{}: {e}", to.display()))?;
            }
        }
        Ok(())
    })
}
