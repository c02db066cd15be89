use cors_rules::{
    enforce::Enforce,
    key::{Key, ValueKind},
};
use serde::{
    Serialize, Serializer,
    ser::{SerializeSeq, SerializeStruct},
};

use super::{List, OriginSource, Policy, Setting};

/// Writes all settings, defaults included, with the names of their keys. `origins` is a list or one of three other
/// values: `"none"` for `#[cors(none)]`, `"dynamic"` if the origins are known only at run time, and `null` if they are
/// missing.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Policy", Key::SETTINGS.len())?;
        for key in Key::SETTINGS {
            fields.serialize_field(key.name(), &Field(key.kind(), self.setting(*key)))?;
        }
        fields.end()
    }
}

/// The kind of a key, and the setting of the key. If the key is not set, the default of the kind is written.
struct Field<'p>(ValueKind, Option<Setting<'p>>);

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.1, self.0) {
            (Some(Setting::Origins(OriginSource::Listed(list)) | Setting::List(list)), _) => {
                list.serialize(serializer)
            }
            (Some(Setting::Origins(OriginSource::None)), _) => serializer.serialize_str("none"),
            (Some(Setting::Origins(_)), _) => serializer.serialize_str("dynamic"),
            (Some(Setting::Flag(flag)), _) => serializer.serialize_bool(flag),
            (Some(Setting::Seconds(seconds)), _) => serializer.serialize_u32(seconds),
            (Some(Setting::Enforce(Enforce::Isolate)), _) => serializer.serialize_str("isolate"),
            (Some(Setting::Enforce(Enforce::Report)), _) => serializer.serialize_str("report"),
            (Some(Setting::Enforce(enforce)), _) => serializer.serialize_bool(enforce.is_on()),
            (None, ValueKind::Origins | ValueKind::Duration) => serializer.serialize_none(),
            (None, kind) if kind.is_list() => serializer.serialize_seq(Some(0))?.end(),
            (None, _) => serializer.serialize_bool(false),
        }
    }
}

impl Serialize for List {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
