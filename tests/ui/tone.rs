//! Every message under `rules/`, read for its tone: a fact first, the help in words that can be
//! followed, the rule last.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cors_runtime::Rule;

const ERROR: &str = "error: ";

/// What the compiler prints before the text for a value of another type.
const TYPES: &str = "error[E0277]: ";

/// What the compiler prints before the text of a failed const evaluation.
const CONST_EVALUATION: &str = "error[E0080]: evaluation panicked: ";

struct Message {
    file: PathBuf,
    lines: Vec<String>,
}

impl Message {
    fn rule(&self) -> Option<&str> {
        self.lines.last()?.strip_prefix("rule: ")
    }

    /// The lines without what they quote.
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
        flaw(!first.starts_with('`'), "the first line starts with the value, in backquotes");
        flaw(self.rule().is_none(), "the rule stands last");
        let helps = self.lines.iter().filter(|line| line.starts_with("help: ")).count();
        flaw(self.lines.len() != helps + 2 || helps > 1, "a fact, a help at most, the rule");
        for prose in self.prose() {
            let lower = prose.to_lowercase();
            flaw(lower.contains("did you mean"), "no question proposes");
            flaw(lower.contains("illegal"), "nothing is illegal");
            flaw(lower.contains("the following"), "what follows is seen to follow");
            flaw(prose.contains(['!', '?']), "neither exclamation nor question mark");
            flaw(prose.ends_with('.'), "no full stop at the end");
            flaw(prose.contains(". "), "one sentence a line");
            let begins = prose.trim_start_matches("help: ").trim_start().chars().next();
            flaw(begins.is_some_and(char::is_uppercase), "lower case");
        }
        flaws
    }
}

#[test]
fn every_message_has_the_tone_that_we_would_want_to_be_told_in() {
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
        let told = messages.iter().any(|message| {
            message.file.parent().is_some_and(|folder| folder.ends_with(name))
                && message.rule() == Some(rule.as_str())
        });
        assert!(told, "no message of `{rule}` under rules/{name}");
    }
}

#[test]
fn nothing_is_told_but_what_a_rule_tells() {
    for message in messages() {
        let rule = message.rule().unwrap_or_default();
        let known = Rule::ALL.iter().any(|known| *known == rule);
        assert!(known, "{}: {}", message.file.display(), message.lines.join("\n"));
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

/// What the errors of a `.stderr` tell, each up to where the compiler says where it stands. Of a list
/// behind one name an error tells several things, a blank line between them.
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
        let told = lines.split(String::is_empty);
        messages.extend(told.map(|lines| Message { file: file.to_owned(), lines: lines.to_vec() }));
    }
    messages
}
