//! The parser for a file of expectations. Its errors name the line and the correction.

use std::{borrow::Cow, collections::BTreeMap};

use cors_browser::{
    Engine,
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    args::{header, parse_page, parse_url},
    question::Question,
};

/// The expected result of one call by a page.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    pub(crate) question: Question,
    pub(crate) verdict: Verdict,
    /// The response headers that the page is expected to read.
    pub(crate) reads: Vec<String>,
    /// The line of `[[expect]]`.
    pub(crate) line: usize,
    /// The line of `verdict`.
    pub(crate) verdict_line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    Blocked,
}

impl Verdict {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
        }
    }
}

/// An error in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: usize,
    pub(crate) message: String,
}

const KEYS: [&str; 7] = ["from", "url", "method", "headers", "credentials", "verdict", "reads"];

/// Parses a file. Returns every error at once.
pub(crate) fn parse(text: &str) -> Result<Vec<Expectation>, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut parser = Parser { text, problems: Vec::new() };
    if errors.is_empty() {
        let expectations = parser.file(table.get_ref());
        return if parser.problems.is_empty() { Ok(expectations) } else { Err(parser.sorted()) };
    }
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        parser.problem(offset, error.message().to_owned());
    }
    Err(parser.sorted())
}

struct Parser<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

type Value<'t> = Spanned<DeValue<'t>>;
type Entry<'e, 't> = BTreeMap<&'e str, (&'e Spanned<Cow<'t, str>>, &'e Value<'t>)>;

impl<'t> Parser<'t> {
    fn problem(&mut self, offset: usize, message: String) {
        self.problems.push(Problem { line: self.line(offset), message });
    }

    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }

    fn sorted(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }

    fn file(&mut self, table: &DeTable<'t>) -> Vec<Expectation> {
        let mut expectations = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                _ if name != "expect" => {
                    let offset = key.span().start;
                    self.problem(
                        offset,
                        format!("`{name}` is not a known key: write `[[expect]]`"),
                    );
                }
                DeValue::Array(entries) => {
                    expectations.extend(entries.iter().filter_map(|entry| self.expectation(entry)));
                }
                _ => {
                    let message = "`expect` is a list: write `[[expect]]`".to_owned();
                    self.problem(key.span().start, message);
                }
            }
        }
        if expectations.is_empty() && self.problems.is_empty() {
            self.problem(0, "the file has no expectation: write `[[expect]]`".to_owned());
        }
        expectations
    }

    fn expectation(&mut self, value: &Value<'t>) -> Option<Expectation> {
        let start = value.span().start;
        let DeValue::Table(table) = value.get_ref() else {
            self.problem(start, "`expect` is a list of tables: write `[[expect]]`".to_owned());
            return None;
        };
        let mut entry = Entry::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if KEYS.contains(&name) {
                entry.insert(name, (key, value));
            } else {
                self.problem(key.span().start, format!("`{name}` is not a key: {}", hint(name)));
            }
        }
        let from = self.required(start, &entry, "from", "https://app.example.com", parse_page);
        let example = "https://api.example.com/books";
        let url = self.required(start, &entry, "url", example, parse_url);
        let verdict = self.verdict(start, &entry);
        let method = self.method(&entry);
        let headers = self.headers(&entry);
        let credentials = self.credentials(&entry);
        let reads = self.reads(&entry, verdict);
        let verdict = verdict?;
        let verdict_line = self.line(entry.get("verdict")?.0.span().start);
        let (from, url) = (from?, url?);
        let engine = Engine::Standard;
        let question = Question { from, url, method, headers, credentials, engine };
        Some(Expectation { question, verdict, reads, line: self.line(start), verdict_line })
    }

    /// Reads the string of a required key.
    fn required<T>(
        &mut self,
        start: usize,
        entry: &Entry<'_, 't>,
        key: &str,
        example: &str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let Some((_, value)) = entry.get(key) else {
            self.problem(start, format!("`{key}` is missing: write `{key} = \"{example}\"`"));
            return None;
        };
        let Some(string) = value.get_ref().as_str() else {
            self.not_a(value, key, "a string", &format!("{key} = \"{example}\""));
            return None;
        };
        match parse(string) {
            Ok(parsed) => Some(parsed),
            Err(message) => {
                self.problem(value.span().start, message);
                None
            }
        }
    }

    fn verdict(&mut self, start: usize, entry: &Entry<'_, 't>) -> Option<Verdict> {
        let Some((_, value)) = entry.get("verdict") else {
            let write = "`verdict = \"allowed\"` or `verdict = \"blocked\"`";
            self.problem(start, format!("`verdict` is missing: write {write}"));
            return None;
        };
        let written = value.get_ref().as_str();
        match written {
            Some("allowed") => return Some(Verdict::Allowed),
            Some("blocked") => return Some(Verdict::Blocked),
            _ => {}
        }
        let written = written.unwrap_or_default().to_ascii_lowercase();
        let write = if written.starts_with("allow") {
            "`verdict = \"allowed\"`"
        } else if written.starts_with("block") || written.starts_with("den") {
            "`verdict = \"blocked\"`"
        } else {
            "`verdict = \"allowed\"` or `verdict = \"blocked\"`"
        };
        let source = self.source(value);
        self.problem(value.span().start, format!("`{source}` is not a verdict: write {write}"));
        None
    }

    fn method(&mut self, entry: &Entry<'_, 't>) -> Method {
        let Some((_, value)) = entry.get("method") else {
            return Method::GET;
        };
        let method = value.get_ref().as_str().and_then(|method| method.parse().ok());
        method.unwrap_or_else(|| {
            self.not_a(value, "method", "the name of a method", "method = \"PUT\"");
            Method::GET
        })
    }

    fn headers(&mut self, entry: &Entry<'_, 't>) -> Vec<(HeaderName, HeaderValue)> {
        let Some((_, value)) = entry.get("headers") else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            let write = "headers = { content-type = \"application/json\" }";
            self.not_a(value, "headers", "a table", write);
            return Vec::new();
        };
        let mut headers = Vec::new();
        for (name, value) in table {
            let name = name.get_ref();
            let Some(string) = value.get_ref().as_str() else {
                let write = format!("{name} = \"{}\"", self.source(value));
                self.not_a(value, name, "a string", &write);
                continue;
            };
            match header(name, string) {
                Ok(header) => headers.push(header),
                Err(message) => self.problem(value.span().start, message),
            }
        }
        headers
    }

    fn credentials(&mut self, entry: &Entry<'_, 't>) -> bool {
        let Some((_, value)) = entry.get("credentials") else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            let is_false = self.source(value).contains("false");
            let write = if is_false { "credentials = false" } else { "credentials = true" };
            self.not_a(value, "credentials", "`true` or `false`", write);
            false
        })
    }

    fn reads(&mut self, entry: &Entry<'_, 't>, verdict: Option<Verdict>) -> Vec<String> {
        let Some((key, value)) = entry.get("reads") else {
            return Vec::new();
        };
        let names = value.get_ref().as_array().and_then(|array| {
            let names = array.iter().map(|name| name.get_ref().as_str());
            names.map(|name| HeaderName::try_from(name?).ok()).collect::<Option<Vec<_>>>()
        });
        let Some(names) = names else {
            let write = match value.get_ref().as_str() {
                Some(name) => format!("reads = [\"{name}\"]"),
                None => "reads = [\"x-total-count\"]".to_owned(),
            };
            self.not_a(value, "reads", "a list of header names", &write);
            return Vec::new();
        };
        if verdict == Some(Verdict::Blocked) {
            let message = "a blocked page reads no header: remove `reads`, or write \
                           `verdict = \"allowed\"`";
            self.problem(key.span().start, message.to_owned());
        }
        names.iter().map(|name| name.as_str().to_owned()).collect()
    }

    fn not_a(&mut self, value: &Value<'t>, key: &str, expected: &str, write: &str) {
        let source = self.source(value);
        let message = format!("`{key}` is `{source}`, not {expected}: write `{write}`");
        self.problem(value.span().start, message);
    }

    /// Returns the source text of a value.
    fn source(&self, value: &Value<'t>) -> &'t str {
        self.text.get(value.span()).unwrap_or_default()
    }
}

