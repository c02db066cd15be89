//! Public suffixes: domains below which unrelated owners can register names.
//!
//! A policy that allows every subdomain of a public suffix (`com`, `co.uk`, `github.io`) also allows the origin of an
//! attacker who registers a name below this suffix. The suffixes are those of the [public suffix
//! list](https://publicsuffix.org), in the release that [`RELEASE`] names.

mod sorted_lines;

use sorted_lines::has_line;

use crate::{ConstString, ascii};

/// The public suffix list: a header, an empty line, and the rules in byte order. Each rule is a line such as `co.uk`,
/// `*.ck` or `!www.ck`.
static LIST: &str = include_str!("list.txt");

const RULES_START: usize = {
    let mut end = 0;
    while !matches!(LIST.as_bytes().split_at(end).1, [b'\n', b'\n', ..]) {
        end += 1;
    }
    end + 2
};

/// The release of the public suffix list in this build: the `VERSION` of the list, which is the
/// time (UTC) at which it was published.
///
/// <https://publicsuffix.org/list/>
pub const RELEASE: &str = {
    let mut rest = LIST;
    loop {
        let Some((line, after)) = ascii::split_once(rest, b'\n') else {
            panic!("the header has a version")
        };
        if let Some(version) = ascii::strip_prefix(line, "// VERSION: ") {
            break version;
        }
        rest = after;
    }
};

/// Returns whether `domain` itself is a public suffix, by the rules of both sections of the list (ICANN and private
/// domains).
///
/// `domain` is written as in a serialized origin: ASCII, lower case, an IDN in Punycode. A single
/// trailing dot is ignored. The list has a default rule, by which every unlisted top-level domain
/// is a public suffix. This function does not apply the default rule, because such names usually
/// belong to intranets (`corp`, `localhost`), where only their owner registers names.
///
/// ```
/// use cors_rules::public_suffix::is_public_suffix;
///
/// const _: () = assert!(is_public_suffix("github.io"));
/// const _: () = assert!(!is_public_suffix("octocat.github.io"));
/// ```
///
/// The algorithm: <https://github.com/publicsuffix/list/wiki/Format#algorithm>
pub const fn is_public_suffix(domain: &str) -> bool {
    let domain = ascii::without_last_dot(domain);
    // The domain is a public suffix if a rule covers all of its labels, since the longest matching rule decides. An
    // exception for the domain (`!www.ck`) takes precedence. Exceptions for the parents of the domain need no lookup,
    // because the list has no rule below an exception.
    let is_covered = has_rule("", domain)
        || match ascii::split_once(domain, b'.') {
            Some((label, parent)) => !label.is_empty() && has_rule("*.", parent),
            None => false,
        };
    is_covered && !has_rule("!", domain)
}

/// Returns whether the names one label below `domain` are public suffixes. Unrelated owners can then register names two
/// labels below `domain`. The list has exceptions, such as `city.kawasaki.jp` below `kawasaki.jp`.
///
/// ```
/// use cors_rules::public_suffix::has_only_public_suffixes_below;
///
/// const _: () = assert!(has_only_public_suffixes_below("kawasaki.jp"));
/// const _: () = assert!(!has_only_public_suffixes_below("example.com"));
/// ```
pub const fn has_only_public_suffixes_below(domain: &str) -> bool {
    has_rule("*.", ascii::without_last_dot(domain))
}

/// Returns the [registrable domain](https://url.spec.whatwg.org/#host-registrable-domain) of `domain`: its public
/// suffix and one more label. Returns `None` if `domain` is a public suffix or has one label.
///
/// Unlike in [`is_public_suffix`], the default rule of the list applies: an unlisted top-level domain is a public
/// suffix.
///
/// ```
/// use cors_rules::public_suffix::registrable_domain;
///
/// assert_eq!(registrable_domain("www.example.co.uk"), Some("example.co.uk"));
/// assert_eq!(registrable_domain("octocat.github.io"), Some("octocat.github.io"));
/// assert_eq!(registrable_domain("github.io"), None);
/// ```
pub fn registrable_domain(domain: &str) -> Option<&str> {
    let mut below = None;
    let mut rest = domain;
    // Each pass removes the leftmost label, so the first public suffix that the loop finds is the longest one.
    while !is_public_suffix(rest) {
        let Some((_, parent)) = rest.split_once('.').filter(|(_, parent)| !parent.is_empty())
        else {
            // `rest` is a top-level domain, and by the default rule a public suffix.
            return below;
        };
        if has_only_public_suffixes_below(parent) {
            // `rest` is an exception in the list, such as `city.kawasaki.jp`, and therefore registrable.
            return Some(rest);
        }
        below = Some(rest);
        rest = parent;
    }
    below
}

/// Returns whether the list contains the rule that consists of `marker` and `name`. The marker is `*.`, `!` or an empty
/// string.
const fn has_rule(marker: &str, name: &str) -> bool {
    let rule = ConstString::new().push(marker).push(name);
    has_line(LIST.as_bytes(), RULES_START, rule.as_str().as_bytes())
}
