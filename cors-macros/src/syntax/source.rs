use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
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
    let mut printer = Printer::default();
    printer.print(tokens);
    printer.text
}

/// The source on one line; a hash stands for the end of a long one.
pub(crate) fn short_source(tokens: &impl ToTokens) -> String {
    const MAX: usize = 120;
    let line = source(tokens).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX {
        return line;
    }
    // FNV-1a: the hasher of the standard library may change with the compiler.
    let hash = line
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let start: String = line.chars().take(MAX).collect();
    format!("{start}… #{hash:08x}")
}

/// Writes tokens with the white space that people write: the compiler puts it between all of them.
#[derive(Default)]
struct Printer {
    text: String,
    /// `true` if the token before is an operand, so that a following operator has two operands.
    has_operand: bool,
    /// `true` if a word needs a space between itself and the token before.
    needs_space: bool,
    is_in_parameters: bool,
}

impl Printer {
    fn print(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) => {
                    let word = word.to_string();
                    self.word(&word);
                    self.has_operand = !["async", "move", "return"].contains(&word.as_str());
                }
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                TokenTree::Punct(punct) => {
                    let mut operator = punct.as_char().to_string();
                    let mut spacing = punct.spacing();
                    while spacing == Spacing::Joint
                        && let Some(TokenTree::Punct(next)) = tokens.peek()
                        && is_one_operator(&operator, next.as_char())
                    {
                        operator.push(next.as_char());
                        spacing = next.spacing();
                        tokens.next();
                    }
                    match tokens.peek() {
                        // `content-type` without quotes.
                        Some(TokenTree::Ident(_)) if operator == "-" && self.is_behind_name() => {
                            self.text.push('-');
                            self.needs_space = false;
                        }
                        _ => self.operator(&operator),
                    }
                }
            }
        }
    }

    fn word(&mut self, text: &str) {
        if self.needs_space {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.has_operand = true;
        self.needs_space = true;
    }

    fn is_behind_name(&self) -> bool {
        self.needs_space && self.text.ends_with(|c: char| c.is_ascii_lowercase())
    }

    fn group(&mut self, delimiter: Delimiter, inside: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => ("", ""),
        };
        let is_block = delimiter == Delimiter::Brace;
        if is_block && self.needs_space {
            self.text.push(' ');
        }
        self.text.push_str(if inside.is_empty() { open.trim_end() } else { open });
        self.has_operand = false;
        self.needs_space = false;
        self.print(inside.clone());
        self.text.push_str(if inside.is_empty() { close.trim_start() } else { close });
        self.has_operand = true;
        self.needs_space = true;
    }

    fn operator(&mut self, operator: &str) {
        let is_binary = self.has_operand;
        match operator {
            "," | ";" | ":" => {
                self.text.push_str(operator);
                self.text.push(' ');
                self.begin_operand();
            }
            "." | ".." | "..." | "::" | "!" | "<" | ">" | "?" | "'" | "#" => {
                self.text.push_str(operator);
                // `a::<T>`, `a?.b`: the next token does not start a second operand.
                self.has_operand = matches!(operator, ">" | "?");
                self.needs_space = operator == ">";
            }
            "|" if self.is_in_parameters => {
                self.is_in_parameters = false;
                self.text = self.text.trim_end().to_owned();
                self.text.push_str("| ");
                self.begin_operand();
            }
            "|" | "||" if !is_binary => {
                self.is_in_parameters = operator == "|";
                self.word(operator);
                if operator == "||" {
                    self.text.push(' ');
                }
                self.begin_operand();
            }
            _ if is_binary || matches!(operator, "->" | "=>" | "=" | "==") => {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                self.text.push_str(operator);
                self.text.push(' ');
                self.begin_operand();
            }
            _ => {
                self.text.push_str(operator);
                self.begin_operand();
            }
        }
    }

    fn begin_operand(&mut self) {
        self.has_operand = false;
        self.needs_space = false;
    }
}

/// Returns whether two characters next to each other are one operator: in `|&a|`, say, they are not.
fn is_one_operator(before: &str, next: char) -> bool {
    matches!(
        (before, next),
        (":", ':')
            | ("." | "..", '.')
            | ("=" | "-", '>')
            | ("=" | "!" | "<" | ">" | "+" | "-" | "*" | "/", '=')
            | ("&", '&')
            | ("|", '|')
            | ("..", '=')
    )
}
