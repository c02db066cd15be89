//! The values of const expressions in a list. The type of an expression is a string, a list of strings, or a type that
//! a list does not accept, such as [`Policy`].

use std::{slice, sync::LazyLock};

use cors_rules::{ConstString, Rule, Violation};

use super::Strings;
use crate::{LiveOrigins, Origins, Policy};

/// The strings of an expression, or the source code of an expression whose value is a policy or a set.
#[derive(Clone, Copy)]
pub enum ListValue {
    Strings(Strings),
    Policy(&'static str),
    Set(&'static str),
}

impl ListValue {
    /// Returns the list. For a value of another type, returns a list of one empty string, since an empty list would
    /// cause a second error.
    #[must_use]
    pub const fn list(&self) -> Strings {
        match self {
            Self::Strings(list) => list,
            Self::Policy(_) | Self::Set(_) => &[""],
        }
    }
}

/// The value of a const expression: a string, a list, or a value of another type.
pub struct ConstList<T>(T);

impl ConstList<&'static str> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> ListValue {
        ListValue::Strings(slice::from_ref(&self.0))
    }
}

impl ConstList<Strings> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> ListValue {
        ListValue::Strings(self.0)
    }
}

impl<const M: usize> ConstList<&'static [&'static str; M]> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> ListValue {
        ListValue::Strings(self.0)
    }
}

impl<const M: usize> ConstList<[&'static str; M]> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> ListValue {
        ListValue::Strings(&self.0)
    }
}

/// Implemented by the types that a list accepts, and by the types in `other_types!`, which a list does not accept. The
/// latter satisfy this bound so that const evaluation can report them with a better help.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a string nor a list of strings\n\
               help: write strings or constants of them; for `header::CONTENT_TYPE`, write \
               `\"content-type\"`\n\
               rule: cors::invalid_value",
    label = "a list takes `&'static str`, and const arrays and slices of them"
)]
pub trait StringOrStrings {}

/// Marker trait for the same types as [`StringOrStrings`]. The help in the error message is for `origins`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a string nor a list of strings\n\
               help: write strings or constants of them; for origins that are known only at run time, \
               write `origins = dynamic(…)`\n\
               rule: cors::invalid_value",
    label = "a list takes `&'static str`, and const arrays and slices of them"
)]
pub trait OriginOrOrigins {}

#[must_use]
pub const fn strings<T: StringOrStrings>(value: T) -> ConstList<T> {
    ConstList(value)
}

#[must_use]
pub const fn origins<T: OriginOrOrigins>(value: T) -> ConstList<T> {
    ConstList(value)
}

macro_rules! listed {
    ($([$($generics:tt)*] $value:ty,)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> StringOrStrings for $value {}
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> OriginOrOrigins for $value {}
    )*};
}

listed! {
    [] &'static str,
    [] &'static [&'static str],
    [const M: usize] &'static [&'static str; M],
    [const M: usize] [&'static str; M],
    [] Policy,
    [] &'static Policy,
    [] &'static Origins,
    [] &'static LiveOrigins,
    [T, F] &'static LazyLock<T, F>,
}

/// Adds the method `values` to types that a list does not accept. Without the method, the compiler would report a
/// missing method in addition to the unmet bound of [`strings`] or [`origins`].
pub trait WrongList: Sized {
    fn values(&self, _source: &str) -> ListValue {
        ListValue::Strings(&[])
    }
}

impl<T> WrongList for ConstList<T> {}

/// Implements `values` for types that are often written in place of a list by mistake. Each such value causes one
/// error, at the value.
macro_rules! other_types {
    ($($value:ty $(where $($of:ident),*)? => $kind:ident,)*) => {$(
        impl$(<$($of),*>)? ConstList<$value> {
            #[must_use]
            pub const fn values(&'static self, source: &'static str) -> ListValue {
                ListValue::$kind(source)
            }
        }
    )*};
}

other_types! {
    Policy => Policy,
    &'static Policy => Policy,
    &'static Origins => Set,
    &'static LiveOrigins => Set,
    &'static LazyLock<T, F> where T, F => Set,
}

impl ListValue {
    /// Returns the violation if the value is a policy or a set.
    #[must_use]
    pub const fn violation(&self) -> Option<Violation> {
        let (source, sentence, help) = match self {
            Self::Strings(_) => return None,
            Self::Policy(source) => (
                source,
                "is a policy, and not a string or a list of strings",
                ConstString::new().push("write `policy = ").push(path(source)).push("`"),
            ),
            Self::Set(source) => (
                source,
                "is known only at run time, and a list is constant",
                ConstString::new().push("write `origins = dynamic(").push(source).push(")`"),
            ),
        };
        Some(Violation::new(Rule::InvalidValue, source, sentence).help(help.as_str()))
    }
}

/// Returns the source code without a leading `&`.
const fn path(source: &str) -> &str {
    match source.as_bytes() {
        [b'&', ..] => source.split_at(1).1,
        _ => source,
    }
}
