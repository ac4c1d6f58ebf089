//! Tables, and lists that are printed while they are still being read, so that they may be of any length. Cells come
//! from users: invisible characters in them are shown, so that the terminal does not obey them.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::masking::masked;
use super::output::{Failure, Format, to_stdout, visible, write_row};

pub fn print_table(head: &'static [&'static str], rows: &[Vec<String>]) -> Result<(), Failure> {
    let mut table = Streamed::new(head, Format { json: false });
    table.print(rows, Vec::clone, |_| serde_json::Value::Null)?;
    table.finish()
}

/// A list that is printed in parts: a table for people, or one JSON array for programs.
pub struct Streamed {
    head: &'static [&'static str],
    is_json: bool,
    /// The widths of the columns, measured in the head and the first rows.
    widths: Vec<usize>,
    is_begun: bool,
}

impl Streamed {
    pub fn new(head: &'static [&'static str], format: Format) -> Streamed {
        Streamed { head, is_json: format.json, widths: Vec::new(), is_begun: false }
    }

    /// `false` when the reader has gone, as with `head`.
    pub fn print<T>(
        &mut self,
        rows: &[T],
        cells: impl Fn(&T) -> Vec<String>,
        json: impl Fn(&T) -> serde_json::Value,
    ) -> Result<bool, Failure> {
        let cells = |row: &T| cells(row).iter().map(|cell| masked(visible(cell))).collect();
        to_stdout(|out| match (self.is_json, rows) {
            // The widths are measured where there are rows.
            (_, []) => Ok(()),
            (true, _) => self.print_json(out, rows.iter().map(json)),
            (false, _) => self.print_table(out, &rows.iter().map(cells).collect::<Vec<_>>()),
        })
    }

    pub fn finish(mut self) -> Result<(), Failure> {
        to_stdout(|out| self.write_end(out)).map(drop)
    }

    fn write_end(&mut self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        match (self.is_json, self.is_begun) {
            (true, true) => writeln!(out, "]"),
            (true, false) => writeln!(out, "[]"),
            (false, true) => Ok(()),
            (false, false) => self.print_table(out, &[]),
        }
    }

    fn print_json(
        &mut self,
        out: &mut (impl Write + ?Sized),
        mut values: impl Iterator<Item = serde_json::Value>,
    ) -> io::Result<()> {
        values.try_for_each(|value| {
            let before = if std::mem::replace(&mut self.is_begun, true) { ",\n" } else { "[" };
            write!(out, "{before}{value}")
        })
    }

    fn print_table(&mut self, out: &mut (impl Write + ?Sized), rows: &[Vec<String>]) -> io::Result<()> {
        if !std::mem::replace(&mut self.is_begun, true) {
            let widest =
                |column: usize| rows.iter().filter_map(|row| Some(row.get(column)?.width())).max().unwrap_or(0);
            self.widths = self.head.iter().enumerate().map(|(column, name)| name.width().max(widest(column))).collect();
            write_row(out, self.head.iter().copied(), &self.widths)?;
        }
        rows.iter().try_for_each(|row| write_row(out, row.iter().map(String::as_str), &self.widths))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_of_several_pages_is_one_json_value() {
        for pages in [vec![], vec![vec![]], vec![vec![], vec![1]], vec![vec![1, 2], vec![3]]] {
            let (mut list, mut out) = (Streamed::new(&["N"], Format { json: true }), Vec::new());
            for page in &pages {
                list.print_json(&mut out, page.iter().map(|number| serde_json::json!(number))).expect("written");
            }
            list.write_end(&mut out).expect("written");
            let expected: Vec<i32> = pages.concat();
            assert_eq!(serde_json::from_slice::<Vec<i32>>(&out).expect("JSON"), expected);
        }
    }

    #[test]
    fn a_table_keeps_its_columns_from_page_to_page() {
        let (mut list, mut out) = (Streamed::new(&["NAME", "X"], Format { json: false }), Vec::new());
        for page in [["한글 abc", "1"], ["b", "2"], ["나", "3"]] {
            list.print_table(&mut out, &[page.map(str::to_owned).to_vec()]).expect("written");
        }
        assert_eq!(String::from_utf8(out).expect("text"), "NAME      X\n한글 abc  1\nb         2\n나        3\n");
    }
}
