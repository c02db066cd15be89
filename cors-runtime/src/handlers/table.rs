//! The layout of a table that fits into a terminal. A cell that is too long continues on the next line of its column.

use std::array::from_fn;

/// The width of a usual terminal, in characters. An implementation of `Display` cannot find out the real width.
const TERMINAL_WIDTH: usize = 120;

const GAP: &str = "  ";

const COLUMNS: usize = 5;

/// The cells of a row. Each cell is a list of lines.
pub(super) type Row = [Vec<String>; COLUMNS];

/// Returns the table with aligned columns. Each line ends with a line feed.
pub(super) fn to_text(rows: Vec<Row>) -> String {
    let widths = column_widths(&rows);
    let mut text = String::new();
    for row in rows {
        let cells: Vec<Vec<String>> = (row.iter().zip(widths))
            .map(|(lines, width)| lines.iter().flat_map(|line| wrap(line, width)).collect())
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..height {
            let parts = cells.iter().zip(widths).map(|(lines, width)| {
                let part = lines.get(line).map_or("", String::as_str);
                format!("{part:width$}")
            });
            text.push_str(parts.collect::<Vec<_>>().join(GAP).trim_end());
            text.push('\n');
        }
    }
    text
}

/// Returns the widths of the columns, which together fit into the terminal. Each column first gets the width of its
/// longest word. If there is not enough room, the widest columns are narrowed. Any remaining width goes to the last
/// columns first, since they contain the long lists.
fn column_widths(rows: &[Row]) -> [usize; COLUMNS] {
    let room = TERMINAL_WIDTH - GAP.len() * (COLUMNS - 1);
    let longest = |length: fn(&str) -> usize| -> [usize; COLUMNS] {
        from_fn(|column| {
            let lines = rows.iter().filter_map(|row| row.get(column)).flatten();
            lines.map(|line| length(line)).max().unwrap_or_default()
        })
    };
    let mut widths = longest(longest_word);
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter().max().copied().unwrap_or_default();
        widths = widths.map(|width| width.min(widest - 1));
    }
    let mut left = room - widths.iter().sum::<usize>();
    for (width, full) in widths.iter_mut().zip(longest(length)).rev() {
        let more = full.saturating_sub(*width).min(left);
        *width += more;
        left -= more;
    }
    widths
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Splits a line at the points where a line break is allowed.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive([' ', ',', '(']).flat_map(|word| word.split_inclusive("::"))
}

fn longest_word(line: &str) -> usize {
    words(line).map(|word| length(word.trim_end())).max().unwrap_or_default()
}

/// Breaks a line between [`words`]. A word that is longer than the column is split.
fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut current = String::new();
    for word in words(line) {
        if !current.is_empty() && length(&current) + length(word.trim_end()) > width {
            lines.push(std::mem::take(&mut current));
        }
        current.push_str(word);
        while let Some((end, _)) = current.trim_end().char_indices().nth(width) {
            let rest = current.split_off(end);
            lines.push(std::mem::replace(&mut current, rest));
        }
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: [&str; COLUMNS]) -> Row {
        cells.map(|cell| vec![cell.to_owned()])
    }

    #[test]
    fn a_table_that_fits_has_one_line_for_each_row() {
        let text =
            to_text(vec![row(["A", "B", "C", "D", "E"]), row(["a", "bb", "", "d d", "e,e"])]);
        assert_eq!(text, "A  B   C  D    E\na  bb     d d  e,e\n");
    }

    #[test]
    fn a_long_list_continues_between_two_values() {
        let hosts: Vec<String> = (1..=9).map(|n| format!("https://shop-{n}.example.com")).collect();
        let settings = "allow_headers=content-type,x-request-id,x-correlation-id,x-idempotency-key max_age=7200";
        let text =
            to_text(vec![row(["PUT", "/books/{id}", "shop::replace", &hosts.join(" "), settings])]);
        assert!(text.lines().all(|line| length(line) <= TERMINAL_WIDTH), "{text}");
        for word in hosts.iter().map(String::as_str).chain(words(settings)) {
            assert!(text.contains(word.trim_end()), "`{word}` is cut in:\n{text}");
        }
    }

    #[test]
    fn a_path_continues_after_a_separator() {
        let module = "a_module_with_a_long_name";
        let half = format!("{module}::{module}::");
        let handler = format!("{half}{half}replace");
        let text =
            to_text(vec![row(["PUT", "/books/{id}", &handler, "https://a.example", "enforce"])]);
        assert!(text.contains(&format!(" {half} ")), "{text}");
        assert!(text.contains(&format!(" {half}replace\n")), "{text}");
    }

    #[test]
    fn words_that_are_longer_than_the_terminal_are_cut() {
        let long = "x".repeat(300);
        let text = to_text(vec![row(["GET", &long, &long, &long, "é"])]);
        assert!(text.lines().all(|line| length(line) <= TERMINAL_WIDTH), "{text}");
        assert_eq!(text.matches('x').count(), 900);
    }
}
