use std::fmt;

use cors_rules::Violation;

use crate::allow_origin::PolicyError;

/// As many are told: of a list that is mistakes from end to end, the error would otherwise be fifty
/// times as long as the file, and tenants write such files.
const TOLD: usize = 100;

/// What is wrong with a settings file, each mistake with the field where it stands.
#[derive(Default)]
pub(super) struct Mistakes {
    told: Vec<PolicyError>,
    has_more: bool,
}

impl Mistakes {
    pub(super) fn add(&mut self, field: &str, violation: Violation) {
        if self.told.len() < TOLD {
            self.told.push(PolicyError::from(violation).in_field(field.to_owned()));
        } else {
            self.has_more = true;
        }
    }

    /// As many as can still be told, and one to know that there are more.
    pub(super) fn room(&self) -> usize {
        TOLD + 1 - self.told.len()
    }

    /// `Err` where there are any.
    pub(super) fn none(self) -> Result<(), Self> {
        if self.told.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// A format puts its own words around this text, often on the same line: the name of the field
/// that holds the settings in front, a line number behind. So several mistakes have a heading.
impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.told.len();
        if self.has_more {
            write!(f, "more than {count} mistakes in the CORS settings")?;
        } else if count > 1 {
            write!(f, "{count} mistakes in the CORS settings")?;
        }
        for error in &self.told {
            let separator = if count > 1 { "\n\n" } else { "" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}
