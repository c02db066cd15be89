//! Is a domain one that others register names under?
//!
//! A policy that allows every subdomain of a public suffix (`com`, `co.uk`, `github.io`) allows
//! whoever takes a name there. Which domains are public suffixes is known from the
//! [public suffix list](https://publicsuffix.org), in the release that [`RELEASE`] names.

mod filter;
mod sorted_lines;
mod table;

use sorted_lines::has_line;
pub use table::RELEASE;
use table::{EXCEPTIONS, SUFFIXES, WILDCARD_PARENTS};

/// The bits of all names in the table, written with it.
static FILTER: &[u8; filter::BITS / 8] = include_bytes!("filter.bin");

/// Whether `domain` itself is a public suffix, by the rules of both sections of the list.
///
/// `domain` is written as in a serialized origin: ASCII lower case, an IDN in Punycode. A single
/// trailing dot is ignored. The list's default rule, by which every unlisted top-level domain is a
/// public suffix, is not applied: such names are those of intranets (`corp`, `localhost`), where
/// nobody but their owner registers any.
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
    let domain = without_trailing_dot(domain.as_bytes());
    // The longest rule that matches decides, and none is longer than the domain: so the domain is a
    // public suffix exactly if a rule covers all its labels, and nothing excepts it. (No rule stands
    // below an exception, so an excepted parent need not be looked for.)
    let covered = has(SUFFIXES, domain)
        || match split_first_label(domain) {
            ([], _) | (_, None) => false,
            (_, Some(parent)) => has(WILDCARD_PARENTS, parent),
        };
    covered && !has(EXCEPTIONS, domain)
}

/// Whether every name right below `domain` is a public suffix, as below `kawasaki.jp`: then what
/// stands two labels below it is anybody's.
///
/// ```
/// use cors_rules::public_suffix::has_only_public_suffixes_below;
///
/// const _: () = assert!(has_only_public_suffixes_below("kawasaki.jp"));
/// const _: () = assert!(!has_only_public_suffixes_below("example.com"));
/// ```
#[must_use]
pub const fn has_only_public_suffixes_below(domain: &str) -> bool {
    has(WILDCARD_PARENTS, without_trailing_dot(domain.as_bytes()))
}

/// The [registrable domain](https://url.spec.whatwg.org/#host-registrable-domain) of `domain`: its public
/// suffix and one label more; `None` where `domain` is itself a public suffix or has one label.
///
/// Here the list's default rule applies: an unlisted top-level domain is a public suffix.
///
/// ```
/// use cors_rules::public_suffix::registrable_domain;
///
/// assert_eq!(registrable_domain("www.example.co.uk"), Some("example.co.uk"));
/// assert_eq!(registrable_domain("octocat.github.io"), Some("octocat.github.io"));
/// assert_eq!(registrable_domain("github.io"), None);
/// ```
#[must_use]
pub fn registrable_domain(domain: &str) -> Option<&str> {
    let mut below = None;
    let mut rest = domain;
    // The first suffix that is public is the longest one.
    while !is_public_suffix(rest) {
        let Some((_, parent)) = rest.split_once('.').filter(|(_, parent)| !parent.is_empty())
        else {
            // The default rule: `rest` is a top-level domain.
            return below;
        };
        if has_only_public_suffixes_below(parent) {
            // An exception of the list (`city.kawasaki.jp`), which is registrable.
            return Some(rest);
        }
        below = Some(rest);
        rest = parent;
    }
    below
}

/// Whether a name is in a list. In const evaluation, to search one takes as long as all other checks of
/// an origin together; most names are in none, which one bit tells.
const fn has(list: &str, name: &[u8]) -> bool {
    let bit = filter::bit_of(name);
    FILTER[bit / 8] >> (bit % 8) & 1 == 1 && has_line(list, name)
}

const fn without_trailing_dot(domain: &[u8]) -> &[u8] {
    match domain {
        [name @ .., b'.'] => name,
        name => name,
    }
}

/// `a.b.c` is `a` and its parent, `b.c`.
const fn split_first_label(domain: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut rest = domain;
    while let [first, parent @ ..] = rest {
        if *first == b'.' {
            let (label, _) = domain.split_at(domain.len() - rest.len());
            return (label, Some(parent));
        }
        rest = parent;
    }
    (domain, None)
}
