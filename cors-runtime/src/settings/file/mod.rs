//! Settings from a file or the environment: fields as they stand there, then keys with values of
//! the right kind, then [`Settings`] that passed every rule.

mod check;
mod fields;
mod mistakes;
mod written;

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use self::{
    fields::Fields,
    mistakes::Mistakes,
    written::{Listing, Written},
};
use super::{Settings, SettledOrigins};

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SettingsVisitor)
    }
}

struct SettingsVisitor;

impl<'de> Visitor<'de> for SettingsVisitor {
    type Value = Settings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings of a CORS policy, as `origins: [\"https://app.example.com\"]`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Settings, A::Error> {
        // Judged here, and not once the map is read: so YAML knows where these settings stand.
        Settings::try_from(Fields::read(map)?).map_err(A::Error::custom)
    }
}

impl TryFrom<Fields> for Settings {
    type Error = Mistakes;

    fn try_from(fields: Fields) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let written = Written::read(fields, &mut mistakes);
        check::check(&written, &mut mistakes);
        mistakes.none()?;
        // Checked in every build, so that what passes in one passes in all.
        let debug_origins =
            if cfg!(debug_assertions) { written.debug_origins } else { Listing::default() };
        Ok(Self {
            origins: written.origins.map(|origins| SettledOrigins::Listed(origins.into_texts())),
            debug_origins: debug_origins.into_texts(),
            methods: written.methods.map(Listing::into_texts),
            allow_headers: written.allow_headers.into_texts(),
            expose_headers: written.expose_headers.into_texts(),
            allow_credentials: written.allow_credentials,
            max_age: written.max_age,
            enforce: written.enforce,
            hosts: written.hosts.into_texts(),
            dangers: written.dangers,
        })
    }
}
