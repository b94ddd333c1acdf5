//! The rows of a people file, one cell at a time, and what is wrong with one.

use crate::said::Said;
use bellwether_kernel::one_line;
use bellwether_wire::tables::{Options, Row, Table};
use std::path::{Path, PathBuf};

/// A file with its headings read.
pub struct Sheet {
    pub path: PathBuf,
    table: Table,
    /// By column of the file: whether anybody asked for it.
    used: Vec<bool>,
}

/// Where a column stands; `None` if the file has none of these names.
pub type Column = Option<usize>;

/// A place in a file, to say what is wrong there.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub path: &'a Path,
    pub line: u64,
}

impl Place<'_> {
    /// Refuses what stands there.
    pub fn refuse(self, reason: impl std::fmt::Display) -> Said {
        let reason = one_line(&reason.to_string());
        Said::unreadable(format!(
            "{}, line {}: {reason}. Nothing was written",
            self.path.display(),
            self.line
        ))
    }
}

impl Sheet {
    pub fn open(path: &Path) -> Result<Self, Said> {
        let table = Table::open(path, &Options::default())
            .map_err(|why| Said::unreadable(format!("{}: {why}", path.display())))?;
        let used = vec![false; table.columns().len()];
        Ok(Self { path: path.to_owned(), table, used })
    }

    /// The file, if it is there.
    pub fn find(path: &Path) -> Result<Option<Self>, Said> {
        if path.exists() { Self::open(path).map(Some) } else { Ok(None) }
    }

    /// The column that has one of these names.
    pub fn column(&mut self, names: &[&str]) -> Column {
        let is_it = |heading: &String| names.iter().any(|name| heading.trim().eq_ignore_ascii_case(name));
        let at = self.table.columns().iter().position(is_it)?;
        self.used[at] = true;
        Some(at)
    }

    /// The same, where there is nothing to be done without it.
    pub fn needed(&mut self, name: &str, what_for: &str) -> Result<Column, Said> {
        let column = self.column(&[name]);
        if column.is_some() {
            return Ok(column);
        }
        Err(Said::unreadable(format!(
            "{}: there is no column “{name}”, {what_for}. Nothing was written. Its columns are: {}",
            self.path.display(),
            self.table.columns().join(", ")
        )))
    }

    /// Columns that nobody asked for.
    pub fn unused(&self) -> Vec<String> {
        let columns = self.table.columns().iter().zip(&self.used);
        columns.filter(|(_, is_used)| !**is_used).map(|(heading, _)| heading.clone()).collect()
    }

    /// Hands over each row, until one is refused.
    pub fn each(&mut self, mut take: impl FnMut(Place<'_>, &Row) -> Result<(), Said>) -> Result<(), Said> {
        let unreadable = |why: bellwether_wire::tables::Unreadable| {
            Said::unreadable(format!("{}: {why}", self.path.display()))
        };
        for row in self.table.rows().map_err(unreadable)? {
            let row = row.map_err(unreadable)?;
            let place = Place { path: &self.path, line: row.line };
            if let Some(problem) = &row.problem {
                return Err(place.refuse(&problem.reason));
            }
            take(place, &row)?;
        }
        Ok(())
    }
}

/// What stands in a column, trimmed; nothing if there is no such column.
pub fn cell(row: &Row, column: Column) -> &str {
    column.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim())
}

/// What stands there, unless it says that there is nothing.
pub fn stated(row: &Row, column: Column) -> Option<&str> {
    Some(cell(row, column)).filter(|text| !text.is_empty() && *text != "-1")
}

/// A whole number from 0, or `otherwise` where nothing stands.
pub fn number(place: Place<'_>, row: &Row, column: Column, what: &str, otherwise: u32) -> Result<u32, Said> {
    match cell(row, column) {
        "" => Ok(otherwise),
        text => {
            text.parse().map_err(|_| place.refuse(format!("{what} “{text}” is not a whole number from 0")))
        }
    }
}

/// Words with strokes between them.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', ';']).map(str::trim).filter(|word| !word.is_empty())
}
