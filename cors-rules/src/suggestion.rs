//! The key that an unknown one was meant to be, in an attribute or in a settings file.

/// The words of other libraries, in snake case: actix-cors, tower-http, `jub0bs/cors`, rs/cors,
/// Spring, rocket_cors, express, Django, Rails, ASP.NET.
const ELSEWHERE: [(&str, &[&str]); 9] = [
    (
        "origins",
        &[
            "allowed_origin",
            "allowed_origins",
            "allow_origin",
            "allow_origins",
            "origin",
            "origin_patterns",
            "allowed_origin_patterns",
            "allow_origin_regex",
            "any_origin",
            "allow_any_origin",
            "allowed_origin_fn",
            "allow_origin_func",
            "send_wildcard",
            "cors_allowed_origins",
        ],
    ),
    (
        "methods",
        &["allowed_methods", "allow_methods", "allow_any_method", "method", "request_methods"],
    ),
    (
        "allow_headers",
        &[
            "allowed_headers",
            "allowed_header",
            "allow_header",
            "allow_any_header",
            "headers",
            "request_headers",
            "allowed_request_headers",
        ],
    ),
    (
        "expose_headers",
        &[
            "exposed_headers",
            "expose_header",
            "exposed_header",
            "expose_any_header",
            "expose",
            "response_headers",
            "expose_any_headers",
        ],
    ),
    (
        "allow_credentials",
        &[
            "supports_credentials",
            "credentials",
            "credentialed",
            "with_credentials",
            "allowed_credentials",
            "allow_credential",
        ],
    ),
    (
        "max_age",
        &[
            "max_age_in_seconds",
            "max_age_seconds",
            "preflight_max_age",
            "age",
            "cache",
            "access_control_max_age",
        ],
    ),
    ("enforce", &["block_on_origin_mismatch", "block", "strict", "reject"]),
    (
        "danger_allow_insecure_origins",
        &[
            "dangerously_tolerate_insecure_origins",
            "allow_insecure_origins",
            "tolerate_insecure_origins",
        ],
    ),
    (
        "danger_allow_public_suffixes",
        &[
            "dangerously_tolerate_subdomains_of_public_suffixes",
            "tolerate_subdomains_of_public_suffixes",
            "allow_public_suffixes",
        ],
    ),
];

/// Which of `keys` a word was meant to be: the same in another case, another library's word for it,
/// or the nearest one, if it is near.
#[must_use]
pub fn key(word: &str, keys: &[&'static str]) -> Option<&'static str> {
    let word = snake_case(word);
    let same = keys.iter().find(|key| **key == word);
    let elsewhere = || {
        let (meant, _) = ELSEWHERE.iter().find(|(_, words)| words.contains(&word.as_str()))?;
        keys.iter().find(|key| *key == meant)
    };
    let near = || {
        let nearest = keys.iter().min_by_key(|key| distance(&word, key))?;
        (distance(&word, nearest) <= word.len().max(3) / 3).then_some(nearest)
    };
    same.or_else(elsewhere).or_else(near).copied()
}

fn snake_case(word: &str) -> String {
    let mut snake = String::new();
    for letter in word.chars() {
        if letter.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        match letter {
            '-' | ' ' => snake.push('_'),
            letter => snake.extend(letter.to_lowercase()),
        }
    }
    snake
}

/// How many letters are to be added, left out or replaced: the Levenshtein distance.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, left) in from.chars().enumerate() {
        let mut before = row + 1;
        let mut current = vec![before];
        for ((right, diagonal), above) in to.iter().zip(&above).zip(above.iter().skip(1)) {
            let replaced = diagonal + usize::from(left != *right);
            before = replaced.min(above + 1).min(before + 1);
            current.push(before);
        }
        above = current;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, key};

    #[test]
    fn the_distance_counts_letters_added_left_out_and_replaced() {
        for (from, to, letters) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("max_age", "max_age", 0),
        ] {
            assert_eq!(distance(from, to), letters, "{from} {to}");
        }
    }

    #[test]
    fn only_a_key_that_exists_is_suggested() {
        assert_eq!(key("allowedOrigins", &["origins"]), Some("origins"));
        assert_eq!(key("max-age", &["origins", "max_age"]), Some("max_age"));
        assert_eq!(key("max-age", &["origins"]), None);
        assert_eq!(key("maxage", &[]), None);
    }
}
