use std::{error::Error, fmt, ops::Index, slice, vec};

use cors_rules::{Rule, Violation};

/// One value that a rule refuses, found at run time.
///
/// Its `Display` is that of a build error: the value and the fact, the help where there is one, the
/// rule.
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
    rule: Rule,
    field: Option<String>,
    value: String,
    help: Option<String>,
    text: String,
}

impl PolicyError {
    /// The rule that refuses the value.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The value, as it was given.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What to do instead, where something can be said: "write `https://app.example.com`".
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Where the value stands: in a settings file, as in `origins[1]`, or the environment variable that
    /// holds it; `None` where it was passed in.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    pub(crate) fn in_field(mut self, field: String) -> Self {
        self.field = Some(field);
        self
    }
}

impl From<Violation> for PolicyError {
    fn from(violation: Violation) -> Self {
        Self {
            rule: violation.rule(),
            field: None,
            value: violation.value().to_owned(),
            help: violation.advice().map(str::to_owned),
            text: violation.text().as_str().to_owned(),
        }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.text)
    }
}

/// As [`Display`](fmt::Display), so that `unwrap` and `?` in `main` print what can be read.
impl fmt::Debug for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for PolicyError {}

/// Everything that is wrong with a policy found at run time: never empty.
///
/// It lists its [`PolicyError`]s in the order of the values, and displays them all with a blank line
/// between two.
///
/// ```
/// use cors_runtime::Origins;
///
/// let errors = Origins::parse(["app.example.com", "null"]).unwrap_err();
/// assert_eq!(errors.len(), 2);
/// assert!(errors.iter().any(|error| error.rule() == "cors::null_origin"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyErrors(Vec<PolicyError>);

#[allow(clippy::len_without_is_empty, reason = "it is never empty")]
impl PolicyErrors {
    /// The first error.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "it is never empty")]
    pub fn first(&self) -> &PolicyError {
        &self.0[0]
    }

    /// The errors, one after another.
    pub fn iter(&self) -> slice::Iter<'_, PolicyError> {
        self.0.iter()
    }

    /// How many errors there are: at least one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The errors as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[PolicyError] {
        &self.0
    }
}

impl PolicyErrors {
    /// `Ok` where nothing was found.
    pub(crate) fn check(errors: Vec<PolicyError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self(errors)) }
    }
}

impl PolicyErrors {
    /// The same, each told where it stands.
    pub(crate) fn in_field(self, field: &str) -> Self {
        Self(self.0.into_iter().map(|error| error.in_field(field.to_owned())).collect())
    }
}

impl From<Violation> for PolicyErrors {
    fn from(violation: Violation) -> Self {
        Self(vec![violation.into()])
    }
}

impl AsRef<[PolicyError]> for PolicyErrors {
    fn as_ref(&self) -> &[PolicyError] {
        &self.0
    }
}

/// The error at that place.
///
/// # Panics
/// Where there are not as many errors, as a slice does.
impl Index<usize> for PolicyErrors {
    type Output = PolicyError;

    #[allow(clippy::indexing_slicing, reason = "what an index is for")]
    fn index(&self, index: usize) -> &PolicyError {
        &self.0[index]
    }
}

impl IntoIterator for PolicyErrors {
    type Item = PolicyError;
    type IntoIter = vec::IntoIter<PolicyError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a PolicyErrors {
    type Item = &'a PolicyError;
    type IntoIter = slice::Iter<'a, PolicyError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            fmt::Display::fmt(error, f)?;
        }
        Ok(())
    }
}

/// As [`Display`](fmt::Display), behind a line break: `unwrap` and `expect` print it after a colon.
impl fmt::Debug for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl Error for PolicyErrors {}
