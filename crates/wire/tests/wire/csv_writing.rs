//! CSV that leaves: nothing in it runs, and what was exported comes back as it was.

use bellwether_wire::tables::{Cell, CsvWriter, Options, Table};
use proptest::prelude::*;

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = CsvWriter::new(Vec::new());
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn a_cell_that_would_run_as_a_formula_leaves_disarmed() {
    for text in ["=HYPERLINK(\"http://x\")", "+44 20", "-2+3", "@SUM(A1)", "\tx", "\rx"] {
        let bytes = written(&[vec![text.to_owned(), "plain".to_owned()]]);
        let line = String::from_utf8(bytes).unwrap();
        assert_eq!(line, format!("\"'{}\",plain\r\n", text.replace('"', "\"\"")));
    }
}

#[test]
fn numbers_stay_numbers() {
    let mut writer = CsvWriter::new(Vec::new());
    writer
        .row([Cell::Whole(-3), Cell::Number(-0.5), Cell::Number(f64::NAN), Cell::Blank, Cell::Text("-3")])
        .unwrap();
    assert_eq!(writer.finish().unwrap(), b"-3,-0.5,,,\"'-3\"\r\n");
}

#[test]
fn excel_is_told_that_it_is_utf8() {
    let mut writer = CsvWriter::for_spreadsheets(Vec::new()).unwrap();
    writer.row(["Zoë"]).unwrap();
    assert_eq!(writer.finish().unwrap(), "\u{FEFF}Zoë\r\n".as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_leaves_comes_back_as_it_was(
        rows in prop::collection::vec(prop::collection::vec("[\\PC=+@'\"\\-,;|\t\r\n ]{0,12}", 3), 0..12)
    ) {
        // The first row keeps the delimiter plain, and an "x" in each row keeps it from being blank.
        let mut all = vec![["a", "b", "c", "d"].map(str::to_owned).to_vec()];
        all.extend(rows.iter().map(|row| [vec!["x".to_owned()], row.clone()].concat()));
        let mut table = Table::from_bytes(written(&all), &Options::default()).unwrap();
        let back: Vec<Vec<String>> = table.rows().unwrap().map(|row| row.unwrap().cells).collect();
        prop_assert_eq!(&back, &all[1..]);
    }
}
