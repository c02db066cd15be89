//! Functions that return an example of a path or an origin that matches a pattern.

use actix_web::dev::ResourceDef;
use cors_rules::origin::Pattern;

/// Returns a path that matches the pattern, such as `/books/1` for `/books/{id}`. Tries a few common values, each for
/// all parameters of the path. If no value gives a path that matches, returns the pattern itself.
pub(crate) fn example_path(pattern: &str) -> String {
    const VALUES: [&str; 6] =
        ["1", "a", "example", "2025-01-31", "00000000-0000-4000-8000-000000000000", ""];
    let resource = ResourceDef::new(pattern);
    let with_value = |value: &str| {
        let mut path = String::new();
        resource.resource_path_from_iter(&mut path, std::iter::repeat(value)).then_some(path)
    };
    let mut paths = VALUES.into_iter().filter_map(with_value);
    paths.find(|path| resource.is_match(path)).unwrap_or_else(|| pattern.to_owned())
}

/// Returns an origin that matches the pattern. Returns `None` for `*`, `null` and an invalid pattern.
pub(crate) fn example_origin(pattern: &str) -> Option<String> {
    Pattern::parse(pattern).ok()?;
    let (scheme, authority) = pattern.split_once("://")?;
    let authority = match authority.strip_prefix('*') {
        Some(rest) => format!("app{rest}"),
        None => authority.to_owned(),
    };
    Some(format!("{scheme}://{}", authority.replace(":*", ":3000")))
}

#[cfg(test)]
mod tests {
    use cors_rules::origin::Origin;

    use super::*;

    #[test]
    fn an_example_path_matches_its_pattern() {
        for (pattern, path) in [
            ("/books", "/books"),
            ("/books/{id}", "/books/1"),
            ("/books/{id:\\d+}/pages/{page}", "/books/1/pages/1"),
            ("/tags/{name:[a-z]+}", "/tags/a"),
            ("/days/{day:\\d{4}-\\d{2}-\\d{2}}", "/days/2025-01-31"),
            ("/files/{tail:.*}", "/files/1"),
            ("/never/{x:[A-Z]{9}}", "/never/{x:[A-Z]{9}}"),
        ] {
            assert_eq!(example_path(pattern), path);
        }
    }

    #[test]
    fn an_example_origin_matches_its_pattern() {
        for (text, expected) in [
            ("https://app.example.com", "https://app.example.com"),
            ("https://*.example.com", "https://app.example.com"),
            ("http://localhost:*", "http://localhost:3000"),
        ] {
            let origin = example_origin(text).unwrap();
            assert_eq!(origin, expected);
            let parsed = Origin::parse(origin.as_bytes()).unwrap();
            assert!(Pattern::parse(text).unwrap().matches(&parsed));
        }
        assert_eq!((example_origin("*"), example_origin("null")), (None, None));
    }
}
