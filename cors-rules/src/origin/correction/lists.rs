//! Corrections of strings with several values: the list to write instead.

use super::{Parts, comma_for_dot, correction, host_correction, without_prefix};
use crate::{
    ConstString, ascii,
    split_list::{self, QuotedList, Values},
};

/// The kind of the values in a list.
#[derive(Clone, Copy)]
pub(in crate::origin) enum Target {
    Origin,
    Host,
}

/// Returns the list that a string with several values was meant to be, if each value can be corrected and the list is
/// short enough to show.
pub(in crate::origin) const fn list_correction(
    string: &str,
    target: Target,
) -> Option<ConstString> {
    if let Some(list) = alternatives(string, target) {
        return Some(list);
    }
    if matches!(target, Target::Origin) && !is_list(string) {
        return None;
    }
    let min = if is_bracketed(string) { 1 } else { 2 };
    corrected_list("", string, "", target, min)
}

/// Splits `values`, adds `before` and `after` to each value, and corrects the results. Returns `None` if a result has
/// no correction, if there are fewer than `min` results, or if the list is too long to show.
const fn corrected_list(
    before: &str,
    values: &str,
    after: &str,
    target: Target,
    min: usize,
) -> Option<ConstString> {
    let mut values = Values::new(values);
    let mut list = QuotedList::EMPTY;
    while let Some(value) = values.next() {
        let whole = ConstString::new().push(before).push(value).push(after);
        let corrected = match target {
            Target::Origin => correction(whole.as_str()),
            Target::Host => host_correction(whole.as_str()),
        };
        let Some(value) = corrected else { return None };
        list = list.with(value.as_str());
    }
    list.finish(min)
}

/// Returns the list that is meant by `https://{app,admin}.example.com`, `https://(app|admin)\.example\.com` or
/// `https://example.com:[8080,8443]`.
const fn alternatives(string: &str, target: Target) -> Option<ConstString> {
    let mut open = 0;
    let close = loop {
        match string.as_bytes().split_at(open).1 {
            [] => return None,
            [b'{', ..] => break b'}',
            [b'(', ..] => break b')',
            [b':', b'[', ..] => {
                open += 1;
                break b']';
            }
            _ => open += 1,
        }
    };
    let (before, rest) = string.split_at(open);
    let Some((values, after)) = ascii::split_once(ascii::tail(rest, 1), close) else { return None };
    corrected_list(before, values, after, target, 2)
}

/// Returns whether the string is a list: it has brackets around a list, a scheme after a separator, or a comma before
/// its path. A comma that was typed instead of a dot does not count.
pub(in crate::origin) const fn is_list(string: &str) -> bool {
    if is_bracketed(string) {
        return true;
    }
    // A separator at the end of the string does not make a list, so `unquote` removes it.
    let string = without_prefix(split_list::unquote(string));
    // A comma in a path does not make a list. In `https://a/,b`, the comma directly follows the slash that ends the
    // origin, so this string is a list.
    let path = string.len() - Parts::parse(string).path.len() + "/".len();
    let bytes = string.as_bytes();
    let mut is_behind_separator = false;
    let mut i = 0;
    while i < bytes.len() {
        is_behind_separator |= split_list::is_separator(bytes[i]);
        let begins_scheme =
            is_behind_separator && matches!(bytes.split_at(i).1, [b':', b'/', b'/', ..]);
        if begins_scheme || (bytes[i] == b',' && i <= path) {
            return comma_for_dot(string).is_none();
        }
        i += 1;
    }
    false
}

const fn is_bracketed(string: &str) -> bool {
    split_list::unbracket(string).len() < string.trim_ascii().len()
}
