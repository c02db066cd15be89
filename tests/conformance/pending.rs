//! The cases that wait for an open issue: `pending.txt` lists them, and none is left at the end.

const PENDING: &str = include_str!("pending.txt");

/// The ids, one a line, below a comment that says what they wait for.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    PENDING.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

pub(crate) fn is_pending(id: &str) -> bool {
    ids().any(|pending| pending == id)
}
