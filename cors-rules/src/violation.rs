use core::fmt;

use crate::{Rule, Text};

/// A value that a rule rejects. It alone formats the message.
#[derive(Clone, Copy, Debug)]
pub struct Violation {
    rule: Rule,
    value: Text,
    sentence: Text,
    help: Text,
}

impl Violation {
    /// The shown bytes of a value, a sentence and a help. The rule follows them, and no valid
    /// origin is longer.
    const SHOWN: usize = Text::CAPACITY * 3 / 10;

    /// A violation without a help. `sentence` continues behind the quoted value: "is not an origin:
    /// it has a path".
    #[must_use]
    pub const fn new(rule: Rule, value: &str, sentence: &str) -> Self {
        Self {
            rule,
            value: Text::new().push(value),
            sentence: Text::new().push(sentence),
            help: Text::new(),
        }
    }

    /// Sets the help: "write `https://app.example.com`".
    #[must_use]
    pub const fn help(mut self, help: &str) -> Self {
        self.help = escaped(help);
        self
    }

    /// Sets the help to the code to write instead.
    #[must_use]
    pub const fn write(mut self, instead: &str) -> Self {
        let help = Text::new().push("write `").push(instead).push("`");
        self.help = escaped(help.as_str());
        self
    }

    /// Sets the help to the list to write instead.
    #[must_use]
    pub(crate) const fn write_list(mut self, list: Text) -> Self {
        let help = Text::new().push("write a list: `").push(list.as_str()).push("`");
        self.help = escaped(help.as_str());
        self
    }

    /// The rule that rejects the value.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The value as it was written, not escaped.
    #[must_use]
    pub const fn value(&self) -> &str {
        self.value.as_str()
    }

    /// The help, if there is one.
    #[must_use]
    pub const fn advice(&self) -> Option<&str> {
        if self.has_help() { Some(self.help.as_str()) } else { None }
    }

    /// Returns whether there is a help.
    #[must_use]
    pub const fn has_help(&self) -> bool {
        !self.help.as_str().is_empty()
    }

    /// The message: the value and its defect, the help if there is one, the rule.
    #[must_use]
    pub const fn text(&self) -> Text {
        let mut text = Text::new().push("`").push_escaped(Self::SHOWN, self.value());
        text = text.push("` ").push_at_most(Self::SHOWN, self.sentence.as_str());
        if self.has_help() {
            text = text.push("\nhelp: ").push_at_most(Self::SHOWN, self.help.as_str());
        }
        text.push("\nrule: ").push(self.rule.as_str())
    }

    /// Fails the build with the message.
    ///
    /// # Panics
    /// Always. In const evaluation, a panic is a build error.
    #[track_caller]
    pub const fn fail(&self) -> ! {
        panic!("{}", self.text().as_str())
    }
}

const fn escaped(text: &str) -> Text {
    Text::new().push_escaped(Text::CAPACITY, text)
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}
