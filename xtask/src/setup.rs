//! What the other commands need: looked for, installed where we may, and otherwise named with its command.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Outcome, run, step};
use crate::tools::{cargo, find, is_root, root, succeeds, target};
use crate::{assets, npm, postgres};

/// A Debian package, what it is for, and how to see that it is not needed any more.
struct Package {
    name: &'static str,
    why: &'static str,
    is_there: fn() -> bool,
}

const PACKAGES: [Package; 5] = [
    Package {
        name: "postgresql",
        why: "the tests run on both databases",
        is_there: || postgres::binaries().is_some(),
    },
    Package {
        name: "chromium-headless-shell",
        why: "the browser journeys",
        is_there: || chromium().is_some(),
    },
    Package {
        name: "fonts-urw-base35",
        why: "the serif of our pages",
        is_there: || has_fonts("opentype/urw-base35"),
    },
    Package {
        name: "fonts-noto-core",
        why: "names in most scripts",
        is_there: || has_fonts("truetype/noto"),
    },
    Package {
        name: "fonts-noto-cjk",
        why: "names in Chinese, Japanese and Korean",
        is_there: || has_fonts("opentype/noto"),
    },
];

/// What the peers are compiled with, for `cargo xtask bench matching` alone.
const FOR_PEERS: [Package; 3] = [
    Package { name: "g++", why: "LEMON is compiled", is_there: || find(&["g++"]).is_some() },
    Package {
        name: "liblemon-dev",
        why: "LEMON's network simplex is a peer",
        is_there: || Path::new("/usr/include/lemon/network_simplex.h").is_file(),
    },
    Package {
        name: "python3-venv",
        why: "the other peers come from PyPI",
        is_there: || succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"])),
    },
];

/// A Cargo subcommand from crates.io. Built without optimisation: that takes half the time, and their work is small.
struct Tool {
    subcommand: &'static str,
    krate: &'static str,
    version: &'static str,
}

const TOOLS: [Tool; 2] = [
    Tool { subcommand: "nextest", krate: "cargo-nextest", version: "0.9.143" },
    Tool { subcommand: "deny", krate: "cargo-deny", version: "0.20.2" },
];

/// `cargo xtask setup`: everything that `test` needs.
pub fn everything() -> Outcome {
    step("Look for Rust's own tools", rust_components)?;
    step("Look for Debian's packages", || debian_packages(&PACKAGES))?;
    for tool in &TOOLS {
        step(&format!("Look for cargo {}", tool.subcommand), || cargo_tool(tool))?;
    }
    assets::lay_out()?;
    step("Install the packages of the browser journeys", || npm::install("e2e"))
}

/// `cargo xtask demo` needs Rust alone. With npm the pages also get their third-party scripts.
pub fn for_demo() -> Outcome {
    if find(&["npm"]).is_some() {
        return assets::lay_out();
    }
    println!("▸ npm is not here: the pages work without htmx, as they do without JavaScript");
    Ok(())
}

/// What `cargo xtask bench matching` measures against, in a Python environment of its own; its Python.
pub fn for_peers() -> Outcome<PathBuf> {
    step("Look for Debian's packages", || debian_packages(&FOR_PEERS))?;
    let folder = target().join("peers/venv");
    let python = folder.join("bin/python");
    step("Install the peers from PyPI", || {
        if !python.is_file() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        }
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
        ]);
        run(pip.arg(root().join("bench/peers/requirements.txt")))
    })?;
    Ok(python)
}

/// The Chromium that the journeys drive: `CHROMIUM`, or Debian's.
pub fn chromium() -> Option<PathBuf> {
    let chosen = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|p| p.is_file());
    chosen.or_else(|| find(&["chromium-headless-shell", "chromium"]))
}

fn has_fonts(folder: &str) -> bool {
    Path::new("/usr/share/fonts").join(folder).is_dir()
}

fn rust_components() -> Outcome {
    for component in ["fmt", "clippy"] {
        if !succeeds(cargo().args([component, "--version"])) {
            return Err(format!(
                "cargo {component} is missing. Install it with: rustup component add rustfmt clippy"
            ));
        }
    }
    Ok(())
}

fn debian_packages(packages: &[Package]) -> Outcome {
    let missing: Vec<&Package> = packages.iter().filter(|p| !(p.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for package in &missing {
        println!("  {} is missing: {}", package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|p| p.name).collect();
    let by_hand = format!("Install them with: apt-get update && apt-get install -y {}", names.join(" "));
    let apt = apt_get().ok_or_else(|| format!("We may not install packages here. {by_hand}"))?;
    let apt = |args: &[&str]| {
        let mut command = Command::new(&apt[0]);
        run(command.args(&apt[1..]).args(args).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-qq"]).map_err(|why| format!("{why}\n{by_hand}"))?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(names);
    apt(&install).map_err(|why| format!("{why}\n{by_hand}"))
}

/// How to call apt-get here: as root, or through a sudo that asks for no password.
fn apt_get() -> Option<Vec<String>> {
    find(&["apt-get"])?;
    if is_root() {
        return Some(vec!["apt-get".into()]);
    }
    let may = find(&["sudo"]).is_some() && succeeds(Command::new("sudo").args(["-n", "true"]));
    may.then(|| vec!["sudo".into(), "-n".into(), "apt-get".into()])
}

fn cargo_tool(tool: &Tool) -> Outcome {
    if succeeds(cargo().args([tool.subcommand, "--version"])) {
        return Ok(());
    }
    println!("  {} is compiled once; that takes some minutes", tool.krate);
    run(cargo().args(["install", tool.krate, "--version", tool.version, "--locked", "--debug", "--quiet"]))
}
