use std::str::FromStr;

use cors_rules::{Rule, Violation};

use super::{Origins, OriginsBuilder};
use crate::policy::{PolicyErrors, split};

impl Origins {
    /// Reads a set from an environment variable: patterns, separated by commas or white space.
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
    /// As for [`Origins::parse`], and if the variable is missing or not Unicode. A missing variable is
    /// never an empty or an open set.
    pub fn from_env(name: &str) -> Result<Self, PolicyErrors> {
        Self::builder().from_env(name)
    }
}

impl OriginsBuilder {
    /// Reads a set from an environment variable, as [`Origins::from_env`] does.
    ///
    /// # Errors
    /// As for [`Origins::from_env`], except for the patterns that this builder permits.
    pub fn from_env(self, name: &str) -> Result<Origins, PolicyErrors> {
        match std::env::var(name) {
            Ok(value) => self.parse(split(&value)).map_err(|errors| errors.in_field(name)),
            Err(std::env::VarError::NotPresent) => Err(unset(name, "is not set").into()),
            Err(std::env::VarError::NotUnicode(_)) => Err(unset(name, "is not Unicode").into()),
        }
    }
}

/// Parses patterns that are separated by commas or white space.
///
/// ```
/// let partners: cors_runtime::Origins = "https://a.example.com, https://*.b.example".parse()?;
/// assert_eq!(partners.patterns().count(), 2);
/// # Ok::<_, cors_runtime::PolicyErrors>(())
/// ```
///
/// # Errors
/// As for [`Origins::parse`].
impl FromStr for Origins {
    type Err = PolicyErrors;

    fn from_str(text: &str) -> Result<Self, PolicyErrors> {
        Self::parse(split(text))
    }
}

fn unset(name: &str, defect: &str) -> Violation {
    let example =
        format!("set it, for example `{name}=https://app.example.com,https://*.example.org`");
    Violation::new(Rule::MissingOrigins, name, &format!("{defect}, so there are no origins"))
        .help(&example)
}
