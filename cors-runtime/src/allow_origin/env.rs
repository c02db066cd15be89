use std::str::FromStr;

use cors_rules::{Rule, Violation};

use super::{Origins, OriginsBuilder, PolicyErrors};

impl Origins {
    /// Reads a set from an environment variable: patterns with commas or white space between.
    ///
    /// ```no_run
    /// use cors_runtime::Origins;
    ///
    /// // PARTNER_ORIGINS="https://a.example.com, https://*.b.example"
    /// let partners = Origins::from_env("PARTNER_ORIGINS")?;
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    ///
    /// # Errors
    /// As [`Origins::parse`]; and where the variable is missing or no Unicode. It never makes an
    /// empty set, nor an open one.
    pub fn from_env(name: &str) -> Result<Self, PolicyErrors> {
        Self::builder().from_env(name)
    }
}

impl OriginsBuilder {
    /// As [`Origins::from_env`].
    ///
    /// # Errors
    /// As [`Origins::from_env`].
    pub fn from_env(self, name: &str) -> Result<Origins, PolicyErrors> {
        match std::env::var(name) {
            Ok(value) => self.parse(patterns(&value)).map_err(|errors| errors.in_field(name)),
            Err(std::env::VarError::NotPresent) => Err(unset(name, "is not set").into()),
            Err(std::env::VarError::NotUnicode(_)) => Err(unset(name, "is not Unicode").into()),
        }
    }
}

/// Reads a set as [`Origins::from_env`] does: patterns with commas or white space between.
///
/// ```
/// let partners: cors_runtime::Origins = "https://a.example.com, https://*.b.example".parse()?;
/// assert_eq!(partners.patterns().count(), 2);
/// # Ok::<_, cors_runtime::PolicyErrors>(())
/// ```
///
/// # Errors
/// As [`Origins::parse`].
impl FromStr for Origins {
    type Err = PolicyErrors;

    fn from_str(text: &str) -> Result<Self, PolicyErrors> {
        Self::parse(patterns(text))
    }
}

fn patterns(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == ',' || c.is_whitespace()).filter(|pattern| !pattern.is_empty())
}

fn unset(name: &str, fact: &str) -> Violation {
    let example = format!("set it, as in `{name}=https://app.example.com,https://*.example.org`");
    Violation::new(Rule::MissingOrigins, name, &format!("{fact}, so there are no origins"))
        .help(&example)
}
