//! The files that browsers get, inside the binary. `build.rs` makes them from `web/`.
//!
//! Every name carries a hash of its bytes, so a browser may keep a file for ever and never has a stale one.

/// One row of what `build.rs` made: stem, name with hash, bytes.
type Row = (&'static str, &'static str, &'static [u8]);

static TABLE: &[Row] = include!(concat!(env!("OUT_DIR"), "/assets/table.rs"));

/// What to send as `Cache-Control` with every [`Asset`]: its name changes when it does.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// A file as it is sent.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// The whole body.
    pub bytes: &'static [u8],
    /// Its media type, with the character set where it has one.
    pub content_type: &'static str,
    /// A strong entity tag, in quotes.
    pub etag: &'static str,
}

/// The file behind `/assets/{name}`, where `name` carries the hash ("app.0f3c….css").
/// A name with another hash is `None`: a page of another release asks for it, and must not get these bytes for ever.
pub fn find(name: &str) -> Option<Asset> {
    let &(_, name, bytes) = TABLE.iter().find(|row| row.1 == name)?;
    Some(Asset { bytes, content_type: content_type(name), etag: tag(name) })
}

/// The style sheet of every page but the leader's: a path such as `/assets/app.0f3c….css`.
pub fn app_css() -> &'static str {
    path("app", "css").unwrap_or_default()
}

/// The leader's style sheet as a file, where it is linked.
pub fn pitch_css() -> &'static str {
    path("pitch", "css").unwrap_or_default()
}

/// The leader's style sheet as text (at most 6,000 bytes), where it stands in the page.
pub fn pitch_css_text() -> &'static str {
    let bytes = TABLE.iter().find(|row| row.0 == "pitch").map_or(&b""[..], |row| row.2);
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Our own script, to be loaded as a module: `<script type="module" src=…>`. No page needs it.
pub fn app_js() -> &'static str {
    path("app", "js").unwrap_or_default()
}

/// What paints and finds people on the map: loaded on its page alone, which says the same without it.
pub fn map_js() -> &'static str {
    path("map", "js").unwrap_or_default()
}

/// htmx, where it was there when the binary was built (`cargo xtask assets`). No page needs it.
pub fn htmx_js() -> Option<&'static str> {
    path("htmx", "js")
}

/// The icon of the browser's tab.
pub fn favicon() -> &'static str {
    path("favicon", "svg").unwrap_or_default()
}

fn path(stem: &str, ending: &str) -> Option<&'static str> {
    let at = TABLE.iter().position(|row| row.0 == stem && row.1.ends_with(ending))?;
    paths().get(at).map(String::as_str)
}

fn paths() -> &'static [String] {
    static PATHS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    PATHS.get_or_init(|| TABLE.iter().map(|row| format!("/assets/{}", row.1)).collect())
}

fn tag(name: &str) -> &'static str {
    static TAGS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    let tags = TAGS.get_or_init(|| TABLE.iter().map(|row| format!("\"{}\"", row.1)).collect());
    TABLE.iter().position(|row| row.1 == name).and_then(|at| tags.get(at)).map_or("", String::as_str)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str) -> &'static str {
        let asset = find(path.strip_prefix("/assets/").unwrap()).unwrap();
        std::str::from_utf8(asset.bytes).unwrap()
    }

    #[test]
    fn the_page_finds_each_file_under_the_name_that_it_was_given() {
        for path in [app_css(), pitch_css(), app_js(), map_js(), favicon()] {
            assert!(!text(path).is_empty(), "{path}");
        }
        assert_eq!(find("app.0000000000000000.css").map(|a| a.bytes.len()), None);
    }

    #[test]
    fn the_leaders_sheet_is_small_enough_for_a_page_of_14_000_bytes() {
        assert!(pitch_css_text().len() <= 6_000, "{} bytes", pitch_css_text().len());
    }

    #[test]
    fn a_style_sheet_still_says_the_same_after_squeezing() {
        let css = text(app_css());
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(css.starts_with("@layer reset,tokens,base,layout,components,utilities;"));
        assert!(
            !css.contains("/*") && css.contains(r#"content:"""#) && css.contains("calc(-1 * var(--s-3))")
        );
    }

    #[test]
    fn no_file_asks_another_host_for_anything() {
        for (_, name, bytes) in TABLE {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("url(http") && !text.contains("@import"), "{name}");
        }
    }

    #[test]
    fn every_class_that_a_template_names_has_a_style() {
        let styles = format!("{}{}", text(app_css()), pitch_css_text());
        let has_style = |class: &str| {
            let selector = format!(".{class}");
            let mut found = styles.match_indices(&selector).map(|(at, m)| at + m.len());
            found.any(|end| !styles[end..].starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c)))
        };
        let mut missing = Vec::new();
        for (file, template) in templates(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
            for value in template.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                // What a template computes cannot be known here; such a value is left out whole.
                let classes = value.split_whitespace().filter(|_| !value.contains(['{', '}']));
                missing.extend(classes.filter(|c| !has_style(c)).map(|c| format!("{c} in {file}")));
            }
        }
        assert!(missing.is_empty(), "no style sheet knows: {missing:#?}");
    }

    fn templates(folder: &std::path::Path) -> Vec<(String, String)> {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        let html = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "html"));
        let here = html.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        here.chain(folders.iter().flat_map(|folder| templates(folder))).collect()
    }
}
