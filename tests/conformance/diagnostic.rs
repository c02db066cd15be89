//! The parts of the compiler's diagnostics that the cases check: <https://doc.rust-lang.org/rustc/json.html>.

use serde::Deserialize;

/// A line of the output of `cargo check --message-format=json`.
#[derive(Deserialize)]
struct CargoMessage {
    reason: String,
    message: Option<Diagnostic>,
}

#[derive(Deserialize)]
pub struct Diagnostic {
    pub message: String,
    #[serde(default)]
    pub rendered: Option<String>,
    level: String,
    code: Option<Code>,
    spans: Vec<Span>,
    children: Vec<Diagnostic>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
pub struct Span {
    pub file_name: String,
    pub byte_start: usize,
    pub byte_end: usize,
    pub line_start: usize,
    is_primary: bool,
    label: Option<String>,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

/// Returns the diagnostics of a run of cargo, without summaries such as `aborting due to 2 previous errors`.
pub fn reported(output: &str) -> Vec<Diagnostic> {
    output
        .lines()
        .map(|line| serde_json::from_str(line).expect("cargo prints a JSON object a line"))
        .filter(|message: &CargoMessage| message.reason == "compiler-message")
        .filter_map(|message| message.message)
        .filter(|diagnostic| !diagnostic.message.starts_with("aborting due to"))
        .collect()
}

impl Diagnostic {
    pub fn is_error(&self) -> bool {
        self.level.starts_with("error")
    }

    /// Returns the number of the error or the name of the lint.
    pub fn code(&self) -> Option<String> {
        self.code.as_ref().map(|code| code.code.clone())
    }

    /// Returns the rule that the last line of the message names.
    pub fn rule(&self) -> Option<&str> {
        self.message.lines().last()?.trim().strip_prefix("rule: ")
    }

    pub fn mentions(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Returns the message with its labels and notes.
    pub fn text(&self) -> String {
        let labels = self.spans.iter().filter_map(|span| span.label.clone());
        let notes = self.children.iter().map(Self::text);
        [self.message.clone()].into_iter().chain(labels).chain(notes).collect::<Vec<_>>().join("\n")
    }

    /// Returns the code in the first help that begins with `write`. Returns `None` if there is no such help, or if the
    /// help contains more than code.
    pub fn code_to_write(&self) -> Option<&str> {
        let help =
            self.message.lines().find_map(|line| line.trim().strip_prefix("help: write "))?;
        let help = help.strip_prefix("a list: ").unwrap_or(help);
        let code = help.strip_prefix('`')?.strip_suffix('`')?;
        (!code.contains('`') && !code.contains('…')).then_some(code)
    }

    /// Returns the primary span in a file. For code that a macro in another file generates, this is the span of the
    /// macro's call.
    pub fn primary_span_in(&self, file: &str) -> Option<&Span> {
        self.spans.iter().filter(|span| span.is_primary).find_map(|span| span.within(file))
    }
}

impl Span {
    fn within(&self, file: &str) -> Option<&Span> {
        if self.file_name == file {
            return Some(self);
        }
        self.expansion.as_ref()?.span.within(file)
    }
}
