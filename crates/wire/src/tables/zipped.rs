//! Looking into a zip archive before a workbook is read from it: is it one, and does it unpack to a bearable size?

use std::io::{self, Read, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Input, Unreadable};

/// DEFLATE cannot make more than this many bytes from one.
const HIGHEST_RATIO: u64 = 1032;
const MOST_PARTS: usize = 10_000;

/// Refuses what is not an XLSX workbook, and what unpacks to more than `limit` bytes in all, or to more than a quarter
/// of that outside the sheets (which is what is held in memory).
///
/// The sizes that an archive states are not believed when they could be exceeded: it is then unpacked once into nothing.
pub(super) fn check(input: &mut dyn Input, limit: u64) -> Result<(), Unreadable> {
    let packed = input.seek(SeekFrom::End(0))?;
    input.rewind()?;
    let mut archive = ZipArchive::new(input).map_err(damaged)?;
    if let Some(what) = other_kind(&archive) {
        return Err(Unreadable::NotATable { what });
    }
    let too_large = Unreadable::UnpacksTooLarge { limit };
    if archive.len() > MOST_PARTS {
        return Err(too_large);
    }
    if packed.saturating_mul(HIGHEST_RATIO) <= limit / 4 && parts_length(&mut archive)? <= packed {
        return Ok(());
    }
    let mut all = Budget::new(limit);
    let mut held = Budget::new(limit / 4);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let is_sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let room = if is_sheet { all.left } else { all.left.min(held.left) };
        if part.size() > room {
            return Err(too_large);
        }
        let unpacked = io::copy(&mut part.take(room + 1), &mut io::sink())
            .map_err(|error| Unreadable::Damaged { detail: error.to_string() })?;
        let is_within = all.spend(unpacked) && (is_sheet || held.spend(unpacked));
        if !is_within {
            return Err(too_large);
        }
    }
    Ok(())
}

struct Budget {
    left: u64,
}

impl Budget {
    fn new(left: u64) -> Self {
        Self { left }
    }

    fn spend(&mut self, bytes: u64) -> bool {
        let is_within = bytes <= self.left;
        self.left = self.left.saturating_sub(bytes);
        is_within
    }
}

/// The packed length of all parts. More than the archive's own means that some bytes serve several parts, as in a bomb.
fn parts_length(archive: &mut ZipArchive<&mut dyn Input>) -> Result<u64, Unreadable> {
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        total = total.saturating_add(archive.by_index_raw(index).map_err(damaged)?.compressed_size());
    }
    Ok(total)
}

fn other_kind(archive: &ZipArchive<&mut dyn Input>) -> Option<&'static str> {
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    let has = |part: &str| names.iter().any(|name| name == part);
    if names.iter().any(|name| name.ends_with("workbook.xml")) {
        return None;
    }
    Some(if has("xl/workbook.bin") {
        "a binary Excel workbook (.xlsb)"
    } else if has("word/document.xml") {
        "a Word document"
    } else if has("ppt/presentation.xml") {
        "a presentation"
    } else if has("mimetype") && has("content.xml") {
        "an OpenDocument file"
    } else {
        "a zip archive"
    })
}

fn damaged(error: ZipError) -> Unreadable {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => Unreadable::Io(error),
        other => Unreadable::Damaged { detail: other.to_string() },
    }
}
