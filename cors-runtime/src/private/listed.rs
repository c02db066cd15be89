//! A const expression whose type decides whether it is one value or a list, or a mistake.

use std::sync::LazyLock;

use cors_rules::{Rule, Text, Violation};

use crate::{LiveOrigins, Origins, Policy};

/// One value or a list, whichever type a const expression turns out to have.
pub struct Listed<T>(T);

impl Listed<&'static str> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        1
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        [self.0; N]
    }
}

impl Listed<&'static [&'static str]> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        self.0.len()
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        let mut array = [""; N];
        let mut i = 0;
        while i < N {
            array[i] = self.0[i];
            i += 1;
        }
        array
    }
}

impl<const M: usize> Listed<&'static [&'static str; M]> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        M
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        Listed(self.0 as &'static [&'static str]).array()
    }
}

impl<const M: usize> Listed<[&'static str; M]> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        M
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        let mut array = [""; N];
        let mut i = 0;
        while i < N {
            array[i] = self.0[i];
            i += 1;
        }
        array
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
    fn count(&self, _source: &str) -> usize {
        0
    }

    fn array<const N: usize>(&self) -> [&'static str; N] {
        [""; N]
    }
}

impl<T> NeitherTextNorTexts for Listed<T> {}

/// Values that are commonly written in a list's place: each is told by one error, at the value.
macro_rules! no_texts {
    ($($value:ty $(where $($of:ident),*)? => $mistake:ident,)*) => {$(
        impl$(<$($of),*>)? Listed<$value> {
            /// # Panics
            /// Always: it is what fails the build.
            #[track_caller]
            #[must_use]
            pub const fn count(&self, source: &str) -> usize {
                $mistake(source).fail()
            }

            #[must_use]
            pub const fn array<const N: usize>(&self) -> [&'static str; N] {
                [""; N]
            }
        }
    )*};
}

no_texts! {
    Policy => a_policy,
    &'static Policy => a_policy,
    &'static Origins => a_set,
    &'static LiveOrigins => a_set,
    &'static LazyLock<T, F> where T, F => a_set,
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
