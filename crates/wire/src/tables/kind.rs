//! Telling by its first bytes what a file is. Names and media types lie; content seldom does.

use std::io::{self, Read};

use super::{Input, encoding};

/// What a file is, as far as its beginning tells.
pub(super) enum Kind {
    Empty,
    Text,
    /// A zip archive, perhaps a workbook.
    Zip,
    /// Something that is not a table, with its article.
    Other(&'static str),
}

const SIGNATURES: [(&[u8], &str); 15] = [
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls), or one protected with a password"),
    (b"\x1F\x8B", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xFD7zXZ", "a compressed file (xz)"),
    (b"7z\xBC\xAF", "a compressed archive (7z)"),
    (b"Rar!", "a compressed archive (RAR)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"PAR1", "a data file (Parquet)"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a text document (RTF)"),
];

/// Reads the beginning of `input`, and goes back to the start.
pub(super) fn of(input: &mut dyn Input) -> io::Result<Kind> {
    let mut head = Vec::with_capacity(1024);
    input.take(1024).read_to_end(&mut head)?;
    input.rewind()?;
    Ok(of_head(&head))
}

fn of_head(head: &[u8]) -> Kind {
    if head.is_empty() {
        return Kind::Empty;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Kind::Other(what);
    }
    if encoding::utf16_by_shape(head).is_some() {
        return Kind::Text;
    }
    if head.contains(&0) || is_mostly_control(head) {
        return Kind::Other("a file of binary data");
    }
    markup(head).map_or(Kind::Text, Kind::Other)
}

/// Whether more than one byte in fifty is a control character that text does not use.
fn is_mostly_control(head: &[u8]) -> bool {
    let odd = head.iter().filter(|b| matches!(b, 0..=8 | 14..=25 | 28..=31 | 127)).count();
    odd * 50 > head.len()
}

fn markup(head: &[u8]) -> Option<&'static str> {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let lower = text[..text.len().min(64)].to_ascii_lowercase();
    if ["<!doctype html", "<html", "<table", "<head", "<meta"].iter().any(|t| lower.starts_with(t.as_bytes()))
    {
        return Some("a web page (HTML)");
    }
    if lower.starts_with(b"<?xml") {
        return Some("an XML file");
    }
    let json = match text.first() {
        Some(b'{') => text[1..].trim_ascii_start().first().is_some_and(|b| matches!(b, b'"' | b'}')),
        Some(b'[') => text[1..].trim_ascii_start().first().is_some_and(|b| matches!(b, b'{' | b'[' | b']')),
        _ => false,
    };
    json.then_some("a JSON file")
}
