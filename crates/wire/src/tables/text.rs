//! A table in delimited text.

use std::io::{Read, Seek};

use super::delimiter::{self, Delimiter};
use super::encoding::{self, Decoded, Found};
use super::records::Records;
use super::rows::{Flaw, RawRow};
use super::{Format, Input, Limits, RawRows, Unreadable};

const SAMPLE_BYTES: usize = 256 << 10;

/// Delimited text whose encoding and delimiter are known.
pub(super) struct Text {
    input: Box<dyn Input>,
    found: Found,
    delimiter: Delimiter,
    limits: Limits,
}

impl Text {
    pub(super) fn open(mut input: Box<dyn Input>, limits: Limits) -> Result<Self, Unreadable> {
        let found = encoding::find(&mut *input)?;
        let mut sample = Vec::new();
        Decoded::new(&mut input, found.encoding).take(SAMPLE_BYTES as u64).read_to_end(&mut sample)?;
        input.rewind()?;
        let delimiter = delimiter::find(&sample, sample.len() < SAMPLE_BYTES);
        Ok(Self { input, found, delimiter, limits })
    }

    pub(super) fn format(&self) -> Format {
        Format::Csv { delimiter: char::from(self.delimiter.byte), encoding: self.found.encoding.name() }
    }

    pub(super) fn raw_rows(&mut self) -> Result<RawRows<'_>, Unreadable> {
        self.input.rewind()?;
        let text = Decoded::new(&mut self.input, self.found.encoding);
        let is_declared = self.delimiter.is_declared;
        let is_lossy = self.found.is_lossy;
        let records = Records::new(text, self.delimiter.byte, self.limits)
            .filter(move |row| !(is_declared && row.as_ref().is_ok_and(|row| row.line == 1)));
        Ok(Box::new(
            records.map(move |row| row.map(|row| if is_lossy { name_lost_characters(row) } else { row })),
        ))
    }
}

/// In a text with bytes that do not belong to its encoding, marks the first cell that lost a character.
fn name_lost_characters(mut row: RawRow) -> RawRow {
    if row.flaw.is_none() {
        row.flaw = row.cells.iter().position(|cell| cell.contains('\u{FFFD}')).map(|column| Flaw {
            column,
            reason: "a character here cannot be read; save the file as UTF-8, or write the value again",
        });
    }
    row
}
