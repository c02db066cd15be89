//! The nearest known name to a misspelled one.

/// The name nearest to a word, if at most a third of the letters of the word differ.
pub(crate) fn nearest(
    word: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let most = word.len().max(3) / 3;
    let length = word.chars().count();
    // The length alone excludes most names. Comparing costs the product of both lengths.
    let names = names.filter(|name| name.len().abs_diff(length) <= most);
    let nearest = names.min_by_key(|name| distance(word, name))?;
    (distance(word, nearest) <= most).then_some(nearest)
}

/// Converts a word of any case to snake case.
pub fn snake_case(word: &str) -> String {
    let mut snake = String::new();
    let mut is_lowercase_before = false;
    for letter in word.chars() {
        // The words of `ALL_CAPITALS` are separated already.
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

/// The Levenshtein distance: the number of added, omitted and replaced letters.
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
