use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// The value of a field, of any type.
pub(super) enum FileValue {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    List(Vec<FileValue>),
    Map,
}

impl FileValue {
    /// Returns the string that an error message quotes for this value. For a list or a map, returns the name of the
    /// field.
    pub(super) fn quoted<'a>(&'a self, field: &'a str) -> &'a str {
        match self {
            Self::Null => "null",
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Number(text) | Self::String(text) => text,
            Self::List(_) | Self::Map => field,
        }
    }
}

impl<'de> Deserialize<'de> for FileValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FileValueVisitor)
    }
}

struct FileValueVisitor;

macro_rules! visit {
    ($($name:ident($value:ident: $type:ty) => $result:expr;)*) => {$(
        fn $name<E>(self, $value: $type) -> Result<FileValue, E> {
            Ok($result)
        }
    )*};
}

impl<'de> Visitor<'de> for FileValueVisitor {
    type Value = FileValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bool, a number, a string, or a list of strings")
    }

    visit! {
        visit_bool(flag: bool) => FileValue::Bool(flag);
        visit_i64(number: i64) => FileValue::Number(number.to_string());
        visit_u64(number: u64) => FileValue::Number(number.to_string());
        visit_u128(number: u128) => FileValue::Number(number.to_string());
        // `Display` would write `2.0` as `2`. `Debug` keeps the fraction, so that `2.0` is not accepted as a number of
        // seconds.
        visit_f64(number: f64) => FileValue::Number(format!("{number:?}"));
        visit_str(string: &str) => FileValue::String(string.to_owned());
    }

    fn visit_unit<E>(self) -> Result<FileValue, E> {
        Ok(FileValue::Null)
    }

    fn visit_none<E>(self) -> Result<FileValue, E> {
        Ok(FileValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<FileValue, D::Error> {
        FileValue::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<FileValue, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(FileValue::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FileValue, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(FileValue::Map)
    }
}
