//! Binary search in sorted lines of text.
//!
//! An array of ten thousand `&str` would add ten thousand relocations to a position-independent binary. The search
//! needs no such array: it selects a byte in the middle, and compares the line that contains this byte.

use core::cmp::Ordering;

/// Returns whether a line at or after the byte index `start` equals `searched`.
pub(super) const fn has_line(lines: &[u8], start: usize, searched: &[u8]) -> bool {
    let (mut from, mut to) = (start, lines.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let line = start_of_line(lines, middle);
        match compare(searched, lines, line) {
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

/// Compares `searched` with the line that begins at `start`. The line feed after the line sorts before every byte of a
/// name.
const fn compare(searched: &[u8], lines: &[u8], start: usize) -> Ordering {
    let len = searched.len();
    let mut i = 0;
    while i < len {
        let (byte, in_line) = (searched[i], lines[start + i]);
        if byte < in_line {
            return Ordering::Less;
        }
        // A line feed in `searched` must not match the end of the line.
        if byte > in_line || in_line == b'\n' {
            return Ordering::Greater;
        }
        i += 1;
    }
    if lines[start + len] == b'\n' { Ordering::Equal } else { Ordering::Less }
}
