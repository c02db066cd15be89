//! Comparison of the path of a request with the path of a route. The route may be in a scope whose prefix is unknown,
//! so only the end of the request's path is compared.
//!
//! A layer compares paths before routing, so no path may make the comparison expensive. The path of a request is split
//! once, and at most [`MOST_SEGMENTS`] segments are kept. The comparison with a route uses only these segments. If the
//! comparison would need a segment that was not kept, the path counts as a match, so that the router decides.

use actix_web::dev::ResourceDef;

/// The maximum number of segments that are kept of a request's path.
const MOST_SEGMENTS: usize = 64;

/// The maximum number of empty segments (`//`) that are skipped in a path. After more of them, the path is cut.
const MOST_EMPTY: usize = 16;

/// The maximum number of bytes that are matched with the regular expression of a pattern.
const MAX_BYTES_FOR_REGEX: usize = 512;

/// The path pattern of a route.
pub(super) struct PathPattern {
    segments: Vec<Segment>,
    /// `true` if any number of further segments match, as in `/files/{path:.*}`.
    has_tail: bool,
    /// The whole pattern as a regular expression, if there is no tail, and a segment such as `{id}.json` or `{id:\d+}`
    /// needs it. The expression is compiled when the application starts.
    regex: Option<ResourceDef>,
    ends_with_slash: bool,
}

enum Segment {
    Static(Box<str>),
    /// A segment with a parameter.
    Any,
}

impl PathPattern {
    pub(super) fn new(path: &str) -> Self {
        let (mut segments, mut has_tail, mut has_regex) = (Vec::new(), false, false);
        for segment in split(path) {
            // `{name}*`, or a regular expression that may match a slash, may match the rest of the path.
            if segment.ends_with('*') || regexes_of(segment).any(may_match_slash) {
                has_tail = true;
                break;
            }
            has_regex |= regexes_of(segment).next().is_some() || !is_static_or_parameter(segment);
            segments.push(match segment.contains('{') {
                true => Segment::Any,
                false => Segment::Static(segment.into()),
            });
        }
        let slash = if path.starts_with('/') { "" } else { "/" };
        let regex = (has_regex && !has_tail).then(|| ResourceDef::new(format!("{slash}{path}")));
        Self { segments, has_tail, regex, ends_with_slash: path.ends_with('/') }
    }

    /// Returns whether the end of the path may match. Repeated slashes and the last slash are ignored, since the
    /// middleware `NormalizePath` of actix-web may change them.
    pub(super) fn may_match(&self, path: &RequestPath<'_>) -> bool {
        let segments = path.segments();
        if path.is_cut && (self.has_tail || self.segments.len() > segments.len()) {
            return true;
        }
        if self.has_tail {
            return self.segments.is_empty()
                || segments.windows(self.segments.len()).any(|part| self.matches(part));
        }
        let Some(start) = segments.len().checked_sub(self.segments.len()) else {
            return false;
        };
        let end = segments.get(start..).unwrap_or_default();
        self.matches(end) && self.regex_may_match(path, end)
    }

    fn matches(&self, path: &[&str]) -> bool {
        self.segments.iter().zip(path).all(|(segment, part)| match segment {
            Segment::Static(text) => **text == **part,
            Segment::Any => true,
        })
    }

    fn regex_may_match(&self, path: &RequestPath<'_>, end: &[&str]) -> bool {
        let (Some(regex), Some(first)) = (&self.regex, end.first()) else { return true };
        let start = path.offset(first).saturating_sub(1);
        let end = path.path.get(start..).unwrap_or_default();
        let end = if self.ends_with_slash { end } else { end.trim_end_matches('/') };
        // A path counts as a match if it is too long for the regular expression, or if `NormalizePath` may change it.
        end.len() > MAX_BYTES_FOR_REGEX
            || end.contains("//")
            || (self.ends_with_slash && !end.ends_with('/'))
            || regex.is_match(end)
    }
}

/// The path of a request, split for the comparison with many patterns.
pub(super) struct RequestPath<'a> {
    path: &'a str,
    /// The last non-empty segments of the path, stored at the end of the array.
    segments: [&'a str; MOST_SEGMENTS],
    start: usize,
    /// `true` if the array does not contain all segments, since the path has too many segments or too many `//`.
    is_cut: bool,
}

impl<'a> RequestPath<'a> {
    pub(super) fn new(path: &'a str) -> Self {
        let (mut segments, mut empty, mut is_cut) = ([""; MOST_SEGMENTS], 0, false);
        let mut slots = segments.iter_mut().enumerate().rev();
        let mut start = MOST_SEGMENTS;
        for segment in path.rsplit('/') {
            if segment.is_empty() && empty < MOST_EMPTY {
                empty += 1;
                continue;
            }
            let Some((index, slot)) = slots.next().filter(|_| !segment.is_empty()) else {
                is_cut = true;
                break;
            };
            *slot = segment;
            start = index;
        }
        Self { path, segments, start, is_cut }
    }

