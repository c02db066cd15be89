//! The code that a help proposes as the value of a key that takes a list. The code is derived from tokens, which may be
//! in the syntax of another language.

use cors_rules::{
    cross_checks::Context,
    key::{self, Key},
    list::ListCheck,
};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::{
    AngleBracketedGenericArguments, Expr, Ident, Lit, LitBool, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token::{Brace, Bracket, Paren},
};

use super::{DECIDING, code_of, is_name_of_constant, is_punct};
use crate::syntax::{
    expr_kind::{HTTP_MODULES, MAKING_METHODS, MAKING_TYPES, path_names},
    route,
    source::source,
};

/// Returns the code for the value of a list key. The code is one value if the tokens are one value without brackets,
/// otherwise a list in brackets. For a function in `origins`, the code is `dynamic(…)`. Returns `None` if there is no
/// code to propose.
pub(crate) fn list(tokens: &TokenStream, key: Key) -> Option<String> {
    if key == Key::Origins && is_function(tokens) {
        return Some(DECIDING.to_owned());
    }
    let values = Values::of(tokens, key)?;
    match values.found.as_slice() {
        [value] if !values.is_list => Some(value.clone()),
        values => Some(format!("[{}]", values.join(", "))),
    }
}

/// Returns the code of each value of a list key.
pub(crate) fn values(tokens: &TokenStream, key: Key) -> Option<Vec<String>> {
    Values::of(tokens, key).map(|values| values.found)
}

/// Returns whether tokens are a function of another language, such as `origin => true`.
fn is_function(tokens: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_arrow = |pair: &[TokenTree]| match pair {
        [equals, angle] => is_punct(equals, '=') && is_punct(angle, '>'),
        _ => false,
    };
    let is_keyword =
        |word: &Ident| ["def", "func", "function", "lambda"].iter().any(|keyword| word == keyword);
    matches!(tokens.first(), Some(TokenTree::Ident(word)) if is_keyword(word))
        || tokens.windows(2).any(is_arrow)
}

/// The values in tokens, as code.
struct Values {
    key: Key,
    found: Vec<String>,
    /// `true` if the tokens have brackets or a `vec!` at any depth, or a comma at the end.
    is_list: bool,
}

impl Values {
    fn of(tokens: &TokenStream, key: Key) -> Option<Self> {
        let mut values = Self { key, found: Vec::new(), is_list: false };
        values.read(tokens.clone())?;
        // A single word may be a variable, so no code is proposed for it.
        let is_word = |value: &str| {
            syn::parse2::<Ident>(tokens.clone()).is_ok_and(|word| value == format!("\"{word}\""))
        };
        match values.found.as_slice() {
            [] => None,
            [value] if is_word(value) => None,
            _ => Some(values),
        }
    }

    /// Adds each value in the tokens. Returns `None` if some tokens are not a value of a list.
    fn read(&mut self, tokens: TokenStream) -> Option<()> {
        let parser = |input: ParseStream<'_>| Ok(self.read_all(input));
        parser.parse2(tokens).ok()?
    }

    fn read_all(&mut self, input: ParseStream<'_>) -> Option<()> {
        let (mut is_after_word, mut is_after_value) = (false, false);
        while !input.is_empty() {
            if input.peek(Ident::peek_any) {
                self.read_word(input)?;
                (is_after_word, is_after_value) = (true, true);
                continue;
            }
            let token = input.parse().ok()?;
            match &token {
                TokenTree::Literal(literal) => self.read_literal(&Lit::new(literal.clone()))?,
                TokenTree::Punct(punct) => match punct.as_char() {
                    // A method that only converts the value before the dot, such as `.to_owned()`, is left out.
                    '.' if input.peek(Ident::peek_any) => {
                        let method = input.call(Ident::parse_any).ok()?;
                        if input.peek(Token![::]) {
                            AngleBracketedGenericArguments::parse_turbofish(input).ok()?;
                        }
                        let arguments = input.parse().ok()?;
                        if !keeps_value(&method) || !matches!(arguments, TokenTree::Group(_)) {
                            return None;
                        }
                    }
                    '.' => {
                        while input.parse::<Token![.]>().is_ok() {}
                        // In other languages, `...LIST` and `LIST...` join lists. Any other dots mean `..`.
                        if !is_after_word && !input.peek(Ident::peek_any) {
                            self.found.push("..".to_owned());
                        }
                    }
                    // The `*` of `*LIST` is left out, because the help proposes `LIST`.
                    '*' if input.peek(Ident::peek_any) => {}
                    '*' => self.found.push("\"*\"".to_owned()),
                    // Between two values, `&` means an intersection, for which there is no code to propose.
                    '&' if is_after_value => return None,
                    ',' => self.is_list |= input.is_empty(),
                    // A `:` begins a symbol in Ruby, such as `:any`.
                    ';' | '|' | '+' | '&' | ':' => {}
                    _ => return None,
                },
                TokenTree::Group(group) => {
                    self.is_list |= group.delimiter() == Delimiter::Bracket;
                    self.read(group.stream())?;
                }
                TokenTree::Ident(_) => return None,
            }
            is_after_word = false;
            is_after_value = !matches!(token, TokenTree::Punct(_));
        }
        Some(())
    }

