//! Tables for people.

use crate::domain::text::is_invisible;

/// Prints rows in columns as wide as their widest cell. Cells come from users: what cannot be seen is shown, not obeyed.
pub fn print_table(head: &[&str], rows: &[Vec<String>]) {
    let clean = |cell: &String| cell.chars().map(|c| if is_invisible(c) { '\u{fffd}' } else { c }).collect::<String>();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(clean).collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(head.get(column).map(|name| name.len())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let print = |cells: &mut dyn Iterator<Item = &str>| {
        let line: Vec<String> = cells.zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{}", line.join("  ").trim_end());
    };
    print(&mut head.iter().copied());
    for row in &rows {
        print(&mut row.iter().map(String::as_str));
    }
}

/// Prints one JSON value.
pub fn print_json(value: &serde_json::Value) {
    println!("{value}");
}