    fn segments(&self) -> &[&'a str] {
        self.segments.get(self.start..).unwrap_or_default()
    }

    /// Returns the index in the path at which a segment begins.
    fn offset(&self, segment: &str) -> usize {
        segment.as_ptr().addr() - self.path.as_ptr().addr()
    }
}

/// Returns the segments of a pattern. A slash in braces belongs to a regular expression.
fn split(path: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let segments = path.split(move |c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    });
    segments.filter(|segment| !segment.is_empty())
}

/// Returns the regular expressions of the parameters in a segment: `{name:regex}`.
fn regexes_of(segment: &str) -> impl Iterator<Item = &str> {
    // A regular expression may contain braces, so each result extends to the end of the segment.
    segment.match_indices('{').filter_map(|(start, _)| {
        let (name, regex) = segment.get(start + 1..)?.split_once(':')?;
        (!name.contains('}')).then_some(regex)
    })
}

/// Returns whether the segment has no parameter, or is one parameter in braces, such as `{id}`.
fn is_static_or_parameter(segment: &str) -> bool {
    !segment.contains('{')
        || (segment.starts_with('{') && segment.find('}') == Some(segment.len() - 1))
}

/// Returns whether a regular expression may match a slash. Returns `false` for simple expressions such as `\d+` and
/// `[a-z-]+`, which cannot match a slash, and `true` for every expression that this function does not understand.
fn may_match_slash(regex: &str) -> bool {
    let rest = ["[^/]", "\\d", "\\w", "\\.", "\\-"]
        .iter()
        .fold(regex.to_owned(), |rest, harmless| rest.replace(harmless, "_"));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-+*?{},()|[]".contains(c);
    let bytes = rest.as_bytes();
    // A range such as `[+-9]` contains a slash.
    let is_range_of_symbols = |window: &[u8]| match window {
        [from, b'-', to] => {
            *to != b']' && !(from.is_ascii_alphanumeric() && to.is_ascii_alphanumeric())
        }
        _ => false,
    };
    !rest.chars().all(is_plain) || bytes.windows(3).any(is_range_of_symbols)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_match(pattern: &str, path: &str) -> bool {
        PathPattern::new(pattern).may_match(&RequestPath::new(path))
    }

    #[test]
    fn the_end_of_a_path_is_compared_segment_by_segment() {
        for (pattern, path, expected) in [
            ("/books", "/books", true),
            ("books", "/api/v1/books", true),
            ("/books", "/mybooks", false),
            ("/books", "/books/1", false),
            ("/books/{id}", "/api/books/1", true),
            ("/books/{id}", "/books/", false),
            ("/books/{id}", "/books", false),
            ("/books/{id:\\d+}", "/books/12", true),
            ("/books/{id:\\d+}", "/books/new", false),
            ("/books/{id:[a-z0-9-]+}", "/books/new-1", true),
            ("/books/{id:[a-z0-9-]+}", "/books/NEW", false),
            ("/books/{id:[^/]+}", "/books/a/b", false),
            ("/books/{id:[+-9]+}", "/books/1/2", true),
            ("/books/{id:[\\.-9]+}", "/books/1/2", true),
            ("/books/{a}-{b:.*}", "/books/x-1/2", true),
            ("/books/{id}.json", "/books/1.json", true),
            ("/books/{id}.json", "/books/1.xml", false),
            ("/files/{path:.*}", "/api/files/a/b/c", true),
            ("/files/{path:.*}", "/api/file/a/b/c", false),
            ("/{tail}*", "/anything/at/all", true),
            ("", "/", true),
            ("/", "/", true),
        ] {
            assert_eq!(may_match(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn slashes_are_compared_as_normalize_path_leaves_them() {
        for (pattern, path) in [
            ("/books", "//books"),
            ("/books", "/books/"),
            ("/books/", "/books"),
            ("/books/{id}", "/books//1/"),
            ("/f/{tail:.*}", "/f"),
            ("/g/{tail}*", "/g"),
            ("/a/{x:[a-z]+/}", "/a/b"),
            ("/a/{x:[a-z]+}", "/a//b"),
        ] {
            assert!(may_match(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn an_unusually_long_path_counts_as_a_match() {
        assert!(may_match("/f/{tail:.*}", &"/a".repeat(100)));
        assert!(may_match("/books/{id:\\d+}", &format!("/books/{}", "a".repeat(1_000))));
        assert!(may_match("/books", &"/".repeat(1_000)));
        assert!(!may_match("/books", &"/a".repeat(1_000)));
    }
}
