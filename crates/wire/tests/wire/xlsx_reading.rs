//! XLSX as spreadsheet programs save it.

use std::io::Write;

use bellwether_wire::tables::{Format, Limits, Options, Row, Table, Unreadable};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn open(bytes: Vec<u8>) -> Result<Table, Unreadable> {
    Table::from_bytes(bytes, &Options::default())
}

fn rows(table: &mut Table) -> Vec<Row> {
    table.rows().unwrap().map(Result::unwrap).collect()
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Headings in row 3, below a blank sheet and two blank rows.
fn staff() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Read me").unwrap();
    let sheet = book.add_worksheet().set_name("Staff").unwrap();
    for (column, heading) in ["id", "name", "joined", "share", "senior", "note"].into_iter().enumerate() {
        sheet.write(2, column as u16, heading).unwrap();
    }
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    sheet.write(3, 0, 1001).unwrap();
    sheet.write(3, 1, "李小龍").unwrap();
    sheet.write_with_format(3, 2, ExcelDateTime::from_ymd(2026, 3, 31).unwrap(), &day).unwrap();
    sheet.write(3, 3, 0.1 + 0.2).unwrap();
    sheet.write(3, 4, true).unwrap();
    sheet.write(5, 0, 1002).unwrap();
    sheet.write(5, 1, "Zoë").unwrap();
    sheet.write(5, 3, 12_345_678_901_i64).unwrap();
    let moment = ExcelDateTime::from_ymd(2026, 3, 31).unwrap().and_hms(10, 30, 0).unwrap();
    sheet.write_with_format(5, 2, moment, &CellFormat::new().set_num_format("yyyy-mm-dd hh:mm")).unwrap();
    sheet.write(6, 0, 1003).unwrap();
    sheet.write(6, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(7, 0, 1004).unwrap();
    sheet.write(7, 8, "beyond").unwrap();
    let other = book.add_worksheet().set_name("Leavers").unwrap();
    other.write(0, 0, "id").unwrap();
    other.write(1, 0, "L9").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn the_first_sheet_that_is_not_empty_is_read_with_its_row_numbers() {
    let mut table = open(staff()).unwrap();
    let sheets = ["Read me", "Staff", "Leavers"].map(str::to_owned).to_vec();
    assert_eq!(table.format(), Format::Xlsx { sheet: "Staff".to_owned(), sheets });
    assert_eq!(table.columns(), ["id", "name", "joined", "share", "senior", "note"]);
    assert_eq!(table.header_line(), 3);
    let rows = rows(&mut table);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 6, 7, 8]);
}

#[test]
fn numbers_and_dates_read_as_a_person_would_write_them() {
    let rows = rows(&mut open(staff()).unwrap());
    assert_eq!(rows[0].cells, ["1001", "李小龍", "2026-03-31", "0.3", "true", ""]);
    assert_eq!(rows[1].cells, ["1002", "Zoë", "2026-03-31T10:30:00", "12345678901", "", ""]);
    assert!(rows[0].problem.is_none() && rows[1].problem.is_none());
}

#[test]
fn an_error_in_a_cell_and_a_cell_beyond_the_headings_are_named() {
    let rows = rows(&mut open(staff()).unwrap());
    let error = rows[2].problem.as_ref().unwrap();
    assert_eq!((error.column.as_deref(), error.value.as_deref()), (Some("name"), Some("#DIV/0!")));
    assert!(rows[3].problem.as_ref().unwrap().reason.starts_with("the row has 9 cells for 6 columns"));
}

#[test]
fn a_sheet_can_be_named() {
    let options = |sheet: &str| Options { sheet: Some(sheet.to_owned()), ..Options::default() };
    let mut table = Table::from_bytes(staff(), &options("leavers")).unwrap();
    assert_eq!(rows(&mut table)[0].cells, ["L9"]);
    let said = Table::from_bytes(staff(), &options("Joiners")).unwrap_err().to_string();
    assert!(said.contains("no sheet called “Joiners”; it has “Read me”, “Staff”, “Leavers”"), "{said}");
}

#[test]
fn an_empty_workbook_is_empty() {
    let mut book = Workbook::new();
    book.add_worksheet();
    assert!(matches!(open(book.save_to_buffer().unwrap()), Err(Unreadable::Empty)));
}

#[test]
fn other_archives_are_called_by_their_names() {
    let said = |part: &str| open(zip_of(&[(part, b"x")])).unwrap_err().to_string();
    assert!(said("word/document.xml").starts_with("This is a Word document"));
    assert!(said("photos/1.jpg").starts_with("This is a zip archive"));
    assert!(said("xl/workbook.bin").starts_with("This is a binary Excel workbook"));
}

#[test]
fn a_workbook_that_was_cut_off_is_called_damaged() {
    let bytes = staff();
    let said = open(bytes[..bytes.len() / 2].to_vec()).unwrap_err().to_string();
    assert!(said.starts_with("The workbook is damaged or incomplete"), "{said}");
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_read() {
    let bomb =
        zip_of(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &vec![b' '; 40 << 20])]);
    assert!(bomb.len() < 100_000);
    let limits = Limits { unpacked_bytes: 64 << 20, ..Limits::default() };
    let said = Table::from_bytes(bomb, &Options { limits, sheet: None }).unwrap_err().to_string();
    assert!(said.contains("larger than 64 MiB"), "{said}");
}

#[test]
fn a_zip_bomb_that_lies_about_its_size_is_refused_too() {
    let size: u32 = 40 << 20;
    let mut bomb =
        zip_of(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &vec![b' '; size as usize])]);
    let mut lies = 0;
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == size.to_le_bytes() {
            bomb[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies >= 1);
    let limits = Limits { unpacked_bytes: 64 << 20, ..Limits::default() };
    let said = Table::from_bytes(bomb, &Options { limits, sheet: None }).unwrap_err().to_string();
    assert!(said.contains("Nothing was changed."), "{said}");
}

#[test]
fn a_sheet_of_many_rows_streams() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "id").unwrap();
    for row in 1..=5000 {
        sheet.write(row, 0, row).unwrap();
    }
    let mut table = open(book.save_to_buffer().unwrap()).unwrap();
    let last = table.rows().unwrap().last().unwrap().unwrap();
    assert_eq!((last.line, last.cells[0].as_str()), (5001, "5000"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_workbook_with_bytes_changed_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let mut bytes = staff();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(mut table) = open(bytes) {
            let _ = table.rows().map(|rows| rows.take_while(Result::is_ok).count());
        }
    }

    #[test]
    fn a_sheet_of_garbled_xml_is_read_or_refused(
        sheet in "(<c (r=\"([A-Z]{1,4}[0-9]{0,8})\" )?(t=\"(s|str|n|b|e|d|inlineStr)\" )?(s=\"[0-9]\" )?>(<v>[0-9x.e-]{0,12}</v>)?</c>|<row( r=\"[0-9]{1,9}\")?>|</row>){0,20}"
    ) {
        let xml = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        let book: &[u8] = b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
        let rels: &[u8] = b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
        let bytes = zip_of(&[
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", rels),
            ("xl/worksheets/sheet1.xml", xml.as_bytes()),
        ]);
        if let Ok(mut table) = open(bytes) {
            let _ = table.rows().map(|rows| rows.take_while(Result::is_ok).count());
        }
    }
}
