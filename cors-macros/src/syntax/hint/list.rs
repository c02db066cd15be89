//! The code that a help proposes as the value of a key that takes a list. The code is derived from tokens, which may be
//! in the syntax of another language.

use cors_rules::{
    cross_checks::Context,
    key::{self, Key},
    list::ListCheck,
};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::Lit;

use super::{DECIDING, code_of, is_name_of_constant, is_punct};
use crate::syntax::{
    expr_kind::{HTTP_MODULES, MAKING_METHODS, MAKING_TYPES},
    route,
    source::source,
};

/// Returns the code for the value of a list key. The code is one value if the tokens are one value without brackets,
/// otherwise a list in brackets. For a function in `origins`, the code is `dynamic(…)`. Returns `None` if there is no
/// code to propose.
pub(crate) fn list(tokens: &TokenStream, key: Key) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    if key == Key::Origins && is_function(&tokens) {
        return Some(DECIDING.to_owned());
    }
    let mut values = Values { key, found: Vec::new(), is_list: false };
    values.read(&tokens)?;
    match (values.found.as_slice(), tokens.as_slice()) {
        ([], _) => None,
        // A single word may be a variable, so no code is proposed for it.
        ([value], [TokenTree::Ident(word)]) if *value == format!("\"{word}\"") => None,
        ([value], _) if !values.is_list => Some(value.clone()),
        (values, _) => Some(format!("[{}]", values.join(", "))),
    }
}

/// Returns whether tokens are a function of another language, such as `origin => true`.
fn is_function(tokens: &[TokenTree]) -> bool {
    let is_arrow = |pair: &[TokenTree]| match pair {
        [equals, angle] => is_punct(equals, '=') && is_punct(angle, '>'),
        _ => false,
    };
    let is_keyword =
        |word: &Ident| ["def", "func", "function", "lambda"].iter().any(|keyword| word == keyword);
    matches!(tokens.first(), Some(TokenTree::Ident(word)) if is_keyword(word))
        || tokens.windows(2).any(is_arrow)
}

