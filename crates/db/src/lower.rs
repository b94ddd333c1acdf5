//! Schema texts are written for PostgreSQL and lowered for SQLite, which has fewer types.

/// The same schema for SQLite: its type names, and STRICT tables.
///
/// ```text
/// bigint → integer   double precision → real   bytea → blob   create table t (…); → create table t (…) strict;
/// ```
pub fn lower(text: &str) -> String {
    let mut lowered = String::with_capacity(text.len());
    for statement in text.split_inclusive(';') {
        let typed = statement
            .replace(" bigint", " integer")
            .replace(" double precision", " real")
            .replace(" bytea", " blob");
        let is_table =
            without_comments(statement).trim_start().to_ascii_lowercase().starts_with("create table");
        match typed.strip_suffix(';').filter(|_| is_table) {
            Some(table) => {
                lowered.push_str(table.trim_end());
                lowered.push_str(" strict;");
            }
            None => lowered.push_str(&typed),
        }
    }
    lowered
}

fn without_comments(statement: &str) -> String {
    statement.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn a_table_becomes_strict_and_its_types_sqlites() {
        let text = "-- People.\ncreate table people (\n  id bigint primary key,\n  share double precision,\n  photo bytea\n);\ncreate index i on people (id);";
        let expected = "-- People.\ncreate table people (\n  id integer primary key,\n  share real,\n  photo blob\n) strict;\ncreate index i on people (id);";
        assert_eq!(lower(text), expected);
    }
}
