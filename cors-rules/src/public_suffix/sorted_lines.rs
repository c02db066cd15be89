//! Binary search in sorted lines of text.
//!
//! An array of ten thousand `&str` would cost each build as many relocations. A search of the text
//! needs no table of offsets: it starts at any byte, and compares the line around that byte.

use core::cmp::Ordering;

/// Returns whether one of the `lines` from `start` on is `marker` followed by `name`.
pub(super) const fn has_line(lines: &[u8], start: usize, marker: &[u8], name: &[u8]) -> bool {
    let (mut from, mut to) = (start, lines.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let line = start_of_line(lines, middle);
        match compare(marker, name, lines, line) {
            Ordering::Less => to = line,
            Ordering::Equal => return true,
            Ordering::Greater => from = middle + 1,
        }
    }
    false
}

const fn start_of_line(lines: &[u8], within: usize) -> usize {
    let mut start = within;
    while start > 0 && lines[start - 1] != b'\n' {
        start -= 1;
    }
    start
}

/// Compares `marker` and `name` with the line at `start`. Its line feed sorts before every byte of
/// a name.
const fn compare(marker: &[u8], name: &[u8], lines: &[u8], start: usize) -> Ordering {
    match compare_prefix(marker, lines, start) {
        Ordering::Equal => {}
        different => return different,
    }
    let name_start = start + marker.len();
    match compare_prefix(name, lines, name_start) {
        Ordering::Equal if lines[name_start + name.len()] == b'\n' => Ordering::Equal,
        Ordering::Equal => Ordering::Less,
        different => different,
    }
}

const fn compare_prefix(ours: &[u8], lines: &[u8], start: usize) -> Ordering {
    let len = ours.len();
    let mut i = 0;
    while i < len {
        let (our, their) = (ours[i], lines[start + i]);
        if our < their {
            return Ordering::Less;
        }
        // A name with a line feed matches no line.
        if our > their || their == b'\n' {
            return Ordering::Greater;
        }
        i += 1;
    }
    Ordering::Equal
}
