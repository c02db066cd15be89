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
            Ok(value) => {
                let values = value.split(|c: char| c == ',' || c.is_whitespace());
                self.parse(values.filter(|value| !value.is_empty()))
                    .map_err(|errors| errors.in_field(name))
            }
            Err(std::env::VarError::NotPresent) => Err(unset(name, "is not set").into()),
            Err(std::env::VarError::NotUnicode(_)) => Err(unset(name, "is not Unicode").into()),
        }
    }
}

fn unset(name: &str, fact: &str) -> Violation {
    let example = format!("set it, as in `{name}=https://app.example.com,https://*.example.org`");
    Violation::new(Rule::MissingOrigins, name, &format!("{fact}, so there are no origins"))
        .help(&example)
}
