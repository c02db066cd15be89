//! A const expression whose type decides whether it is one value or a list, or a mistake.

use std::sync::LazyLock;

use cors_rules::{Rule, Text, Violation};

use crate::{LiveOrigins, Origins, Policy};

/// One value or a list, whichever type a const path turns out to have.
pub struct Listed<T>(pub T);

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

/// What a value has to be that is neither: this trait is implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts\n\
               help: write texts or constants of them; for origins that are known at run time only, \
               write `origins = dynamic(…)`\n\
               rule: cors::invalid_value",
    label = "a list takes `&'static str`, and const arrays and slices of them"
)]
pub trait TextOrTexts {}

/// Found by the compiler for a type that has no method above: so that one error says what it lacks.
pub trait NeitherTextNorTexts: Sized {
    fn count(&self, _source: &str) -> usize
    where
        Self: OfValue,
        <Self as OfValue>::Value: TextOrTexts,
    {
        0
    }

    fn array<const N: usize>(&self) -> [&'static str; N] {
        [""; N]
    }
}

/// The type of the value in a [`Listed`].
pub trait OfValue {
    type Value;
}

impl<T> OfValue for Listed<T> {
    type Value = T;
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

const fn a_policy(source: &str) -> Violation {
    let help = Text::new().push("write `policy = ").push(source).push("`");
    Violation::new(Rule::InvalidValue, source, "is a policy, not a text or a list of texts")
        .help(help.as_str())
}

const fn a_set(source: &str) -> Violation {
    let help = Text::new().push("write `origins = dynamic(").push(source).push(")`");
    Violation::new(Rule::InvalidValue, source, "is known at run time only, and a list is const")
        .help(help.as_str())
}
