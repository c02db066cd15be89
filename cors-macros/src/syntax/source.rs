use quote::ToTokens;

/// Tokens as they were written, as far as the compiler still knows.
pub(crate) fn source(tokens: &impl ToTokens) -> String {
    let tokens = tokens.to_token_stream();
    let mut each = tokens.clone().into_iter();
    if let (Some(token), None) = (each.next(), each.next())
        && let Some(source) = token.span().source_text()
    {
        return source;
    }
    // Tokens are printed with white space that nobody writes.
    let mut printed = tokens.to_string();
    for (apart, joined) in [
        (" :: ", "::"),
        (":: ", "::"),
        ("| |", "||"),
        (".. ", ".."),
        (" ..", ".."),
        (" - ", "-"),
        (" :", ":"),
        ("& ", "&"),
        (" < ", "<"),
        ("::< ", "::<"),
        (" >", ">"),
        (" , ", ", "),
        ("! (", "!("),
        ("! [", "!["),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
    ] {
        printed = printed.replace(apart, joined);
    }
    for prefix in ["*", "!", "-"] {
        if let Some(rest) = printed.strip_prefix(&format!("{prefix} ")) {
            printed = format!("{prefix}{rest}");
        }
    }
    closure_parameters(printed)
}

/// `| origin, _ |` as it is written.
fn closure_parameters(printed: String) -> String {
    let Some((before, rest)) = printed.split_once("| ") else { return printed };
    match rest.split_once(" |") {
        Some((parameters, body)) if matches!(before, "" | "move " | "async " | "async move ") => {
            format!("{before}|{parameters}|{body}")
        }
        _ => printed,
    }
}
