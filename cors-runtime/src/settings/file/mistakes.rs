use std::fmt;

use cors_rules::Violation;

use crate::allow_origin::PolicyError;

/// Everything that is wrong with a settings file, each with the field where it stands.
#[derive(Default)]
pub(super) struct Mistakes(Vec<PolicyError>);

impl Mistakes {
    pub(super) fn add(&mut self, field: &str, violation: Violation) {
        self.0.push(PolicyError::from(violation).in_field(field.to_owned()));
    }

    /// `Err` where there are any.
    pub(super) fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// A format puts its own words around this text, often on the same line: the name of the field
/// that holds the settings in front, a line number behind. So several mistakes have a heading.
impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = self.0.len() > 1;
        if several {
            write!(f, "{} mistakes in the CORS settings", self.0.len())?;
        }
        for error in &self.0 {
            let separator = if several { "\n\n" } else { "" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}
