use core::fmt;

use crate::{ConstString, Rule};

/// A value that a rule rejects, and the parts of the message about the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    rule: Rule,
    value: ConstString,
    sentence: ConstString,
    help: ConstString,
}

impl Violation {
    /// The maximum number of bytes that a message contains of each part: the value, the sentence and the help. The name
    /// of the rule then still fits at the end. The limit is greater than the length of any valid `http` or `https`
    /// origin.
    const SHOWN: usize = ConstString::CAPACITY * 3 / 10;

    /// Returns a violation without a help. In the message, `sentence` follows the value, as in "is not an origin: it
    /// has a path".
    pub const fn new(rule: Rule, value: &str, sentence: &str) -> Self {
        Self {
            rule,
            value: ConstString::new().push(value),
            sentence: ConstString::new().push(sentence),
            help: ConstString::new(),
        }
    }

    /// Sets the help, such as "write `https://app.example.com`".
    #[must_use]
    pub const fn help(mut self, help: &str) -> Self {
        self.help = ConstString::new().push_escaped(ConstString::CAPACITY, help);
        self
    }

    /// Sets the help to the code to write, as in "write `GET`".
    #[must_use]
    pub const fn write(self, instead: &str) -> Self {
        self.help(ConstString::new().push("write `").push(instead).push("`").as_str())
    }

    /// Sets the help to the list to write, as in "write a list: `["GET", "POST"]`".
    pub(crate) const fn write_list(self, list: ConstString) -> Self {
        self.help(ConstString::new().push("write a list: `").push(list.as_str()).push("`").as_str())
    }

    /// The rule that rejects the value.
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The value as it was written: hidden characters are not escaped. A very long value is cut off.
    pub const fn value(&self) -> &str {
        self.value.as_str()
    }

    /// The help, if there is one.
    pub const fn help_text(&self) -> Option<&str> {
        match self.help.as_str() {
            help if help.is_empty() => None,
            help => Some(help),
        }
    }

    /// Returns the message: the value and its defect, the help, and the rule.
    pub const fn message(&self) -> ConstString {
        let mut message = ConstString::new().push("`").push_escaped(Self::SHOWN, self.value());
        message = message.push("` ").push_at_most(Self::SHOWN, self.sentence.as_str());
        if let Some(help) = self.help_text() {
            message = message.push("\nhelp: ").push_at_most(Self::SHOWN, help);
        }
        message.push("\nrule: ").push(self.rule.as_str())
    }

    /// Fails the build with the message.
    ///
    /// # Panics
    /// Always. In const evaluation, a panic is a build error.
    #[track_caller]
    pub const fn fail(&self) -> ! {
        panic!("{}", self.message().as_str())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().as_str())
    }
}

/// The first [`MAX`](Self::MAX) violations that were found in a list or in a merged policy, in order.
#[derive(Clone, Copy, Debug)]
pub struct Violations {
    found: [Option<Violation>; Violations::MAX],
    count: usize,
}

impl Violations {
    /// The maximum number of violations that are reported for a list or a merged policy.
    pub const MAX: usize = 8;

    /// No violation.
    pub const NONE: Self = Self { found: [const { None }; Self::MAX], count: 0 };

    /// Adds a violation if there is room.
    #[must_use]
    pub const fn with(mut self, violation: Violation) -> Self {
        if !self.is_full() {
            self.found[self.count] = Some(violation);
            self.count += 1;
        }
        self
    }

    /// Returns the violation at an index, or `None` if there are fewer violations.
    pub const fn get(&self, index: usize) -> Option<&Violation> {
        if index < self.count { self.found[index].as_ref() } else { None }
    }

    /// Returns whether there is no room for another violation.
    pub const fn is_full(&self) -> bool {
        self.count == Self::MAX
    }

    /// Fails the build with all violations in one message, with blank lines between them.
    ///
    /// # Panics
    /// Always, as [`Violation::fail`] does.
    #[track_caller]
    pub const fn fail(&self) -> ! {
        const BLANK_LINE: usize = 2;
        let mut message = [b'\n'; Violations::MAX * (ConstString::CAPACITY + BLANK_LINE)];
        let (mut end, mut index) = (0, 0);
        while let Some(violation) = self.get(index) {
            let start = if index == 0 { 0 } else { end + BLANK_LINE };
            let part = violation.message();
            let part = part.as_str().as_bytes();
            end = start + part.len();
            message.split_at_mut(end).0.split_at_mut(start).1.copy_from_slice(part);
            index += 1;
        }
        match core::str::from_utf8(message.split_at(end).0) {
            Ok(message) => panic!("{}", message),
            Err(_) => unreachable!(),
        }
    }
}
