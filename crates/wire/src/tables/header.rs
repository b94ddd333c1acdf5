//! The column headings: the first row that is not blank.

use std::collections::HashSet;

use super::rows::RawRow;
use super::{RawRows, Unreadable};

pub(super) struct Header {
    pub columns: Vec<String>,
    pub line: u64,
}

/// Takes the headings from the first row that is not blank.
pub(super) fn find(rows: RawRows<'_>, limit: usize) -> Result<Header, Unreadable> {
    for row in rows {
        let row = row?;
        if !row.is_blank() {
            return from_row(row, limit);
        }
    }
    Err(Unreadable::Empty)
}

fn from_row(row: RawRow, limit: usize) -> Result<Header, Unreadable> {
    let mut names: Vec<String> = row.cells.iter().map(|cell| in_one_line(cell)).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    if names.len() > limit {
        return Err(Unreadable::TooManyColumns { line: row.line, limit });
    }
    if let Some(value) = looks_like_values(&names) {
        return Err(Unreadable::NoHeader { line: row.line, value });
    }
    Ok(Header { columns: distinct(names), line: row.line })
}

fn in_one_line(cell: &str) -> String {
    cell.trim_start_matches('\u{FEFF}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A mail address is never a heading; nor is a row of nothing but numbers.
fn looks_like_values(names: &[String]) -> Option<String> {
    if let Some(address) = names.iter().find(|name| is_address(name)) {
        return Some(address.clone());
    }
    let mut written = names.iter().filter(|name| !name.is_empty());
    let first = written.clone().next()?;
    written.all(|name| name.replace(',', ".").parse::<f64>().is_ok()).then(|| first.clone())
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace)
    })
}

/// Blank names become `Column 3`, repeated ones `name (2)`, so that each names one column.
fn distinct(names: Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut columns = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let name = if name.is_empty() { format!("Column {}", index + 1) } else { name };
        let mut unique = name.clone();
        let mut copy = 2;
        while !taken.insert(unique.to_lowercase()) {
            unique = format!("{name} ({copy})");
            copy += 1;
        }
        columns.push(unique);
    }
    columns
}
