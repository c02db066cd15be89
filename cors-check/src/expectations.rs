//! The parser for the file that `cors-check run` reads. Each error names the line and, if possible, the correction.

use cors_browser::http::{
    Method,
    header::{HeaderName, HeaderValue},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::args::{Question, header, parse_page, parse_url};

/// The expected result of one call by a page.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    pub(crate) question: Question,
    pub(crate) verdict: Verdict,
    /// The response headers that the page is expected to read.
    pub(crate) reads: Vec<String>,
    /// The line of `[[expect]]` in the file.
    pub(crate) line: usize,
    /// The line of `verdict` in the file.
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

/// An error in a file of expectations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: usize,
    pub(crate) message: String,
}

const KEYS: [&str; 7] = ["from", "url", "method", "headers", "credentials", "verdict", "reads"];

// An example for each key. Error messages write each example between backticks. The inner backticks in two of the
// examples separate two alternatives.
const FROM: &str = "from = \"https://app.example.com\"";
const URL: &str = "url = \"https://api.example.com/books\"";
const METHOD: &str = "method = \"PUT\"";
const HEADERS: &str = "headers = { content-type = \"application/json\" }";
const CREDENTIALS: &str = "credentials = true` or `credentials = false";
const VERDICT: &str = "verdict = \"allowed\"` or `verdict = \"blocked\"";
const READS: &str = "reads = [\"x-total-count\"]";

/// Returns the expectations in a file. If the file has syntax errors, returns only these errors. Otherwise, returns the
/// errors in the expectations, if there are any.
pub(crate) fn parse(text: &str) -> Result<Vec<Expectation>, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut parser = Parser { text, problems: Vec::new() };
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        parser.report_problem(offset, error.message().to_owned());
    }
    let expectations =
        if errors.is_empty() { parser.parse_file(table.get_ref()) } else { Vec::new() };
    if parser.problems.is_empty() {
        return Ok(expectations);
    }
    parser.problems.sort_by_key(|problem| problem.line);
    Err(parser.problems)
}

