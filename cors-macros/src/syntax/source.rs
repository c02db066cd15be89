use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Returns the source code of the tokens. A single token or group is returned exactly as it was written, if its source
/// text is available. Otherwise, white space between two tokens becomes one space.
pub(crate) fn source(tokens: &impl ToTokens) -> String {
    let tokens = tokens.to_token_stream();
    let mut each = tokens.clone().into_iter();
    if let (Some(token), None) = (each.next(), each.next())
        && let Some(source) = token.span().source_text()
    {
        return source;
    }
    on_one_line(tokens)
}

/// Returns the source code of the tokens, with one space in place of the white space between two tokens. Literals stay
/// as they are.
fn on_one_line(tokens: TokenStream) -> String {
    let mut source = Source::default();
    source.push_all(tokens);
    source.code
}

/// Returns the source on one line. A long source is cut off, and a hash of the whole source is added.
pub(crate) fn short_source(tokens: &impl ToTokens) -> String {
    const MAX: usize = 120;
    // Only literals have line breaks here.
    let line = on_one_line(tokens.to_token_stream()).replace('\n', "\\n");
    if line.chars().count() <= MAX {
        return line;
    }
    // The hash is FNV-1a, because snapshots of policies contain the hash. The hasher of the standard library may change
    // with the compiler.
    let hash = line
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let start: String = line.chars().take(MAX).collect();
    format!("{start}… #{hash:08x}")
}

#[derive(Default)]
struct Source {
    code: String,
    /// The end of the last token that was added.
    end: Option<LineColumn>,
}

impl Source {
    fn push_all(&mut self, tokens: TokenStream) {
        for token in tokens {
            let TokenTree::Group(group) = token else {
                self.push(&token.to_string(), token.span());
                continue;
            };
            let (open, close) = match group.delimiter() {
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::Parenthesis => ("(", ")"),
                // `macro_rules!` puts a group without visible delimiters around an argument.
                Delimiter::None => {
                    self.push_all(group.stream());
                    continue;
                }
            };
            self.push(open, group.span_open());
            self.push_all(group.stream());
            self.push(close, group.span_close());
        }
    }

    fn push(&mut self, token: &str, span: Span) {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        // Two words always need a space, even if spans from `macro_rules!` are out of order.
        let are_words = is_word(self.code.chars().last()) && is_word(token.chars().next());
        if are_words || self.end.is_some_and(|end| end < span.start()) {
            self.code.push(' ');
        }
        self.code.push_str(token);
        self.end = Some(span.end());
    }
}
