use core::fmt;

use crate::ascii;

/// A short string that const evaluation can build. A string that does not fit is cut off, and ends in `…`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ConstString {
    bytes: [u8; ConstString::CAPACITY],
    len: usize,
    cut: bool,
}

impl ConstString {
    /// The maximum number of bytes, including the three bytes that are reserved for a `…`. Two origins of the maximum
    /// length and a sentence fit.
    pub const CAPACITY: usize = 1024;
    const ELLIPSIS: &'static str = "…";

    /// The empty string.
    pub const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], len: 0, cut: false }
    }

    /// Appends `more`. If `more` does not fit, appends its beginning and a `…`. Further calls then append nothing.
    #[must_use]
    pub const fn push(self, more: &str) -> Self {
        self.push_at_most(Self::CAPACITY, more)
    }

    /// Appends `more` as [`push`](Self::push) does. If `more` has more than `limit` bytes, appends its beginning and a
    /// `…`, so that a long value leaves room for the rest of the message.
    pub(crate) const fn push_at_most(mut self, limit: usize, more: &str) -> Self {
        if self.cut {
            return self;
        }
        let left = Self::CAPACITY - Self::ELLIPSIS.len() - self.len;
        if more.len() <= left && more.len() <= limit {
            self.copy(more);
            return self;
        }
        self.cut = limit + Self::ELLIPSIS.len() >= left;
        let mut room = if limit < left { limit } else { left };
        while !more.is_char_boundary(room) {
            room -= 1;
        }
        self.copy(more.split_at(room).0);
        self.copy(Self::ELLIPSIS);
        self
    }

    /// Returns the string with its ASCII letters in lower case.
    pub(crate) const fn lowercase(string: &str) -> Self {
        let mut lower = Self::new().push(string);
        lower.bytes.split_at_mut(lower.len).0.make_ascii_lowercase();
        lower
    }

    /// Returns the string with its ASCII letters in upper case.
    pub(crate) const fn uppercase(string: &str) -> Self {
        let mut upper = Self::new().push(string);
        upper.bytes.split_at_mut(upper.len).0.make_ascii_uppercase();
        upper
    }

    /// Appends a number in base 10 or 16.
    pub(crate) const fn push_number(self, number: u64, base: u64) -> Self {
        let mut digits = [0; 20];
        let mut rest = number;
        let mut from = digits.len();
        loop {
            from -= 1;
            digits[from] = b"0123456789abcdef"[(rest % base) as usize];
            rest /= base;
            if rest == 0 {
                break;
            }
        }
        match core::str::from_utf8(digits.split_at(from).1) {
            Ok(string) => self.push(string),
            Err(_) => self,
        }
    }

    /// Appends `more` as [`push_at_most`](Self::push_at_most) does, with hidden characters escaped. Without the
    /// escapes, a value that contains a line break could imitate other lines of a message.
    pub(crate) const fn push_escaped(self, limit: usize, more: &str) -> Self {
        let mut escaped = Self::new();
        let mut rest = more;
        while let Some(first) = ascii::first_char(rest) {
            let (unescaped, after) = rest.split_at(first.len_utf8());
            escaped = match first {
                '\t' => escaped.push("\\t"),
                '\n' => escaped.push("\\n"),
                '\r' => escaped.push("\\r"),
                _ if is_hidden(first) => {
                    escaped.push("\\u{").push_number(first as u64, 16).push("}")
                }
                _ => escaped.push(unescaped),
            };
            rest = after;
        }
        self.push_at_most(limit, escaped.as_str())
    }

    const fn copy(&mut self, more: &str) {
        let end = self.len + more.len();
        self.bytes.split_at_mut(end).0.split_at_mut(self.len).1.copy_from_slice(more.as_bytes());
        self.len = end;
    }

    /// Returns whether the string was cut off at the capacity.
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Returns the string.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(string) => string,
            Err(_) => "",
        }
    }
}

/// Returns whether a character is hidden: a control character, a mark of text direction, an invisible format character,
/// a line or paragraph separator, or a Unicode tag. Some rare invisible characters are not in this list.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

impl Default for ConstString {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ConstString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
