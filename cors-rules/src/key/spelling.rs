//! The comparison of a misspelled word with a name, and the conversion of a word to snake case.

/// Returns the number of typos between a word in snake case and a name, or `None` if they differ too much. If both have
/// the same number of parts between underscores, the parts are compared separately. At most a third of the letters of a
/// part may then differ. For `omit_credentials` and `allow_credentials`, the result is therefore `None`.
pub(super) fn typos(word: &str, name: &str) -> Option<usize> {
    // The comparison takes quadratic time, so a very long word is not compared.
    if word.len() > 2 * name.len() {
        return None;
    }
    let (words, names): (Vec<&str>, Vec<&str>) =
        (word.split('_').collect(), name.split('_').collect());
    if words.len() != names.len() {
        // The number of parts differs, so at least one `_` is missing or additional. This counts as one typo. At most
        // one letter may also be wrong.
        let distance = distance(&words.concat(), &names.concat());
        return (distance <= 1).then_some(distance + 1);
    }
    words.iter().zip(names).try_fold(0, |sum, (word, name)| {
        let distance = distance(word, name);
        (distance <= word.len() / 3).then_some(sum + distance)
    })
}

/// Returns whether a word has one typo in comparison with a long name, and the parts that differ are long. For short
/// parts, the result is `false`, since `den_origins` may mean `deny_origins` as well as `dev_origins`.
pub(super) fn is_one_typo(word: &str, name: &str) -> bool {
    let mut parts = word.split('_').zip(name.split('_'));
    name.len() >= 6
        && typos(word, name) == Some(1)
        && parts.all(|(word, name)| word == name || name.len() >= 5)
}

/// Converts a word in another style, such as camel case or kebab case, to snake case.
pub fn snake_case(word: &str) -> String {
    let mut snake = String::new();
    let mut is_lowercase_before = false;
    for letter in word.chars() {
        // In `maxAge`, the `A` begins a part. In `MAX_AGE`, the underscore already separates the parts.
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

/// Returns the Levenshtein distance: the smallest number of letters to add, omit or replace.
fn distance(from: &str, to: &str) -> usize {
    // For each prefix of `to`, the distance from the prefix of `from` that the loop has read.
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (read, left) in from.chars().enumerate() {
        let mut diagonal = read;
        row[0] = read + 1;
        for (column, right) in to.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[row.len() - 1]
}
