use core::fmt;

use crate::{Rule, Text};

/// A value that a rule refuses: the only writer of the three lines that tell it.
#[derive(Clone, Copy, Debug)]
pub struct Violation {
    rule: Rule,
    value: Text,
    sentence: Text,
    help: Text,
}

impl Violation {
    /// How many bytes of a value, a sentence and a help are shown: the rule has to stand behind all
    /// three, and longer than this no origin is met.
    const SHOWN: usize = Text::CAPACITY * 3 / 10;

    /// `sentence` goes on where the quoted value ends: "is not an origin: it has a path".
    #[must_use]
    pub const fn new(rule: Rule, value: &str, sentence: &str) -> Self {
        Self {
            rule,
            value: Text::new().push(value),
            sentence: Text::new().push(sentence),
            help: Text::new(),
        }
    }

    /// With what to do instead: "write `https://app.example.com`".
    #[must_use]
    pub const fn help(mut self, help: &str) -> Self {
        self.help = escaped(help);
        self
    }

    /// With the text to write instead.
    #[must_use]
    pub const fn write(mut self, instead: &str) -> Self {
        let help = Text::new().push("write `").push(instead).push("`");
        self.help = escaped(help.as_str());
        self
    }

    /// With the list to write instead.
    #[must_use]
    pub(crate) const fn write_list(mut self, list: Text) -> Self {
        let help = Text::new().push("write a list: `").push(list.as_str()).push("`");
        self.help = escaped(help.as_str());
        self
    }

    /// The rule that refuses.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The value as it was written.
    #[must_use]
    pub const fn value(&self) -> &str {
        self.value.as_str()
    }

    /// What to do instead, where something can be said: the line behind `help:`.
    #[must_use]
    pub const fn advice(&self) -> Option<&str> {
        if self.has_help() { Some(self.help.as_str()) } else { None }
    }

    /// Whether there is something to write instead.
    #[must_use]
    pub const fn has_help(&self) -> bool {
        !self.help.as_str().is_empty()
    }

    /// The three lines: the fact, the help where there is one, the rule.
    #[must_use]
    pub const fn text(&self) -> Text {
        let mut text = Text::new().push("`").push_escaped(Self::SHOWN, self.value());
        text = text.push("` ").push_at_most(Self::SHOWN, self.sentence.as_str());
        if self.has_help() {
            text = text.push("\nhelp: ").push_at_most(Self::SHOWN, self.help.as_str());
        }
        text.push("\nrule: ").push(self.rule.as_str())
    }

    /// Fails the build, with the three lines as its message.
    ///
    /// # Panics
    /// Always: in const evaluation a panic is a build error.
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