struct Parser<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Parser<'t> {
    fn report_problem(&mut self, offset: usize, message: String) {
        self.problems.push(Problem { line: self.line(offset), message });
    }

    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }

    fn parse_file(&mut self, table: &DeTable<'t>) -> Vec<Expectation> {
        let mut expectations = Vec::new();
        for (key, value) in table {
            let message = match (key.get_ref().as_ref(), value.get_ref()) {
                ("expect", DeValue::Array(entries)) => {
                    expectations
                        .extend(entries.iter().filter_map(|entry| self.parse_expectation(entry)));
                    continue;
                }
                ("expect", _) => "`expect` is a list: write `[[expect]]`".to_owned(),
                (name, _) => format!("`{name}` is not a known key: write `[[expect]]`"),
            };
            self.report_problem(key.span().start, message);
        }
        if expectations.is_empty() && self.problems.is_empty() {
            self.report_problem(0, "the file has no expectation: write `[[expect]]`".to_owned());
        }
        expectations
    }

    fn parse_expectation(&mut self, entry: &Value<'t>) -> Option<Expectation> {
        let start = entry.span().start;
        let Some(table) = entry.get_ref().as_table() else {
            self.report_problem(
                start,
                "`expect` is a list of tables: write `[[expect]]`".to_owned(),
            );
            return None;
        };
        self.check_keys(table, start);
        let from = self.parsed_string(table, "from", FROM, parse_page);
        let url = self.parsed_string(table, "url", URL, parse_url);
        let verdict = self.parsed_string(table, "verdict", VERDICT, parse_verdict);
        let method = |value: &DeValue<'t>| value.as_str()?.parse().ok();
        let method = self.typed_value(table, "method", "the name of a method", METHOD, method);
        let credentials = self.typed_value(
            table,
            "credentials",
            "`true` or `false`",
            CREDENTIALS,
            DeValue::as_bool,
        );
        let headers = |value: &DeValue<'t>| value.as_table().cloned();
        let headers = self.typed_value(table, "headers", "a table", HEADERS, headers);
        let headers = self.parse_headers(&headers.unwrap_or_default());
        let reads = self.typed_value(table, "reads", "a list of header names", READS, header_names);
        if let Some((key, _)) = table.get_key_value("reads")
            && verdict == Some(Verdict::Blocked)
        {
            let message = "a blocked page reads no header: remove `reads`, or write \
                           `verdict = \"allowed\"`";
            self.report_problem(key.span().start, message.to_owned());
        }
        Some(Expectation {
            question: Question {
                from: from?,
                url: url?,
                method: method.unwrap_or(Method::GET),
                headers,
                credentials: credentials.unwrap_or(false),
                engine: None,
            },
            verdict: verdict?,
            reads: reads.unwrap_or_default(),
            line: self.line(start),
            verdict_line: self.line(table.get("verdict")?.span().start),
        })
    }

    /// Reports the unknown keys of an expectation, and the required keys that are missing. A required key that is only
    /// misspelled is not reported as missing.
    fn check_keys(&mut self, table: &DeTable<'t>, start: usize) {
        let mut misspelled = Vec::new();
        for key in table.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let intended = intended(name);
            misspelled.extend(intended);
            let hint = match intended {
                Some(intended) => format!("write `{intended}`"),
                None => format!("the keys are `{}`", KEYS.join("`, `")),
            };
            self.report_problem(key.span().start, format!("`{name}` is not a key: {hint}"));
        }
        for (key, write) in [("from", FROM), ("url", URL), ("verdict", VERDICT)] {
            if !table.contains_key(key) && !misspelled.contains(&key) {
                self.report_problem(start, format!("`{key}` is missing: write `{write}`"));
            }
        }
    }

    /// Returns the value of a key, converted by `read`. Reports a problem if `read` returns `None`. If the key is
    /// missing, returns `None` and reports nothing.
    fn typed_value<T>(
        &mut self,
        table: &DeTable<'t>,
        key: &str,
        expected: &str,
        write: &str,
        read: impl FnOnce(&DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = table.get(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            let source = self.source(value);
            let message = format!("`{key}` is `{source}`, not {expected}: write `{write}`");
            self.report_problem(value.span().start, message);
        }
        read
    }

    /// Returns the string value of a key, converted by `parse`. Reports a problem if the value is not a string, or if
    /// `parse` returns an error. If the key is missing, returns `None` and reports nothing.
    fn parsed_string<T>(
        &mut self,
        table: &DeTable<'t>,
        key: &str,
        write: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let offset = table.get(key)?.span().start;
        let string = |value: &DeValue<'t>| value.as_str().map(str::to_owned);
        let string = self.typed_value(table, key, "a string", write, string)?;
        parse(&string).map_err(|message| self.report_problem(offset, message)).ok()
    }

    fn parse_headers(&mut self, table: &DeTable<'t>) -> Vec<(HeaderName, HeaderValue)> {
        let mut headers = Vec::new();
        for (name, value) in table {
            let name = name.get_ref();
            let write = format!("{name} = \"{}\"", self.source(value));
            headers.extend(self.parsed_string(table, name, &write, |value| header(name, value)));
        }
        headers
    }

    fn source(&self, value: &Value<'t>) -> &'t str {
        self.text.get(value.span()).unwrap_or_default()
    }
}

fn parse_verdict(written: &str) -> Result<Verdict, String> {
    let lower = written.to_ascii_lowercase();
    let write = match written {
        "allowed" => return Ok(Verdict::Allowed),
        "blocked" => return Ok(Verdict::Blocked),
        _ if lower.starts_with("allow") => "`verdict = \"allowed\"`",
        _ if lower.starts_with("block") || lower.starts_with("den") => "`verdict = \"blocked\"`",
        _ => "`verdict = \"allowed\"` or `verdict = \"blocked\"`",
    };
    Err(format!("`{written}` is not a verdict: write {write}"))
}

/// Returns the header names in a list, in lower case. Returns `None` if the value is not a list of header names.
fn header_names(value: &DeValue<'_>) -> Option<Vec<String>> {
    let names = value.as_array()?.iter().map(|name| {
        let name = HeaderName::try_from(name.get_ref().as_str()?).ok()?;
        Some(name.as_str().to_owned())
    });
    names.collect()
}

/// Returns the key that the author of the file probably meant, or `None` if no key is similar.
fn intended(key: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    match key.as_str() {
        "origin" | "page" => Some("from"),
        "to" | "uri" | "target" => Some("url"),
        "methods" => Some("method"),
        "expected" | "expect" | "result" | "outcome" => Some("verdict"),
        "expose" | "exposed" | "readable" => Some("reads"),
        _ => KEYS.into_iter().find(|known| strsim::osa_distance(known, &key) <= 2),
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

    /// Each case replaces the line with the same key in a valid entry, or adds a line to the entry. A case such as
    /// `#url` turns the line into a comment.
    #[test]
    #[rustfmt::skip]
    fn an_error_names_the_line_and_the_correction() {
        for (written, line, message) in [
            ("from = 'app.example.com'", 2, "`app.example.com` is not the URL of a page: write `https://app.example.com`"),
            ("from = 3", 2, "`from` is `3`, not a string: write `from = \"https://app.example.com\"`"),
            ("#from", 1, "`from` is missing: write `from = \"https://app.example.com\"`"),
            ("#url", 1, "`url` is missing: write `url = \"https://api.example.com/books\"`"),
            ("url = 'localhost:8080/books'", 3, "`localhost:8080/books` is not the URL of a server: write `http://localhost:8080/books`"),
            ("url = 'ftp://a.example/'", 3, "`ftp://a.example/` is neither an `http` nor an `https` URL"),
            ("url = 'https://me:pw@a.example/x'", 3, "a page cannot call a URL with a user name: write `https://a.example/x`"),
            ("verdict = 'allow'", 4, "`allow` is not a verdict: write `verdict = \"allowed\"`"),
            ("verdict = \"deny\"", 4, "`deny` is not a verdict: write `verdict = \"blocked\"`"),
            ("verdict = 'yes'", 4, "`yes` is not a verdict: write `verdict = \"allowed\"` or `verdict = \"blocked\"`"),
            ("verdict = true", 4, "`verdict` is `true`, not a string: write `verdict = \"allowed\"` or `verdict = \"blocked\"`"),
            ("#verdict", 1, "`verdict` is missing: write `verdict = \"allowed\"` or `verdict = \"blocked\"`"),
            ("origin = 'https://a.example'", 5, "`origin` is not a key: write `from`"),
            ("credential = true", 5, "`credential` is not a key: write `credentials`"),
            ("color = 'red'", 5, "`color` is not a key: the keys are `from`, `url`, `method`, `headers`, `credentials`, `verdict`, `reads`"),
            ("credentials = 'true'", 5, "`credentials` is `'true'`, not `true` or `false`: write `credentials = true` or `credentials = false`"),
            ("method = ['PUT']", 5, "`method` is `['PUT']`, not the name of a method: write `method = \"PUT\"`"),
            ("headers = ['x-a']", 5, "`headers` is `['x-a']`, not a table: write `headers = { content-type = \"application/json\" }`"),
            ("headers = { x-page = 2 }", 5, "`x-page` is `2`, not a string: write `x-page = \"2\"`"),
            ("headers = { origin = 'https://a.example' }", 5, "a page cannot set `origin`: the browser sets it"),
            ("headers = { 'a b' = '1' }", 5, "`a b` is not a header name"),
            ("reads = 'x-total-count'", 5, "`reads` is `'x-total-count'`, not a list of header names: write `reads = [\"x-total-count\"]`"),
        ] {
            let key = written.trim_start_matches('#').split(' ').next();
            let mut lines = vec![
                "[[expect]]",
                "from = 'https://app.example.com'",
                "url = 'https://api.example.com/'",
                "verdict = 'allowed'",
            ];
            match lines.iter_mut().find(|line| line.split(' ').next() == key) {
                Some(replaced) => *replaced = written,
                None => lines.push(written),
            }
            let problems = parse(&lines.join("\n")).expect_err(written);
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
        let text =
            "[[expect]]\nfrom = 'a'\nverdict = 'no'\n[[expect]]\nreads = 1\norigin = 'null'\n";
        let problems = parse(text).expect_err("invalid");
        let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 4, 5, 6]);
    }
}
