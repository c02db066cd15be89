//! A policy as text and as data, for people.

use std::fmt;

#[cfg(feature = "serde")]
use cors_rules::enforce::Enforce;

use super::{List, OriginSource, Policy};

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Policy");
        match self.source() {
            Some(OriginSource::Listed(origins)) => debug.field("origins", &origins),
            Some(OriginSource::Nobody) => debug.field("origins", &format_args!("none")),
            Some(OriginSource::Dynamic(written, _)) => {
                debug.field("origins", &format_args!("dynamic({written})"))
            }
            Some(OriginSource::DynamicAsync(written, _)) => {
                debug.field("origins", &format_args!("dynamic_async({written})"))
            }
            None => debug.field("origins", &None::<List>),
        };
        debug
            .field("debug_origins", &self.debug_origins())
            .field("methods", &self.methods())
            .field("allow_headers", &self.allow_headers())
            .field("expose_headers", &self.expose_headers())
            .field("allow_credentials", &self.allow_credentials())
            .field("max_age", &self.max_age())
            .field("enforce", &self.enforce())
            .field("hosts", &self.hosts())
            .field("danger_allow_insecure_origins", &self.dangers().insecure_origins)
            .field("danger_allow_public_suffixes", &self.dangers().public_suffixes)
            .field("danger_allow_null_origin", &self.dangers().null_origin)
            .finish()
    }
}

/// Under the attribute's keys; `origins` is `"dynamic"` where they are known at run time only, and
/// `null` where they are missing.
#[cfg(feature = "serde")]
impl serde::Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut fields = serializer.serialize_struct("Policy", 12)?;
        match self.source() {
            Some(OriginSource::Listed(origins)) => fields.serialize_field("origins", origins)?,
            Some(OriginSource::Nobody) => fields.serialize_field("origins", "none")?,
            Some(_) => fields.serialize_field("origins", "dynamic")?,
            None => fields.serialize_field("origins", &None::<()>)?,
        }
        fields.serialize_field("debug_origins", self.debug_origins())?;
        fields.serialize_field("methods", self.methods())?;
        fields.serialize_field("allow_headers", self.allow_headers())?;
        fields.serialize_field("expose_headers", self.expose_headers())?;
        fields.serialize_field("allow_credentials", &self.allow_credentials())?;
        fields.serialize_field("max_age", &self.max_age())?;
        match self.enforce() {
            Enforce::Isolate => fields.serialize_field("enforce", "isolate")?,
            Enforce::Report => fields.serialize_field("enforce", "report")?,
            enforce => fields.serialize_field("enforce", &enforce.is_on())?,
        }
        fields.serialize_field("hosts", self.hosts())?;
        let dangers = self.dangers();
        for (key, taken_on) in [
            ("danger_allow_insecure_origins", dangers.insecure_origins),
            ("danger_allow_public_suffixes", dangers.public_suffixes),
            ("danger_allow_null_origin", dangers.null_origin),
        ] {
            fields.serialize_field(key, &taken_on)?;
        }
        fields.end()
    }
}
