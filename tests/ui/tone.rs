//! Tests of the form of every message under `rules/`: the value and its defect, at most one help, and the rule.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cors_runtime::Rule;

const ERROR: &str = "error: ";

/// The beginning of the compiler's message for an error about a type.
const TYPES: &str = "error[E0277]: ";

/// The beginning of the compiler's message for a failed const evaluation.
const CONST_EVALUATION: &str = "error[E0080]: evaluation panicked: ";

struct Message {
    file: PathBuf,
    lines: Vec<String>,
}

impl Message {
    fn rule(&self) -> Option<&str> {
        self.lines.last()?.strip_prefix("rule: ")
    }

    /// Returns the lines without the code in backquotes.
    fn prose(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| line.split('`').step_by(2).collect())
    }

    fn flaws(&self) -> Vec<&'static str> {
        let mut flaws = Vec::new();
        let mut flaw = |is_one: bool, name| {
            if is_one {
                flaws.push(name);
            }
        };
        let first = self.lines.first().map(String::as_str).unwrap_or_default();
        flaw(!first.starts_with('`'), "the first line starts with the value in backquotes");
        let is_known = |name| Rule::ALL.iter().any(|rule| *rule == name);
        flaw(!self.rule().is_some_and(is_known), "a known rule is last");
        let helps = self.lines.iter().filter(|line| line.starts_with("help: ")).count();
        flaw(
            self.lines.len() != helps + 2 || helps > 1,
            "a message is a fact, at most one help, and a rule",
        );
        for prose in self.prose() {
            let lower = prose.to_lowercase();
            flaw(lower.contains("did you mean"), "no question");
            flaw(lower.contains("illegal"), "no `illegal`");
            flaw(lower.contains("the following"), "no `the following`");
            flaw(prose.contains(['!', '?']), "no exclamation or question mark");
            flaw(prose.ends_with('.'), "no full stop at the end");
            flaw(prose.contains(". "), "one sentence a line");
            let begins = prose.trim_start_matches("help: ").trim_start().chars().next();
            flaw(begins.is_some_and(char::is_uppercase), "lower case");
        }
        flaws
    }
}

#[test]
fn every_message_has_the_common_form() {
    let messages = messages();
    assert!(messages.len() > Rule::ALL.len(), "messages were found");
    for message in &messages {
        let flaws = message.flaws();
        let Message { file, lines } = message;
        assert!(flaws.is_empty(), "{}: {flaws:#?}\n{}", file.display(), lines.join("\n"));
    }
}

#[test]
fn every_rule_has_a_folder_and_a_message_in_it() {
    let messages = messages();
    for rule in Rule::ALL {
        let name = rule.as_str().trim_start_matches("cors::");
        let is_tested = messages.iter().any(|message| {
            message.file.parent().is_some_and(|folder| folder.ends_with(name))
                && message.rule() == Some(rule.as_str())
        });
        assert!(is_tested, "no message of `{rule}` under rules/{name}");
    }
}

fn messages() -> Vec<Message> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    files(&rules).iter().flat_map(|folder| files(folder)).flat_map(|file| read(&file)).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is readable");
    entries.map(|entry| entry.expect("the entry is readable").path()).collect()
}

/// Reads the messages in a `.stderr` file, each without the location that follows the message. The error for a const
/// list has several messages, with blank lines between them.
fn read(file: &Path) -> Vec<Message> {
    if file.extension().is_none_or(|extension| extension != "stderr") {
        return Vec::new();
    }
    let text = fs::read_to_string(file).expect("the messages are readable");
    let mut messages = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let first = [ERROR, CONST_EVALUATION, TYPES].iter().find_map(|it| line.strip_prefix(it));
        let Some(first) = first else {
            assert!(!line.starts_with("error"), "{}: {line}", file.display());
            continue;
        };
        let more = lines.by_ref().map(str::trim).take_while(|line| !line.starts_with("--> "));
        let lines: Vec<String> = [first].into_iter().chain(more).map(str::to_owned).collect();
        let parts = lines.split(String::is_empty);
        messages
            .extend(parts.map(|lines| Message { file: file.to_owned(), lines: lines.to_vec() }));
    }
    messages
}