    /// Adds a string if it is valid. For an invalid string, adds the code that the help of the violation proposes.
    fn read_literal(&mut self, literal: &Lit) -> Option<()> {
        let string = match literal {
            Lit::Str(string) => string.value(),
            Lit::Char(letter) => letter.value().to_string(),
            Lit::ByteStr(bytes) => String::from_utf8(bytes.value()).ok()?,
            _ => return None,
        };
        let strings = [string.as_str()];
        let list = ListCheck::new(self.key, &strings, Context::UNKNOWN);
        let Some((_, violation)) = list.violations().next() else {
            self.found.push(quoted(&string, self.key));
            return Some(());
        };
        let code = code_of(&violation)?;
        match code.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => self.found.extend(list.split(", ").map(str::to_owned)),
            None if code.starts_with("#[") => self.found.push(code.to_owned()),
            None => self.found.push(quoted(code.trim_matches('"'), self.key)),
        }
        Some(())
    }

    /// Adds the values that begin with a word, such as a path or a call.
    fn read_word(&mut self, input: ParseStream<'_>) -> Option<()> {
        let key = self.key;
        if let Ok(flag) = input.parse::<LitBool>() {
            self.found.push(value_of_flag(flag.value, key)?);
            return Some(());
        }
        let path = input.call(Path::parse_mod_style).ok()?;
        let names = path_names(&path);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (name, is_word) = (*names.last()?, names.len() == 1);
        let value = match names.as_slice() {
            ["None"] => return None,
            // The user may have left out the quotes of a header name, as in `allow_headers = content-type`.
            [_] if input.peek(Token![-]) && input.peek2(Ident::peek_any) => {
                let mut string = name.to_owned();
                while input.parse::<Token![-]>().is_ok() {
                    string = format!("{string}-{}", input.call(Ident::parse_any).ok()?);
                }
                format!("{string:?}")
            }
            // Other languages have constants such as `RequestMethod.GET`.
            [_] if input.peek(Token![.]) && input.peek2(Ident) && !input.peek3(Paren) => {
                input.parse::<Token![.]>().ok()?;
                let constant = input.parse::<Ident>().ok()?.to_string();
                // The last name of a constant begins with a capital. A field of a variable, as in `settings.headers`,
                // does not.
                http_constant(&constant, key)
                    .filter(|_| constant.starts_with(char::is_uppercase))?
            }
            _ if input.peek(Token![!]) => {
                let mark: Token![!] = input.parse().ok()?;
                let TokenTree::Group(body) = input.parse().ok()? else { return None };
                match name {
                    "vec" => {
                        self.is_list = true;
                        return self.read(body.stream());
                    }
                    "format" | "format_args" => return None,
                    "option_env" => format!("env!{body}"),
                    _ => source(&quote!(#path #mark #body)),
                }
            }
            names if input.peek(Paren) => {
                let TokenTree::Group(arguments) = input.parse().ok()? else { return None };
                return self.read_call(names, arguments.stream());
            }
            // In Go's `[]string{"…"}`, the word is a type. The values are in the braces, which the caller reads next.
            _ if input.peek(Brace) => return Some(()),
            // A word before a list is an operation on the list, as in `without ["…"]`. There is no code to propose.
            _ if input.peek(Bracket) => return None,
            [.., module, name] if HTTP_MODULES.contains(module) => http_constant(name, key)?,
            _ => match key::code_for_word(name, key.kind()) {
                Some(code) => code.to_owned(),
                None if is_word && key == Key::Methods => method(name),
                None if is_name_of_constant(name) => source(&path),
                // The user may have left out the quotes, as in `allow_headers = authorization`.
                None if is_word && key.kind().is_headers() => format!("{name:?}"),
                None => return None,
            },
        };
        self.found.push(value);
        Some(())
    }

    /// Adds the values in the arguments of a function that only converts them, such as `String::from`. For a function
    /// that allows everything, such as `CorsLayer::permissive`, adds `"*"`.
    fn read_call(&mut self, names: &[&str], arguments: TokenStream) -> Option<()> {
        let (name, before) = names.split_last()?;
        let keeps_value = matches!(names, ["Some"])
            || names.first().is_some_and(|first| MAKING_TYPES.contains(first))
            || is_library_function(names);
        // A function of actix-web names a method, such as `web::get()`.
        if self.key == Key::Methods
            && !before.is_empty()
            && let Some(method) = route::method_named(name)
        {
            self.found.push(method);
        } else if arguments.is_empty() && !before.is_empty() && EVERYTHING.contains(name) {
            self.found.push("\"*\"".to_owned());
        } else if keeps_value && syn::parse2::<Expr>(arguments.clone()).is_ok() {
            self.read(arguments)?;
        } else {
            return None;
        }
        Some(())
    }
}

/// Returns whether a method only converts the value before it, such as `.to_owned()` or `.unwrap()`.
fn keeps_value(method: &Ident) -> bool {
    MAKING_METHODS.iter().chain(&["as_str", "expect", "unwrap"]).any(|name| method == name)
}

/// Returns the value that `true` or `false` means in other libraries, such as `"*"` for `true`.
fn value_of_flag(flag: bool, key: Key) -> Option<String> {
    match (key, flag) {
        (Key::Origins, false) => Some("#[cors(none)]".to_owned()),
        (Key::DebugOrigins | Key::Hosts, _) | (_, false) => None,
        (_, true) => Some("\"*\"".to_owned()),
    }
}

fn quoted(string: &str, key: Key) -> String {
    let is_identifier = string.chars().all(|c| c.is_ascii_uppercase());
    if key == Key::Methods && is_identifier { string.to_owned() } else { format!("{string:?}") }
}

/// Returns the method for a name such as `Get` or `MethodGet`. Any other name is returned as it is.
fn method(name: &str) -> String {
    let word = name.strip_prefix("Method").unwrap_or(name);
    route::method_named(&word.to_lowercase()).unwrap_or_else(|| name.to_owned())
}

/// Returns the code for the method or the header that a constant names, such as `Method::GET` or
/// `header::CONTENT_TYPE`.
fn http_constant(name: &str, key: Key) -> Option<String> {
    if let Some(code) = key::code_for_word(&name.to_lowercase(), key.kind()) {
        return Some(code.to_owned());
    }
    match key {
        Key::Methods => Some(method(name)),
        key if key.kind().is_headers() => {
            Some(format!("{:?}", name.to_lowercase().replace('_', "-")))
        }
        _ => None,
    }
}

/// Functions of other libraries that allow every origin, method or header, such as `Cors::permissive()`.
const EVERYTHING: &[&str] = &["all", "any", "mirror_request", "permissive", "very_permissive"];

/// Functions that convert a string or a list of strings, such as `HeaderName::from_static`.
const CONVERSIONS: &[&str] =
    &["exact", "from", "from_bytes", "from_maybe_shared", "from_static", "from_str", "list"];

/// Returns whether a path is a known function of another library. Such a path has at least two names, such as
/// `HeaderName::from_static`, and ends with a name in `CONVERSIONS` or `EVERYTHING`.
pub(crate) fn is_library_function(names: &[&str]) -> bool {
    matches!(names, [_, .., name] if CONVERSIONS.contains(name) || EVERYTHING.contains(name))
}
