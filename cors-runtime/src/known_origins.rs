//! Who may read, as far as a policy itself knows.

use cors_rules::origin;

use crate::{
    allow_origin::Matcher,
    settings::{Settings, SettledOrigins},
};

/// The origins that a policy lists.
pub(crate) enum KnownOrigins {
    Any,
    /// `#[cors(none)]`
    Nobody,
    /// With `debug_origins`, which stand alone beside what is known at run time only.
    Listed(Matcher),
}

impl KnownOrigins {
    pub(crate) fn new(settings: &Settings) -> Self {
        let debug = &settings.debug_origins;
        match &settings.origins {
            Some(SettledOrigins::Nobody) => Self::Nobody,
            Some(SettledOrigins::Listed(listed)) if listed.iter().any(|it| it == origin::ANY) => {
                Self::Any
            }
            Some(SettledOrigins::Listed(listed)) => {
                Self::Listed(Matcher::new(listed.iter().chain(debug).cloned()))
            }
            _ => Self::Listed(Matcher::new(debug.iter().cloned())),
        }
    }
}
