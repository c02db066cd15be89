//! A set of names as one text: each on a line of its own, in byte order.
//!
//! The obvious shape, an array of ten thousand `&str`, costs each build as many relocations. In one
//! text a binary search needs no table of offsets either: it lands on any byte, and the line around
//! that byte is the next to compare with.

use core::cmp::Ordering;

/// Whether `name` is one of the `lines`.
pub(super) const fn has_line(lines: &str, name: &[u8]) -> bool {
    let lines = lines.as_bytes();
    let (mut from, mut to) = (0, lines.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = start_of_line(lines, middle);
        match compare(name, lines, start) {
            Ordering::Less => to = start,
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

/// `name` against the line at `start`, whose end sorts before every byte of a name.
const fn compare(name: &[u8], lines: &[u8], start: usize) -> Ordering {
    let len = name.len();
    let mut i = 0;
    while i < len {
        let (ours, theirs) = (name[i], lines[start + i]);
        if ours < theirs {
            return Ordering::Less;
        }
        if ours > theirs || theirs == b'\n' {
            return Ordering::Greater;
        }
        i += 1;
    }
    match lines[start + i] {
        b'\n' => Ordering::Equal,
        _ => Ordering::Less,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_a_set_of_any_size_is_found_and_nothing_else() {
        let names = ["a", "a.b", "aa", "ab", "b", "ba", "bb.c"];
        for size in 0..=names.len() {
            let (inside, outside) = names.split_at(size);
            let lines: String = inside.iter().flat_map(|name| [*name, "\n"]).collect();
            for name in inside {
                assert!(has_line(&lines, name.as_bytes()), "{name} in {inside:?}");
            }
            for name in outside.iter().chain(&["", "A", "a.", "a\n", "a\na.b", "bb.c\n", "c", "\n"])
            {
                assert!(!has_line(&lines, name.as_bytes()), "{name} in {inside:?}");
            }
        }
    }
}
