//! Comparison of the path of a request with the path of a route. The route may be in a scope whose prefix is unknown,
//! so only the end of the request's path is compared.
//!
//! A layer compares paths before routing, so no path may make the comparison expensive. The path of a request is split
//! once, without an allocation, at its last [`MOST_SLASHES`] slashes. If the comparison with a route would need the
//! rest of the path, the path counts as a match, so that the router decides.

use actix_web::dev::ResourceDef;

/// The maximum number of slashes at which the path of a request is split.
const MOST_SLASHES: usize = 64;

/// The maximum number of bytes that are matched with the regular expression of a segment.
const MAX_BYTES_FOR_REGEX: usize = 512;

/// The path pattern of a route.
pub(super) struct PathPattern {
    /// The segments before the tail. The last segment comes first.
    segments: Vec<Segment>,
    /// `true` if any number of further segments match, as in `/files/{path:.*}`.
    has_tail: bool,
}

enum Segment {
    Static(Box<str>),
    /// A segment that is one parameter, such as `{id}`.
    Any,
    /// A segment such as `{id}.json` or `{id:\d+}`. Its regular expression is compiled when the application starts.
    Regex(ResourceDef),
}

impl PathPattern {
    pub(super) fn new(path: &str) -> Self {
        let (mut segments, mut has_tail) = (Vec::new(), false);
        for segment in split(path) {
            // `{name}*`, or a regular expression that may match a slash, may match the rest of the path.
            if segment.ends_with('*') || regex_of(segment).is_some_and(may_match_slash) {
                has_tail = true;
                break;
            }
            segments.push(Segment::new(segment));
        }
        segments.reverse();
        Self { segments, has_tail }
    }

    /// Returns whether the end of the path may match. Repeated slashes and the last slash are ignored, since the
    /// middleware `NormalizePath` of actix-web may change them.
    pub(super) fn may_match(&self, path: &RequestPath<'_>) -> bool {
        let (count, segments) = (self.segments.len(), path.segments());
        if path.is_cut && (self.has_tail || count > segments.len()) {
            return true;
        }
        match self.has_tail {
            true => count == 0 || segments.windows(count).any(|part| self.matches(part)),
            false => segments.get(..count).is_some_and(|end| self.matches(end)),
        }
    }

    fn matches(&self, path: &[&str]) -> bool {
        self.segments.iter().zip(path).all(|(segment, part)| match segment {
            Segment::Static(text) => **text == **part,
            Segment::Any => true,
            // A pattern with a tail is compared at many places of a path. To save time, its regular expressions are not
            // evaluated, and count as a match.
            Segment::Regex(regex) => {
                self.has_tail || part.len() > MAX_BYTES_FOR_REGEX || regex.is_match(part)
            }
        })
    }
}

impl Segment {
    fn new(segment: &str) -> Self {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if !segment.contains('{') {
            Self::Static(segment.into())
        } else if name.is_some_and(|name| !name.contains([':', '}'])) {
            Self::Any
        } else {
            Self::Regex(ResourceDef::new(segment))
        }
    }
}

/// The path of a request, split for the comparison with many patterns.
pub(super) struct RequestPath<'a> {
    /// The segments that are not empty, and then unused slots. The last segment comes first.
    segments: [&'a str; MOST_SLASHES],
    count: usize,
    /// `true` if the path has at least [`MOST_SLASHES`] slashes, so that its first segments may be missing.
    is_cut: bool,
}

impl<'a> RequestPath<'a> {
    pub(super) fn new(path: &'a str) -> Self {
        let (mut segments, mut count) = ([""; MOST_SLASHES], 0);
        let mut parts = path.rsplit('/');
        let last_parts = parts.by_ref().take(MOST_SLASHES).filter(|part| !part.is_empty());
        for (slot, segment) in segments.iter_mut().zip(last_parts) {
            *slot = segment;
            count += 1;
        }
        Self { segments, count, is_cut: parts.next().is_some() }
    }

    fn segments(&self) -> &[&'a str] {
        self.segments.get(..self.count).unwrap_or_default()
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

/// Returns the regular expression of the first parameter that has one, as in `{name:regex}`. A regular expression may
/// contain braces, so the result extends to the end of the segment.
fn regex_of(segment: &str) -> Option<&str> {
    segment.match_indices('{').find_map(|(start, _)| {
        let (name, regex) = segment.get(start + 1..)?.split_once(':')?;
        (!name.contains('}')).then_some(regex)
    })
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
            ("/books/{id:\\d+}/", "/books/new", false),
            ("/books/{id:\\d+}/{part}", "/books//12/cover", true),
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