fn tokens_in(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// The values in tokens, as code.
struct Values {
    key: Key,
    found: Vec<String>,
    /// Whether the tokens have brackets at any depth, or a comma at the end.
    is_list: bool,
}

impl Values {
    /// Adds each value in the tokens. Returns `None` if some tokens are not a value of a list.
    fn read(&mut self, tokens: &[TokenTree]) -> Option<()> {
        self.is_list |= tokens.last().is_some_and(|token| is_punct(token, ','));
        let mut rest = tokens;
        let mut before = None;
        while let [token, after @ ..] = rest {
            rest = after;
            match token {
                TokenTree::Literal(literal) => self.read_literal(&Lit::new(literal.clone()))?,
                TokenTree::Group(group) => {
                    self.is_list |= group.delimiter() == Delimiter::Bracket;
                    self.read(&tokens_in(group))?;
                }
                TokenTree::Ident(word) => rest = self.read_word(word, after)?,
                TokenTree::Punct(punct) => match (punct.as_char(), after) {
                    // A method that only converts the value before the dot, such as `.to_owned()`, is left out.
                    ('.', [TokenTree::Ident(method), after @ ..]) => {
                        let is_group = |token: &TokenTree| matches!(token, TokenTree::Group(_));
                        let arguments = after.iter().position(is_group)?;
                        rest = after.get(arguments + 1..).filter(|_| keeps_value(method))?;
                    }
                    ('.', _) => {
                        let dots = after.iter().take_while(|token| is_punct(token, '.')).count();
                        rest = after.get(dots..)?;
                        // In other languages, `...LIST` and `LIST...` join lists. Any other dots mean `..`.
                        let is_spread = [before, rest.first()]
                            .iter()
                            .any(|token| matches!(token, Some(TokenTree::Ident(_))));
                        self.found.extend((!is_spread).then(|| "..".to_owned()));
                    }
                    // The `*` of `*LIST` is left out, because the help proposes `LIST`.
                    ('*', [TokenTree::Ident(_), ..]) => {}
                    ('*', _) => self.found.push("\"*\"".to_owned()),
                    // Between two values, `&` means an intersection, for which there is no code to propose.
                    ('&', _) if !matches!(before, None | Some(TokenTree::Punct(_))) => return None,
                    // A `:` begins a symbol in Ruby, such as `:any`.
                    (',' | ';' | '|' | '+' | '&' | ':', _) => {}
                    _ => return None,
                },
            }
            before = Some(token);
        }
        Some(())
    }

    /// Adds a string if it is valid. Otherwise, adds the code that the help of the error proposes.
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

    /// Adds the values that begin with a word, such as a path or a call. Returns the tokens after them.
    fn read_word<'a>(
        &mut self,
        first: &Ident,
        mut after: &'a [TokenTree],
    ) -> Option<&'a [TokenTree]> {
        let key = self.key;
        let mut path = vec![TokenTree::from(first.clone())];
        let mut names = vec![first.to_string()];
        while let [one, two, TokenTree::Ident(name), rest @ ..] = after
            && is_punct(one, ':')
            && is_punct(two, ':')
        {
            path.extend([one.clone(), two.clone(), name.clone().into()]);
            names.push(name.to_string());
            after = rest;
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let as_written = |tokens: Vec<TokenTree>| source(&TokenStream::from_iter(tokens));
        let value = match (names.as_slice(), after) {
            (["true"], _) => value_of_flag(true, key)?,
            (["false"], _) => value_of_flag(false, key)?,
            (["None" | "_"], _) => return None,
            // The user may have left out the quotes of a header name, as in `allow_headers = content-type`.
            ([_], [dash, TokenTree::Ident(_), ..]) if is_punct(dash, '-') => {
                let mut string = first.to_string();
                while let [dash, TokenTree::Ident(word), rest @ ..] = after
                    && is_punct(dash, '-')
                {
                    string = format!("{string}-{word}");
                    after = rest;
                }
                format!("{string:?}")
            }
            // Other languages have constants such as `RequestMethod.GET`.
            ([_], [dot, TokenTree::Ident(name), rest @ ..])
                if is_punct(dot, '.') && !matches!(rest, [TokenTree::Group(_), ..]) =>
            {
                after = rest;
                http_constant(&name.to_string(), key)?
            }
            ([.., name], [mark, TokenTree::Group(body), rest @ ..]) if is_punct(mark, '!') => {
                after = rest;
                match *name {
                    "vec" => {
                        self.is_list = true;
                        self.read(&tokens_in(body))?;
                        return Some(after);
                    }
                    "format" | "format_args" => return None,
                    "option_env" => format!("env!{body}"),
                    _ => {
                        path.extend([mark.clone(), body.clone().into()]);
                        as_written(path)
                    }
                }
            }
            (names, [TokenTree::Group(arguments), rest @ ..])
                if arguments.delimiter() == Delimiter::Parenthesis =>
            {
                self.read_call(names, &tokens_in(arguments))?;
                return Some(rest);
            }
            // In Go's `[]string{"…"}`, the word is a type. The values are in the braces, which the caller reads next.
            (_, [TokenTree::Group(body), ..]) if body.delimiter() == Delimiter::Brace => {
                return Some(after);
            }
            // A word before a list is an operation on the list, as in `without ["…"]`. There is no code to propose.
            (_, [TokenTree::Group(_), ..]) => return None,
            ([.., module, name], _) if HTTP_MODULES.contains(module) => http_constant(name, key)?,
            ([.., name], _) => match key::code_for_word(name, key.kind()) {
                Some(code) => code.to_owned(),
                None if names.len() == 1 && key == Key::Methods => method(name),
                None if is_name_of_constant(name) => as_written(path),
                // The user may have left out the quotes, as in `allow_headers = authorization`.
                None if names.len() == 1 && key.kind().is_headers() => format!("{name:?}"),
                None => return None,
            },
            ([], _) => return None,
        };
        self.found.push(value);
        Some(after)
    }

    /// Adds the values in the arguments of a function that only converts them, such as `String::from`. For a function
    /// that returns a list of everything, such as `CorsLayer::permissive`, adds `"*"`.
    fn read_call(&mut self, names: &[&str], arguments: &[TokenTree]) -> Option<()> {
        let (name, before) = names.split_last()?;
        let is_one = match arguments {
            [most @ .., _] => !most.iter().any(|token| is_punct(token, ',')),
            [] => false,
        };
        let keeps_value = matches!(names, ["Some"])
            || names.first().is_some_and(|first| MAKING_TYPES.contains(first))
            || is_conversion(names);
        // A function of actix-web names a method, such as `web::get()`.
        if self.key == Key::Methods
            && !before.is_empty()
            && let Some(method) = route::method_named(name)
        {
            self.found.push(method);
        } else if is_one && keeps_value {
            self.read(arguments)?;
        } else if arguments.is_empty() && !before.is_empty() && EVERYTHING.contains(name) {
            self.found.push("\"*\"".to_owned());
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

/// Functions of other libraries that return a list of everything, such as `Cors::permissive()`.
const EVERYTHING: &[&str] = &["all", "any", "mirror_request", "permissive", "very_permissive"];

/// Functions that convert a string or a list of strings, such as `HeaderName::from_static`.
const CONVERSIONS: &[&str] =
    &["exact", "from", "from_bytes", "from_maybe_shared", "from_static", "from_str", "list"];

/// Returns whether a path of at least two names, such as `HeaderName::from_static`, ends with a name in `CONVERSIONS`
/// or `EVERYTHING`.
pub(crate) fn is_conversion(names: &[&str]) -> bool {
    matches!(names, [_, .., name] if CONVERSIONS.contains(name) || EVERYTHING.contains(name))
}
