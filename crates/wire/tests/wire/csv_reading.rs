//! CSV as people really save it.

use std::fmt::Write;
use std::path::Path;

use bellwether_wire::tables::{Format, Limits, Options, Row, Table, Unreadable};

pub fn open(bytes: impl Into<Vec<u8>>) -> Result<Table, Unreadable> {
    Table::from_bytes(bytes.into(), &Options::default())
}

fn rows(table: &mut Table) -> Vec<Row> {
    table.rows().unwrap().map(Result::unwrap).collect()
}

fn read(bytes: impl Into<Vec<u8>>) -> (Table, Vec<Row>) {
    let mut table = open(bytes).unwrap();
    let rows = rows(&mut table);
    (table, rows)
}

fn delimiter_and_encoding(table: &Table) -> (char, &'static str) {
    match table.format() {
        Format::Csv { delimiter, encoding } => (delimiter, encoding),
        other @ Format::Xlsx { .. } => panic!("{other:?}"),
    }
}

fn sample(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    Table::open(&path, &Options::default()).unwrap()
}

#[test]
fn the_law_firm_comes_in_as_it_is() {
    let mut people = sample("law-firm/people.csv");
    assert_eq!(people.columns()[..4], ["employee_id", "name", "email", "title"]);
    let lawyers = rows(&mut people);
    assert_eq!(lawyers.len(), 71);
    assert!(lawyers.iter().all(|row| row.problem.is_none() && row.cells.len() == 11));
    assert_eq!((lawyers[0].line, lawyers[70].line), (2, 72));
    let mut ties = sample("law-firm/ties.csv");
    assert_eq!(ties.columns(), ["from_id", "to_id", "kind", "weight"]);
    assert_eq!(rows(&mut ties).len(), 2571);
}

#[test]
fn the_civil_service_comes_in_as_it_is() {
    for (name, width) in [("mentors", 10), ("mentees", 11)] {
        let mut table = sample(&format!("civil-service/{name}.csv"));
        assert_eq!(table.columns().len(), width);
        let people = rows(&mut table);
        assert_eq!(people.len(), 50);
        assert!(people.iter().all(|row| row.problem.is_none()));
    }
}

#[test]
fn a_table_can_be_read_twice_for_the_preview_and_the_import() {
    let mut table = sample("law-firm/people.csv");
    assert_eq!(rows(&mut table), rows(&mut table));
}

#[test]
fn each_delimiter_is_found_by_content() {
    let text = "name,level,note\nJane,Partner,\"a; b, c|d\te\"\nOmar,Associate,x\n";
    for delimiter in [',', ';', '\t', '|'] {
        let written: String = text
            .lines()
            .map(|line| {
                let (mut quoted, mut out) = (false, String::new());
                for c in line.chars() {
                    quoted ^= c == '"';
                    out.push(if c == ',' && !quoted { delimiter } else { c });
                }
                out + "\r\n"
            })
            .collect();
        let (table, rows) = read(written);
        assert_eq!(delimiter_and_encoding(&table).0, delimiter);
        assert_eq!(table.columns(), ["name", "level", "note"]);
        assert_eq!(rows[0].cells, ["Jane", "Partner", "a; b, c|d\te"]);
    }
}

#[test]
fn decimal_commas_do_not_hide_the_semicolons() {
    let (table, rows) = read("name;share\nJane;0,5\nOmar;1,25\n");
    assert_eq!(delimiter_and_encoding(&table).0, ';');
    assert_eq!(rows[1].cells, ["Omar", "1,25"]);
}

#[test]
fn excels_own_line_that_names_the_delimiter_is_no_heading() {
    let (table, rows) = read("sep=;\r\nname;level\r\nJane;Partner\r\n");
    assert_eq!((table.columns()[0].as_str(), table.header_line()), ("name", 2));
    assert_eq!(rows[0].line, 3);
}

#[test]
fn a_single_column_of_addresses_with_a_heading_is_a_table() {
    let (table, rows) = read("email\na@firm.example\nb@firm.example\n");
    assert_eq!(table.columns(), ["email"]);
    assert_eq!(rows.len(), 2);
}

#[test]
fn encodings_are_found_with_and_without_a_mark() {
    let text = "name;ort\r\nMüller, Jürgen;Zürich\r\nBjörk Guðmundsdóttir;Reykjavík\r\nŁukasz;Kraków\r\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
    let cases = [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        ([b"\xFF\xFE", little.as_slice()].concat(), "UTF-16LE"),
        ([b"\xFE\xFF", big.as_slice()].concat(), "UTF-16BE"),
        (little, "UTF-16LE"),
    ];
    for (bytes, encoding) in cases {
        let (table, rows) = read(bytes);
        assert_eq!(delimiter_and_encoding(&table).1, encoding);
        assert_eq!(table.columns(), ["name", "ort"]);
        assert_eq!(rows[1].cells, ["Björk Guðmundsdóttir", "Reykjavík"]);
    }
}

