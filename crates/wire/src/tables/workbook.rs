//! A table in an XLSX workbook.

use std::io::{BufReader, Seek};
use std::iter::Peekable;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use super::rows::{Flaw, RawRow};
use super::{Format, Input, Limits, RawRows, Unreadable, value, zipped};

type Source = BufReader<Box<dyn Input>>;

/// A workbook with the sheet to read chosen.
pub(super) struct Workbook {
    book: Xlsx<Source>,
    sheet: String,
    sheets: Vec<String>,
    limits: Limits,
}

impl Workbook {
    pub(super) fn open(
        mut input: Box<dyn Input>,
        wanted: Option<&str>,
        limits: Limits,
    ) -> Result<Self, Unreadable> {
        zipped::check(&mut *input, limits.unpacked_bytes)?;
        input.rewind()?;
        let book = Xlsx::new(BufReader::new(input)).map_err(damaged)?;
        let sheets = worksheets(&book);
        let mut workbook = Self { book, sheet: String::new(), sheets, limits };
        workbook.sheet = match wanted {
            Some(name) => workbook.named(name)?,
            None => workbook.first_filled()?,
        };
        Ok(workbook)
    }

    fn named(&self, wanted: &str) -> Result<String, Unreadable> {
        let alike = |sheet: &&String| sheet.trim().eq_ignore_ascii_case(wanted.trim());
        self.sheets
            .iter()
            .find(alike)
            .cloned()
            .ok_or_else(|| Unreadable::NoSuchSheet { wanted: wanted.to_owned(), sheets: self.sheets.clone() })
    }

    fn first_filled(&mut self) -> Result<String, Unreadable> {
        for sheet in self.sheets.clone() {
            for row in sheet_rows(&mut self.book, &sheet, self.limits)? {
                if !row?.is_blank() {
                    return Ok(sheet);
                }
            }
        }
        Err(Unreadable::Empty)
    }

    pub(super) fn format(&self) -> Format {
        Format::Xlsx { sheet: self.sheet.clone(), sheets: self.sheets.clone() }
    }

    pub(super) fn raw_rows(&mut self) -> Result<RawRows<'_>, Unreadable> {
        Ok(Box::new(sheet_rows(&mut self.book, &self.sheet, self.limits)?))
    }
}

/// The names of the worksheets (no charts, no macros), visible ones first.
fn worksheets(book: &Xlsx<Source>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (visible, hidden): (Vec<_>, Vec<_>) =
        sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    visible.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect()
}

fn sheet_rows<'b>(
    book: &'b mut Xlsx<Source>,
    sheet: &str,
    limits: Limits,
) -> Result<SheetRows<impl Iterator<Item = Result<Found, Unreadable>> + use<'b>>, Unreadable> {
    let reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    Ok(SheetRows { cells: Cells { reader }.peekable(), limits })
}

/// A cell as it was found: row and column from 0.
struct Found {
    row: u32,
    column: u32,
    text: String,
    flaw: Option<&'static str>,
}

struct Cells<'b> {
    reader: XlsxCellReader<'b, Source>,
}

impl Iterator for Cells<'_> {
    type Item = Result<Found, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.reader.next_cell() {
            Ok(None) => None,
            Err(error) => Some(Err(damaged(error))),
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                let value = cell.get_value();
                let flaw = matches!(value, DataRef::Error(_))
                    .then_some("the spreadsheet shows an error here instead of a value; mend its formula");
                Some(Ok(Found { row, column, text: value::text(value), flaw }))
            }
        }
    }
}

/// Gathers cells into rows, in the order in which the sheet stores them.
struct SheetRows<C: Iterator> {
    cells: Peekable<C>,
    limits: Limits,
}

impl<C: Iterator<Item = Result<Found, Unreadable>>> SheetRows<C> {
    fn row(&mut self, first: Found) -> Result<RawRow, Unreadable> {
        let row = first.row;
        let mut raw = RawRow { line: u64::from(row) + 1, cells: Vec::new(), flaw: None, is_padded: true };
        self.put(&mut raw, first)?;
        while let Some(next) = self.cells.next_if(|next| next.as_ref().map_or(true, |cell| cell.row == row)) {
            self.put(&mut raw, next?)?;
        }
        Ok(raw)
    }

    fn put(&self, raw: &mut RawRow, found: Found) -> Result<(), Unreadable> {
        if found.text.is_empty() {
            return Ok(()); // A cell may be there for its colour alone.
        }
        let column = found.column as usize;
        if column >= self.limits.columns {
            return Err(Unreadable::TooManyColumns { line: raw.line, limit: self.limits.columns });
        }
        if found.text.len() > self.limits.cell_bytes {
            return Err(Unreadable::CellTooLong { line: raw.line, limit: self.limits.cell_bytes });
        }
        if raw.cells.len() <= column {
            raw.cells.resize(column + 1, String::new());
        }
        raw.cells[column] = found.text;
        if let Some(reason) = found.flaw {
            raw.flaw.get_or_insert(Flaw { column, reason });
        }
        Ok(())
    }
}

impl<C: Iterator<Item = Result<Found, Unreadable>>> Iterator for SheetRows<C> {
    type Item = Result<RawRow, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.cells.next()?;
        Some(first.and_then(|first| self.row(first)))
    }
}

fn damaged(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::NotATable { what: "an Excel workbook protected with a password" },
        other => Unreadable::Damaged { detail: other.to_string() },
    }
}
