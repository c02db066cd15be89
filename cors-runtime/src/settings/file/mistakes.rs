use std::fmt;

use cors_rules::Violation;

use crate::allow_origin::PolicyError;

/// As many are told in full: of a list that is mistakes from end to end, the error would otherwise be
/// fifty times as long as the file, and tenants write such files.
const TOLD: usize = 100;

/// What is wrong with a settings file, each mistake with the field where it stands.
#[derive(Default)]
pub(super) struct Mistakes {
    told: Vec<PolicyError>,
    untold: usize,
}

impl Mistakes {
    pub(super) fn add(&mut self, field: &str, violation: Violation) {
        if self.told.len() < TOLD {
            self.told.push(PolicyError::from(violation).in_field(field.to_owned()));
        } else {
            self.untold += 1;
        }
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
        let count = self.told.len() + self.untold;
        if count > 1 {
            write!(f, "{count} mistakes in the CORS settings")?;
        }
        for error in &self.told {
            let separator = if count > 1 { "\n\n" } else { "" };
            write!(f, "{separator}{error}")?;
        }
        if self.untold > 0 {
            write!(f, "\n\nand {} more", self.untold)?;
        }
        Ok(())
    }
}
