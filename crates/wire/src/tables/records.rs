//! The records of delimited text (RFC 4180, read generously), each with the line on which it begins.
//!
//! Our own reader, because three things are needed that the `csv` crate does not tell: the physical line on which a
//! record begins whatever the line ends are (CR LF, LF, CR), the line on which an unclosed quotation mark stands, and
//! quotation marks that are not doubled.

use std::io::BufRead;
use std::mem;

use super::rows::{Flaw, RawRow};
use super::{Limits, Unreadable};

/// Reads records from UTF-8 text.
pub(super) struct Records<S> {
    source: S,
    delimiter: u8,
    limits: Limits,
    /// The physical line of the next byte.
    line: u64,
    /// The last byte was a CR that ended a line, so a LF now belongs to it.
    after_cr: bool,
    is_over: bool,
}

impl<S: BufRead> Records<S> {
    pub(super) fn new(source: S, delimiter: u8, limits: Limits) -> Self {
        Self { source, delimiter, limits, line: 1, after_cr: false, is_over: false }
    }

    fn read(&mut self) -> Result<Option<RawRow>, Unreadable> {
        let mut record = Record::begin(
            self.line,
            self.after_cr,
            self.delimiter,
            self.limits.columns,
            self.limits.cell_bytes,
        );
        loop {
            let ready = self.source.fill_buf()?;
            if ready.is_empty() {
                self.is_over = true;
                return record.end_of_file();
            }
            let mut used = 0;
            let mut is_complete = false;
            for byte in ready {
                used += 1;
                if record.take(*byte)? {
                    is_complete = true;
                    break;
                }
            }
            self.source.consume(used);
            if is_complete {
                (self.line, self.after_cr) = (record.line, record.after_cr);
                return Ok(Some(record.finish()));
            }
        }
    }
}

impl<S: BufRead> Iterator for Records<S> {
    type Item = Result<RawRow, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.read();
        self.is_over |= row.is_err();
        row.transpose()
    }
}

#[derive(Clone, Copy)]
enum Within {
    /// Before the first character of a cell: the only place where a quotation mark opens.
    CellStart,
    Plain,
    Quoted {
        opened: u64,
    },
    /// Just after a quotation mark inside quotes: the end, or the first of two.
    MaybeClosed {
        opened: u64,
    },
}

struct Record {
    begins: u64,
    line: u64,
    after_cr: bool,
    delimiter: u8,
    columns: usize,
    cell_bytes: usize,
    within: Within,
    cells: Vec<String>,
    cell: Vec<u8>,
    is_untouched: bool,
    flaw: Option<Flaw>,
}

impl Record {
    fn begin(line: u64, after_cr: bool, delimiter: u8, columns: usize, cell_bytes: usize) -> Self {
        Self {
            begins: line,
            line,
            after_cr,
            delimiter,
            columns,
            cell_bytes,
            within: Within::CellStart,
            cells: Vec::new(),
            cell: Vec::new(),
            is_untouched: true,
            flaw: None,
        }
    }

    /// Takes one byte; true if it ended the record.
    fn take(&mut self, byte: u8) -> Result<bool, Unreadable> {
        if byte == 0 {
            return Err(Unreadable::NulBytes { line: self.line });
        }
        let is_second_half = mem::take(&mut self.after_cr) && byte == b'\n';
        if is_second_half && self.is_untouched {
            return Ok(false);
        }
        self.is_untouched = false;
        let ends_line = !is_second_half && matches!(byte, b'\r' | b'\n');
        if ends_line {
            self.line += 1;
            self.after_cr = byte == b'\r';
        }
        match self.within {
            Within::Quoted { opened } if byte == b'"' => self.within = Within::MaybeClosed { opened },
            Within::Quoted { .. } => self.push(byte)?,
            Within::MaybeClosed { opened } if byte == b'"' => {
                self.push(byte)?;
                self.within = Within::Quoted { opened };
            }
            Within::CellStart if byte == b'"' => self.within = Within::Quoted { opened: self.line },
            _ if ends_line => return Ok(true),
            _ if byte == self.delimiter => self.end_cell()?,
            Within::MaybeClosed { .. } => {
                self.stray_quote();
                self.within = Within::Plain;
                self.push(byte)?;
            }
            Within::CellStart | Within::Plain => {
                self.within = Within::Plain;
                self.push(byte)?;
            }
        }
        Ok(false)
    }

    fn push(&mut self, byte: u8) -> Result<(), Unreadable> {
        self.cell.push(byte);
        if self.cell.len() <= self.cell_bytes {
            return Ok(());
        }
        Err(match self.within {
            Within::Quoted { opened } => Unreadable::UnclosedQuote { line: opened },
            _ => Unreadable::CellTooLong { line: self.begins, limit: self.cell_bytes },
        })
    }

    fn stray_quote(&mut self) {
        self.flaw.get_or_insert(Flaw {
            column: self.cells.len(),
            reason: "a quotation mark inside a quoted cell is not doubled; write \"\" for \"",
        });
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let cell = mem::take(&mut self.cell);
        let cell = String::from_utf8(cell)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        self.cells.push(super::write::without_guard(cell));
        self.within = Within::CellStart;
        if self.cells.len() > self.columns {
            return Err(Unreadable::TooManyColumns { line: self.begins, limit: self.columns });
        }
        Ok(())
    }

    fn end_of_file(mut self) -> Result<Option<RawRow>, Unreadable> {
        if let Within::Quoted { opened } = self.within {
            return Err(Unreadable::UnclosedQuote { line: opened });
        }
        if self.is_untouched {
            return Ok(None);
        }
        self.end_cell()?;
        Ok(Some(RawRow { line: self.begins, cells: self.cells, flaw: self.flaw, is_padded: false }))
    }

    fn finish(mut self) -> RawRow {
        // The limit on columns is checked at each delimiter, and once more where the headings are known.
        let _ = self.end_cell();
        RawRow { line: self.begins, cells: self.cells, flaw: self.flaw, is_padded: false }
    }
}
