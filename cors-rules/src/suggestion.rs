//! The name that a misspelt one was meant to be.

/// The name nearest to a word, if it is near: at most a third of its letters are to be changed.
pub(crate) fn nearest(
    word: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let most = word.len().max(3) / 3;
    let length = word.chars().count();
    // By its length alone, a word may be too far from any: to compare costs the product of both.
    let names = names.filter(|name| name.len().abs_diff(length) <= most);
    let nearest = names.min_by_key(|name| distance(word, name))?;
    (distance(word, nearest) <= most).then_some(nearest)
}

/// A word of any case in snake case.
pub(crate) fn snake_case(word: &str) -> String {
    let mut snake = String::new();
    let mut is_lowercase_before = false;
    for letter in word.chars() {
        // `ALL_CAPITALS` has its words apart already.
        if letter.is_uppercase() && is_lowercase_before {
            snake.push('_');
        }
        is_lowercase_before = letter.is_lowercase() || letter.is_ascii_digit();
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
    use super::{distance, snake_case};

    #[test]
    fn a_word_of_any_case_is_one_in_snake_case() {
        for (word, snake) in [
            ("allowedOrigins", "allowed_origins"),
            ("AllowedOrigins", "allowed_origins"),
            ("CORS_ALLOWED_ORIGINS", "cors_allowed_origins"),
            ("Access-Control-Max-Age", "access_control_max_age"),
            ("Access_Control_Max_Age", "access_control_max_age"),
        ] {
            assert_eq!(snake_case(word), snake);
        }
    }

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
}
