//! Makes the files that browsers get: one style sheet for the product, one for the leader's page, one script.
//!
//! Our own sources (`web/css`, `web/js`, `web/img`) are joined here, so that a clean checkout builds without Node.
//! Third-party files come from `web/dist`, where `cargo xtask assets` lays them; where they are missing the
//! product works without them, as it does for readers without JavaScript.
#![allow(clippy::print_stdout, reason = "this is how a build script talks to Cargo")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The order of the style sheets. Cascade layers decide what wins; `tokens.css` names the layers, so it is first.
const SHEETS: [&str; 4] = ["tokens.css", "base.css", "layout.css", "shell.css"];
const LAST_SHEETS: [&str; 2] = ["utilities.css", "print.css"];

fn main() -> Result<(), Box<dyn Error>> {
    let web = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?).join("assets");
    fs::create_dir_all(&out)?;
    for folder in ["css", "js", "img", "dist"] {
        println!("cargo:rerun-if-changed={}", web.join(folder).display());
    }

    let mut table = String::from("&[\n");
    let mut keep = |stem: &str, ending: &str, bytes: &[u8]| -> Result<(), Box<dyn Error>> {
        let file = out.join(format!("{stem}.{ending}"));
        fs::write(&file, bytes)?;
        let name = format!("{stem}.{:016x}.{ending}", fnv1a(bytes));
        writeln!(table, "    ({stem:?}, {name:?}, include_bytes!({:?})),", file.display().to_string())?;
        Ok(())
    };
    keep("app", "css", squeeze(&sheets(&web.join("css"))?).as_bytes())?;
    keep("pitch", "css", squeeze(&fs::read_to_string(web.join("css/pitch.css"))?).as_bytes())?;
    keep("app", "js", scripts(&web.join("js"))?.as_bytes())?;
    keep("map", "js", together(&web.join("js/map"))?.as_bytes())?;
    for file in sorted(&web.join("img"), "svg")?.into_iter().chain(sorted(&web.join("dist"), "js")?) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (stem, ending) = name.rsplit_once('.').ok_or("a file without an ending")?;
        keep(stem, ending, &fs::read(&file)?)?;
    }
    table.push(']');
    fs::write(out.join("table.rs"), table)?;
    Ok(())
}

fn sheets(css: &Path) -> io::Result<String> {
    let mut files: Vec<PathBuf> = SHEETS.iter().map(|name| css.join(name)).collect();
    files.extend(sorted(&css.join("components"), "css")?);
    files.extend(LAST_SHEETS.iter().map(|name| css.join(name)));
    files.iter().map(fs::read_to_string).collect()
}

/// Each script that any page may need in a block of its own, so that their names do not meet. They are loaded as one module.
fn scripts(js: &Path) -> io::Result<String> {
    let texts = sorted(js, "js")?.into_iter().map(fs::read_to_string);
    texts.map(|text| text.map(|t| format!("{{\n{t}}}\n"))).collect()
}

/// One script in several files, in the order of their names: they share theirs.
fn together(js: &Path) -> io::Result<String> {
    sorted(js, "js")?.into_iter().map(fs::read_to_string).collect()
}

fn sorted(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<PathBuf>> = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect();
    let mut files: Vec<PathBuf> =
        entries?.into_iter().filter(|p| p.extension().is_some_and(|e| e == ending)).collect();
    files.sort();
    Ok(files)
}

/// Takes comments and needless spaces out of a style sheet; strings stay as they are.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        if let Some(q) = quote {
            out.push(c);
            quote = (c != q).then_some(q);
        } else if c == '/' && rest.peek() == Some(&'*') {
            let mut last = ' ';
            for c in rest.by_ref().skip(1) {
                if (last, c) == ('*', '/') {
                    break;
                }
                last = c;
            }
        } else if c.is_whitespace() {
            // A space before `:` or `(` can mean something ("a :hover", "and ("); after these marks it cannot.
            if !out.ends_with(['{', '}', ';', ',', ':', ' ']) && !out.is_empty() {
                out.push(' ');
            }
        } else {
            if matches!(c, '{' | '}' | ';') && out.ends_with(' ') {
                out.pop();
            }
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            quote = matches!(c, '"' | '\'').then_some(c);
            out.push(c);
        }
    }
    out
}

/// A hash for cache names: it need only change when the bytes change. FNV-1a, 64 bits.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
