//! One statement for many rows, on a server: the parameters travel as arrays, a row of them is unnested for each row.
//!
//! A text is rewritten only where that does what running it row after row does; whatever else it says runs row by row. An
//! update changes its rows in an order of the server's, so that it is rewritten only for callers who say that any will do.

use crate::Value;
use std::collections::HashSet;

/// A text for all rows at once.
#[derive(Debug, PartialEq, Eq)]
pub struct Whole {
    /// Its `$1` is an array of all first parameters, `$2` of all second ones, and so on.
    pub text: String,
    /// The parameter, from 0, of which no two rows may have the same value.
    key: Option<usize>,
}

/// The text for all rows at once, where there is one. `types` are the names of the parameters' types.
pub fn whole(text: &str, types: &[&str], in_any_order: bool) -> Option<Whole> {
    if types.is_empty() {
        return None;
    }
    let text = text.trim();
    match text.split_whitespace().next()? {
        "insert" => insert(text, types),
        "update" if in_any_order => update(text, types),
        _ => None,
    }
}

/// What rows are told apart by.
#[derive(PartialEq, Eq, Hash)]
enum Of<'a> {
    Int(i64),
    Text(&'a str),
}

impl Whole {
    /// Whether these rows can be taken at once: no two of them are about the same row of the table.
    pub fn takes(&self, rows: &[Vec<Value>]) -> bool {
        let Some(key) = self.key else { return true };
        let mut seen = HashSet::with_capacity(rows.len());
        rows.iter().all(|row| match row.get(key) {
            Some(Value::Int(id)) => seen.insert(Of::Int(*id)),
            Some(Value::Text(text)) => seen.insert(Of::Text(text)),
            _ => false,
        })
    }
}

/// `insert into t (…) values (…)`, and nothing else: what happens on a conflict would depend on the rows before.
fn insert(text: &str, types: &[&str]) -> Option<Whole> {
    let (into, rest) = text.split_once(" values (")?;
    let values = rest.strip_suffix(')')?;
    if mentions(values, "select")
        || mentions(into, "select")
        || mentions(values, "values")
        || !is_one_group(values)
    {
        return None;
    }
    let text = format!("{into} select {} {}", with_columns(values), from(types));
    Some(Whole { text, key: None })
}

/// `update t set … where id = $1 …`: a row of the table has one value there, so that rows that differ in it do not meet.
fn update(text: &str, types: &[&str]) -> Option<Whole> {
    let (set, rest) = text.split_once("where ")?;
    let (column, value) = rest.split_once(" = $")?;
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let key = value[..end].parse::<usize>().ok()?.checked_sub(1)?;
    let is_column = column.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let has_more = ["from", "select", "returning", "or", "with"].iter().any(|word| mentions(text, word));
    if has_more || !is_column || key >= types.len() || rest.contains("where ") {
        return None;
    }
    let text = format!("{} {} where {}", with_columns(set).trim_end(), from(types), with_columns(rest));
    Some(Whole { text, key: Some(key) })
}

/// "from unnest($1::int8[], $2::text[]) as each_row (p1, p2)"
fn from(types: &[&str]) -> String {
    let arrays: Vec<String> = (1..).zip(types).map(|(n, of)| format!("${n}::{of}[]")).collect();
    let names: Vec<String> = (1..=types.len()).map(|n| format!("p{n}")).collect();
    format!("from unnest({}) as each_row ({})", arrays.join(", "), names.join(", "))
}

/// `$3` becomes the third column of the row.
fn with_columns(text: &str) -> String {
    text.replace('$', "each_row.p")
}

fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether what stands between two parentheses closes all that it opens, so that they belong together.
fn is_one_group(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(of: &str, types: &[&str]) -> Option<String> {
        whole(of, types, true).map(|whole| whole.text)
    }

    #[test]
    fn an_insert_takes_all_rows_from_arrays() {
        let of = "\n        insert into t (id, name, state)\n        values ($1, lower($2), 'new')";
        assert_eq!(
            text(of, &["int8", "text"])
                .as_deref()
                .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")),
            Some(
                "insert into t (id, name, state) select each_row.p1, lower(each_row.p2), 'new' from \
                 unnest($1::int8[], $2::text[]) as each_row (p1, p2)"
                    .to_owned()
            )
        );
    }

    #[test]
    fn an_update_takes_all_rows_unless_two_are_about_one_or_their_order_counts() {
        let of = "update t set name = $2, at = $3 where id = $1 and state = 'new'";
        assert_eq!(whole(of, &["int8", "text", "int8"], false), None);
        let whole = whole(of, &["int8", "text", "int8"], true).unwrap();
        assert_eq!(
            whole.text,
            "update t set name = each_row.p2, at = each_row.p3 from unnest($1::int8[], $2::text[], $3::int8[]) as \
             each_row (p1, p2, p3) where id = each_row.p1 and state = 'new'"
        );
        let rows = |ids: [i64; 2]| ids.map(|id| vec![Value::Int(id), Value::Null, Value::Int(0)]);
        assert!(whole.takes(&rows([1, 2])) && !whole.takes(&rows([1, 1])));
    }

    #[test]
    fn whatever_depends_on_the_rows_before_runs_row_by_row() {
        for of in [
            "insert into t (id) values ($1) on conflict (id) do update set id = excluded.id",
            "insert into t (id) values ($1) on conflict (id) do nothing",
            "insert into t (id) values ((select max(id) + $1 from t))",
            "insert into t (id) select $1 from t",
            "insert into t (id) values ($1), (2)",
            "update t set n = $2 where lower(name) = $1",
            "update t set n = $2 where n > 1 and name = $1",
            "update t set n = $2 where id = $1 or name = 'all'",
            "update t set n = (select count(*) from t) where id = $1",
            "delete from t where id = $1",
        ] {
            assert_eq!(text(of, &["int8", "int8"]), None, "{of}");
        }
    }
}
