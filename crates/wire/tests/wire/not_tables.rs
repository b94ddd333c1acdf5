//! What is not a table is refused with a sentence: what happened, that nothing was changed, what to do.

use std::fmt::Write;

use bellwether_wire::tables::{Options, Table, Unreadable};
use proptest::prelude::*;

use super::csv_reading::open;

fn read_all(bytes: Vec<u8>) -> Result<usize, Unreadable> {
    let mut table = open(bytes)?;
    let rows = table.rows()?.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.len())
}

fn refusal(bytes: impl Into<Vec<u8>>) -> String {
    let said = read_all(bytes.into()).unwrap_err().to_string();
    assert!(said.contains("Nothing was changed."), "{said}");
    said
}

#[test]
fn an_empty_file_is_called_empty() {
    for bytes in ["", "\n\n \r\n", "\u{FEFF}", ",,,\n,,\n"] {
        assert!(refusal(bytes).starts_with("The file is empty."), "{bytes:?}");
    }
}

#[test]
fn other_files_are_called_by_their_names() {
    let cases: [(&[u8], &str); 13] = [
        (b"%PDF-1.7\n%\xE2\xE3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture (PNG)"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "a picture (JPEG)"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "an old Excel workbook (.xls)"),
        (b"\x1F\x8B\x08\0\0", "a compressed file (gzip)"),
        (b"SQLite format 3\0\x10\0", "a database (SQLite)"),
        (b"<!DOCTYPE html><html><table>", "a web page (HTML)"),
        (b"\xEF\xBB\xBF  <HTML>", "a web page (HTML)"),
        (b"<?xml version=\"1.0\"?><Workbook>", "an XML file"),
        (b"[{\"name\": \"Jane\"}]", "a JSON file"),
        (b"{ \"people\": [] }", "a JSON file"),
        (b"{\\rtf1\\ansi name}", "a text document (RTF)"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x08", "a file of binary data"),
    ];
    for (bytes, what) in cases {
        assert!(refusal(bytes).starts_with(&format!("This is {what}")), "{}", refusal(bytes));
    }
}

#[test]
fn a_file_without_headings_is_told_by_its_first_value() {
    let said = refusal("Jane Roe,jane.roe@firm.example,Partner\nLi,li@firm.example,Associate\n");
    assert!(
        said.starts_with("Line 1 should hold the column headings, but it holds “jane.roe@firm.example”"),
        "{said}"
    );
    assert!(refusal("1,2,3\n4,5,6\n").contains("it holds “1”"));
}

#[test]
fn a_half_written_file_names_the_line_where_the_quotation_mark_opened() {
    let mut text = "id,name,biography\n".to_owned();
    for id in 0..3000 {
        write!(text, "{id},Jane,\"{}\nsecond line\"\n", "long ".repeat(20)).unwrap();
    }
    let cut = text.rfind("second").unwrap();
    assert!(refusal(&text[..cut]).starts_with("A quotation mark opens in line 6000 and is never closed"));
}

#[test]
fn a_stray_quotation_mark_early_in_a_huge_file_is_named_without_reading_it_all() {
    let text = format!("id,name\n1,\"Jane\n{}", "2,Li\n".repeat(200_000));
    assert!(refusal(text).contains("opens in line 2 "));
}

#[test]
fn nul_bytes_are_named_by_their_line() {
    let text = format!("id,name\n{}", "1,Jane\n".repeat(400));
    let mut bytes = text.into_bytes();
    bytes.extend([0; 4096]);
    assert!(refusal(bytes).starts_with("Line 402 contains NUL bytes"));
}

#[test]
fn a_path_that_is_not_there_or_is_a_folder_is_said() {
    let said = |path: &str| Table::open(path.as_ref(), &Options::default()).unwrap_err().to_string();
    assert!(said("/nowhere/people.csv").starts_with("“/nowhere/people.csv” could not be opened"));
    assert!(said(env!("CARGO_MANIFEST_DIR")).contains("is a folder"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_bytes_at_all_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let _ = read_all(bytes);
    }

    #[test]
    fn any_text_of_quotes_and_delimiters_is_read_or_refused(
        text in "(sep=;\n)?(\u{FEFF})?[a-c,;|\t\"'\r\n=é☃ ]{0,400}"
    ) {
        let _ = read_all(text.clone().into_bytes());
        let _ = read_all(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }

    #[test]
    fn lines_never_go_back_nor_past_the_end(text in "[a-c,\"\r\n]{0,300}") {
        let last = text.replace("\r\n", "\n").matches(['\r', '\n']).count() as u64 + 1;
        if let Ok(mut table) = open(text.clone()) {
            let mut before = table.header_line();
            for row in table.rows().unwrap().map_while(Result::ok) {
                prop_assert!(row.line > before && row.line <= last, "{} after {before}, last {last}", row.line);
                before = row.line;
            }
        }
    }
}
