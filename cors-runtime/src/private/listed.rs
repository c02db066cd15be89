//! A const expression whose type decides whether it is one value or a list, or a mistake.

use std::{slice, sync::LazyLock};

use cors_rules::{Rule, Text, Violation};

use super::Strings;
use crate::{LiveOrigins, Origins, Policy};

/// The values of an expression, or what it is instead: how it was written.
#[derive(Clone, Copy)]
pub enum Values {
    Texts(Strings),
    Policy(&'static str),
    Set(&'static str),
}

impl Values {
    /// What is none has a text all the same: that there is no value would be told too.
    #[must_use]
    pub const fn list(&self) -> Strings {
        match self {
            Self::Texts(list) => list,
            Self::Policy(_) | Self::Set(_) => &[""],
        }
    }

    /// What is wrong where they are no texts.
    #[must_use]
    pub const fn violation(&self) -> Option<Violation> {
        match self {
            Self::Texts(_) => None,
            Self::Policy(source) => Some(a_policy(source)),
            Self::Set(source) => Some(a_set(source)),
        }
    }
}

/// One value or a list, whichever type a const expression turns out to have.
pub struct Listed<T>(T);

impl Listed<&'static str> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> Values {
        Values::Texts(slice::from_ref(&self.0))
    }
}

impl Listed<Strings> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> Values {
        Values::Texts(self.0)
    }
}

impl<const M: usize> Listed<&'static [&'static str; M]> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> Values {
        Values::Texts(self.0)
    }
}

impl<const M: usize> Listed<[&'static str; M]> {
    #[must_use]
    pub const fn values(&'static self, _source: &str) -> Values {
        Values::Texts(&self.0)
    }
}

/// What a list's value has to be; a mistake of [`no_texts`] is told by const evaluation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts\n\
               help: write texts or constants of them; for `header::CONTENT_TYPE`, write \
               `\"content-type\"`\n\
               rule: cors::invalid_value",
    label = "a list takes `&'static str`, and const arrays and slices of them"
)]
pub trait TextOrTexts {}

/// Likewise, of `origins`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts\n\
               help: write texts or constants of them; for origins that are known at run time only, \
               write `origins = dynamic(…)`\n\
               rule: cors::invalid_value",
    label = "a list takes `&'static str`, and const arrays and slices of them"
)]
pub trait OriginOrOrigins {}

#[must_use]
pub const fn texts<T: TextOrTexts>(value: T) -> Listed<T> {
    Listed(value)
}

#[must_use]
pub const fn origins<T: OriginOrOrigins>(value: T) -> Listed<T> {
    Listed(value)
}

macro_rules! listed {
    ($([$($generics:tt)*] $value:ty,)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> TextOrTexts for $value {}
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

/// Found by the compiler for a type that has no method above, which is told already.
pub trait NeitherTextNorTexts: Sized {
    fn values(&self, _source: &str) -> Values {
        Values::Texts(&[])
    }
}

impl<T> NeitherTextNorTexts for Listed<T> {}

/// Values that are commonly written in a list's place: each is told by one error, at the value.
macro_rules! no_texts {
    ($($value:ty $(where $($of:ident),*)? => $kind:ident,)*) => {$(
        impl$(<$($of),*>)? Listed<$value> {
            #[must_use]
            pub const fn values(&'static self, source: &'static str) -> Values {
                Values::$kind(source)
            }
        }
    )*};
}

no_texts! {
    Policy => Policy,
    &'static Policy => Policy,
    &'static Origins => Set,
    &'static LiveOrigins => Set,
    &'static LazyLock<T, F> where T, F => Set,
}

/// The path of a value, and not of a reference to it.
const fn path(source: &str) -> &str {
    match (source.as_bytes().first(), source.split_at_checked(1)) {
        (Some(b'&'), Some((_, path))) => path,
        _ => source,
    }
}

const fn a_policy(source: &str) -> Violation {
    let help = Text::new().push("write `policy = ").push(path(source)).push("`");
    Violation::new(Rule::InvalidValue, source, "is a policy, not a text or a list of texts")
        .help(help.as_str())
}

const fn a_set(source: &str) -> Violation {
    let help = Text::new().push("write `origins = dynamic(").push(source).push(")`");
    Violation::new(Rule::InvalidValue, source, "is known at run time only, and a list is const")
        .help(help.as_str())
}
