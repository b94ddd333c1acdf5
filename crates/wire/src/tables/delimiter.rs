//! Which character stands between the cells of a text, found by trying each.

use super::Limits;
use super::records::Records;
use super::rows::RawRow;

const CANDIDATES: [u8; 4] = *b",;\t|";
const RECORDS_TRIED: usize = 100;

/// What the beginning of a text tells about its delimiter.
pub(super) struct Delimiter {
    pub byte: u8,
    /// The first line is Excel's `sep=;`, which is no part of the table.
    pub is_declared: bool,
}

/// Finds the delimiter from a `sample` of UTF-8 text; `is_whole` when the sample is the whole text.
///
/// The one that gives the most records the width of the headings wins, then the one that gives more columns; a text in
/// one column is read as comma-separated.
pub(super) fn find(sample: &[u8], is_whole: bool) -> Delimiter {
    if let Some(byte) = declared(sample) {
        return Delimiter { byte, is_declared: true };
    }
    let mut best = (0, 0);
    let mut byte = b',';
    for candidate in CANDIDATES {
        let score = score(sample, is_whole, candidate);
        if score > best {
            (best, byte) = (score, candidate);
        }
    }
    Delimiter { byte, is_declared: false }
}

fn declared(sample: &[u8]) -> Option<u8> {
    let line = sample.split(|b| matches!(b, b'\r' | b'\n')).next()?.trim_ascii_start();
    let line = line.strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', byte]
            if [*s, *e, *p].eq_ignore_ascii_case(b"sep") && !byte.is_ascii_alphanumeric() =>
        {
            Some(*byte)
        }
        _ => None,
    }
}

/// Percent of records as wide as the first, then the width. (0, 0) where the first record is a single cell.
fn score(sample: &[u8], is_whole: bool, delimiter: u8) -> (usize, usize) {
    let mut widths: Vec<usize> = Records::new(sample, delimiter, Limits::default())
        .map_while(Result::ok)
        .filter(|row| !row.is_blank())
        .take(RECORDS_TRIED)
        .map(|row: RawRow| row.cells.len())
        .collect();
    if !is_whole && widths.len() > 1 && widths.len() < RECORDS_TRIED {
        widths.pop(); // The sample may end in the middle of it.
    }
    match widths.first() {
        None | Some(1) => (0, 0),
        Some(&header) => {
            let alike = widths.iter().filter(|width| **width == header).count();
            (alike * 100 / widths.len(), header)
        }
    }
}