/// Returns the correction of an unknown key.
fn hint(key: &str) -> String {
    let key = key.to_ascii_lowercase();
    let intended = match key.as_str() {
        "origin" | "page" => Some("from"),
        "to" | "uri" | "target" => Some("url"),
        "methods" => Some("method"),
        "expected" | "expect" | "result" | "outcome" => Some("verdict"),
        "expose" | "exposed" | "readable" => Some("reads"),
        _ => KEYS.into_iter().find(|known| strsim::osa_distance(known, &key) <= 2),
    };
    match intended {
        Some(intended) => format!("write `{intended}`"),
        None => format!("the keys are `{}`", KEYS.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, parse};

    #[test]
    fn an_entry_has_defaults() {
        let text = "
[[expect]]
from = 'null'
url = 'https://api.example.com'
verdict = 'blocked'

[[expect]]
from = 'https://app.example.com'
url = 'https://api.example.com/books/1'
method = 'PUT'
headers = { content-type = 'application/json', cookie = 'a=1' }
credentials = true
verdict = 'allowed'
reads = ['X-Total-Count']
";
        let expectations = parse(text).expect("a valid file");
        let [first, second] = &expectations[..] else { panic!("{expectations:?}") };
        assert_eq!((first.line, first.verdict_line, first.verdict), (2, 5, Verdict::Blocked));
        assert_eq!(first.question.method, "GET");
        assert!(!first.question.credentials && first.reads.is_empty());
        assert_eq!((second.line, second.verdict), (7, Verdict::Allowed));
        assert_eq!(second.question.headers.len(), 2);
        assert!(second.question.credentials);
        assert_eq!(second.reads, ["x-total-count"]);
    }

    /// Replaces one line of a valid entry, or adds one, and expects one error.
    #[test]
    fn an_error_names_the_line_and_the_correction() {
        for (key, written, line, message) in [
            (
                "from",
                "from = 'app.example.com'",
                2,
                "`app.example.com` is not the URL of a page: write `https://app.example.com`",
            ),
            (
                "from",
                "from = 3",
                2,
                "`from` is `3`, not a string: write `from = \"https://app.example.com\"`",
            ),
            ("from", "", 1, "`from` is missing: write `from = \"https://app.example.com\"`"),
            ("url", "", 1, "`url` is missing: write `url = \"https://api.example.com/books\"`"),
            (
                "url",
                "url = 'localhost:8080/books'",
                3,
                "`localhost:8080/books` is not the URL of a server: write `http://localhost:8080/books`",
            ),
            (
                "url",
                "url = 'ftp://a.example/'",
                3,
                "`ftp://a.example/` is neither an `http` nor an `https` URL",
            ),
            (
                "url",
                "url = 'https://me:pw@a.example/x'",
                3,
                "a page cannot call a URL with a user name: write `https://a.example/x`",
            ),
            (
                "verdict",
                "verdict = 'allow'",
                4,
                "`'allow'` is not a verdict: write `verdict = \"allowed\"`",
            ),
            (
                "verdict",
                "verdict = \"deny\"",
                4,
                "`\"deny\"` is not a verdict: write `verdict = \"blocked\"`",
            ),
            (
                "verdict",
                "verdict = true",
                4,
                "`true` is not a verdict: write `verdict = \"allowed\"` or `verdict = \"blocked\"`",
            ),
            (
                "verdict",
                "",
                1,
                "`verdict` is missing: write `verdict = \"allowed\"` or `verdict = \"blocked\"`",
            ),
            ("", "origin = 'https://a.example'", 5, "`origin` is not a key: write `from`"),
            ("", "credential = true", 5, "`credential` is not a key: write `credentials`"),
            (
                "",
                "colour = 'red'",
                5,
                "`colour` is not a key: the keys are `from`, `url`, `method`, `headers`, `credentials`, \
                 `verdict`, `reads`",
            ),
            (
                "",
                "credentials = 'true'",
                5,
                "`credentials` is `'true'`, not `true` or `false`: write `credentials = true`",
            ),
            (
                "",
                "method = ['PUT']",
                5,
                "`method` is `['PUT']`, not the name of a method: write `method = \"PUT\"`",
            ),
            (
                "",
                "headers = ['x-a']",
                5,
                "`headers` is `['x-a']`, not a table: write \
                 `headers = { content-type = \"application/json\" }`",
            ),
            (
                "",
                "headers = { x-page = 2 }",
                5,
                "`x-page` is `2`, not a string: write `x-page = \"2\"`",
            ),
            (
                "",
                "headers = { origin = 'https://a.example' }",
                5,
                "a page cannot set `origin`: the browser sets it",
            ),
            ("", "headers = { 'a b' = '1' }", 5, "`a b` is not a header name"),
            (
                "",
                "reads = 'x-total-count'",
                5,
                "`reads` is `'x-total-count'`, not a list of header names: write \
                 `reads = [\"x-total-count\"]`",
            ),
        ] {
            let mut lines = vec![
                ("", "[[expect]]"),
                ("from", "from = 'https://app.example.com'"),
                ("url", "url = 'https://api.example.com/'"),
                ("verdict", "verdict = 'allowed'"),
            ];
            match lines.iter_mut().find(|(own, _)| *own == key && !key.is_empty()) {
                Some(replaced) => replaced.1 = written,
                None => lines.push(("", written)),
            }
            let text: Vec<_> = lines.iter().map(|(_, line)| *line).collect();
            let problems = parse(&text.join("\n")).expect_err(written);
            let [problem] = &problems[..] else { panic!("{written}: {problems:?}") };
            assert_eq!((problem.line, problem.message.as_str()), (line, message), "{written}");
        }
    }

    #[test]
    fn a_file_has_a_list_of_expectations() {
        for (text, line, message) in [
            ("", 1, "the file has no expectation: write `[[expect]]`"),
            ("\n[expect]\nfrom = 'x'", 2, "`expect` is a list: write `[[expect]]`"),
            ("\n\n[[expects]]", 3, "`expects` is not a known key: write `[[expect]]`"),
            ("expect = [1]", 1, "`expect` is a list of tables: write `[[expect]]`"),
        ] {
            let problems = parse(text).expect_err(text);
            assert_eq!((problems[0].line, problems[0].message.as_str()), (line, message), "{text}");
        }
        let problems = parse("[[expect]]\nfrom = \nurl = 'x'").expect_err("no TOML");
        assert_eq!(problems[0].line, 2, "{problems:?}");
    }

    #[test]
    fn every_error_of_a_file_is_reported() {
        let text = "[[expect]]\nfrom = 'a'\nverdict = 'no'\n[[expect]]\nreads = 1\n";
        let lines: Vec<_> =
            parse(text).expect_err("invalid").iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 4, 4, 5]);
    }
}