#[test]
fn a_file_from_an_old_windows_program_keeps_its_umlauts() {
    let text = "name;abteilung\r\nMüller, Jürgen;Führung\r\nGroß, Käthe;Büro\r\nD’Angelo;“Recht”\r\n";
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lossy);
    let (table, rows) = read(bytes.into_owned());
    assert_eq!(delimiter_and_encoding(&table).1, "windows-1252");
    assert_eq!(rows[0].cells, ["Müller, Jürgen", "Führung"]);
    assert_eq!(rows[2].cells, ["D’Angelo", "“Recht”"]);
}

#[test]
fn names_in_any_script_arrive() {
    let names = ["李小龍", "محمد علي", "Дмитрий", "ज्योति", "👩‍💼 Ops", "Nguyễn", "יעל"];
    let text = format!("name,level\n{}", names.map(|name| format!("{name},Partner\n")).concat());
    let (_, rows) = read(text);
    assert_eq!(rows.iter().map(|row| row.cells[0].as_str()).collect::<Vec<_>>(), names);
}

#[test]
fn one_damaged_character_in_a_good_file_costs_one_row() {
    let mut bytes = "name,level\n".to_owned();
    for _ in 0..60 {
        bytes.push_str("Zoë,Partner\n");
    }
    let mut bytes = bytes.into_bytes();
    bytes.extend(b"Ren\xE9e,Partner\n");
    let (table, rows) = read(bytes);
    assert_eq!(delimiter_and_encoding(&table).1, "UTF-8");
    assert_eq!(rows.iter().filter(|row| row.problem.is_some()).count(), 1);
    let problem = rows[60].problem.clone().unwrap();
    assert_eq!(problem.column.as_deref(), Some("name"));
    assert!(problem.reason.contains("UTF-8"));
}

#[test]
fn lines_are_those_of_the_file_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["id,note", "1,\"two", "lines\"", "", "2,plain", "3,\"a\"\"b\""].join(end);
        let (_, rows) = read(text);
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5, 6], "line end {end:?}");
        assert_eq!(rows[0].cells[1], format!("two{end}lines"));
        assert_eq!(rows[2].cells[1], "a\"b");
    }
}

#[test]
fn lines_hold_across_the_edges_of_the_buffer() {
    let mut text = "id,note\r\n".to_owned();
    for id in 0..20_000 {
        write!(text, "{id},\"{}\r\nx\"\r\n", "y".repeat(id % 7)).unwrap();
    }
    let (_, rows) = read(text);
    assert_eq!(rows.len(), 20_000);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row.line, 2 + 2 * index as u64);
    }
}

#[test]
fn ragged_rows_are_named_and_the_others_come_in() {
    let (_, rows) = read("id,name,level\n1,Jane,Partner\n2,Doe, John,Partner\n3,Omar\n4,Li,Associate,,\n");
    assert_eq!(rows[0].problem, None);
    let wide = rows[1].problem.as_ref().unwrap();
    assert_eq!((rows[1].line, wide.value.as_deref()), (3, Some("Partner")));
    assert!(wide.reason.starts_with("the row has 4 cells for 3 columns"), "{}", wide.reason);
    let short = rows[2].problem.as_ref().unwrap();
    assert!(short.reason.starts_with("the row has 2 cells for 3 columns"), "{}", short.reason);
    assert_eq!(rows[2].cells, ["3", "Omar"], "kept as it stands, to be downloaded and mended");
    assert_eq!(rows[3].problem, None, "blank cells too many are no harm");
}

#[test]
fn a_quotation_mark_that_is_not_doubled_is_named() {
    let (_, rows) = read("id,nick,level\n1,\"Bob \"the builder\" Jones\",Partner\n2,Li,Partner\n");
    let problem = rows[0].problem.as_ref().unwrap();
    assert_eq!(problem.column.as_deref(), Some("nick"));
    assert!(problem.reason.contains("not doubled"));
    assert_eq!(rows[1].problem, None);
}

#[test]
fn blank_rows_and_rows_of_commas_are_passed_over() {
    let (table, rows) = read("\n\nid,name\n,\n1,Jane\n\n  , \n2,Li\n\n");
    assert_eq!(table.header_line(), 3);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [5, 8]);
}

#[test]
fn headings_are_trimmed_named_and_told_apart() {
    let (table, _) = read("\u{FEFF} Name ,\"Job\ntitle\",,name,,\nJane,Partner,x,y,,\n");
    assert_eq!(table.columns(), ["Name", "Job title", "Column 3", "name (2)"]);
}

#[test]
fn limits_are_said() {
    let limited = |limits: Limits, text: &str| {
        let mut table = Table::from_bytes(text.to_owned(), &Options { limits, ..Options::default() })?;
        table.rows()?.collect::<Result<Vec<_>, _>>().map(|_| ())
    };
    let most = Limits::default();
    let text = "id,name,level\n1,Jane,Partner\n2,Li,Partner\n";
    let said = |limits| limited(limits, text).unwrap_err().to_string();
    assert!(said(Limits { rows: 1, ..most }).contains("more than 1 rows"));
    assert!(said(Limits { columns: 2, ..most }).contains("more than 2 columns"));
    assert!(said(Limits { bytes: 10, ..most }).contains("larger than 10 bytes"));
    assert!(said(Limits { cell_bytes: 6, ..most }).contains("line 2 is longer than 6 bytes"));
    assert!(limited(Limits { rows: 2, ..most }, text).is_ok());
}
