//! Placeholders in a string, such as `{tenant}`, `:port`, `$ORIGIN` and `<name>`.

use crate::ascii;

/// Splits a host into the wildcard that its beginning most likely means, and the rest. A leading dot, `*.`, `**.`,
/// `%s.` and a placeholder such as `{tenant}.` mean `*.`. A placeholder before a hyphen, as in `{tenant}-team.`, means
/// `*`. If there is no wildcard, the first string is empty.
pub(super) const fn split_wildcard(authority: &str) -> (&str, &str) {
    let (label, after) = match ascii::split_once(authority, b'.') {
        Some((label, after)) if !after.is_empty() => (label, after),
        _ => return ("", authority),
    };
    if label.is_empty() || ascii::contains(&["*", "**", "%s"], label) {
        return ("*.", after);
    }
    match placeholder_end(label) {
        Some(end) if end == label.len() => ("*.", after),
        Some(end) if label.as_bytes()[end] == b'-' => ("*", ascii::tail(authority, end)),
        _ => ("", authority),
    }
}

/// Returns whether the whole string is a placeholder: `{port}`, `$PORT`, `<port>`, `PORT`.
pub(in crate::origin) const fn is_placeholder(string: &str) -> bool {
    string.eq_ignore_ascii_case("port")
        || matches!(placeholder_end(string), Some(end) if end == string.len())
}

/// Returns the index after a placeholder at the start of a label, or `None` if there is no placeholder.
const fn placeholder_end(label: &str) -> Option<usize> {
    let bytes = label.as_bytes();
    let close = match bytes {
        [b'$', b'{', ..] | [b'{', ..] => b'}',
        [b'<', ..] => b'>',
        // `[*]` is a placeholder. `[name]` is not, since it may be a character class of a regular expression.
        [b'[', b'*', b']', ..] => b']',
        [b'%', ..] => b'%',
        [b'$' | b':', ..] => {
            let mut end = 1;
            while end < bytes.len() && (bytes[end].is_ascii_alphanumeric() || bytes[end] == b'_') {
                end += 1;
            }
            return if end > 1 { Some(end) } else { None };
        }
        _ => return None,
    };
    match ascii::rsplit_once(label, close) {
        Some((before, _)) if is_name(before) => Some(before.len() + 1),
        _ => None,
    }
}

/// Returns whether a placeholder encloses a name or `*`. `content` is the placeholder without its closing character,
/// such as `{tenant` for `{tenant}`. Returns `false` for other content, such as `8080`, `a,b` or `[a-z]+`.
const fn is_name(mut content: &str) -> bool {
    while let [b'$' | b'{' | b'<' | b'%' | b'[', ..] = content.as_bytes() {
        content = ascii::tail(content, 1);
    }
    let mut rest = content.as_bytes();
    while let [byte, after @ ..] = rest
        && (byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'*' | b'}' | b'>'))
    {
        rest = after;
    }
    let begins_as_name =
        matches!(content.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'*', ..]);
    begins_as_name && rest.is_empty()
}
