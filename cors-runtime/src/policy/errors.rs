use std::{error::Error, fmt, ops::Index, slice, vec};

use cors_rules::{
    Rule, Violation,
    origin::{WRITE_ANY, WRITE_DYNAMIC, WRITE_NONE},
};

/// A violation of one rule by one value, found at run time.
///
/// The `Display` has the lines of a build error: the value and its defect, the help if there is one, and the rule. If
/// the error has a field, the field comes first.
///
/// ```
/// let errors = cors_runtime::Origins::parse(["https://app.example.com:443"]).unwrap_err();
/// assert_eq!(errors[0].value(), "https://app.example.com:443");
/// assert_eq!(errors[0].rule(), "cors::invalid_origin");
/// assert_eq!(errors[0].help(), Some("write `https://app.example.com`"));
/// assert_eq!(
///     errors[0].to_string(),
///     "`https://app.example.com:443` is not an origin: browsers leave out the default port\n\
///      help: write `https://app.example.com`\n\
///      rule: cors::invalid_origin",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyError {
    field: Option<String>,
    violation: Box<Violation>,
}

impl PolicyError {
    /// Returns the rule.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.violation.rule()
    }

    /// Returns the value as it was passed; a very long value is cut off. If there is no value, returns a name, such as
    /// that of a missing environment variable.
    #[must_use]
    pub fn value(&self) -> &str {
        self.violation.value()
    }

    /// Returns the fix, such as "write `https://app.example.com`". Returns `None` if no fix is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.violation.help_text()
    }

    /// Returns the field of the value: a setting, as in `origins[1]`, or an environment variable. Returns `None` for an
    /// error without a field, such as an error of [`Origins::parse`](crate::Origins::parse).
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    pub(crate) fn in_field(mut self, field: String) -> Self {
        self.field = Some(field);
        self
    }
}

/// Replaces the advice for `#[cors]` in a help with advice for run-time values. `none` replaces the advice to write
/// `#[cors(none)]`.
pub(crate) fn with_run_time_help(violation: Violation, none: &str) -> Violation {
    let Some(help) = violation.help_text() else { return violation };
    if let Some(list) = help.strip_prefix("write a list: `[").and_then(|it| it.strip_suffix("]`")) {
        let values = list.replace('"', "`");
        return violation.help(&format!("write each value by itself: {values}"));
    }
    let help = help
        .replace(WRITE_NONE, none)
        .replace(WRITE_DYNAMIC, "pass a function to `Cors::origins`")
        .replace(WRITE_ANY, "list only `*`");
    violation.help(&help)
}

impl From<Violation> for PolicyError {
    fn from(violation: Violation) -> Self {
        Self { field: None, violation: Box::new(violation) }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        fmt::Display::fmt(&self.violation, f)
    }
}

/// Writes the same as [`Display`](fmt::Display), so that `unwrap` and `?` in `main` print a readable message.
impl fmt::Debug for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for PolicyError {}

/// The errors of a policy or a set of origins, found at run time: at least one, and at most a hundred.
///
/// The errors of a set are in the order of its values. The `Display` writes a blank line between two errors.
///
/// ```
/// use cors_runtime::Origins;
///
/// let errors = Origins::parse(["app.example.com", "null"]).unwrap_err();
/// assert_eq!(errors.len(), 2);
/// assert!(errors.iter().any(|error| error.rule() == "cors::null_origin"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyErrors {
    errors: Vec<PolicyError>,
    has_more: bool,
}

#[allow(clippy::len_without_is_empty, reason = "it is never empty")]
impl PolicyErrors {
    /// Returns the first error.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "it is never empty")]
    pub fn first(&self) -> &PolicyError {
        &self.errors[0]
    }

    /// Iterates over the errors.
    pub fn iter(&self) -> slice::Iter<'_, PolicyError> {
        self.errors.iter()
    }

    /// Returns the number of errors: 1 to 100.
    #[must_use]
    pub fn len(&self) -> usize {
        self.errors.len()
    }

    /// The maximum number of reported errors. The limit bounds the memory for the errors: a list may come from the
    /// network, and an error is longer than its value.
    pub(crate) const MAX_REPORTED: usize = 100;

    /// Returns `Ok` if there are no errors.
    pub(crate) fn ok_if_empty(errors: impl IntoIterator<Item = PolicyError>) -> Result<(), Self> {
        let mut errors = errors.into_iter();
        let reported: Vec<PolicyError> = errors.by_ref().take(Self::MAX_REPORTED).collect();
        if reported.is_empty() {
            return Ok(());
        }
        Err(Self { errors: reported, has_more: errors.next().is_some() })
    }

    /// Returns the same errors with `field` as their field.
    pub(crate) fn in_field(mut self, field: &str) -> Self {
        for error in &mut self.errors {
            error.field = Some(field.to_owned());
        }
        self
    }
}

impl From<Violation> for PolicyErrors {
    fn from(violation: Violation) -> Self {
        Self { errors: vec![violation.into()], has_more: false }
    }
}

/// Returns the error at an index.
///
/// # Panics
/// If the index is out of bounds.
impl Index<usize> for PolicyErrors {
    type Output = PolicyError;

    #[allow(clippy::indexing_slicing, reason = "what an index is for")]
    fn index(&self, index: usize) -> &PolicyError {
        &self.errors[index]
    }
}

impl IntoIterator for PolicyErrors {
    type Item = PolicyError;
    type IntoIter = vec::IntoIter<PolicyError>;

    fn into_iter(self) -> Self::IntoIter {
        self.errors.into_iter()
    }
}

impl<'a> IntoIterator for &'a PolicyErrors {
    type Item = &'a PolicyError;
    type IntoIter = slice::Iter<'a, PolicyError>;

    fn into_iter(self) -> Self::IntoIter {
        self.errors.iter()
    }
}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            fmt::Display::fmt(error, f)?;
        }
        if self.has_more {
            write!(f, "\n\nthere are more errors; these are the first {}", self.len())?;
        }
        Ok(())
    }
}

/// Writes the same as [`Display`](fmt::Display), after a line break, because `unwrap` and `expect` print the errors
/// after a colon.
impl fmt::Debug for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl Error for PolicyErrors {}
